"""Which reads show the wanted sockets in the fewest calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .model import Plant, Selector, SocketRef, socket_refs

Members = Mapping[Selector, frozenset[SocketRef]]
"""Which sockets the last read by a group's selector returned; a selector that was never read by is missing."""


@dataclass(frozen=True, slots=True)
class Read:
    """One call: the sockets that it shall show, by a group's selector or (None) by the socket's own."""

    refs: tuple[SocketRef, ...]
    group: Selector | None = None


def reads(plant: Plant, wanted: Iterable[SocketRef], members: Members) -> tuple[Read, ...]:
    """The calls that show the wanted sockets of the plant, each socket in one of them.

    A group's selector is used for the sockets that it is known to return, where they are two or more. One that
    was never read by is tried once with everything that is left; what it then does not return is asked for again.
    """
    asked = set(wanted)
    left = [ref for ref, _ in socket_refs(plant) if ref in asked]
    calls = []
    for group in plant.groups:
        known = members.get(group.selector)
        together = tuple(ref for ref in left if known is None or ref in known)
        if len(together) > 1:
            calls.append(Read(together, group.selector))
            left = [ref for ref in left if ref not in together]
    return (*calls, *(Read((ref,)) for ref in left))
