"""The keys of the main window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

QUIT = "Ctrl+Q"
SETTINGS = "Ctrl+,"
REFRESH = "F5"
FIND = "Ctrl+F"
UNDO = "Ctrl+Z"
HISTORY = "Ctrl+H"
TIMERS = "Ctrl+T"
NEXT_PLANT = ("Ctrl+Tab", "Ctrl+PgDown")
PREVIOUS_PLANT = ("Ctrl+Shift+Tab", "Ctrl+PgUp")

RENAME = "F2"
EARLIER = "Ctrl+Shift+Left"
LATER = "Ctrl+Shift+Right"
_WITH_ARROWS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def moves_things(event: QKeyEvent) -> bool:
    """Whether the keys are those that carry a thing to another place: Ctrl+Shift with an arrow."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # which the arrows of some keyboards bring along
    return event.key() in _ARROWS and held == _WITH_ARROWS


def on_key(owner: QWidget, keys: str, do: Callable[[], object]) -> None:
    """Do `do` when `keys` are pressed anywhere in the owner's window."""
    QShortcut(QKeySequence(keys), owner).activated.connect(lambda: do())


def shown(action: QAction, keys: str) -> None:
    """Write `keys` beside the action in its menu; the window's own shortcut listens to them."""
    action.setText(f"{action.text()}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
