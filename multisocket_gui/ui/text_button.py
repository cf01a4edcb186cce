"""A quiet button that is nothing but words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from .shortcuts import moves_things
from .style import GRID, colours, mixed, state_font

PAD_INSIDE = GRID
_LEAST = 6 * GRID
"""The least height and width (logical pixels) of what a pointer should hit (WCAG 2.2, 2.5.8)."""


class TextButton(QPushButton):
    """Words in the link's colour; underlined under the pointer, a ground while pressed or checked, a ring on focus."""

    def __init__(self, text: str, parent: QWidget | None = None, *, name: str = "", small: bool = False) -> None:
        super().__init__(text, parent)
        self._small = small
        self._plain = False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or text.replace("&", ""))

    def use_text_colour(self) -> None:
        """Show the words in the colour of text, as for a menu."""
        self._plain = True

    def sizeHint(self) -> QSize:
        size = QFontMetrics(self._shown_font()).size(Qt.TextFlag.TextShowMnemonic, self.text())
        wide = size.width() + 2 * PAD_INSIDE + (self._arrow_room() if self.menu() else 0)
        return QSize(max(wide, _LEAST), max(size.height() + 2 * PAD_INSIDE, _LEAST))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if moves_things(event):
            event.ignore()  # Qt would go to the next button
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isDown() or self.isChecked():
            painter.setPen(QPen(inks.accent) if self.isChecked() else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(mixed(inks.card, inks.ink, 0.16) if self.isDown() else inks.on_ground)
            painter.drawRoundedRect(area, GRID, GRID)
        if self.hasFocus():
            painter.setPen(QPen(inks.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, GRID, GRID)
        painter.setFont(self._shown_font())
        painter.setPen(self._pen())
        words = area.adjusted(PAD_INSIDE - 1, 0, -(PAD_INSIDE - 1) - (self._arrow_room() if self.menu() else 0), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        if self.menu():
            self._paint_arrow(painter, QPointF(area.right() - PAD_INSIDE - GRID, area.center().y()))

    def _paint_arrow(self, painter: QPainter, centre: QPointF) -> None:
        size = GRID * 0.8
        painter.setPen(QPen(self._pen().color(), 1.5))
        middle = centre + QPointF(0, size / 2)
        painter.drawPolyline([centre + QPointF(-size, -size / 2), middle, centre + QPointF(size, -size / 2)])

    def _pen(self) -> QPen:
        inks = colours(self.palette())
        if not self.isEnabled():
            return QPen(inks.edge)
        return QPen(inks.ink if self._plain else inks.link)

    def _arrow_room(self) -> int:
        return 4 * GRID

    def _shown_font(self) -> QFont:
        font = state_font(self.font()) if self._small else QFont(self.font())
        font.setUnderline(self.isEnabled() and self.underMouse())
        return font
