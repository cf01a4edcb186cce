"""The day's calls as far as this program knows them, and which of the calls that are left may be sent for what.

The service's day begins at 00:00, of which time zone nobody says. So a call counts for the longest day there is
(25 hours, when clocks are put back) until a 403 tells when the next day begins. Nothing here ever counts less than was
sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum, auto

from .problem import Kind, Problem

DAILY_LIMIT = 500
"""Calls a day and user of the Starter Kit subscription (Legrand's portal, "Getting started")."""
MINUTE, QUARTER, HOUR, DAY = 60.0, 900.0, 3_600.0, 86_400.0
LONGEST_DAY = DAY + HOUR
PAUSE = 10.0
"""Seconds to pause after a 429 that tells no time: about what a command that waits can still outlive."""
LONGEST_PAUSE, LONGEST_CLOSURE = DAY, 31 * DAY
"""No answer closes the line for longer (seconds): a month is the longest quota that the gateway's makers document."""
CUT = 2.0
"""Seconds by which a told time may be too early: it is told in whole seconds, as it was when the answer was made."""
SLACK = 120.0
"""Seconds by which a told midnight may be off: the answer's way, its rounding, this computer's clock."""


class Purpose(StrEnum):
    """What a call is for: it decides how early the call is saved when the day's calls run out."""

    OFF = auto()  # a person switches something off, with the reading that this needs first
    TIMER = auto()  # what a timer switches
    ON = auto()  # a person switches something on
    DOUBT = auto()  # a write's answer was lost: what is true now?
    ASKED = auto()  # a person asked for a reading, or opened the window or the tray
    VERIFY = auto()  # a write is read back
    PLAN = auto()  # nobody asked: the reading of every quarter of an hour


def most_urgent(*purposes: Purpose) -> Purpose:
    """Of several purposes that one call serves, the one that is saved last."""
    return min(purposes, key=list(Purpose).index)


class Step(IntEnum):
    """How far the program has come down, from all that it does to nothing."""

    ALL = 0
    NO_VERIFYING = 1  # writes are not read back
    NO_PLAN = 2  # nor is anything read that nobody asked for
    ONLY_OFF = 3  # what is left is for switching off, for timers, and for looking what a lost answer did
    NOTHING = 4


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls that a day allows, and how many of them are held back for switching off and for timers."""

    limit: int = DAILY_LIMIT
    reserve_off: int = 60
    reserve_timers: int = 60

    @property
    def reserves(self) -> int:
        """Calls that are held back in all."""
        return self.reserve_off + self.reserve_timers

    def kept_from(self, purpose: Purpose) -> int:
        """How many of a day's last calls are not for this purpose."""
        margin = min(60, (self.limit - self.reserves) // 6)  # 60 of 500; a small subscription has less to save
        match purpose:
            case Purpose.OFF | Purpose.DOUBT:
                return 0
            case Purpose.TIMER:
                return self.reserve_off
            case Purpose.ON | Purpose.ASKED:
                return self.reserves
            case Purpose.PLAN:
                return self.reserves + margin
            case Purpose.VERIFY:
                return self.reserves + 2 * margin

    def step(self, left: int) -> Step:
        """What is still done with so many calls left."""
        if left <= 0:
            return Step.NOTHING
        steps = ((Step.ONLY_OFF, Purpose.ON), (Step.NO_PLAN, Purpose.PLAN), (Step.NO_VERIFYING, Purpose.VERIFY))
        return next((step for step, purpose in steps if left <= self.kept_from(purpose)), Step.ALL)


@dataclass(frozen=True, slots=True)
class Standing:
    """The day's calls at one moment, for people and scripts.

    `used` is a lower bound, since other devices may use the same subscription. `back` is when more may be sent again
    (seconds since the epoch), where that is known; `paused`: the service only asked to wait a moment.
    """

    limit: int
    used: int
    step: Step = Step.ALL
    back: float | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """Calls counted when they were sent (`minutes`: minutes since the epoch -> calls), and what the service said.

    `day_begins` is the beginning of a day of the service, past or to come, as the last 403 told it; `spent_until` the
    end of that 403, `paused_until` that of a 429. All in seconds since the epoch, None where nothing was told.
    """

    minutes: Mapping[int, int] = field(default_factory=dict)
    day_begins: float | None = None
    spent_until: float | None = None
    paused_until: float | None = None

    # What follows from it

    def used(self, now: float) -> int:
        """The calls that may belong to the service's day at `now`."""
        return sum(calls for minute, calls in self.minutes.items() if self._gone_at(minute) > now)

    def refusal(self, purpose: Purpose, allowance: Allowance, now: float) -> Problem | None:
        """Why no call for `purpose` may be sent at `now`, and until when; None where it may."""
        if self._spent(now):
            return Problem(Kind.QUOTA_USED_UP, self.spent_until)
        if self._paused(now):
            return Problem(Kind.BUSY, self.paused_until)
        left, kept = allowance.limit - self.used(now), allowance.kept_from(purpose)
        if left > kept:
            return None
        kind = Kind.SAVED if left > 0 else Kind.QUOTA_USED_UP
        return Problem(kind, self._when_at_most(allowance.limit - kept - 1, now))

    def standing(self, allowance: Allowance, now: float) -> Standing:
        """The day's calls as they stand at `now`."""
        used = self.used(now)
        if self._spent(now):
            return Standing(allowance.limit, max(used, allowance.limit), Step.NOTHING, self.spent_until)
        if self._paused(now):
            return Standing(allowance.limit, used, Step.NOTHING, self.paused_until, paused=True)
        saved = self.refusal(Purpose.ON, allowance, now)
        return Standing(allowance.limit, used, allowance.step(allowance.limit - used), saved.until if saved else None)

    # What happens to it

    def counted(self, now: float, calls: int = 1) -> Ledger:
        """The ledger after `calls` more were sent; fewer than nought where a call turned out never to have left."""
        return self.plus(Ledger({_minute(now): calls}))

    def used_up(self, now: float, until: float | None) -> Ledger:
        """The ledger after a 403: none is left, `until` when if it told."""
        if until is None:
            return replace(self, spent_until=self._next_day(now))
        told = min(until, now + LONGEST_CLOSURE)
        one_day = told <= now + LONGEST_DAY + SLACK  # else it is no daily quota, and tells nothing of midnight
        return replace(self, spent_until=told, day_begins=told if one_day else self.day_begins)

    def busy(self, now: float, until: float | None) -> Ledger:
        """The ledger after a 429: a pause, exactly as long as told."""
        return replace(self, paused_until=now + PAUSE if until is None else min(until, now + LONGEST_PAUSE))

    def plus(self, news: Ledger) -> Ledger:
        """This ledger and what somebody else counted and heard after it was written."""
        both = {minute: self.minutes.get(minute, 0) + calls for minute, calls in news.minutes.items()}
        return Ledger(
            minutes={**self.minutes, **both},
            day_begins=self.day_begins if news.day_begins is None else news.day_begins,
            spent_until=self.spent_until if news.spent_until is None else news.spent_until,
            paused_until=self.paused_until if news.paused_until is None else news.paused_until,
        )

    def tidied(self, now: float) -> Ledger:
        """The same at `now` without what is over. A clock that was put back sent nothing in the future: that is now."""
        minutes: dict[int, int] = {}
        for minute, calls in self.minutes.items():
            if self._gone_at(minute) > now:
                sent = min(minute, _minute(now))
                minutes[sent] = minutes.get(sent, 0) + calls
        return Ledger(
            minutes={minute: calls for minute, calls in minutes.items() if calls > 0},
            day_begins=self.day_begins,
            spent_until=self.spent_until if self._spent(now) else None,
            paused_until=self.paused_until if self._paused(now) else None,
        )

    # The service's day

    def _spent(self, now: float) -> bool:
        return self.spent_until is not None and now < self.spent_until + CUT

    def _paused(self, now: float) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def _gone_at(self, minute: int) -> float:
        """When the calls of a minute no longer count, by the least favourable of all days that may be the service's.

        A told beginning clears what was sent before it. Where it is a full quarter of an hour, as midnight is in every
        zone, the days after it begin at that time too, or an hour beside it after clocks were changed.
        """
        sent = minute * MINUTE
        if self.day_begins is not None and sent + SLACK < self.day_begins:
            return self.day_begins + CUT
        if self.day_begins is None or not _may_be_midnight(self.day_begins):
            return sent + MINUTE + LONGEST_DAY
        latest_day = math.floor((sent + MINUTE + HOUR - self.day_begins) / DAY)
        return self.day_begins + (latest_day + 1) * DAY + HOUR

    def _next_day(self, now: float) -> float:
        """The next midnight if one was ever told; else the next full hour, when one call may ask again."""
        if self.day_begins is None or not _may_be_midnight(self.day_begins):
            return (math.floor(now / HOUR) + 1) * HOUR
        return self.day_begins + (math.floor((now - self.day_begins) / DAY) + 1) * DAY

    def _when_at_most(self, most: int, now: float) -> float | None:
        """When no more than `most` calls count, if nothing is sent until then."""
        used = self.used(now)
        for gone, calls in self._leaving(now):
            used -= calls
            if used <= most:
                return gone
        return None

    def _leaving(self, now: float) -> Iterator[tuple[float, int]]:
        leaving = ((self._gone_at(minute), calls) for minute, calls in self.minutes.items())
        return iter(sorted(each for each in leaving if each[0] > now))


def _minute(at: float) -> int:
    return math.floor(at / MINUTE)


def _may_be_midnight(at: float) -> bool:
    return abs(at - round(at / QUARTER) * QUARTER) <= SLACK
