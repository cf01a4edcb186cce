"""The results of the palette; the keyboard stays in the line above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QListView, QWidget

from multisocket_gui.words import tr

from .palette_paint import PalettePaint
from .palette_rows import PaletteRows
from .style import GRID


class PaletteList(QListView):
    """As high as its rows are: nothing scrolls unless the screen is lower."""

    def __init__(self, rows: PaletteRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = rows
        self._paint = PalettePaint(self)
        self.setObjectName("palette-results")
        self.setAccessibleName(tr("Results"))
        self.setModel(rows)
        self.setItemDelegate(self._paint)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def wanted_height(self, width: int) -> int:
        """How high (logical pixels) the list would have to be for all its rows."""
        return sum(self._paint.height(row, width) for row in self._shown.rows) + (GRID if self._shown.rows else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def step(self, by: int) -> None:
        """Choose the row `by` places on, round and round."""
        count = self._shown.rowCount()
        if count:
            self.choose((self.currentIndex().row() + by) % count)

    def choose(self, row: int) -> None:
        """Choose the row at that place."""
        self.setCurrentIndex(self._shown.index(row))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
