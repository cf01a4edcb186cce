"""Whose plants are whose: what is shown, what may be changed, what nobody loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Group, Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.settings import Settings

ACCOUNTS = ("camille", "zoe")
CHALET = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11"


def strip(value: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), value, tuple(Outlet(outlet) for outlet in outlets))


def group(value: str) -> Group:
    return Group(Selector(SelectorKey.TYPE, value), value)


ids = st.sampled_from(["a", "b", "c"])
owners = st.sampled_from(["", *ACCOUNTS])
plants = st.builds(
    Plant,
    ids,
    st.sampled_from(["Home", "Chalet"]),
    st.sampled_from([(), (strip("1"),), (strip("2"),), (strip("2"), strip("1"))]),
    st.sampled_from([(), (group("x"),), (group("y"),)]),
    owners,
)
several = st.lists(plants, max_size=6, unique_by=lambda plant: (plant.id, plant.account)).map(tuple)
settings = st.builds(Settings, plants=several, account=owners)


def ids_of(some: Iterable[Plant]) -> list[str]:
    return [plant.id for plant in some]


def of_others(known: Settings) -> list[Plant]:
    return [plant for plant in known.plants if plant.account not in ("", known.account)]


def valid(known: Settings) -> bool:
    """Whether settings.json could hold it."""
    return max(Counter((plant.id, plant.account) for plant in known.plants).values(), default=1) == 1


# What is shown


@given(settings)
def test_a_home_holds_its_own_and_nobodys_and_no_id_twice(known: Settings) -> None:
    assert {plant.account for plant in known.home} <= {"", known.account}
    assert len(set(ids_of(known.home))) == len(known.home)
    shown = {plant.id for plant in known.plants if plant.account in ("", known.account)}
    assert set(ids_of(known.home)) == shown
    assert all(plant in known.home for plant in known.plants if plant.account == known.account)


@given(settings)
def test_a_home_is_in_the_users_order(known: Settings) -> None:
    assert list(known.home) == [plant for plant in known.plants if plant in known.home]


@given(settings, owners)
def test_two_accounts_see_nothing_of_each_others(known: Settings, other: str) -> None:
    mine, theirs = known.of_account("camille").home, known.of_account("zoe").home
    assert all(not plant.account for plant in set(mine) & set(theirs))
    assert known.of_account(other).of_account(known.account) == known
    assert known.of_account(other).plants == known.plants


@given(settings)
def test_before_the_first_sign_in_nobodys_are_shown(known: Settings) -> None:
    assert known.of_account("").home == tuple(plant for plant in known.plants if not plant.account)


# What is changed


@given(settings)
def test_a_home_that_is_put_back_changes_nothing(known: Settings) -> None:
    assert known.with_home(known.home) == known


@given(settings, several, st.booleans())
def test_what_is_put_is_shown_and_nothing_else(known: Settings, some: tuple[Plant, ...], claim_new: bool) -> None:
    changed = known.with_home(some, claim_new=claim_new)
    mine = {plant.id: plant for plant in some if plant.account in ("", known.account)}
    assert [replace(plant, account="") for plant in changed.home] == [replace(p, account="") for p in mine.values()]
    assert valid(changed)


@given(settings, several, st.booleans())
def test_what_others_have_is_never_touched(known: Settings, some: tuple[Plant, ...], claim_new: bool) -> None:
    changed = known.with_home(some, claim_new=claim_new)
    assert of_others(changed) == of_others(known)
    assert changed.account == known.account
    assert changed.service == known.service


@given(settings, several)
def test_what_was_shown_stays_whose_it_was_and_what_is_new_is_the_accounts(
    known: Settings, some: tuple[Plant, ...]
) -> None:
    before = {plant.id: plant.account for plant in known.home}
    nobodys = [replace(plant, account="") for plant in some]
    for plant in known.with_home(nobodys).home:
        assert plant.account == before.get(plant.id, known.account)
    for plant in known.with_home(nobodys, claim_new=False).home:
        assert plant.account == before.get(plant.id, "")


@given(settings)
def test_what_nobody_sees_stays_while_it_is_hidden(known: Settings) -> None:
    hidden = [plant for plant in known.plants if not plant.account and plant not in known.home]
    assert [plant for plant in known.with_home(known.home).plants if plant in hidden] == hidden


def test_what_is_removed_does_not_come_back_as_nobodys() -> None:
    known = Settings(plants=(Plant("a", "Ours", account="camille"), Plant("a", "Anyone's")), account="camille")
    assert known.with_home(()).plants == ()


def test_one_accounts_plants_are_no_other_accounts() -> None:
    known = Settings(plants=(Plant("a", "Hers", account="zoe"),), account="camille")
    changed = known.with_home((Plant("a", "Hers, changed", account="zoe"), Plant("a", "Ours")))
    assert set(changed.plants) == {Plant("a", "Hers", account="zoe"), Plant("a", "Ours", account="camille")}


# What a reading proves


@given(settings, ids, st.sampled_from(ACCOUNTS))
def test_nobodys_plant_becomes_the_one_of_who_could_read_it(known: Settings, plant_id: str, subject: str) -> None:
    claimed = known.claimed(plant_id, subject)
    assert valid(claimed)
    assert claimed.claimed(plant_id, subject) == claimed
    assert claimed.account == known.account
    others = [plant for plant in known.plants if plant.id != plant_id or plant.account not in ("", subject)]
    assert [plant for plant in claimed.plants if plant.id != plant_id or plant.account not in ("", subject)] == others


@given(settings, ids, st.sampled_from(ACCOUNTS))
def test_no_socket_and_no_group_is_lost_in_a_claim(known: Settings, plant_id: str, subject: str) -> None:
    def held(some: Settings) -> set[tuple[str, Selector]]:
        mine = [plant for plant in some.plants if plant.account in ("", subject)]
        sockets = {(plant.id, socket.selector) for plant in mine for socket in plant.sockets}
        return sockets | {(plant.id, group.selector) for plant in mine for group in plant.groups}

    claimed = known.claimed(plant_id, subject)
    assert held(claimed) == held(known)
    own = [plant for plant in known.plants if plant.id == plant_id and plant.account == subject]
    assert set(own) <= set(claimed.plants)


@given(settings, ids)
def test_nobody_claims_nothing(known: Settings, plant_id: str) -> None:
    assert known.claimed(plant_id, "") == known


NOBODYS = Plant(CHALET, "Chalet", (strip("S-1", "Lamp"), strip("S-2", "Fan")), (group("strip"),))


def test_a_claimed_plant_keeps_its_place() -> None:
    known = Settings(plants=(Plant("a", "A"), NOBODYS, Plant("b", "B")), account="zoe")
    claimed = known.claimed(CHALET, "zoe")
    assert claimed.plants == (Plant("a", "A"), replace(NOBODYS, account="zoe"), Plant("b", "B"))
    assert known.of_account("camille").home != claimed.of_account("camille").home == (Plant("a", "A"), Plant("b", "B"))


def test_where_the_account_knows_all_of_it_nobodys_leaves() -> None:
    own = replace(NOBODYS, name="Ours", sockets=(*NOBODYS.sockets[::-1], strip("S-3")), account="zoe")
    assert Settings(plants=(own, NOBODYS)).claimed(CHALET, "zoe").plants == (own,)


def test_where_the_account_does_not_know_all_of_it_both_stay() -> None:
    for own in (
        replace(NOBODYS, sockets=NOBODYS.sockets[:1], account="zoe"),
        replace(NOBODYS, groups=(), account="zoe"),
        replace(NOBODYS, groups=(Group(NOBODYS.sockets[0].selector, "as a group"),), account="zoe"),
    ):
        known = Settings(plants=(own, NOBODYS), account="zoe")
        assert known.claimed(CHALET, "zoe") == known
        assert known.home == (own,)
