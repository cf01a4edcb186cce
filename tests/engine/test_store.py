"""The store: what it tells of what happens, and what it keeps so that nobody need count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.engine.facts import Change, Line, SocketState
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, outlet_refs, socket_refs
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.truth import Asked, Doubted, Event, Seen, Truth
from multisocket_gui.settings import Settings

PLANT = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"


def strip(value: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), value, tuple(Outlet(outlet) for outlet in outlets))


HOME = Plant(PLANT, "Home", (strip("S-1", "Lamp", "Fan"), strip("S-2", "Radio")))
SOCKETS = [ref for ref, _ in socket_refs(HOME)]
OUTLETS = [outlet for ref, socket in socket_refs(HOME) for outlet, _ in outlet_refs(ref, socket)]


def new_store() -> Store:
    return Store(Settings(plants=(HOME,)), Ledger())


def listen(store: Store) -> list[Change]:
    heard: list[Change] = []
    store.changed.connect(heard.append)
    return heard


def test_what_happens_at_once_is_told_as_one_change() -> None:
    store = new_store()
    heard = listen(store)
    with store.at_once():
        store.put_line(Line(heard=1.0))
        with store.at_once():
            store.put_socket(SOCKETS[0], SocketState(id="S-1"))
            store.put_socket(SOCKETS[1], SocketState(id="S-2"))
        store.apply([(OUTLETS[0], Seen(True, 1.0, store.next_order(), settling=8.0))])
        assert heard == []
    assert heard == [Change(outlets=frozenset(OUTLETS[:1]), sockets=frozenset(SOCKETS), line=True)]


def test_where_nothing_happened_nothing_is_told() -> None:
    store = new_store()
    heard = listen(store)
    with store.at_once():
        store.put_line(Line())
    assert heard == []


def _tell_and_fail(store: Store) -> None:
    with store.at_once():
        store.put_line(Line(heard=1.0))
        raise ZeroDivisionError


def test_what_happened_before_a_mistake_is_told_and_later_changes_are_told_at_once_again() -> None:
    store = new_store()
    heard = listen(store)
    with pytest.raises(ZeroDivisionError):
        _tell_and_fail(store)
    store.put_line(Line(heard=2.0))
    assert heard == [Change(line=True), Change(line=True)]


def _know_everything(store: Store) -> None:
    ticket = store.next_order()
    store.apply((outlet, Seen(True, 1.0, store.next_order(), settling=8.0)) for outlet in OUTLETS)
    store.apply([(OUTLETS[0], Asked(False, ticket))])
    store.apply([(OUTLETS[0], Doubted(ticket, Problem(Kind.TIMED_OUT), store.next_order()))])
    for ref in SOCKETS:
        store.put_socket(ref, SocketState(id=ref.selector.value))
    store.put_members(PLANT, SOCKETS[0].selector, frozenset(SOCKETS), asked=SOCKETS)
    assert store.last is not None
    assert store.on_count(store.plants[0]) == len(OUTLETS) - 1


def test_a_read_of_some_tells_nothing_of_a_groups_other_sockets() -> None:
    store = Store(Settings(plants=(HOME,)), Ledger())
    group, (first, second) = Selector(SelectorKey.TYPE, "strip"), SOCKETS[:2]
    store.put_members(PLANT, group, frozenset(SOCKETS), asked=SOCKETS)
    store.put_members(PLANT, group, frozenset((first,)), asked=(first,))
    assert store.members(PLANT)[group] == frozenset(SOCKETS)
    store.put_members(PLANT, group, frozenset((first,)), asked=(first, second))
    assert store.members(PLANT)[group] == frozenset(SOCKETS) - {second}


def test_the_plants_are_those_of_whose_home_is_shown() -> None:
    hers, anyones = replace(HOME, name="Hers", account="zoe"), replace(HOME, name="Anyone's")
    store = Store(Settings(plants=(anyones, hers), account="zoe"), Ledger())
    assert store.plants == (hers,)
    store.put_settings(store.settings.of_account("camille"))
    assert store.plants == (anyones,)
    assert store.outlets() == tuple(OUTLETS)


def test_of_anothers_home_nothing_is_known_even_where_an_id_is_the_same() -> None:
    mine, hers = replace(HOME, account="camille"), replace(HOME, account="zoe")
    store = Store(Settings(plants=(mine, hers), account="camille"), Ledger())
    _know_everything(store)
    began = store.next_order()
    store.put_settings(store.settings.of_account("zoe"))
    assert [store.truth(outlet) for outlet in OUTLETS] == [Truth()] * len(OUTLETS)
    assert [store.socket_state(ref) for ref in SOCKETS] == [SocketState()] * len(SOCKETS)
    assert not store.members(PLANT)
    assert store.last is None
    assert store.on_count(hers) == 0
    assert all(store.set_up_since(ref, began) for ref in SOCKETS)  # what was on its way for the other is not hers
    store.put_settings(store.settings.of_account("camille"))
    assert [store.truth(outlet) for outlet in OUTLETS] == [Truth()] * len(OUTLETS)


def test_of_a_plant_that_is_no_longer_shown_nothing_is_kept() -> None:
    store = new_store()
    _know_everything(store)
    store.put_settings(replace(store.settings, plants=(replace(HOME, account="zoe"),)))
    assert store.plants == ()
    store.put_settings(replace(store.settings, plants=(HOME,)))
    assert [store.truth(outlet) for outlet in OUTLETS] == [Truth()] * len(OUTLETS)


def test_a_claim_leaves_what_is_known_as_it_is() -> None:
    store = Store(Settings(plants=(HOME,), account="zoe"), Ledger())
    _know_everything(store)
    truths = [store.truth(outlet) for outlet in OUTLETS]
    last = store.last
    store.put_owners(store.settings.claimed(PLANT, "zoe"))
    assert store.plants == (replace(HOME, account="zoe"),)
    assert [store.truth(outlet) for outlet in OUTLETS] == truths
    assert (store.last, store.socket_state(SOCKETS[0]).id) == (last, "S-1")


KINDS = ["on", "off", "asked", "doubted", "gone", "back"]
STEPS = st.lists(st.tuples(st.sampled_from(OUTLETS), st.sampled_from(KINDS)))


@given(STEPS)
def test_the_number_of_outlets_that_are_on_is_that_of_a_count(steps: list[tuple[OutletRef, str]]) -> None:
    store = new_store()
    for outlet, step in steps:
        if step in ("gone", "back"):
            sockets = HOME.sockets[:1] if step == "gone" else HOME.sockets
            store.put_settings(Settings(plants=(Plant(PLANT, "Home", sockets),)))
        else:
            store.apply([(outlet, _event(store, outlet, step))])
        (plant,) = store.plants
        assert store.on_count(plant) == sum(store.truth(each).on is True for each in store.outlets())


def _event(store: Store, outlet: OutletRef, step: str) -> Event:
    order = store.next_order()
    wish = store.truth(outlet).wish
    match step:
        case "asked":
            return Asked(True, order)
        case "doubted":
            return Doubted(wish.ticket if wish else 0, Problem(Kind.TIMED_OUT), order)
    return Seen(step == "on", float(order), order, settling=0.0)
