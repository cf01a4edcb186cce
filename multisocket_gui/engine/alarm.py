"""Rings at a time of the wall clock: asleep or awake, and also when somebody sets that clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from .clock import Clock, SystemClock

if TYPE_CHECKING:
    from .timerfd import Timerfd

LONGEST = 60.0
"""Seconds between two looks at the clock where the system does not tell that it was set, or that we slept."""
SHORTEST = 0.05
"""Seconds: a timer that rings a little early is not asked again at once."""


class Alarm(QObject):
    """Set to one moment, or to none. It may ring too early, but never late by more than it must."""

    rang = Signal()

    def set(self, at: float | None) -> None:
        """Ring at `at` (seconds since the epoch), and at no other time any more; None: not at all."""
        raise NotImplementedError


class LookingAlarm(Alarm):
    """By the clock's own timers, which stand still while the computer sleeps: so it looks once a minute.

    With nothing to ring for it wakes nobody.
    """

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._stop: Callable[[], None] | None = None

    def set(self, at: float | None) -> None:
        if self._stop:
            self._stop()
            self._stop = None
        if at is not None:
            wait = min(max(at - self._clock.now().wall, SHORTEST), LONGEST)
            self._stop = self._clock.after(wait, self, self._ring)

    def _ring(self) -> None:
        self._stop = None
        self.rang.emit()


class KernelAlarm(Alarm):
    """By Linux's timerfd, which goes by the wall clock: it counts sleep, and rings when the clock is set. Never looks.

    See timerfd_create(2), TFD_TIMER_CANCEL_ON_SET.
    """

    def __init__(self, timerfd: Timerfd, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timerfd = timerfd
        self._notifier = QSocketNotifier(timerfd.number, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._ring)
        self.destroyed.connect(timerfd.close)

    def set(self, at: float | None) -> None:
        self._timerfd.set(at)

    def _ring(self) -> None:
        self._timerfd.read()
        self.rang.emit()


def new_alarm(clock: Clock, parent: QObject | None = None) -> Alarm:
    """The best one there is for the clock."""
    if sys.platform.startswith("linux") and isinstance(clock, SystemClock):
        from .timerfd import Timerfd

        try:
            return KernelAlarm(Timerfd(), parent)
        except OSError:  # a sandbox may forbid it
            return LookingAlarm(clock, parent)
    return LookingAlarm(clock, parent)
