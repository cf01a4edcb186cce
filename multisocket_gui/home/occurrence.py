"""When a timer's rule falls due, and what becomes of a run that comes late. Pure: nothing here knows what time it is.

Moments are seconds since the epoch. The wall clock of a zone is read through `zoneinfo`: where clocks are put forward
over the time of a rule, it falls due at the first moment after the gap; where they are put back over it, the first
time only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum, auto

from .timer import Handled, Late, Missed, Once, Rule, Timer, Weekly

PUNCTUAL = 60.0
"""Seconds after its moment for which a run is not late: programs and networks take their time."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=8)
_LOOK_BACK = 8 * 86_400.0


class Decision(StrEnum):
    """What becomes of a run at the moment at which it could take place."""

    RUN = auto()
    ASK = auto()
    SKIP = auto()


class UnknownZone(LookupError):
    """This computer does not know the time zone of the rule; the argument is its name."""


def decide(missed: Missed, due: float, now: float, *, turns_on: bool) -> Decision:
    """What becomes at `now` of a run that was due at `due`. What turns something on never runs late without asking."""
    late = now - due
    if late <= PUNCTUAL:
        return Decision.RUN
    in_time = late <= missed.within * 60
    if in_time:
        return Decision.ASK if turns_on else Decision.RUN
    return Decision.ASK if missed.then is Late.ASK else Decision.SKIP


def decided_until(missed: Missed, due: float, *, turns_on: bool) -> float:
    """Until when a run that is due may still take place by itself."""
    return due + (PUNCTUAL if turns_on else max(PUNCTUAL, missed.within * 60))


def next_due(rule: Rule, after: float) -> float | None:
    """The rule's first moment later than `after`; None where none will come. Raises `UnknownZone`."""
    if isinstance(rule, Once):
        at = rule.at.timestamp()
        return at if at > after else None
    zone = zone_of(rule.zone)
    first = datetime.fromtimestamp(after, zone).date() - _DAY
    return next((at for at in _moments(rule, zone, first, first + _WEEK + _DAY) if at > after), None)


def last_due(rule: Rule, after: float, until: float) -> float | None:
    """The rule's last moment later than `after` and not later than `until`. Raises `UnknownZone`.

    Of a weekly rule nothing is looked for that is older than a week: who was away for longer missed many alike.
    """
    found = None
    at = next_due(rule, max(after, until - _LOOK_BACK) if isinstance(rule, Weekly) else after)
    while at is not None and at <= until:
        found, at = at, next_due(rule, at)
    return found


def first_handled(rule: Rule, now: float) -> Handled:
    """How a timer begins that nothing is known of: a weekly one with what comes, a single one with its moment."""
    return Handled(now if isinstance(rule, Weekly) else 0.0)


def by_clock(handled: Handled, now: float) -> Handled:
    """The same where the clock was put back meanwhile: what did not run falls due again, and is no longer missed."""
    if now >= handled.until:
        return handled
    waiting = handled.waiting if handled.waiting is not None and handled.waiting <= now else None
    return replace(handled, until=now, waiting=waiting)


def due(timer: Timer, handled: Handled, now: float) -> float | None:
    """The run that is to be decided at `now`: the last, where several were missed. Raises `UnknownZone`."""
    at = last_due(timer.rule, handled.until, now)
    return None if at in handled.ran else at


def coming(timer: Timer, handled: Handled, now: float) -> float | None:
    """The timer's next run after `now` that has not taken place yet, by another clock. Raises `UnknownZone`."""
    at = next_due(timer.rule, max(handled.until, now))
    while at is not None and at in handled.ran:
        at = next_due(timer.rule, at)
    return at


def once_at(wall: time, zone: str, now: float) -> Once:
    """The next time the clocks of the zone show `wall`. Raises `UnknownZone`."""
    at = next_due(Weekly(wall, frozenset(range(7)), zone), now)
    assert at is not None  # there is a next day
    return Once(datetime.fromtimestamp(at, zone_of(zone)), zone)


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name. Raises `UnknownZone`."""
    from zoneinfo import ZoneInfo  # not at the top: who has no timer need not load it

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # not there; not a name; a folder of zones
        raise UnknownZone(name) from error


def _moments(rule: Weekly, zone: tzinfo, first: date, last: date) -> Iterator[float]:
    for days in range((last - first).days + 1):
        day = first + days * _DAY
        if day.weekday() in rule.days:
            yield _moment(datetime.combine(day, rule.at), zone)


def _moment(wall: datetime, zone: tzinfo) -> float:
    """When the zone's clocks first show `wall`, or the end of the gap in which they never do."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return instant.timestamp()
    return _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: tzinfo) -> float:
    """The moment at which clocks jump over `wall`: it lies between where the offsets of both sides put it."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    low, high = ((wall - offset).replace(tzinfo=UTC).timestamp() for offset in (after, before))
    while high - low > 1:  # zones change on whole seconds
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high
