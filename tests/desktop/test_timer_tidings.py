"""What timers have notifications say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from engine.conftest import Bench, end, new_bench
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.desktop.timer_tidings import TimerTidings
from multisocket_gui.home.timer import Once, Timer


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


@pytest.fixture
def bench(qtbot: QtBot, cloud: EmbeddedCloud) -> Iterator[Bench]:
    bench = new_bench(qtbot, cloud)
    bench.controller.start()
    yield bench
    end(bench.controller, bench.store)


@pytest.fixture
def screen(bench: Bench) -> Screen:
    screen = Screen()
    TimerTidings(bench.store, bench.controller, screen, bench.store)
    return screen


def put(bench: Bench, *, on: bool, ago: float) -> Timer:
    at = datetime.fromtimestamp(time.time() - ago, UTC)
    timer = Timer(str(uuid4()), bench.store.outlets()[0], on, Once(at, "UTC"))
    bench.controller.timers.put(timer)
    return timer


def test_a_run_that_asks_is_told_until_it_is_answered(bench: Bench, screen: Screen) -> None:
    timer = put(bench, on=True, ago=120)
    assert list(screen.shown) == [f"missed/{timer.id}"]
    assert "was to be turned on at" in screen.shown[f"missed/{timer.id}"]
    bench.controller.timers.answer(timer.id, run=False)
    assert screen.shown == {}


def test_a_run_that_was_skipped_is_told_until_it_was_read(bench: Bench, screen: Screen) -> None:
    timer = put(bench, on=False, ago=7200)
    assert "This computer was off, asleep" in screen.shown[f"timer/{timer.id}"]
    bench.controller.timers.dismiss()
    assert screen.shown == {}


def test_what_was_decided_before_anybody_listened_is_told(bench: Bench) -> None:
    late, asking = put(bench, on=False, ago=7200), put(bench, on=True, ago=120)
    screen = Screen()
    TimerTidings(bench.store, bench.controller, screen, bench.store)
    assert set(screen.shown) == {f"timer/{late.id}", f"missed/{asking.id}"}


def test_what_goes_well_is_not_told(bench: Bench, screen: Screen) -> None:
    bench.controller.sign_in()
    bench.wait(bench.all_confirmed)
    ref = bench.store.outlets()[0]
    bench.controller.timers.off_in(ref, 0)
    bench.wait(lambda: bench.relays(ref)[ref.index] is False and bench.idle())
    assert screen.ever == []
