"""The ledger on disk: nothing that was sent is lost, whoever else writes, dies or gets in the way."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from multisocket_gui import file_lock
from multisocket_gui.engine import ledger as module
from multisocket_gui.engine.ledger import Ledgers, NotTaken, SharedLedger
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.quota import Allowance, Ledger, Purpose

URL, KEY = "https://api.example.net", "k" * 32
STARTER = Allowance()
PLENTY = Allowance(1_000_000, 0, 0)
HAMMER = """
import sys
from pathlib import Path
from multisocket_gui.engine.ledger import Ledgers
from multisocket_gui.home.quota import Allowance, Purpose

ledger = Ledgers(Path(sys.argv[1])).of(sys.argv[2], sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[4])):
    ledger.take(Purpose.OFF, Allowance(1_000_000, 0, 0))
ledger.settle()
"""
HOLD = """
import sys
from multisocket_gui.file_lock import lock

stream = open(sys.argv[1], "ab")
assert lock(stream, 0)
print("held", flush=True)
sys.stdin.readline()
"""


def shared(folder: Path | None, key: str = KEY) -> SharedLedger:
    """As a process of its own opens it."""
    return Ledgers(folder).of(URL, key)


def used(folder: Path, key: str = KEY) -> int:
    """What a process that starts now finds."""
    return shared(folder, key).look().used(time.time())


def the_file(folder: Path) -> Path:
    (file,) = folder.glob("*.json")
    return file


@pytest.fixture
def held(tmp_path: Path) -> Iterator[None]:
    """Another process holds the lock and does not let go; one call is counted already."""
    shared(tmp_path).take(Purpose.ON, STARTER)
    (lock,) = tmp_path.glob("*.lock")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.write("\n")
        holder.stdin.close()


def test_what_one_process_sends_the_next_knows(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    for _ in range(3):
        ledger.take(Purpose.ON, STARTER)
    ledger.give_back()
    assert used(tmp_path) == 2


def test_all_that_is_known_outlives_the_process(tmp_path: Path) -> None:
    now = time.time()
    ledger = shared(tmp_path)
    ledger.take(Purpose.ON, STARTER)
    ledger.busy(now + 50)
    known = ledger.used_up(now + 500)
    assert known.day_begins is not None
    assert shared(tmp_path).look() == known


def test_each_subscription_has_its_own_and_no_file_names_it(tmp_path: Path) -> None:
    shared(tmp_path).take(Purpose.ON, STARTER)
    assert used(tmp_path, "x" * 32) == 0
    assert Ledgers(tmp_path).of("https://elsewhere.example.net", KEY).look().used(time.time()) == 0
    everything = [file.name + file.read_text(encoding="utf-8") for file in tmp_path.iterdir()]
    assert not [text for text in everything if KEY in text]


def test_several_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    each, crowd = 60, 4
    command = [sys.executable, "-c", HAMMER, str(tmp_path), URL, KEY, str(each)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(crowd)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert used(tmp_path) == each * crowd


def test_several_threads_at_once_lose_nothing_and_tell_it_in_order(tmp_path: Path) -> None:
    ledgers, heard = Ledgers(tmp_path), list[int]()
    ledgers.tell(lambda ledger: heard.append(ledger.used(time.time())))
    threads = [
        threading.Thread(target=lambda: [ledgers.of(URL, KEY).take(Purpose.ON, PLENTY) for _ in range(25)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == list(range(1, 201))
    assert used(tmp_path) == 200


def test_the_last_calls_are_given_to_no_more_than_there_are(tmp_path: Path) -> None:
    """Deciding and counting are one step: threads and processes together never take more than the limit."""
    taken, refused = list[bool](), list[Kind]()

    def take() -> None:
        try:
            shared(tmp_path).take(Purpose.OFF, Allowance(5, 1, 1))
            taken.append(True)
        except NotTaken as trouble:
            refused.append(trouble.problem.kind)

    threads = [threading.Thread(target=take) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 5
    assert refused == [Kind.QUOTA_USED_UP] * 7


def test_a_refused_call_is_not_counted_and_says_why(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    ledger.take(Purpose.OFF, Allowance(3, 1, 1))
    with pytest.raises(NotTaken) as saved:
        ledger.take(Purpose.ASKED, Allowance(3, 1, 1))
    assert saved.value.problem.kind is Kind.SAVED
    assert saved.value.unsent
    until = time.time() + 60
    ledger.busy(until)
    with pytest.raises(NotTaken) as paused:
        ledger.take(Purpose.OFF, STARTER)
    assert (paused.value.problem.kind, paused.value.problem.until) == (Kind.BUSY, until)
    assert used(tmp_path) == 1


def test_what_one_process_heard_closes_the_line_for_the_other(tmp_path: Path) -> None:
    one, other = shared(tmp_path), shared(tmp_path)
    one.used_up(time.time() + 754)
    with pytest.raises(NotTaken) as closed:
        other.take(Purpose.OFF, STARTER)
    assert closed.value.problem.kind is Kind.QUOTA_USED_UP


@pytest.mark.logs("is held by another process")
@pytest.mark.usefixtures("held")
def test_a_lock_that_is_not_let_go_holds_nobody_up_and_loses_nothing(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    began = time.monotonic()
    assert ledger.take(Purpose.ON, STARTER).used(time.time()) == 2
    assert time.monotonic() - began < 10 * module.LONGEST_WAIT
    assert ledger.take(Purpose.ON, STARTER).used(time.time()) == 3
    assert used(tmp_path) == 1


@pytest.mark.logs("is held by another process")
def test_what_could_not_be_written_is_written_with_the_next_call_or_at_the_end(tmp_path: Path) -> None:
    ledgers = Ledgers(tmp_path)
    ledger = ledgers.of(URL, KEY)
    ledger.take(Purpose.ON, STARTER)
    for written in (lambda: ledger.take(Purpose.ON, STARTER), ledgers.settle):
        with (tmp_path / the_file(tmp_path).with_suffix(".lock").name).open("ab") as other:
            assert file_lock.lock(other, 0)
            ledger.take(Purpose.ON, STARTER)
            file_lock.unlock(other)
        before = used(tmp_path)
        written()
        assert used(tmp_path) > before
    assert used(tmp_path) == 4


def test_a_process_that_was_killed_holds_up_nobody(tmp_path: Path) -> None:
    shared(tmp_path).take(Purpose.ON, STARTER)
    lock = the_file(tmp_path).with_suffix(".lock")
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait()
    shared(tmp_path).take(Purpose.ON, STARTER)
    assert used(tmp_path) == 2


@pytest.mark.logs("makes no sense and is set aside")
@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"minutes": {"now": 1}}', "\x00", '{"minutes": []}'])
def test_a_broken_file_is_set_aside_and_counting_goes_on(tmp_path: Path, text: str) -> None:
    ledger = shared(tmp_path)
    ledger.take(Purpose.ON, STARTER)
    the_file(tmp_path).write_text(text, encoding="utf-8")
    assert ledger.take(Purpose.ON, STARTER).used(time.time()) == 2
    assert used(tmp_path) == 2
    (broken,) = tmp_path.glob("*.broken")
    assert broken.read_text(encoding="utf-8") == text


def test_a_file_that_somebody_removed_comes_back_with_what_was_known(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    ledger.take(Purpose.ON, STARTER)
    the_file(tmp_path).unlink()
    ledger.take(Purpose.ON, STARTER)
    assert used(tmp_path) == 2


@pytest.mark.logs("cannot be locked")
def test_a_disk_that_takes_nothing_stops_nobody_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ledger = shared(tmp_path / "file")
    for _ in range(3):
        ledger.take(Purpose.ON, STARTER)
    assert ledger.look().used(time.time()) == 3
    assert [record.levelname for record in caplog.records].count("WARNING") == 1


@pytest.mark.logs("cannot be written")
def test_a_disk_that_fills_up_meanwhile_loses_nothing(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    ledger.take(Purpose.ON, STARTER)
    blocked = the_file(tmp_path).with_suffix(".new")
    blocked.mkdir()
    ledger.take(Purpose.ON, STARTER)
    assert used(tmp_path) == 1
    blocked.rmdir()
    ledger.take(Purpose.ON, STARTER)
    assert used(tmp_path) == 3


def test_without_a_folder_it_lives_as_long_as_the_process() -> None:
    ledgers = Ledgers()
    ledgers.of(URL, KEY).take(Purpose.ON, STARTER)
    assert ledgers.of(URL, KEY).look().used(time.time()) == 1
    assert shared(None).look() == Ledger()


def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    shared(tmp_path / "quota").take(Purpose.ON, STARTER)
    assert stat.S_IMODE((tmp_path / "quota").stat().st_mode) == 0o700


def test_a_call_is_counted_in_a_few_milliseconds_at_the_end_of_a_busy_day(tmp_path: Path) -> None:
    ledger = shared(tmp_path)
    ledger.take(Purpose.ON, PLENTY)
    file, minute = the_file(tmp_path), int(time.time() // 60)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["minutes"] = {str(minute - before): 1 for before in range(1000)}
    file.write_text(json.dumps(document), encoding="utf-8")
    took = []
    for _ in range(50):
        began = time.perf_counter()
        ledger.take(Purpose.ON, PLENTY)
        took.append(time.perf_counter() - began)
    assert median(took) < 0.02
    assert used(tmp_path) == 1050
