"""The timers: armed with the soonest moment alone, looked at again whenever the clock may have moved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from uuid import uuid4

from PySide6.QtCore import QObject, QTimeZone, Signal

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.occurrence import (
    Decision,
    UnknownZone,
    by_clock,
    coming,
    decide,
    decided_until,
    due,
    first_handled,
    once_at,
    zone_of,
)
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.timer import (
    End,
    Handled,
    Missed,
    MissedRun,
    Once,
    Rule,
    Run,
    RunEnd,
    Timer,
    TimerFailed,
    Weekly,
)
from multisocket_gui.settings import Settings

from .alarm import Alarm
from .clock import Clock
from .facts import Change
from .presence import Presence
from .store import Store
from .timer_file import TimerFile
from .timer_runs import TimerRuns

_log = logging.getLogger(__name__)
Target = OutletRef | str
REMEMBERED_RUNS = 100
"""A timer's runs that no clock put back can repeat: three months of a daily one."""
REMEMBERED_FAILURES = 20
AGAIN = 30.0
"""Seconds until a run that found no way to the service is tried again: a computer that wakes has no network yet."""
FORGOTTEN_AFTER = 31 * 86_400.0
"""Seconds for which the record of a timer that is gone is kept: its removal may not have reached the disk."""


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
        self._file = file
        self._ready = ready
        self._change_settings = change_settings
        self._known: dict[str, Timer] = {}
        self._handled: dict[str, Handled] = {}
        self._coming: tuple[Run, ...] = ()
        self._waiting: tuple[MissedRun, ...] = ()
        self._troubles: dict[str, Problem] = {}
        self._tried: dict[str, float] = {}
        self._offline_since: float | None = None
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
        self._handled = self._file.load()
        self._known = {timer.id: timer for timer in self._store.settings.timers}
        for timer in self._timers:
            self._handled.setdefault(timer.id, first_handled(timer.rule, self._clock.now().wall))
        self._tell_broken_off()
        self._keep()
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
        timer = self.new(target, self.rule_in(seconds), on=on, confirmed=confirmed)
        timer = replace(timer, missed=missed or timer.missed)
        sooner = {each.id for each in self._store.settings.timers if _same_but_sooner(each, timer)}
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
        timer = self.new(target, self.rule_at(wall, days), on=on, confirmed=confirmed)
        timer = replace(timer, missed=missed or timer.missed)
        self.put(timer)
        return timer

    def rule_in(self, seconds: float) -> Rule:
        """The rule of `once_in`."""
        at = self._clock.now().wall + seconds
        return Once(datetime.fromtimestamp(at, self._zone()), self.zone)

    def rule_at(self, wall: time, days: Iterable[int] = ()) -> Rule:
        """The rule of `at`, in this computer's time zone."""
        chosen = frozenset(days)
        if chosen:
            return Weekly(wall, chosen, self.zone)
        try:
            return once_at(wall, self.zone, self._clock.now().wall)
        except UnknownZone:
            return once_at(wall, "UTC", self._clock.now().wall)

    @staticmethod
    def new(target: Target, rule: Rule, *, on: bool, confirmed: bool = False) -> Timer:
        """A timer that was not put yet."""
        return Timer(str(uuid4()), target, on, rule, confirmed=confirmed)

    def answer(self, timer_id: str, run: bool) -> None:
        """Decide on a missed run that asks: run it now, or skip it."""
        handled, timer = self._handled.get(timer_id), self._known.get(timer_id)
        if handled is None or timer is None or handled.waiting is None:
            return
        at = handled.waiting
        self._handled[timer_id] = replace(handled, waiting=None)
        if run:
            self._run(timer, at)
        else:
            self._keep()
        self._retire(timer)
        self.look()

    def dismiss(self) -> None:
        """What went wrong was read."""
        self._put_failures(())

    # What views read

    @property
    def zone(self) -> str:
        """The IANA name of this computer's time zone, as far as the system tells it."""
        return bytes(QTimeZone.systemTimeZoneId().data()).decode()

    def next_runs(self) -> tuple[Run, ...]:
        """The next run of each timer that is not switched off, soonest first."""
        return self._coming

    def next_of(self, target: Target) -> Run | None:
        """What happens next to the target by a timer of its own."""
        return next((run for run in self._coming if run.timer.target == target), None)

    @property
    def waiting(self) -> tuple[MissedRun, ...]:
        """The missed runs that ask, oldest first."""
        return self._waiting

    def trouble(self, timer_id: str) -> Problem | None:
        """Why the timer cannot run as it is made: its target is gone, or its time zone is not known here."""
        return self._troubles.get(timer_id)

    # Looking

    def look(self) -> None:
        """See by the clock what is due and decide it; then wait for what comes next. May be called at any time."""
        if self._looking or not self._started:
            return
        self._looking = True
        try:
            for timer in self._timers:
                if timer.enabled:
                    self._look_at(timer)
        finally:
            self._looking = False
        self._plan()

    def _look_at(self, timer: Timer) -> None:
        now = self._clock.now().wall
        handled = self._handled[timer.id] = by_clock(self._handled[timer.id], now)
        try:
            at = due(timer, handled, now)
        except UnknownZone:
            return  # `_plan` says so
        if at is None:
            self._retire(timer)
            return
        match decide(timer.missed, at, now, turns_on=self._turns_on(timer)):
            case Decision.RUN if self._can_send(timer, now):
                self._run(timer, at)
            case Decision.RUN:
                return
            case Decision.ASK:
                self._ask(timer, at)
            case Decision.SKIP:
                self._skip(timer, at)
        self._retire(timer)

    def _turns_on(self, timer: Timer) -> bool:
        """A scene may turn something on whatever is asked of it: it never runs late without asking."""
        return timer.on or not isinstance(timer.target, OutletRef)

    def _can_send(self, timer: Timer, now: float) -> bool:
        return self._ready() and not self._offline and self._pause_of(timer, now) is None

    def _pause_of(self, timer: Timer, now: float) -> float | None:
        """Until when the timer is not tried again, since it found no way to the service a moment ago."""
        tried = self._tried.get(timer.id)
        return tried + AGAIN if tried is not None and tried <= now < tried + AGAIN else None

    @property
    def _offline(self) -> bool:
        """Whether the system says so and no answer has come since: it may not know every network."""
        heard, since = self._store.line.heard, self._offline_since
        return since is not None and (heard is None or heard < since)

    def _run(self, timer: Timer, at: float) -> None:
        """Write down first that it runs: whatever happens in between, it does not run again."""
        handled = self._handled[timer.id]
        begun = replace(
            handled, until=max(handled.until, at), ran=(*handled.ran, at)[-REMEMBERED_RUNS:], waiting=None, begun=at
        )
        self._handled[timer.id] = begun
        problem = self._written()
        if problem:
            self._handled[timer.id] = replace(begun, begun=None)
            self._on_ended(RunEnd(timer, at, End.FAILED, problem))
        else:
            self._runs.begin(timer, at)

    def _ask(self, timer: Timer, at: float) -> None:
        self._handled[timer.id] = replace(self._handled[timer.id], until=at, waiting=at)
        self._keep()
        self.ended.emit(RunEnd(timer, at, End.ASKED))
        self.asked.emit(MissedRun(timer, at))

    def _skip(self, timer: Timer, at: float) -> None:
        self._handled[timer.id] = replace(self._handled[timer.id], until=at, waiting=None)
        self._keep()
        self._tell(RunEnd(timer, at, End.SKIPPED, Problem(Kind.TIMER_LATE)))

    def _retire(self, timer: Timer) -> None:
        """A timer of a single run leaves when that is over."""
        handled = self._handled.get(timer.id)
        if handled is None or not isinstance(timer.rule, Once) or timer.id not in self._known:
            return
        at = timer.rule.at.timestamp()
        if (handled.until >= at or at in handled.ran) and handled.waiting is None and handled.begun is None:
            self.remove(timer.id)

    def _on_ended(self, end: RunEnd) -> None:
        if self._may_yet_run(end):
            self._take_back(end)
            return
        handled = self._handled.get(end.timer.id)
        if handled and handled.begun == end.at:
            self._handled[end.timer.id] = replace(handled, begun=None)
            self._keep()
        self._tell(end)
        self._retire(end.timer)

    def _may_yet_run(self, end: RunEnd) -> bool:
        """Whether nothing left this computer, and the run may still be as late as it is."""
        timer, now = end.timer, self._clock.now().wall
        if end.problem is None or end.problem.kind is not Kind.OFFLINE or self._known.get(timer.id) != timer:
            return False
        in_time = now <= decided_until(timer.missed, end.at, turns_on=self._turns_on(timer))
        return isinstance(timer.target, OutletRef) and timer.enabled and in_time

    def _take_back(self, end: RunEnd) -> None:
        """It did not take place: it is due as before, and tried again when the line is heard, or after a while."""
        handled = self._handled[end.timer.id]
        ran = tuple(at for at in handled.ran if at != end.at)
        self._handled[end.timer.id] = replace(handled, until=end.at - 1.0, ran=ran, begun=None)
        self._tried[end.timer.id] = self._clock.now().wall
        self._keep()
        self._plan()

    def _tell(self, end: RunEnd) -> None:
        self.ended.emit(end)
        if end.problem:
            self._note(TimerFailed(end.timer, end.problem, end.at))
        elif end.end is End.RAN:
            self._put_failures(self._others(end.timer))

    def _note(self, failed: TimerFailed) -> None:
        """It stays to be read until somebody did, or the timer's next run went well."""
        _log.info("a timer did not run as planned: %s", failed.problem.kind)
        self._put_failures((*self._others(failed.timer), failed))
        self.failed.emit(failed)

    def _others(self, timer: Timer) -> tuple[TimerFailed, ...]:
        return tuple(each for each in self._store.timer_failures if each.timer.id != timer.id)

    def _put_failures(self, failures: tuple[TimerFailed, ...]) -> None:
        self._store.put_timer_failures(failures[-REMEMBERED_FAILURES:])

    def _tell_broken_off(self) -> None:
        """What was under way when the program ended the last time: nobody knows what it did."""
        for timer in self._timers:
            handled = self._handled[timer.id]
            if handled.begun is not None:
                self._handled[timer.id] = replace(handled, begun=None)
                self._tell(RunEnd(timer, handled.begun, End.FAILED, Problem(Kind.TIMER_CUT)))

    # Planning

    def _plan(self) -> None:
        """Find the next run of each timer, and ring at the soonest moment at which anything is to be decided."""
        now, before = self._clock.now().wall, (self._coming, self._waiting, self._troubles)
        coming_runs: list[Run] = []
        rings: list[float] = []
        self._troubles = {}
        for timer in self._timers:
            if not self._runs.stands(timer.target):
                self._troubles[timer.id] = Problem(Kind.TARGET_GONE)
            try:
                held, following = self._next_of(timer, now)
            except UnknownZone as unknown:
                self._troubles[timer.id] = Problem(Kind.ZONE_UNKNOWN, detail=str(unknown.args[0]))
                continue
            if not timer.enabled:
                continue
            coming_runs += [Run(timer, at) for at in (held, following) if at is not None][:1]
            rings += [following] if following is not None else []
            rings += [self._next_try(timer, held, now)] if held is not None else []
        self._coming = tuple(sorted(coming_runs, key=lambda run: run.at))
        self._alarm.set(min(rings, default=None))
        if rings and not self._watching:
            self._watching = True
            self._clock.after(0.0, self, self._presence.watch)  # which loads some modules
        self._waiting = self._asking()
        self._store.put_missed(self._waiting)
        if before != (self._coming, self._waiting, self._troubles):
            self.changed.emit()

    def _next_of(self, timer: Timer, now: float) -> tuple[float | None, float | None]:
        """The run that is due and held back, and the one that comes next."""
        handled = self._handled[timer.id]
        return due(timer, handled, now), coming(timer, handled, now)

    def _next_try(self, timer: Timer, at: float, now: float) -> float:
        """When a run that is held back is to be looked at again: after a pause, or when it is too late."""
        too_late = decided_until(timer.missed, at, turns_on=self._turns_on(timer)) + 1.0
        return min(too_late, self._pause_of(timer, now) or too_late)

    def _asking(self) -> tuple[MissedRun, ...]:
        missed = (
            MissedRun(timer, waiting)
            for timer in self._timers
            if (waiting := self._handled[timer.id].waiting) is not None
        )
        return tuple(sorted(missed, key=lambda run: run.at))

    # What others tell

    def _on_presence(self) -> None:
        now = self._clock.now().wall
        self._offline_since = (self._offline_since or now) if self._presence.offline else None
        self._tried = {}
        self.look()

    def _on_changed(self, change: Change) -> None:
        if not self._started:
            return
        if change.timers:
            self._take_over()
        waits = change.line and any(run.at <= self._clock.now().wall for run in self._coming)
        if change.line and self._store.line.problem is None:
            self._tried = {}
        if waits or change.timers or change.scenes or change.home or change.account or change.key:
            self.look()

    def _take_over(self) -> None:
        """Timers were made, changed or removed, here or in another program's file: what was missed before is not."""
        now = self._clock.now().wall
        earlier, self._known = self._known, {timer.id: timer for timer in self._store.settings.timers}
        for timer in self._timers:
            before, handled = earlier.get(timer.id), self._handled.get(timer.id)
            first = first_handled(timer.rule, now)
            if handled is None:
                self._handled[timer.id] = first
            elif before is None or _means_otherwise(before, timer):
                self._handled[timer.id] = replace(first, ran=handled.ran, begun=handled.begun)
        self._forget_the_old(now)
        self._keep()

    def _forget_the_old(self, now: float) -> None:
        old = now - FORGOTTEN_AFTER
        self._handled = {key: each for key, each in self._handled.items() if key in self._known or each.until > old}

    # What is kept

    @property
    def _timers(self) -> tuple[Timer, ...]:
        """The timers of which it is known what became of their runs."""
        return tuple(self._known.values())

    def _put_all(self, timers: list[Timer], without: Iterable[str] = ()) -> None:
        named, gone = {timer.id: timer for timer in timers}, frozenset(without)
        settings = self._store.settings
        kept = [named.pop(each.id, each) for each in settings.timers if each.id not in gone]
        changed = (*kept, *named.values())
        if changed != settings.timers:
            self._change_settings(replace(settings, timers=changed))

    def _zone(self) -> tzinfo:
        try:
            return zone_of(self.zone)
        except UnknownZone:
            return UTC

    def _keep(self) -> None:
        """Write down what was decided. Where that fails nothing runs twice before the next start."""
        self._written()

    def _written(self) -> Problem | None:
        try:
            self._file.save(self._handled)
        except OSError as error:
            _log.warning("the timers' record cannot be written: %s", error)
            return Problem(Kind.TIMERS_UNWRITABLE, detail=error.strerror or type(error).__name__)
        return None


def _same_but_sooner(one: Timer, other: Timer) -> bool:
    if not isinstance(one.rule, Once) or not isinstance(other.rule, Once):
        return False
    return (one.target, one.on) == (other.target, other.on) and one.enabled and one.rule.at <= other.rule.at


def _means_otherwise(before: Timer, after: Timer) -> bool:
    """Whether what fell due for one says nothing of the other."""
    parts = ((each.target, each.on, each.rule, each.enabled) for each in (before, after))
    return len(set(parts)) > 1
