"""The array of a write: the only place where one is put together.

A write carries the state of *all* outlets of a strip, so whoever writes an old value for the others
switches them. `merge` builds it from what was asked, what was sent and is still settling, and a reading.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .problem import Kind, Trouble

FRESH_FOR = 5.0
"""How old (seconds) a reading may be to build a write from."""


class ShapeChanged(Trouble):
    """The socket does not have as many outlets as it was set up with: refuse rather than guess."""

    kind = Kind.SHAPE_CHANGED


def needs_reading(named: Collection[int], count: int) -> bool:
    """Whether the other outlets' values matter: not where every outlet is asked for by name."""
    return set(named) != set(range(count))


def changed_elsewhere(expected: Mapping[int, bool], reading: Sequence[bool]) -> frozenset[int]:
    """The outlets that nobody here touched and that a reading after the write shows otherwise than it left them."""
    return frozenset(index for index, on in expected.items() if index < len(reading) and reading[index] is not on)


def merge(
    intents: Mapping[int, bool], settling: Mapping[int, bool], reading: Sequence[bool] | None, count: int
) -> tuple[bool, ...]:
    """The `status` array to write: one boolean an outlet, `count` of them as the socket was set up.

    `intents` are the outlets that a person asked for, `settling` those whose accepted write no read shows
    yet, `reading` the array as just read (None only where every outlet is asked for). An outlet that is
    not named keeps its value. Raises `ShapeChanged` where the lengths do not agree.
    """
    if any(not 0 <= index < count for index in intents):
        raise ShapeChanged(f"{max(intents) + 1}/{count}")
    if reading is None:
        if needs_reading(intents, count):
            raise ShapeChanged(f"?/{count}")
        return tuple(intents[index] for index in range(count))
    if len(reading) != count:
        raise ShapeChanged(f"{len(reading)}/{count}")
    others = {**dict(enumerate(reading)), **settling}
    return tuple(intents.get(index, others[index]) for index in range(count))
