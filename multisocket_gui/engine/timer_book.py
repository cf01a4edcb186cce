"""The timers as they are planned, and what became of each one's runs: kept on the disk, so that none runs twice."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from multisocket_gui.home.occurrence import by_clock, first_handled
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.timer import Handled, MissedRun, Once, Timer

from .timer_file import TimerFile

_log = logging.getLogger(__name__)
REMEMBERED_RUNS = 100
"""A timer's runs that no clock put back can repeat: three months of a daily one."""
FORGOTTEN_AFTER = 31 * 86_400.0
"""Seconds for which the record of a timer that is gone is kept: its removal may not have reached the disk."""


class TimerBook:
    """Every moment is in seconds since the epoch."""

    def __init__(self, file: TimerFile) -> None:
        self._file = file
        self._known: dict[str, Timer] = {}
        self._handled: dict[str, Handled] = {}

    def open(self, timers: Iterable[Timer], now: float) -> None:
        """Read what the last start left."""
        self._handled = self._file.load()
        self._known = {timer.id: timer for timer in timers}
        for timer in self.timers:
            self._handled.setdefault(timer.id, first_handled(timer.rule, now))

    @property
    def timers(self) -> tuple[Timer, ...]:
        """The timers of which it is known what became of their runs."""
        return tuple(self._known.values())

    def holds(self, timer: Timer) -> bool:
        """Whether the timer is planned, and as it is."""
        return self._known.get(timer.id) == timer

    def of(self, timer: Timer) -> Handled:
        """What became of the runs of one of `timers`."""
        return self._handled[timer.id]

    def waiting(self) -> tuple[MissedRun, ...]:
        """The missed runs that ask, oldest first."""
        missed = (MissedRun(timer, at) for timer in self.timers if (at := self.of(timer).waiting) is not None)
        return tuple(sorted(missed, key=lambda run: run.at))

    def is_over(self, timer: Timer) -> bool:
        """Whether the timer was for a single run, and that is over."""
        handled = self._handled.get(timer.id)
        if handled is None or not isinstance(timer.rule, Once) or timer.id not in self._known:
            return False
        at = timer.rule.at.timestamp()
        return (handled.until >= at or at in handled.ran) and handled.waiting is None and handled.begun is None

    # What becomes of a run

    def set_by_clock(self, timer: Timer, now: float) -> Handled:
        """The clock may have been put back."""
        handled = self._handled[timer.id] = by_clock(self._handled[timer.id], now)
        return handled

    def begin(self, timer: Timer, at: float) -> Problem | None:
        """Write down first that it runs: whatever happens in between, it does not run again.

        Returns why that cannot be written; then it may not run.
        """
        handled = self._handled[timer.id]
        begun = replace(
            handled, until=max(handled.until, at), ran=(*handled.ran, at)[-REMEMBERED_RUNS:], waiting=None, begun=at
        )
        self._handled[timer.id] = begun
        problem = self._written()
        if problem:
            self._handled[timer.id] = replace(begun, begun=None)
        return problem

    def end(self, timer: Timer, at: float) -> None:
        """The run that was begun is over."""
        handled = self._handled.get(timer.id)
        if handled and handled.begun == at:
            self._handled[timer.id] = replace(handled, begun=None)
            self.keep()

    def take_back(self, timer: Timer, at: float) -> None:
        """The run that was begun did not take place: it is due as before."""
        handled = self._handled[timer.id]
        ran = tuple(each for each in handled.ran if each != at)
        self._handled[timer.id] = replace(handled, until=at - 1.0, ran=ran, begun=None)
        self.keep()

    def ask(self, timer: Timer, at: float) -> None:
        """The run was missed, and waits for an answer."""
        self._handled[timer.id] = replace(self._handled[timer.id], until=at, waiting=at)
        self.keep()

    def skip(self, timer: Timer, at: float) -> None:
        """The run will not take place."""
        self._handled[timer.id] = replace(self._handled[timer.id], until=at, waiting=None)
        self.keep()

    def take_waiting(self, timer_id: str) -> MissedRun | None:
        """The timer's missed run that asks: it does no more, which is yet to be kept."""
        handled, timer = self._handled.get(timer_id), self._known.get(timer_id)
        if handled is None or timer is None or handled.waiting is None:
            return None
        self._handled[timer_id] = replace(handled, waiting=None)
        return MissedRun(timer, handled.waiting)

    def take_broken_off(self, timer: Timer) -> float | None:
        """The run that was under way when the program ended the last time: it no longer is, which is yet to be kept."""
        handled = self._handled[timer.id]
        if handled.begun is not None:
            self._handled[timer.id] = replace(handled, begun=None)
        return handled.begun

    # What is planned

    def take_over(self, timers: Iterable[Timer], now: float) -> None:
        """Timers were made, changed or removed, here or in another program's file: what was missed before is not."""
        earlier, self._known = self._known, {timer.id: timer for timer in timers}
        for timer in self.timers:
            before, handled = earlier.get(timer.id), self._handled.get(timer.id)
            first = first_handled(timer.rule, now)
            if handled is None:
                self._handled[timer.id] = first
            elif before is None or _means_otherwise(before, timer):
                self._handled[timer.id] = replace(first, ran=handled.ran, begun=handled.begun)
        self._forget_the_old(now)
        self.keep()

    def _forget_the_old(self, now: float) -> None:
        old = now - FORGOTTEN_AFTER
        self._handled = {key: each for key, each in self._handled.items() if key in self._known or each.until > old}

    def keep(self) -> None:
        """Write down what was decided. Where that fails nothing runs twice before the next start."""
        self._written()

    def _written(self) -> Problem | None:
        try:
            self._file.save(self._handled)
        except OSError as error:
            _log.warning("the timers' record cannot be written: %s", error)
            return Problem(Kind.TIMERS_UNWRITABLE, detail=error.strerror or type(error).__name__)
        return None


def _means_otherwise(before: Timer, after: Timer) -> bool:
    """Whether what fell due for one says nothing of the other."""
    parts = ((each.target, each.on, each.rule, each.enabled) for each in (before, after))
    return len(set(parts)) > 1
