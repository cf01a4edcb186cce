"""How an outlet's tile looks, by what is known of the outlet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPainterPath

from multisocket_gui.home.truth import Truth

from .fitted_text import draw
from .style import GRID, RADIUS, Colours, name_font, state_font
from .tile_ground import Area, Ground, Look, frame, picture
from .tile_layout import TileLayout
from .tile_note import paint_mark

_BAR = 2.0
_BAR_SHARE = 0.4
BAR_ROOM = GRID
"""How far (logical pixels) above a tile's lower edge nothing stands but the moving bar."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a tile shows beside its words: what is known, the drawing's name, and whether it asks something."""

    truth: Truth
    icon: str = ""
    asking: bool = False


def paint_ground(
    painter: QPainter, size: QSize, slack: int, layout: TileLayout, face: Face, inks: Colours, look: Look
) -> None:
    """Draw all but the words and the bar of a tile of `size`; its parts stand `slack` lower than laid out."""
    truth = face.truth
    ground = Ground(
        phase=truth.phase,
        on=truth.on,
        asked=truth.asked,
        icon=face.icon,
        asking=face.asking,
        look=look,
        size=(size.width(), size.height()),
        glyph=None if layout.glyph is None else _area(layout.glyph, slack),
        switch=_area(layout.switch, slack),
        inks=inks,
        font=painter.font().toString(),
        ratio=painter.device().devicePixelRatioF(),
    )
    painter.drawImage(QPointF(0, 0), picture(ground))


def _area(area: QRectF, slack: int) -> Area:
    return area.x(), area.y() + slack, area.width(), area.height()


def paint_words(painter: QPainter, layout: TileLayout, face: Face, inks: Colours) -> None:
    """Draw the name, the state and the notes; the painter stands where the layout counts from."""
    font = QFont(painter.font())
    painter.setFont(name_font(font))
    painter.setPen(inks.ink)
    draw(painter, layout.name, layout.name_words)
    painter.setFont(state_font(font))
    ink = frame(face.truth, inks, asking=face.asking).words
    painter.setPen(ink)
    draw(painter, layout.state, layout.state_words)
    for row in layout.notes:
        paint_mark(painter, row.at, row.mark, ink)
        draw(painter, row.words, row.fitted)
    painter.setFont(font)


def paint_bar(painter: QPainter, body: QRectF, share: float, inks: Colours) -> None:
    """Draw a bar that wanders along the bottom edge, inside the rounded corners; `share` (0 to 1) is how far it is."""
    inside = QPainterPath()
    inside.addRoundedRect(body, RADIUS, RADIUS)
    width = body.width() * _BAR_SHARE
    left = body.left() - width + share * (body.width() + width)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(inside)
    painter.fillRect(QRectF(left, body.bottom() - _BAR, width, _BAR), inks.accent)
    painter.restore()
