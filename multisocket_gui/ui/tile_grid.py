"""Tiles in two columns, or in one where two are too narrow; a row's tiles are equally high."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLayoutItem, QWidget

from .item_layout import ItemLayout, height_of
from .style import GAP, RING

_LETTERS = 24
"""A column narrower than this many letters is too narrow."""


class TileGrid(ItemLayout):
    """The gap between the visible tiles is `GAP`; each widget brings room for its ring."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent

    def arranged(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        columns = max(1, min(self._columns(width), len(items)))
        gap = GAP - 2 * RING
        each = (width - gap * (columns - 1)) // columns
        placed: list[QRect] = []
        top = 0
        for start in range(0, len(items), columns):
            row = items[start : start + columns]
            height = max(height_of(item, each) for item in row)
            placed += [QRect(column * (each + gap), top, each, height) for column in range(len(row))]
            top += height + gap
        return placed

    def _columns(self, width: int) -> int:
        return 2 if width >= 2 * _LETTERS * self._owner.fontMetrics().averageCharWidth() else 1
