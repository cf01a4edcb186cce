"""Where one types in the palette: arrows choose a result, Tab completes, Return does it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from multisocket_gui.words import tr

from .style import GRID, colours

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PaletteLine(QLineEdit):
    """Tells screen readers which result is chosen, since the keyboard never leaves it."""

    stepped = Signal(int)
    completed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette-line")
        self.setAccessibleName(tr("What to switch, or a command"))
        self.setPlaceholderText(tr("desk lamp · lamp off 20m · all off · undo"))
        self.setFrame(False)
        self.setTextMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._use_colours()

    def say_chosen(self, words: str) -> None:
        """Enter would do this: told once for each change."""
        if words == self.accessibleDescription():
            return
        self.setAccessibleDescription(words)
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def event(self, event: QEvent) -> bool:
        # Tab would leave the line before keyPressEvent hears of it.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.completed.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._use_colours()

    def _use_colours(self) -> None:
        """Keep the hint readable: the system's own is often too faint."""
        palette = self.palette()
        quiet = colours(palette).quiet
        if palette.color(palette.ColorRole.PlaceholderText) != quiet:
            palette.setColor(palette.ColorRole.PlaceholderText, quiet)
            self.setPalette(palette)
