"""The form in place that makes a timer, or changes one."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.engine.timer_making import new_timer
from multisocket_gui.home.duration import parse_duration, parse_time
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.timer import Missed, Once, Rule, Timer
from multisocket_gui.timer_words import in_line, rule_line, target_line
from multisocket_gui.words import tr

from .accent_card import paint_accent_card
from .form_parts import button, choice, field, press, row
from .marks import TickBox
from .style import GAP, GRID, GUTTER
from .text_line import TextLine, Voice
from .timer_days import Days
from .timer_late import Lateness
from .timer_target import Targets

if TYPE_CHECKING:
    from multisocket_gui.engine.timers import Timers

_PAD = 3 * GRID
_FIRST_IN, _FIRST_AT = "30 min", "07:00"


class TimerForm(QWidget):
    """Says in words what it would make, as one types; `done` hands it over."""

    done = Signal(object)
    """The `Timer`."""
    left = Signal()

    def __init__(self, store: Store, timers: Timers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._timers = timers
        self._old: Timer | None = None
        self.setObjectName("timer-form")
        self.setAccessibleName(tr("A timer"))
        self._what = Targets(store)
        self._onward = choice(("timer-off", tr("Off")), ("timer-on", tr("On")), parent=self)
        self._kind = choice(("timer-in", tr("In")), ("timer-at", tr("At")), parent=self)
        self._in = field("timer-duration", tr("In how long"), 12)
        self._at = field("timer-time", tr("At what time"), 8)
        self._days = Days()
        self._late = Lateness()
        self._sure = TickBox()
        self._sure.setObjectName("timer-sure")
        self._guard = TextLine(Voice.PLAIN, lines=4)
        self._guard.setObjectName("timer-guard")
        self._says = TextLine(Voice.PLAIN, lines=4)
        self._says.setObjectName("timer-says")
        self._wrong = TextLine(Voice.ALARM, lines=4)
        self._wrong.setObjectName("timer-wrong")
        self._save = button("timer-save", tr("Add"))
        self._cancel = button("timer-cancel", tr("Cancel"))
        self.setFocusProxy(self._what)
        self._lay_out()
        self._wire()

    def begin(self, target: OutletRef | str | None = None, timer: Timer | None = None) -> None:
        """Start with another timer, of `target` where one is named; or with the values of `timer`."""
        self._old = timer
        self._what.fill(timer.target if timer else target)
        self._in.setText(_FIRST_IN)
        self._at.setText(_at_of(timer))
        self._days.choose(() if timer is None or isinstance(timer.rule, Once) else timer.rule.days)
        press(self._onward, 1 if timer and timer.on else 0)
        press(self._kind, 1 if timer else 0)
        self._late.show_missed(timer.missed if timer else Missed())
        self._sure.setChecked(timer.confirmed if timer else False)
        self._save.setText(tr("Save") if timer else tr("Add"))
        self._save.setAccessibleName(self._save.text())
        self._show()

    def tell_time(self, now: float) -> None:
        """The minute is another one; `now` in seconds since the epoch."""
        if self.isVisible():
            self._show(now)

    # How it is made

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GUTTER + _PAD, _PAD, GUTTER + _PAD, _PAD)
        rows.setSpacing(GAP)
        rows.addWidget(self._what)
        rows.addLayout(row(*self._onward.buttons()))
        rows.addLayout(row(*self._kind.buttons(), self._in, self._at))
        rows.addWidget(self._days)
        rows.addWidget(self._late)
        rows.addWidget(self._guard)
        rows.addWidget(self._sure)
        rows.addWidget(self._says)
        rows.addWidget(self._wrong)
        rows.addLayout(row(self._save, self._cancel))

    def _wire(self) -> None:
        self._what.currentIndexChanged.connect(lambda: self._on_target())
        self._onward.idToggled.connect(lambda _id, on: self._show() if on else None)
        self._kind.idToggled.connect(lambda _id, on: self._show() if on else None)
        for typed in (self._in, self._at):
            typed.textChanged.connect(lambda: self._show())
            typed.returnPressed.connect(self._on_save)
        self._days.changed.connect(lambda: self._show())
        self._late.changed.connect(lambda: self._show())
        self._sure.toggled.connect(lambda: self._show())
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.left)

    # What is shown

    def _on_target(self) -> None:
        """The question was about another outlet."""
        self._sure.setChecked(False)
        self._show()

    def _show(self, now: float | None = None) -> None:
        now = time.time() if now is None else now
        at = self._is_at
        self._in.setVisible(not at)
        self._at.setVisible(at)
        self._days.setVisible(at)
        self._late.say(on=self._turns_on)
        self._show_guard()
        timer, wrong = self._made(), self._complaint()
        self._says.say(self._sentence(timer, now) if timer else "")
        self._says.setVisible(timer is not None)
        self._wrong.say(wrong)
        self._wrong.setVisible(bool(wrong))
        self._save.setEnabled(timer is not None and not wrong)

    def _show_guard(self) -> None:
        guard, words = self._guarded()
        locked = guard is Guard.LOCKED
        asks = guard is Guard.ASK and not self._on
        line = tr("This outlet is locked: the timer is skipped as long as it is.") if locked else ""
        if asks:
            line = words or tr("This outlet asks before it is switched off.")
        self._guard.say(line)
        self._guard.setVisible(bool(line))
        self._sure.setText(tr("Switch it off without asking"))
        self._sure.setAccessibleDescription(line)
        self._sure.setVisible(asks)

    def _sentence(self, timer: Timer, now: float) -> str:
        name = target_line(timer.target, self._store.plants, self._store.settings.scenes)
        line = tr("{name}: {rule}").format(name=name, rule=rule_line(timer, now, self._timers.zone))
        if isinstance(timer.rule, Once):
            line += f", {in_line(timer.rule.at.timestamp() - now)}"
        return line

    def _complaint(self) -> str:
        if self._what.target is None:
            return tr("There is no outlet yet.")
        if not self._is_at and self._seconds is None:
            return tr("How long? Like 20 min, 1 h 30 or 45 s.")
        if self._is_at and parse_time(self._at.text()) is None:
            return tr("At what time? Like 7:10 or 19:30.")
        guard, _ = self._guarded()
        if guard is Guard.ASK and not self._on and not self._sure.isChecked():
            return tr("Confirm that it may be switched off.")
        return ""

    # What is asked for

    @property
    def _on(self) -> bool:
        return self._onward.checkedId() == 1

    @property
    def _turns_on(self) -> bool:
        """Whether it may turn something on: a scene may, whatever is asked of it."""
        return self._on or isinstance(self._what.target, str)

    @property
    def _is_at(self) -> bool:
        return self._kind.checkedId() == 1

    @property
    def _seconds(self) -> int | None:
        """A bare number counts minutes here."""
        typed = self._in.text().strip()
        return parse_duration(f"{typed} min" if typed.isdecimal() else typed)

    def _guarded(self) -> tuple[Guard, str]:
        target = self._what.target
        outlet = self._store.settings.outlet(target) if isinstance(target, OutletRef) else None
        return (outlet.guard, outlet.guard_words) if outlet else (Guard.NONE, "")

    def _rule(self) -> Rule | None:
        if not self._is_at:
            return self._timers.rule_in(self._seconds) if self._seconds else None
        wall = parse_time(self._at.text())
        if wall is None:
            return None
        old = self._old.rule if self._old else None
        days = frozenset() if old is None or isinstance(old, Once) else old.days
        known_here = self._old is None or self._timers.trouble(self._old.id) is None
        if old and known_here and self._days.chosen == days and self._at.text() == _at_of(self._old):
            return old  # a single run's date and a weekly one's time zone stay what they are
        return self._timers.rule_at(wall, self._days.chosen)

    def _made(self) -> Timer | None:
        target, rule = self._what.target, self._rule()
        if target is None or rule is None:
            return None
        timer = self._old or new_timer(target, rule, on=self._on)
        asks = self._guarded()[0] is Guard.ASK and not self._on
        return replace(
            timer,
            target=target,
            on=self._on,
            rule=rule,
            missed=self._late.missed,
            confirmed=asks and self._sure.isChecked(),
        )

    def _on_save(self) -> None:
        timer = self._made()
        if timer and not self._complaint():
            self.done.emit(timer)

    # Qt's news

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_accent_card(self)


def _at_of(timer: Timer | None) -> str:
    """The time of the wall clock at which it runs: this computer's, or that of a weekly rule's own zone."""
    if timer is None:
        return _FIRST_AT
    if not isinstance(timer.rule, Once):
        return timer.rule.at.strftime("%H:%M")
    return timer.rule.at.astimezone().strftime("%H:%M")
