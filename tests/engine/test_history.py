"""The history of a real program: what it tells of clicks and of other hands, what it keeps, what it writes out."""

from __future__ import annotations

import csv
import json
import stat
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from multisocket_gui.engine import history_file
from multisocket_gui.engine.clock import Moment, SystemClock
from multisocket_gui.engine.history import History
from multisocket_gui.engine.history_export import row
from multisocket_gui.engine.store import Store
from multisocket_gui.history_words import entry_line, entry_note
from multisocket_gui.home.history import REMEMBERED, Entry, Fate, Hand
from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.truth import Accepted, Asked, Doubted, Phase, Refused, Seen
from multisocket_gui.settings import Settings

from .conftest import Bench

SOCKET = SocketRef("7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01", Selector(SelectorKey.ID, "S-1"))
LAMP, FAN = OutletRef(SOCKET, 0), OutletRef(SOCKET, 1)
SETTLING = 8.0


@dataclass
class Ticking(SystemClock):
    """A clock that stands until a test moves it."""

    wall: float = 1_780_000_000.0

    def now(self) -> Moment:
        return Moment(self.wall, self.wall)


@dataclass
class Desk:
    """A store without a cloud, and its history in a file."""

    file: Path
    clock: Ticking = field(default_factory=Ticking)
    lamp: str = "Lamp"

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """As when the program starts: nothing is known but what the file holds."""
        socket = Socket(SOCKET.selector, "Desk", (Outlet(self.lamp), Outlet("Fan")))
        self.store = Store(Settings(plants=(Plant(SOCKET.plant, "Home", (socket,)),)), Ledger())
        self.history = History(self.store, self.file, clock=self.clock)

    def see(self, on: bool, outlet: OutletRef = LAMP) -> None:
        self.clock.wall += 60.0
        self.store.apply([(outlet, Seen(on, self.clock.wall, self.store.next_order(), SETTLING))])

    def ask(self, on: bool) -> int:
        ticket = self.store.next_order()
        self.store.apply([(LAMP, Asked(on, ticket))])
        return ticket

    def switch(self, on: bool) -> None:
        """Asked, sent and seen."""
        ticket = self.ask(on)
        self.store.apply([(LAMP, Accepted(ticket, self.clock.wall, self.store.next_order()))])
        self.see(on)

    @property
    def lines(self) -> list[str]:
        return [entry_line(entry) for entry in self.history.entries()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "state" / "history.jsonl")


# With a cloud


@pytest.fixture
def history(bench: Bench, tmp_path: Path) -> History:
    return History(bench.store, tmp_path / "history.jsonl")


def _newest(history: History) -> tuple[str, Hand, Fate]:
    entry = history.entries()[0]
    return entry.names.outlet, entry.hand, entry.fate


def test_a_click_is_one_line_from_here(bench: Bench, history: History) -> None:
    bench.sign_in()
    assert history.entries() == ()
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    (entry,) = history.entries()
    assert (entry.outlet, entry.on, entry.hand, entry.fate) == (ref, True, Hand.HERE, Fate.CONFIRMED)
    assert abs(entry.when - time.time()) < 60.0


def test_a_button_pressed_on_the_strip_is_a_line_elsewhere(bench: Bench, history: History) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    now = bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, ref.index)
    bench.controller.read_socket(ref.socket)
    bench.wait(lambda: bool(history.entries()))
    (entry,) = history.entries()
    assert (entry.outlet, entry.on, entry.hand, entry.fate) == (ref, now, Hand.ELSEWHERE, Fate.SEEN)


def test_a_neighbour_that_somebody_switches_meanwhile_is_told_by_the_verifying_read(
    bench: Bench, history: History
) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    pressed = OutletRef(ref.socket, 2)
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.SENT)
    bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, pressed.index)
    bench.reach(ref, Phase.CONFIRMED)
    told = {(entry.outlet, entry.hand, entry.fate) for entry in history.entries()}
    assert told == {(ref, Hand.HERE, Fate.CONFIRMED), (pressed, Hand.ELSEWHERE, Fate.SEEN)}


@pytest.mark.logs("QuotaUsedUp")
def test_a_refusal_is_a_line_with_its_reason(bench: Bench, history: History) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("quota", on="SetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.FAILED)
    assert _newest(history) == ("Console", Hand.HERE, Fate.REFUSED)
    assert entry_line(history.entries()[0]) == "Console not turned on, from here"
    assert entry_note(history.entries()[0]) == "The day's calls are used up"


@pytest.mark.parametrize(("fault", "moved"), [("reset_before", False), ("reset_after", True)])
def test_a_lost_answer_is_a_line_that_says_what_was_seen_afterwards(
    bench: Bench, history: History, fault: str, moved: bool
) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next(fault, on="SetPlugStatus", count=2)  # it may be sent once more
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    (entry,) = history.entries()
    assert (entry.hand, entry.fate) == (Hand.HERE, Fate.DOUBT)
    assert entry.seen is not None
    assert entry.seen.on is moved
    assert entry_note(entry).startswith(f"No clear answer, then seen {'on' if moved else 'off'} at ")


def test_a_write_that_is_sent_once_more_after_it_was_done_is_one_line_from_here(bench: Bench, history: History) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("reset_after", on="SetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    assert _newest(history)[:2] == ("Console", Hand.HERE)
    assert len(history.entries()) == 1


def test_a_dispute_is_told_until_the_cloud_comes_round(bench: Bench, history: History) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 600.0
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.DISPUTED)
    assert _newest(history) == ("Console", Hand.HERE, Fate.DISPUTED)
    bench.cloud.knobs.read_lag_s = 0.0
    bench.controller.read_socket(ref.socket)
    bench.reach(ref, Phase.CONFIRMED)
    assert _newest(history) == ("Console", Hand.HERE, Fate.CONFIRMED)
    assert len(history.entries()) == 1


def test_quick_clicks_in_both_directions_never_point_elsewhere(bench: Bench, history: History) -> None:
    bench.sign_in()
    bench.cloud.knobs.latency_s = 0.3
    ref = bench.outlet("Console")
    for on in (True, False, True, False):
        answered = len(bench.cloud.calls)
        bench.controller.switch(ref, on)
        bench.wait(lambda before=answered: len(bench.cloud.calls) > before)
    bench.wait(lambda: bench.idle() and bench.all_confirmed())
    assert {entry.hand for entry in history.entries()} == {Hand.HERE}


# Kept


def test_the_history_outlives_the_program(desk: Desk) -> None:
    desk.see(False)
    desk.switch(True)
    desk.see(False)
    before = desk.history.entries()
    desk.start()
    assert desk.history.entries() == before
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]


def test_a_later_start_tells_what_changed_meanwhile(desk: Desk) -> None:
    desk.switch(True)
    desk.start()
    desk.see(False)
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]


def test_names_stay_as_they_were(desk: Desk) -> None:
    desk.switch(True)
    desk.lamp = "Lantern"
    desk.start()
    desk.switch(False)
    assert desk.lines == ["Lantern off, from here", "Lamp on, from here"]


def test_what_was_under_way_at_the_end_is_in_doubt_at_the_next_start(desk: Desk) -> None:
    desk.ask(True)
    desk.start()
    (entry,) = desk.history.entries()
    assert (entry.fate, entry.problem) == (Fate.DOUBT, Kind.ABANDONED)


def test_only_the_newest_entries_are_kept_and_the_file_stays_small(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_file, "MOST_BYTES", 400_000)
    sizes = []
    for number in range(REMEMBERED + 500):
        desk.see(number % 2 == 0)
        sizes.append(desk.file.stat().st_size if desk.file.exists() else 0)
    assert len(desk.history.entries()) == REMEMBERED
    assert max(sizes) <= 400_000
    assert min(sizes[1:]) < sizes[-1] or sizes != sorted(sizes)
    newest = desk.history.entries()[0]
    desk.start()
    assert desk.history.entries()[0] == newest
    assert 400 < len(desk.history.entries()) <= REMEMBERED


def test_the_file_is_for_this_user_alone(desk: Desk) -> None:
    private = 0o666 if sys.platform == "win32" else 0o600  # Windows knows no modes: the folder is the user's
    desk.switch(True)
    assert stat.S_IMODE(desk.file.stat().st_mode) == private
    desk.history.clear()
    assert stat.S_IMODE(desk.file.stat().st_mode) == private


@pytest.mark.logs("ended in the middle of a line")
def test_a_torn_last_line_costs_that_line_alone(desk: Desk) -> None:
    desk.switch(True)
    whole = desk.history.entries()
    desk.see(False)
    desk.file.write_bytes(desk.file.read_bytes()[:-20])
    desk.start()
    assert desk.history.entries() == whole
    desk.see(True)
    desk.see(False)
    desk.start()
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]


@pytest.mark.logs("is kept as history.broken.jsonl")
@pytest.mark.parametrize(
    "line",
    [
        b"\x00\xff\n",
        b"[]\n",
        b"null\n",
        b'{"number":7}\n',
        b'{"number":1e999}\n',
        b"[" * 100_000 + b"\n",
        b'{"number":9,"when":NaN,"outlet":["p","id","S",0],"names":["a","b","c"],"on":true,"hand":"here","fate":"sent"}\n',
        b'{"number":9,"when":1,"outlet":["p","id","S",0],"names":["a","b","c"],"on":1,"hand":"here","fate":"sent"}\n',
        b'{"number":9,"when":1,"outlet":["p","id","S",0],"names":["a","b",3],"on":true,"hand":"here","fate":"sent"}\n',
        b'{"number":9,"when":1,"outlet":["p","id","S",0],"names":["a","b","c"],"on":true,"hand":"here","fate":"x"}\n',
    ],
)
def test_a_broken_file_is_kept_aside_and_its_good_lines_are_used(desk: Desk, line: bytes) -> None:
    desk.switch(True)
    good = desk.file.read_bytes()
    desk.file.write_bytes(line + good)
    desk.start()
    assert desk.lines == ["Lamp on, from here"]
    assert desk.file.with_suffix(".broken.jsonl").read_bytes() == line + good
    desk.see(False)
    desk.start()
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]


@pytest.mark.logs("history.jsonl cannot be (read|written)")
def test_where_nothing_can_be_kept_it_works_all_the_same_and_is_logged_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.file.mkdir(parents=True)
    desk.switch(True)
    desk.see(False)
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]
    assert sum("cannot be written" in record.getMessage() for record in caplog.records) == 1
    desk.file.rmdir()
    desk.see(True)
    desk.start()
    assert desk.lines == ["Lamp on, elsewhere", "Lamp off, elsewhere", "Lamp on, from here"]


def test_nothing_is_written_for_reads_that_show_what_is_known(desk: Desk) -> None:
    for _ in range(5):
        desk.see(True)
    assert not desk.file.exists()


# Cleared


def test_clearing_empties_the_file_and_can_be_taken_back(desk: Desk) -> None:
    desk.switch(True)
    forgotten = desk.history.clear()
    assert (desk.history.entries(), desk.file.read_bytes()) == ((), b"")
    desk.see(False)
    desk.history.restore(forgotten)
    desk.start()
    assert desk.lines == ["Lamp off, elsewhere", "Lamp on, from here"]


def test_a_doubt_from_before_the_clearing_is_not_called_elsewhere(desk: Desk) -> None:
    desk.see(False)
    ticket = desk.ask(True)
    desk.store.apply([(LAMP, Doubted(ticket, Problem(Kind.CUT_OFF), desk.store.next_order()))])
    desk.history.clear()
    desk.see(True)
    assert desk.lines == []
    desk.see(False)
    assert desk.lines == ["Lamp off, elsewhere"]


def test_what_is_decided_after_the_clearing_is_told(desk: Desk) -> None:
    ticket = desk.ask(True)
    desk.history.clear()
    assert desk.lines == []
    desk.clock.wall += 1.0
    desk.store.apply([(LAMP, Refused(ticket, Problem(Kind.BUSY), desk.store.next_order()))])
    assert desk.lines == ["Lamp not turned on, from here"]


def test_a_clock_that_is_set_back_after_the_clearing_hides_nothing(desk: Desk) -> None:
    desk.see(False)
    desk.history.clear()
    desk.clock.wall -= 86_400.0
    desk.see(True)
    assert desk.lines == ["Lamp on, elsewhere"]


# Written out


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_table_for_spreadsheets_oldest_first_in_local_time(desk: Desk, tmp_path: Path) -> None:
    desk.lamp = "Écran; “grand”, neuf"
    desk.start()
    desk.switch(True)
    desk.see(False)
    file = tmp_path / "history.csv"
    assert desk.history.export(file) is None
    assert file.read_bytes().startswith(b"\xef\xbb\xbftime,plant,socket,outlet,")
    first, second = _table(file)
    assert (first["plant"], first["socket"], first["outlet"]) == ("Home", "Desk", desk.lamp)
    assert (first["state"], first["by"], first["outcome"], first["seen"]) == ("on", "here", "confirmed", "on")
    assert (second["state"], second["by"], second["outcome"]) == ("off", "elsewhere", "seen")
    when = datetime.fromisoformat(second["time"])
    assert when.utcoffset() == datetime.now().astimezone().utcoffset()
    assert when.timestamp() == desk.history.entries()[0].when


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_names_that_a_spreadsheet_would_compute_are_text(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.lamp = name
    desk.start()
    desk.switch(True)
    assert desk.history.export(tmp_path / "history.csv") is None
    assert _table(tmp_path / "history.csv")[0]["outlet"] == f"'{name}"


def test_json_for_scripts_leaves_out_what_is_empty(desk: Desk, tmp_path: Path) -> None:
    desk.lamp = "=Écran"
    desk.start()
    ticket = desk.ask(True)
    desk.store.apply([(LAMP, Refused(ticket, Problem(Kind.BUSY), desk.store.next_order()))])
    assert desk.history.export(tmp_path / "history.JSON") is None
    (row,) = json.loads((tmp_path / "history.JSON").read_text(encoding="utf-8"))
    assert row.pop("time")
    assert row == {
        "plant": "Home",
        "socket": "Desk",
        "outlet": "=Écran",
        "state": "on",
        "by": "here",
        "outcome": "refused",
        "reason": "busy",
    }


def test_where_it_cannot_be_written_out_that_is_a_problem_with_the_systems_reason(desk: Desk, tmp_path: Path) -> None:
    problem = desk.history.export(tmp_path / "missing" / "history.csv")
    assert problem is not None
    assert (problem.kind, problem.detail) == (Kind.HISTORY_UNWRITABLE, "No such file or directory")


def test_views_hear_of_each_change_once(desk: Desk) -> None:
    heard: list[tuple[Entry, ...]] = []
    desk.history.changed.connect(lambda: heard.append(desk.history.entries()))
    desk.see(False)
    desk.see(False)
    desk.switch(True)
    assert [entries[0].fate for entries in heard] == [Fate.ASKED, Fate.SENT, Fate.CONFIRMED]


@pytest.mark.logs("ServerTrouble")
def test_a_try_that_was_cut_after_it_was_done_is_ours_even_where_sending_it_again_fails(
    bench: Bench, history: History
) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("reset_after", on="SetPlugStatus")
    bench.cloud.knobs.fail_next("server_error", on="GetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.wait(lambda: bench.truth(ref).phase is not Phase.SENDING and bench.idle())
    bench.controller.read_socket(ref.socket)
    bench.wait(lambda: bench.truth(ref).on is True)
    (entry,) = history.entries()
    assert (entry.hand, entry.fate) == (Hand.HERE, Fate.DOUBT)
    assert entry.seen is not None
    assert entry.seen.on is True


def test_each_account_has_a_history_of_its_own(desk: Desk) -> None:
    desk.switch(on=True)
    desk.switch(on=False)
    written = len(desk.history.entries())
    assert written

    def show_home_of(account: str) -> None:
        desk.store.put_settings(replace(desk.store.settings, account=account))

    show_home_of("anna")
    assert len(desk.history.entries()) == written
    forgotten = desk.history.clear()
    show_home_of("zoe")
    assert desk.history.entries() == ()
    desk.history.restore(forgotten)
    assert desk.history.entries() == ()
    desk.switch(on=True)
    desk.switch(on=False)
    zoes = desk.history.entries()
    assert zoes
    show_home_of("anna")
    assert desk.history.entries() == ()
    show_home_of("zoe")
    assert desk.history.entries() == zoes
    assert not desk.file.exists()


def test_what_a_timer_asked_for_is_told_as_a_timers_also_after_a_restart(desk: Desk) -> None:
    desk.see(False)
    ticket = desk.store.next_order()
    desk.store.apply([(LAMP, Asked(True, ticket, by_timer=True))])
    desk.store.apply([(LAMP, Accepted(ticket, desk.clock.wall, desk.store.next_order()))])
    assert desk.lines == ["Lamp: “on” sent, by a timer"]
    desk.see(True)
    desk.start()
    assert desk.lines == ["Lamp on, by a timer"]
    assert [row(entry)["by"] for entry in desk.history.entries()] == ["timer"]
    desk.see(True)
    desk.switch(False)
    assert desk.lines[0] == "Lamp off, from here"


def test_a_click_after_a_timer_that_is_still_under_way_is_the_persons(desk: Desk) -> None:
    desk.see(False)
    desk.store.apply([(LAMP, Asked(True, desk.store.next_order(), by_timer=True))])
    desk.ask(False)
    assert desk.lines == ["Lamp: “off” asked, from here"]
