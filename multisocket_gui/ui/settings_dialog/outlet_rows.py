"""The names of a socket's outlets, in the service's order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.settings_checks import check_text
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .checked import Checked
from .drafts import SocketDraft
from .field import Field


class OutletRows(QWidget):
    """Rows are added and removed at the end: the place of an outlet is the service's, only its name is ours."""

    edited = Signal()

    def __init__(self, draft: SocketDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._fields: list[Field] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2 * GRID)
        self._add = TextButton(tr("Add an outlet"))
        self._add.setObjectName("outlet/add")
        self._add.clicked.connect(self._on_add)
        self._remove = TextButton(tr("Remove the last"))
        self._remove.setObjectName("outlet/remove")
        self._remove.clicked.connect(self._on_remove)
        self._buttons = WrapRow()
        for button in (self._add, self._remove):
            self._buttons.add(button)
        self._rows.addLayout(self._buttons)
        self.rebuild()

    def rebuild(self) -> None:
        """Show the outlets of the draft."""
        for field in self._fields:
            self._rows.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._fields = [self._field(number, value) for number, value in enumerate(self._draft.outlets, 1)]
        self._remove.setVisible(bool(self._fields))

    def _field(self, number: int, value: Checked) -> Field:
        field = Field(f"outlet/{number}", tr("Outlet {number}").format(number=number))
        field.show_text(value.text)
        field.complain(value.complaint)
        field.typed.connect(lambda text: self._on_typed(field, value, text))
        self._rows.insertWidget(number - 1, field)
        field.show()
        return field

    def _on_typed(self, field: Field, value: Checked, text: str) -> None:
        value.type(text)
        field.complain(value.complaint)
        self.edited.emit()

    def _on_add(self) -> None:
        name = tr("Outlet {number}").format(number=len(self._draft.outlets) + 1)
        self._draft.outlets.append(Checked.new(name, check_text))
        self.rebuild()
        self.edited.emit()
        self._fields[-1].editor.setFocus()
        self._fields[-1].editor.selectAll()

    def _on_remove(self) -> None:
        self._draft.outlets.pop()
        self.rebuild()
        self.edited.emit()
