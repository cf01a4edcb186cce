"""Forgetting this computer: asked for once, agreed to once more, in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .form import form_button


class ForgetRow(QWidget):
    """The first press says what would be removed; Escape and leaving take it back."""

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = form_button("account/forget", tr("&Forget this computer…"))
        self._ask.clicked.connect(self._on_asked)
        self._what = TextLine(Voice.PLAIN, lines=6)
        self._what.setObjectName("account/forget/what")
        self._what.say(
            tr("Your sign-in and the subscription key are removed from this computer and its keyring.")
            + " "
            + tr("The plants and all other settings stay.")
        )
        self._agree = form_button("account/forget/agree", tr("&Remove sign-in and key"))
        self._agree.setAccessibleDescription(self._what.text())
        self._agree.clicked.connect(self._on_agreed)
        self._keep = form_button("account/forget/keep", tr("&Keep them"))
        self._keep.setAccessibleDescription(self._what.text())
        self._keep.clicked.connect(self.take_back)
        row = WrapRow()
        for button in (self._ask, self._agree, self._keep):
            row.add(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        rows.addWidget(self._what)
        rows.addLayout(row)
        self._show(asking=False)

    def take_back(self) -> bool:
        """Stop asking; whether it was asking."""
        was_asking = not self._what.isHidden()
        had_focus = self._agree.hasFocus() or self._keep.hasFocus()
        self._show(asking=False)
        if had_focus:
            self._ask.setFocus(Qt.FocusReason.OtherFocusReason)
        return was_asking

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show(asking=False)

    def _on_asked(self) -> None:
        self._show(asking=True)
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)  # where a key pressed twice does no harm

    def _on_agreed(self) -> None:
        self.take_back()
        self.agreed.emit()

    def _show(self, *, asking: bool) -> None:
        self._ask.setHidden(asking)
        for widget in (self._what, self._agree, self._keep):
            widget.setVisible(asking)
