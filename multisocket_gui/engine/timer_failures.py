"""The timers' runs that did not take place, or not surely: each is to be read until somebody did, or one went well."""

from __future__ import annotations

from multisocket_gui.home.timer import Timer, TimerFailed

from .store import Store

REMEMBERED_FAILURES = 20


class TimerFailures:
    """Kept in the store, at most one of each timer; the last at the end."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, failed: TimerFailed) -> None:
        self._put((*self._others(failed.timer), failed))

    def forget(self, timer: Timer) -> None:
        """The timer's run went well."""
        self._put(self._others(timer))

    def forget_all(self) -> None:
        """They were read."""
        self._put(())

    def _others(self, timer: Timer) -> tuple[TimerFailed, ...]:
        return tuple(each for each in self._store.timer_failures if each.timer.id != timer.id)

    def _put(self, failures: tuple[TimerFailed, ...]) -> None:
        self._store.put_timer_failures(failures[-REMEMBERED_FAILURES:])
