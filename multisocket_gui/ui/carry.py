"""What is seen while a thing is carried: its picture at the pointer, and an outline where it would come to stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from .drag import Drag
from .style import RADIUS, RING, colours

_SEEN_THROUGH = 0.75
_TINT = 48
"""How strong (0 to 255) the outline's inside is tinted."""


def nearest(areas: Sequence[QRect], at: QPoint) -> int:
    """Which of `areas`, at least one, is nearest to the point; 0 apart where it lies inside."""

    def far(area: QRect) -> int:
        aside = max(area.left() - at.x(), 0, at.x() - area.right())
        along = max(area.top() - at.y(), 0, at.y() - area.bottom())
        return aside * aside + along * along

    return min(range(len(areas)), key=lambda number: far(areas[number]))


class Carry(QObject):
    """Things in `holder` change places. `areas` are where they stand in it, in their order."""

    landed = Signal(int, int)
    """From which place to which."""

    def __init__(self, holder: QWidget, areas: Callable[[], Sequence[QRect]]) -> None:
        super().__init__(holder)
        self._holder = holder
        self._areas = areas
        self._picture: _Picture | None = None
        self._outline: _Outline | None = None

    def take_part(self, drag: Drag, place: Callable[[], int]) -> None:
        """What `drag` carries stands at `place()` (from 0)."""
        drag.carried.connect(lambda at: self._show(place(), at))
        drag.dropped.connect(lambda at: self._land(place(), at))
        drag.given_up.connect(self._clear)

    def _show(self, place: int, at: QPoint) -> None:
        areas = self._areas()
        if not 0 <= place < len(areas):
            return
        if self._picture is None or self._outline is None:
            self._picture = _Picture(self._holder, areas[place], at)
            self._outline = _Outline(self._holder)
        self._picture.follow(at)
        self._outline.surround(areas[nearest(areas, self._holder.mapFromGlobal(at))])

    def _land(self, place: int, at: QPoint) -> None:
        areas = self._areas()
        self._clear()
        target = nearest(areas, self._holder.mapFromGlobal(at)) if areas else place
        if 0 <= place < len(areas) and target != place:
            self.landed.emit(place, target)

    def _clear(self) -> None:
        for each in (self._picture, self._outline):
            if each is not None:
                each.hide()
                each.deleteLater()
        self._picture = self._outline = None


class _Picture(QWidget):
    """The carried thing as it looked when it was taken up."""

    def __init__(self, holder: QWidget, area: QRect, at: QPoint) -> None:
        super().__init__(holder.window())
        self.setObjectName("carried")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pixmap: QPixmap = holder.grab(area)
        self._grip = holder.mapFromGlobal(at) - area.topLeft()
        self.resize(area.size())
        self.show()

    def follow(self, at: QPoint) -> None:
        self.move(self.window().mapFromGlobal(at) - self._grip)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(_SEEN_THROUGH)
        painter.drawPixmap(0, 0, self._pixmap)


class _Outline(QWidget):
    """The place where it would come to stand."""

    def __init__(self, holder: QWidget) -> None:
        super().__init__(holder)
        self.setObjectName("landing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def surround(self, area: QRect) -> None:
        self.setGeometry(area)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = colours(self.palette()).accent
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        tint = QColor(accent)
        tint.setAlpha(_TINT)
        painter.setBrush(tint)
        inset = RING - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
