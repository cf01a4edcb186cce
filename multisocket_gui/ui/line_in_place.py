"""A line to type in that stands for a moment where the words stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class LineInPlace(QLineEdit):
    """Enter keeps, and so does leaving by mouse or Tab; Escape leaves all as it was. Afterwards it is gone.

    The keyboard then comes to `back`, the parent where none is named.
    """

    kept = Signal(str)
    """What was typed, without spaces around it. Told only where it is another text, and not empty; where it may be
    empty, Enter tells it in any case."""
    closed = Signal()

    def __init__(
        self, text: str, parent: QWidget, *, name: str, back: QWidget | None = None, may_be_empty: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._back = back or parent
        self._before = text
        self._may_be_empty = may_be_empty
        self._closed = False
        self.setAccessibleName(name)
        self.setObjectName(f"line/{parent.objectName()}")
        self.selectAll()

    def open(self) -> None:
        """Show it with the keyboard."""
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._close(keep=True, entered=True)
            case Qt.Key.Key_Escape:
                self._close(keep=False)
            case _:
                super().keyPressEvent(event)
        event.accept()  # what stands behind must not take a key for its own

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self._close(keep=True)

    def _close(self, *, keep: bool, entered: bool = False) -> None:
        if self._closed:
            return
        self._closed = True
        text = self.text().strip()
        if self.hasFocus():  # before it hides: Qt would hand the keyboard to whatever comes next
            self._back.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.hide()
        self.deleteLater()
        self.closed.emit()
        if not keep or not (text or self._may_be_empty):
            return
        if text != self._before or (entered and self._may_be_empty):
            self.kept.emit(text)
