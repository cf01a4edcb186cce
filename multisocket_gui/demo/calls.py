"""The record of what was asked of the embedded cloud."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """One request and what became of it.

    `path` is as it came, still percent-encoded, without the query. `status` is None if no answer was sent.
    `at` is `time.monotonic` when its fate was decided, just before the answer left. `body` is what was sent.
    """

    method: str
    path: str
    operation: str
    status: int | None
    at: float
    body: bytes = b""


class Calls:
    """The calls in the order in which they were decided; safe to use from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls: list[Call] = []
        self._arrived = 0

    @property
    def arrived(self) -> int:
        """How many requests have come in, decided or not."""
        with self._changed:
            return self._arrived

    def snapshot(self) -> tuple[Call, ...]:
        """All calls until now."""
        with self._changed:
            return tuple(self._calls)

    def __len__(self) -> int:
        return len(self.snapshot())

    def __iter__(self) -> Iterator[Call]:
        return iter(self.snapshot())

    def __getitem__(self, index: int) -> Call:
        return self.snapshot()[index]

    def wait_for(self, predicate: Callable[[Calls], bool], timeout: float = 5.0) -> None:
        """Wait until the record is as the predicate asks; TimeoutError after `timeout` seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: predicate(self), timeout):
                raise TimeoutError(f"the expected calls did not come; so far: {self._calls}")

    def clear(self) -> None:
        """Forget the calls until now, and their count."""
        with self._changed:
            self._calls.clear()
            self._arrived = 0

    def note_arrival(self) -> None:
        """Count a request that has just come in."""
        with self._changed:
            self._arrived += 1
            self._changed.notify_all()

    def add(self, call: Call) -> None:
        """Record a request whose fate is decided."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()
