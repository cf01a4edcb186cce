"""Asks the service which sockets a selector finds: one call, and it says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr


class ReadRow(QWidget):
    """`asked` hands over the selector; the owner says when the answer is there."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key_box(SelectorKey.ID)
        self._key.setObjectName("read/key")
        self.editor = self._value = QLineEdit()
        self._value.setObjectName("read/value")
        self._value.setAccessibleName(tr("Value to look for"))
        self._value.setPlaceholderText(tr("Its id, name or type"))
        self._value.setMinimumHeight(8 * GRID)
        self._value.setTextMargins(GRID, 0, GRID, 0)
        self._value.textChanged.connect(self._allow)
        self._value.returnPressed.connect(self._ask)
        self._button = QPushButton(tr("&Read sockets"))
        self._button.setObjectName("read/ask")
        self._button.setAutoDefault(False)
        self._button.setMinimumHeight(8 * GRID)
        self._button.clicked.connect(self._ask)
        self._told = TextLine(Voice.QUIET, lines=6)
        self._told.setObjectName("read/told")
        self._possible = True
        self._waiting = False
        self._lay_out()
        self.say(tr("Reading costs one call of the day's quota."))
        self._allow()

    @property
    def typed(self) -> Selector:
        """What stands there; its value may be empty."""
        return Selector(SelectorKey(self._key.currentData()), self._value.text().strip())

    def offer(self, selector: Selector) -> None:
        """Fill in a selector to ask for."""
        self._key.setCurrentIndex(self._key.findData(selector.key))
        self._value.setText(selector.value)

    def set_possible(self, possible: bool) -> None:
        """Whether the plant is known well enough to ask."""
        self._possible = possible
        self._allow()

    def wait(self, waiting: bool) -> None:
        """Show that a read is under way, or that it ended."""
        self._waiting = waiting
        if waiting:
            self.say(tr("Reading…"))
        self._allow()

    def say(self, words: str) -> None:
        """Say what came of it."""
        self._told.say(words)

    def _lay_out(self) -> None:
        line = WrapRow()
        line.add(self._key)
        line.add(self._value)
        line.add(self._button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addLayout(line)
        rows.addWidget(self._told)

    def _allow(self) -> None:
        self._button.setEnabled(self._possible and not self._waiting and bool(self._value.text().strip()))

    def _ask(self) -> None:
        if self._button.isEnabled():
            self.asked.emit(self.typed)


def key_box(chosen: SelectorKey) -> QComboBox:
    """A choice of what a selector's value names."""
    box = QComboBox()
    box.setAccessibleName(tr("What the value is"))
    box.setMinimumHeight(8 * GRID)
    for key, name in ((SelectorKey.ID, tr("Id")), (SelectorKey.NAME, tr("Name")), (SelectorKey.TYPE, tr("Type"))):
        box.addItem(name, key)
    box.setCurrentIndex(box.findData(chosen))
    return box
