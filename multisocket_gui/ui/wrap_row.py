"""Things beside each other, that go to the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from .item_layout import ItemLayout, height_of
from .style import GAP


class WrapRow(ItemLayout):
    """Items in lines, centred in their line; what is pushed stands at the right.

    `hang` (logical pixels) is how far later lines begin to the left, so that a text button's words, not
    its edge, stand under the words above.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP, hang: int = 0) -> None:
        super().__init__(parent)
        self._gap = gap
        self._hang = hang
        self._pushed: set[QWidget] = set()
        self._optional: set[QWidget] = set()

    def add(self, widget: QWidget) -> None:
        """Add at the left."""
        self.addWidget(widget)

    def push(self, widget: QWidget) -> None:
        """Add at the right."""
        self._pushed.add(widget)
        self.addWidget(widget)

    def spare(self, widget: QWidget) -> None:
        """Let `widget` take no room where all do not fit into one line."""
        self._optional.add(widget)

    def arranged(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        roomy = self._in_one_line(items) <= width
        kept = [item for item in items if roomy or item.widget() not in self._optional]
        placed: dict[int, QRect] = {}
        top = 0
        for number, line in enumerate(self._lines(kept, width)):
            areas = [area.translated(-self._hang if number else 0, 0) for area in self._line(line, width)]
            height = max(area.height() for area in areas)
            for item, area in zip(line, areas, strict=True):
                placed[id(item)] = area.translated(0, top + (height - area.height()) // 2)
            top += height + self._gap // 2
        return [placed.get(id(item), QRect()) for item in items]

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        width = self._in_one_line(self.shown_items()) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def _in_one_line(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self._gap * max(0, len(items) - 1)

    def _lines(self, items: list[QLayoutItem], width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = -1
        for item in items:
            needed = item.sizeHint().width()
            if room < needed:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= needed + self._gap
        return lines

    def _line(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        """The areas in one line, from its top: hints, what is left over to who can grow, the rest at the right."""
        widths = [min(item.sizeHint().width(), width) for item in items]
        spare = width - sum(widths) - self._gap * (len(items) - 1)
        for index, item in enumerate(items):
            if item.expandingDirections() & Qt.Orientation.Horizontal:
                grown = min(widths[index] + spare, item.maximumSize().width())
                spare -= grown - widths[index]
                widths[index] = grown
        left, areas = 0, []
        for item, each in zip(items, widths, strict=True):
            if item.widget() in self._pushed:
                left, spare = left + spare, 0
            areas.append(QRect(left, 0, each, height_of(item, each)))
            left += each + self._gap
        return areas
