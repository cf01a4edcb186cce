"""Contrast: words 4.5:1, shapes 3:1, whatever the system's palette is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont

from multisocket_gui.ui.style import SHAPES, WORDS, Colours, colours, contrast, faded, name_font, state_font

from .house import DARK, LIGHT, palette

PALETTES = {
    "light": LIGHT,
    "dark": DARK,
    "fusion": palette("#efefef", "#ffffff", "#000000", "#308cc6"),
    "yellow accent": palette("#f0f0f0", "#ffffff", "#202020", "#ffe600"),
    "faint dark accent": palette("#202020", "#151515", "#d0d0d0", "#2b2b40"),
    "high contrast": palette("#000000", "#000000", "#ffffff", "#00ffff"),
    "grey on grey": palette("#8a8a8a", "#909090", "#303030", "#777777"),
}


def _assert_readable(inks: Colours) -> None:
    plain, lit = (inks.card, inks.tile), (inks.card, inks.tile, inks.on_ground)
    words = [(inks.ink, ground) for ground in (*lit, inks.amber_ground)]
    words += [(inks.quiet, ground) for ground in lit] + [(inks.link, ground) for ground in lit]
    words += [(inks.red, ground) for ground in plain]
    words += [(inks.amber, inks.amber_ground), (inks.link, inks.amber_ground)]
    shapes = [(inks.accent, ground) for ground in lit] + [(inks.edge, ground) for ground in lit]
    shapes += [(inks.on_accent, inks.accent)]
    assert [pair for pair in words if contrast(*pair) < WORDS] == []
    assert [pair for pair in shapes if contrast(*pair) < SHAPES] == []


@pytest.mark.parametrize("name", PALETTES)
def test_everything_can_be_read(name: str) -> None:
    _assert_readable(colours(PALETTES[name]))


@pytest.mark.parametrize("name", PALETTES)
def test_what_is_only_remembered_can_be_read_as_well(name: str) -> None:
    _assert_readable(faded(colours(PALETTES[name])))


@given(st.integers(0, 0xFFFFFF))
def test_everything_can_be_read_with_any_accent(accent: int) -> None:
    for window, base, text in (("#f5f5f5", "#ffffff", "#1c1c1e"), ("#1e1f22", "#2a2b2e", "#ededee")):
        inks = colours(palette(window, base, text, f"#{accent:06x}"))
        _assert_readable(inks)
        _assert_readable(faded(inks))


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("unit", ["points", "pixels"])
def test_states_are_smaller_than_names(unit: str) -> None:
    font = QFont()
    font.setPointSizeF(20) if unit == "points" else font.setPixelSize(20)
    named, state = name_font(font), state_font(font)
    assert named.weight() > font.weight()
    if unit == "points":
        assert state.pointSizeF() < named.pointSizeF() == 20
    else:
        assert state.pixelSize() < named.pixelSize() == 20
