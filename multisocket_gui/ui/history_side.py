"""The page with the history at its right, or in its place where there is no room for both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from multisocket_gui.engine.history import History
from multisocket_gui.home.model import SocketRef

from .history_panel import HistoryPanel
from .style import GRID

_PANEL, _PAGE = 80 * GRID, 90 * GRID
"""The least widths (logical pixels) of the history and of a page beside it."""
_LETTERS = 44
"""So many letters find room in a line of the panel, whatever the size of the text."""


class HistorySide(QWidget):
    """The panel is built when it is first opened."""

    opened = Signal(bool)

    def __init__(self, page: QWidget, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._history = history
        self._panel: HistoryPanel | None = None
        self._before: QWidget | None = None
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(page, 1)

    @property
    def panel(self) -> HistoryPanel | None:
        """The panel while it is open."""
        return self._panel if self._panel and not self._panel.isHidden() else None

    def toggle(self) -> None:
        """Open the history of everything, or close it."""
        if self.panel:
            self.close_panel()
        else:
            self.open_panel()

    def open_panel(self, socket: SocketRef | None = None, name: str = "") -> None:
        """Show the history of everything, or of one socket, called `name`; the keyboard goes there."""
        self._before = QApplication.focusWidget() if self.panel is None else self._before
        panel = self._panel = self._panel or self._new_panel()
        panel.show_socket(socket, name)
        panel.show()
        self._share_width()
        panel.focus_words()
        self.opened.emit(True)

    def close_panel(self) -> None:
        """Show the page alone; the keyboard goes back where it was."""
        if self._panel is None:
            return
        self._panel.hide()
        self._panel.closed()
        self._share_width()
        if self._before and isValid(self._before) and self.isAncestorOf(self._before):
            self._before.setFocus()
        self._before = None
        self.opened.emit(False)

    def escape(self) -> bool:
        """Close the panel; whether there was one to close."""
        was_open = self.panel is not None
        self.close_panel()
        return was_open

    def take_find(self) -> bool:
        """Put the keyboard into the history's find field, where the history has the keyboard or the only room."""
        panel = self.panel
        focus = QApplication.focusWidget()
        if panel is None or not (self._page.isHidden() or (focus and panel.isAncestorOf(focus))):
            return False
        panel.focus_words()
        return True

    def tell_time(self, now: float) -> None:
        """The minute is another one; `now` in seconds since the epoch."""
        if self.panel:
            self.panel.tell_time(now)

    def _new_panel(self) -> HistoryPanel:
        panel = HistoryPanel(self._history)
        panel.close_asked.connect(self.close_panel)
        panel.hide()
        self._columns.addWidget(panel)
        return panel

    def _share_width(self) -> None:
        panel = self.panel
        wanted = max(_PANEL, self.fontMetrics().averageCharWidth() * _LETTERS)
        alone = panel is not None and self.width() < wanted + _PAGE
        self._page.setHidden(alone)
        if self._panel:
            self._panel.setMinimumWidth(0 if alone else wanted)
            self._panel.setMaximumWidth(self.maximumWidth() if alone else wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()
