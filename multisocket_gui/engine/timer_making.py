"""New timers, as people say them: in 20 minutes, at 7:10, on these days; by this computer's own time zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, tzinfo
from uuid import uuid4

from PySide6.QtCore import QTimeZone

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.occurrence import UnknownZone, once_at, zone_of
from multisocket_gui.home.timer import Missed, Once, Rule, Timer, Weekly

Target = OutletRef | str


def local_zone() -> str:
    """The IANA name of this computer's time zone, as far as the system tells it."""
    return bytes(QTimeZone.systemTimeZoneId().data()).decode()


def rule_in(seconds: float, now: float) -> Once:
    """So many seconds after `now`, in seconds since the epoch."""
    return Once(datetime.fromtimestamp(now + seconds, _zone()), local_zone())


def rule_at(wall: time, days: Iterable[int], now: float) -> Rule:
    """When this computer's wall clock shows `wall`: on each of the days (0: Monday), or once after `now`."""
    chosen = frozenset(days)
    if chosen:
        return Weekly(wall, chosen, local_zone())
    try:
        return once_at(wall, local_zone(), now)
    except UnknownZone:
        return once_at(wall, "UTC", now)


def new_timer(target: Target, rule: Rule, *, on: bool, confirmed: bool = False, missed: Missed | None = None) -> Timer:
    """A timer with an id of its own."""
    return Timer(str(uuid4()), target, on, rule, missed or Missed(), confirmed=confirmed)


def same_but_sooner(one: Timer, other: Timer) -> bool:
    """Whether the first does once what the other does, and not later."""
    if not isinstance(one.rule, Once) or not isinstance(other.rule, Once):
        return False
    return (one.target, one.on) == (other.target, other.on) and one.enabled and one.rule.at <= other.rule.at


def _zone() -> tzinfo:
    try:
        return zone_of(local_zone())
    except UnknownZone:
        return UTC
