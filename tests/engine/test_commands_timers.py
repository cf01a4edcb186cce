"""Timers by the command line: made in words, listed, removed."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest

from multisocket_gui.engine.commands.timers import When, read_rule
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Once, Weekly

from .conftest import Ask, Bench

CONSOLE = "Maison/Salon / TV/Console"
WEEKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("lamp in 30m off", (["lamp"], When(after=1800), False)),
        ("desk in the corner in 1h 30 on", (["desk", "in", "the", "corner"], When(after=5400), True)),
        ("lamp at 07:10 on", (["lamp"], When(wall=time(7, 10)), True)),
        ("lamp at 7 pm on weekdays OFF", (["lamp"], When(wall=time(19), days=WEEKDAYS), False)),
        ("in 30m off", None),
        ("lamp in 30m", None),
        ("lamp at 07:10 on moondays off", None),
        ("lamp off", None),
        ("off", None),
    ],
)
def test_a_rule_is_read_from_its_end(words: str, read: object) -> None:
    assert read_rule(words.split()) == read


def test_timers_are_made_listed_and_removed(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    said = json.loads(ask("timer", "add", "console", "in", "20m", "off", "--json")["out"])
    in_so_long = datetime.fromisoformat(said["next"]) - datetime.now().astimezone()
    assert timedelta(minutes=19) < in_so_long <= timedelta(minutes=20)
    assert (said["outlet"], said["on"], said["enabled"]) == (CONSOLE, False, True)
    reply = ask("timer", "add", "Console", "at", "07:10", "on", "weekdays", "on")
    assert (reply["exit"], reply["out"]) == (0, f"{CONSOLE}: on at 07:10, Mon–Fri\n")
    assert "awake and online" in reply["err"]
    once, weekly = bench.saved[-1].timers
    assert (isinstance(once.rule, Once), isinstance(weekly.rule, Weekly)) == (True, True)
    listed = json.loads(ask("timer", "list", "--json")["out"])
    assert [each["id"] for each in listed["timers"]] == [once.id, weekly.id] == ask("list", "timers")["out"].split()
    assert ask("timer", "list")["out"].splitlines()[1] == f"{weekly.id[:8]}  {CONSOLE}: on at 07:10, Mon–Fri"
    assert ask("timer", "run", once.id[:8])["exit"] == 1
    assert ask("timer", "remove", once.id[:8])["exit"] == 0
    assert bench.saved[-1].timers == (weekly,)
    assert ask("timer", "remove", "nothing")["exit"] == 2
    assert ask("timer", "add", "console", "soon", "off")["exit"] == 2


def test_off_in_a_while_and_at_a_time(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    assert ask("off", "console", "--in", "20m")["exit"] == 0
    assert ask("on", "console", "--at", "07:10 on weekdays")["exit"] == 0
    assert [timer.on for timer in bench.saved[-1].timers] == [False, True]
    for words in (("--in", "soon"), ("--at", "25:00"), ("--in", "20m", "--at", "07:10")):
        assert ask("off", "console", *words)["exit"] == 2


def test_a_timer_for_a_guarded_outlet_needs_the_answer_now(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    assert ask("ask", "radio")["exit"] == 0
    assert ask("off", "radio", "--in", "20m")["exit"] == 5
    assert not bench.store.settings.timers
    assert ask("off", "radio", "--in", "20m", "--yes")["exit"] == 0
    assert bench.store.settings.timers[0].confirmed
    assert ask("lock", "console")["exit"] == 0
    assert ask("timer", "add", "console", "in", "20m", "on")["exit"] == 5


def test_a_timer_for_a_scene(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    bench.controller.scenes.put(Scene("s", "Film Night", {bench.outlet("Console"): True}))
    assert ask("timer", "add", "film", "night", "in", "20m", "on")["out"].startswith("Film Night: on at ")
    assert bench.store.settings.timers[0].target == "s"
