"""The only owner of threads: jobs that share a key run in order, every job ends exactly once, aloud.

All bookkeeping happens on the GUI thread, so there is nothing to lock: threads only run what they are
handed and send back what it returned. A thread that hangs is abandoned, never waited for and never
killed; plain daemon threads, because QThread and QThreadPool make quitting wait or abort.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

_log = logging.getLogger(__name__)
Call = Callable[[], object]


class Job(Protocol):
    """A piece of work for one key (a strip, the account)."""

    @property
    def key(self) -> Hashable: ...

    @property
    def holds(self) -> Collection[Hashable]:
        """Every key that nobody else may work on meanwhile: the job's own, and those that it serves besides."""

    def folded(self, newer: Self) -> Self:
        """This waiting job and a newer one for the same key, as one."""

    def prepare(self) -> Call:
        """What the thread shall run, built on the GUI thread from what is true when the job starts."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The job never started: a newer one for the same key took it in."""


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Nobody wants the job's result any more (signed out, quit). What it did, if it started, is not known."""

    started: bool


@dataclass(frozen=True, slots=True)
class Crashed:
    """The job raised what it should not have: a mistake of ours."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Ended:
    """A job and how it ended: what it returned, or `Superseded`, `Abandoned`, `Crashed`."""

    job: Job
    outcome: object


@dataclass(eq=False, slots=True)
class _Run:
    job: Job
    call: Call
    over: bool = False
    """The job has ended; the call may still run."""


class Crew(Protocol):
    """Who runs the calls: `Threads`, or a test that decides itself what comes when."""

    @property
    def limit(self) -> int:
        """How many calls may run at once."""

    def run(self, call: Callable[[], None], at_once: int) -> None:
        """Run the call, which is one of `at_once` that have not come back."""

    def close(self) -> None:
        """Start nothing more; what runs is left behind."""


class Threads:
    """At most `limit` daemon threads, each started when it is first needed."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._started = 0
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def run(self, call: Callable[[], None], at_once: int) -> None:
        if self._started < min(self.limit, at_once):
            self._started += 1
            threading.Thread(target=self._serve, name=f"worker-{self._started}", daemon=True).start()
        self._inbox.put(call)

    def close(self) -> None:
        for _ in range(self._started):
            self._inbox.put(None)

    def _serve(self) -> None:
        while call := self._inbox.get():
            call()


class Worker(QObject):
    """Runs jobs on its crew. To be used from the thread that it was made on."""

    ended = Signal(object)
    """An `Ended`, on the GUI thread, once for every job that was submitted."""
    freed = Signal()
    """A key is free again: its job has ended and everybody has heard of it."""
    noted = Signal(object)
    """Whatever a running job told through `note`, on the GUI thread."""

    _came_back = Signal(object, object)

    def __init__(self, crew: Crew, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crew = crew
        self._running: dict[Hashable, _Run] = {}
        self._waiting: dict[Hashable, Job] = {}
        self._gate = threading.Lock()
        self._open = True
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)
        self._unheard: deque[tuple[_Run, object]] = deque()
        self._next_turn = QTimer(self)
        self._next_turn.timeout.connect(self._hear_one)

    def submit(self, job: Job) -> None:
        """Run the job when what it holds is free; a waiting job of the same key is folded into it.

        A folded job waits behind whatever was submitted since, so that the order of what people asked is kept.
        """
        if not self._open:
            self.ended.emit(Ended(job, Abandoned(started=False)))
            return
        older = self._waiting.pop(job.key, None)
        self._waiting[job.key] = job if older is None else older.folded(job)
        if older is not None:
            self.ended.emit(Ended(older, Superseded()))
        self._start_what_can()

    def busy(self, key: Hashable) -> bool:
        """Whether a job that holds this key waits or runs."""
        running = (run.job for run in self._running.values())
        return any(key in job.holds for job in (*self._waiting.values(), *running))

    def waiting(self, key: Hashable) -> bool:
        """Whether a job that holds this key has yet to start."""
        return any(key in job.holds for job in self._waiting.values())

    def note(self, what: object) -> None:
        """Tell the GUI thread something, from any thread; in vain once the gate is closed."""
        with self._gate:
            if self._open:
                self.noted.emit(what)

    def abandon(self) -> None:
        """End every job now as `Abandoned`; what running ones return later is dropped."""
        waiting, self._waiting = self._waiting, {}
        for job in waiting.values():
            self.ended.emit(Ended(job, Abandoned(started=False)))
        for run in list(self._running.values()):
            if not run.over:
                run.over = True
                self.ended.emit(Ended(run.job, Abandoned(started=True)))

    def close(self) -> None:
        """Close the gate: nothing comes back any more, idle threads end, hanging ones are left behind."""
        self.abandon()
        with self._gate:
            self._open = False
        self._next_turn.stop()
        self._crew.close()

    def _start_what_can(self) -> None:
        taken = {key for run in self._running.values() for key in run.job.holds}
        for job in list(self._waiting.values()):
            if len(self._running) == self._crew.limit:
                return
            if taken.isdisjoint(job.holds):
                self._start(self._waiting.pop(job.key))
            taken.update(job.holds)

    def _start(self, job: Job) -> None:
        run = _Run(job, job.prepare())
        self._running[job.key] = run
        self._crew.run(partial(self._carry_out, run), len(self._running))

    def _carry_out(self, run: _Run) -> None:
        """On one of the crew's threads."""
        try:
            outcome = run.call()
        except Exception as error:  # noqa: BLE001 - a job must end, whatever it raised; the cause goes to the log
            _log.error("a job crashed", exc_info=error)
            outcome = Crashed(error)
        with self._gate:
            if self._open:
                self._came_back.emit(run, outcome)

    @Slot(object, object)
    def _on_came_back(self, run: _Run, outcome: object) -> None:
        """Hear of one outcome in a turn of the event loop.

        Qt delivers all that was sent meanwhile before it lets the window paint or take a click, and
        forty outcomes change as many cards.
        """
        self._unheard.append((run, outcome))
        if not self._next_turn.isActive():
            self._next_turn.start(0)
            self._hear_one()

    @Slot()
    def _hear_one(self) -> None:
        if not self._unheard:
            self._next_turn.stop()
            return
        run, outcome = self._unheard.popleft()
        if not run.over:
            run.over = True  # before anybody hears of it, who may then sign out and so abandon every job
            self.ended.emit(Ended(run.job, outcome))
        del self._running[run.job.key]  # only now: until everybody has heard of the outcome, the key is busy
        self._start_what_can()
        self.freed.emit()
