"""The timers by the day of their next run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.timer import Missed, Run, Timer
from multisocket_gui.timer_words import day_title, in_line, late_line, place_of, rule_line, target_line
from multisocket_gui.words import problem_words, tr

from .marks import TickBox
from .style import GAP, GRID, GUTTER
from .text_button import TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.timers import Timers


class TimerList(QWidget):
    """A heading a day, a few lines a timer. A row that stays keeps its widgets, and with them the keyboard."""

    edit_asked = Signal(object)
    """A `Timer`."""
    remove_asked = Signal(object)
    """A `Timer`."""

    def __init__(self, store: Store, timers: Timers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._timers = timers
        self._rows: dict[str, TimerRow] = {}
        self._titles: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def show_timers(self, now: float) -> None:
        """Show them as they stand at `now` (seconds since the epoch)."""
        known = {timer.id: timer for timer in self._store.settings.timers}
        for gone in [key for key in self._rows if key not in known]:
            _drop(self._column, self._rows.pop(gone))
        for heading in self._titles:
            _drop(self._column, heading)
        self._titles, before = [], ""
        for place, (title, timer, run) in enumerate(self._listed(known, now)):
            if title != before:
                self._add_title(title, place)
                before = title
            self._show_row(timer, run, place, now)

    def focus(self, timer_id: str) -> None:
        """Put the keyboard on the timer's row, where there is one."""
        if timer_id in self._rows:
            self._rows[timer_id].take_keyboard()

    def _listed(self, known: dict[str, Timer], now: float) -> list[tuple[str, Timer, Run | None]]:
        """Under which heading each stands: those that run, soonest first, then the others."""
        runs = {run.timer.id: run for run in self._timers.next_runs() if run.timer.id in known}
        listed: list[tuple[str, Timer, Run | None]] = [
            (day_title(run.at, now), known[key], run) for key, run in runs.items()
        ]
        asking = {missed.timer.id for missed in self._timers.waiting}  # they stand above the list, with their answers
        idle = [timer for key, timer in known.items() if key not in runs and key not in asking]
        listed += [(tr("Does not run"), timer, None) for timer in idle if timer.enabled]
        return listed + [(tr("Switched off"), timer, None) for timer in idle if not timer.enabled]

    def _add_title(self, text: str, place: int) -> None:
        title = QWidget()
        row = WrapRow(title)
        row.setContentsMargins(GUTTER, GRID if place else 0, GUTTER, 0)
        words = TextLine(Voice.QUIET)
        words.say(text)
        row.add(words)
        self._titles.append(title)
        self._column.insertWidget(place + len(self._titles) - 1, title)
        title.show()

    def _show_row(self, timer: Timer, run: Run | None, place: int, now: float) -> None:
        row = self._rows.get(timer.id)
        if row is None:
            row = self._rows[timer.id] = TimerRow(timer.id)
            row.edit_asked.connect(lambda: self.edit_asked.emit(self._timer(timer.id)))
            row.remove_asked.connect(lambda: self.remove_asked.emit(self._timer(timer.id)))
            row.enabled_asked.connect(lambda on: self._timers.put(replace(self._timer(timer.id), enabled=on)))
        self._column.insertWidget(place + len(self._titles), row)
        row.show_timer(self._told(timer, run, now))
        row.show()

    def _timer(self, timer_id: str) -> Timer:
        return next(timer for timer in self._store.settings.timers if timer.id == timer_id)

    def _told(self, timer: Timer, run: Run | None, now: float) -> Told:
        place = place_of(timer.target, self._store.plants) if isinstance(timer.target, OutletRef) else None
        where = f"{place.socket.name} · {place.plant.name}" if place else ""
        if not isinstance(timer.target, OutletRef):
            where = tr("Scene")
        waits = run is not None and run.at <= now
        return Told(
            name=target_line(timer.target, self._store.plants, self._store.settings.scenes),
            when=(tr("waits for the connection") if waits else in_line(run.at - now)) if run else "",
            rule=rule_line(timer, now, self._timers.zone),
            where=where,
            late=late_line(timer.missed, on=timer.on) if timer.missed != Missed() else "",
            trouble=_trouble(self._timers.trouble(timer.id), now),
            enabled=timer.enabled,
        )


class Told:
    """What a row says."""

    def __init__(self, *, name: str, when: str, rule: str, where: str, late: str, trouble: str, enabled: bool) -> None:
        self.name, self.when, self.rule, self.where = name, when, rule, where
        self.late, self.trouble, self.enabled = late, trouble, enabled


class TimerRow(QWidget):
    """One timer: what, when, how long until then; whether it is switched on; edit and remove."""

    edit_asked = Signal()
    remove_asked = Signal()
    enabled_asked = Signal(bool)

    def __init__(self, timer_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"timer/{timer_id}")
        self._name, self._when = TextLine(Voice.NAME), TextLine(Voice.PLAIN)
        self._rule, self._where = TextLine(Voice.PLAIN, lines=3), TextLine(Voice.QUIET)
        self._late, self._trouble = TextLine(Voice.QUIET, lines=3), TextLine(Voice.ALARM, lines=5)
        self._enabled = TickBox(tr("Active"))
        self._enabled.setObjectName(f"timer-active/{timer_id}")
        self._enabled.clicked.connect(self.enabled_asked)
        self._edit = TextButton(tr("Edit"))
        self._edit.setObjectName(f"timer-edit/{timer_id}")
        self._edit.clicked.connect(lambda: self.edit_asked.emit())
        self._remove = TextButton(tr("Remove"))
        self._remove.setObjectName(f"timer-remove/{timer_id}")
        self._remove.clicked.connect(lambda: self.remove_asked.emit())
        self._lay_out()

    def take_keyboard(self) -> None:
        self._edit.setFocus()

    def show_timer(self, told: Told) -> None:
        """Show what is told, and whole sentences to those who hear it."""
        for line, text in (
            (self._name, told.name),
            (self._when, told.when),
            (self._rule, told.rule),
            (self._where, told.where),
            (self._late, told.late),
            (self._trouble, told.trouble),
        ):
            line.say(text)
            line.setVisible(bool(text))
        whole = f"{told.name}, {told.rule}"
        self.setAccessibleName(". ".join(filter(None, (whole, told.when, told.where, told.late, told.trouble))))
        self._enabled.setChecked(told.enabled)
        self._enabled.setAccessibleName(tr("Active: {timer}").format(timer=whole))
        self._edit.setAccessibleName(tr("Edit: {timer}").format(timer=whole))
        self._remove.setAccessibleName(tr("Remove: {timer}").format(timer=whole))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GUTTER, 0, GUTTER, 0)
        column.setSpacing(GRID // 2)
        head = WrapRow(gap=GAP)
        head.add(self._name)
        head.push(self._when)
        column.addLayout(head)
        for line in (self._rule, self._where, self._late, self._trouble):
            column.addWidget(line)
        buttons = WrapRow(gap=GAP)
        buttons.add(self._enabled)
        buttons.push(self._edit)
        buttons.push(self._remove)
        column.addLayout(buttons)


def _trouble(problem: Problem | None, now: float) -> str:
    return problem_words(problem, now).line if problem else ""


def _drop(column: QVBoxLayout, widget: QWidget) -> None:
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
