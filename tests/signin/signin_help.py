"""A stand-in for the person with a browser, a clock that can be put forward, and a vault that can fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from multisocket_gui.demo.visitor import Lost, visit
from multisocket_gui.signin.account import Account, Attempt
from multisocket_gui.signin.errors import KeepingTrouble

NewAccount = Callable[..., Account]


class Clock:
    """The real time, and how much later (in seconds) the test says it is."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Drawer:
    """A vault without seal or keyring, whose lock sticks as it is told to. Each method ends before the next begins."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.there_is_a_keyring = True
        self.saving: KeepingTrouble | None = None
        self.clearing: KeepingTrouble | None = None
        self.loading: KeepingTrouble | None = None
        self.before_save: Callable[[], None] = lambda: None
        self.saves = 0
        self.forgotten = 0
        self._alone = threading.Lock()

    def load(self) -> bytes | None:
        with self._alone:
            if self.loading:
                raise self.loading
            return self.content

    def save(self, content: bytes) -> bool:
        with self._alone:
            self.saves += 1
            self.before_save()
            if self.saving:
                raise self.saving
            self.content = content if self.there_is_a_keyring else None
            return self.there_is_a_keyring

    def clear(self) -> None:
        with self._alone:
            if self.clearing:
                raise self.clearing
            self.content = None

    def forget(self) -> None:
        self.clear()
        self.forgotten += 1


def attempt() -> Attempt:
    return Attempt(lambda _link: None)


def parameter(link: str, name: str) -> str | None:
    values = parse_qs(urlsplit(link).query).get(name)
    return values[0] if values else None


def signs_in(link: str) -> bool:
    """What a person does on the page; and the browser took the link."""
    return _visits(link, "sign-in")


def signs_in_as(email: str, password: str) -> Callable[[str], bool]:
    """What somebody else than the demo user does on the page."""

    def opens(link: str) -> bool:
        visit(link, typed={"email": email, "password": password})
        return True

    return opens


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
