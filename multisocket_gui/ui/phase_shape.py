"""The switch whose shape tells how an outlet's state is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from multisocket_gui.home.truth import Phase

from .style import Colours

SIZE = QSizeF(36, 20)
_LINE = 1.5
_KNOB = 6.0


class Shown(Protocol):
    """What of a `Truth` the shapes and colours tell."""

    @property
    def phase(self) -> Phase: ...
    @property
    def on(self) -> bool | None: ...
    @property
    def asked(self) -> bool | None: ...


def paint_phase(painter: QPainter, area: QRectF, truth: Shown, inks: Colours) -> None:
    """Draw the switch of `truth` in `area`, which has the proportions of `SIZE`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / SIZE.width(), area.height() / SIZE.height())
    _SHAPES[truth.phase](painter, QRectF(QPointF(0, 0), SIZE).adjusted(1, 1, -1, -1), truth, inks)
    painter.restore()


def _confirmed(painter: QPainter, area: QRectF, truth: Shown, inks: Colours) -> None:
    if truth.on:
        _pill(painter, area, inks.accent, inks.accent)
        _knob(painter, area, right=True, colour=inks.on_accent)
    else:
        _pill(painter, area, inks.edge, None)
        _knob(painter, area, right=False, colour=inks.edge)


def _sending(painter: QPainter, area: QRectF, _truth: Shown, inks: Colours) -> None:
    _pill(painter, area, inks.accent, None, Qt.PenStyle.DotLine)
    _disc(painter, area.center(), inks.accent)


def _sent(painter: QPainter, area: QRectF, truth: Shown, inks: Colours) -> None:
    """Half filled on the side that the knob comes from: on the way, not yet there."""
    colour = inks.accent if truth.asked else inks.edge
    half = QRectF(area)
    half.setWidth(area.width() / 2)
    if not truth.asked:
        half.moveRight(area.right())
    painter.save()
    painter.setClipRect(half)
    _pill(painter, area, colour, colour)
    painter.restore()
    _pill(painter, area, colour, None)
    _knob(painter, area, right=bool(truth.asked), colour=colour)


def _unknown(painter: QPainter, area: QRectF, _truth: Shown, inks: Colours) -> None:
    _pill(painter, area, inks.edge, None, Qt.PenStyle.DashLine)
    font = QFont(painter.font())
    font.setPixelSize(14)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(inks.quiet)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")


def _disputed(painter: QPainter, area: QRectF, _truth: Shown, inks: Colours) -> None:
    _pill(painter, area, inks.amber, None)
    painter.setPen(QPen(inks.amber, 1.8))
    for height in (-2.2, 2.2):
        painter.drawLine(area.center() + QPointF(-4.5, height), area.center() + QPointF(4.5, height))
    painter.drawLine(area.center() + QPointF(2.6, -5.4), area.center() + QPointF(-2.6, 5.4))


def _failed(painter: QPainter, area: QRectF, truth: Shown, inks: Colours) -> None:
    """What was last read, since nothing was switched; told as unknown where nothing ever was."""
    if truth.on is None:
        _unknown(painter, area, truth, inks)
    else:
        _confirmed(painter, area, truth, inks)


def _pill(
    painter: QPainter, area: QRectF, line: QColor, fill: QColor | None, pen: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> None:
    outline = QPen(line, _LINE, pen)
    if pen is Qt.PenStyle.DotLine:
        outline.setCapStyle(Qt.PenCapStyle.RoundCap)
        outline.setDashPattern([0.1, 2.0])
    elif pen is Qt.PenStyle.DashLine:
        outline.setCapStyle(Qt.PenCapStyle.FlatCap)
        outline.setDashPattern([2.4, 2.0])
    painter.setPen(outline)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    path.addRoundedRect(area, area.height() / 2, area.height() / 2)
    painter.drawPath(path)


def _knob(painter: QPainter, area: QRectF, *, right: bool, colour: QColor) -> None:
    inset = area.height() / 2
    _disc(painter, QPointF(area.right() - inset if right else area.left() + inset, area.center().y()), colour)


def _disc(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, _KNOB, _KNOB)


_SHAPES: dict[Phase, Callable[[QPainter, QRectF, Shown, Colours], None]] = {
    Phase.UNKNOWN: _unknown,
    Phase.CONFIRMED: _confirmed,
    Phase.SENDING: _sending,
    Phase.SENT: _sent,
    Phase.DISPUTED: _disputed,
    Phase.FAILED: _failed,
}
