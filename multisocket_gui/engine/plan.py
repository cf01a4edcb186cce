"""When outlets are read without anybody asking: while somebody looks, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from multisocket_gui.home.model import SocketRef, socket_refs
from multisocket_gui.home.quota import Purpose

from .clock import Clock
from .presence import Presence
from .store import Store
from .strips import Strips

OLD = 60.0
"""A reading older than this (seconds) is taken again when somebody comes to look."""
EVERY = 900.0
"""Seconds between readings while somebody goes on looking: 48 of the day's 500 calls in 12 hours."""

QUIET = 1.0
"""Seconds for which the system must have said nothing new before it is acted on."""


class ReadingPlan(QObject):
    """GUI thread only. Nothing is read, and nobody woken up, while no window is shown or nobody is there.

    What the system says of people and networks comes in bursts (a computer that wakes up, a cable that is loose): it is
    acted on once it has been quiet for a moment, so that a burst costs one reading at most.
    """

    def __init__(
        self, store: Store, strips: Strips, presence: Presence, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._strips = strips
        self._presence = presence
        self._clock = clock
        self._shown: str | None = None
        self._stop: Callable[[], None] | None = None
        presence.changed.connect(self._on_presence)

    def show(self, plant_id: str | None) -> None:
        """A window shows this plant from now on; None: it was hidden or made an icon."""
        if plant_id == self._shown:
            return
        self._shown = plant_id
        if plant_id is not None:
            self._clock.after(0.0, self, self._presence.watch)  # which loads some modules: after the first paint
        self.resume()

    def resume(self) -> None:
        """Calls are possible again, or something else is shown: that is brought up to date."""
        self._wait()
        if self._somebody_looks:
            self._begin()

    def look(self, plant_id: str | None = None, purpose: Purpose = Purpose.ASKED) -> None:
        """Somebody comes to look at a plant, or at all: read what is older than `OLD` and is not being read."""
        plants = [plant for plant in self._store.plants if plant_id in (None, plant.id)]
        self.look_at((ref for plant in plants for ref, _ in socket_refs(plant)), purpose)

    def look_at(self, refs: Iterable[SocketRef], purpose: Purpose = Purpose.ASKED) -> None:
        """Somebody comes to look at these sockets: read what is older than `OLD` and is not being read."""
        if self._offline:
            return
        self._strips.read([ref for ref in refs if self._is_old(ref) and not self._strips.busy(ref)], purpose)

    @property
    def _offline(self) -> bool:
        """Whether the system says so and the last call did not prove it wrong: it may not know every network."""
        return self._presence.offline and self._store.line.problem is not None

    def _is_old(self, ref: SocketRef) -> bool:
        array = self._store.socket_state(ref).array
        return array is None or self._clock.now().seconds_since(array.at) > OLD

    @property
    def _somebody_looks(self) -> bool:
        return self._shown is not None and not self._presence.away

    def _on_presence(self) -> None:
        """Somebody came or went, or the network did."""
        self._store.put_offline(self._presence.offline)
        self._wait()
        if self._somebody_looks:
            self._stop = self._clock.after(QUIET, self, self._begin)

    def _wait(self) -> None:
        if self._stop:
            self._stop()
            self._stop = None

    def _begin(self) -> None:
        self.look(self._shown)
        self._stop = self._clock.after(EVERY, self, self._go_on)

    def _go_on(self) -> None:
        self._stop = None
        if not self._offline:  # else the network's return goes on with it
            self.look(self._shown, Purpose.PLAN)
            self._stop = self._clock.after(EVERY, self, self._go_on)
