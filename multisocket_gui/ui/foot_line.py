"""The foot of the window: the last thing that happened, what mode this is and how the line is."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase, Happening
from multisocket_gui.engine.store import Store
from multisocket_gui.words import clock_time, guard_line, happening, not_undone, problem_words, tr

from .notices import line_problem
from .shortcuts import HISTORY, TIMERS, UNDO
from .style import GUTTER, colours
from .text_button import TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

_PAD = 10


class FootLine(QWidget):
    """Repeats at the right what the notice says at length, so that the state is always somewhere."""

    undo_asked = Signal()
    history_asked = Signal()
    timers_asked = Signal()

    def __init__(self, store: Store, mode: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._mode = mode
        self._announced: Happening | None = None
        self._last = TextLine(Voice.PLAIN)
        self._last.setObjectName("last")
        self._undo = TextButton(tr("&Undo"), name=tr("Undo the last switching"))
        self._undo.setObjectName("undo")
        self._undo.setToolTip(QKeySequence(UNDO).toString(QKeySequence.SequenceFormat.NativeText))
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is: the button will go
        self._undo.clicked.connect(self.undo_asked)
        self._undo.hide()
        self._line = TextLine(Voice.QUIET)
        self._line.setObjectName("line")
        self._history = _opener("show-history", tr("&History"), HISTORY)
        self._history.clicked.connect(lambda: self.history_asked.emit())
        self._timers = _opener("show-timers", tr("&Timers"), TIMERS)
        self._timers.clicked.connect(lambda: self.timers_asked.emit())
        row = WrapRow(self, gap=GUTTER)
        row.setContentsMargins(GUTTER, _PAD, GUTTER, _PAD)
        row.add(self._last)
        row.add(self._undo)
        row.push(self._timers)
        row.push(self._history)
        self._mode_line = TextLine(Voice.QUIET)
        self._mode_line.setObjectName("mode")
        row.push(self._mode_line)
        row.push(self._line)

    def show_open(self, *, history: bool, timers: bool) -> None:
        """Show which panel is open."""
        self._history.setChecked(history)
        self._timers.setChecked(timers)

    def show_store(self) -> None:
        """Say what happened last and how the line is."""
        self._last.say(self._refusal() or self._last_words())
        self._announce_guard()
        self._undo.setVisible(self._store.undo is not None and not self._store.undo.refused)
        self._line.say(self._line_words())
        self._count_timers()
        self._say_mode()

    def _count_timers(self) -> None:
        """How many are switched on; one that asks is counted, since it waits for an answer."""
        count = sum(timer.enabled for timer in self._store.settings.timers)
        text = tr("&Timers ({count})").format(count=count) if count else tr("&Timers")
        if text != self._timers.text():
            self._timers.setText(text)
            self._timers.setAccessibleName(text.replace("&", ""))
            self._timers.updateGeometry()

    def _say_mode(self) -> None:
        """The demo keeps no sign-in, so there is nothing to say of it."""
        ends = self._store.account.not_kept is not None
        mode = self._mode or (tr("Signed in for this session only") if ends else "")
        self._mode_line.say(mode)
        self._mode_line.setVisible(bool(mode))

    def _last_words(self) -> str:
        """The last thing that happened, or was not done because a guard stood in the way."""
        last = self._store.last
        place = self._store.place(last.outlet) if last else None
        if last is None or place is None:
            return ""
        name = place.outlet.name
        return guard_line(name, last.problem) if last.problem else happening(name, last.truth)

    def _announce_guard(self) -> None:
        """A tile does not change when its guard refuses, so that whoever hears the window would hear nothing."""
        last, before = self._store.last, self._announced
        self._announced = last
        words = self._last_words()
        if last and last is not before and last.problem and words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _refusal(self) -> str:
        """Why the last action was not taken back, or nothing."""
        refused = self._store.undo.refused if self._store.undo else ()
        names = [place.outlet.name for ref in refused if (place := self._store.place(ref))]
        return not_undone(names) if names else ""

    def _line_words(self) -> str:
        if self._store.account.phase is not AccountPhase.SIGNED_IN:
            return tr("Not connected")
        now = time.time()
        problem = line_problem(self._store, now)
        if problem:
            return problem_words(problem, now).title
        heard = self._store.line.heard
        return tr("Connected") if heard is None else tr("Last answer {time}").format(time=clock_time(heard, now))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inks = colours(self.palette())
        painter.fillRect(self.rect(), inks.card)
        painter.fillRect(QRectF(0, 0, self.width(), 1), inks.line)


def _opener(key: str, text: str, keys: str) -> TextButton:
    """A button that stays down while what it opens is open."""
    button = TextButton(text)
    button.setObjectName(key)
    button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
    button.setCheckable(True)
    return button
