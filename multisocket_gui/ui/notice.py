"""One line of words about the account or the connection, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from multisocket_gui.words import tr


class Step(Enum):
    """What a notice offers to do."""

    SIGN_IN = auto()
    TRY_AGAIN = auto()
    CONNECT = auto()
    OPEN_BROWSER = auto()
    COPY_LINK = auto()
    CANCEL = auto()
    COPY_REPLY_URL = auto()
    SETTINGS = auto()
    REFRESH = auto()
    RUN_MISSED = auto()
    SKIP_MISSED = auto()
    DISMISS = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of words and what may be done about it; `calm` where nothing is wrong."""

    text: str
    steps: tuple[Step, ...] = ()
    calm: bool = False


def step_names() -> dict[Step, str]:
    """What stands on the button of each step."""
    return {
        Step.SIGN_IN: tr("Sign in"),
        Step.TRY_AGAIN: tr("Try again"),
        Step.CONNECT: tr("Connect your home"),
        Step.OPEN_BROWSER: tr("Open browser"),
        Step.COPY_LINK: tr("Copy link"),
        Step.CANCEL: tr("Cancel"),
        Step.COPY_REPLY_URL: tr("Copy reply URL"),
        Step.SETTINGS: tr("Settings"),
        Step.REFRESH: tr("Refresh"),
        Step.RUN_MISSED: tr("Run now"),
        Step.SKIP_MISSED: tr("Skip"),
        Step.DISMISS: tr("Dismiss"),
    }
