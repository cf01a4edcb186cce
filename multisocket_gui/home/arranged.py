"""The home in another order. What is moved takes a place among its own kind; no reference ever points elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from .model import OutletRef, Plant, Socket, SocketRef

T = TypeVar("T")


def moved(things: Sequence[T], start: int, end: int) -> tuple[T, ...]:
    """`things` with the one at `start` at place `end`; places count from 0, one beyond the last means the last."""
    rest = [*things[:start], *things[start + 1 :]]
    place = min(max(end, 0), len(rest))
    return (*rest[:place], things[start], *rest[place:])


def with_plant_at(plants: Sequence[Plant], plant_id: str, place: int) -> tuple[Plant, ...]:
    """The plants with that one at `place`; unchanged where there is none."""
    ids = [plant.id for plant in plants]
    return moved(plants, ids.index(plant_id), place) if plant_id in ids else tuple(plants)


def with_socket_at(plants: Sequence[Plant], ref: SocketRef, place: int) -> tuple[Plant, ...]:
    """The plants with that socket at `place` among those of its plant; unchanged where there is none."""

    def arranged(plant: Plant) -> Plant:
        selectors = [socket.selector for socket in plant.sockets]
        if plant.id != ref.plant or ref.selector not in selectors:
            return plant
        return replace(plant, sockets=moved(plant.sockets, selectors.index(ref.selector), place))

    return tuple(map(arranged, plants))


def with_outlet_at(plants: Sequence[Plant], ref: OutletRef, place: int) -> tuple[Plant, ...]:
    """The plants with that outlet shown at `place` in its socket; its index in the service's order stays."""

    def arranged(socket: Socket) -> Socket:
        if ref.index not in socket.shown:
            return socket
        order = moved(socket.shown, socket.shown.index(ref.index), place)
        return replace(socket, order=() if order == tuple(range(len(order))) else order)

    return with_socket(plants, ref.socket, arranged)


def with_socket(plants: Sequence[Plant], ref: SocketRef, changed: Callable[[Socket], Socket]) -> tuple[Plant, ...]:
    """The plants with that socket as `changed` makes it; unchanged where there is none."""
    return tuple(
        replace(plant, sockets=tuple(changed(s) if s.selector == ref.selector else s for s in plant.sockets))
        if plant.id == ref.plant
        else plant
        for plant in plants
    )
