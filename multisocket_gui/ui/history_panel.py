"""The history beside the cards: what happened, by whose hand, day by day."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from multisocket_gui.engine.history import History
from multisocket_gui.home.history import Entry
from multisocket_gui.home.model import SocketRef
from multisocket_gui.words import problem_words, tr, trn

from .history_filter import HistoryFilter
from .history_list import HistoryList
from .history_rows import HistoryRows
from .panel_line import panel_button, panel_line
from .side_column import SidePanel
from .style import GRID
from .text_line import TextLine, Voice


class HistoryPanel(SidePanel):
    """Follows the history while it is shown, and writes it out or clears it."""

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._forgotten: tuple[Entry, ...] = ()
        self._rows = HistoryRows(self)
        self._filter = HistoryFilter()
        self._list = HistoryList(self._rows)
        self._empty = TextLine(Voice.PLAIN, lines=4)
        self._said, self._trouble = TextLine(Voice.PLAIN, lines=3), TextLine(Voice.ALARM, lines=6)
        self._count = TextLine(Voice.QUIET)
        self._undo = panel_button("history-undo", tr("Undo"), tr("Undo the clearing"))
        self._export = panel_button("history-export", tr("Export…"), tr("Export the history"))
        self._clear = panel_button("history-clear", tr("Clear all"), tr("Clear the whole history"))
        self.setObjectName("history")
        self._name()
        self._lay_out()
        self._wire()
        self._say("")

    @property
    def rows(self) -> HistoryRows:
        """What the list shows."""
        return self._rows

    def show_socket(self, socket: SocketRef | None, name: str) -> None:
        """Show the history of one socket, called `name`, or of all."""
        self._filter.show_all()
        self._filter.show_socket(socket, name)

    def take_keyboard(self) -> None:
        """Put the keyboard where one types what to find."""
        self._filter.words.setFocus()
        self._filter.words.selectAll()

    def tell_time(self, now: float) -> None:
        """Another day may have begun; `now` in seconds since the epoch."""
        if self.isVisible():
            self._show(now)

    # How it is made

    def _name(self) -> None:
        self.setAccessibleName(tr("History"))
        parts = {"empty": self._empty, "said": self._said, "trouble": self._trouble, "count": self._count}
        for name, line in parts.items():
            line.setObjectName(f"history-{name}")

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 2 * GRID, 0, 2 * GRID)
        rows.setSpacing(2 * GRID)
        title = TextLine(Voice.NAME)
        title.say(tr("History"))
        close = panel_button("history-close", tr("Close"), tr("Close the history"))
        close.clicked.connect(self.close_asked)
        rows.addWidget(panel_line(title, pushed=(close,)))
        rows.addWidget(panel_line(self._filter))
        self._empty_line = panel_line(self._empty)
        rows.addWidget(self._empty_line)
        rows.addWidget(self._list, 1)
        rows.addStretch()
        self._said_line = panel_line(self._said, self._undo, self._trouble)
        rows.addWidget(self._said_line)
        rows.addWidget(panel_line(self._count, pushed=(self._export, self._clear)))

    def _wire(self) -> None:
        self._history.changed.connect(lambda: self.tell_time(time.time()))
        self._filter.changed.connect(lambda: self.tell_time(time.time()))
        self._filter.left.connect(lambda: self._list.setFocus(Qt.FocusReason.TabFocusReason))
        self._export.clicked.connect(self._ask_where)
        self._clear.clicked.connect(self._on_clear)
        self._undo.clicked.connect(self._on_undo)

    # What is shown

    def _show(self, now: float) -> None:
        entries = self._history.entries()
        found = self._rows.show(entries, self._filter.wanted, now)
        self._empty.say(tr("Nothing here is like that.") if entries else tr("Nothing has happened yet."))
        self._empty_line.setVisible(found == 0)
        self._list.setVisible(found > 0)
        self._count.say(self._count_words(found, len(entries)))
        for button in (self._export, self._clear):
            button.setEnabled(bool(entries))

    def _count_words(self, found: int, of: int) -> str:
        if not of:
            return ""
        if self._filter.is_all:
            return trn("{count} line", "{count} lines", of)
        return tr("{found} of {count} lines").format(found=found, count=of)

    def _say(self, words: str, trouble: str = "") -> None:
        """Tell what became of the last thing that was asked of the panel; taking back is offered for clearing alone."""
        self._said.say(words)
        self._trouble.say(trouble)
        self._said.setVisible(bool(words))
        self._trouble.setVisible(bool(trouble))
        self._undo.setVisible(bool(self._forgotten))
        self._said_line.setVisible(bool(words or trouble))

    # What is asked

    def _on_clear(self) -> None:
        self._forgotten = self._history.clear()
        self._say(tr("The history is cleared."))
        self._undo.setFocus()

    def _on_undo(self) -> None:
        forgotten, self._forgotten = self._forgotten, ()
        self._history.restore(forgotten)
        self._say("")
        self._clear.setFocus()

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"multisocket-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}"
        dialog = QFileDialog(self, tr("Export the history"), str(Path(folder) / name))
        dialog.setObjectName("history-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Table for spreadsheets (*.csv)"), tr("JSON for scripts (*.json)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("json" if "*.json" in kind else "csv"))
        dialog.fileSelected.connect(lambda file: self._on_file(Path(file)))
        dialog.open()

    def _on_file(self, file: Path) -> None:
        self._forgotten = ()
        problem = self._history.export(file)
        if problem:
            self._say("", problem_words(problem, time.time()).line)
        else:
            self._say(tr("Written to {file}.").format(file=file.name))

    # Qt's news

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(time.time())

    def closed(self) -> None:
        """The person is done with it: what was cleared cannot be taken back any more."""
        self._forgotten = ()
        self._say("")
