"""What is told of timers: once for each run, until it was answered or read; of a scene's, which outlets it left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from engine.conftest import PATIENCE, Bench, end, new_bench
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.desktop.tidings import Tidings
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import MissedRun, Once, Timer, TimerFailed
from multisocket_gui.home.truth import Phase


@dataclass
class Screen:
    """Stands where notifications are shown."""

    shown: dict[str, str] = field(default_factory=dict)
    ever: list[str] = field(default_factory=list)

    def tell(self, key: str, title: str, text: str) -> None:
        self.shown[key] = f"{title}. {text}"
        self.ever.append(key)

    def over(self, key: str) -> None:
        self.shown.pop(key, None)

    def all(self) -> str:
        return "\n".join(self.shown.values())


@pytest.fixture
def bench(qtbot: QtBot, cloud: EmbeddedCloud) -> Iterator[Bench]:
    bench = new_bench(qtbot, cloud)
    bench.controller.start()
    yield bench
    end(bench.controller, bench.store)


def told_on(bench: Bench) -> Screen:
    screen = Screen()
    Tidings(bench.store, bench.controller.together.ended, screen, bench.store)
    return screen


@pytest.fixture
def screen(bench: Bench) -> Screen:
    return told_on(bench)


def put(bench: Bench, *, on: bool, ago: float) -> Timer:
    at = datetime.fromtimestamp(time.time() - ago, UTC)
    timer = Timer(str(uuid4()), bench.store.outlets()[0], on, Once(at, "UTC"))
    bench.controller.timers.put(timer)
    return timer


def signed_in(bench: Bench) -> None:
    bench.controller.sign_in()
    bench.wait(bench.all_confirmed)


def test_a_run_that_asks_is_told_until_it_is_answered(bench: Bench, screen: Screen) -> None:
    timer = put(bench, on=True, ago=120)
    bench.wait(lambda: "was to be turned on at" in screen.all())
    bench.controller.timers.answer(timer.id, run=False)
    bench.wait(lambda: not screen.shown)


def test_a_run_that_was_skipped_is_told_until_it_was_read(bench: Bench, screen: Screen) -> None:
    put(bench, on=False, ago=7200)
    bench.wait(lambda: "This computer was off, asleep" in screen.all())
    bench.controller.timers.dismiss()
    bench.wait(lambda: not screen.shown)


def test_what_was_decided_before_anybody_listened_is_told(bench: Bench) -> None:
    put(bench, on=False, ago=7200)
    put(bench, on=True, ago=120)
    assert len(told_on(bench).shown) == 2


def test_each_run_is_told_once_and_a_later_one_takes_its_place(bench: Bench, screen: Screen) -> None:
    timer = Timer("t", bench.store.outlets()[0], False, Once(datetime.now(UTC), "UTC"))
    first, second = (TimerFailed(timer, Problem(Kind.SERVER_TROUBLE), at) for at in (1000.0, 2000.0))
    bench.store.put_timer_failures((first,))
    bench.wait(lambda: len(screen.ever) == 1)
    bench.store.put_missed((MissedRun(timer, 3000.0),))
    bench.wait(lambda: len(screen.ever) == 2)
    bench.store.put_timer_failures((second,))
    bench.wait(lambda: len(screen.ever) == 3)
    assert len(screen.shown) == len(set(screen.ever)) - 1 == 2


@pytest.mark.logs("^Rejected")
def test_an_outlet_that_the_service_refuses_is_told(bench: Bench, screen: Screen) -> None:
    signed_in(bench)
    bench.cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    bench.controller.timers.off_in(bench.outlet("Télévision"), 0)
    bench.wait(lambda: "A timer did not run as planned. Timer “Télévision" in screen.all())


@pytest.mark.logs("^Rejected")
def test_a_scene_of_a_timer_tells_which_outlets_it_left(bench: Bench, screen: Screen) -> None:
    signed_in(bench)
    wants = {bench.outlet(name): on for name, on in {"Télévision": False, "Lampe": False, "Bouilloire": True}.items()}
    bench.controller.set_guard(bench.outlet("Lampe"), Guard.LOCKED)
    bench.controller.scenes.put(Scene("evening", "Evening", wants))
    bench.cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    bench.controller.timers.once_in("evening", 0, on=True)
    bench.wait(lambda: "“Evening” was not wholly applied. By a timer at " in screen.all())
    assert "Not switched for certain: Télévision (" in screen.all()
    assert "Guarded, so left out: Lampe (" in screen.all()
    assert "Bouilloire" not in screen.all()
    assert len(screen.ever) == 1
    bench.controller.timers.dismiss()
    bench.wait(lambda: not screen.shown)


def test_a_scene_that_is_gone_is_told_as_a_timer(bench: Bench, screen: Screen) -> None:
    signed_in(bench)
    bench.controller.timers.once_in("no such scene", 0, on=True)
    bench.wait(lambda: "A timer did not run as planned" in screen.all())


@pytest.mark.logs("^Rejected")
def test_what_the_person_does_is_not_told_nor_what_goes_well(bench: Bench, screen: Screen) -> None:
    signed_in(bench)
    television, lamp = bench.outlet("Télévision"), bench.outlet("Lampe")
    bench.cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    bench.controller.switch(television, False)
    bench.reach(television, Phase.FAILED)
    bench.controller.set_guard(lamp, Guard.LOCKED)
    with bench.qtbot.waitSignal(bench.controller.scenes.ended, timeout=PATIENCE):
        bench.controller.scenes.put(Scene("evening", "Evening", {lamp: not _is_on(bench, lamp)}))
        bench.controller.scenes.run("evening", True)
    bench.controller.timers.off_in(bench.outlet("Écran gauche"), 0)
    bench.wait(lambda: not _is_on(bench, bench.outlet("Écran gauche")) and bench.idle())
    assert screen.ever == []


def _is_on(bench: Bench, ref: OutletRef) -> bool:
    return bench.relays(ref)[ref.index]
