"""The day's calls as a thin bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from multisocket_gui.home.quota import Allowance, Purpose, Standing, Step

from .style import GRID, colours

_SIZE = QSize(21 * GRID, GRID)
_MARK = 2.0


class QuotaMeter(QWidget):
    """Filled from the left by the share that is used, with a gap where the reserve begins. The words beside it say
    the same; where nothing is left the bar is full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._mark, self._step = 0.0, 1.0, Step.ALL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_quota(self, quota: Standing, allowance: Allowance) -> None:
        """Show how much is used, and where the reserve begins."""
        share = max(0.0, min(1.0, quota.used / quota.limit))
        mark = 1.0 - allowance.kept_from(Purpose.ON) / allowance.limit
        if (share, mark, quota.step) != (self._share, self._mark, self._step):
            self._share, self._mark, self._step = share, mark, quota.step
            self.update()

    def sizeHint(self) -> QSize:
        return _SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        ink = {Step.ONLY_OFF: inks.amber, Step.NOTHING: inks.red if self._share == 1 else inks.amber}
        self._bar(painter, 1.0, inks.line)
        self._bar(painter, self._share, ink.get(self._step, inks.accent))
        if 0 < self._mark < 1:
            painter.fillRect(QRectF(self.width() * self._mark - _MARK / 2, 0, _MARK, self.height()), inks.card)

    def _bar(self, painter: QPainter, share: float, ink: QColor) -> None:
        """The left `share` of the whole rounded bar."""
        whole = QPainterPath()
        radius = self.height() / 2
        whole.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setClipRect(QRectF(0, 0, max(self.height(), self.width() * share) if share else 0, self.height()))
        painter.fillPath(whole, ink)
        painter.setClipping(False)
