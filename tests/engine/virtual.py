"""A clock that moves when it is told to, and a crew whose calls go on when they are told to."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

from multisocket_gui.engine.clock import Moment

Pump = Callable[[], None]
_HUNG = 20.0
"""Seconds of real time after which a call that does not come to its next stop fails the test."""


def pump() -> None:
    """Deliver every queued signal; real timers stand still."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents()


class VirtualClock:
    """`wall` and `steady` as in `engine.clock`; `true` is the time that the service lives in."""

    def __init__(self, wall: float = 1_750_000_000.0) -> None:
        self.wall = self.true = wall
        self.steady = 1000.0
        self._numbers = itertools.count()
        self._later: list[tuple[float, int, QObject, Callable[[], None]]] = []
        self._taken_back: set[int] = set()

    def now(self) -> Moment:
        return Moment(self.wall, self.steady)

    def after(self, seconds: float, owner: QObject, do: Callable[[], None]) -> Callable[[], None]:
        number = next(self._numbers)
        heapq.heappush(self._later, (self.steady + max(0.0, seconds), number, owner, do))
        return lambda: self._taken_back.add(number)

    @property
    def idle(self) -> bool:
        """Whether nothing is to happen later."""
        return all(number in self._taken_back for _, number, _, _ in self._later)

    def stop(self) -> None:
        self._later.clear()

    def pass_time(self, seconds: float, afterwards: Pump = pump) -> None:
        """Let the seconds go by; whatever falls due happens at its moment."""
        end = self.steady + seconds
        while self._later and self._later[0][0] <= end:
            due, number, owner, do = heapq.heappop(self._later)
            self._move(due)
            if number not in self._taken_back and isValid(owner):
                do()
                afterwards()
        self._move(end)

    def sleep(self, seconds: float) -> None:
        """The computer sleeps: the steady clock and every timer stand, the world goes on."""
        self.wall += seconds
        self.true += seconds

    def _move(self, steady: float) -> None:
        gone = max(0.0, steady - self.steady)
        self.wall, self.true, self.steady = self.wall + gone, self.true + gone, self.steady + gone


class Left(BaseException):
    """Raised in a held call that nobody will let go on: the test is over."""


class HeldCall:
    """A call on a thread of its own, which runs only while `go_on` waits for it: never two at once.

    `stop` says where it stands: "start", whatever the code in it calls `pause` with, or "end".
    """

    _of_thread = threading.local()

    def __init__(self, call: Callable[[], None]) -> None:
        self.stop = "start"
        self.call = call
        self._fate: object = None
        self._leaving = False
        self._may_go, self._stands = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name="held", daemon=True)

    @classmethod
    def mine(cls) -> HeldCall:
        """The call that the asking thread runs."""
        mine: HeldCall = cls._of_thread.call
        return mine

    def pause(self, stop: str) -> object:
        """Stand still here until told to go on; returns what is to happen."""
        self.stop = stop
        self._stands.release()
        self._may_go.acquire()
        if self._leaving:
            raise Left
        return self._fate

    def go_on(self, fate: object = None) -> None:
        """Let it run to its next stop; `fate` is what `pause` returns to it."""
        self._fate = fate
        if self._thread.ident is None:
            self._thread.start()
        else:
            self._may_go.release()
        assert self._stands.acquire(timeout=_HUNG), f"a call hangs after its stop “{self.stop}”"

    def leave(self) -> None:
        """End it where it stands."""
        if self.stop not in ("start", "end"):
            self._leaving = True
            self.go_on()

    def _run(self) -> None:
        self._of_thread.call = self
        try:
            self.call()
        except Left:
            return
        finally:
            self.stop = "end"
            self._stands.release()


class HeldCrew:
    """Keeps every call until somebody lets it go on."""

    def __init__(self, limit: int, started: Callable[[HeldCall], None]) -> None:
        self.limit = limit
        self.calls: list[HeldCall] = []
        self._started = started

    def run(self, call: Callable[[], None], at_once: int) -> None:
        held = HeldCall(call)
        self.calls.append(held)
        self._started(held)

    def go_on(self, held: HeldCall, fate: object = None) -> None:
        held.go_on(fate)
        if held.stop == "end":
            self.calls.remove(held)
        pump()

    def close(self) -> None:
        for held in self.calls:
            held.leave()
        self.calls.clear()


class ImmediateCrew:
    """Runs every call at once, on the asking thread; what it returns comes by the event loop as ever."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def run(self, call: Callable[[], None], at_once: int) -> None:
        call()

    def close(self) -> None:
        """Nothing is left to be stopped."""
