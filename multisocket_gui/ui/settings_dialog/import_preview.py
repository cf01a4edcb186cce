"""What an import would do, and the two ways to do it; in place of a question in a box."""

from __future__ import annotations

from itertools import chain, repeat

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from multisocket_gui.settings import Settings
from multisocket_gui.settings.effect import effect
from multisocket_gui.settings.file import BEFORE_IMPORT
from multisocket_gui.transfer_words import effect_lines
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .form import form_button


class ImportPreview(QWidget):
    """Nothing happens before `agreed`."""

    agreed = Signal()
    left = Signal()
    way_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transfer/preview")
        self._file = self._line("file", Voice.NAME)
        self._merge = self._way("merge", tr("&Merge: what the file does not speak of stays"))
        self._replace = self._way("replace", tr("&Replace: only what the file holds remains of this home"))
        self._effect = QWidget()
        self._effect.setObjectName("transfer/preview/effect")
        self._sentences: list[TextLine] = []
        self._kept = self._line("kept", Voice.QUIET)
        self._kept.say(
            tr("What is set up now is kept in {file}, beside the settings.").format(
                file=f"settings.json{BEFORE_IMPORT}"
            )
        )
        self._go = form_button("transfer/go", tr("&Import"))
        self._go.clicked.connect(self.agreed)
        self._cancel = form_button("transfer/cancel", tr("&Cancel"))
        self._cancel.clicked.connect(self.left)
        self.setFocusProxy(self._merge)
        self._lay_out()

    @property
    def replacing(self) -> bool:
        """Whether what the file does not hold goes."""
        return self._replace.isChecked()

    def begin(self, file: str) -> None:
        """Weigh another file, which is called `file`: the way that loses nothing comes first."""
        self._file.say(tr("What an import of {file} would do").format(file=file))
        self._merge.setChecked(True)

    def show_effect(self, before: Settings, after: Settings) -> None:
        """Say what becomes of `before`."""
        found = effect(before, after)
        told = effect_lines(found)
        while len(self._sentences) < len(told):
            self._sentences.append(TextLine(Voice.PLAIN, lines=4))
            self._effect_rows.addWidget(self._sentences[-1])
        for line, words in zip(self._sentences, chain(told, repeat("")), strict=False):
            line.say(words)
            line.setVisible(bool(words))
        self._go.setAccessibleDescription(" ".join(told))
        self._go.setEnabled(not found.is_none)

    def _lay_out(self) -> None:
        buttons = WrapRow()
        buttons.add(self._go)
        buttons.add(self._cancel)
        self._effect_rows = QVBoxLayout(self._effect)
        self._effect_rows.setContentsMargins(0, 0, 0, 0)
        self._effect_rows.setSpacing(GRID)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3 * GRID)
        ways = QVBoxLayout()
        ways.setSpacing(GRID)
        for way in (self._merge, self._replace):
            ways.addWidget(way)
        rows.addWidget(self._file)
        rows.addLayout(ways)
        rows.addWidget(self._effect)
        rows.addWidget(self._kept)
        rows.addLayout(buttons)

    def _line(self, key: str, voice: Voice) -> TextLine:
        line = TextLine(voice, lines=4)
        line.setObjectName(f"transfer/preview/{key}")
        return line

    def _way(self, key: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(f"transfer/{key}")
        button.clicked.connect(lambda: self.way_chosen.emit())
        return button
