"""Cards in two columns, or in one where two are too narrow; each goes where there is most room above the others."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLayoutItem, QWidget

from .item_layout import ItemLayout, height_of
from .style import GUTTER

_LETTERS = 54
"""A column narrower than this many letters is too narrow."""
_LEVEL = 10 * GUTTER // 4
"""Columns whose ends differ by less (logical pixels) are levelled, so that cards begin on one line."""


class CardGrid(ItemLayout):
    """Keeps the reading order: a card never begins above one that comes before it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent

    def arranged(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        columns = max(1, min(self._columns(width), len(items)))
        each = (width - GUTTER * (columns - 1)) // columns
        ends = [0] * columns
        last: list[int | None] = [None] * columns
        placed: list[QRect] = []
        for number, item in enumerate(items):
            column = ends.index(min(ends))
            if column == 0:
                _level(placed, ends, last)
            height = height_of(item, each)
            placed.append(QRect(column * (each + GUTTER), ends[column], each, height))
            last[column] = number
            ends[column] += height + GUTTER
        _level(placed, ends, last)
        return placed

    def _columns(self, width: int) -> int:
        return 2 if width >= 2 * _LETTERS * self._owner.fontMetrics().averageCharWidth() + GUTTER else 1


def _level(placed: list[QRect], ends: list[int], last: list[int | None]) -> None:
    """Let nearly equal columns end on one line."""
    lowest = max(ends)
    if lowest - min(ends) > _LEVEL:
        return
    for column, number in enumerate(last):
        if number is not None:
            placed[number].setHeight(placed[number].height() + lowest - ends[column])
            ends[column] = lowest
