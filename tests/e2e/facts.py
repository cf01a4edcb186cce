"""Waiting for what is true of another process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Fact = TypeVar("Fact")
PATIENCE = 20.0
"""Seconds until a fact that does not come fails the test."""
_NEVER_SET = threading.Event()
_BETWEEN_LOOKS = 0.02


def until(fact: Callable[[], Fact], seconds: float = PATIENCE) -> Fact:
    """Look until `fact` answers something true, and return it. AssertionError with its last answer after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := fact()):
        assert time.monotonic() < deadline, f"not within {seconds} s; the last answer was {answer!r}"
        _NEVER_SET.wait(_BETWEEN_LOOKS)
    return answer


def steady(look: Callable[[], Fact | None]) -> Fact:
    """What `look` answers once it answers the same twice: windows and tray icons are moved about when they appear."""
    before: list[Fact | None] = [None]

    def same_again() -> Fact | None:
        last, before[0] = before[0], look()
        return before[0] if before[0] == last else None

    found = until(same_again)
    assert found is not None
    return found
