"""What new settings would do to those that hold, counted: said before an import happens."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import TypeVar

from multisocket_gui.home.model import Plant

from .values import Settings

_Key = TypeVar("_Key", bound=Hashable)


class Part(StrEnum):
    """What is counted, in the order in which it is said. The sockets of a plant that comes or goes go with it."""

    PLANT = auto()
    SOCKET = auto()
    SCENE = auto()
    TIMER = auto()
    FAVOURITE = auto()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many come, become another, go, and stay as they are."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """`parts` has every `Part`; the others tell whether anything of that kind becomes another."""

    parts: Mapping[Part, Counts]
    service: bool = False
    quota: bool = False
    desktop: bool = False
    order: bool = False

    @property
    def is_none(self) -> bool:
        """Whether everything stays as it is."""
        moved = any(each.added or each.changed or each.removed for each in self.parts.values())
        return not (moved or self.service or self.quota or self.desktop or self.order)


def effect(before: Settings, after: Settings) -> Effect:
    """What is other in the home that is shown and in what is the user's own once `after` holds."""
    homes = [{plant.id: plant for plant in settings.home} for settings in (before, after)]
    parts = {
        Part.PLANT: _counts(*({key: _alone(plant) for key, plant in home.items()} for home in homes)),
        Part.SOCKET: _counts(*(_sockets(home, homes[0].keys() & homes[1].keys()) for home in homes)),
        Part.SCENE: _counts(*({scene.id: scene for scene in settings.scenes} for settings in (before, after))),
        Part.TIMER: _counts(*({timer.id: timer for timer in settings.timers} for settings in (before, after))),
        Part.FAVOURITE: _counts(*(dict.fromkeys(settings.favourites) for settings in (before, after))),
    }
    found = Effect(parts, before.service != after.service, before.quota != after.quota, before.desktop != after.desktop)
    return replace(found, order=found.is_none and before != after)


def _counts(before: Mapping[_Key, object], after: Mapping[_Key, object]) -> Counts:
    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    return Counts(len(after) - len(both), changed, len(before) - len(both), len(both) - changed)


def _alone(plant: Plant) -> Plant:
    """The plant without its sockets, which are counted for themselves; whose it is, is no change of it."""
    return replace(plant, sockets=(), account="")


def _sockets(home: Mapping[str, Plant], plants: Iterable[str]) -> dict[Hashable, object]:
    return {(plant, socket.selector): socket for plant in plants for socket in home[plant].sockets}
