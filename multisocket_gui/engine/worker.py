"""The only owner of threads: one job a key at a time, at most one waiting, every job ends exactly once, aloud.

All bookkeeping happens on the GUI thread, so there is nothing to lock: threads only run what they are
handed and send back what it returned. A thread that hangs is abandoned, never waited for and never
killed; plain daemon threads, because QThread and QThreadPool make quitting wait or abort.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol, Self

from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = logging.getLogger(__name__)
Call = Callable[[], object]


class Job(Protocol):
    """A piece of work for one key (a strip, the account)."""

    @property
    def key(self) -> Hashable: ...

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
    abandoned: bool = False


class Worker(QObject):
    """Runs jobs on at most `threads` daemon threads. To be used from the thread that it was made on."""

    ended = Signal(object)
    """An `Ended`, on the GUI thread, once for every job that was submitted."""
    freed = Signal()
    """A key is free again: its job has ended and everybody has heard of it."""
    noted = Signal(object)
    """Whatever a running job told through `note`, on the GUI thread."""

    _came_back = Signal(object, object)

    def __init__(self, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit = threads
        self._started = 0
        self._running: dict[Hashable, _Run] = {}
        self._waiting: dict[Hashable, Job] = {}
        self._inbox: queue.SimpleQueue[_Run | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._open = True
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    def submit(self, job: Job) -> None:
        """Run the job when its key is free; a waiting job of the same key is folded into it."""
        if not self._open:
            self.ended.emit(Ended(job, Abandoned(started=False)))
            return
        older = self._waiting.pop(job.key, None)
        self._waiting[job.key] = job if older is None else older.folded(job)
        if older is not None:
            self.ended.emit(Ended(older, Superseded()))
        self._start_what_can()

    def busy(self, key: Hashable) -> bool:
        """Whether a job of this key waits or runs."""
        return key in self._waiting or key in self._running

    def waiting(self, key: Hashable) -> bool:
        """Whether a job of this key has yet to start."""
        return key in self._waiting

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
            if not run.abandoned:
                run.abandoned = True
                self.ended.emit(Ended(run.job, Abandoned(started=True)))

    def close(self) -> None:
        """Close the gate: nothing comes back any more, idle threads end, hanging ones are left behind."""
        self.abandon()
        with self._gate:
            self._open = False
        for _ in range(self._started):
            self._inbox.put(None)

    def _start_what_can(self) -> None:
        free = [key for key in self._waiting if key not in self._running]
        for key in free[: self._limit - len(self._running)]:
            self._start(self._waiting.pop(key))

    def _start(self, job: Job) -> None:
        run = _Run(job, job.prepare())
        self._running[job.key] = run
        if self._started < min(self._limit, len(self._running)):
            self._started += 1
            threading.Thread(target=self._serve, name=f"worker-{self._started}", daemon=True).start()
        self._inbox.put(run)

    def _serve(self) -> None:
        while run := self._inbox.get():
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
        if not run.abandoned:
            self.ended.emit(Ended(run.job, outcome))
        del self._running[run.job.key]  # only now: until everybody has heard of the outcome, the key is busy
        self._start_what_can()
        self.freed.emit()
