"""How an outlet's tile looks, by what is known of the outlet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from multisocket_gui.home.truth import Phase, Truth

from .fitted_text import draw
from .glyph import paint_plug
from .phase_shape import paint_phase
from .style import GRID, RADIUS, Colours, mixed, name_font, state_font
from .tile_layout import TileLayout

_BAR = 2.0
_BAR_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Look:
    """What the pointer and the keyboard do to a tile. `bar` is how far (0 to 1) the moving bar is, None without one."""

    hovered: bool = False
    pressed: bool = False
    focused: bool = False
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    fill: QColor
    line: QColor
    words: QColor
    dashed: bool = False


def paint_tile(painter: QPainter, body: QRectF, layout: TileLayout, truth: Truth, inks: Colours, look: Look) -> None:
    """Draw the tile whose visible body is `body`; the painter stands where the layout counts from."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = _frame(truth, inks)
    _paint_body(painter, body, frame, inks, look)
    if layout.glyph is not None:
        lit = truth.phase is Phase.CONFIRMED and bool(truth.on)
        ground = inks.accent if lit else mixed(frame.fill, inks.ink, 0.08)
        paint_plug(painter, layout.glyph, ground, inks.on_accent if lit else inks.quiet)
    _paint_words(painter, layout, frame, inks)
    paint_phase(painter, layout.switch, truth, inks)
    if look.bar is not None:
        _paint_bar(painter, body, look.bar, inks)


def _frame(truth: Truth, inks: Colours) -> _Frame:
    match truth.phase:
        case Phase.UNKNOWN:
            return _Frame(inks.card, mixed(inks.card, inks.ink, 0.35), inks.quiet, dashed=True)
        case Phase.DISPUTED:
            return _Frame(inks.amber_ground, inks.amber, inks.amber)
        case Phase.FAILED:
            return _Frame(inks.tile, inks.red, inks.red)
        case Phase.CONFIRMED if truth.on:
            return _Frame(inks.on_ground, inks.accent, inks.ink)
        case Phase.SENT if truth.asked:
            return _Frame(inks.tile, inks.accent, inks.ink)
    return _Frame(inks.tile, inks.line, inks.quiet)


def _paint_body(painter: QPainter, body: QRectF, frame: _Frame, inks: Colours, look: Look) -> None:
    """Pointed at, the outline is thicker; pressed, the tile is smaller and darker; focused, a ring stands around it."""
    if look.focused:
        painter.setPen(QPen(inks.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
    thick = 2.0 if look.hovered or look.pressed else 1.0
    line = frame.line if frame.line != inks.line or not look.hovered else inks.edge
    painter.setPen(QPen(line, thick, Qt.PenStyle.DashLine if frame.dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(mixed(frame.fill, inks.ink, 0.10) if look.pressed else frame.fill)
    inset = thick / 2 + (GRID / 4 if look.pressed else 0)
    painter.drawRoundedRect(body.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)


def _paint_words(painter: QPainter, layout: TileLayout, frame: _Frame, inks: Colours) -> None:
    font = QFont(painter.font())
    painter.setFont(name_font(font))
    painter.setPen(inks.ink)
    draw(painter, layout.name, layout.name_words)
    painter.setFont(state_font(font))
    painter.setPen(frame.words)
    draw(painter, layout.state, layout.state_words)
    painter.setFont(font)


def _paint_bar(painter: QPainter, body: QRectF, share: float, inks: Colours) -> None:
    """A bar that wanders along the bottom edge, inside the rounded corners."""
    inside = QPainterPath()
    inside.addRoundedRect(body, RADIUS, RADIUS)
    width = body.width() * _BAR_SHARE
    left = body.left() - width + share * (body.width() + width)
    painter.save()
    painter.setClipPath(inside)
    painter.fillRect(QRectF(left, body.bottom() - _BAR, width, _BAR), inks.accent)
    painter.restore()
