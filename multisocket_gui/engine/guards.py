"""What is locked or asks first at this moment, for whoever is about to send something."""

from __future__ import annotations

from collections.abc import Iterator

from multisocket_gui.home.guard import refusal
from multisocket_gui.home.model import Guard, Outlet, OutletRef, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Problem

from .store import Store


class Guards:
    """Looks at the store. May be asked on any thread: what it looks at is replaced as a whole, never altered.

    A strip can be set up twice, by its id and by its name; what guards an outlet under one of them guards it under
    the other as well, as soon as a reading told that both are one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, ref: OutletRef, socket_id: str | None = None) -> Iterator[Outlet]:
        """The outlet as the set-up guards it, once for each name of its socket; nothing where none does.

        `socket_id` is the service's id of the socket, where a reading that is not yet in the store told it.
        """
        told = socket_id or self._id(ref.socket)
        for place in self._store.guarded:
            if place.ref.index == ref.index and self._same(place.ref.socket, ref.socket, told):
                yield place.outlet

    def refusal(self, ref: OutletRef, on: bool, *, confirmed: bool, socket_id: str | None = None) -> Problem | None:
        """Why the outlet may not be asked for `on` now; None where it may. A lock speaks before a question."""
        refusals = [refusal(outlet, on, confirmed=confirmed) for outlet in self.of(ref, socket_id)]
        problems = [problem for problem in refusals if problem]
        return next((p for p in problems if p.kind is Kind.LOCKED), problems[0] if problems else None)

    def locked(self, ref: OutletRef, socket_id: str | None = None) -> bool:
        """Whether nothing here may switch the outlet."""
        return any(outlet.guard is Guard.LOCKED for outlet in self.of(ref, socket_id))

    def stand_at(self, ref: SocketRef, count: int, socket_id: str | None = None) -> bool:
        """Whether any of the socket's `count` outlets is guarded, in whatever way."""
        return any(True for index in range(count) for _ in self.of(OutletRef(ref, index), socket_id))

    def _same(self, one: SocketRef, other: SocketRef, other_id: str | None) -> bool:
        return one == other or (one.plant == other.plant and other_id is not None and self._id(one) == other_id)

    def _id(self, ref: SocketRef) -> str | None:
        return ref.selector.value if ref.selector.key is SelectorKey.ID else self._store.socket_state(ref).id
