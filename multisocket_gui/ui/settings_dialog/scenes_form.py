"""What scenes are, and the way to add one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .form import Form, form_button


class ScenesForm(Form):
    """One sentence, one button."""

    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, some: bool) -> None:
        super().__init__(tr("Scenes"), parent)
        words = TextLine(Voice.PLAIN, lines=5)
        words.say(
            tr("A scene sets several outlets at once, each on or off. Choose one at the left, or add one.")
            if some
            else tr("No scene yet: one sets several outlets at once, each on or off, in all your plants.")
        )
        words.setObjectName("scenes/words")
        button = form_button("scenes/add", tr("&Add a scene"))
        button.clicked.connect(lambda: self.add_asked.emit())
        self.put(words)
        row = WrapRow()
        row.add(button)
        self.put_row(row)
