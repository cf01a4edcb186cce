"""Where there is nothing to show: one sentence and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from .style import GUTTER
from .text_line import TextLine, Voice


class EmptyState(QWidget):
    """Says what is missing and offers the next step."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = TextLine(Voice.PLAIN, lines=3)
        self._button = QPushButton()
        self._button.setObjectName("empty-step")
        self._button.clicked.connect(lambda: self.asked.emit())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        rows.setSpacing(GUTTER)
        rows.addStretch(2)
        rows.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    @property
    def button(self) -> QPushButton:
        """The next step."""
        return self._button

    def offer(self, sentence: str, step: str) -> None:
        """Say `sentence` and offer `step`."""
        self._sentence.say(sentence)
        self._button.setText(step)
