"""The part of a tile that many tiles share: all but its words and its moving bar, drawn once and kept as a picture.

Drawing the curves anew for each of fifty tiles takes longer than a person's patience with a window that does not
answer (some 30 ms); putting a picture takes a tenth of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from multisocket_gui.home.truth import Phase

from .glyph import paint_glyph
from .phase_shape import Shown, paint_phase
from .style import GRID, RADIUS, RING, SHAPES, Colours, away, mixed

_KEPT = 48
"""Pictures: a size and a phase each. One of 380 x 70 pixels takes 0.1 MB."""
Area = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the pointer and the keyboard do to a tile."""

    hovered: bool = False
    pressed: bool = False
    focused: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """All that the picture depends on. `asking`: a question waits in the tile.

    Areas stand in logical pixels from the picture's top left; `ratio` is device pixels to one of them.
    """

    phase: Phase
    on: bool | None
    asked: bool | None
    icon: str
    asking: bool
    look: Look
    size: tuple[float, float]
    glyph: Area | None
    switch: Area
    inks: Colours
    font: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The colours of a tile's body, outline and words."""

    fill: QColor
    line: QColor
    words: QColor
    dashed: bool = False


def frame(shown: Shown, inks: Colours, *, asking: bool = False) -> Frame:
    """How a tile tells by its colours what is known, or that it asks something."""
    if asking:
        return Frame(inks.amber_ground, inks.amber, inks.ink)
    match shown.phase:
        case Phase.UNKNOWN:
            return Frame(inks.card, mixed(inks.card, inks.ink, 0.35), inks.quiet, dashed=True)
        case Phase.DISPUTED:
            return Frame(inks.amber_ground, inks.amber, inks.amber)
        case Phase.FAILED:
            return Frame(inks.tile, inks.red, inks.red)
        case Phase.CONFIRMED if shown.on:
            return Frame(inks.on_ground, inks.accent, inks.ink)
        case Phase.SENT if shown.asked:
            return Frame(inks.tile, inks.accent, inks.ink)
    return Frame(inks.tile, inks.line, inks.quiet)


@lru_cache(maxsize=_KEPT)
def picture(ground: Ground) -> QImage:
    """The body with its outline, the drawing of what hangs on the outlet, and the switch."""
    width, height = (ceil(length * ground.ratio) for length in ground.size)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ground.ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    font = QFont()
    font.fromString(ground.font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, ground)
    painter.end()
    return image


def _paint(painter: QPainter, ground: Ground) -> None:
    inks = ground.inks
    edges = frame(ground, inks, asking=ground.asking)
    _paint_body(painter, QRectF(0, 0, *ground.size).adjusted(RING, RING, -RING, -RING), edges, inks, ground.look)
    if ground.glyph:
        plate, ink = plate_and_ink(edges, inks, lit=ground.phase is Phase.CONFIRMED and bool(ground.on))
        paint_glyph(painter, QRectF(*ground.glyph), ground.icon, plate, ink)
    paint_phase(painter, QRectF(*ground.switch), ground, inks)


def plate_and_ink(edges: Frame, inks: Colours, *, lit: bool) -> tuple[QColor, QColor]:
    """The ground of an outlet's drawing, and the colour of its lines."""
    if lit:
        return inks.accent, inks.on_accent
    plate = mixed(edges.fill, inks.ink, 0.08)
    return plate, away(inks.quiet, (plate,), SHAPES, inks.ink)


def _paint_body(painter: QPainter, body: QRectF, edges: Frame, inks: Colours, look: Look) -> None:
    """Pointed at, the outline is thicker; pressed, the tile is smaller and darker; focused, a ring stands around it."""
    if look.focused:
        painter.setPen(QPen(inks.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
    thick = 2.0 if look.hovered or look.pressed else 1.0
    line = edges.line if edges.line != inks.line or not look.hovered else inks.edge
    painter.setPen(QPen(line, thick, Qt.PenStyle.DashLine if edges.dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(mixed(edges.fill, inks.ink, 0.10) if look.pressed else edges.fill)
    inset = thick / 2 + (GRID / 4 if look.pressed else 0)
    painter.drawRoundedRect(body.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
