"""The help in the window: the keys, as `shortcuts` lists them, and the marks, drawn as the tiles draw them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase, Reading, Truth, Wish
from multisocket_gui.words import tr

from . import shortcuts
from .page_scroll import PageScroll
from .phase_shape import SIZE, paint_phase
from .side_column import SidePanel
from .style import GAP, GRID, GUTTER, colours
from .text_button import PAD_INSIDE, TextButton
from .text_line import TextLine, Voice
from .tile_note import SIZE as MARK_SIDE
from .tile_note import Mark, paint_mark
from .wrap_row import WrapRow

_KEY_LETTERS = 17
"""Several keys that are wider than so many letters stand below each other: the words need the room."""
_ON, _OFF, _TO_ON = Reading(True, 0.0, 1), Reading(False, 0.0, 1), Wish(True, 2, 0.0)


def marks() -> tuple[tuple[Truth, str], ...]:
    """An example of each mark, and what it means."""
    return (
        (Truth(Phase.CONFIRMED, _ON), tr("On, as a reading showed")),
        (Truth(Phase.CONFIRMED, _OFF), tr("Off, as a reading showed")),
        (Truth(Phase.SENDING, _OFF, _TO_ON), tr("Being switched")),
        (Truth(Phase.SENT, _OFF, _TO_ON), tr("Sent, and not read back yet")),
        (Truth(Phase.UNKNOWN), tr("Not known: a click reads it, and switches nothing")),
        (Truth(Phase.DISPUTED, _OFF, _TO_ON), tr("The cloud says otherwise than was asked")),
        (
            Truth(Phase.FAILED, _OFF, _TO_ON, Problem(Kind.REFUSED)),
            tr("Within a red line: not switched, it is as before; the tile says why"),
        ),
    )


def note_marks() -> tuple[tuple[Mark, str], ...]:
    """Each mark of the lines under a state, and what it means."""
    return (
        (Mark.LOCK, tr("Locked: nothing here switches it")),
        (Mark.ASK, tr("Asks, with your own words, before it is switched off")),
        (Mark.CLOCK, tr("What a timer will do next")),
    )


class HelpPanel(SidePanel):
    """Scrolls by keys; Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAccessibleName(tr("Help"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(GUTTER, 0, GUTTER, GUTTER)
        self._rows.setSpacing(GAP)
        self._rows.addWidget(_heading(tr("Keys")))
        self._rows.addWidget(_keys())
        self._rows.addWidget(_heading(tr("What the marks mean")))
        self._rows.addWidget(_marks())
        self._rows.addStretch()
        self._scroll = PageScroll(body)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 2 * GRID, 0, 2 * GRID)
        rows.setSpacing(2 * GRID)
        rows.addWidget(self._head())
        rows.addWidget(self._scroll, 1)
        # A screen reader that comes here hears all of it, as one that has no lines to walk through.
        self.setAccessibleDescription(" ".join(f"{keys}: {words}." for keys, words in key_lines()))

    def _head(self) -> QWidget:
        head = QWidget()
        row = WrapRow(head, hang=PAD_INSIDE)
        row.setContentsMargins(GUTTER, 0, GUTTER - PAD_INSIDE, 0)
        title = TextLine(Voice.NAME)
        title.say(tr("Help"))
        close = TextButton(tr("Close"), name=tr("Close the help"))
        close.setObjectName("help-close")
        close.clicked.connect(self.close_asked)
        row.add(title)
        row.push(close)
        return head

    def take_keyboard(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_time(self, now: float) -> None:
        """No time is told here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
        }
        if Qt.Key(event.key()) in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 0, 3, self.height()), colours(self.palette()).accent)


def key_lines() -> tuple[tuple[str, str], ...]:
    """The keys as this system writes them, and what each does."""
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(
        (" / ".join(QKeySequence(keys).toString(native) for keys in each.keys), each.words)
        for each in shortcuts.listed()
    )


def _heading(text: str) -> TextLine:
    line = TextLine(Voice.NAME)
    line.say(text)
    line.setContentsMargins(0, GAP, 0, 0)
    return line


def _keys() -> QWidget:
    holder, grid = _table()
    for row, (keys, words) in enumerate(key_lines()):
        left, right = TextLine(Voice.PLAIN, lines=4), TextLine(Voice.QUIET, lines=6)
        left.say(keys)
        right.say(words)
        left.setFixedWidth(min(left.sizeHint().width(), _KEY_LETTERS * left.fontMetrics().averageCharWidth()))
        grid.addWidget(left, row, 0)
        grid.addWidget(right, row, 1)
    return holder


def _marks() -> QWidget:
    holder, grid = _table()
    drawn: list[tuple[QWidget, str]] = [(_Mark(truth, words), words) for truth, words in marks()]
    drawn += [(_NoteMark(mark, words), words) for mark, words in note_marks()]
    for row, (mark, words) in enumerate(drawn):
        right = TextLine(Voice.QUIET, lines=4)
        right.say(words)
        grid.addWidget(mark, row, 0)
        grid.addWidget(right, row, 1)
    return holder


def _table() -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GAP)
    grid.setColumnStretch(1, 1)
    return holder, grid


class _Mark(QWidget):
    """A mark alone."""

    def __init__(self, truth: Truth, meaning: str) -> None:
        super().__init__()
        self._truth = truth
        self.setAccessibleName(meaning)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return SIZE.toSize() + QSize(2 * GRID, 2 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        area = QRectF(self.rect()).adjusted(GRID, GRID, -GRID, -GRID)
        paint_phase(painter, area, self._truth, inks)
        if self._truth.phase is Phase.FAILED:
            painter.setPen(inks.red)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), GRID, GRID)


class _NoteMark(QWidget):
    """The mark of a note, as large as in a tile, in the middle of the others' room."""

    def __init__(self, mark: Mark, meaning: str) -> None:
        super().__init__()
        self._mark = mark
        self.setAccessibleName(meaning)
        self.setFixedSize(SIZE.toSize() + QSize(2 * GRID, 2 * GRID))

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = QRectF(0, 0, MARK_SIDE, MARK_SIDE)
        area.moveCenter(QRectF(self.rect()).center())
        paint_mark(QPainter(self), area, self._mark, colours(self.palette()).ink)
