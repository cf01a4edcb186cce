"""A stand-in for the person with a browser, and a clock that can be put forward."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from multisocket_gui.demo.visitor import Lost, visit
from multisocket_gui.signin.account import Account, Attempt

NewAccount = Callable[..., Account]


class Clock:
    """The real time, and how much later (in seconds) the test says it is."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def attempt() -> Attempt:
    return Attempt(lambda _link: None)


def parameter(link: str, name: str) -> str | None:
    values = parse_qs(urlsplit(link).query).get(name)
    return values[0] if values else None


def signs_in(link: str) -> bool:
    """What a person does on the page; and the browser took the link."""
    return _visits(link, "sign-in")


def cancels_on_the_page(link: str) -> bool:
    return _visits(link, "cancel")


def stays_away(_link: str) -> bool:
    return True


def _visits(link: str, press: str) -> bool:
    try:
        visit(link, press)
    except (Lost, OSError):
        return True  # the page said no, or the program was gone: the program must see for itself
    return True
