"""Alarms on the computer's real clock."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from multisocket_gui.engine.alarm import Alarm, LookingAlarm, new_alarm
from multisocket_gui.engine.clock import SystemClock
from multisocket_gui.engine.facts import AccountPhase

from .conftest import Bench

YEAR = 365 * 86_400.0


@pytest.fixture(params=["best", "looking"])
def alarm(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Alarm]:
    clock = SystemClock()
    alarm = new_alarm(clock) if request.param == "best" else LookingAlarm(clock)
    yield alarm
    delete(alarm)


def wakers(top: QObject) -> list[str]:
    """Who would wake the program up."""
    dispatcher = QAbstractEventDispatcher.instance()
    return [repr(each) for each in (top, *top.findChildren(QObject)) if dispatcher.registeredTimers(each)]


@pytest.mark.parametrize("ahead", [0.2, 0.0, -3600.0])
def test_it_rings_at_its_moment(qtbot: QtBot, alarm: Alarm, ahead: float) -> None:
    at = time.time() + ahead
    rings: list[float] = []

    def look() -> None:
        rings.append(time.time())
        alarm.set(at if rings[-1] < at else None)

    alarm.rang.connect(look)
    alarm.set(at)
    qtbot.waitUntil(lambda: bool(rings) and rings[-1] >= at, timeout=20_000)


def test_it_rings_at_the_last_moment_that_was_set(qtbot: QtBot, alarm: Alarm) -> None:
    with qtbot.waitSignal(alarm.rang, timeout=20_000):
        alarm.set(time.time() + YEAR)
        alarm.set(time.time() + 0.05)


def test_set_to_none_it_is_silent(qtbot: QtBot, alarm: Alarm) -> None:
    rings: list[None] = []
    alarm.rang.connect(lambda: rings.append(None))
    alarm.set(time.time() + 0.05)
    alarm.set(None)
    later = LookingAlarm(SystemClock(), alarm)
    with qtbot.waitSignal(later.rang, timeout=20_000):
        later.set(time.time() + 0.2)
    assert rings == []
    assert wakers(alarm) == []


if sys.platform.startswith("linux"):

    def test_a_timer_in_the_distant_future_wakes_nobody_on_linux(bench: Bench) -> None:
        timers = bench.controller.timers
        bench.controller.start()
        bench.wait(lambda: bench.store.has_key is True and bench.store.account.phase is AccountPhase.SIGNED_OUT)
        timers.off_in(bench.store.outlets()[0], YEAR)
        rings: list[None] = []
        timers.changed.connect(lambda: rings.append(None))
        bench.wait(lambda: wakers(bench.controller) == [])
        assert timers.next_runs()
        assert rings == []
