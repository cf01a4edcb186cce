"""Whether there is a way to the service for a timer's run, as far as this computer can tell beforehand."""

from __future__ import annotations

from collections.abc import Callable

from multisocket_gui.home.timer import Timer

from .store import Store

AGAIN = 30.0
"""Seconds until a run that found no way to the service is tried again: a computer that wakes has no network yet."""


class TimerWay:
    """`ready` says whether a command could be sent at all."""

    def __init__(self, store: Store, ready: Callable[[], bool]) -> None:
        self._store = store
        self._ready = ready
        self._tried: dict[str, float] = {}
        self._offline_since: float | None = None

    def is_open(self, timer: Timer, now: float) -> bool:
        """Whether the timer's run can be sent at `now` (seconds since the epoch)."""
        return self._ready() and not self._offline and self.pause_of(timer, now) is None

    def pause_of(self, timer: Timer, now: float) -> float | None:
        """Until when the timer is not tried again, since it found no way to the service a moment ago."""
        tried = self._tried.get(timer.id)
        return tried + AGAIN if tried is not None and tried <= now < tried + AGAIN else None

    def found_none(self, timer: Timer, now: float) -> None:
        """The timer's run was begun, and nothing left this computer."""
        self._tried[timer.id] = now

    def say_network(self, *, offline: bool, now: float) -> None:
        """What the system says, which it does when something about the network changed."""
        self._offline_since = (self._offline_since or now) if offline else None
        self.end_pauses()

    def end_pauses(self) -> None:
        """Something changed: every timer may be tried again."""
        self._tried = {}

    @property
    def _offline(self) -> bool:
        """Whether the system says so and no answer has come since: it may not know every network."""
        heard, since = self._store.line.heard, self._offline_since
        return since is not None and (heard is None or heard < since)
