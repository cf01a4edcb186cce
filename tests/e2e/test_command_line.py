"""The whole job from outside: the embedded cloud, the program and its command line, each a process of its own."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from multisocket_gui import __version__
from multisocket_gui.demo.cloud import EmbeddedCloud

from .conftest import VISITOR, RealBrowser
from .facts import until
from .program import Installation
from .standalone import Standalone, standalone

STRIP = "Maison/Salon / TV/"
Elsewhere = tuple[Standalone, Installation]


@pytest.fixture
def elsewhere(desktop: dict[str, str], tmp_path: Path) -> Iterator[Elsewhere]:
    """An embedded cloud in another process, and the program set up for it."""
    with standalone(desktop, tmp_path / "home") as cloud:
        yield cloud, Installation(tmp_path / "home", desktop | cloud.variables() | {"BROWSER": VISITOR})


def test_signs_in_through_a_real_browser_switches_and_quits(elsewhere: Elsewhere, chromium: RealBrowser) -> None:
    cloud, program = elsewhere
    program.environment["BROWSER"] = chromium.command
    with program.running() as running:
        assert program.status()["account"] == {"signed_in": False, "name": None}
        answer = program.ask("sign-in")
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "Signed in as Camille Lefèvre.\n", "")
        assert until(chromium.last_heading) == "Almost done"
        until(program.all_confirmed)
        switches(cloud, program)
        tells_what_it_knows(program)
        assert program.ask("quit").returncode == 0
        running.ends()


def switches(cloud: Standalone, program: Installation) -> None:
    assert cloud.relays("Salon / TV") == [True, False, True, True]
    for words, on in ((("on", "Console"), True), (("off", "salon / tv/CONSOLE"), False), (("toggle", "console"), True)):
        answer = program.ask(*words)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.startswith(f"{STRIP}Console: {'On' if on else 'Off'} · ")
        assert cloud.relays("Salon / TV") == [True, on, True, True]
    assert cloud.calls("SetPlugStatus") == [200, 200, 200]


def tells_what_it_knows(program: Installation) -> None:
    status = json.loads(program.ask("status", "--json").stdout)
    assert status["account"] == {"signed_in": True, "name": "Camille Lefèvre"}
    assert [plant["name"] for plant in status["plants"]] == ["Maison", "Atelier"]
    strip = status["plants"][0]["sockets"][0]
    assert (strip["id"], strip["name"]) == ("MS-1001", "Salon / TV")
    console = strip["outlets"][1]
    assert (console["name"], console["phase"], console["on"]) == ("Console", "CONFIRMED", True)
    assert 0 <= console["age_s"] < 60
    # 8 sockets read at the start, two of them in one call; each of the three writes was read back.
    assert status["quota"]["limit"] == 500
    assert status["quota"]["used_at_least"] == 7 + 3 + 3
    assert status["quota"]["resets"] is None
    assert f"{STRIP}Console: On · " in program.ask("status").stdout


def test_the_printed_curl_line_and_its_like_get_the_documented_answers(elsewhere: Elsewhere) -> None:
    cloud, _ = elsewhere
    line = cloud.facts["curl"]
    assert curl(line) == (200, plugs := [plug(cloud)])
    assert plugs[0]["status"] == [True, False, True, True]
    write = ["-X", "POST", "-H", "Content-Type: application/json", "-d", '{"status": [true, true, true, true]}']
    assert curl(line, *write) == (200, None)
    assert cloud.relays("Salon / TV") == [True] * 4
    assert curl(line.replace("MS-1001", "MS-9999")) == (404, None)
    assert curl(re.sub(r"Authorization: [^']+", "Authorization: nonsense", line))[0] == 401
    assert curl(line.replace(cloud.facts["subscription_key"], "0" * 32))[0] == 401


def curl(line: str, *more: str) -> tuple[int, object]:
    """The status of the answer, and its plugs where it has any."""
    done = subprocess.run([*shlex.split(line), *more], capture_output=True, text=True, timeout=20, check=True)
    head, _, body = done.stdout.partition("\n\n")
    return int(head.split()[1]), json.loads(body).get("plugs") if body else None


def plug(cloud: Standalone) -> dict[str, object]:
    """The first socket as GetPlugStatus must tell of it."""
    socket = cloud.facts["plants"][0]["sockets"][0]
    status = [outlet["on"] for outlet in socket["outlets"]]
    return {"id": socket["id"], "name": socket["name"], "status": status}


def test_names_that_mean_several_outlets_or_none(home: Installation) -> None:
    file = home.folder / "settings.json"
    file.write_text(file.read_text(encoding="utf-8").replace("Lampe loupe", "Lampe"), encoding="utf-8")
    with home.running():
        several = home.ask("on", "lampe")
        assert (several.returncode, several.stdout) == (2, "")
        assert several.stderr.splitlines()[1:] == ["  Maison/Bureau de Zoé/Lampe", "  Atelier/Établi/Lampe"]
        unknown = home.ask("off", "Piano")
        assert (unknown.returncode, unknown.stdout) == (2, "")
        assert f"  {STRIP}Télévision" in unknown.stderr.splitlines()
        assert len(unknown.stderr.splitlines()) == 1 + 25
        assert home.ask("on", "établi/lampe").returncode == 6


@pytest.mark.parametrize("words", [["on"], ["dance"], ["--log-level", "loud", "status"]])
def test_words_that_make_no_sense_are_a_usage_error(home: Installation, words: list[str]) -> None:
    answer = home.ask(*words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("usage: multisocket-gui ")


def test_without_a_running_instance_there_is_nobody_to_ask(home: Installation) -> None:
    for words in (["status"], ["on", "Console"], ["sign-in"], ["show"], ["quit"]):
        answer = home.ask(*words)
        assert (answer.returncode, answer.stdout) == (7, "")
        assert answer.stderr == "Multisocket GUI is not running. Start it, then try again.\n"


def test_the_version_needs_neither_a_screen_nor_an_instance(home: Installation) -> None:
    answer = home.ask("--version", environment={"DISPLAY": ""})
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"multisocket-gui {__version__}\n", "")


def test_exit_codes_tell_how_it_went(home: Installation, cloud: EmbeddedCloud) -> None:
    with home.running(meant=("Rejected", "ServerTrouble", "QuotaUsedUp")):
        home.sign_in()
        refused_for_certain(home, cloud)
        nobody_knows(home, cloud)
        cloud.knobs.heal()
        assert home.ask("refresh").returncode == 0
        assert home.outlet("Console")["on"] is True
        used_up(home, cloud)


def refused_for_certain(home: Installation, cloud: EmbeddedCloud) -> None:
    cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    answer = home.ask("on", "Console")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"{STRIP}Console: Still off: the service refused the call\n")
    assert (home.outlet("Console")["phase"], home.outlet("Console")["on"]) == ("FAILED", False)


def nobody_knows(home: Installation, cloud: EmbeddedCloud) -> None:
    """The write takes effect, but the line breaks before its answer, and nothing can be read."""
    cloud.knobs.fail_next("reset_after", on="SetPlugStatus")
    cloud.knobs.fail_always("unavailable", on="GetPlugStatus")
    answer = home.ask("on", "Console")
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr == f"{STRIP}Console: Not known: no clear answer\n"
    assert (home.outlet("Console")["phase"], home.outlet("Console")["on"]) == ("UNKNOWN", None)


def used_up(home: Installation, cloud: EmbeddedCloud) -> None:
    cloud.knobs.quota_limit = cloud.knobs.quota_used
    assert home.ask("off", "Console").returncode == 4
    arrived = cloud.calls.arrived
    answer = home.ask("off", "Console")
    assert (answer.returncode, answer.stdout, cloud.calls.arrived) == (4, "", arrived)
    assert "The day's calls are used up." in answer.stderr
    assert home.status()["quota"]["resets"] is not None


def test_after_signing_out_nothing_is_switched_and_signing_in_again_works(
    home: Installation, cloud: EmbeddedCloud
) -> None:
    with home.running():
        home.sign_in()
        assert home.ask("sign-out").returncode == 0
        for words in (["on", "Console"], ["refresh"]):
            answer = home.ask(*words)
            assert (answer.returncode, answer.stdout) == (6, "")
            assert "Not signed in." in answer.stderr
        assert home.ask("sign-in").returncode == 0
        assert home.ask("on", "Console").returncode == 0
        pressed_by_hand(home, cloud)


def pressed_by_hand(home: Installation, cloud: EmbeddedCloud) -> None:
    """A button on the strip itself is seen at the next refresh."""
    assert cloud.house.press(cloud.home.plants[0].id, "MS-1001", 1) is False
    assert home.ask("refresh").returncode == 0
    assert home.outlet("Console")["on"] is False


def test_all_of_it_scenes_timers_locks_and_undo_from_a_second_process(home: Installation, cloud: EmbeddedCloud) -> None:
    plant = cloud.home.plants[0].id

    def strip() -> list[bool]:
        return cloud.house.state(plant, "MS-1001")

    with home.running():
        home.sign_in()
        assert home.ask("lock", "Télévision", "films").returncode == 0
        locked = home.ask("off", "Télévision")
        assert (locked.returncode, "films" in locked.stderr) == (5, True)
        swept = home.ask("all-off", "maison")
        assert (swept.returncode, "films" in swept.stderr) == (0, True)
        assert strip() == [True, False, False, False]
        assert home.ask("on", "Console").returncode == 0
        assert home.ask("undo").returncode == 0
        assert strip() == [True, False, False, False]
        assert home.ask("on", "Console", "--no-wait").returncode == 3
        until(lambda: strip()[1])
        until(lambda: home.outlet("Console")["phase"] == "CONFIRMED")
        planned = json.loads(home.ask("off", "Console", "--in", "20m", "--json").stdout)
        assert json.loads(home.ask("timer", "list", "--json").stdout)["timers"] == [planned]
        assert home.ask("timer", "remove", planned["id"][:8]).returncode == 0
        entries = json.loads(home.ask("history", "-n", "1", "--json").stdout)["entries"]
        assert (entries[0]["outlet"], entries[0]["state"]) == ("Console", "on")
    kept = json.loads((home.folder / "settings.json").read_text(encoding="utf-8"))
    assert kept["plants"][0]["sockets"][0]["outlets"][0]["guard"] == "locked"
    assert not kept.get("timers")


def test_programs_get_json_also_where_nobody_answers(home: Installation) -> None:
    answer = home.ask("status", "--json")
    assert (answer.returncode, answer.stderr) == (7, "")
    assert json.loads(answer.stdout)["error"]["kind"] == "no_instance"
