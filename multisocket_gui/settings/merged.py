"""Two people's changes of the same settings, put together: neither is lost by the other's write.

A three-way merge of values: of what both started from, what we have, and what they have. Each element (a plant, a
socket, an outlet, a group, a favourite, a scene, a timer) is known by its id, each of its fields stands for itself.
Whoever changed something is heard; where both changed the same value it is ours, the person just did it. What one of
them removed goes, unless the other changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from multisocket_gui.home.model import Group, Outlet, Plant, Socket
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Timer
from multisocket_gui.settings_checks import check_allowance

from .values import Settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

K = TypeVar("K")
V = TypeVar("V")
Record = TypeVar("Record", bound="DataclassInstance")
MergeOne = Callable[[V | None, V, V], V]
"""Both have the element; the first is what they started from, None: each of them added it."""


def merge(base: Settings, ours: Settings, theirs: Settings) -> Settings:
    """What holds after both `ours` and `theirs` were made of `base`. Valid where all three are."""
    plants, our_plants, their_plants = _same_owners(base.plants, ours.plants, theirs.plants)
    quota = _fields(base.quota, ours.quota, theirs.quota)
    return Settings(
        service=_fields(base.service, ours.service, theirs.service),
        plants=_listed(_plant_key, plants, our_plants, their_plants, _plant),
        quota=ours.quota if check_allowance(quota) else quota,
        account=_value(base.account, ours.account, theirs.account),
        favourites=_listed(_itself, base.favourites, ours.favourites, theirs.favourites, _value),
        scenes=_listed(_id, base.scenes, ours.scenes, theirs.scenes, _scene),
        timers=_listed(_id, base.timers, ours.timers, theirs.timers, _timer),
        desktop=_fields(base.desktop, ours.desktop, theirs.desktop),
    )


# Values


def _value(base: V | None, ours: V, theirs: V) -> V:
    """The changed one; ours where both are."""
    return theirs if ours == base else ours


def _fields(base: Record, ours: Record, theirs: Record) -> Record:
    """A record of which each field stands for itself."""
    names = [field.name for field in fields(base)]
    changed: dict[str, Any] = {
        name: _value(getattr(base, name), getattr(ours, name), getattr(theirs, name)) for name in names
    }
    return replace(ours, **changed)


# Elements


def _listed(
    key: Callable[[V], K], base: Iterable[V], ours: Iterable[V], theirs: Iterable[V], one: MergeOne[V]
) -> tuple[V, ...]:
    """A list of elements that `key` tells apart."""
    before, mine, others = ({key(each): each for each in some} for some in (base, ours, theirs))
    return tuple(_keyed(before, mine, others, one).values())


def _keyed(base: Mapping[K, V], ours: Mapping[K, V], theirs: Mapping[K, V], one: MergeOne[V]) -> dict[K, V]:
    kept = {
        key: each
        for key in {**ours, **theirs}
        if (each := _element(base.get(key), ours.get(key), theirs.get(key), one)) is not None
    }
    return {key: kept[key] for key in _order([*base], [*ours], [*theirs]) if key in kept}


def _element(base: V | None, ours: V | None, theirs: V | None, one: MergeOne[V]) -> V | None:
    """The element as it holds, or None where it is gone."""
    if ours is not None and theirs is not None:
        return one(base, ours, theirs)
    left = theirs if ours is None else ours
    return None if left == base else left


def _order(base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """All of ours and theirs, in the order of whoever changed it; what only the other has follows what it followed."""
    moved = [key for key in ours if key in base] != [key for key in base if key in ours]
    order, others = ([*ours], theirs) if moved else ([*theirs], ours)
    before: K | None = None
    for key in others:
        if key not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
        before = key
    return order


def _itself(element: V) -> V:
    return element


def _id(element: Scene | Timer) -> str:
    return element.id


def _plant_key(plant: Plant) -> tuple[str, str]:
    return plant.id, plant.account


# Each kind


def _same_owners(
    base: tuple[Plant, ...], ours: tuple[Plant, ...], theirs: tuple[Plant, ...]
) -> tuple[tuple[Plant, ...], tuple[Plant, ...], tuple[Plant, ...]]:
    """The same, with nobody's plant that one of them gave an owner given to that owner by all."""
    for plant_id in [plant.id for plant in base if not plant.account]:
        claims = {_claim(plant_id, base, side) for side in (ours, theirs)} - {""}
        kept = all((plant_id, "") in map(_plant_key, side) or _claim(plant_id, base, side) for side in (ours, theirs))
        if len(claims) == 1 and kept:
            (owner,) = claims
            base, ours, theirs = (_given(plant_id, owner, side) for side in (base, ours, theirs))
    return base, ours, theirs


def _claim(plant_id: str, base: tuple[Plant, ...], side: tuple[Plant, ...]) -> str:
    """Whose nobody's plant became there, or ""."""
    known, now = ({plant.account for plant in some if plant.id == plant_id} for some in (base, side))
    new = now - known
    return next(iter(new)) if "" not in now and len(new) == 1 else ""


def _given(plant_id: str, owner: str, plants: tuple[Plant, ...]) -> tuple[Plant, ...]:
    if (plant_id, owner) in map(_plant_key, plants):
        return plants
    return tuple(replace(each, account=owner) if _plant_key(each) == (plant_id, "") else each for each in plants)


def _plant(base: Plant | None, ours: Plant, theirs: Plant) -> Plant:
    start = base or Plant(theirs.id, theirs.name, account=theirs.account)
    return replace(
        ours,
        name=_value(start.name, ours.name, theirs.name),
        sockets=_listed(_selector, start.sockets, ours.sockets, theirs.sockets, _socket),
        groups=_listed(_selector, start.groups, ours.groups, theirs.groups, _group),
    )


def _selector(named: Socket | Group) -> object:
    return named.selector


def _group(base: Group | None, ours: Group, theirs: Group) -> Group:
    return _fields(base or theirs, ours, theirs)


def _socket(base: Socket | None, ours: Socket, theirs: Socket) -> Socket:
    start = base or Socket(theirs.selector, theirs.name, ())
    return replace(
        ours,
        name=_value(start.name, ours.name, theirs.name),
        outlets=_outlets(start.outlets, ours.outlets, theirs.outlets),
        order=_value(start.order, ours.order, theirs.order),
    )


def _outlets(base: tuple[Outlet, ...], ours: tuple[Outlet, ...], theirs: tuple[Outlet, ...]) -> tuple[Outlet, ...]:
    """By their places, which say which outlet is which: one that stays keeps those before it."""
    before, mine, others = (dict(enumerate(some)) for some in (base, ours, theirs))
    kept = _keyed(before, mine, others, _outlet)
    return tuple(kept.get(place) or others.get(place) or mine[place] for place in range(max(kept, default=-1) + 1))


def _outlet(base: Outlet | None, ours: Outlet, theirs: Outlet) -> Outlet:
    return _fields(base or Outlet(theirs.name), ours, theirs)


def _scene(base: Scene | None, ours: Scene, theirs: Scene) -> Scene:
    start = base or Scene(theirs.id, theirs.name)
    wants = _keyed(start.wants, ours.wants, theirs.wants, _value)
    return replace(ours, name=_value(start.name, ours.name, theirs.name), wants=wants)


def _timer(base: Timer | None, ours: Timer, theirs: Timer) -> Timer:
    """All of a timer is one value: half of one and half of another would switch what nobody asked for.

    Only that somebody stopped it always counts.
    """
    timer = _value(base or theirs, ours, theirs)
    stopped = base is not None and base.enabled and not theirs.enabled
    return replace(timer, enabled=False) if stopped else timer
