"""The page with one panel at its right, or in its place where there is no room for both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from .style import GRID, colours

_PANEL, _PAGE = 80 * GRID, 90 * GRID
"""The least widths (logical pixels) of a panel and of a page beside it."""
_LETTERS = 44
"""So many letters find room in a line of a panel, whatever the size of the text."""


class SidePanel(QWidget):
    """What may stand beside the page; built when it is first opened."""

    close_asked = Signal()

    def take_keyboard(self) -> None:
        """Put the keyboard where one begins."""
        raise NotImplementedError

    def tell_time(self, now: float) -> None:
        """The minute is another one; `now` in seconds since the epoch."""
        raise NotImplementedError

    def closed(self) -> None:
        """The person is done with it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inks = colours(self.palette())
        painter.fillRect(self.rect(), inks.ground)
        painter.fillRect(QRectF(0, 0, 1, self.height()), inks.line)


class SideColumn(QWidget):
    """One panel at a time; the keyboard goes there and comes back to where it was."""

    shown = Signal()
    """After another panel was opened, or the open one closed."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._panels: list[SidePanel] = []
        self._before: QWidget | None = None
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(page, 1)

    @property
    def panel(self) -> SidePanel | None:
        """The panel that is open."""
        return next((panel for panel in self._panels if not panel.isHidden()), None)

    def add(self, panel: SidePanel) -> None:
        """Take a panel in, closed."""
        panel.hide()
        panel.close_asked.connect(self.close_panel)
        self._panels.append(panel)
        self._columns.addWidget(panel)

    def open(self, panel: SidePanel) -> None:
        """Show the panel in the place of any other; the keyboard goes there."""
        before = self.panel
        if before is None:
            self._before = QApplication.focusWidget()
        elif before is not panel:
            before.hide()
            before.closed()
        panel.show()
        self._share_width()
        panel.take_keyboard()
        self.shown.emit()

    def close_panel(self) -> None:
        """Show the page alone; the keyboard goes back where it was."""
        panel = self.panel
        if panel is None:
            return
        panel.hide()
        panel.closed()
        self._share_width()
        if self._before and isValid(self._before) and self.isAncestorOf(self._before):
            self._before.setFocus()
        self._before = None
        self.shown.emit()

    def escape(self) -> bool:
        """Close the panel; whether there was one to close."""
        was_open = self.panel is not None
        self.close_panel()
        return was_open

    def tell_time(self, now: float) -> None:
        """The minute is another one; `now` in seconds since the epoch."""
        if self.panel:
            self.panel.tell_time(now)

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the open panel, or the panel has all the room."""
        panel, focus = self.panel, QApplication.focusWidget()
        return panel is not None and (self._page.isHidden() or (focus is not None and panel.isAncestorOf(focus)))

    def _share_width(self) -> None:
        wanted = max(_PANEL, self.fontMetrics().averageCharWidth() * _LETTERS)
        alone = self.panel is not None and self.width() < wanted + _PAGE
        self._page.setHidden(alone)
        for panel in self._panels:
            panel.setMinimumWidth(0 if alone else wanted)
            panel.setMaximumWidth(self.maximumWidth() if alone else wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()
