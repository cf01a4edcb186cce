"""A job that is no strip's: the sign-in, the keyring, a look at what a selector finds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from .worker import Call


@dataclass(frozen=True, slots=True)
class Errand:
    """`call` runs on a thread; `then` gets what it returned, on the GUI thread. A newer one replaces a waiting one."""

    key: Hashable
    call: Call
    then: Callable[[object], None]

    @property
    def holds(self) -> tuple[Hashable]:
        return (self.key,)

    def folded(self, newer: Errand) -> Errand:
        return newer

    def prepare(self) -> Call:
        return self.call
