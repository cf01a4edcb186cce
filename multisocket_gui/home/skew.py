"""How far this computer's clock is off, as the answers' Date headers show.

A Date tells whole seconds, and when in the exchange it was written nobody knows; so one answer bounds the error from
both sides, and only what is beyond a minute for certain is called wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

TOLERANCE = 60.0
"""Seconds that a clock may be off before it is called wrong."""
_RESOLUTION = 1.0


class Skew:
    """What is known of the clock's error, from any number of threads.

    `tell` is told seconds (ahead > 0) when the clock turns out to be wrong, wrong by another minute or more, or right
    (0.0) again; by one thread at a time, in order, on a thread of whoever heard the answer.
    """

    def __init__(self, tell: Callable[[float], None] = lambda _seconds: None) -> None:
        self._tell = tell
        self._known = 0.0
        self._told = 0.0
        self._turn = deque([None])  # whoever takes it out tells; no lock, for nobody need wait

    @property
    def seconds(self) -> float:
        """By how much the clock is ahead (> 0) or behind (< 0); 0.0: within a minute, as far as is known."""
        return self._known

    def heard(self, date: str | None, before: float, after: float, age: str | None = None) -> None:
        """An answer's Date header (and its Age, where a cache had kept it), and this clock around the exchange.

        `before` and `after` are seconds since the epoch. What tells nothing for certain changes nothing.
        """
        error = _error(date, before, after, age)
        if error is not None:
            self._known = error
            self._tell_in_turn()

    def _tell_in_turn(self) -> None:
        while _differ(self._known, self._told):
            try:
                self._turn.pop()
            except IndexError:  # another thread is telling, and looks again when it has
                return
            try:
                known = self._known
                if _differ(known, self._told):
                    self._told = known
                    self._tell(known)
            finally:
                self._turn.append(None)


def amount(seconds: float) -> str:
    """An error in words of no language: "+7 min", "-2 h 05 min", "+30 h" (the minutes of days tell nobody anything)."""
    sign = "+" if seconds > 0 else "-"
    minutes = round(abs(seconds) / 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{sign}{minutes} min"
    return f"{sign}{hours} h {rest:02} min" if hours < 24 else f"{sign}{hours} h"


def _differ(known: float, told: float) -> bool:
    return bool(known) != bool(told) or abs(known - told) >= TOLERANCE


def _error(date: str | None, before: float, after: float, age: str | None) -> float | None:
    """By how much the clock is ahead; 0.0 within the tolerance, None where the answer does not tell."""
    written, waited = _time(date), _seconds(age)
    if written is None or waited is None or after < before:
        return None
    at_least = before - (written + waited + _RESOLUTION)
    at_most = after - (written + waited)
    if at_least > TOLERANCE or at_most < -TOLERANCE:
        return (at_least + at_most) / 2
    return 0.0 if at_least >= -TOLERANCE and at_most <= TOLERANCE else None


def _time(date: str | None) -> float | None:
    from email.utils import parsedate_to_datetime  # which takes 15 ms of the start, and there is nothing to parse yet

    try:
        moment = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError):
        return None
    return moment.timestamp() if moment.tzinfo else None  # HTTP's dates name their zone (RFC 9110, 5.6.7)


def _seconds(age: str | None) -> float | None:
    text = age.strip() if age else "0"
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
