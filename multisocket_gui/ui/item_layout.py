"""What our own layouts share: they keep items and give each a rectangle, with a height that follows the width."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class ItemLayout(QLayout):
    """A layout whose `arranged` says where the visible items stand in a given width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    @abstractmethod
    def arranged(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        """A rectangle for each of `items`, counted from the top left of the layout's inside."""

    def shown_items(self) -> list[QLayoutItem]:
        """The items that take room."""
        return [item for item in self._items if not item.isEmpty()]

    def put_in_order(self, widgets: Iterable[QWidget]) -> None:
        """Let the items stand in the order of `widgets`, which are all of theirs."""
        order: list[QWidget | None] = list(widgets)
        self._items.sort(key=lambda item: order.index(item.widget()))
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            margins = self.contentsMargins()
            rows = self.arranged(self.shown_items(), width - margins.left() - margins.right())
            inside = max((area.y() + area.height() for area in rows), default=0)
            self._heights[width] = inside + margins.top() + margins.bottom()
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        width = max((item.minimumSize().width() for item in self.shown_items()), default=0)
        return QSize(width + margins.left() + margins.right(), margins.top() + margins.bottom())

    def sizeHint(self) -> QSize:
        width = self.minimumSize().width()
        return QSize(width, self.heightForWidth(width))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        inside = area.marginsRemoved(self.contentsMargins())
        items = self.shown_items()
        for item, place in zip(items, self.arranged(items, inside.width()), strict=True):
            item.setGeometry(place.translated(inside.topLeft()))


def height_of(item: QLayoutItem, width: int) -> int:
    """The height that the item wants in `width`."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
