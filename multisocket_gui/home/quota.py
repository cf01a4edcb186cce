"""The day's calls as far as this program knows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, auto

DAILY_LIMIT = 500
"""Calls a day and user of the Starter Kit subscription (Legrand's portal, "Getting started")."""
DAY = 86_400.0


class Purpose(StrEnum):
    """What a call is for: it decides how early the call is saved when the day's calls run out."""

    OFF = auto()  # a person switches something off, with the reading that this needs first
    ON = auto()  # the same for on
    TIMER = auto()  # what a timer switches
    DOUBT = auto()  # a write's answer was lost: what is true now?
    ASKED = auto()  # a person asked for a reading, or opened the window or the tray
    VERIFY = auto()  # a write is read back
    PLAN = auto()  # nobody asked: the reading of every quarter of an hour


def most_urgent(*purposes: Purpose) -> Purpose:
    """Of several purposes that one call serves, the one that is saved last."""
    return min(purposes, key=list(Purpose).index)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls that a day allows, and how many of them are held back for switching off and for timers."""

    limit: int = DAILY_LIMIT
    reserve_off: int = 60
    reserve_timers: int = 60


@dataclass(frozen=True, slots=True)
class Ledger:
    """Calls counted when they were sent. Other devices may share the quota, so it says "at least".

    `day` is the number of the day (UTC, since the time zone of the service's midnight is not documented);
    `spent_until` is the time (seconds since the epoch) that a 403 told, or None.
    """

    limit: int = DAILY_LIMIT
    day: int = 0
    used: int = 0
    spent_until: float | None = None

    def today(self, now: float) -> Ledger:
        """The ledger as it stands at `now` (seconds since the epoch): a new day starts at nought."""
        day = int(now // DAY)
        ledger = self if day == self.day else replace(self, day=day, used=0)
        over = ledger.spent_until is not None and ledger.spent_until <= now
        return replace(ledger, used=0, spent_until=None) if over else ledger

    def counted(self, now: float, calls: int = 1) -> Ledger:
        """The ledger after `calls` more were sent."""
        ledger = self.today(now)
        return replace(ledger, used=ledger.used + calls)

    def used_up(self, now: float, until: float | None) -> Ledger:
        """The ledger after the service said that none is left, until when if it told."""
        ledger = self.today(now)
        return replace(ledger, used=max(ledger.used, ledger.limit), spent_until=until)

    def closed(self, now: float) -> bool:
        """Whether the service said that no call is left and the time that it told is not over."""
        return self.spent_until is not None and now < self.spent_until
