"""The second line: find, read again, and how old what is shown is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from multisocket_gui.words import tr

from .find_field import FindField
from .shortcuts import REFRESH
from .style import GRID, GUTTER
from .text_line import TextLine, Voice
from .wrap_row import WrapRow


class ToolLine(QWidget):
    """Asks for a filter and for a refresh."""

    refresh_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = FindField()
        self._refresh = QPushButton(tr("&Refresh"))
        self._refresh.setObjectName("refresh")
        self._refresh.setToolTip(tr("Read every socket of this plant again ({keys})").format(keys=REFRESH))
        self._refresh.setMinimumHeight(8 * GRID)
        self._refresh.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._refresh.clicked.connect(lambda: self.refresh_asked.emit())
        self._age = TextLine(Voice.QUIET)
        self._age.setObjectName("age")
        row = WrapRow(self)
        row.setContentsMargins(GUTTER, 3 * GRID, GUTTER, GRID)
        row.add(self.search)
        row.add(self._refresh)
        row.push(self._age)
        self.search.use_colours()

    def say_age(self, words: str) -> None:
        """Say how old the reading is."""
        self._age.say(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.search.use_colours()
