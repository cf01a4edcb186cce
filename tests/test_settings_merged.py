"""Settings that two people changed at once: whatever one of them changed is there in the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, time
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui import settings
from multisocket_gui.home.model import Group, Guard, Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.quota import Allowance
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Late, Missed, Once, Timer, Weekly
from multisocket_gui.settings import Closing, Desktop, Service, Settings
from multisocket_gui.settings.document import document
from multisocket_gui.settings.merged import merge

HOME, CHALET = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11", "0d8816d5-3e7f-4c86-8229-645137e0f222"

lean = hypothesis.settings(max_examples=50, deadline=None)
"""Whole settings take a while to make."""
words = st.sampled_from(["", "a", "b"])
names = st.sampled_from(["Lamp", "Printer", "Heater"])
outlets = st.builds(Outlet, names, words, st.sampled_from(Guard), words)
ids = st.sampled_from(["S-1", "S-2", "S-3"]).map(lambda value: Selector(SelectorKey.ID, value))
types = st.sampled_from(["strip", "plug"]).map(lambda value: Selector(SelectorKey.TYPE, value))
orders = st.sampled_from([(), (1, 0), (0, 2, 1)])
sockets = st.builds(Socket, ids, names, st.lists(outlets, max_size=3).map(tuple), orders)
plants = st.builds(
    Plant,
    st.sampled_from([HOME, CHALET]),
    names,
    st.lists(sockets, max_size=3, unique_by=lambda socket: socket.selector).map(tuple),
    st.lists(st.builds(Group, types, names), max_size=2, unique_by=lambda group: group.selector).map(tuple),
    st.sampled_from(["", "camille", "zoe"]),
)
refs = st.builds(OutletRef, st.builds(SocketRef, st.sampled_from([HOME, CHALET]), ids), st.integers(0, 2))
scenes = st.builds(Scene, st.sampled_from(["s1", "s2", "s3"]), names, st.dictionaries(refs, st.booleans(), max_size=3))
rules = st.sampled_from(
    [
        Once(datetime(2026, 3, 1, 19, tzinfo=UTC), "UTC"),
        Weekly(time(7, 10), frozenset(range(5)), "Europe/Paris"),
        Weekly(time(22), frozenset({6}), "Europe/Paris"),
    ]
)
missed = st.builds(Missed, st.sampled_from([10, 20]), st.sampled_from(Late))
timers = st.builds(
    Timer,
    st.sampled_from(["t1", "t2", "t3"]),
    refs | st.sampled_from(["s1", "s2"]),
    st.booleans(),
    rules,
    missed,
    st.booleans(),
    st.booleans(),
)
allowances = st.sampled_from([Allowance(), Allowance(700), Allowance(150, 70, 70), Allowance(500, 200, 60)])
services = st.builds(
    Service, client_id=words, scopes=st.sampled_from([(), ("x",)]), redirect_port=st.sampled_from([0, 8400])
)


def several(elements: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(elements, max_size=3, unique_by=lambda each: each.id).map(tuple)


some_settings = st.builds(
    Settings,
    services,
    st.lists(plants, max_size=3, unique_by=lambda plant: (plant.id, plant.account)).map(tuple),
    allowances,
    st.sampled_from(["", "camille"]),
    st.lists(refs, max_size=4, unique=True).map(tuple),
    several(scenes),
    several(timers),
    st.builds(Desktop, st.sampled_from(Closing), st.booleans(), words),
)


@st.composite
def changed(draw: st.DrawFn, base: Settings) -> Settings:
    """`base` with a few of its parts as somebody else has them: most of what two people have is the same."""
    other = draw(some_settings)
    taken = draw(st.sets(st.sampled_from([field.name for field in fields(Settings)]), max_size=3))
    whole = replace(base, **{name: getattr(other, name) for name in taken})
    if not whole.plants or not draw(st.booleans()):
        return whole
    place = draw(st.integers(0, len(whole.plants) - 1))
    plant = whole.plants[place]
    renamed = replace(
        plant, name=draw(names), sockets=tuple(draw(st.permutations(plant.sockets))[: draw(st.integers(0, 3))])
    )
    return replace(whole, plants=(*whole.plants[:place], renamed, *whole.plants[place + 1 :]))


threes = some_settings.flatmap(lambda base: st.tuples(st.just(base), changed(base), changed(base)))
Path = tuple[object, ...]


def leaves(known: Settings) -> dict[Path, object]:
    """Every value that stands for itself, at its path of ids."""
    return dict(_leaves(known))


def _leaves(known: Settings) -> Iterator[tuple[Path, object]]:
    for part in ("service", "desktop"):
        for field in fields(getattr(known, part)):
            yield (part, field.name), getattr(getattr(known, part), field.name)
    yield ("account",), known.account
    yield from ((("favourite", ref), True) for ref in known.favourites)
    for scene in known.scenes:
        yield ("scene", scene.id), True
        yield ("scene", scene.id, "name"), scene.name
        yield from ((("scene", scene.id, ref), on) for ref, on in scene.wants.items())
    for plant in known.plants:
        yield from _plant_leaves(plant)


def _plant_leaves(plant: Plant) -> Iterator[tuple[Path, object]]:
    path = ("plant", plant.id, plant.account)
    yield path, True
    yield (*path, "name"), plant.name
    yield from (((*path, group.selector), group.name) for group in plant.groups)
    for socket in plant.sockets:
        yield (*path, socket.selector), True
        yield (*path, socket.selector, "name"), socket.name
        yield (*path, socket.selector, "order"), socket.order
        for index, outlet in enumerate(socket.outlets):
            yield (*path, socket.selector, index), True
            for field in fields(outlet):
                yield (*path, socket.selector, index, field.name), getattr(outlet, field.name)


def settled(known: Settings) -> Settings:
    """With nobody's plants given away: whose a plant becomes has rules of its own, tested below."""
    return replace(known, plants=tuple(plant for plant in known.plants if plant.account))


@lean
@given(some_settings, some_settings)
def test_what_one_alone_changed_holds_as_it_stands(base: Settings, one: Settings) -> None:
    assert merge(base, one, base) == one
    assert merge(base, base, one) == one
    assert merge(base, one, one) == one


@lean
@given(threes)
def test_no_change_is_lost(three: tuple[Settings, Settings, Settings]) -> None:
    base, ours, theirs = (leaves(settled(each)) for each in three)
    merged = leaves(merge(*map(settled, three)))
    for path, value in ours.items():
        if path not in base or base[path] != value:
            assert merged[path] == value or same_default(path, value, theirs)
    for path, value in theirs.items():
        if (path not in base or base[path] != value) and ours.get(path) == base.get(path):
            assert merged[path] == value
        if (path not in base or base[path] != value) and path not in ours:
            assert merged[path] == value


def same_default(path: Path, value: object, theirs: dict[Path, object]) -> bool:
    """Where both added the same outlet, one of them with nothing said, what the other says holds."""
    return value in ("", Guard.NONE, ()) and path in theirs


@lean
@given(threes)
def test_what_one_removed_goes_unless_the_other_changed_something_of_it(
    three: tuple[Settings, Settings, Settings],
) -> None:
    base, ours, theirs = (leaves(settled(each)) for each in three)
    merged = leaves(merge(*map(settled, three)))
    for remover, keeper in ((ours, theirs), (theirs, ours)):
        for path in base.keys() - remover.keys():
            top = next(path[:n] for n in range(1, len(path) + 1) if path[:n] in base and path[:n] not in remover)
            same = within(keeper, top) == within(base, top)
            if same and not followed(path, keeper, base):
                assert path not in merged


def within(some: dict[Path, object], top: Path) -> dict[Path, object]:
    return {path: value for path, value in some.items() if path[: len(top)] == top}


def followed(path: Path, keeper: dict[Path, object], base: dict[Path, object]) -> bool:
    """Whether it is an outlet before one that stays: outlets are known by their places."""
    if len(path) < 5 or not isinstance(path[4], int):
        return False
    mine = within(keeper, path[:4])
    return mine != within(base, path[:4])


@lean
@given(threes)
def test_the_result_can_be_written_and_read(three: tuple[Settings, Settings, Settings]) -> None:
    merged = merge(*three)
    assert settings.parse(json.loads(json.dumps(document(merged, {})))) == merged


@lean
@given(threes)
def test_a_timer_is_one_of_the_two_and_stopped_where_anybody_stopped_it(
    three: tuple[Settings, Settings, Settings],
) -> None:
    base, ours, theirs = ({timer.id: timer for timer in each.timers} for each in three)
    for timer in merge(*three).timers:
        rules = [replace(each[timer.id], enabled=True) for each in (ours, theirs) if timer.id in each]
        assert replace(timer, enabled=True) in rules
        for one in (ours, theirs):
            if timer.id in one and base.get(timer.id) == replace(one[timer.id], enabled=True):
                assert one[timer.id].enabled or not timer.enabled


def strip(value: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), value, tuple(map(Outlet, outlets)))


BASE = Settings(plants=(Plant(HOME, "Home", (strip("S-1", "Lamp", "Printer"), strip("S-2", "Heater"))),))


def with_sockets(*some: Socket, account: str = "", name: str = "Home") -> Settings:
    return Settings(plants=(Plant(HOME, name, some, account=account),))


def values(known: Settings) -> list[str]:
    return [socket.selector.value for plant in known.plants for socket in plant.sockets]


def test_two_outlets_of_one_strip_are_renamed_by_two() -> None:
    ours = with_sockets(strip("S-1", "Reading lamp", "Printer"), strip("S-2", "Heater"))
    theirs = with_sockets(strip("S-1", "Lamp", "Scanner"), strip("S-2", "Heater"))
    assert merge(BASE, ours, theirs) == with_sockets(strip("S-1", "Reading lamp", "Scanner"), strip("S-2", "Heater"))


def test_a_lock_that_only_one_knows_of_stays() -> None:
    locked = replace(strip("S-2"), outlets=(Outlet("Heater", guard=Guard.LOCKED, guard_words="Freezer!"),))
    theirs = with_sockets(strip("S-1", "Lamp", "Printer"), locked)
    ours = with_sockets(strip("S-2", "Heat"), strip("S-1", "Lamp", "Printer"))
    merged = merge(BASE, ours, theirs)
    assert merged.plants[0].sockets[0].outlets == (Outlet("Heat", guard=Guard.LOCKED, guard_words="Freezer!"),)
    assert values(merged) == ["S-2", "S-1"]


def test_an_outlet_after_removed_ones_keeps_its_place() -> None:
    ours, theirs = with_sockets(strip("S-1")), with_sockets(strip("S-1", "Lamp", "Scanner"))
    assert merge(with_sockets(strip("S-1", "Lamp", "Printer")), ours, theirs) == theirs


def added(known: Settings, place: int, *values: str) -> Settings:
    sockets = [*known.plants[0].sockets]
    sockets[place:place] = [strip(value) for value in values]
    return with_sockets(*sockets)


def test_what_both_add_stands_where_each_of_them_put_it() -> None:
    assert values(merge(BASE, added(BASE, 1, "x", "y"), added(BASE, 2, "z"))) == ["S-1", "x", "y", "S-2", "z"]
    assert values(merge(BASE, added(BASE, 0, "x"), added(BASE, 0, "y"))) == ["x", "y", "S-1", "S-2"]


def test_an_order_that_only_they_changed_is_kept_with_what_we_add() -> None:
    theirs = with_sockets(*reversed(BASE.plants[0].sockets))
    assert values(merge(BASE, added(BASE, 1, "x"), theirs)) == ["S-2", "S-1", "x"]


def test_a_socket_that_they_renamed_is_not_removed_by_us() -> None:
    renamed = replace(strip("S-2", "Heater"), name="Chauffage")
    theirs = with_sockets(strip("S-1", "Lamp", "Printer"), renamed)
    ours = with_sockets(strip("S-1", "Lamp", "Printer"))
    assert merge(BASE, ours, theirs) == theirs
    assert merge(BASE, theirs, ours) == theirs


@pytest.mark.parametrize("swapped", [False, True])
def test_a_plant_that_one_claims_takes_along_what_the_other_changed(swapped: bool) -> None:
    claimed, renamed = BASE.of_account("camille").claimed(HOME, "camille"), with_sockets(strip("S-1"), name="Maison")
    pair: Iterable[Settings] = (renamed, claimed) if swapped else (claimed, renamed)
    merged = merge(BASE, *pair)
    assert [(plant.name, plant.account, values(merged)) for plant in merged.plants] == [("Maison", "camille", ["S-1"])]


def test_two_who_claim_the_same_plant_have_one_each() -> None:
    camille, zoe = (BASE.of_account(name).claimed(HOME, name) for name in ("camille", "zoe"))
    assert {plant.account for plant in merge(BASE, camille, zoe).plants} == {"camille", "zoe"}


def test_days_calls_that_do_not_fit_together_are_ours() -> None:
    base, ours = Settings(quota=Allowance(500, 60, 60)), Settings(quota=Allowance(130, 60, 60))
    assert merge(base, ours, Settings(quota=Allowance(500, 400, 60))) == ours
    assert merge(base, ours, Settings(quota=Allowance(500, 65, 60))).quota == Allowance(130, 65, 60)
