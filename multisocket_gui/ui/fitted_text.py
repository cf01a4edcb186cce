"""Words in a given width: as many lines as allowed, then an ellipsis."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text broken into lines. Lengths in logical pixels; `cut` where words are missing.

    `line` is the height of one line, `ascent` how far below its top the letters stand.
    """

    lines: tuple[str, ...]
    line: float
    ascent: float
    cut: bool

    @property
    def height(self) -> float:
        return self.line * len(self.lines)


def fit(text: str, font: QFont, width: float, most: int) -> Fitted:
    """`text` in lines at most `width` wide (logical pixels), `most` lines at most."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= width:
        return Fitted((text,) if text else (), metrics.height(), metrics.ascent(), cut=False)
    spans = _broken(text, font, max(width, metrics.averageCharWidth()))
    if len(spans) <= most:
        return Fitted(
            tuple(_piece(text, start, end) for start, end in spans), metrics.height(), metrics.ascent(), cut=False
        )
    kept = [_piece(text, start, end) for start, end in spans[: most - 1]]
    rest = _piece(text, spans[most - 1][0], spans[-1][1])
    last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return Fitted((*kept, last), metrics.height(), metrics.ascent(), cut=True)


def draw(painter: QPainter, area: QRectF, fitted: Fitted) -> None:
    """Draw the lines from the top left of `area`, with the painter's font and pen."""
    # By a point: by an area Qt lays every line out once more, which takes longer than drawing it.
    for number, words in enumerate(fitted.lines):
        painter.drawText(area.topLeft() + QPointF(0, number * fitted.line + fitted.ascent), words)


def _broken(text: str, font: QFont, width: float) -> list[tuple[int, int]]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    spans = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textStart() + line.textLength()))
    layout.endLayout()
    return spans


def _piece(text: str, start: int, end: int) -> str:
    # Qt counts in UTF-16 units, Python in characters.
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le").strip()
