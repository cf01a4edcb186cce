"""The command line's verbs, carried out by the running instance. Commands wait for the outcome.

What carries them out is loaded with the first command: a program that is never asked pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.history import History
from multisocket_gui.engine.instance import Answer
from multisocket_gui.engine.store import Store

if TYPE_CHECKING:
    from .desk import Desk


class Commands(QObject):
    """Takes the words of the command line. `state` is the folder where the program keeps what is no setting."""

    show_asked = Signal()
    connect_asked = Signal()
    all_off_asked = Signal()
    """Show the window with what “All off…” would do."""
    quit_asked = Signal()
    palette_asked = Signal()
    panel_asked = Signal()

    def __init__(
        self, store: Store, controller: Controller, history: History, state: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.controller = controller
        self.history = history
        self.state = state
        self.lent_service = False
        """Whether the service is the demo's: it belongs into no file, and is taken from none."""
        self.keep_before_import: Callable[[], object] = lambda: None
        """Copies the file of the settings; where they stand in none, there is nothing to keep."""
        self._made: Desk | None = None

    def handle(self, words: list[str], answer: Answer, folder: str = "") -> None:
        """Carry out the words (the verb and its own) and answer once. Relative paths are meant from `folder`."""
        self._desk.handle(words, answer, folder)

    def close(self) -> None:
        """Quitting: whoever still waits hears that nothing is confirmed."""
        if self._made:
            self._made.close()

    @property
    def _desk(self) -> Desk:
        if self._made is None:
            from .desk import Desk

            self._made = Desk(self)
        return self._made
