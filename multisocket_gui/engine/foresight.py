"""What a group action would do: whom it means, what would change, what guards leave out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from multisocket_gui.home.model import OutletRef, SocketRef, socket_refs
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.together import Preview, Scope, outlets_of, preview, surely, uniform

from .clock import Clock
from .guards import Guards
from .store import Store

if TYPE_CHECKING:
    from multisocket_gui.home.scene_trace import Restoring


class Foresight:
    """Looks at the store, and changes nothing. GUI thread only."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._guards = Guards(store)
        self.restoring: Callable[[str], Restoring] | None = None
        """What turning a scene off (its id) would do; who follows what scenes do sets it."""

    def preview(self, scope: Scope, on: bool) -> Preview:
        """What the action would do by what is known at this moment. A scene that is turned off leaves doubts alone."""
        careful = bool(scope.scene) and not on
        left = self._restoring(scope.scene) if careful else None
        wants = self._wants(scope, on)
        return preview(
            scope,
            on,
            wants,
            self._store.truth,
            self._clock.now().wall,
            refused=self.refused(wants or {}),
            since=left.since if left else (),
            careful=careful,
        )

    def sockets(self, scope: Scope, on: bool) -> tuple[SocketRef, ...]:
        """What is to be read to know what would change."""
        if scope.scene:
            return tuple(dict.fromkeys(ref.socket for ref in self._wants(scope, on) or {}))
        return tuple(ref for plant in self._store.plants if plant.id == scope.plant for ref, _ in socket_refs(plant))

    def refused(self, wants: Mapping[OutletRef, bool]) -> dict[OutletRef, Problem]:
        """What the outlets' guards leave out, and why."""
        asked = ((ref, self._guards.refusal(ref, on, confirmed=False)) for ref, on in wants.items())
        return {ref: problem for ref, problem in asked if problem}

    def surely(self, ref: OutletRef) -> bool | None:
        """On or off where that needs no further proof."""
        return surely(self._store.truth(ref), self._clock.now().wall)

    def _wants(self, scope: Scope, on: bool) -> Mapping[OutletRef, bool] | None:
        """What is asked for; a scene's outlets that are not set up here are no part of it."""
        if not scope.scene:
            return uniform(outlets_of(scope, self._store.plants, self._store.members(scope.plant)), on)
        if not on:
            left = self._restoring(scope.scene)
            return left.wants if left else {}
        scene = next((scene for scene in self._store.settings.scenes if scene.id == scope.scene), None)
        wants = scene.wants if scene else {}
        return {ref: wants[ref] for ref in self._store.outlets() if ref in wants}

    def _restoring(self, scene: str) -> Restoring | None:
        return self.restoring(scene) if self.restoring else None
