"""How a row of the history looks: the time at the left, beside it what happened, where, and what else is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from multisocket_gui.history_words import entry_time
from multisocket_gui.home.history import TROUBLE, Fate

from .fitted_text import Fitted, draw, fit
from .history_rows import HistoryRows, Row
from .style import GAP, GRID, GUTTER, RADIUS, Colours, colours, name_font, state_font

_LINES = 2
_PAD = 6
"""Above and below an entry's words (logical pixels)."""


class Block(NamedTuple):
    """Words in their font."""

    fitted: Fitted
    font: QFont


@dataclass(frozen=True)
class Fonts:
    """Of what happened, of what else is known, of a day; `indent` is how far beside the time the words stand."""

    words: QFont
    small: QFont
    day: QFont
    indent: float

    @classmethod
    def of(cls, font: QFont) -> Fonts:
        small = state_font(font)
        return cls(font, small, name_font(small), QFontMetricsF(small).horizontalAdvance("00:00") + 3 * GRID)


class HistoryPaint(QStyledItemDelegate):
    """Words are never cut without an ellipsis and a tooltip that has all of them."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._fonts = Fonts.of(view.font())
        self._heights: dict[tuple[tuple[str, ...], int], int] = {}

    def forget(self) -> None:
        """The view has another font."""
        self._fonts = Fonts.of(self._view.font())
        self._heights.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row, width = self._row(index), self._view.viewport().width()
        if row.entry is None:
            above = GAP if index.row() == 0 else GUTTER
            return QSize(width, above + round(QFontMetricsF(self._fonts.day).height()) + GRID)
        if (row.texts, width) not in self._heights:  # a list asks for every row's at each change
            height = sum(block.fitted.height for block in self._blocks(row, width))
            self._heights[row.texts, width] = round(height) + 2 * _PAD
        return QSize(width, self._heights[row.texts, width])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, area = self._row(index), QRectF(option.rect)
        inks = colours(self._view.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.entry is None:
            self._paint_day(painter, row, area, inks)
        else:
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(inks.accent, 2))
                painter.drawRoundedRect(area.adjusted(GAP + 1, 1, -GAP - 1, -1), RADIUS, RADIUS)
            self._paint_entry(painter, row, area, inks)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.tip(index), view)
        return True

    def tip(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """All words of a row that shows only some of them."""
        if not index.isValid() or self._row(index).entry is None:
            return ""
        row = self._row(index)
        cut = any(block.fitted.cut for block in self._blocks(row, self._view.viewport().width()))
        return "\n".join(filter(None, row.texts)) if cut else ""

    def _paint_day(self, painter: QPainter, row: Row, area: QRectF, inks: Colours) -> None:
        painter.setPen(inks.ink)
        painter.setFont(self._fonts.day)
        words = fit(row.day, self._fonts.day, area.width() - 2 * GUTTER, 1)
        draw(painter, QRectF(GUTTER, area.bottom() - GRID - words.height, area.width() - 2 * GUTTER, 0), words)

    def _paint_entry(self, painter: QPainter, row: Row, area: QRectF, inks: Colours) -> None:
        assert row.entry
        top = area.top() + _PAD
        blocks = self._blocks(row, int(area.width()))
        painter.setPen(inks.quiet)
        painter.setFont(self._fonts.small)
        time_area = QRectF(GUTTER, top, self._fonts.indent, blocks[0].fitted.line)
        painter.drawText(time_area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry_time(row.entry))
        left = GUTTER + self._fonts.indent
        for block, ink in zip(blocks, (inks.ink, inks.quiet, _note_ink(row.entry.fate, inks)), strict=True):
            painter.setPen(ink)
            painter.setFont(block.font)
            draw(painter, QRectF(left, top, area.width() - left - GUTTER, 0), block.fitted)
            top += block.fitted.height

    def _blocks(self, row: Row, width: int) -> list[Block]:
        room = width - 2 * GUTTER - self._fonts.indent
        fonts = (self._fonts.words, self._fonts.small, self._fonts.small)
        return [Block(fit(text, font, room, _LINES), font) for text, font in zip(row.texts, fonts, strict=True)]

    @staticmethod
    def _row(index: QModelIndex | QPersistentModelIndex) -> Row:
        model = index.model()
        assert isinstance(model, HistoryRows)
        return model.row(index)


def _note_ink(fate: Fate, inks: Colours) -> QColor:
    if fate not in TROUBLE:
        return inks.quiet
    return inks.red if fate is Fate.REFUSED else inks.amber
