"""One plant: its name, its id, and the ways to add sockets to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .drafts import PlantDraft
from .field import Field
from .form import Form
from .group_rows import GroupRows
from .read_row import ReadRow


class PlantForm(Form):
    """`edited` after the draft changed; what it asks for is done by the section."""

    edited = Signal()
    read_asked = Signal(object)
    """The `Selector` to read."""
    add_asked = Signal()
    remove_asked = Signal()

    def __init__(self, draft: PlantDraft, parent: QWidget | None = None) -> None:
        super().__init__(draft.title, parent)
        self._draft = draft
        self._name = Field("plant/name", tr("Name of the plant"))
        self._name.typed.connect(self._on_name)
        self._id = Field("plant/id", tr("Id of the plant"), hint=tr("The service does not list plants: copy its UUID."))
        self._id.typed.connect(self._on_id)
        self.read = ReadRow()
        self.read.asked.connect(self.read_asked)
        self._groups = GroupRows(draft, self)
        self._groups.edited.connect(self._on_groups)
        for part in (self._name, self._id, self.read, self._groups):
            self.put(part)
        self.put_row(self._buttons())
        self._name.show_text(draft.name.text)
        self._id.show_text(draft.id.text)
        self._mark()

    def show_groups(self) -> None:
        """Show the groups after a read."""
        self._groups.rebuild()

    def _buttons(self) -> WrapRow:
        add = QPushButton(tr("&Add a socket"))
        add.setObjectName("plant/add-socket")
        add.clicked.connect(lambda: self.add_asked.emit())
        remove = QPushButton(tr("Re&move this plant"))
        remove.setObjectName("plant/remove")
        remove.clicked.connect(lambda: self.remove_asked.emit())
        row = WrapRow()
        for button in (add, remove):
            button.setAutoDefault(False)
            button.setMinimumHeight(8 * GRID)
            row.add(button)
        return row

    def _on_name(self, text: str) -> None:
        self._draft.name.type(text)
        self.retitle(self._draft.title)
        self._mark()
        self.edited.emit()

    def _on_groups(self) -> None:
        self.edited.emit()

    def _on_id(self, text: str) -> None:
        self._draft.id.type(text)
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        self._name.complain(self._draft.name.complaint)
        self._id.complain(self._draft.id.complaint)
        self.read.set_possible(self._draft.id.complaint is None)
