"""How long the cloud takes until a reading shows what was written, as far as readings have measured it."""

from __future__ import annotations

from dataclasses import dataclass

REMEMBERED = 20
LEAST_SETTLING, MOST_SETTLING = 8.0, 180.0
LEAST_LOOK, MOST_LOOK = 1.5, 30.0


@dataclass(frozen=True, slots=True)
class Lag:
    """`seconds` are the last measured lags, oldest first: from the 200 to the first reading that showed the write.

    Clouds lag from 2 s to minutes, so both answers adapt; they are bounded so that one bad day does not
    make the program believe everything.
    """

    seconds: tuple[float, ...] = ()

    def measured(self, seconds: float) -> Lag:
        """The lag after one more write was seen. What took longer than any cloud lags was somebody's hand."""
        return self if seconds > MOST_SETTLING else Lag((*self.seconds, max(0.0, seconds))[-REMEMBERED:])

    @property
    def settling(self) -> float:
        """For how many seconds a reading may contradict a fresh write without being a dispute."""
        return min(MOST_SETTLING, max(LEAST_SETTLING, 2 * max(self.seconds, default=0.0)))

    @property
    def first_look(self) -> float:
        """After how many seconds a write is read back first: when most writes could be seen."""
        if not self.seconds:
            return LEAST_LOOK
        usual = sorted(self.seconds)[len(self.seconds) * 3 // 4]
        return min(MOST_LOOK, self.settling, max(LEAST_LOOK, usual))
