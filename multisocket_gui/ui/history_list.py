"""The list of the history's rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from multisocket_gui.words import tr

from .history_paint import HistoryPaint
from .history_rows import HistoryRows


class HistoryList(QListView):
    """Up and down go from entry to entry; one that was chosen stays chosen while others come."""

    def __init__(self, rows: HistoryRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paint = HistoryPaint(self)
        self.setObjectName("history-list")
        self.setAccessibleName(tr("History"))
        self.setModel(rows)
        self.setItemDelegate(self.paint)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.dataChanged.connect(lambda first: self.paint.sizeHintChanged.emit(first))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount() > 1:
            self.setCurrentIndex(self.model().index(1, 0))  # the first is a day

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.paint.forget()
            self.scheduleDelayedItemsLayout()
