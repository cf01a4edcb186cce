"""Jobs: one a key at a time, at most one waiting, each ends exactly once, and quitting waits for nobody."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.worker import Abandoned, Call, Crashed, Ended, Superseded, Threads, Worker


@dataclass(frozen=True)
class Task:
    """A job that remembers what it took in."""

    key: str
    numbers: tuple[int, ...]
    call: Callable[[tuple[int, ...]], object]

    also: tuple[str, ...] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        return (self.key, *self.also)

    def folded(self, newer: Task) -> Task:
        return Task(self.key, (*self.numbers, *newer.numbers), newer.call, newer.also)

    def prepare(self) -> Call:
        return lambda: self.call(self.numbers)


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    worker = Worker(Threads(3))
    yield worker
    worker.close()


def listen(worker: Worker) -> list[Ended]:
    ended: list[Ended] = []
    worker.ended.connect(ended.append)
    return ended


def test_a_job_runs_on_another_thread_and_ends_on_this_one(qtbot: QtBot, worker: Worker) -> None:
    threads = []
    worker.ended.connect(lambda _: threads.append(threading.current_thread()))
    worker.submit(Task("a", (1,), lambda _: threads.append(threading.current_thread())))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threads[1] is threading.main_thread()


def test_waiting_jobs_fold_into_one(qtbot: QtBot, worker: Worker) -> None:
    ended = listen(worker)
    ran: list[tuple[int, ...]] = []
    go = threading.Event()
    worker.submit(Task("a", (0,), lambda numbers: (go.wait(), ran.append(numbers))))
    for number in (1, 2, 3):
        worker.submit(Task("a", (number,), ran.append))
    go.set()
    qtbot.waitUntil(lambda: len(ended) == 4)
    assert ran == [(0,), (1, 2, 3)]
    assert [type(end.outcome) for end in ended[:2]] == [Superseded, Superseded]


def test_a_job_that_holds_several_keys_keeps_its_place_among_theirs(qtbot: QtBot, worker: Worker) -> None:
    ended = listen(worker)
    ran: list[str] = []
    go = threading.Event()

    def task(key: str, name: str, *also: str) -> Task:
        return Task(key, (0,), lambda _: ran.append(name), also)

    worker.submit(Task("a", (0,), lambda _: (go.wait(), ran.append("first a"))))
    worker.submit(task("group", "group of a and b", "a", "b"))
    worker.submit(task("b", "b"))
    worker.submit(task("a", "second a"))
    worker.submit(task("c", "c"))
    qtbot.waitUntil(lambda: ran == ["c"])  # nobody holds it; b waits behind the group, which waits for a
    assert worker.waiting("b")
    assert worker.busy("a")
    go.set()
    qtbot.waitUntil(lambda: len(ended) == 5)
    assert ran[:3] == ["c", "first a", "group of a and b"]
    assert sorted(ran[3:]) == ["b", "second a"]


@pytest.mark.logs("a job crashed")
def test_a_crash_ends_the_job_aloud_and_the_next_one_runs(qtbot: QtBot, worker: Worker) -> None:
    ended = listen(worker)

    def crash(_: object) -> None:
        raise ZeroDivisionError

    worker.submit(Task("a", (1,), crash))
    worker.submit(Task("a", (2,), lambda _: "fine"))
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert isinstance(ended[0].outcome, Crashed)
    assert ended[1].outcome == "fine"


def test_closing_waits_for_nobody_and_lets_nothing_through(qtbot: QtBot, worker: Worker) -> None:
    ended = listen(worker)
    hang = threading.Event()
    started = threading.Event()
    worker.submit(Task("a", (1,), lambda _: (started.set(), hang.wait())))
    worker.submit(Task("a", (2,), lambda _: None))
    assert started.wait(5)
    before = time.monotonic()
    worker.close()
    assert time.monotonic() - before < 1
    assert {end.outcome for end in ended} == {Abandoned(started=True), Abandoned(started=False)}
    worker.submit(Task("b", (3,), lambda _: None))
    assert ended[-1].outcome == Abandoned(started=False)
    worker.note("too late")
    hang.set()


def test_what_an_abandoned_job_returns_is_dropped_and_its_key_stays_taken_until_then(
    qtbot: QtBot, worker: Worker
) -> None:
    ended = listen(worker)
    order: list[str] = []
    go = threading.Event()
    worker.submit(Task("a", (1,), lambda _: (go.wait(), order.append("old"))))
    worker.abandon()
    worker.submit(Task("a", (2,), lambda _: order.append("new")))
    go.set()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert order == ["old", "new"]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("submit"), st.sampled_from("abcde")),
        st.tuples(st.just("turn"), st.just("")),
        st.tuples(st.just("abandon"), st.just("")),
    ),
    max_size=40,
)


def test_a_job_whose_end_makes_somebody_abandon_everything_has_ended_once(qtbot: QtBot, worker: Worker) -> None:
    """The sign-in turns out to be over: whoever hears of it gives every job up."""
    ended = listen(worker)
    worker.ended.connect(worker.abandon)
    worker.submit(Task("a", (0,), lambda _: "signed out"))
    qtbot.waitUntil(lambda: not worker.busy("a"))
    assert [end.outcome for end in ended] == ["signed out"]


@given(steps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_job_ends_exactly_once_and_none_overlaps_another_of_its_key(
    qtbot: QtBot, sequence: list[tuple[str, str]]
) -> None:
    worker = Worker(Threads(3))
    ends: Counter[tuple[str, tuple[int, ...]]] = Counter()
    worker.ended.connect(lambda end: ends.update([(end.job.key, end.job.numbers)]))
    inside: defaultdict[str, int] = defaultdict(int)
    ran: list[tuple[str, tuple[int, ...]]] = []
    overlaps: list[str] = []
    lock = threading.Lock()

    def work(key: str, numbers: tuple[int, ...]) -> None:
        with lock:
            inside[key] += 1
            if inside[key] > 1:
                overlaps.append(key)
            ran.append((key, numbers))
        with lock:
            inside[key] -= 1

    submitted = 0
    for kind, key in sequence:
        if kind == "submit":
            submitted += 1
            worker.submit(Task(key, (submitted,), lambda numbers, key=key: work(key, numbers)))
        elif kind == "turn":
            qtbot.wait(0)
        else:
            worker.abandon()
    qtbot.waitUntil(lambda: not any(worker.busy(key) for key in "abcde"))
    worker.close()
    assert not overlaps
    assert set(ends.values()) <= {1}
    for key in "abcde":
        numbers = [number for ran_key, taken in ran if ran_key == key for number in taken]
        assert numbers == sorted(set(numbers))
    assert {number for _, taken in ends for number in taken} == set(range(1, submitted + 1))


class Prompt:
    """A crew whose calls have come back when they were started."""

    limit = 3

    def run(self, call: Callable[[], None], at_once: int) -> None:
        thread = threading.Thread(target=call)
        thread.start()
        thread.join()

    def close(self) -> None: ...


def test_outcomes_that_come_together_are_heard_one_in_a_turn(qtbot: QtBot) -> None:
    worker = Worker(Prompt())
    ended = listen(worker)
    for key in "abc":
        worker.submit(Task(key, (1,), lambda numbers: numbers))
    QCoreApplication.sendPostedEvents()  # all three are delivered before the loop can do anything else
    assert [end.job.key for end in ended] == ["a"]
    qtbot.waitUntil(lambda: len(ended) == 3)
    assert [end.job.key for end in ended] == ["a", "b", "c"]
    worker.close()
