"""A crew whose calls go on when they are told to."""

from __future__ import annotations

import threading
from collections.abc import Callable

from benchmarks.simulation import ImmediateCrew, VirtualClock, pump

__all__ = ["HeldCall", "HeldCrew", "ImmediateCrew", "WorldClock", "pump"]

_HUNG = 20.0
"""Seconds of real time after which a call that does not come to its next stop fails the test."""


class WorldClock(VirtualClock):
    """A computer's clock that somebody may set; `true` is the time that the service lives in."""

    def __init__(self) -> None:
        super().__init__()
        self._set_by = 0.0
        self.put_back = False
        """Whether it was ever set back: ages are too small then, by so much."""

    @property
    def true(self) -> float:
        return self.wall - self._set_by

    def set(self, seconds: float) -> None:
        """Somebody puts the computer's clock forward, or back."""
        self.wall += seconds
        self._set_by += seconds
        self.put_back = self.put_back or seconds < 0


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
        self.sent: list[object] = []
        """Every request that left in it."""
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
        assert self.stop != "end", "this call has ended"
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
