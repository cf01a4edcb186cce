"""What is typed in an outlet's tile: its name, where the name stands, and the words of its guard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from multisocket_gui.words import tr

from .line_in_place import LineInPlace
from .style import RING
from .tile_layout import PAD

if TYPE_CHECKING:
    from .outlet_button import OutletButton

_LETTERS_IN_PLACE = 14
"""A line in place that would be narrower than so many letters covers the switch too."""


def name_line(tile: OutletButton) -> LineInPlace:
    """For the outlet's name."""
    title = tr("Name of {outlet}").format(outlet=tile.outlet_name)
    return LineInPlace(tile.outlet_name, tile, name=title)


def words_line(tile: OutletButton) -> LineInPlace:
    """For what the outlet's guard says, which may be nothing."""
    title = tr("Your own words for {outlet}").format(outlet=tile.outlet_name)
    line = LineInPlace(tile.outlet.guard_words, tile, name=title, may_be_empty=True)
    line.setPlaceholderText(tr("Your own words, like “Freezer!”"))
    return line


def open_line(
    line: LineInPlace, tile: OutletButton, beside: QRectF, slack: int, kept: Callable[[str], None]
) -> LineInPlace:
    """Open the line over `beside`, which stands `slack` lower than laid out; `kept` hears what was typed."""
    line.kept.connect(kept)
    left, right = round(beside.left()) - PAD // 3, round(beside.right())
    if right - left < tile.fontMetrics().averageCharWidth() * _LETTERS_IN_PLACE:
        right = tile.width() - RING - PAD
    height = line.sizeHint().height()
    top = round(beside.center().y() + slack - height / 2)
    line.setGeometry(left, min(max(RING, top), tile.height() - height - RING), right - left, height)
    line.open()
    return line
