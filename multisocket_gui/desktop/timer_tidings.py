"""Tells by notifications what timers did not do: a run that failed or was skipped, and one that asks."""

from __future__ import annotations

import time
from typing import Protocol

from PySide6.QtCore import QObject

from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.timer import MissedRun, Timer, TimerFailed
from multisocket_gui.timer_words import failed_line, missed_line, target_line
from multisocket_gui.words import tr

OF_THE_TIMER = frozenset((Kind.TIMER_LATE, Kind.TIMER_CUT, Kind.TARGET_GONE, Kind.ZONE_UNKNOWN, Kind.TIMERS_UNWRITABLE))
"""What is told of a scene's timer: what became of its outlets is told where scenes are."""


class Tells(Protocol):
    """What is needed of `desktop.notify.Notifier`."""

    def tell(self, key: str, title: str, text: str) -> None: ...
    def over(self, key: str) -> None: ...


class TimerTidings(QObject):
    """GUI thread only. What went well is not told, nor what the person just did."""

    def __init__(self, store: Store, controller: Controller, notifier: Tells, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._notifier = notifier
        self._asking: frozenset[str] = frozenset()
        self._failed: frozenset[str] = frozenset()
        controller.timer_failed.connect(self._on_failed)
        controller.timer_asked.connect(self._on_asked)
        store.changed.connect(self._on_changed)
        for failed in store.timer_failures:  # decided at the start, before this was made
            self._on_failed(failed)
        for missed in store.missed:
            self._on_asked(missed)

    def _on_failed(self, failed: TimerFailed) -> None:
        if not isinstance(failed.timer.target, OutletRef) and failed.problem.kind not in OF_THE_TIMER:
            return
        key = f"timer/{failed.timer.id}"
        self._failed |= {key}
        self._notifier.over(key)  # an earlier run's failure makes room for this one
        text = failed_line(failed, self._name(failed.timer), time.time())
        self._notifier.tell(key, tr("A timer did not run as planned"), text)

    def _on_asked(self, missed: MissedRun) -> None:
        key = f"missed/{missed.timer.id}"
        self._asking |= {key}
        text = missed_line(missed, self._name(missed.timer), time.time())
        self._notifier.tell(key, tr("A timer was missed"), text)

    def _on_changed(self, change: Change) -> None:
        """What was answered or read is over."""
        if not change.missed:
            return
        asking = frozenset(f"missed/{each.timer.id}" for each in self._store.missed)
        failed = frozenset(f"timer/{each.timer.id}" for each in self._store.timer_failures)
        for key in (self._asking - asking) | (self._failed - failed):
            self._notifier.over(key)
        self._asking &= asking
        self._failed &= failed

    def _name(self, timer: Timer) -> str:
        return target_line(timer.target, self._store.plants, self._store.settings.scenes)
