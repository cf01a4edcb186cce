"""The timers: armed with the soonest moment alone, looked at again whenever the clock may have moved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import time

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.occurrence import Decision, UnknownZone, decide, decided_until, due
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.timer import End, Missed, MissedRun, Rule, Run, RunEnd, Timer, TimerFailed
from multisocket_gui.settings import Settings

from .alarm import Alarm
from .clock import Clock
from .facts import Change
from .presence import Presence
from .store import Store
from .timer_agenda import Agenda, plan, turns_on
from .timer_book import TimerBook
from .timer_failures import TimerFailures
from .timer_file import TimerFile
from .timer_making import Target, local_zone, new_timer, rule_at, rule_in, same_but_sooner
from .timer_runs import TimerRuns
from .timer_way import TimerWay

_log = logging.getLogger(__name__)


class Timers(QObject):
    """GUI thread only. Nothing planned: nobody is woken up.

    `ready` says whether a command could be sent at all. A run that falls due while none could waits for as long as it
    may be late, and is decided then.
    """

    changed = Signal()
    """After the runs to come, or those that ask, changed."""
    failed = Signal(object)
    """A `TimerFailed`."""
    asked = Signal(object)
    """A `MissedRun` that asks from now on."""
    ended = Signal(object)
    """A `RunEnd`, once for each run that fell due."""

    def __init__(
        self,
        store: Store,
        runs: TimerRuns,
        presence: Presence,
        clock: Clock,
        alarm: Alarm,
        file: TimerFile,
        ready: Callable[[], bool],
        change_settings: Callable[[Settings], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._runs = runs
        self._presence = presence
        self._clock = clock
        self._alarm = alarm
        self._book = TimerBook(file)
        self._way = TimerWay(store, ready)
        self._failures = TimerFailures(store)
        self._change_settings = change_settings
        self._agenda = Agenda((), (), {})
        self._started = self._looking = self._watching = False
        runs.ended.connect(self._on_ended)
        runs.disputed.connect(self._note)
        alarm.rang.connect(self.look)
        presence.changed.connect(self._on_presence)
        store.changed.connect(self._on_changed)

    def start(self) -> None:
        """Take up what was planned, and decide what was missed meanwhile."""
        if self._started:
            return
        self._started = True
        self._book.open(self._store.settings.timers, self._clock.now().wall)
        self._tell_broken_off()
        self._book.keep()
        self.look()

    def close(self) -> None:
        """Quit: what falls due from now on is a matter of the next start."""
        self._started = False
        self._alarm.set(None)

    # What people ask for

    def put(self, timer: Timer) -> None:
        """Add the timer, or put it in the place of the one with its id."""
        self._put_all([timer])

    def remove(self, timer_id: str) -> None:
        """The timer is no more; what it has begun goes on."""
        self._put_all([], without={timer_id})

    def once_in(
        self, target: Target, seconds: float, *, on: bool, confirmed: bool = False, missed: Missed | None = None
    ) -> Timer:
        """Switch the target so many seconds from now. A later moment than that of another such timer replaces it:
        "off in 60 min", said after "off in 30 min", means the longer."""
        timer = new_timer(target, self.rule_in(seconds), on=on, confirmed=confirmed, missed=missed)
        sooner = {each.id for each in self._store.settings.timers if same_but_sooner(each, timer)}
        self._put_all([timer], without=sooner)
        return timer

    def off_in(self, ref: OutletRef, seconds: float, *, on: bool = False, confirmed: bool = False) -> Timer:
        """As `once_in`, for an outlet."""
        return self.once_in(ref, seconds, on=on, confirmed=confirmed)

    def at(
        self,
        target: Target,
        wall: time,
        days: Iterable[int] = (),
        *,
        on: bool,
        confirmed: bool = False,
        missed: Missed | None = None,
    ) -> Timer:
        """Switch the target when this computer's wall clock shows `wall`: on each of the days (0: Monday), or once."""
        timer = new_timer(target, self.rule_at(wall, days), on=on, confirmed=confirmed, missed=missed)
        self.put(timer)
        return timer

    def rule_in(self, seconds: float) -> Rule:
        """The rule of `once_in`."""
        return rule_in(seconds, self._clock.now().wall)

    def rule_at(self, wall: time, days: Iterable[int] = ()) -> Rule:
        """The rule of `at`, in this computer's time zone."""
        return rule_at(wall, days, self._clock.now().wall)

    def answer(self, timer_id: str, run: bool) -> None:
        """Decide on a missed run that asks: run it now, or skip it."""
        missed = self._book.take_waiting(timer_id)
        if missed is None:
            return
        if run:
            self._run(missed.timer, missed.at)
        else:
            self._book.keep()
        self._retire(missed.timer)
        self.look()

    def dismiss(self) -> None:
        """What went wrong was read."""
        self._failures.forget_all()

    def _put_all(self, timers: list[Timer], without: Iterable[str] = ()) -> None:
        named, gone = {timer.id: timer for timer in timers}, frozenset(without)
        settings = self._store.settings
        kept = [named.pop(each.id, each) for each in settings.timers if each.id not in gone]
        changed = (*kept, *named.values())
        if changed != settings.timers:
            self._change_settings(replace(settings, timers=changed))

    # What views read

    @property
    def zone(self) -> str:
        """The IANA name of this computer's time zone, as far as the system tells it."""
        return local_zone()

    def next_runs(self) -> tuple[Run, ...]:
        """The next run of each timer that is not switched off, soonest first."""
        return self._agenda.coming

    def next_of(self, target: Target) -> Run | None:
        """What happens next to the target by a timer of its own."""
        return next((run for run in self._agenda.coming if run.timer.target == target), None)

    @property
    def waiting(self) -> tuple[MissedRun, ...]:
        """The missed runs that ask, oldest first."""
        return self._agenda.waiting

    def trouble(self, timer_id: str) -> Problem | None:
        """Why the timer cannot run as it is made: its target is gone, or its time zone is not known here."""
        return self._agenda.troubles.get(timer_id)

    # Looking

    def look(self) -> None:
        """See by the clock what is due and decide it; then wait for what comes next. May be called at any time."""
        if self._looking or not self._started:
            return
        self._looking = True
        try:
            for timer in self._book.timers:
                if timer.enabled:
                    self._look_at(timer)
        finally:
            self._looking = False
        self._plan()

    def _look_at(self, timer: Timer) -> None:
        now = self._clock.now().wall
        handled = self._book.set_by_clock(timer, now)
        try:
            at = due(timer, handled, now)
        except UnknownZone:
            return  # `_plan` says so
        if at is None:
            self._retire(timer)
            return
        match decide(timer.missed, at, now, turns_on=turns_on(timer)):
            case Decision.RUN if self._way.is_open(timer, now):
                self._run(timer, at)
            case Decision.RUN:
                return
            case Decision.ASK:
                self._ask(timer, at)
            case Decision.SKIP:
                self._skip(timer, at)
        self._retire(timer)

    def _run(self, timer: Timer, at: float) -> None:
        problem = self._book.begin(timer, at)
        if problem:
            self._on_ended(RunEnd(timer, at, End.FAILED, problem))
        else:
            self._runs.begin(timer, at)

    def _ask(self, timer: Timer, at: float) -> None:
        self._book.ask(timer, at)
        self.ended.emit(RunEnd(timer, at, End.ASKED))
        self.asked.emit(MissedRun(timer, at))

    def _skip(self, timer: Timer, at: float) -> None:
        self._book.skip(timer, at)
        self._tell(RunEnd(timer, at, End.SKIPPED, Problem(Kind.TIMER_LATE)))

    def _retire(self, timer: Timer) -> None:
        """A timer of a single run leaves when that is over."""
        if self._book.is_over(timer):
            self.remove(timer.id)

    def _plan(self) -> None:
        """Find the next run of each timer, and ring at the soonest moment at which anything is to be decided."""
        before = self._agenda
        self._agenda, soonest = plan(self._book, self._clock.now().wall, self._runs.stands, self._way.pause_of)
        self._alarm.set(soonest)
        if soonest is not None and not self._watching:
            self._watching = True
            self._clock.after(0.0, self, self._presence.watch)  # which loads some modules
        self._store.put_missed(self._agenda.waiting)
        if self._agenda != before:
            self.changed.emit()

    # How runs end

    def _on_ended(self, end: RunEnd) -> None:
        if self._may_yet_run(end):
            self._way.found_none(end.timer, self._clock.now().wall)
            self._book.take_back(end.timer, end.at)
            self._plan()
            return
        self._book.end(end.timer, end.at)
        self._tell(end)
        self._retire(end.timer)

    def _may_yet_run(self, end: RunEnd) -> bool:
        """Whether nothing left this computer, and the run may still be as late as it is."""
        timer, now = end.timer, self._clock.now().wall
        if end.problem is None or end.problem.kind is not Kind.OFFLINE or not self._book.holds(timer):
            return False
        in_time = now <= decided_until(timer.missed, end.at, turns_on=turns_on(timer))
        return isinstance(timer.target, OutletRef) and timer.enabled and in_time

    def _tell(self, end: RunEnd) -> None:
        self.ended.emit(end)
        if end.problem:
            self._note(TimerFailed(end.timer, end.problem, end.at))
        elif end.end is End.RAN:
            self._failures.forget(end.timer)

    def _note(self, failed: TimerFailed) -> None:
        _log.info("a timer did not run as planned: %s", failed.problem.kind)
        self._failures.add(failed)
        self.failed.emit(failed)

    def _tell_broken_off(self) -> None:
        """What was under way when the program ended the last time: nobody knows what it did."""
        for timer in self._book.timers:
            at = self._book.take_broken_off(timer)
            if at is not None:
                self._tell(RunEnd(timer, at, End.FAILED, Problem(Kind.TIMER_CUT)))

    # What others tell

    def _on_presence(self) -> None:
        self._way.say_network(offline=self._presence.offline, now=self._clock.now().wall)
        self.look()

    def _on_changed(self, change: Change) -> None:
        if not self._started:
            return
        if change.timers:
            self._book.take_over(self._store.settings.timers, self._clock.now().wall)
        waits = change.line and any(run.at <= self._clock.now().wall for run in self._agenda.coming)
        if change.line and self._store.line.problem is None:
            self._way.end_pauses()
        if waits or change.timers or change.scenes or change.home or change.account or change.key:
            self.look()
