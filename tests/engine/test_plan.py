"""What is read without anybody asking: while somebody looks, and only then. Real HTTPS, hours in a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.simulation import VirtualClock
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.plan import EVERY, QUIET, ReadingPlan
from multisocket_gui.engine.presence import Presence
from multisocket_gui.home.model import socket_refs
from multisocket_gui.home.truth import Phase

from .conftest import Bench, end, new_bench


class Desk(Presence):
    """Somebody who comes and goes as the test says, and a network likewise."""

    def watch(self) -> None:
        """The test tells."""

    def tell(self, *, away: bool = False, offline: bool = False) -> None:
        self._away, self._offline = away, offline
        self.changed.emit()


@dataclass
class Looked:
    """A signed-in program whose every reading is old, and whoever looks at it."""

    bench: Bench
    clock: VirtualClock
    desk: Desk
    plan: ReadingPlan
    home: str
    other: str
    counted: int = 0

    def pass_time(self, seconds: float) -> int:
        """How many calls went out since the last time it was asked: some leave before the time begins to pass."""
        self.clock.pass_time(seconds, lambda: self.bench.wait(self.bench.idle))
        self.bench.wait(self.bench.idle)
        before, self.counted = self.counted, len(self.bench.cloud.calls)
        return self.counted - before

    def calls_of(self, plant: str) -> int:
        (found,) = [each for each in self.bench.store.plants if each.id == plant]
        return len(list(socket_refs(found)))


@pytest.fixture
def looked(qtbot: QtBot, cloud: EmbeddedCloud) -> Iterator[Looked]:
    clock = VirtualClock()
    bench = new_bench(qtbot, cloud, clock)
    settings = bench.store.settings
    bench.store.put_settings(replace(settings, plants=tuple(replace(plant, groups=()) for plant in settings.plants)))
    bench.sign_in()
    desk = Desk(bench.controller)
    plan = ReadingPlan(bench.store, bench.controller.strips, desk, clock, bench.controller)
    home, other = (plant.id for plant in bench.store.plants)
    looked = Looked(bench, clock, desk, plan, home, other)
    looked.pass_time(61.0)
    yield looked
    end(bench.controller, bench.store)


def test_the_plant_in_front_is_read_when_it_is_shown_and_every_quarter_of_an_hour(looked: Looked) -> None:
    looked.plan.show(looked.home)
    assert looked.pass_time(1.0) == looked.calls_of(looked.home)
    assert looked.pass_time(EVERY - 2.0) == 0
    assert looked.pass_time(2.0) == looked.calls_of(looked.home)
    assert looked.pass_time(4 * EVERY) == 4 * looked.calls_of(looked.home)


def test_what_was_read_a_moment_ago_is_not_read_again(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(30.0)
    looked.plan.show(looked.other)
    assert looked.pass_time(1.0) == looked.calls_of(looked.other)
    looked.plan.show(looked.home)
    assert looked.pass_time(1.0) == 0
    looked.plan.look()
    assert looked.pass_time(1.0) == 0


def test_nothing_is_read_and_nobody_woken_up_while_hidden(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(1.0)
    looked.plan.show(None)
    assert looked.clock.idle
    assert looked.pass_time(10 * EVERY) == 0


def test_nothing_is_read_while_nobody_is_there(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(1.0)
    looked.desk.tell(away=True)
    assert looked.clock.idle
    assert looked.pass_time(10 * EVERY) == 0
    looked.desk.tell()
    assert looked.pass_time(1.0) == looked.calls_of(looked.home)


def test_nothing_is_tried_while_there_is_no_network(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(1.0)
    looked.bench.cloud.knobs.refused = {"api"}
    looked.desk.tell(offline=True)
    looked.pass_time(QUIET + EVERY)
    assert looked.bench.store.line.problem is not None
    assert looked.bench.store.offline
    looked.bench.cloud.knobs.refused = ()
    assert looked.pass_time(10 * EVERY) == 0
    assert looked.clock.idle
    looked.desk.tell()
    assert looked.pass_time(1.0) == looked.calls_of(looked.home)


def test_a_system_that_knows_no_network_is_not_believed_where_calls_are_answered(looked: Looked) -> None:
    looked.desk.tell(offline=True)
    looked.plan.show(looked.home)
    assert looked.pass_time(EVERY + 1.0) == 2 * looked.calls_of(looked.home)


def test_after_sleep_what_is_old_is_read_once_somebody_is_there(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(1.0)
    looked.desk.tell(away=True)
    looked.clock.sleep(8 * 3600.0)
    looked.desk.tell()
    assert looked.pass_time(1.0) == looked.calls_of(looked.home)


def test_opening_the_tray_reads_every_plant_that_is_old(looked: Looked) -> None:
    looked.plan.look()
    assert looked.pass_time(1.0) == looked.calls_of(looked.home) + looked.calls_of(looked.other)


@pytest.mark.logs("QuotaUsedUp")
def test_out_of_quota_no_call_is_spent_to_learn_so(looked: Looked) -> None:
    looked.bench.cloud.knobs.fail_next("quota")
    looked.plan.look(looked.home)
    looked.pass_time(1.0)
    looked.plan.show(looked.home)
    assert looked.pass_time(3 * EVERY) == 0


def test_a_burst_of_changes_costs_one_reading(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(61.0)
    for _ in range(50):
        looked.desk.tell(away=True, offline=True)
        looked.desk.tell(offline=True)
        looked.desk.tell()
        assert looked.pass_time(0.01) == 0
    assert looked.pass_time(QUIET) == looked.calls_of(looked.home)
    assert looked.pass_time(30.0) == 0


def test_a_network_that_comes_and_goes_is_tried_when_it_stays(looked: Looked) -> None:
    looked.plan.show(looked.home)
    looked.pass_time(61.0)
    looked.bench.cloud.knobs.refused = {"api"}
    for _ in range(20):
        looked.desk.tell(offline=True)
        looked.pass_time(0.5)
        looked.desk.tell()
        looked.pass_time(0.5)
    assert looked.bench.store.line.problem is None  # not one try
    looked.bench.cloud.knobs.refused = ()
    assert looked.pass_time(QUIET) == looked.calls_of(looked.home)


def test_an_answer_proves_the_system_wrong(looked: Looked) -> None:
    looked.desk.tell(offline=True)
    assert looked.bench.store.offline
    lamp = looked.bench.store.outlets()[0]
    looked.bench.controller.switch(lamp, True)  # a click is tried all the same
    looked.bench.reach(lamp, Phase.SENT)
    assert not looked.bench.store.offline
    assert looked.bench.relays(lamp)[lamp.index] is True


def test_a_hidden_program_sends_nothing_when_the_computer_wakes_up(looked: Looked) -> None:
    """Not even the look at what was sent just before: that is taken when somebody looks again."""
    lamp = looked.bench.store.outlets()[0]
    looked.bench.controller.switch(lamp, True)
    looked.bench.reach(lamp, Phase.SENT)
    looked.counted = len(looked.bench.cloud.calls)
    looked.desk.tell(away=True)
    looked.clock.sleep(3600.0)
    looked.desk.tell()
    assert looked.pass_time(EVERY) == 0
    looked.plan.show(lamp.socket.plant)
    looked.pass_time(1.0)
    assert looked.bench.truth(lamp).phase is not Phase.SENT
