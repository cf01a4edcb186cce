"""A line under an outlet's state: a small mark and words, for what stands between it and its switch, or comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from multisocket_gui.home.model import Guard, Outlet
from multisocket_gui.words import guard_note

from .outlet_icons import pen

SIZE = 12.0


class Mark(Enum):
    """What a note is about, as a shape."""

    LOCK = auto()
    ASK = auto()
    CLOCK = auto()


@dataclass(frozen=True, slots=True)
class Note:
    """One such line."""

    mark: Mark
    words: str


def notes_of(outlet: Outlet, run_words: str) -> tuple[Note, ...]:
    """What stands in the outlet's way, then what a timer will do with it next ("": nothing)."""
    mark = Mark.LOCK if outlet.guard is Guard.LOCKED else Mark.ASK
    guarded = (Note(mark, guard_note(outlet)),) if outlet.guard else ()
    return (*guarded, Note(Mark.CLOCK, run_words)) if run_words else guarded


def paint_mark(painter: QPainter, area: QRectF, mark: Mark, ink: QColor) -> None:
    """Draw the shape in `area`, a square; `SIZE` is its usual side."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(area.width() / SIZE, area.height() / SIZE)
    painter.setPen(pen(ink))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match mark:
        case Mark.LOCK:
            _paint_lock(painter, ink)
        case Mark.ASK:
            _paint_ask(painter)
        case Mark.CLOCK:
            painter.drawEllipse(QPointF(0, 0), 4.8, 4.8)
            painter.drawPolyline([QPointF(0, -2.6), QPointF(0, 0.2), QPointF(2, 1.4)])
    painter.restore()


def _paint_lock(painter: QPainter, ink: QColor) -> None:
    shackle = QPainterPath(QPointF(-2.5, 0))
    shackle.lineTo(-2.5, -2.3)
    shackle.arcTo(QRectF(-2.5, -4.8, 5, 5), 180, -180)
    shackle.lineTo(2.5, 0)
    painter.drawPath(shackle)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(-4.3, -0.8, 8.6, 6.2), 1.2, 1.2)


def _paint_ask(painter: QPainter) -> None:
    """A question mark without a ring: it would be too small in one."""
    hook = QPainterPath(QPointF(-2.6, -2.6))
    hook.arcTo(QRectF(-2.6, -5, 5.2, 5), 180, -225)
    hook.quadTo(0, 0.8, 0, 2)
    painter.drawPath(hook)
    painter.drawLine(QPointF(0, 4.6), QPointF(0, 4.7))
