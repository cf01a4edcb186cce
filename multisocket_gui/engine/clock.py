"""Two clocks read at once, one that people read and one that nobody can set; and what is to happen later."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid


@dataclass(frozen=True, slots=True)
class Moment:
    """`wall` in seconds since the epoch, `steady` in seconds of a clock that nobody can set."""

    wall: float
    steady: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.time(), _steady())

    def seconds_since(self, earlier: Moment) -> float:
        """How long ago `earlier` was: the longer of both clocks, since a steady one may stand still during sleep."""
        return max(self.wall - earlier.wall, self.steady - earlier.steady)


def _steady() -> float:
    """Linux has a clock that goes on while the computer sleeps; elsewhere the wall clock tells of that."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform.startswith("linux") else time.monotonic()


class Clock(Protocol):
    """Where the engine takes its time from, so that a test or a simulation can bring its own."""

    def now(self) -> Moment:
        """May be asked on any thread."""

    def after(self, seconds: float, owner: QObject, do: Callable[[], None]) -> Callable[[], None]:
        """Call `do` once on the GUI thread when the seconds are over, unless `owner` is gone by then.

        What is returned takes it back: nobody is woken up then.
        """

    def stop(self) -> None:
        """Nothing that was to happen later happens any more: the program quits."""


class SystemClock:
    """The computer's clocks and Qt's timers. Each timer is a child of its owner and is known here until it is over."""

    def __init__(self) -> None:
        self._timers: set[QTimer] = set()

    def now(self) -> Moment:
        return Moment.now()

    def after(self, seconds: float, owner: QObject, do: Callable[[], None]) -> Callable[[], None]:
        timer = QTimer(owner)
        timer.setSingleShot(True)
        timer.timeout.connect(partial(self._end, timer))
        timer.timeout.connect(do)
        timer.start(max(0, round(seconds * 1000)))
        self._timers.add(timer)
        return partial(self._end, timer)

    def stop(self) -> None:
        for timer in list(self._timers):
            self._end(timer)

    def _end(self, timer: QTimer) -> None:
        if timer in self._timers:
            self._timers.remove(timer)
            if isValid(timer):  # else its owner took it along
                timer.stop()
                timer.deleteLater()
