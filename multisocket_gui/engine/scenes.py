"""Scenes: how they stand, applying them, and turning them off again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.scene import Activity, Scene, activity, named
from multisocket_gui.home.scene_trace import restoring
from multisocket_gui.home.together import GroupAction, Outcome, Scope
from multisocket_gui.settings import Settings

from .scene_traces import SceneTraces
from .store import Store
from .together import Together


@dataclass(frozen=True, slots=True)
class SceneEnd:
    """A scene was applied (`on`) or turned off, and no more is to come of it; `action` tells all of it."""

    scene_id: str
    on: bool
    outcome: Outcome
    action: GroupAction


class Scenes(QObject):
    """GUI thread only. `look` reads what is too old to be believed of sockets; `change` takes and saves settings."""

    ended = Signal(object)
    """A `SceneEnd`, once for each time that one was applied or turned off."""

    def __init__(
        self,
        store: Store,
        together: Together,
        traces: SceneTraces,
        look: Callable[[Iterable[SocketRef]], None],
        change: Callable[[Settings], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._together = together
        self._look = look
        self._change = change
        together.foresight.restoring = lambda scene_id: restoring(traces.of(scene_id))
        together.ended.connect(self._on_ended)

    @property
    def shown(self) -> tuple[Scene, ...]:
        """The scenes of the home that is shown: those without an outlet, or with one that is set up in it."""
        return tuple(each for each in self._store.settings.scenes if not each.wants or self._here(each))

    def scene(self, scene_id: str) -> Scene | None:
        """The scene with this id, or None where there is none by now."""
        return next((each for each in self._store.settings.scenes if each.id == scene_id), None)

    def find(self, name: str) -> Scene | None:
        """The scene of that name, without regard to case and accents."""
        return named(self.shown, name)

    def activity(self, scene_id: str) -> Activity:
        """How the scene's outlets stand that are set up here, by their confirmed readings."""
        scene = self.scene(scene_id)
        return activity(self._here(scene), self._store.truth) if scene else Activity.UNKNOWN

    def oldest_reading(self, scene_id: str) -> float | None:
        """When the reading was taken that `activity` trusts the longest (seconds since the epoch), if it trusts any."""
        scene = self.scene(scene_id)
        readings = [self._store.truth(ref).reported for ref in self._here(scene)] if scene else []
        return min((reading.at for reading in readings if reading), default=None)

    def look(self) -> None:
        """Somebody comes to look at the scenes: read what is old of what they hold."""
        self._look({ref.socket: None for scene in self.shown for ref in self._here(scene)})

    # What people ask for

    def preview(self, scene_id: str, on: bool) -> None:
        """Show what applying the scene would change, or what turning it off would turn back; `Together.go` does it."""
        self._together.preview(Scope(scene=scene_id), on)

    def run(self, scene_id: str, on: bool, *, by_timer: bool = False) -> None:
        """The same without a preview, after reading what is old. Ends by `ended`, also where nothing is to be done."""
        self._together.run(Scope(scene=scene_id), on, by_timer=by_timer)

    def put(self, scene: Scene) -> None:
        """Add the scene, or let it take the place of the one with its id; and save that."""
        scenes = self._store.settings.scenes
        if any(each.id == scene.id for each in scenes):
            scenes = tuple(scene if each.id == scene.id else each for each in scenes)
        else:
            scenes = (*scenes, scene)
        self._change(replace(self._store.settings, scenes=scenes))

    def remove(self, scene_id: str) -> None:
        """Forget the scene, and save that. Nothing is switched."""
        scenes = tuple(each for each in self._store.settings.scenes if each.id != scene_id)
        self._change(replace(self._store.settings, scenes=scenes))

    # What follows

    def _here(self, scene: Scene) -> dict[OutletRef, bool]:
        return {ref: on for ref, on in scene.wants.items() if self._store.place(ref)}

    def _on_ended(self, action: GroupAction) -> None:
        if action.scope and action.on is not None and action.scope.scene:
            self.ended.emit(SceneEnd(action.scope.scene, action.on, action.outcome, action))
