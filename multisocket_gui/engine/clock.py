"""Two clocks read at once: one that people read, one that nobody can set."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """`wall` in seconds since the epoch, `steady` in seconds of the monotonic clock."""

    wall: float
    steady: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.time(), time.monotonic())

    def seconds_since(self, earlier: Moment) -> float:
        """How long ago `earlier` was: the longer of both clocks, since the steady one stands still during sleep."""
        return max(self.wall - earlier.wall, self.steady - earlier.steady)
