"""Timers through sleep, restarts and clocks that somebody sets; no time passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from multisocket_gui.engine.alarm import LONGEST
from multisocket_gui.engine.timer_way import AGAIN
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.timer import End, Late, Missed, Timer, Weekly

from .timer_world import HEATER, LAMP, World, by_kind, enabled

DAILY = frozenset(range(7))
NOON = datetime.fromisoformat("2026-11-23T12:00:00+01:00").timestamp()
HALF = 1800.0


@pytest.fixture
def world(qapp: QCoreApplication, tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, NOON)
    yield world
    world.kill()


def daily(wall: time, *, on: bool, missed: Missed | None = None, zone: str = "Europe/Paris") -> Timer:
    timer = Timer("daily", LAMP, on, Weekly(wall, DAILY, zone))
    return replace(timer, missed=missed or timer.missed)


def test_off_in_half_an_hour(world: World) -> None:
    timer = world.timers.off_in(LAMP, HALF)
    assert [(run.timer.id, run.at) for run in world.timers.next_runs()] == [(timer.id, NOON + HALF)]
    world.pass_time(HALF - 1)
    assert world.ran == []
    world.pass_time(1)
    assert world.runs_of(timer) == [0.0]
    assert world.settings.timers == ()
    assert world.timers.next_runs() == ()


def test_nothing_planned_wakes_nobody(world: World) -> None:
    assert world.clock.idle
    timer = world.timers.off_in(LAMP, HALF)
    assert not world.clock.idle
    world.timers.put(enabled(timer, False))
    world.pass_time(0)
    assert world.clock.idle


def test_the_clock_is_asked_once_a_minute_at_most(world: World) -> None:
    world.timers.off_in(LAMP, 86_400)
    looks = []
    world.clock.pass_time(600, lambda: looks.append(world.clock.steady))
    assert len(looks) <= 600 / LONGEST + 1  # one of them takes up listening to the network


def test_every_day_at_its_time(world: World) -> None:
    timer = daily(time(19, 30), on=True)
    world.timers.put(timer)
    world.pass_time(3 * 86_400)
    assert world.runs_of(timer) == [0.0] * 3


@pytest.mark.parametrize(
    ("zone", "begin", "wall", "runs"),
    [
        ("Europe/Paris", "2026-03-28T12:00+01:00", time(2, 30), ["03-29T03:00", "03-30T02:30"]),
        ("Europe/Paris", "2026-10-24T12:00+02:00", time(2, 30), ["10-25T02:30", "10-26T02:30"]),
        ("America/New_York", "2026-03-07T12:00-05:00", time(2, 30), ["03-08T03:00", "03-09T02:30"]),
        ("America/New_York", "2026-10-31T12:00-04:00", time(1, 30), ["11-01T01:30", "11-02T01:30"]),
        ("Australia/Lord_Howe", "2026-10-03T12:00+10:30", time(2, 10), ["10-04T02:30", "10-05T02:10"]),
        ("Australia/Lord_Howe", "2026-04-04T12:00+11:00", time(1, 45), ["04-05T01:45", "04-06T01:45"]),
    ],
)
def test_through_the_change_of_clocks(
    qapp: QCoreApplication, tmp_path: Path, zone: str, begin: str, wall: time, runs: list[str]
) -> None:
    from zoneinfo import ZoneInfo

    world = World(tmp_path, datetime.fromisoformat(begin).timestamp())
    world.timers.put(daily(wall, on=True, zone=zone))
    world.pass_time(2 * 86_400)
    local = [datetime.fromtimestamp(when, ZoneInfo(zone)).strftime("%m-%dT%H:%M") for _, _, when, _ in world.ran]
    assert local == runs
    world.kill()


def test_a_computer_that_slept_runs_off_late_and_asks_for_on(world: World) -> None:
    off, on = world.timers.off_in(LAMP, 600), world.timers.once_in(HEATER, 600, on=True)
    world.clock.sleep(900)
    world.pass_time(LONGEST)
    (late,) = world.runs_of(off)
    assert 300 <= late <= 300 + LONGEST
    assert world.runs_of(on) == []
    assert [(missed.timer.id, missed.at) for missed in world.timers.waiting] == [(on.id, NOON + 600)]
    assert world.store.missed == world.timers.waiting


def test_what_is_too_late_is_skipped_and_told(world: World) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.clock.sleep(600 + 3600)
    world.pass_time(LONGEST)
    assert world.ran == []
    assert world.ends_of(timer) == [End.SKIPPED]
    assert by_kind(world.failed) == {Kind.TIMER_LATE: 1}
    assert world.settings.timers == ()
    assert world.told() == [Kind.TIMER_LATE]
    world.timers.dismiss()
    assert world.told() == []


def test_an_answer_runs_it_or_lets_it_be(world: World) -> None:
    first, second = (world.timers.once_in(ref, 600, on=True) for ref in (LAMP, HEATER))
    world.clock.sleep(900)
    world.timers.look()
    assert len(world.timers.waiting) == 2
    world.answer(first.id, True)
    world.answer(second.id, False)
    assert [timer_id for timer_id, *_ in world.ran] == [first.id]
    assert world.timers.waiting == ()
    assert world.settings.timers == ()


def test_a_question_outlives_a_restart(world: World) -> None:
    timer = world.timers.once_in(LAMP, 600, on=True)
    world.clock.sleep(900)
    world.timers.look()
    world.restart(3600)
    assert [missed.timer.id for missed in world.timers.waiting] == [timer.id]
    assert world.ends_of(timer) == [End.ASKED]
    world.answer(timer.id, True)
    assert len(world.ran) == 1


def test_the_next_run_takes_the_place_of_one_that_asks(world: World) -> None:
    timer = daily(time(12, 10), on=True)
    world.timers.put(timer)
    world.clock.sleep(900)
    world.pass_time(LONGEST)
    assert len(world.timers.waiting) == 1
    world.pass_time(86_400)
    assert world.timers.waiting == ()
    assert world.runs_of(timer) == [0.0]


def test_off_for_a_week_tells_of_the_last_run_alone(world: World) -> None:
    timer = daily(time(19), on=False)
    world.timers.put(timer)
    world.restart(7 * 86_400)
    assert world.ends_of(timer) == [End.SKIPPED]
    assert world.told() == [Kind.TIMER_LATE]
    world.pass_time(86_400)
    assert world.runs_of(timer) == [0.0]
    assert world.told() == []


def test_a_restart_in_between_runs_nothing_twice(world: World) -> None:
    timer = daily(time(12, 10), on=False)
    world.timers.put(timer)
    world.pass_time(600)
    world.restart(30)
    world.pass_time(LONGEST)
    assert len(world.ran) == 1
    assert world.ends_of(timer) == [End.RAN]


@pytest.mark.parametrize("once", [True, False])
def test_killed_in_the_middle_it_is_told_and_not_run_again(world: World, once: bool) -> None:
    timer = world.timers.off_in(LAMP, 600) if once else daily(time(12, 10), on=False)
    world.timers.put(timer)
    world.dies = True
    world.pass_time(600)
    world.restart(30)
    world.pass_time(LONGEST)
    assert len(world.ran) == 1
    assert by_kind(world.failed) == {Kind.TIMER_CUT: 1}
    assert world.ends_of(timer) == [End.FAILED]
    assert (timer.id in {each.id for each in world.settings.timers}) is not once


def test_a_clock_put_back_repeats_nothing(world: World) -> None:
    timer = daily(time(12, 10), on=True)
    world.timers.put(timer)
    world.pass_time(700)
    world.clock.set(-3600)
    world.pass_time(4000)
    assert len(world.ran) == 1
    assert world.timers.next_runs()[0].at == NOON + 600 + 86_400


def test_a_clock_put_forward_is_a_run_missed(world: World) -> None:
    off, on = world.timers.off_in(LAMP, 600), world.timers.once_in(HEATER, 600, on=True)
    world.clock.set(900)
    world.pass_time(LONGEST)
    assert len(world.runs_of(off)) == 1
    assert world.runs_of(on) == []
    assert [missed.timer.id for missed in world.timers.waiting] == [on.id]


def test_a_clock_that_was_fast_takes_no_run_away(world: World) -> None:
    """The other system of this computer had put its clock two hours ahead."""
    timer = daily(time(13), on=True)
    world.timers.put(timer)
    world.kill()
    world.clock.set(7200)
    world.start()
    assert world.ran == []
    assert world.ends_of(timer) == [End.SKIPPED]
    world.clock.set(-7200)
    world.pass_time(3600)
    assert world.runs_of(timer) == [0.0]


def test_signed_out_it_waits_as_long_as_it_may(world: World) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.connect(False)
    world.pass_time(900)
    assert world.ran == []
    assert [run.at for run in world.timers.next_runs()] == [NOON + 600]
    world.connect(True)
    assert world.runs_of(timer) == [300.0]


@pytest.mark.parametrize(
    ("then", "on", "end"),
    [(Late.SKIP, False, End.SKIPPED), (Late.ASK, False, End.ASKED), (Late.SKIP, True, End.ASKED)],
)
def test_signed_out_for_too_long(world: World, then: Late, on: bool, end: End) -> None:
    timer = world.timers.once_in(LAMP, 600, on=on, missed=Missed(10, then))
    world.connect(False)
    world.pass_time(600 + 650)
    assert world.ran == []
    assert world.ends_of(timer) == [end]


def test_offline_it_waits_for_the_network(world: World) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.pass_time(10)
    assert world.network.watched
    world.go_offline(True)
    world.pass_time(700)
    assert world.ran == []
    world.go_offline(False)
    assert world.runs_of(timer) == [110.0]


def test_an_answer_proves_the_system_wrong_about_the_network(world: World) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.go_offline(True)
    world.pass_time(650)
    world.hear()
    assert world.runs_of(timer) == [50.0]


def test_what_is_gone_is_told(world: World) -> None:
    gone = replace(LAMP, index=9)
    timer = world.timers.off_in(gone, 600)
    assert world.timers.trouble(timer.id) is not None
    world.pass_time(600)
    assert by_kind(world.failed) == {Kind.TARGET_GONE: 1}


def test_a_zone_that_is_not_known_here_is_said(world: World) -> None:
    world.timers.put(daily(time(13), on=False, zone="Mars/Olympus"))
    trouble = world.timers.trouble("daily")
    assert trouble is not None
    assert (trouble.kind, trouble.detail) == (Kind.ZONE_UNKNOWN, "Mars/Olympus")
    world.pass_time(2 * 86_400)
    assert world.ran == []


@pytest.mark.logs("cannot be written")
def test_without_its_record_nothing_runs_and_that_is_told(world: World, tmp_path: Path) -> None:
    timer = world.timers.off_in(LAMP, 600)
    record = tmp_path / "timers-state.json"
    record.unlink()
    record.mkdir()  # a file cannot take its place
    world.pass_time(600)
    assert world.ran == []
    assert world.ends_of(timer) == [End.FAILED]
    assert by_kind(world.failed) == {Kind.TIMERS_UNWRITABLE: 1}


@pytest.mark.logs("it starts anew")
@pytest.mark.parametrize("found", ["", "[]", '{"timers": {"daily": {"until": "x"}}}', '{"timers": []}', "\ufffd"])
def test_a_record_that_cannot_be_read_starts_anew(world: World, tmp_path: Path, found: str) -> None:
    timer = daily(time(12, 10), on=False)
    world.timers.put(timer)
    world.kill()
    (tmp_path / "timers-state.json").write_text(found, encoding="utf-8")
    world.pass_time(3600)
    world.start()
    assert world.ends == []
    world.pass_time(86_400)
    assert world.runs_of(timer) == [0.0]


def test_the_record_is_written_before_the_run(world: World, tmp_path: Path) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.dies = True
    world.pass_time(600)
    record = json.loads((tmp_path / "timers-state.json").read_text(encoding="utf-8"))
    assert record["timers"][timer.id]["begun"] == NOON + 600


def test_what_falls_due_after_the_end_is_a_matter_of_the_next_start(world: World) -> None:
    timer = world.timers.off_in(LAMP, 60)
    world.timers.close()
    world.pass_time(120)
    world.connect(True)
    assert world.ran == []
    world.restart(0)
    assert world.runs_of(timer) == [60.0]


def test_changed_switched_off_and_removed(world: World) -> None:
    timer = daily(time(12, 10), on=False)
    world.timers.put(timer)
    world.timers.put(replace(timer, rule=Weekly(time(12, 20), DAILY, "Europe/Paris")))
    world.pass_time(900)
    assert world.ran == []
    world.timers.put(enabled(world.settings.timers[0], False))
    world.pass_time(900)
    assert world.ran == []
    assert world.timers.next_runs() == ()
    world.timers.put(enabled(world.settings.timers[0], True))  # what went by meanwhile was not missed
    assert world.ends == []
    world.timers.remove("daily")
    world.pass_time(2 * 86_400)
    assert world.ran == []
    assert world.settings.timers == ()


def test_a_longer_countdown_takes_the_place_of_a_shorter_one(world: World) -> None:
    world.timers.off_in(LAMP, 1800)
    other = world.timers.off_in(HEATER, 1800)
    longer = world.timers.off_in(LAMP, 3600)
    assert {timer.id for timer in world.settings.timers} == {other.id, longer.id}
    shorter = world.timers.off_in(LAMP, 60)
    assert {timer.id for timer in world.settings.timers} == {other.id, longer.id, shorter.id}
    run = world.timers.next_of(LAMP)
    assert run is not None
    assert run.timer.id == shorter.id


def test_at_a_time_once_and_on_days(world: World) -> None:
    once = world.timers.at(LAMP, time(7, 10), on=True)
    weekly = world.timers.at(LAMP, time(7, 10), range(5), on=True, missed=Missed(0))
    assert world.settings.timers == (once, weekly)
    assert weekly.rule == Weekly(time(7, 10), frozenset(range(5)), world.timers.zone)
    assert [run.timer.id for run in world.timers.next_runs()] == [once.id, weekly.id]


def test_without_a_way_to_the_service_it_is_tried_again_as_long_as_it_may_be_late(world: World) -> None:
    """A computer that wakes has no network yet, and where the system does not tell, only the try does."""
    timer = world.timers.off_in(LAMP, 600)
    world.lose_the_way(True)
    world.pass_time(600)
    assert world.ends == []
    assert [run.at for run in world.timers.next_runs()] == [NOON + 600]
    world.restart(10)
    world.lose_the_way(False)
    world.pass_time(AGAIN + 1)
    assert world.ends_of(timer) == [End.RAN]
    assert len(world.ran) == 1
    assert 1 <= len(world.tries) <= 2
    assert world.settings.timers == ()


def test_an_answer_ends_the_pause_between_tries(world: World) -> None:
    timer = world.timers.off_in(LAMP, 600)
    world.lose_the_way(True)
    world.pass_time(605)
    world.lose_the_way(False)
    world.hear()
    assert world.runs_of(timer) == [5.0]


@pytest.mark.parametrize(("on", "end", "tries"), [(False, End.SKIPPED, 20), (True, End.ASKED, 2)])
def test_never_a_way_to_the_service(world: World, on: bool, end: End, tries: int) -> None:
    timer = world.timers.once_in(LAMP, 600, on=on)
    world.lose_the_way(True)
    world.pass_time(1300)
    assert world.ends_of(timer) == [end]
    assert tries - 1 <= len(world.tries) <= tries + 1
