"""Durations, times and days as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.duration import LONGEST, parse_days, parse_duration, parse_time


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("20m", 1200),
        ("20 min", 1200),
        ("in 30 min", 1800),
        ("In 30 Minutes", 1800),
        ("dans 30 min", 1800),
        ("90 min", 5400),
        ("1h30", 5400),
        ("1 h 30", 5400),
        ("1h 30m", 5400),
        ("1 hour and 30 minutes", 5400),
        ("1 heure et 5 minutes", 3900),
        ("1.5 h", 5400),
        ("1,5 h", 5400),
        ("1h05", 3900),
        ("2h", 7200),
        ("1m30", 90),
        ("45 s", 45),
        ("2 jours", 172800),
        ("half an hour", 1800),
        ("Une demi-heure", 1800),
        ("dans un quart d’heure", 900),
        ("an hour", 3600),
        ("  20   MIN ", 1200),
    ],
)
def test_a_duration(typed: str, seconds: int) -> None:
    assert parse_duration(typed) == seconds


@pytest.mark.parametrize(
    "typed",
    ["", "in", "30", "in 30", "0 min", "min", "20x", "30 min 1 h", "1h 2h", "7:10", "-5 min", "1h90", "20 min lamp"],
)
def test_no_duration(typed: str) -> None:
    assert parse_duration(typed) is None


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("7:10", time(7, 10)),
        ("07:10", time(7, 10)),
        ("at 07:10", time(7, 10)),
        ("à 7h10", time(7, 10)),
        ("19h30", time(19, 30)),
        ("19 h 30", time(19, 30)),
        ("19H", time(19)),
        ("7 heures", time(7)),
        ("7 pm", time(19)),
        ("7:05am", time(7, 5)),
        ("12 am", time(0)),
        ("12:30 p.m.", time(12, 30)),
        ("noon", time(12)),
        ("à midi", time(12)),
        ("Minuit", time(0)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time(typed: str, at: time) -> None:
    assert parse_time(typed) == at


@pytest.mark.parametrize("typed", ["", "7", "at 7", "24:00", "7:60", "7:1", "13 pm", "0 am", "19h60", "7:10:00"])
def test_no_time(typed: str) -> None:
    assert parse_time(typed) is None


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("weekdays", "01234"),
        ("on weekdays", "01234"),
        ("mon-fri", "01234"),
        ("Mon – Fri", "01234"),
        ("monday to friday", "01234"),
        ("du lundi au vendredi", "01234"),
        ("lundi à mercredi", "012"),
        ("en semaine", "01234"),
        ("jours ouvrés", "01234"),
        ("sat,sun", "56"),
        ("Sat and Sun", "56"),
        ("samedi et dimanche", "56"),
        ("week-end", "56"),
        ("le weekend", "56"),
        ("daily", "0123456"),
        ("every day", "0123456"),
        ("tous les jours", "0123456"),
        ("fri-mon", "0456"),
        ("mon, wed-fri", "0234"),
        ("mon-wed, fri", "0124"),
        ("mercredi", "2"),
        ("tue thu", "13"),
        ("mondays", "0"),
        ("mon-mon", "0"),
    ],
)
def test_days(typed: str, days: str) -> None:
    assert parse_days(typed) == frozenset(map(int, days))


@pytest.mark.parametrize(
    "typed", ["", "on", "every", "mon-", "-fri", "weekdays-sun", "mon--fri", "mon-tue-wed", "someday", "monfri", "7:10"]
)
def test_no_days(typed: str) -> None:
    assert parse_days(typed) is None


@given(hours=st.integers(0, 23), minutes=st.integers(0, 59))
def test_every_time_of_the_clock_is_understood(hours: int, minutes: int) -> None:
    for pattern in ("{}:{:02}", "{}h{:02}", "at {:02}:{:02}"):
        assert parse_time(pattern.format(hours, minutes)) == time(hours, minutes)
    if hours or minutes:
        assert parse_duration(f"{hours}h{minutes:02}") == hours * 3600 + minutes * 60


@given(st.text(max_size=30) | st.from_regex(r"[0-9hmsin :.,-]{0,20}", fullmatch=True))
def test_no_text_is_too_much(typed: str) -> None:
    seconds, days = parse_duration(typed), parse_days(typed)
    assert seconds is None or 0 < seconds <= LONGEST
    assert days is None or days <= frozenset(range(7))
    parse_time(typed)
