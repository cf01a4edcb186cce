"""The groups of a plant: what a read by type or name found together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.home.model import SelectorKey
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import tr

from .drafts import GroupDraft, PlantDraft
from .field import Field


class GroupRows(QWidget):
    """A name for each group and a way to remove it; nothing where there is none, since only a read finds groups."""

    edited = Signal()

    def __init__(self, draft: PlantDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._fields: list[Field] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2 * GRID)
        title = TextLine(Voice.NAME)
        title.say(tr("Groups"))
        words = TextLine(Voice.QUIET, lines=4)
        words.say(tr("Sockets that were found together can be switched together."))
        self._rows.addWidget(title)
        self._rows.addWidget(words)
        self.rebuild()

    def rebuild(self) -> None:
        """Show the groups of the draft."""
        for field in self._fields:
            self._rows.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._fields = [self._field(group) for group in self._draft.groups]
        self.setVisible(bool(self._fields))

    def _field(self, group: GroupDraft) -> Field:
        key = tr("type") if group.selector.key is SelectorKey.TYPE else tr("name")
        label = tr("Name of the group of {key} “{value}”").format(key=key, value=group.selector.value)
        name = f"group/{group.selector.key}/{group.selector.value}"
        field = Field(name, label)
        field.show_text(group.name.text)
        field.complain(group.name.complaint)
        field.typed.connect(lambda text: self._on_typed(field, group, text))
        remove = TextButton(tr("Remove"), name=tr("Remove the group {group}").format(group=group.name.text))
        remove.setObjectName(f"{name}/remove")
        remove.clicked.connect(lambda: self._on_remove(group))
        field.add_beside(remove)
        self._rows.addWidget(field)
        field.show()
        return field

    def _on_typed(self, field: Field, group: GroupDraft, text: str) -> None:
        group.name.type(text)
        field.complain(group.name.complaint)
        self.edited.emit()

    def _on_remove(self, group: GroupDraft) -> None:
        self._draft.groups.remove(group)
        self.rebuild()
        self.edited.emit()
