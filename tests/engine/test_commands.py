"""The command line's verbs, through the real local socket, as another process would use them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from multisocket_gui import cli
from multisocket_gui.engine.commands import Commands
from multisocket_gui.engine.instance import Instance
from multisocket_gui.home.quota import Allowance
from multisocket_gui.home.truth import Phase

from .conftest import Ask, Bench


def test_on_waits_until_it_is_confirmed(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    reply = ask("on", "salon / tv/console")
    assert (reply["exit"], reply["err"]) == (0, "")
    assert reply["out"].startswith("Maison/Salon / TV/Console: On")
    assert bench.truth(bench.outlet("Console")).phase is Phase.CONFIRMED


def test_toggle_asks_the_opposite(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    ref = bench.outlet("Radio")
    assert ask("toggle", "radio")["exit"] == 0
    assert bench.relays(ref)[ref.index] is False


def test_toggle_of_what_is_not_known_switches_nothing(bench: Bench, ask: Ask) -> None:
    reply = ask("toggle", "radio")
    assert reply["exit"] == 1
    assert "Radio" in reply["err"]


@pytest.mark.logs("NotFound", "QuotaUsedUp")
@pytest.mark.parametrize(("fault", "code"), [("no_plug", 1), ("quota", 4)])
def test_a_refusal_has_its_exit_code_and_its_words(bench: Bench, ask: Ask, fault: str, code: int) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next(fault, on="SetPlugStatus")
    reply = ask("on", "console")
    assert reply["exit"] == code
    assert "Console: Still off" in reply["err"]


@pytest.mark.logs("NotFound")
def test_sent_but_not_read_back_is_not_called_confirmed(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_always("no_plug", on="GetPlugStatus")
    reply = ask("on", "console")
    assert reply["exit"] == 3
    assert "On, sent" in reply["err"]


def test_names_that_mean_several_or_none_are_usage_errors(bench: Bench, ask: Ask) -> None:
    several = ask("on", "lampe de chevet")
    none = ask("on", "lamp")
    assert (several["exit"], none["exit"]) == (6, 2)  # the first is one outlet: only the sign-in is missing
    assert "Maison/Cuisine/Radio" in none["err"]
    assert ask("fly")["exit"] == 2


def test_sign_in_and_out(bench: Bench, ask: Ask) -> None:
    bench.controller.start()
    assert ask("off", "radio")["exit"] == 6
    assert ask("refresh")["exit"] == 6
    reply = ask("sign-in")
    assert reply["exit"] == 0
    assert bench.cloud.home.demo_user.name in reply["out"]
    bench.wait(bench.idle)
    assert ask("refresh")["exit"] == 0
    assert bench.all_confirmed()
    assert ask("sign-out")["exit"] == 0
    assert ask("off", "radio")["exit"] == 6


def test_status_for_programs(bench: Bench, ask: Ask) -> None:
    before = json.loads(ask("status", "--json")["out"])
    assert before["account"] == {"signed_in": False, "name": None}
    outlet = before["plants"][0]["sockets"][0]["outlets"][0]
    assert outlet == {"name": outlet["name"], "phase": "UNKNOWN", "on": None, "age_s": None}
    bench.sign_in()
    after = json.loads(ask("status", "--json")["out"])
    assert after["account"]["signed_in"] is True
    assert after["quota"] == {"limit": 500, "used_at_least": len(list(bench.cloud.calls)), "resets": None}
    outlets = [outlet for plant in after["plants"] for socket in plant["sockets"] for outlet in socket["outlets"]]
    assert {outlet["phase"] for outlet in outlets} == {"CONFIRMED"}
    assert all(0 <= outlet["age_s"] < 60 for outlet in outlets)


def test_status_for_people(bench: Bench, ask: Ask) -> None:
    reply = ask("status")
    assert "Not signed in." in reply["out"]
    assert "Maison/Cuisine/Radio: Not known yet" in reply["out"]


def test_show_and_quit_are_handed_on(bench: Bench, commands: Commands, ask: Ask) -> None:
    heard: list[str] = []
    commands.show_asked.connect(lambda: heard.append("show"))
    commands.quit_asked.connect(lambda: heard.append("quit"))
    assert ask("show")["exit"] == 0
    assert ask("quit")["exit"] == 0
    bench.wait(lambda: heard == ["show", "quit"])


def test_a_stranger_that_talks_nonsense_is_hung_up_on(bench: Bench, commands: Commands, address: str) -> None:
    from PySide6.QtNetwork import QLocalSocket

    for nonsense in (b"GET / HTTP/1.1\r\n\r\n", b"[]\n", b"-1\n", b"99999999\n", b"0\n", b"x" * 100_000):
        stranger = QLocalSocket()
        stranger.connectToServer(address)
        stranger.write(nonsense)
        bench.wait(lambda s=stranger: s.state() == QLocalSocket.LocalSocketState.UnconnectedState)


def test_only_one_instance_holds_the_lock(bench: Bench, commands: Commands, tmp_path: Path, address: str) -> None:
    assert not Instance(address, tmp_path / "lock").claim()


def test_without_an_instance_the_command_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(str(tmp_path / "nobody.sock"), ["status"]) == cli.NO_INSTANCE
    assert "not running" in capsys.readouterr().err


def _left(bench: Bench, calls: int, reserve_off: int = 0) -> None:
    """From now on so many calls are left, and so many of them held back."""
    used = bench.store.ledger.used(time.time())
    allowance = Allowance(used + calls, reserve_off, 0)
    bench.store.put_settings(replace(bench.store.settings, quota=allowance))


def test_a_saved_call_exits_as_a_used_up_quota_and_off_still_works(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    bench.wait(bench.idle)
    _left(bench, 3, reserve_off=3)
    reply = ask("on", "console")
    assert reply["exit"] == 4
    assert "held back for switching off" in reply["err"]
    refused = ask("refresh")
    assert (refused["exit"], "held back" in refused["err"]) == (4, True)
    assert "held back for switching off" in ask("status")["out"]
    sent = ask("off", "console")
    assert sent["exit"] == 3  # sent, and not read back to save calls
    assert "Off, sent" in sent["err"]


def test_our_own_count_exits_as_a_used_up_quota_without_a_call(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    bench.wait(bench.idle)
    _left(bench, 0)
    came = len(list(bench.cloud.calls))
    for words in (("on", "console"), ("off", "console"), ("refresh",)):
        assert ask(*words)["exit"] == 4
    assert len(list(bench.cloud.calls)) == came
    quota = json.loads(ask("status", "--json")["out"])["quota"]
    assert quota["limit"] == quota["used_at_least"] == came
    assert datetime.fromisoformat(quota["resets"]).timestamp() > time.time()
