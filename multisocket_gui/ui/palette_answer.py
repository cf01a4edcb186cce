"""What became of it, or the question that comes first: at the foot of the palette."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from multisocket_gui.words import tr

from .style import GAP, GRID, GUTTER
from .text_line import TextLine, Voice
from .wrap_row import WrapRow


class PaletteAnswer(QWidget):
    """One sentence; with a question, its two answers, and the keyboard on the one that changes nothing."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = TextLine(Voice.PLAIN, lines=4)
        self._words.setObjectName("palette-said")
        self._no = self._button("palette-no", tr("&Leave it on"), answer=False)
        self._yes = self._button("palette-yes", tr("&Turn it off"), answer=True)
        row = WrapRow(self)
        row.setContentsMargins(GUTTER, GAP, GUTTER, 3 * GRID)
        row.add(self._words)
        row.add(self._no)
        row.add(self._yes)
        self.hide()

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say that; nothing takes no room."""
        self._words.say(words)
        self._offer(False)
        self.setVisible(bool(words))

    def ask(self, words: str) -> None:
        """Ask whether it shall really be turned off."""
        self._words.say(words)
        self._offer(True)
        self.show()
        for button in (self._no, self._yes):
            button.setAccessibleDescription(words)
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, asks: bool) -> None:
        for button in (self._no, self._yes):
            button.setVisible(asks)

    def _button(self, key: str, text: str, *, answer: bool) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(key)
        button.setAccessibleName(text.replace("&", ""))
        button.setAutoDefault(True)  # so that Return presses it where it has the keyboard
        button.setMinimumHeight(8 * GRID)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.answered.emit(answer))
        button.hide()
        return button
