"""One socket: how the service names it, how we name it, and its outlets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.home.model import SelectorKey
from multisocket_gui.settings_checks import Complaint
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import complaint_words, tr

from .drafts import SocketDraft
from .field import Field
from .form import Form
from .outlet_rows import OutletRows
from .read_row import key_box


class SocketForm(Form):
    """`edited` after the draft changed; what it asks for is done by the section."""

    edited = Signal()
    read_asked = Signal(object)
    """The `Selector` to read."""
    remove_asked = Signal()

    def __init__(self, draft: SocketDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft.title, parent)
        self._draft = draft
        self._name = Field("socket/name", tr("Name of the socket"))
        self._name.typed.connect(self._on_name)
        self._key = key_box(draft.key)
        self._key.setObjectName("socket/key")
        self._key.activated.connect(self._on_key)
        self._value = Field("socket/value", tr("How the service finds it"))
        self._value.typed.connect(self._on_value)
        self._value.add_beside(self._key)
        self._told = TextLine(Voice.QUIET, lines=4)
        self._told.setObjectName("socket/told")
        self._outlets = OutletRows(draft)
        self._outlets.edited.connect(self._on_outlets)
        self.put(self._name)
        self.put(self._value)
        self.put_row(self._buttons())
        self.put(self._told)
        self.put(self._outlets)
        self._name.show_text(draft.name.text)
        self._value.show_text(draft.value.text)
        self.say("")
        self._mark()

    def show_outlets(self) -> None:
        """Show the outlets after a read."""
        self._outlets.rebuild()
        self._mark()

    def say(self, words: str) -> None:
        """Say what came of a read."""
        self._told.say(words)
        self._told.setVisible(bool(words))

    def _buttons(self) -> WrapRow:
        self._read = QPushButton(tr("&Read it (one call)"))
        self._read.setObjectName("socket/read")
        self._read.clicked.connect(lambda: self.read_asked.emit(self._draft.selector))
        remove = QPushButton(tr("Re&move this socket"))
        remove.setObjectName("socket/remove")
        remove.clicked.connect(lambda: self.remove_asked.emit())
        row = WrapRow()
        for button in (self._read, remove):
            button.setAutoDefault(False)
            button.setMinimumHeight(8 * GRID)
            row.add(button)
        return row

    def _on_name(self, text: str) -> None:
        self._draft.name.type(text)
        self._on_edited()

    def _on_value(self, text: str) -> None:
        self._draft.type_value(text)
        self._on_edited()

    def _on_key(self) -> None:
        self._draft.type_key(SelectorKey(self._key.currentData()))
        self._on_edited()

    def _on_outlets(self) -> None:
        self._mark()
        self.edited.emit()

    def _on_edited(self) -> None:
        self.retitle(self._draft.title)
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        self._name.complain(self._draft.name.complaint)
        self._value.complain(self._draft.value.complaint)
        plant_known = self._draft.plant.id.complaint is None
        self._read.setEnabled(plant_known and self._draft.value.complaint is None)
        if not self._draft.outlets:
            self.say(complaint_words(Complaint.NO_OUTLETS))
