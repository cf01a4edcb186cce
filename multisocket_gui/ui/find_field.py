"""Where one types the name of an outlet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from multisocket_gui.words import tr

from .shortcuts import FIND
from .style import GRID, colours


class FindField(QLineEdit):
    """Down or Return goes to the first outlet found; Escape shows all again."""

    left = Signal()
    """The keyboard shall go to the outlets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self.setAccessibleName(tr("Find an outlet"))
        keys = QKeySequence(FIND).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(tr("Find an outlet ({keys})").format(keys=keys))
        self.setClearButtonEnabled(True)
        self.setTextMargins(GRID, 0, GRID, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(80 * GRID)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(self.placeholderText()) + 4 * metrics.height()
        return QSize(wide, max(super().sizeHint().height(), 8 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 14, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def use_colours(self) -> None:
        """Keep the hint readable: the system's own is often too faint."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, colours(palette).quiet)
        self.setPalette(palette)
