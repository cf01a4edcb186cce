"""A meaning, spelled and typed again, means the same."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Group, Outlet, Place, Plant, Selector, SelectorKey, Socket, places, socket_refs
from multisocket_gui.home.phrase import Act, After, At, Home, Meaning, Strip, When, Whole, understand
from multisocket_gui.home.phrase_spell import spelled
from multisocket_gui.home.phrase_words import COMMANDS
from multisocket_gui.home.scene import Scene

DESK = Socket(
    Selector(SelectorKey.ID, "a"), "Desk strip", tuple(map(Outlet, ("Lamp", "Écran", "All off", "Salon / TV")))
)
PLANTS = (
    Plant("p1", "Maison", (DESK,), (Group(Selector(SelectorKey.TYPE, "light"), "Lights"),)),
    Plant("p2", "Office", (DESK,)),
)
HOME = Home(PLANTS, (Scene("s", "Movie night"),))
WHENS = st.one_of(
    st.none(),
    st.integers(1, 86_400).map(After),
    st.builds(
        At,
        st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
        st.one_of(st.none(), st.frozensets(st.integers(0, 6), min_size=1)),
    ),
)


@given(st.sampled_from(list(places(PLANTS))), st.sampled_from([Act.ON, Act.OFF]), WHENS)
def test_an_outlet(place: Place, act: Act, when: When | None) -> None:
    meaning = Meaning(act, place, when)
    assert understand(spelled(meaning), HOME)[0] == meaning


@pytest.mark.parametrize("act", [Act.TOGGLE, Act.LOCK, Act.UNLOCK])
def test_an_outlet_at_once(act: Act) -> None:
    for place in places(PLANTS):
        assert understand(spelled(Meaning(act, place)), HOME)[0] == Meaning(act, place)


@pytest.mark.parametrize("act", [Act.ON, Act.OFF])
def test_many(act: Act) -> None:
    strips = [Strip(ref, plant, socket) for plant in PLANTS for ref, socket in socket_refs(plant)]
    wholes = [Whole(plant, group) for plant in PLANTS for group in (None, *plant.groups)]
    for target in (*strips, *wholes, *HOME.scenes):
        assert understand(spelled(Meaning(act, target)), HOME)[0] == Meaning(act, target)


def test_a_command() -> None:
    for act in COMMANDS:
        assert understand(spelled(Meaning(act)), HOME)[0] == Meaning(act)
