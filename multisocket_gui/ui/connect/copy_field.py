"""A text to be copied elsewhere: it can be selected, not changed."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from multisocket_gui.ui.settings_dialog.field import Field
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.words import tr


class CopyField(Field):
    """The button says when it has copied, until the text changes."""

    def __init__(self, key: str, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(key, label, hint=hint, parent=parent)
        self.editor.setReadOnly(True)
        self._copy = TextButton(tr("Copy"), name=tr("Copy: {what}").format(what=label))
        self._copy.setObjectName(f"{key}/copy")
        self._copy.clicked.connect(self._on_copy)
        self.add_beside(self._copy)

    def show_text(self, text: str) -> None:
        """Show `text`, which was not copied yet."""
        if text != self.editor.text():
            self._copy.setText(tr("Copy"))
        super().show_text(text)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.editor.text())
        self._copy.setText(tr("Copied"))
        self._copy.updateGeometry()
