"""Another order loses nothing and points nothing elsewhere."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.arranged import moved, with_outlet_at, with_plant_at, with_socket_at
from multisocket_gui.home.model import (
    Outlet,
    OutletRef,
    Plant,
    Selector,
    SelectorKey,
    Socket,
    SocketRef,
    outlet_refs,
    places,
    socket_refs,
)

HOMES = st.lists(st.lists(st.integers(0, 6), max_size=4), max_size=3)
"""How many outlets each socket of each plant has."""
PLACES = st.integers(-2, 9)


def home(counts: list[list[int]]) -> tuple[Plant, ...]:
    return tuple(
        Plant(
            f"plant-{p}",
            f"Plant {p}",
            tuple(
                Socket(
                    Selector(SelectorKey.ID, f"S-{s}"), f"Socket {s}", tuple(Outlet(f"{p}/{s}/{i}") for i in range(n))
                )
                for s, n in enumerate(sockets)
            ),
        )
        for p, sockets in enumerate(counts)
    )


def names(plants: tuple[Plant, ...]) -> dict[OutletRef, str]:
    """What every reference points at."""
    return {
        outlet_ref: outlet.name
        for plant in plants
        for ref, socket in socket_refs(plant)
        for outlet_ref, outlet in outlet_refs(ref, socket)
    }


@given(st.lists(st.integers(), min_size=1), st.data())
def test_one_thing_moves_and_the_others_keep_their_order(things: list[int], data: st.DataObject) -> None:
    numbered = list(enumerate(things))
    start = data.draw(st.integers(0, len(things) - 1))
    end = data.draw(PLACES)
    after = moved(numbered, start, end)
    assert after.index(numbered[start]) == min(max(end, 0), len(things) - 1)
    assert [each for each in after if each != numbered[start]] == numbered[:start] + numbered[start + 1 :]


@given(HOMES, st.data())
def test_no_move_loses_anything_or_points_elsewhere(counts: list[list[int]], data: st.DataObject) -> None:
    plants = home(counts)
    before = names(plants)
    for _ in range(data.draw(st.integers(1, 6))):
        plant = f"plant-{data.draw(st.integers(0, 3))}"
        ref = SocketRef(plant, Selector(SelectorKey.ID, f"S-{data.draw(st.integers(0, 4))}"))
        place = data.draw(PLACES)
        match data.draw(st.sampled_from(("plant", "socket", "outlet"))):
            case "plant":
                plants = with_plant_at(plants, plant, place)
            case "socket":
                plants = with_socket_at(plants, ref, place)
            case _:
                plants = with_outlet_at(plants, OutletRef(ref, data.draw(st.integers(0, 6))), place)
        assert names(plants) == before
        assert sorted(place.ref for place in places(plants)) == sorted(before)


@given(st.integers(1, 6), st.data())
def test_an_outlet_is_shown_where_it_was_put(count: int, data: st.DataObject) -> None:
    plants = home([[count]])
    ref = SocketRef("plant-0", Selector(SelectorKey.ID, "S-0"))
    for _ in range(data.draw(st.integers(1, 4))):
        index, place = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
        plants = with_outlet_at(plants, OutletRef(ref, index), place)
        assert plants[0].sockets[0].shown[place] == index


@given(HOMES, PLACES)
def test_what_is_not_there_moves_nothing(counts: list[list[int]], place: int) -> None:
    plants = home(counts)
    ref = SocketRef("elsewhere", Selector(SelectorKey.ID, "S-0"))
    assert with_plant_at(plants, "elsewhere", place) == plants
    assert with_socket_at(plants, ref, place) == plants
    assert with_outlet_at(plants, OutletRef(ref, 0), place) == plants


def test_the_services_order_is_told_by_no_order_at_all() -> None:
    plants = home([[3]])
    ref = OutletRef(SocketRef("plant-0", Selector(SelectorKey.ID, "S-0")), 0)
    there = with_outlet_at(plants, ref, 2)
    assert there[0].sockets[0].order == (1, 2, 0)
    assert with_outlet_at(there, ref, 0) == plants


def test_an_order_that_names_too_much_or_too_little_is_completed() -> None:
    (plant,) = home([[4]])
    plant = replace(plant, sockets=(replace(plant.sockets[0], order=(9, 2, 2)),))
    ref = OutletRef(SocketRef("plant-0", Selector(SelectorKey.ID, "S-0")), 3)
    assert with_outlet_at((plant,), ref, 0)[0].sockets[0].order == (3, 2, 0, 1)
