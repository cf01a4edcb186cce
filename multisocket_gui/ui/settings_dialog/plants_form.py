"""What plants are, and the way to add one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .form import Form


class PlantsForm(Form):
    """One sentence, one button."""

    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Plants"), parent)
        words = TextLine(Voice.PLAIN, lines=4)
        words.say(tr("A plant is a home with its sockets. Choose one at the left, or add one."))
        self.put(words)
        button = QPushButton(tr("&Add a plant"))
        button.setObjectName("plants/add")
        button.setAutoDefault(False)
        button.setMinimumHeight(8 * GRID)
        button.clicked.connect(lambda: self.add_asked.emit())
        row = WrapRow()
        row.add(button)
        self.put_row(row)
