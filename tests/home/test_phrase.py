"""What is typed into the palette, and what it means."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Group, Outlet, OutletRef, Place, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.phrase import Act, After, At, Home, Meaning, Strip, Whole, understand
from multisocket_gui.home.scene import Scene


def strip(value: str, name: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), name, tuple(map(Outlet, outlets)))


def ref(plant: str, value: str, index: int) -> OutletRef:
    return OutletRef(SocketRef(plant, Selector(SelectorKey.ID, value)), index)


def one_strip(name: str, *outlets: str) -> Home:
    return Home((Plant("p", "P", (strip("a", name, *outlets),)),))


LIGHTS = Group(Selector(SelectorKey.TYPE, "light"), "Lights")
HOME = Home(
    (
        Plant(
            "p1",
            "Maison",
            (
                strip("a", "Desk strip", "Lamp", "Printer", "Écran"),
                strip("b", "Salon / TV", "Télé", "Lampe"),
                strip("c", "Kitchen", "Freezer"),
            ),
            (LIGHTS,),
        ),
        Plant("p2", "Office", (strip("a", "Bench", "Drill", "Off-peak heater"),)),
    ),
    (Scene("s1", "Movie night"),),
)
WEEKDAYS = frozenset(range(5))


def told(meaning: Meaning) -> str:
    when = {None: "", After: " later", At: " at"}[type(meaning.when) if meaning.when else None]
    match meaning.target:
        case Place(_, _, socket, outlet):
            name = f" {outlet.name}, {socket.name}"
        case Strip(_, _, socket):
            name = f" all of {socket.name}"
        case Whole(plant, group):
            name = f" all of {group.name if group else plant.name}"
        case Scene(_, title):
            name = f" {title}"
        case _:
            name = ""
    return f"{meaning.act}{name}{when}"


def first(text: str, home: Home = HOME) -> str:
    found = understand(text, home)
    return told(found[0]) if found else ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("desk la", "toggle Lamp, Desk strip"),
        ("la desk", "toggle Lamp, Desk strip"),
        ("DESK/LA", "toggle Lamp, Desk strip"),
        ("Lamp, Desk strip", "toggle Lamp, Desk strip"),
        ("lampe", "toggle Lampe, Salon / TV"),
        ("ecran", "toggle Écran, Desk strip"),
        ("tÉlÉ", "toggle Télé, Salon / TV"),
        ("dsk lmp", "toggle Lamp, Desk strip"),
        ("off-peak heater", "toggle Off-peak heater, Bench"),
        ("off peak", "off Off-peak heater, Bench"),
        ("off lamp", "off Lamp, Desk strip"),
        ("lamp off", "off Lamp, Desk strip"),
        ("turn the lamp off please", "off Lamp, Desk strip"),
        ("lam turn off", "off Lamp, Desk strip"),
        ("éteins la lampe", "off Lampe, Salon / TV"),
        ("allume l’écran", "on Écran, Desk strip"),
        ("toggle lam", "toggle Lamp, Desk strip"),
        ("lamp off 20m", "off Lamp, Desk strip later"),
        ("lamp 20 min", "off Lamp, Desk strip later"),
        ("éteins la lampe dans une heure", "off Lampe, Salon / TV later"),
        ("on lamp at 7:10 weekdays", "on Lamp, Desk strip at"),
        ("lamp on weekdays at 7:10", "on Lamp, Desk strip at"),
        ("off all desk", "off all of Desk strip"),
        ("desk strip off", "off all of Desk strip"),
        ("all off", "off all of Maison"),
        ("off", "off all of Maison"),
        ("tout éteindre office", "off all of Office"),
        ("all lights off", "off all of Lights"),
        ("movie", "on Movie night"),
        ("scene movie", "on Movie night"),
        ("scene movie off", "off Movie night"),
        ("scene movie 30 min", "on Movie night later"),
        ("lock freezer", "lock Freezer, Kitchen"),
        ("unlock freezer", "unlock Freezer, Kitchen"),
        ("déverrouille freezer", "unlock Freezer, Kitchen"),
        ("undo", "undo"),
        ("annuler", "undo"),
        ("refresh", "refresh"),
        ("sett", "settings"),
        ("paramètres", "settings"),
        ("history", "history"),
        ("timers", "timers"),
        ("aide", "help"),
        ("sign in", "sign_in"),
        ("sign out", "sign_out"),
        ("quit", "quit"),
        ("xyzzy", ""),
    ],
)
def test_the_first_meaning(typed: str, meant: str) -> None:
    assert first(typed) == meant


def test_when_is_told() -> None:
    assert understand("lamp off 20m", HOME)[0].when == After(1200)
    assert understand("on lamp at 7:10 weekdays", HOME)[0].when == At(time(7, 10), WEEKDAYS)
    assert understand("lamp off at 19h30", HOME)[0].when == At(time(19, 30))


def test_days_without_a_time_of_day_say_nothing() -> None:
    assert understand("lamp 20m weekdays", HOME) == ()


def test_many_are_switched_only_by_all_or_by_their_whole_name() -> None:
    assert not any(isinstance(meaning.target, Strip | Whole) for meaning in understand("off des", HOME))
    assert not any(isinstance(meaning.target, Strip | Whole) for meaning in understand("desk strip", HOME))


def test_an_outlet_that_is_called_like_a_verb_is_found_by_its_whole_name() -> None:
    home = one_strip("Strip", "Off", "Undo", "All off", "20m")
    assert [first(name, home) for name in ("off", "undo", "all off", "20m")] == [
        "toggle Off, Strip",
        "toggle Undo, Strip",
        "toggle All off, Strip",
        "toggle 20m, Strip",
    ]


def test_a_beginning_beats_a_part_and_a_part_beats_letters() -> None:
    home = one_strip("S", "Clap", "Laptop", "Lxaxp")
    assert [told(meaning) for meaning in understand("lap", home)] == [
        "toggle Laptop, S",
        "toggle Clap, S",
        "toggle Lxaxp, S",
    ]


def test_favourites_and_what_was_chosen_lately_decide_between_equals() -> None:
    home = Home((Plant("p", "P", (strip("a", "S", "Lamp one", "Lamp two", "Lamp three"), strip("b", "Lamps", "X"))),))
    three, two = ref("p", "a", 2), understand("lamp two", home)[0].key
    assert first("lamp", home) == "toggle Lamp one, S"
    assert first("lamp", replace(home, recent=(two,))) == "toggle Lamp two, S"
    assert first("lamp", replace(home, recent=(two,), favourites=(three,))) == "toggle Lamp three, S"
    better = replace(home, favourites=(ref("p", "b", 0),))
    assert first("lamp", better) == "toggle Lamp one, S"  # its own name beats a favourite in a strip of that name


def test_the_empty_line_offers_favourites_first() -> None:
    home = replace(HOME, favourites=(ref("p1", "c", 0), ref("p1", "a", 1)))
    assert [told(meaning) for meaning in understand("", home)[:2]] == [
        "toggle Freezer, Kitchen",
        "toggle Printer, Desk strip",
    ]


NAMES = st.text(st.one_of(st.sampled_from(string.ascii_letters + "éàçœßİſµ '/-,.1’"), st.characters()), max_size=12)
WORDS = st.sampled_from(
    ["on", "off", "all", "lamp", "20m", "at 7:10", "scene", "lock", "mon", "la", "l'été", "sign in"]
)
TITLES = st.one_of(NAMES, st.lists(WORDS, min_size=1, max_size=3).map(" ".join)).filter(lambda name: name.strip())


@st.composite
def homes(draw: st.DrawFn) -> Home:
    plants = []
    for number in range(draw(st.integers(1, 2))):
        names = draw(st.lists(st.tuples(TITLES, st.lists(TITLES, min_size=1, max_size=3)), min_size=1, max_size=3))
        sockets = tuple(strip(str(at), name, *outlets) for at, (name, outlets) in enumerate(names))
        plants.append(Plant(f"p{number}", draw(TITLES), sockets))
    return Home(
        tuple(plants), tuple(Scene(f"s{at}", name) for at, name in enumerate(draw(st.lists(TITLES, max_size=2))))
    )


def everything(home: Home) -> Iterable[tuple[Plant, Socket, Outlet, OutletRef]]:
    return [
        (plant, socket, outlet, OutletRef(SocketRef(plant.id, socket.selector), index))
        for plant in home.plants
        for socket in plant.sockets
        for index, outlet in enumerate(socket.outlets)
    ]


def meant(text: str, home: Home) -> list[OutletRef]:
    return [m.target.ref for m in understand(text, home) if isinstance(m.target, Place)]


@given(homes(), st.data())
def test_one_more_letter_of_a_name_never_loses_it(home: Home, data: st.DataObject) -> None:
    plant, socket, outlet, wanted = data.draw(st.sampled_from(list(everything(home))))
    spelling = data.draw(
        st.sampled_from([outlet.name, f"{socket.name}/{outlet.name}", f"{plant.name} {socket.name} {outlet.name}"])
    )
    for typed in range(len(spelling) + 1):
        assert wanted in meant(spelling[:typed], home), spelling[:typed]


@given(homes(), st.data())
def test_a_whole_name_wins(home: Home, data: st.DataObject) -> None:
    plant, socket, outlet, _ = data.draw(st.sampled_from(list(everything(home))))
    best = understand(f"{plant.name}/{socket.name}/{outlet.name}", home)[0]
    assert isinstance(best.target, Place)
    assert best.act is Act.TOGGLE


@given(homes(), st.one_of(TITLES, st.lists(WORDS, max_size=4).map(" ".join)), st.randoms(use_true_random=False))
def test_the_order_of_the_home_decides_nothing(home: Home, text: str, chance: random.Random) -> None:
    plants = [replace(plant, sockets=tuple(chance.sample(plant.sockets, len(plant.sockets)))) for plant in home.plants]
    other = Home(tuple(chance.sample(plants, len(plants))), tuple(chance.sample(home.scenes, len(home.scenes))))

    def keys(found: Iterable[Meaning]) -> list[tuple[object, ...]]:
        return [(m.act, m.key, m.when) for m in found]

    assert keys(understand(text, other)) == keys(understand(text, home))


@given(st.text(max_size=300), homes())
def test_any_text_has_its_meanings_at_once(text: str, home: Home) -> None:
    found = understand(text, home)
    assert len({(m.act, m.key, m.when) for m in found}) == len(found)
