"""Decides what is told by notifications: what happened by itself. Never what the person just did."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance

from multisocket_gui.engine.facts import Account, AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import SIGN_IN_OVER, Kind, Problem
from multisocket_gui.home.timer import MissedRun, TimerFailed
from multisocket_gui.home.together import GroupAction
from multisocket_gui.timer_words import failed_line, missed_line, target_line
from multisocket_gui.words import clock_time, problem_words, tr

SIGN_IN = "sign-in"
OF_THE_TIMER = frozenset((Kind.TIMER_LATE, Kind.TIMER_CUT, Kind.TARGET_GONE, Kind.ZONE_UNKNOWN, Kind.TIMERS_UNWRITABLE))
"""Why a scene's timer did not run at all; of other problems the scene's outlets tell more."""


class Tells(Protocol):
    """What is needed of `Notifier`."""

    def tell(self, key: str, title: str, text: str) -> None: ...
    def over(self, key: str) -> None: ...


class Tidings(QObject):
    """GUI thread only. `ended` tells each `GroupAction` that is over.

    What timers did not do is told once for each run, and over when the store no longer holds it: it was read or
    answered, or a later run made it old. What the store holds already is told at once.
    """

    def __init__(self, store: Store, ended: SignalInstance, notifier: Tells, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._notifier = notifier
        self._account = store.account
        self._open: frozenset[str] = frozenset()
        self._rounds: dict[tuple[str, bool | None], GroupAction] = {}
        self._looks = False
        store.changed.connect(self._on_changed)
        ended.connect(self._on_together)
        self._look_at_timers()

    def _on_changed(self, change: Change) -> None:
        if change.account:
            before, self._account = self._account, self._store.account
            self._on_account(before, self._account)
        if change.missed:
            self._look_soon()

    # The sign-in

    def _on_account(self, before: Account, now: Account) -> None:
        if now.phase in (AccountPhase.SIGNING_IN, AccountPhase.SIGNED_IN):
            self._notifier.over(SIGN_IN)
        elif now.phase is AccountPhase.SIGNED_OUT and now.problem and _ended_by_itself(before, now.problem):
            words = problem_words(now.problem, time.time())
            stopped = tr("Timers do not run until you sign in again.") if self._store.settings.timers else ""
            self._notifier.tell(SIGN_IN, words.title, " ".join(filter(None, (words.text, words.step, stopped))))

    # Timers

    def _on_together(self, action: GroupAction) -> None:
        if action.by_timer and action.scope and action.scope.scene:
            self._rounds[action.scope.scene, action.on] = action
            self._look_soon()

    def _look_soon(self) -> None:
        """When all of this turn is told: that a scene's timer failed, and which outlets did, come in either order."""
        if not self._looks:
            self._looks = True
            QTimer.singleShot(0, self, self._look_at_timers)

    def _look_at_timers(self) -> None:
        self._looks = False
        asking = {f"missed/{each.timer.id}/{each.at}": each for each in self._store.missed}
        failed = {f"timer/{each.timer.id}/{each.at}": each for each in self._store.timer_failures}
        earlier, self._open = self._open, frozenset((*asking, *failed))
        for key in sorted(earlier - self._open):
            self._notifier.over(key)
        for key, missed in asking.items():
            if key not in earlier:
                self._tell_missed(key, missed)
        for key, failure in failed.items():
            if key not in earlier:
                self._tell_failed(key, failure)
        self._rounds.clear()

    def _tell_missed(self, key: str, missed: MissedRun) -> None:
        self._notifier.tell(key, tr("A timer was missed"), missed_line(missed, self._target(missed), time.time()))

    def _tell_failed(self, key: str, failed: TimerFailed) -> None:
        target, on = failed.timer.target, failed.timer.on
        if isinstance(target, OutletRef) or failed.problem.kind in OF_THE_TIMER:
            title, text = tr("A timer did not run as planned"), self._line(failed)
        else:
            title = tr("“{scene}” was not wholly applied") if on else tr("“{scene}” was not wholly turned off")
            title = title.format(scene=self._scene(target))
            text = self._what_is_left(failed, self._rounds.get((target, on)))
        self._notifier.tell(key, title, text)

    def _line(self, failed: TimerFailed) -> str:
        return failed_line(failed, self._target(failed), time.time())

    def _what_is_left(self, failed: TimerFailed, action: GroupAction | None) -> str:
        """Which of a scene's outlets are not surely as they shall be."""
        if action is None:
            return self._line(failed)
        wants = next((each.wants for each in self._store.settings.scenes if each.id == failed.timer.target), {})
        unsure = [*action.outcome.missed, *(ref for ref in wants if ref.socket in action.unsent)]
        at = tr("By a timer at {time}.").format(time=clock_time(failed.at, time.time()))
        not_sure = tr("Not switched for certain: {outlets}.").format(outlets=self._names(unsure)) if unsure else ""
        guarded = tr("Guarded, so left out: {outlets}.").format(outlets=self._names(action.refused))
        return " ".join(filter(None, (at, not_sure, guarded if action.refused else "")))

    def _target(self, what: MissedRun | TimerFailed) -> str:
        return target_line(what.timer.target, self._store.plants, self._store.settings.scenes)

    def _scene(self, scene_id: str) -> str:
        return next((scene.name for scene in self._store.settings.scenes if scene.id == scene_id), tr("A scene"))

    def _names(self, refs: Iterable[OutletRef]) -> str:
        return ", ".join(map(self._name, dict.fromkeys(refs)))

    def _name(self, ref: OutletRef) -> str:
        place = self._store.place(ref)
        return f"{place.outlet.name} ({place.socket.name})" if place else ref.socket.selector.value


def _ended_by_itself(before: Account, problem: Problem) -> bool:
    """Signing out tells of a problem only after it: what could not be removed. A start may find the kept one ended."""
    if before.phase is AccountPhase.SIGNED_IN:
        return True
    return before.phase is AccountPhase.RESTORING and problem.kind in SIGN_IN_OVER
