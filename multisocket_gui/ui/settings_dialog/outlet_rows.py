"""The outlets of a socket, in the service's order: names, drawings and guards."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .drafts import OutletDraft, SocketDraft
from .outlet_row import OutletRow


class OutletRows(QWidget):
    """Rows are added and removed at the end: the place of an outlet is the service's, all else is ours."""

    edited = Signal()

    def __init__(self, draft: SocketDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._shown: list[OutletRow] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3 * GRID)
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
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = [self._row(number, outlet) for number, outlet in enumerate(self._draft.outlets, 1)]
        self._remove.setVisible(bool(self._shown))

    def _row(self, number: int, outlet: OutletDraft) -> OutletRow:
        row = OutletRow(number, outlet)
        row.edited.connect(self.edited)
        self._rows.insertWidget(number - 1, row)
        row.show()
        return row

    def _on_add(self) -> None:
        self._draft.outlets.append(OutletDraft.new(len(self._draft.outlets) + 1))
        self.rebuild()
        self.edited.emit()
        self._shown[-1].name.editor.setFocus()
        self._shown[-1].name.editor.selectAll()

    def _on_remove(self) -> None:
        self._draft.outlets.pop()
        self.rebuild()
        self.edited.emit()
