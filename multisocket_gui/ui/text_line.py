"""Words that wrap, end in an ellipsis where there is no more room, and are then whole in the tooltip."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from .fitted_text import Fitted, draw, fit
from .style import colours, name_font, state_font


class Voice(Enum):
    """How loud words are."""

    NAME = auto()
    PLAIN = auto()
    QUIET = auto()
    ALARM = auto()


class TextLine(QLabel):
    """A label of at most `lines` lines. A label, so that screen readers read it as one."""

    def __init__(self, voice: Voice, parent: QWidget | None = None, *, lines: int = 2) -> None:
        super().__init__(parent)
        self._voice = voice
        self._most = lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show `text`."""
        if text != self.text():
            self.setText(text)
            self._note_cut()
            self.update()

    def fitted(self) -> Fitted:
        """The words as they are shown."""
        return self._fit(self.width())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.shown_font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.shown_font())
        return QSize(min(self.sizeHint().width(), metrics.averageCharWidth() * 12), metrics.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._fit(width).height)

    def shown_font(self) -> QFont:
        """The font of this voice."""
        return name_font(self.font()) if self._voice is Voice.NAME else state_font(self.font())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inks = colours(self.palette())
        pens = {Voice.QUIET: inks.quiet, Voice.ALARM: inks.red}
        painter.setPen(pens.get(self._voice, inks.ink))
        painter.setFont(self.shown_font())
        fitted = self.fitted()
        draw(painter, QRectF(self.rect()).adjusted(0, (self.height() - fitted.height) / 2, 0, 0), fitted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_cut()

    def _note_cut(self) -> None:
        self.setToolTip(self.text() if self.fitted().cut else "")

    def _fit(self, width: int) -> Fitted:
        return fit(self.text(), self.shown_font(), width, self._most)
