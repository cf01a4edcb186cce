"""Where the parts of an outlet's tile stand. Lengths in logical pixels, from the widget's top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from . import glyph, phase_shape
from .fitted_text import Fitted, fit
from .style import GAP, GRID, RING, TARGET, name_font, state_font
from .text_button import PAD_INSIDE
from .tile_note import SIZE as MARK
from .tile_note import Mark, Note

PAD = 3 * GRID
_LEADING = 2
_LINES = 2
_LINES_BELOW = 3
"""A reason below the name has the whole width, and a line more rather than an ellipsis."""
_SHORT = 13
"""A text column narrower than this many letters is too narrow: the glyph gives way, as for a long word."""
_USUAL_LINE = 16.0
_LARGEST = 1.5
"""Large text makes the drawings larger too, up to this, since the words need the room more."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Where a note's mark and words stand."""

    mark: Mark
    at: QRectF
    words: QRectF
    fitted: Fitted


@dataclass(frozen=True, slots=True)
class TileLayout:
    """The parts of one tile; `glyph` is None where there is no room for it. `height` is what the whole needs."""

    glyph: QRectF | None
    name: QRectF
    name_words: Fitted
    state: QRectF
    state_words: Fitted
    notes: tuple[NoteRow, ...]
    switch: QRectF
    actions: tuple[QRectF, ...]
    height: float

    @property
    def cut(self) -> bool:
        """Whether words are missing."""
        return self.name_words.cut or self.state_words.cut or any(row.fitted.cut for row in self.notes)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written in a tile, and in which font."""

    name: Fitted
    state: str
    notes: Sequence[Note]
    font: QFont


@dataclass(frozen=True, slots=True)
class _Room:
    """The edges of the content, and the column of words between the drawings; `scale` is how large these are."""

    left: float
    right: float
    column: QRectF
    glyph: QSizeF | None
    switch: QSizeF
    scale: float

    def glyph_at(self, middle: float) -> QRectF | None:
        size = self.glyph
        return QRectF(QPointF(self.left, middle - size.height() / 2), size) if size else None

    def switch_at(self, middle: float) -> QRectF:
        corner = QPointF(self.right - self.switch.width(), middle - self.switch.height() / 2)
        return QRectF(corner, self.switch)


def lay_out(
    width: float, name: str, state: str, font: QFont, actions: Sequence[QSize], notes: Sequence[Note] = ()
) -> TileLayout:
    """The parts of a tile `width` wide whose small buttons have the sizes `actions`."""
    room = _room(width, name, font)
    words = _Words(fit(name, name_font(font), room.column.width(), _LINES), state, notes, font)
    return _beside(room, words, actions) or _below(room, words, actions)


def _room(width: float, name: str, font: QFont) -> _Room:
    metrics = QFontMetricsF(font)
    scale = min(_LARGEST, max(1.0, metrics.height() / _USUAL_LINE))
    picture, switch = glyph.SIZE * scale, phase_shape.SIZE * scale
    left, right = RING + PAD, width - RING - PAD
    end = right - switch.width() - GAP
    longest = QFontMetricsF(name_font(font)).horizontalAdvance(max(name.split(), key=len, default=""))
    wanted = max(_SHORT * metrics.averageCharWidth(), longest)
    roomy = end - left - picture.width() - GAP >= wanted
    start = left + picture.width() + GAP if roomy else left
    column = QRectF(start, RING + PAD, end - start, 0)
    return _Room(left, right, column, picture if roomy else None, switch, scale)


def _beside(room: _Room, words: _Words, actions: Sequence[QSize]) -> TileLayout | None:
    """The state in the column beside the switch; None where that is too narrow for it, or for the notes."""
    states = fit(words.state, state_font(words.font), room.column.width(), _LINES)
    if states.cut:
        return None
    name = QRectF(room.column.topLeft(), QSizeF(room.column.width(), words.name.height))
    state = QRectF(name.bottomLeft() + QPointF(0, _LEADING), QSizeF(room.column.width(), states.height))
    notes = _notes(words, state, room.scale) if words.notes else ()
    if any(row.fitted.cut for row in notes):
        return None
    middle = (name.top() + _lowest(state, notes)) / 2
    return _whole(room, words, name, state, states, notes, middle, actions)


def _below(room: _Room, words: _Words, actions: Sequence[QSize]) -> TileLayout:
    """The state across the tile under the name, where the column beside the switch is too narrow for it."""
    column = room.column
    first = max(words.name.height, room.switch.height())
    name = QRectF(column.left(), column.top() + (first - words.name.height) / 2, column.width(), words.name.height)
    start = column.left()
    states = fit(words.state, state_font(words.font), room.right - start, _LINES)
    if states.cut:
        start = room.left
        states = fit(words.state, state_font(words.font), room.right - start, _LINES_BELOW)
    state = QRectF(start, column.top() + first + _LEADING, room.right - start, states.height)
    notes = _notes(words, state, room.scale)
    return _whole(room, words, name, state, states, notes, column.top() + first / 2, actions)


def _notes(words: _Words, state: QRectF, scale: float) -> tuple[NoteRow, ...]:
    """The notes under the state, as wide as that."""
    rows: list[NoteRow] = []
    top, side = state.bottom() + _LEADING, MARK * scale
    lead = side + GRID
    for note in words.notes:
        fitted = fit(note.words, state_font(words.font), state.width() - lead, _LINES)
        at = QRectF(state.left(), top + (fitted.line - side) / 2, side, side)
        rows.append(
            NoteRow(note.mark, at, QRectF(state.left() + lead, top, state.width() - lead, fitted.height), fitted)
        )
        top += fitted.height + _LEADING
    return tuple(rows)


def _lowest(state: QRectF, notes: tuple[NoteRow, ...]) -> float:
    return notes[-1].words.bottom() if notes else state.bottom()


def _whole(
    room: _Room,
    words: _Words,
    name: QRectF,
    state: QRectF,
    states: Fitted,
    notes: tuple[NoteRow, ...],
    middle: float,
    actions: Sequence[QSize],
) -> TileLayout:
    lowest = _lowest(state, notes)
    buttons = _rows_of(actions, state.left(), room.right, lowest)
    bottom = max((button.bottom() - GRID for button in buttons), default=lowest)
    height = max(bottom + PAD + RING, TARGET + 2 * RING)
    glyph_area, switch = room.glyph_at(middle), room.switch_at(middle)
    return TileLayout(glyph_area, name, words.name, state, states, notes, switch, buttons, height)


def _rows_of(actions: Sequence[QSize], left: float, right: float, top: float) -> tuple[QRectF, ...]:
    """The small buttons in rows under the words; their words stand under the other words."""
    placed: list[QRectF] = []
    at = QPointF(left - PAD_INSIDE, top + _LEADING)
    for size in actions:
        if placed and at.x() + size.width() > right + PAD_INSIDE:
            at = QPointF(left - PAD_INSIDE, placed[-1].bottom())
        placed.append(QRectF(at, QSizeF(min(size.width(), right + PAD_INSIDE - at.x()), size.height())))
        at.setX(placed[-1].right() + GAP)
    return tuple(placed)
