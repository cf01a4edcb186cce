"""When rules fall due: through the changes of clocks of three continents, in winter and summer."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.occurrence import (
    PUNCTUAL,
    Decision,
    UnknownZone,
    by_clock,
    coming,
    decide,
    decided_until,
    due,
    last_due,
    next_due,
    once_at,
)
from multisocket_gui.home.timer import Handled, Late, Missed, Once, Timer, Weekly

DAILY = frozenset(range(7))
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "UTC")
LAMP = OutletRef(SocketRef("p", Selector(SelectorKey.ID, "S-1")), 0)


def moment(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def in_zone(at: float | None, zone: str) -> str:
    assert at is not None
    return datetime.fromtimestamp(at, ZoneInfo(zone)).isoformat()


@pytest.mark.parametrize(
    ("zone", "wall", "after", "comes"),
    [
        # Clocks are put forward over the time: the first moment after the gap, and the next day as ever.
        (
            "Europe/Paris",
            time(2, 30),
            "2026-03-28T12:00+01:00",
            ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"],
        ),
        (
            "America/New_York",
            time(2),
            "2026-03-07T12:00-05:00",
            ["2026-03-08T03:00:00-04:00", "2026-03-09T02:00:00-04:00"],
        ),
        (
            "Australia/Lord_Howe",
            time(2, 15),
            "2026-10-03T12:00+10:30",
            ["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"],
        ),
        (
            "America/Santiago",
            time(0),
            "2026-09-05T12:00-04:00",
            ["2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00"],
        ),
        # Just before and just after the gap nothing is moved.
        (
            "Europe/Paris",
            time(1, 59),
            "2026-03-28T12:00+01:00",
            ["2026-03-29T01:59:00+01:00", "2026-03-30T01:59:00+02:00"],
        ),
        ("Europe/Paris", time(3), "2026-03-28T12:00+01:00", ["2026-03-29T03:00:00+02:00", "2026-03-30T03:00:00+02:00"]),
        # Clocks are put back over the time: once, the first time.
        (
            "Europe/Paris",
            time(2, 30),
            "2026-10-24T12:00+02:00",
            ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
        ),
        (
            "America/New_York",
            time(1, 30),
            "2026-10-31T12:00-04:00",
            ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
        ),
        (
            "Australia/Lord_Howe",
            time(1, 45),
            "2026-04-04T12:00+11:00",
            ["2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"],
        ),
        # A day that a zone left out.
        ("Pacific/Apia", time(7), "2011-12-29T12:00-10:00", ["2011-12-31T00:00:00+14:00", "2011-12-31T07:00:00+14:00"]),
    ],
)
def test_clocks_change(zone: str, wall: time, after: str, comes: list[str]) -> None:
    rule = Weekly(wall, DAILY, zone)
    at = moment(after)
    for wanted in comes:
        at = next_due(rule, at) or 0.0
        assert in_zone(at, zone) == wanted


def test_only_on_its_days() -> None:
    rule = Weekly(time(7, 10), frozenset((0, 4)), "Europe/Paris")
    friday = next_due(rule, moment("2026-11-23T07:10+01:00"))
    assert in_zone(friday, "Europe/Paris") == "2026-11-27T07:10:00+01:00"
    assert in_zone(next_due(rule, friday or 0.0), "Europe/Paris") == "2026-11-30T07:10:00+01:00"


def test_once_keeps_its_instant() -> None:
    rule = Once(datetime.fromisoformat("2026-10-25T02:30:00+01:00"), "Europe/Paris")  # the second 02:30 of that night
    assert next_due(rule, moment("2026-10-25T00:31+00:00")) == moment("2026-10-25T01:30+00:00")
    assert next_due(rule, moment("2026-10-25T01:30+00:00")) is None
    assert last_due(rule, 0.0, moment("2036-01-01T00:00+00:00")) == moment("2026-10-25T01:30+00:00")


def test_once_at_is_the_next_time_that_clocks_show_it() -> None:
    now = moment("2026-11-23T07:10+01:00")
    assert once_at(time(7, 11), "Europe/Paris", now).at.isoformat() == "2026-11-23T07:11:00+01:00"
    assert once_at(time(7, 10), "Europe/Paris", now).at.isoformat() == "2026-11-24T07:10:00+01:00"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_a_zone_that_this_computer_does_not_know(zone: str) -> None:
    with pytest.raises(UnknownZone):
        next_due(Weekly(time(7), DAILY, zone), 0.0)


walls = st.times(max_value=time(23, 59)).map(lambda wall: wall.replace(second=0, microsecond=0))
moments = st.integers(int(moment("2025-01-01T00:00+00:00")), int(moment("2028-01-01T00:00+00:00"))).map(float)
days = st.frozensets(st.integers(0, 6), min_size=1)


@settings(max_examples=40, deadline=None)
@given(wall=walls, zone=st.sampled_from(ZONES), days=days, after=moments)
def test_once_for_each_date_of_its_zone(wall: time, zone: str, days: frozenset[int], after: float) -> None:
    """Twenty runs in a row: one a date, on its days, at its time or where its clocks jumped over that."""
    rule, at, dates = Weekly(wall, days, zone), after, []
    for _ in range(20):
        following = next_due(rule, at)
        assert following is not None
        assert following > at
        at = following
        local = datetime.fromtimestamp(at, ZoneInfo(zone))
        assert local.fold == 0
        if local.time() != wall:  # a gap: one second earlier clocks showed less than the time, now they show more
            before = datetime.fromtimestamp(at - 1, ZoneInfo(zone))
            assert before.time() < wall or before.date() < local.date()
            assert local.time() > wall
            assert local.utcoffset() != before.utcoffset()
        dates.append(local.date())
    assert len(set(dates)) == len(dates)
    assert all(date.weekday() in days for date in dates)
    assert dates[-1] - dates[0] <= timedelta(weeks=20)


@settings(max_examples=40, deadline=None)
@given(wall=walls, zone=st.sampled_from(ZONES), days=days, after=moments, ahead=st.floats(0, 9 * 86_400))
def test_the_last_one_is_the_last_of_all(
    wall: time, zone: str, days: frozenset[int], after: float, ahead: float
) -> None:
    rule = Weekly(wall, days, zone)
    found = last_due(rule, after, after + ahead)
    following = next_due(rule, after)
    if found is None:
        assert following is not None
        assert following > after + ahead
    else:
        assert after < found <= after + ahead < (next_due(rule, found) or 0.0)


@pytest.mark.parametrize(
    ("turns_on", "late", "missed", "decision"),
    [
        (True, 0.0, Missed(10), Decision.RUN),
        (True, 60.0, Missed(10), Decision.RUN),
        (True, 61.0, Missed(10), Decision.ASK),
        (True, 61.0, Missed(10, Late.ASK), Decision.ASK),
        (True, 601.0, Missed(10), Decision.SKIP),
        (True, 601.0, Missed(10, Late.ASK), Decision.ASK),
        (True, 61.0, Missed(0), Decision.SKIP),
        (False, 0.0, Missed(0), Decision.RUN),
        (False, 60.0, Missed(0), Decision.RUN),
        (False, 61.0, Missed(0), Decision.SKIP),
        (False, 600.0, Missed(10), Decision.RUN),
        (False, 601.0, Missed(10), Decision.SKIP),
        (False, 601.0, Missed(10, Late.ASK), Decision.ASK),
    ],
)
def test_what_becomes_of_a_late_run(turns_on: bool, late: float, missed: Missed, decision: Decision) -> None:
    assert decide(missed, 1000.0, 1000.0 + late, turns_on=turns_on) is decision


@given(within=st.integers(0, 1440), then=st.sampled_from(Late), late=st.floats(0, 1e6), turns_on=st.booleans())
def test_on_is_never_late_without_asking(within: int, then: Late, late: float, turns_on: bool) -> None:
    missed = Missed(within, then)
    decision = decide(missed, 0.0, late, turns_on=turns_on)
    assert (decision is Decision.RUN) == (late <= decided_until(missed, 0.0, turns_on=turns_on))
    if turns_on and late > PUNCTUAL:
        assert decision is not Decision.RUN


def test_a_clock_that_is_put_back_repeats_no_run() -> None:
    timer = Timer("t", LAMP, False, Weekly(time(7, 10), DAILY, "UTC"))
    ran = datetime(2026, 11, 23, 7, 10, tzinfo=UTC).timestamp()
    handled = by_clock(Handled(until=ran, ran=(ran,)), ran - 600)
    assert handled.until == ran - 600
    assert due(timer, handled, ran + 5) is None
    assert coming(timer, handled, ran - 600) == ran + 86_400


def test_what_was_skipped_by_a_clock_that_was_fast_comes_in_its_time() -> None:
    """A computer that shows another system's time until the network corrects it."""
    timer = Timer("t", LAMP, False, Weekly(time(22), DAILY, "UTC"))
    at = datetime(2026, 11, 23, 22, tzinfo=UTC).timestamp()
    handled = by_clock(Handled(until=at, waiting=at), at - 3600)
    assert handled.waiting is None
    assert coming(timer, handled, at - 3600) == at
    assert due(timer, handled, at) == at
