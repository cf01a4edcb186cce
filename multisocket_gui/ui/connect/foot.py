"""What stands below every page: why one cannot go on yet, and the ways back, out and on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.ui.style import GAP, GRID, GUTTER
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .page import push_button, tell


class Foot(QWidget):
    """The way on is never closed without a word."""

    back_asked = Signal()
    later_asked = Signal()
    next_asked = Signal()

    def __init__(self, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble = TextLine(Voice.ALARM, lines=6)
        self._trouble.setObjectName("connect/trouble")
        self._trouble.hide()
        self._why = TextLine(Voice.ALARM, lines=4)
        self._why.setObjectName("connect/why")
        later = tr("&Stay in the demo") if demo else tr("&Later")
        self._back = push_button(tr("&Back"), "connect/back", self.back_asked.emit)
        self._later = push_button(later, "connect/later", self.later_asked.emit)
        self._next = push_button(tr("&Next"), "connect/next", self.next_asked.emit)
        self._next.setDefault(True)
        row = WrapRow()
        row.add(self._why)
        for button in (self._back, self._later, self._next):
            row.push(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GUTTER, GAP, GUTTER, 3 * GRID)
        rows.setSpacing(GRID)
        rows.addWidget(self._trouble)
        rows.addLayout(row)

    @property
    def why(self) -> str:
        """Why one cannot go on, as it stands there."""
        return self._why.text()

    def offer(self, way_on: str, *, back: bool, later: bool) -> None:
        """How the way on is called, and which of the others there are."""
        self._next.setText(way_on)
        self._back.setVisible(back)
        self._later.setVisible(later)

    def explain(self, why: str) -> None:
        """Say why one cannot go on; nothing where one can."""
        tell(self._why, why)
        self._next.setAccessibleDescription(why)

    def warn(self, trouble: str) -> None:
        """Say what is wrong with all that is kept here; nothing where nothing is."""
        tell(self._trouble, trouble)

    def take_keyboard(self) -> None:
        """Let Enter go on."""
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)
