"""Plants, sockets and outlets as the user set them up, and how each is named to the service and to us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class SelectorKey(StrEnum):
    """Which property of a socket a request targets (`parameterKey` of the Multisocket API)."""

    ID = "id"
    NAME = "name"
    TYPE = "type"


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """How a request names its sockets: `parameterKey` and `parameterValue`."""

    key: SelectorKey
    value: str


class Guard(StrEnum):
    """What stands between an outlet and being switched."""

    NONE = ""
    ASK = "ask"  # before it is switched off
    LOCKED = "locked"  # nothing here switches it


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet of a socket. The service knows it only by its place in the array; all of this is ours.

    `icon` is the name of a drawing, "": none was chosen. `guard_words` are the user's own, shown with the guard.
    """

    name: str
    icon: str = ""
    guard: Guard = Guard.NONE
    guard_words: str = ""


@dataclass(frozen=True, slots=True)
class Socket:
    """A multisocket (several outlets) or a Wi-Fi socket (one), as it stands in settings.json.

    `outlets` stand in the service's order; `order` are their indexes as the user wants to see them, (): the same.
    """

    selector: Selector
    name: str
    outlets: tuple[Outlet, ...]
    order: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[int, ...]:
        """The indexes of all outlets in the order in which they are shown."""
        ordered = [index for index in dict.fromkeys(self.order) if 0 <= index < len(self.outlets)]
        return (*ordered, *(index for index in range(len(self.outlets)) if index not in ordered))


@dataclass(frozen=True, slots=True)
class Group:
    """Sockets that one selector (a `type` or a `name`) targets together. Which they are, only a read by it tells."""

    selector: Selector
    name: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A home of the user; `id` is the UUID that the service knows it by.

    `account` is whose it is, the subject (`sub`) of the sign-in; "": nobody's yet, and shown to everybody.
    """

    id: str
    name: str
    sockets: tuple[Socket, ...] = ()
    groups: tuple[Group, ...] = ()
    account: str = ""

    def knows(self, other: Plant) -> bool:
        """Whether every socket and group of the other is set up here as well, under whatever name."""
        sockets, groups = ({each.selector for each in some} for some in (self.sockets, self.groups))
        return all(s.selector in sockets for s in other.sockets) and all(g.selector in groups for g in other.groups)


@dataclass(frozen=True, slots=True, order=True)
class SocketRef:
    """Points at one socket of the set-up."""

    plant: str
    selector: Selector


@dataclass(frozen=True, slots=True, order=True)
class OutletRef:
    """Points at one outlet of the set-up; `index` counts from 0, as in the service's `status` array."""

    socket: SocketRef
    index: int

    def __hash__(self) -> int:
        # Every look at an outlet's truth asks for it, some thousand times for each answer of a large home.
        return hash((self.socket.selector.value, self.index))


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet with everything around it, for whoever must name it."""

    ref: OutletRef
    plant: Plant
    socket: Socket
    outlet: Outlet


def socket_refs(plant: Plant) -> Iterator[tuple[SocketRef, Socket]]:
    """Each socket of the plant with the reference that points at it, in the user's order."""
    return ((SocketRef(plant.id, socket.selector), socket) for socket in plant.sockets)


def outlet_refs(ref: SocketRef, socket: Socket) -> Iterator[tuple[OutletRef, Outlet]]:
    """Each outlet of the socket with the reference that points at it, in the service's order."""
    return ((OutletRef(ref, index), outlet) for index, outlet in enumerate(socket.outlets))


def places(plants: tuple[Plant, ...]) -> Iterator[Place]:
    """Every outlet of the set-up, in the user's order."""
    for plant in plants:
        for socket_ref, socket in socket_refs(plant):
            for index in socket.shown:
                yield Place(OutletRef(socket_ref, index), plant, socket, socket.outlets[index])
