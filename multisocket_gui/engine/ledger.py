"""The ledgers of the day's calls on disk, shared by every process of the user.

One file a subscription, named by a digest and never by the key. A call is decided, counted and written in one step
under a lock, just before it is sent, on the thread that sends it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from multisocket_gui.file_lock import lock, unlock
from multisocket_gui.home.problem import Problem, Trouble
from multisocket_gui.home.quota import Allowance, Ledger, Purpose

LONGEST_WAIT = 0.25
"""Seconds to wait for another process. It holds the lock for about a millisecond; a command must not wait for more."""
VERSION = 1
_log = logging.getLogger(__name__)


class NotTaken(Trouble):
    """No call may be sent for this purpose at this moment; nothing was counted, nothing left."""

    unsent = True

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail, until=problem.until)
        self.problem = problem


class SharedLedger:
    """One subscription's ledger, for any number of threads and processes.

    Where the disk or the lock fails, calls are counted in memory all the same, and written as soon as that works:
    a command is never held up for the book-keeping, and nothing is undercounted by this process.
    """

    def __init__(self, file: Path | None, now: Callable[[], float], heard: Callable[[Ledger], None]) -> None:
        self._file = file
        self._now = now
        self._heard = heard
        self._mine = threading.Lock()
        self._written = Ledger()
        """What the file held when this process saw it last."""
        self._unwritten = Ledger()
        """What could not be written since."""
        self._warned = False

    def look(self) -> Ledger:
        """The ledger as it stands."""
        with self._mine:
            ledger = self._read()
            self._heard(ledger)
            return ledger

    def take(self, purpose: Purpose, allowance: Allowance) -> Ledger:
        """Count one call that is sent for `purpose` right after this. Raises `NotTaken`."""

        def decide(ledger: Ledger, now: float) -> Ledger:
            problem = ledger.refusal(purpose, allowance, now)
            if problem:
                raise NotTaken(problem)
            return Ledger().counted(now)

        return self._enter(decide)

    def give_back(self) -> Ledger:
        """The call that was just taken certainly never left."""
        return self._enter(lambda _, now: Ledger().counted(now, -1))

    def used_up(self, until: float | None) -> Ledger:
        """The service said that none is left, `until` when if it told (seconds since the epoch)."""
        return self._enter(lambda ledger, now: Ledger(day_begins=ledger.day_begins).used_up(now, until))

    def busy(self, until: float | None) -> Ledger:
        """The service asked to pause, `until` when if it told (seconds since the epoch)."""
        return self._enter(lambda _, now: Ledger().busy(now, until))

    def settle(self) -> None:
        """Write what could not be written when it happened; the process ends."""
        with self._mine:
            late = self._unwritten != Ledger()
        if late:
            self._enter(lambda _ledger, _now: Ledger())

    def _enter(self, news_for: Callable[[Ledger, float], Ledger]) -> Ledger:
        """Add what is news at this moment, given the ledger as it stands, and keep it."""
        with self._mine, self._locked() as alone:
            now = self._now()
            before = self._read()
            news = news_for(before, now)
            ledger = before.plus(news).tidied(now)
            if alone and self._write(ledger):
                self._written, self._unwritten = ledger, Ledger()
            else:
                self._unwritten = self._unwritten.plus(news)
            self._heard(ledger)  # before another thread counts, so that news arrive in their order
            return ledger

    # The file

    @contextlib.contextmanager
    def _locked(self) -> Iterator[bool]:
        """Whether no other process writes meanwhile. The system frees the lock of a process that died."""
        if self._file is None:
            yield False
            return
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stream = self._file.with_suffix(".lock").open("ab")
        except OSError as error:
            self._warn("cannot be locked: %s", error)
            yield False
            return
        with stream:
            alone = self._lock(stream)
            try:
                yield alone
            finally:
                if alone:
                    unlock(stream)

    def _lock(self, stream: IO[bytes]) -> bool:
        try:
            alone = lock(stream, LONGEST_WAIT)
        except OSError as error:
            self._warn("cannot be locked: %s", error)
            return False
        if not alone:
            self._warn("is held by another process: %s", "counted in memory for now")
        return alone

    def _read(self) -> Ledger:
        """What is on disk, or was when it was last readable, with what could not be written."""
        if self._file is not None:
            try:
                self._written = _parsed(json.loads(self._file.read_text(encoding="utf-8")))
            except FileNotFoundError:
                pass  # the first call; or somebody removed it, and what this process saw of it counts
            except OSError as error:
                self._warn("cannot be read: %s", error)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                self._set_aside(error)
        return self._written.plus(self._unwritten)

    def _set_aside(self, error: Exception) -> None:
        assert self._file is not None  # only what was read can be broken
        self._warn("makes no sense and is set aside: %s", error)
        with contextlib.suppress(OSError):  # it is replaced anyway by the next call that can be written
            self._file.replace(self._file.with_suffix(".broken"))

    def _write(self, ledger: Ledger) -> bool:
        assert self._file is not None  # else there is no lock to hold
        try:
            temporary = self._file.with_suffix(".new")
            temporary.write_text(json.dumps(_document(ledger)), encoding="utf-8")
            temporary.replace(self._file)
        except OSError as error:
            self._warn("cannot be written: %s", error)
            return False
        self._warned = False
        return True

    def _warn(self, trouble: str, why: object) -> None:
        """Once, until it works again: a full disk is no news at each call."""
        _log.log(logging.DEBUG if self._warned else logging.WARNING, "the ledger of calls " + trouble, why)
        self._warned = True


class Ledgers:
    """Every subscription's ledger in one folder; without a folder they live as long as the process."""

    def __init__(self, folder: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now
        self._opened: dict[str, SharedLedger] = {}
        self._opening = threading.Lock()
        self._listener: Callable[[Ledger], None] = lambda _: None

    def tell(self, listener: Callable[[Ledger], None]) -> None:
        """Tell each ledger's news to `listener`, on whatever thread they come about."""
        self._listener = listener

    def of(self, api_url: str, subscription_key: str) -> SharedLedger:
        """The ledger of one subscription at one service."""
        name = hashlib.sha256(f"{api_url}\n{subscription_key}".encode()).hexdigest()[:16]
        with self._opening:
            if name not in self._opened:
                file = self._folder / f"{name}.json" if self._folder else None
                self._opened[name] = SharedLedger(file, self._now, lambda ledger: self._listener(ledger))
            return self._opened[name]

    def settle(self) -> None:
        """Write what could not be written when it happened; the process ends."""
        with self._opening:
            opened = tuple(self._opened.values())
        for ledger in opened:
            ledger.settle()


def _document(ledger: Ledger) -> dict[str, Any]:
    return {
        "version": VERSION,
        "minutes": {str(minute): calls for minute, calls in ledger.minutes.items()},
        "day_begins": ledger.day_begins,
        "spent_until": ledger.spent_until,
        "paused_until": ledger.paused_until,
    }


def _parsed(document: dict[str, Any]) -> Ledger:
    def time_of(key: str) -> float | None:
        return None if document[key] is None else float(document[key])

    minutes = {int(minute): int(calls) for minute, calls in document["minutes"].items()}
    return Ledger(minutes, time_of("day_begins"), time_of("spent_until"), time_of("paused_until"))
