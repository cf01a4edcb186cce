"""Timers on a computer that sleeps, restarts, crashes, loses its line and has its clock set, in any order."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import datetime, time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication

from multisocket_gui.home.occurrence import PUNCTUAL, next_due
from multisocket_gui.home.timer import End, Late, Missed, Once, Timer, Weekly

from .timer_world import HEATER, LAMP, World

BEGIN = datetime.fromisoformat("2026-03-28T21:00+01:00")  # the night in which Paris puts its clocks forward
ALL = frozenset(range(7))
TIMERS = (
    Timer("off-late", LAMP, False, Weekly(time(2, 30), ALL, "Europe/Paris"), Missed(30)),
    Timer("off-ask", LAMP, False, Weekly(time(22), ALL, "America/New_York"), Missed(0, Late.ASK)),
    Timer("on", HEATER, True, Weekly(time(5, 45), ALL, "Australia/Lord_Howe"), Missed(30)),
    Timer("on-ask", HEATER, True, Weekly(time(0), frozenset((6, 0)), "Europe/Paris"), Missed(10, Late.ASK)),
    Timer("once", LAMP, False, Once(BEGIN.replace(hour=23), "Europe/Paris"), Missed(10)),
    Timer("once-on", HEATER, True, Once(BEGIN.replace(hour=22, minute=30), "Europe/Paris"), Missed(10)),
)
seconds = st.integers(1, 4 * 3600).map(float)
steps = st.one_of(
    st.tuples(st.sampled_from(["pass", "pass", "pass", "sleep", "wake", "restart", "crash"]), seconds),
    st.tuples(st.just("set"), st.integers(-4 * 3600, 4 * 3600).map(float)),
    st.tuples(st.sampled_from(["sign", "net", "way"]), st.sampled_from([0.0, 1.0])),
    st.tuples(st.sampled_from(["yes", "no"]), st.just(0.0)),
)


def take(world: World, step: str, value: float) -> None:
    match step:
        case "pass":
            world.pass_time(value)
        case "sleep":
            world.clock.sleep(value)
        case "wake":  # the desktop tells
            world.clock.sleep(value)
            world.timers.look()
        case "restart":
            world.restart(value)
        case "crash":
            world.dies = True
            world.pass_time(value)
            world.restart(60.0)
        case "set":
            world.clock.set(value)
        case "sign":
            world.connect(bool(value))
        case "way":
            world.lose_the_way(bool(value))
        case "net":
            world.go_offline(bool(value))
        case _:
            for missed in world.timers.waiting:
                world.answer(missed.timer.id, step == "yes")


def check(world: World, put_back: float) -> None:
    """What must hold at any time; `put_back` is how often the clock was set back."""
    runs = Counter((timer_id, at) for timer_id, at, _, _ in world.ran)
    assert not [each for each, count in runs.items() if count > 1], "a run took place twice"
    on = {timer.id for timer in TIMERS if timer.on}
    for timer_id, at, when, answered in world.ran:
        assert timer_id not in on or answered or 0 <= when - at <= PUNCTUAL, "on, late, and nobody was asked"
    ends = Counter((end.timer.id, end.at) for end in world.ends)
    assert all(count <= 1 + put_back + answers(world, each) for each, count in ends.items()), "a run ended twice"


def answers(world: World, run: tuple[str, float]) -> int:
    """A run that asks has ended with that; when somebody says so it is run, and ends as a run."""
    return sum((timer_id, at) == run and answered for timer_id, at, _, answered in world.ran)


def check_all_ended(world: World) -> None:
    """Every run that fell due ended, or a later one of its timer did, or it still waits for the line."""
    now = world.clock.wall
    for timer in TIMERS:
        at = next_due(timer.rule, BEGIN.timestamp())
        last = None
        while at is not None and at <= now:
            last, at = at, next_due(timer.rule, at)
        if last is None:
            continue
        ended = [end.at for end in world.ends if end.timer.id == timer.id]
        held = [run.at for run in world.timers.next_runs() if run.timer.id == timer.id]
        assert last in ended or last in held, f"{timer.id} of {last} is lost"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(steps, max_size=14))
def test_never_twice_never_on_late_never_lost(qapp: QCoreApplication, done: list[tuple[str, float]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), BEGIN.timestamp())
        for timer in TIMERS:
            world.timers.put(timer)
        put_back = 0
        for step, value in done:
            put_back += step == "set" and value < 0
            take(world, step, value)
            check(world, put_back)
        world.go_offline(False)
        world.connect(True)
        world.lose_the_way(False)
        world.pass_time(61.0)
        check(world, put_back)
        check_all_ended(world)
        world.kill()


def test_the_night_as_it_should_be(qapp: QCoreApplication, tmp_path: Path) -> None:
    """Nothing happens to the computer: every timer runs on time."""
    world = World(tmp_path, BEGIN.timestamp())
    for timer in TIMERS:
        world.timers.put(timer)
    world.pass_time(86_400)
    assert Counter(end.timer.id for end in world.ends) == Counter({timer.id: 1 for timer in TIMERS})
    assert {end.end for end in world.ends} == {End.RAN}
    world.kill()
