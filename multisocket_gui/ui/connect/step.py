"""The steps, in their order."""

from __future__ import annotations

from enum import StrEnum, auto

from multisocket_gui.words import tr


class Step(StrEnum):
    """The last is no step to be done: it tells what is set up."""

    NEEDS = auto()
    KEY = auto()
    APPLICATION = auto()
    CLIENT = auto()
    SIGN_IN = auto()
    PLANT = auto()
    READING = auto()
    DONE = auto()

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return tuple(Step).index(self) + 1


TO_DO = tuple(Step)[:-1]


def step_names() -> dict[Step, str]:
    """How each is called."""
    return {
        Step.NEEDS: tr("What you need"),
        Step.KEY: tr("Subscription key"),
        Step.APPLICATION: tr("Your application"),
        Step.CLIENT: tr("Client id"),
        Step.SIGN_IN: tr("Sign in"),
        Step.PLANT: tr("Your plant"),
        Step.READING: tr("First reading"),
        Step.DONE: tr("Done"),
    }
