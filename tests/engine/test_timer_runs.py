"""A timer's run, on the embedded cloud: by the path of a click, guarded like one, and told."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import End, Once, RunEnd, Timer
from multisocket_gui.home.truth import Phase

from .conftest import Bench


class Told:
    """What is heard of the bench's timers."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.ends: list[RunEnd] = []
        bench.controller.timers.ended.connect(self.ends.append)

    def end(self) -> RunEnd:
        self.bench.wait(lambda: bool(self.ends))
        return self.ends[0]

    @property
    def kind(self) -> Kind | None:
        problem = self.end().problem
        return problem.kind if problem else None


@pytest.fixture
def told(bench: Bench) -> Told:
    bench.sign_in()
    return Told(bench)


def an_outlet(bench: Bench, *, on: bool) -> OutletRef:
    return next(ref for ref in bench.store.outlets() if bench.truth(ref).on is on)


def guard(bench: Bench, ref: OutletRef, guard: Guard) -> None:
    bench.controller.set_guard(ref, guard, "Freezer!")


def test_it_switches_the_relay(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    others = [on for index, on in enumerate(bench.relays(ref)) if index != ref.index]
    bench.controller.timers.off_in(ref, 0)
    assert told.end().end is End.RAN
    assert bench.relays(ref)[ref.index] is False
    assert [on for index, on in enumerate(bench.relays(ref)) if index != ref.index] == others
    assert bench.store.settings.timers == ()
    bench.reach(ref, Phase.CONFIRMED)
    bench.wait(bench.idle)


def test_a_lock_skips_it(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    guard(bench, ref, Guard.LOCKED)
    bench.controller.timers.off_in(ref, 0, confirmed=True)
    assert told.kind is Kind.LOCKED
    assert bench.relays(ref)[ref.index] is True


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_asks_first_goes_off_where_the_timer_was_confirmed(bench: Bench, told: Told, confirmed: bool) -> None:
    ref = an_outlet(bench, on=True)
    guard(bench, ref, Guard.ASK)
    bench.controller.timers.off_in(ref, 0, confirmed=confirmed)
    assert told.kind is (None if confirmed else Kind.ASK_FIRST)
    assert bench.relays(ref)[ref.index] is not confirmed
    bench.wait(bench.idle)


def test_an_outlet_that_is_gone_is_told(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    bench.controller.timers.off_in(replace(ref, index=99), 0)
    assert told.kind is Kind.TARGET_GONE


@pytest.mark.logs("Rejected")
def test_a_refusal_of_the_service_is_told(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    bench.wait(bench.idle)
    bench.cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    bench.controller.timers.off_in(ref, 0)
    assert told.kind is Kind.REFUSED
    bench.wait(bench.idle)


def test_a_newer_click_takes_its_place(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    bench.controller.timers.off_in(ref, 0)
    bench.controller.switch(ref, True)
    assert told.end().end is End.RAN
    bench.wait(lambda: bench.truth(ref).phase is Phase.CONFIRMED and bench.idle())
    assert bench.relays(ref)[ref.index] is True


def test_signed_out_it_waits_for_the_sign_in(bench: Bench) -> None:
    told = Told(bench)
    bench.controller.start()
    ref = bench.store.outlets()[0]
    bench.controller.timers.off_in(ref, 0)
    assert bench.controller.timers.next_of(ref) is not None
    assert told.ends == []
    bench.controller.sign_in()
    bench.wait(lambda: bench.store.account.phase is AccountPhase.SIGNED_IN)
    assert told.end().end is End.RAN
    assert bench.relays(ref)[ref.index] is False
    bench.wait(bench.idle)


def test_a_scene_runs_by_a_timer_and_tells_what_it_left_out(bench: Bench, told: Told) -> None:
    first, second = [ref for ref in bench.store.outlets() if bench.truth(ref).on][:2]
    guard(bench, second, Guard.LOCKED)
    scene = Scene(str(uuid4()), "Night", {first: False, second: False})
    bench.controller.scenes.put(scene)
    bench.controller.timers.once_in(scene.id, 0, on=True)
    assert told.kind is Kind.LOCKED
    assert bench.relays(first)[first.index] is False
    assert bench.relays(second)[second.index] is True
    bench.wait(bench.idle)


def test_a_scene_that_is_gone_is_told(bench: Bench, told: Told) -> None:
    bench.controller.timers.once_in(str(uuid4()), 0, on=True)
    assert told.kind is Kind.TARGET_GONE


def test_timers_that_came_with_the_settings_run(bench: Bench) -> None:
    """Written by hand, or by another program's settings."""
    bench.sign_in()
    ref = an_outlet(bench, on=True)
    soon = Once(datetime.fromtimestamp(time.time() + 0.2, UTC), "UTC")
    settings = bench.store.settings
    bench.controller.change_settings(replace(settings, timers=(Timer("theirs", ref, False, soon),)))
    bench.wait(lambda: bench.relays(ref)[ref.index] is False)
    bench.wait(bench.idle)


def test_without_a_way_to_the_service_it_waits_for_one(bench: Bench, told: Told) -> None:
    ref = an_outlet(bench, on=True)
    bench.wait(bench.idle)
    bench.cloud.knobs.refused = ("api",)
    bench.controller.timers.off_in(ref, 0)
    problem = bench.reach(ref, Phase.FAILED).problem
    assert problem is not None
    assert problem.kind is Kind.OFFLINE
    assert told.ends == []
    assert bench.controller.timers.next_of(ref) is not None
    bench.cloud.knobs.refused = ()
    bench.controller.refresh()
    assert told.end().end is End.RAN
    assert bench.relays(ref)[ref.index] is False
    bench.wait(bench.idle)
