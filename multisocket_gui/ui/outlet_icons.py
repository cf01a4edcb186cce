"""The drawings an outlet may have: lines of one weight in a square of 14 by 14, its middle at (0, 0)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QTransform

from multisocket_gui.words import tr

PLUG = "plug"
"""What is drawn where nothing was chosen, or where the name is none of ours."""
WEIGHT = 1.4
"""How thick every line is."""


def icon_names() -> dict[str, str]:
    """What each drawing is called, by its name in the settings, in the order in which they are offered."""
    return {
        "lamp": tr("Lamp"),
        "television": tr("Television"),
        "computer": tr("Computer"),
        "screen": tr("Screen"),
        "printer": tr("Printer"),
        "router": tr("Router"),
        "speaker": tr("Speaker"),
        "charger": tr("Charger"),
        "heater": tr("Heater"),
        "fan": tr("Fan"),
        "freezer": tr("Freezer"),
        "washer": tr("Washing machine"),
        "coffee": tr("Coffee machine"),
        "kettle": tr("Kettle"),
        "tree": tr("Tree"),
        PLUG: tr("Plug"),
    }


@lru_cache(maxsize=32)
def drawing(name: str) -> QPainterPath:
    """The lines of the drawing called `name`; a plug where there is none of that name."""
    path = QPainterPath()
    _DRAWINGS.get(name, _plug)(path)
    return path


def pen(ink: QColor) -> QPen:
    """A pen of the drawings' weight, with round ends and corners."""
    line = QPen(ink, WEIGHT)
    line.setCapStyle(Qt.PenCapStyle.RoundCap)
    line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return line


def _lines(path: QPainterPath, *points: tuple[float, float], closed: bool = False) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.closeSubpath()


def _box(path: QPainterPath, left: float, top: float, width: float, height: float, radius: float = 1.5) -> None:
    path.addRoundedRect(QRectF(left, top, width, height), radius, radius)


def _ring(path: QPainterPath, x: float, y: float, radius: float) -> None:
    path.addEllipse(QPointF(x, y), radius, radius)


def _plug(path: QPainterPath) -> None:
    for side in (-2.5, 2.5):
        _lines(path, (side, -6.8), (side, -3.5))
    path.moveTo(-4.5, -3.5)
    path.lineTo(4.5, -3.5)
    path.lineTo(4.5, -1)
    path.arcTo(QRectF(-4.5, -5.5, 9, 9), 0, -180)
    path.closeSubpath()
    _lines(path, (0, 3.5), (0, 6.8))


def _lamp(path: QPainterPath) -> None:
    _lines(path, (-2.6, -6.5), (2.6, -6.5), (5, 0), (-5, 0), closed=True)
    _lines(path, (0, 0), (0, 6.5))
    _lines(path, (-3.2, 6.5), (3.2, 6.5))


def _television(path: QPainterPath) -> None:
    _box(path, -6.8, -3.5, 13.6, 9)
    _lines(path, (-3.2, -6.8), (0, -3.5), (3.2, -6.8))
    for side in (-4, 4):
        _lines(path, (side, 5.5), (side, 6.8))


def _screen(path: QPainterPath) -> None:
    _box(path, -6.8, -6, 13.6, 9)
    _lines(path, (0, 3), (0, 6.3))
    _lines(path, (-3.5, 6.3), (3.5, 6.3))


def _computer(path: QPainterPath) -> None:
    _box(path, -5.2, -5.2, 10.4, 7.4)
    _lines(path, (-6.8, 5), (6.8, 5))


def _printer(path: QPainterPath) -> None:
    _lines(path, (-3.5, 3.5), (-6.5, 3.5), (-6.5, -2.2), (6.5, -2.2), (6.5, 3.5), (3.5, 3.5))
    _lines(path, (-3.5, -2.2), (-3.5, -6.6), (3.5, -6.6), (3.5, -2.2))
    _lines(path, (-3.5, 1), (3.5, 1), (3.5, 6.6), (-3.5, 6.6), closed=True)


def _router(path: QPainterPath) -> None:
    _box(path, -6.8, 0.5, 13.6, 5.5)
    _lines(path, (-4, 0.5), (-5.5, -6.3))
    _lines(path, (4, 0.5), (5.5, -6.3))
    _lines(path, (-3.8, 3.3), (-3.2, 3.3))
    _lines(path, (-0.8, 3.3), (3.6, 3.3))


def _speaker(path: QPainterPath) -> None:
    _box(path, -4.6, -6.8, 9.2, 13.6)
    _ring(path, 0, 2.4, 2.5)
    _lines(path, (-0.2, -3.7), (0.2, -3.7))


def _charger(path: QPainterPath) -> None:
    _lines(path, (1.2, -6.8), (-4.2, 1.2), (0, 1.2), (-1.2, 6.8), (4.2, -1.2), (0, -1.2), closed=True)


def _heater(path: QPainterPath) -> None:
    for left in (-6.6, -2.2, 2.2):
        _box(path, left, -5.8, 4.4, 10.6, 1.8)
    for side in (-4.4, 4.4):
        _lines(path, (side, 4.8), (side, 6.8))


def _fan(path: QPainterPath) -> None:
    blade = QPainterPath()
    blade.moveTo(0, -1.3)
    blade.cubicTo(-3.6, -3.2, -2.6, -6.8, 0.8, -6.8)
    blade.cubicTo(2.6, -6.8, 2.4, -3.4, 0, -1.3)
    for angle in (0, 120, 240):
        path.addPath(QTransform().rotate(angle).map(blade))
    _ring(path, 0, 0, 1.2)


def _freezer(path: QPainterPath) -> None:
    arm = QPainterPath()
    _lines(arm, (0, 0), (0, -6.8))
    _lines(arm, (-2, -6.2), (0, -4.2), (2, -6.2))
    for angle in range(0, 360, 60):
        path.addPath(QTransform().rotate(angle).map(arm))


def _washer(path: QPainterPath) -> None:
    _box(path, -6, -6.8, 12, 13.6)
    _ring(path, 0, 1.8, 3)
    _lines(path, (-3.4, -4.2), (-1, -4.2))
    _lines(path, (3.2, -4.2), (3.4, -4.2))


def _coffee(path: QPainterPath) -> None:
    _lines(path, (-6, -2), (3.2, -2), (3.2, 2.5))
    path.arcTo(QRectF(-4.8, -1.5, 8, 8), 0, -90)
    path.lineTo(-2, 6.5)
    path.arcTo(QRectF(-6, -1.5, 8, 8), 270, -90)
    path.closeSubpath()
    path.moveTo(3.2, -0.4)
    path.arcTo(QRectF(1.2, -0.4, 5.2, 4), 90, -180)
    for side in (-3.4, 0.4):
        _lines(path, (side, -6.6), (side, -4.6))


def _kettle(path: QPainterPath) -> None:
    _lines(path, (-3, -3.6), (3, -3.6), (4.6, 6), (-4.6, 6), closed=True)
    _lines(path, (-3.6, 0.2), (-6.4, -3))
    _lines(path, (3, -3.6), (6.6, -3.6), (6.6, 2.5))
    _lines(path, (0, -3.6), (0, -6.2))


def _tree(path: QPainterPath) -> None:
    tiers = ((0, -6.8), (3.4, -2), (1.8, -2), (5.4, 4), (-5.4, 4), (-1.8, -2), (-3.4, -2))
    _lines(path, *tiers, closed=True)
    _lines(path, (0, 4), (0, 6.8))


_DRAWINGS: dict[str, Callable[[QPainterPath], None]] = {
    "lamp": _lamp,
    "television": _television,
    "computer": _computer,
    "screen": _screen,
    "printer": _printer,
    "router": _router,
    "speaker": _speaker,
    "charger": _charger,
    "heater": _heater,
    "fan": _fan,
    "freezer": _freezer,
    "washer": _washer,
    "coffee": _coffee,
    "kettle": _kettle,
    "tree": _tree,
    PLUG: _plug,
}
