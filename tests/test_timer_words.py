"""What is said of timers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime
from datetime import time as wall_time

import pytest

from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Late, Missed, MissedRun, Once, Run, Timer, Weekly
from multisocket_gui.timer_words import (
    day_title,
    days_line,
    in_line,
    late_line,
    missed_line,
    rule_line,
    run_line,
    target_line,
)

SELECTOR = Selector(SelectorKey.ID, "S-1")
LAMP = OutletRef(SocketRef("p", SELECTOR), 0)
PLANTS = (Plant("p", "Home", (Socket(SELECTOR, "Desk", (Outlet("Lamp"),)),)),)
NOW = datetime.fromisoformat("2026-11-23T12:00:00+01:00").timestamp()  # a Monday
WEEKDAYS = Weekly(wall_time(7, 10), frozenset(range(5)), "Europe/Paris")


@pytest.fixture(autouse=True)
def _in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
    time.tzset()


def at(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def once(iso: str, *, on: bool = False) -> Timer:
    return Timer("t", LAMP, on, Once(datetime.fromisoformat(iso), "Europe/Paris"))


@pytest.mark.parametrize(
    ("timer", "line"),
    [
        (once("2026-11-23T14:30:00+01:00"), "off at 14:30"),
        (once("2026-11-23T13:30:00+00:00", on=True), "on at 14:30"),
        (once("2026-11-24T00:05:00+01:00"), "off tomorrow at 00:05"),
        (once("2026-12-01T07:10:00+01:00"), "off at 07:10, 2026-12-01"),
        (Timer("t", LAMP, True, WEEKDAYS), "on at 07:10, Mon–Fri"),
        (
            Timer("t", LAMP, False, Weekly(wall_time(23), frozenset(range(7)), "Europe/Paris")),
            "off at 23:00, every day",
        ),
    ],
)
def test_a_rule(timer: Timer, line: str) -> None:
    assert rule_line(timer, NOW, "Europe/Paris") == line


def test_a_rule_of_another_zone_says_which() -> None:
    timer = Timer("t", LAMP, True, WEEKDAYS)
    assert rule_line(timer, NOW, "Asia/Tokyo") == "on at 07:10, Mon–Fri (Europe/Paris)"


def test_what_comes_next() -> None:
    assert run_line(Run(Timer("t", LAMP, True, WEEKDAYS), at("2026-11-24T07:10+01:00")), NOW) == "on tomorrow at 07:10"


@pytest.mark.parametrize(
    ("days", "line"),
    [
        ([0, 1, 2, 3, 4], "Mon–Fri"),
        ([5, 6], "Sat, Sun"),
        ([0, 2, 3, 4], "Mon, Wed–Fri"),
        ([0, 2, 4], "Mon, Wed, Fri"),
        (range(7), "every day"),
        ([6], "Sun"),
    ],
)
def test_days(days: list[int], line: str) -> None:
    assert days_line(days) == line


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (-5, "now"),
        (20, "in less than a minute"),
        (90, "in 2 min"),
        (1500, "in 25 min"),
        (3600, "in 1 h"),
        (7500, "in 2 h 5 min"),
        (86_399, "in 1 day"),
        (3 * 86_400, "in 3 days"),
    ],
)
def test_how_long_until_then(seconds: float, line: str) -> None:
    assert in_line(seconds) == line


@pytest.mark.parametrize(
    ("when", "title"),
    [
        ("2026-11-23T23:59+01:00", "Today"),
        ("2026-11-24T00:00+01:00", "Tomorrow"),
        ("2026-11-29T10:00+01:00", "Sunday"),
        ("2026-11-30T10:00+01:00", "Mon 2026-11-30"),
    ],
)
def test_days_as_headings(when: str, title: str) -> None:
    assert day_title(at(when), NOW) == title


def test_the_day_on_which_clocks_change_is_one_day() -> None:
    evening = at("2026-10-24T23:30+02:00")
    assert rule_line(once("2026-10-25T23:30:00+01:00"), evening) == "off tomorrow at 23:30"


@pytest.mark.parametrize(
    ("missed", "on", "line"),
    [
        (Missed(), False, "Missed: up to 10 min late it runs, later it is skipped."),
        (Missed(5, Late.ASK), False, "Missed: up to 5 min late it runs, later it asks."),
        (Missed(), True, "Missed: up to 10 min late it asks, later it is skipped."),
        (Missed(5, Late.ASK), True, "Missed: it asks."),
        (Missed(0), True, "Missed: it is skipped."),
        (Missed(0, Late.ASK), False, "Missed: it asks."),
    ],
)
def test_the_rule_for_being_missed(missed: Missed, on: bool, line: str) -> None:
    assert late_line(missed, on=on) == line


def test_what_was_missed_and_what_is_gone() -> None:
    missed = MissedRun(once("2026-11-23T11:00:00+01:00"), at("2026-11-23T11:00+01:00"))
    assert missed_line(missed, "Lamp", NOW) == "Missed: “Lamp” was to be turned off at 11:00. Run it now?"
    assert target_line(LAMP, PLANTS, ()) == "Lamp"
    assert target_line(LAMP, (), ()) == "An outlet that is gone"
    assert target_line("evening", (), (Scene("evening", "Evening"),)) == "Evening"
    assert target_line("evening", (), ()) == "A scene that is gone"
