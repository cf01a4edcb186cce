"""Carries a timer's run out, by the same path as a click, and tells what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem, Situation
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.timer import End, RunEnd, Timer, TimerFailed
from multisocket_gui.home.truth import Phase

from .facts import Change
from .scenes import SceneEnd, Scenes
from .store import Store
from .strips import Strips


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A run, and the wish that it became."""

    timer: Timer
    at: float
    ticket: int


class TimerRuns(QObject):
    """GUI thread only. Every run that is begun ends once, aloud."""

    ended = Signal(object)
    """A `RunEnd`."""
    disputed = Signal(object)
    """A `TimerFailed`: the run was sent, and a later reading contradicts it."""

    def __init__(
        self, store: Store, strips: Strips, scenes: Callable[[], Scenes], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._strips = strips
        self._scenes = scenes
        self._of_scenes: dict[tuple[str, bool], RunEnd] = {}
        self._listens = False
        self._under_way: dict[OutletRef, _UnderWay] = {}
        self._unproved: dict[OutletRef, _UnderWay] = {}
        store.changed.connect(self._on_changed)

    def stands(self, target: OutletRef | str) -> bool:
        """Whether the home still has what a timer names."""
        if isinstance(target, OutletRef):
            return self._store.place(target) is not None
        return any(scene.id == target for scene in self._store.settings.scenes)

    def begin(self, timer: Timer, at: float) -> None:
        """Switch what the timer names, as far as its guard allows."""
        if not self.stands(timer.target):
            self._end(timer, at, Problem(Kind.TARGET_GONE))
        elif isinstance(timer.target, OutletRef):
            self._begin_outlet(timer, at, timer.target)
        else:
            self._begin_scene(timer, at, timer.target)

    def _begin_scene(self, timer: Timer, at: float, scene_id: str) -> None:
        if not self._listens:
            self._scenes().ended.connect(self._on_scene)
            self._listens = True
        overtaken = self._of_scenes.pop((scene_id, timer.on), None)
        if overtaken:
            self.ended.emit(overtaken)
        self._of_scenes[scene_id, timer.on] = RunEnd(timer, at, End.RAN)
        self._scenes().run(scene_id, timer.on, by_timer=True)

    def _on_scene(self, end: SceneEnd) -> None:
        run = self._of_scenes.pop((end.scene_id, end.on), None)
        if run:
            self._end(run.timer, run.at, self._trouble_of(end))

    def _trouble_of(self, end: SceneEnd) -> Problem | None:
        """The first reason why not all of the scene is as it shall be: what a guard left out is told, too."""
        missed = [self._trouble(ref, mine=True) or Problem(Kind.TIMER_DISPUTED) for ref in end.outcome.missed]
        unsent = [Problem(Kind.EXPIRED if end.action.late else Kind.ABANDONED)] if end.action.unsent else []
        return next(iter([*missed, *unsent, *end.action.refused.values()]), None)

    def _begin_outlet(self, timer: Timer, at: float, ref: OutletRef) -> None:
        self._overtake(ref)
        confirmed = (ref,) if timer.confirmed else ()
        refused = self._strips.switch({ref: timer.on}, confirmed=confirmed, purpose=Purpose.TIMER)
        if ref in refused:
            self._end(timer, at, refused[ref])
            return
        wish = self._store.truth(ref).wish
        self._under_way[ref] = _UnderWay(timer, at, wish.ticket if wish else 0)
        self._look(ref)

    def _overtake(self, ref: OutletRef) -> None:
        """Two timers of one outlet at one moment: the later one counts, as with two clicks."""
        overtaken = self._under_way.pop(ref, None)
        if overtaken:
            self._end(overtaken.timer, overtaken.at, None)

    def _on_changed(self, change: Change) -> None:
        for ref in [ref for ref in self._under_way if change.shape or ref in change.outlets]:
            self._look(ref)
        for ref in [ref for ref in self._unproved if change.shape or ref in change.outlets]:
            self._look_again(ref)

    def _look(self, ref: OutletRef) -> None:
        run, truth = self._under_way[ref], self._store.truth(ref)
        mine = truth.wish is not None and truth.wish.ticket == run.ticket
        if mine and truth.phase is Phase.SENDING:
            return
        del self._under_way[ref]
        if mine and truth.phase is Phase.SENT:
            self._unproved[ref] = run
        self._end(run.timer, run.at, self._trouble(ref, mine=mine))

    def _trouble(self, ref: OutletRef, *, mine: bool) -> Problem | None:
        """Why the outlet surely, or perhaps, did not take what was asked."""
        truth = self._store.truth(ref)
        if mine and truth.phase is Phase.DISPUTED:
            return Problem(Kind.TIMER_DISPUTED)
        if mine and truth.phase is Phase.FAILED:
            return truth.problem or Problem(Kind.INTERNAL)
        if truth.wish is None and truth.phase is Phase.UNKNOWN:
            return replace(truth.problem, situation=Situation.WRITING) if truth.problem else Problem(Kind.ABANDONED)
        return None

    def _look_again(self, ref: OutletRef) -> None:
        run, truth = self._unproved[ref], self._store.truth(ref)
        mine = truth.wish is not None and truth.wish.ticket == run.ticket
        if mine and truth.phase is Phase.SENT:
            return
        del self._unproved[ref]
        if mine and truth.phase is Phase.DISPUTED:
            self.disputed.emit(TimerFailed(run.timer, Problem(Kind.TIMER_DISPUTED), run.at))

    def _end(self, timer: Timer, at: float, problem: Problem | None) -> None:
        self.ended.emit(RunEnd(timer, at, End.FAILED if problem else End.RAN, problem))
