"""What of the history is asked for: words, whose hand, one socket."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from multisocket_gui.home.model import SocketRef
from multisocket_gui.home.names import plain
from multisocket_gui.words import tr

from .find_field import FindField
from .history_rows import Choice, Wanted
from .style import GAP, GRID
from .text_button import PAD_INSIDE, TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow


class WordsField(FindField):
    """Escape empties it; where it is empty, Escape is left to the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history-words")
        self.setAccessibleName(tr("Find in the history"))
        self.setPlaceholderText(tr("Find in the history"))
        self.setMaximumWidth(16_777_215)  # as wide as the panel (QWIDGETSIZE_MAX)
        self.use_colours()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class HistoryFilter(QWidget):
    """Tells when something else is asked for."""

    changed = Signal()
    left = Signal()
    """The keyboard shall go to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._socket: SocketRef | None = None
        self.words = WordsField()
        self.words.textChanged.connect(lambda: self.changed.emit())
        self.words.left.connect(self.left)
        self._choices = QButtonGroup(self)
        self._choices.idToggled.connect(lambda _id, on: self.changed.emit() if on else None)
        self._only = TextLine(Voice.PLAIN)
        self._only.setObjectName("history-socket")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.words)
        rows.addWidget(self._choice_row())
        self._only_row = self._socket_row()
        rows.addWidget(self._only_row)

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        return Wanted(Choice(self._choices.checkedId()), plain(self.words.text()), self._socket)

    @property
    def is_all(self) -> bool:
        """Whether everything is asked for."""
        return self.wanted == Wanted()

    def show_all(self) -> None:
        """Ask for everything."""
        self.show_socket(None, "")
        self.words.clear()
        self._choices.button(Choice.ALL.value).setChecked(True)

    def show_socket(self, socket: SocketRef | None, name: str) -> None:
        """Ask for one socket, called `name`; None: for any."""
        self._socket = socket
        self._only.say(tr("Only “{socket}”").format(socket=name))
        self._only_row.setVisible(socket is not None)
        self.changed.emit()

    def _choice_row(self) -> QWidget:
        holder = QWidget()
        row = WrapRow(holder, gap=GRID)
        row.setContentsMargins(0, 0, 0, 0)
        for choice, text in _choice_names().items():
            button = TextButton(text, name=tr("Show: {choice}").format(choice=text))
            button.setObjectName(f"history-{choice.name.lower()}")
            button.setCheckable(True)
            self._choices.addButton(button, choice.value)
            row.add(button)
        self._choices.button(Choice.ALL.value).setChecked(True)
        return holder

    def _socket_row(self) -> QWidget:
        holder = QWidget()
        row = WrapRow(holder, gap=GAP, hang=PAD_INSIDE)
        row.add(self._only)
        button = TextButton(tr("All sockets"))
        button.setObjectName("history-all-sockets")
        button.clicked.connect(lambda: self.show_socket(None, ""))
        row.add(button)
        holder.hide()
        return holder

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.words.use_colours()


def _choice_names() -> dict[Choice, str]:
    return {
        Choice.ALL: tr("All"),
        Choice.HERE: tr("From here"),
        Choice.ELSEWHERE: tr("Elsewhere"),
        Choice.TROUBLE: tr("Trouble"),
    }
