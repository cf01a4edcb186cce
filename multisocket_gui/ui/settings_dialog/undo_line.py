"""Takes back a removal or an import, as long as nothing else was removed or imported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from multisocket_gui.ui.style import GRID, GUTTER
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr


class UndoLine(QWidget):
    """A line in place of a question before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: Callable[[], None] | None = None
        self._words = TextLine(Voice.PLAIN)
        self._button = TextButton(tr("Undo"))
        self._button.setObjectName("undo")
        self._button.clicked.connect(self._on_undo)
        self.setFocusProxy(self._button)
        row = WrapRow(self)
        row.setContentsMargins(GUTTER, GRID, GUTTER, GRID)
        row.add(self._words)
        row.add(self._button)
        self.hide()

    def offer(self, name: str, undo: Callable[[], None]) -> None:
        """Say that `name` was removed; `undo` puts it back."""
        self.tell(tr("“{name}” was removed.").format(name=name), undo)

    def tell(self, words: str, undo: Callable[[], None]) -> None:
        """Say what happened; `undo` takes it back."""
        self._undo = undo
        self._words.say(words)
        self.show()

    def drop(self) -> None:
        """Offer nothing any more."""
        self._undo = None
        self.hide()

    def _on_undo(self) -> None:
        undo = self._undo
        self.drop()
        if undo:
            undo()
