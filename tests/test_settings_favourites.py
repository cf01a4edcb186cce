"""What the tray shows first: chosen, ordered, and not lost where another home is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.settings import Settings

MINE, OTHERS = "camille", "zoe"


def ref(plant: str, index: int) -> OutletRef:
    return OutletRef(SocketRef(plant, Selector(SelectorKey.ID, "S-1")), index)


def plant(key: str, account: str) -> Plant:
    outlets = tuple(Outlet(f"{key}{index}") for index in range(4))
    return Plant(key, key, (Socket(Selector(SelectorKey.ID, "S-1"), "strip", outlets),), account=account)


PLANTS = (plant("a", MINE), plant("b", MINE), plant("c", OTHERS))
refs = st.builds(ref, st.sampled_from("abc"), st.integers(0, 5))
settings = st.builds(
    Settings,
    plants=st.just(PLANTS),
    account=st.just(MINE),
    favourites=st.lists(refs, unique=True, max_size=8).map(tuple),
)


def hidden(known: Settings) -> list[tuple[int, OutletRef]]:
    """The favourites of other homes, and those that are not set up, with their places."""
    return [(i, each) for i, each in enumerate(known.favourites) if each not in known.shown_favourites]


@given(settings, refs)
def test_a_new_one_is_the_last_and_one_that_is_there_stays_where_it_is(known: Settings, one: OutletRef) -> None:
    after = known.with_favourite(one, True)
    assert after.favourites == (known.favourites if one in known.favourites else (*known.favourites, one))
    assert after.with_favourite(one, True) == after


@given(settings, refs)
def test_one_that_is_taken_out_leaves_the_others_in_their_order(known: Settings, one: OutletRef) -> None:
    after = known.with_favourite(one, False)
    assert after.favourites == tuple(each for each in known.favourites if each != one)


@given(settings, refs, st.integers(-3, 12))
def test_one_that_is_moved_stands_there_and_nothing_of_others_moves(
    known: Settings, one: OutletRef, place: int
) -> None:
    after = known.with_favourite_at(one, place)
    assert hidden(after) == hidden(known)
    if one not in known.shown_favourites:
        assert after == known
        return
    last = len(known.shown_favourites) - 1
    assert after.shown_favourites.index(one) == min(max(place, 0), last)
    rest = [each for each in known.shown_favourites if each != one]
    assert [each for each in after.shown_favourites if each != one] == rest


@given(settings)
def test_only_what_the_shown_home_holds_is_shown(known: Settings) -> None:
    assert all(each.socket.plant in "ab" and each.index < 4 for each in known.shown_favourites)
    assert set(known.shown_favourites) <= set(known.favourites)
