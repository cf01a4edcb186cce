"""Takes anything that is pasted. What may be a secret is masked before it is shown, and is in no undo."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from multisocket_gui.home.pasted import masked
from multisocket_gui.ui.style import GRID

_LINES = 5


class PasteBox(QPlainTextEdit):
    """Some lines high; Tab leaves it, Enter is the page's."""

    pasted = Signal(str)
    """What was pasted, with its secrets: look, and let go."""
    edited = Signal(str)
    """What stands there after a person typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pasting = False
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(GRID)
        self.textChanged.connect(self._on_changed)

    def sizeHint(self) -> QSize:
        height = _LINES * QFontMetrics(self.font()).lineSpacing() + 2 * GRID + 2 * self.frameWidth()
        return QSize(60 * QFontMetrics(self.font()).averageCharWidth(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self.sizeHint().height())

    def show_text(self, text: str) -> None:
        """Show `text` in place of what stands there; nothing is told."""
        self._pasting = True
        self.setPlainText(text)
        self._pasting = False

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A paste stands for what was there: it is one thing that is looked for."""
        text = source.text()
        self.show_text(masked(text).strip())
        self.pasted.emit(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Dropping is pasting; text from here is not to be moved."""
        if event.source() is self.viewport():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.source() is not self.viewport():
            super().dragMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        if not self._pasting:
            self.edited.emit(self.toPlainText())
