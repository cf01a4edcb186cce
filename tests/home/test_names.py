"""Names as people type them."""

from __future__ import annotations

import unicodedata

import pytest

from multisocket_gui.home.model import Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.home.names import find, full_name


def strip(value: str, name: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), name, tuple(map(Outlet, outlets)))


PLANTS = (
    Plant("p1", "Maison", (strip("a", "Salon / TV", "Télé", "Lampe"), strip("b", "Bureau", "Lampe"))),
    Plant("p2", "Atelier", (strip("a", "Salon / TV", "Scie"),)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("télé", ["Maison/Salon / TV/Télé"]),
        ("TÉLÉ", ["Maison/Salon / TV/Télé"]),
        (unicodedata.normalize("NFD", "Télé"), ["Maison/Salon / TV/Télé"]),
        ("salon/tv/télé", ["Maison/Salon / TV/Télé"]),
        ("Salon / TV/Scie", ["Atelier/Salon / TV/Scie"]),
        ("maison/salon / tv/lampe", ["Maison/Salon / TV/Lampe"]),
        ("lampe", ["Maison/Salon / TV/Lampe", "Maison/Bureau/Lampe"]),
        ("bureau/lampe", ["Maison/Bureau/Lampe"]),
        ("lamp", []),
        ("tv/télé", []),
    ],
)
def test_find(typed: str, found: list[str]) -> None:
    assert [full_name(place) for place in find(PLANTS, typed)] == found
