"""The favourites as a list whose lines are carried to their places."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from multisocket_gui.home.model import OutletRef, Place
from multisocket_gui.ui.shortcuts import moves_things
from multisocket_gui.ui.style import GRID
from multisocket_gui.words import tr

_ROLE = Qt.ItemDataRole.UserRole
_MOST_LINES = 10


class FavouriteList(QListWidget):
    """By the mouse, or by Ctrl+Shift with an arrow; Delete takes a line away. It only asks: `show_places` shows."""

    moved = Signal(OutletRef, int)
    removed = Signal(OutletRef)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray/favourites")
        self.setAccessibleName(tr("Favourites"))
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model().rowsMoved.connect(self._on_rows_moved)

    def show_places(self, shown: Sequence[Place]) -> None:
        """Show these; the line that was current stays so, or the one in its place."""
        current, row = self._current(), self.currentRow()
        self.clear()
        for place in shown:
            item = QListWidgetItem(outlet_title(place), self)
            item.setData(_ROLE, place.ref)
            item.setSizeHint(QSize(0, max(8 * GRID, self.fontMetrics().height() + 2 * GRID)))
        refs = [place.ref for place in shown]
        self.setCurrentRow(refs.index(current) if current in refs else min(row, len(refs) - 1))
        lines = min(max(len(refs), 1), _MOST_LINES)
        self.setFixedHeight(lines * max(8 * GRID, self.fontMetrics().height() + 2 * GRID) + 2 * self.frameWidth())

    def step(self, by: int) -> None:
        """Ask for the current line to stand `by` places later."""
        current, place = self._current(), self.currentRow() + by
        if current and 0 <= place < self.count():
            self.moved.emit(current, place)

    def remove(self) -> None:
        """Ask for the current line to be taken away."""
        if current := self._current():
            self.removed.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if moves_things(event):
            self.step(-1 if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Left) else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove()
        else:
            super().keyPressEvent(event)

    def _current(self) -> OutletRef | None:
        item = self.currentItem()
        found = item.data(_ROLE) if item else None
        return found if isinstance(found, OutletRef) else None

    def _on_rows_moved(self, _from: QModelIndex, start: int, _end: int, _to: QModelIndex, before: int) -> None:
        place = before if before < start else before - 1
        self.moved.emit(self.item(place).data(_ROLE), place)


def outlet_title(place: Place) -> str:
    """The outlet and its socket, or one name where both are called the same."""
    outlet, socket = place.outlet.name, place.socket.name
    return outlet if outlet == socket else tr("{outlet}, {socket}").format(outlet=outlet, socket=socket)
