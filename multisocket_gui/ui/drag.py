"""Taking hold of a thing in the window and carrying it to another place in its row.

Not Qt's drag and drop, whose loop of its own would hold the window up while the store goes on changing.
"""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_FAR = 2
"""So many times as far as Qt's own drags: a hand that trembles still clicks, and nothing here is carried less far."""


class _Grip(Enum):
    NONE = auto()
    PRESSED = auto()
    CARRIES = auto()
    GAVE_UP = auto()


class Drag(QObject):
    """A widget tells its mouse events; from some pixels on they mean that it is carried. Escape gives up."""

    carried = Signal(QPoint)
    """Where on the screen the pointer is now."""
    dropped = Signal(QPoint)
    given_up = Signal()

    def __init__(self, handle: QWidget) -> None:
        super().__init__(handle)
        self._grip = _Grip.NONE
        self._start = QPoint()

    def press(self, event: QMouseEvent) -> None:
        """The button went down."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = _Grip.PRESSED
            self._start = event.globalPosition().toPoint()

    def move(self, event: QMouseEvent) -> bool:
        """The pointer moved; whether that is no longer the beginning of a click."""
        at = event.globalPosition().toPoint()
        far = (at - self._start).manhattanLength() >= _FAR * QApplication.startDragDistance()
        if self._grip is _Grip.PRESSED and far:
            self._grip = _Grip.CARRIES
            self._watch(True)
        if self._grip is _Grip.CARRIES:
            self.carried.emit(at)
        return self._grip in (_Grip.CARRIES, _Grip.GAVE_UP)

    def release(self, event: QMouseEvent) -> bool:
        """The button went up; whether something was carried."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        grip, self._grip = self._grip, _Grip.NONE
        if grip is _Grip.CARRIES:
            self._watch(False)
            self.dropped.emit(event.globalPosition().toPoint())
        return grip in (_Grip.CARRIES, _Grip.GAVE_UP)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Asked only while something is carried."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self._give_up()
            return True
        if event.type() is QEvent.Type.ApplicationDeactivate:
            self._give_up()
        return False

    def _give_up(self) -> None:
        self._grip = _Grip.GAVE_UP
        self._watch(False)
        self.given_up.emit()

    def _watch(self, on: bool) -> None:
        """Hear of every key while something is carried, wherever the keyboard is."""
        if program := QApplication.instance():
            (program.installEventFilter if on else program.removeEventFilter)(self)
