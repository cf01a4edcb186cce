"""How a result of the palette looks: the outlet's mark, what Enter will do, and below it what is known or why not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from .fitted_text import Fitted, draw, fit
from .palette_rows import PaletteRows, Row
from .phase_shape import SIZE, paint_phase
from .style import GAP, GRID, RADIUS, colours, state_font

_PAD = 6
"""Above and below the words (logical pixels)."""
_MARGIN = 3 * GRID
_INDENT = _MARGIN + round(SIZE.width()) + 3 * GRID


class PalettePaint(QStyledItemDelegate):
    """Two lines of words at most, and one of what is known: no more is ever said."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, self.height(_row(index), width))

    def height(self, row: Row, width: int) -> int:
        """How high (logical pixels) the row is in a list of this width."""
        words, remark = self._fitted(row, width)
        return max(round(words.height + remark.height) + 2 * _PAD, 10 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, area = _row(index), QRectF(option.rect)
        inks = colours(self._view.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(inks.accent, 2))
            painter.setBrush(inks.on_ground)
            painter.drawRoundedRect(area.adjusted(GAP + 1, 1, -GAP - 1, -1), RADIUS, RADIUS)
        words, remark = self._fitted(row, int(area.width()))
        top = area.top() + (area.height() - words.height - remark.height) / 2
        if row.truth:
            mark = QRectF(QPointF(area.left() + GAP + _MARGIN, area.center().y() - SIZE.height() / 2), SIZE)
            paint_phase(painter, mark, row.truth, inks)
        left = area.left() + GAP + _INDENT
        painter.setPen(inks.ink if row.possible else inks.quiet)
        painter.setFont(self._view.font())
        draw(painter, QRectF(left, top, area.width(), 0), words)
        painter.setPen(inks.quiet if row.possible else inks.amber)
        painter.setFont(self._small())
        draw(painter, QRectF(left, top + words.height, area.width(), 0), remark)
        painter.restore()

    def _fitted(self, row: Row, width: int) -> tuple[Fitted, Fitted]:
        room = width - _INDENT - 2 * GAP - _MARGIN
        return fit(row.words, self._view.font(), room, 2), fit(row.remark, self._small(), room, 2)

    def _small(self) -> QFont:
        return state_font(self._view.font())


def _row(index: QModelIndex | QPersistentModelIndex) -> Row:
    model = index.model()
    assert isinstance(model, PaletteRows)
    return model.rows[index.row()]
