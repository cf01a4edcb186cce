"""Decides what is told by notifications: what happened by itself. Never what the person just did."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, SignalInstance

from multisocket_gui.engine.facts import Account, AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import SIGN_IN_OVER, Problem
from multisocket_gui.home.timer import MissedRun, Timer, TimerFailed
from multisocket_gui.home.together import GroupAction
from multisocket_gui.timer_words import failed_line, missed_line, target_line
from multisocket_gui.words import problem_words, tr

from .notify import Notifier

SIGN_IN = "sign-in"


class Tidings(QObject):
    """GUI thread only. `ended` tells each `GroupAction` that is over."""

    def __init__(self, store: Store, ended: SignalInstance, notifier: Notifier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._notifier = notifier
        self._account = store.account
        store.changed.connect(self._on_changed)
        ended.connect(self._on_together)

    def on_timer_failed(self, failed: TimerFailed) -> None:
        """A run did not take place, or not surely: each is news, whatever became of the one before."""
        key, now = f"timer/{failed.timer.id}", time.time()
        self._notifier.over(key)
        self._notifier.tell(key, tr("A timer did not run"), failed_line(failed, self._target(failed.timer), now))

    def on_timer_asked(self, missed: MissedRun) -> None:
        """A run was missed, and a person decides."""
        key, now = f"missed/{missed.timer.id}", time.time()
        self._notifier.over(key)
        self._notifier.tell(key, tr("A timer was missed"), missed_line(missed, self._target(missed.timer), now))

    def _target(self, timer: Timer) -> str:
        return target_line(timer.target, self._store.plants, self._store.settings.scenes)

    def _on_changed(self, change: Change) -> None:
        if change.account:
            before, self._account = self._account, self._store.account
            self._on_account(before, self._account)

    def _on_account(self, before: Account, now: Account) -> None:
        if now.phase in (AccountPhase.SIGNING_IN, AccountPhase.SIGNED_IN):
            self._notifier.over(SIGN_IN)
        elif now.phase is AccountPhase.SIGNED_OUT and now.problem and _ended_by_itself(before, now.problem):
            words = problem_words(now.problem, time.time())
            stopped = tr("Timers do not run until you sign in again.") if self._store.settings.timers else ""
            self._notifier.tell(SIGN_IN, words.title, " ".join(filter(None, (words.text, words.step, stopped))))

    def _on_together(self, action: GroupAction) -> None:
        if not action.by_timer or action.scope is None:
            return
        key = f"scene/{action.scope.scene}"
        missed = action.outcome.missed
        if not missed:
            self._notifier.over(key)
            return
        title = tr("“{scene}” was not wholly applied") if action.on else tr("“{scene}” was not wholly turned off")
        text = tr("By a timer. Not switched for certain: {outlets}.")
        names = ", ".join(map(self._name, missed))
        self._notifier.tell(key, title.format(scene=self._scene(action.scope.scene)), text.format(outlets=names))

    def _scene(self, scene_id: str) -> str:
        return next((scene.name for scene in self._store.settings.scenes if scene.id == scene_id), tr("A scene"))

    def _name(self, ref: OutletRef) -> str:
        place = self._store.place(ref)
        return f"{place.outlet.name} ({place.socket.name})" if place else ref.socket.selector.value


def _ended_by_itself(before: Account, problem: Problem) -> bool:
    """Signing out tells of a problem only after it: what could not be removed. A start may find the kept one ended."""
    if before.phase is AccountPhase.SIGNED_IN:
        return True
    return before.phase is AccountPhase.RESTORING and problem.kind in SIGN_IN_OVER
