"""The keys of the main window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from multisocket_gui.words import tr

PALETTE = "Ctrl+K"
HELP = "F1"
QUIT = "Ctrl+Q"
SETTINGS = "Ctrl+,"
REFRESH = "F5"
FIND = "Ctrl+F"
UNDO = "Ctrl+Z"
HISTORY = "Ctrl+H"
TIMERS = "Ctrl+T"
MENU = "Menu"
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


@dataclass(frozen=True)
class Key:
    """Keys that do the same, and what that is."""

    keys: tuple[str, ...]
    words: str


def listed() -> tuple[Key, ...]:
    """Every key, for the help: what is missing here is not known to anybody."""
    return (
        Key((PALETTE,), tr("Switch anything by typing its name")),
        Key((FIND,), tr("Find an outlet in the window")),
        Key(("Tab", "Shift+Tab"), tr("To the next, or the one before")),
        Key(("Left", "Right", "Up", "Down"), tr("From tile to tile")),
        Key(("Space", "Return"), tr("Turn the outlet on or off")),
        Key((MENU, "Shift+F10"), tr("Everything else that can be asked of an outlet")),
        Key((RENAME,), tr("Rename what has the keyboard: a plant, a socket, an outlet")),
        Key((EARLIER, LATER), tr("Carry what has the keyboard to another place")),
        Key((UNDO,), tr("Undo the last switching, for ten seconds")),
        Key((REFRESH,), tr("Read every socket of this plant again")),
        Key(NEXT_PLANT, tr("Next plant")),
        Key(PREVIOUS_PLANT, tr("Previous plant")),
        Key((HISTORY,), tr("Open or close the history")),
        Key((TIMERS,), tr("Open or close the timers")),
        Key((SETTINGS,), tr("Open the settings")),
        Key((HELP,), tr("Open or close this help")),
        Key(("Esc",), tr("Close what was opened last, stop or cancel")),
        Key((QUIT,), tr("Quit")),
    )


def on_key(owner: QWidget, keys: str, do: Callable[[], object]) -> None:
    """Do `do` when `keys` are pressed anywhere in the owner's window."""
    QShortcut(QKeySequence(keys), owner).activated.connect(lambda: do())


def shown(action: QAction, keys: str) -> None:
    """Write `keys` beside the action in its menu; the window's own shortcut listens to them."""
    action.setText(f"{action.text()}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")
