"""A job that is no strip's: the sign-in, the keyring, a look at what a selector finds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from multisocket_gui.home.problem import Problem, Trouble

from .worker import Call


@dataclass(frozen=True, slots=True)
class Errand:
    """`call` runs on a thread; `then` gets what it returned, on the GUI thread. A newer one replaces a waiting one.

    Those that share what they are `about` run one after the other, in the order in which they were asked for.
    """

    key: Hashable
    call: Call
    then: Callable[[object], None]
    about: Hashable = None

    @property
    def holds(self) -> tuple[Hashable, ...]:
        return (self.key,) if self.about is None else (self.key, self.about)

    def folded(self, newer: Errand) -> Errand:
        return newer

    def prepare(self) -> Call:
        return self.call


def or_problem(call: Callable[[], object]) -> Call:
    """The call, which returns its trouble instead of raising it."""

    def outcome() -> object:
        try:
            return call()
        except Trouble as trouble:
            return trouble.problem

    return outcome


def problem_of(outcome: object) -> Problem | None:
    """The trouble that an errand ended with, if it did."""
    return outcome if isinstance(outcome, Problem) else None
