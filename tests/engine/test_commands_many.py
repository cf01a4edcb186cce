"""Verbs beside on and off: lists, all of it, undo, history; what programs read; guards; without waiting."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from multisocket_gui import options
from multisocket_gui.engine.commands import Commands
from multisocket_gui.engine.commands.families import verbs_of
from multisocket_gui.home.model import Guard
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.truth import Phase

from .conftest import Ask, Bench

CONSOLE = "Maison/Salon / TV/Console"


def document(reply: Any) -> Any:
    """What a program reads: one JSON document, and nothing beside it."""
    assert reply["err"] == ""
    return json.loads(reply["out"])


def all_relays(bench: Bench, plant: str) -> list[bool]:
    found = [plant_ for plant_ in bench.cloud.home.plants if plant_.name == plant]
    return [on for socket in found[0].sockets for on in bench.cloud.house.state(found[0].id, socket.id)]


def test_every_verb_of_the_parser_is_carried_out_by_one_family(commands: Commands) -> None:
    commands.handle(["list"], lambda _: None)
    (verbs,) = [action for action in options.parser()._actions if action.dest == "verb"]
    assert set(verbs.choices or ()) == set(verbs_of(commands._desk))


def test_names_are_listed_as_they_are_understood(bench: Bench, ask: Ask) -> None:
    every = document(ask("list", "--json"))
    assert set(every) == {"plants", "sockets", "outlets", "scenes", "timers", "links"}
    assert every["plants"] == ["Maison", "Atelier"]
    assert "Maison/Salon / TV" in every["sockets"]
    assert CONSOLE in every["outlets"]
    assert ask("list", "outlets")["out"].splitlines() == every["outlets"]
    assert document(ask("list", "plants", "--json")) == {"plants": every["plants"]}
    assert "Plants\n  Maison\n" in ask("list")["out"]


def test_spellings_are_the_names_that_mean_one_outlet(bench: Bench, ask: Ask) -> None:
    spelled = ask("list", "outlets", "--spellings")["out"].splitlines()
    assert {"Console", "Salon / TV/Console", CONSOLE} <= set(spelled)
    replies = [ask("off", name) for name in spelled[:6]]
    assert {reply["exit"] for reply in replies} == {6}  # understood; only the sign-in is missing


def test_errors_are_json_for_programs(bench: Bench, ask: Ask) -> None:
    unknown = document(ask("on", "piano", "--json"))["error"]
    assert (unknown["exit"], unknown["kind"]) == (2, "unknown_name")
    assert CONSOLE in unknown["candidates"]
    assert document(ask("fly", "--json"))["error"]["kind"] == "usage"
    signed_out = document(ask("on", "console", "--json"))
    assert (signed_out["error"]["exit"], signed_out["error"]["kind"]) == (6, "signed_out")
    assert signed_out["outlets"][0]["phase"] == "FAILED"


def test_switching_tells_programs_what_came_of_it(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    (outlet,) = document(ask("on", "console", "--json"))["outlets"]
    assert outlet | {"age_s": 0} == {"name": CONSOLE, "phase": "CONFIRMED", "on": True, "age_s": 0}


def test_without_waiting_it_says_what_is_under_way(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    reply = ask("on", "console", "--no-wait")
    assert (reply["exit"], "Turning on" in reply["err"]) == (3, True)
    bench.reach(bench.outlet("Console"), Phase.CONFIRMED)
    bench.wait(lambda: bench.relays(bench.outlet("Console"))[1])


def test_all_off_and_all_on(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    said = document(ask("all-off", "--dry-run", "--json"))
    assert {"name": CONSOLE, "on": False} in said["already"]
    assert bench.idle()
    reply = ask("all-off", "atelier")
    assert (reply["exit"], reply["err"]) == (0, "")
    assert not any(all_relays(bench, "Atelier"))
    assert any(all_relays(bench, "Maison"))
    assert ask("all-off")["exit"] == 0
    assert not any(all_relays(bench, "Maison"))
    assert "There is nothing to switch." in ask("all-off")["out"]
    assert ask("all-on", "maison")["exit"] == 0
    assert all(all_relays(bench, "Maison"))
    assert ask("all-off", "nowhere")["exit"] == 2


def test_all_off_leaves_out_what_is_guarded_unless_it_was_said(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    for words in (("lock", "Télévision", "films"), ("ask", "Radio"), ("on", "Radio")):
        assert ask(*words)["exit"] == 0
    reply = ask("all-off")
    assert (reply["exit"], "films" in reply["err"], "Radio" in reply["err"]) == (0, True, True)
    tv, radio = bench.outlet("Télévision"), bench.outlet("Radio")
    assert (bench.relays(tv)[tv.index], bench.relays(radio)[radio.index]) == (True, True)
    said = document(ask("all-off", "--yes", "--json"))
    assert [each["name"] for each in said["left_out"]] == ["Maison/Salon / TV/Télévision"]
    assert [outlet["on"] for outlet in said["outlets"]] == [False]
    assert (bench.relays(tv)[tv.index], bench.relays(radio)[radio.index]) == (True, False)


def test_a_scene_is_listed_applied_and_turned_off(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    assert ask("scene", "list")["out"] == "There are no scenes.\n"
    console, radio = bench.outlet("Console"), bench.outlet("Radio")
    bench.controller.scenes.put(Scene("s", "Film Night", {console: True, radio: False}))
    outlets = [{"name": CONSOLE, "on": True}, {"name": "Maison/Cuisine/Radio", "on": False}]
    known = {"name": "Film Night", "activity": "not", "outlets": outlets}
    assert document(ask("scene", "list", "--json")) == {"scenes": [known]}
    would = document(ask("scene", "apply", "film night", "--dry-run", "--json"))
    assert would["changing"] == outlets
    assert ask("scene", "apply", "film", "night")["exit"] == 0
    assert ask("scene", "status", "Film Night")["out"] == "Film Night: active\n"
    assert bench.relays(console)[console.index] is True
    reply = ask("scene", "off", "Film Night")
    assert (reply["exit"], reply["err"]) == (0, "")
    assert bench.relays(console)[console.index] is False
    assert bench.relays(radio)[radio.index] is True
    assert ask("scene", "apply", "Party")["exit"] == 2
    assert ask("list", "scenes")["out"] == "Film Night\n"


def test_all_off_without_waiting_goes_on(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    reply = ask("all-off", "--no-wait")
    assert (reply["exit"], reply["err"]) == (3, "Under way.\n")
    bench.wait(lambda: not any(all_relays(bench, "Maison") + all_relays(bench, "Atelier")))
    bench.wait(bench.idle)


def test_all_off_needs_somebody_signed_in(bench: Bench, ask: Ask) -> None:
    assert ask("all-off")["exit"] == 6


def test_undo_takes_the_last_action_back(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    assert document(ask("undo", "--json"))["error"]["kind"] == "nothing_to_undo"
    ref = bench.outlet("Console")
    assert ask("on", "console")["exit"] == 0
    reply = ask("undo")
    assert (reply["exit"], reply["out"].startswith(f"{CONSOLE}: Off")) == (0, True)
    assert bench.relays(ref)[ref.index] is False


def test_history_newest_first_since_and_so_many(bench: Bench, ask: Ask) -> None:
    assert document(ask("history", "--json")) == {"entries": []}
    bench.sign_in()
    for words in (("on", "console"), ("off", "console")):
        assert ask(*words)["exit"] == 0
    entries = document(ask("history", "--json"))["entries"]
    assert [entry["state"] for entry in entries] == ["off", "on"]
    assert (entries[0]["outlet"], entries[0]["by"], entries[0]["outcome"]) == ("Console", "here", "confirmed")
    assert len(ask("history", "-n", "1")["out"].splitlines()) == 1
    assert len(document(ask("history", "--since", "1h", "--json"))["entries"]) == 2
    assert document(ask("history", "--since", "2100-01-01", "--json"))["entries"] == []
    assert "Console off, from here" in ask("history")["out"]
    assert ask("history", "--since", "once")["exit"] == 2
    assert ask("history", "-n", "0")["exit"] == 2


def test_a_guarded_outlet_is_not_switched(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    assert ask("lock", "télévision", "the", "freezer", "hangs on it")["exit"] == 0
    assert document(ask("ask", "radio", "--json")) == {"name": "Maison/Cuisine/Radio", "guard": "ask", "words": ""}
    locked = ask("off", "télévision", "--yes")
    assert (locked["exit"], "the freezer hangs on it" in locked["err"]) == (5, True)
    asked = document(ask("off", "radio", "--json"))["error"]
    assert (asked["exit"], asked["kind"]) == (5, "ask_first")
    assert "--yes" in asked["text"]
    assert ask("on", "radio")["exit"] == 0
    assert bench.relays(bench.outlet("Télévision"))[0] is True
    assert ask("unlock", "salon / tv/télévision")["exit"] == 0
    free = bench.saved[-1].outlet(bench.outlet("Télévision"))
    assert free
    assert (free.guard, free.guard_words) == (Guard.NONE, "")
    assert ask("off", "télévision")["exit"] == 0


@pytest.mark.parametrize("words", [("status",), ("list",), ("history",)])
def test_looking_takes_no_time(bench: Bench, ask: Ask, words: tuple[str, ...]) -> None:
    ask(*words)
    began = time.monotonic()
    ask(*words)
    assert time.monotonic() - began < 0.5


def test_the_set_up_goes_out_and_comes_in(bench: Bench, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "set-up.json"
    assert document(ask("export", str(file), "--json")) == {"file": str(file)}
    assert ask("lock", "radio")["exit"] == 0
    assert ask("import", str(file))["exit"] == 0
    radio = bench.saved[-1].outlet(bench.outlet("Radio"))
    assert radio
    assert radio.guard is Guard.NONE
    bench.controller.scenes.put(Scene("s", "Evening", {bench.outlet("Radio"): True}))
    assert ask("import", str(file))["exit"] == 0
    assert bench.saved[-1].scenes
    assert ask("import", str(file), "--replace")["exit"] == 0
    assert not bench.saved[-1].scenes
    assert ask("import", str(tmp_path))["exit"] == 1
    assert ask("import", str(tmp_path / "none.json"))["exit"] == 1
    assert ask("export", str(tmp_path / "none" / "file"))["exit"] == 1
    file.write_text("{}", encoding="utf-8")
    assert document(ask("import", str(file), "--json"))["error"]["kind"] == "no_set_up"
