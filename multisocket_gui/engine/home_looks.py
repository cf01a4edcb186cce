"""How the home is named, drawn and ordered. Nothing here changes which outlet is which, nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from multisocket_gui.home.arranged import with_outlet_at, with_plant_at, with_socket, with_socket_at
from multisocket_gui.home.model import OutletRef, Plant, SocketRef
from multisocket_gui.settings import Settings

from .store import Store


class HomeLooks:
    """Each change goes to `change`, which takes and saves settings; what is not set up any more is left alone."""

    def __init__(self, store: Store, change: Callable[[Settings], None]) -> None:
        self._store = store
        self._change = change

    def name_outlet(self, ref: OutletRef, name: str) -> None:
        """Call the outlet `name`."""
        if outlet := self._store.settings.outlet(ref):
            self._put(self._store.settings.with_outlet(ref, replace(outlet, name=name)))

    def draw_outlet(self, ref: OutletRef, icon: str) -> None:
        """Give the outlet the drawing called `icon`; "": none."""
        if outlet := self._store.settings.outlet(ref):
            self._put(self._store.settings.with_outlet(ref, replace(outlet, icon=icon)))

    def name_socket(self, ref: SocketRef, name: str) -> None:
        """Call the socket `name`."""
        self._put_home(with_socket(self._home, ref, lambda socket: replace(socket, name=name)))

    def name_plant(self, plant_id: str, name: str) -> None:
        """Call the plant `name`."""
        self._put_home(replace(plant, name=name) if plant.id == plant_id else plant for plant in self._home)

    def place_outlet(self, ref: OutletRef, place: int) -> None:
        """Show the outlet at `place` (from 0) in its socket."""
        self._put_home(with_outlet_at(self._home, ref, place))

    def place_socket(self, ref: SocketRef, place: int) -> None:
        """Show the socket at `place` (from 0) in its plant."""
        self._put_home(with_socket_at(self._home, ref, place))

    def place_plant(self, plant_id: str, place: int) -> None:
        """Show the plant at `place` (from 0)."""
        self._put_home(with_plant_at(self._home, plant_id, place))

    @property
    def _home(self) -> tuple[Plant, ...]:
        return self._store.settings.home

    def _put_home(self, plants: Iterable[Plant]) -> None:
        self._put(self._store.settings.with_home(plants))

    def _put(self, settings: Settings) -> None:
        if settings != self._store.settings:
            self._change(settings)
