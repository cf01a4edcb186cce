"""Time and calls without waiting for either: a clock that moves when it is told to, a crew that carries out at once."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from shiboken6 import isValid

from multisocket_gui.engine.clock import Moment


def pump() -> None:
    """Deliver every queued signal, and give every outcome its turn."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


class VirtualClock:
    """`wall` and `steady` as in `multisocket_gui.engine.clock`; `wall` is the time that the service lives in, too."""

    def __init__(self, wall: float = 1_750_000_000.0) -> None:
        self.wall = wall
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

    def pass_time(self, seconds: float, afterwards: Callable[[], None] = pump) -> None:
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

    def _move(self, steady: float) -> None:
        gone = max(0.0, steady - self.steady)
        self.wall, self.steady = self.wall + gone, self.steady + gone


class ImmediateCrew:
    """Runs every call at once, on the asking thread; what it returns comes by the event loop as ever."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def run(self, call: Callable[[], None], at_once: int) -> None:
        del at_once
        call()

    def close(self) -> None:
        """Nothing is left to be stopped."""
