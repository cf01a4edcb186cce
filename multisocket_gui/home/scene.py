"""Scenes: named sets of outlet states, across plants; and whether one is active."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from .model import OutletRef
from .names import plain
from .truth import Phase, Truth


@dataclass(frozen=True, slots=True)
class Scene:
    """`id` is a UUID of our own; `wants` what each of its outlets shall be (outlet -> on), in the user's order."""

    id: str
    name: str
    wants: Mapping[OutletRef, bool] = field(default_factory=dict)


class Activity(StrEnum):
    """How the outlets of a scene stand. The values are what `scene --json` prints."""

    ACTIVE = auto()  # every one as the scene wants it
    PARTLY = auto()  # some of them
    NOT = auto()  # none of them
    UNKNOWN = auto()  # it cannot be told


def activity(wants: Mapping[OutletRef, bool], truth: Callable[[OutletRef], Truth]) -> Activity:
    """How the outlets stand by their confirmed readings.

    What was sent and not read back, or is disputed, counts as not known. An outlet that is locked counts like any
    other: this tells how things stand, not what could be done about it. Where it is known of one outlet that it is as
    wanted and of another that it is not, the rest does not matter; of no outlet at all nothing can be told.
    """
    match {None if (on := _read(truth(ref))) is None else on is wanted for ref, wanted in wants.items()}:
        case found if found >= {True, False}:
            return Activity.PARTLY
        case found if found == {True}:
            return Activity.ACTIVE
        case found if found == {False}:
            return Activity.NOT
    return Activity.UNKNOWN


def _read(truth: Truth) -> bool | None:
    """What a reading shows that still stands: a wish that was refused for certain has changed nothing."""
    return truth.on if truth.phase in (Phase.CONFIRMED, Phase.FAILED) else None


def named(scenes: Iterable[Scene], name: str) -> Scene | None:
    """The scene of that name, without regard to case and accents; names are unique so."""
    wanted = plain(name)
    return next((scene for scene in scenes if plain(scene.name) == wanted), None)
