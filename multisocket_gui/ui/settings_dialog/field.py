"""A labelled line to type in, with what is wrong about it in a line below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from multisocket_gui.settings_checks import Complaint
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import complaint_words


class Field(QWidget):
    """`typed` at each change by a person; `left` when the field is left or Return is pressed."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, key: str, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self.editor = QLineEdit()
        self.editor.setObjectName(key)
        self.editor.setAccessibleName(label)
        self.editor.setMinimumHeight(8 * GRID)
        self.editor.setTextMargins(GRID, 0, GRID, 0)
        self.editor.textEdited.connect(self.typed)
        self.editor.editingFinished.connect(self.left)
        name = QLabel(label)
        name.setWordWrap(True)
        name.setBuddy(self.editor)
        self._complaint = TextLine(Voice.ALARM, lines=3)
        self._complaint.setObjectName(f"{key}/complaint")
        self._advice = TextLine(Voice.QUIET, lines=4)
        self._beside = WrapRow()
        self._beside.add(self.editor)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID // 2)
        rows.addWidget(name)
        rows.addLayout(self._beside)
        rows.addWidget(self._complaint)
        rows.addWidget(self._advice)
        self.advise(hint)
        self.complain(None)

    @property
    def complaint(self) -> str:
        """What is said to be wrong, or ""."""
        return self._complaint.text()

    def add_beside(self, widget: QWidget) -> None:
        """Put a button at the right of the line."""
        self._beside.add(widget)

    def show_text(self, text: str) -> None:
        """Show `text`, where it is not what stands there."""
        if text != self.editor.text():
            self.editor.setText(text)
            self.editor.setCursorPosition(0)

    def complain(self, complaint: Complaint | None) -> None:
        """Say what is wrong, or that nothing is."""
        self._complaint.say(complaint_words(complaint) if complaint else "")
        self._complaint.setVisible(complaint is not None)
        self._describe()

    def advise(self, hint: str) -> None:
        """Say what belongs here."""
        self._hint = hint
        self._advice.say(hint)
        self._advice.setVisible(bool(hint))
        self._describe()

    def _describe(self) -> None:
        self.editor.setAccessibleDescription(" ".join(part for part in (self.complaint, self._hint) if part))
