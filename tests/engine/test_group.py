"""Sockets that one selector means are read, and where that is safe switched, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.demo_home import DemoHome
from multisocket_gui.home.model import Group, OutletRef, Selector, SelectorKey
from multisocket_gui.home.truth import Phase

from .conftest import Bench, end, new_bench

PLANT = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
USER = {"id": "5f0c1d2e-7a41-4c7e-9d52-0b1e6a7c1a01", "email": "a@example.com", "password": "demo", "name": "A"}
STRIPS = Selector(SelectorKey.TYPE, "strip")
NewBench = Callable[..., Bench]


def home(*sizes: int) -> DemoHome:
    """Strips of one type with these numbers of outlets, all of them on, and a single socket of another type."""
    sockets = [
        {
            "id": f"S{i}",
            "name": f"S{i}",
            "type": "strip",
            "outlets": [{"name": f"s{i}{n}", "on": True} for n in range(s)],
        }
        for i, s in enumerate(sizes)
    ]
    sockets.append({"id": "W", "name": "W", "type": "single", "outlets": [{"name": "w", "on": False}]})
    plant = {"id": PLANT, "name": "Home", "owner": USER["email"], "sockets": sockets}
    return DemoHome.from_json({"version": 1, "users": [USER], "plants": [plant]})


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[NewBench]:
    """Start a cloud with such strips and a signed-in program; `without`: a socket that is not set up."""
    running: list[Bench] = []

    def new(*sizes: int, without: str = "", group: Selector = STRIPS) -> Bench:
        cloud = EmbeddedCloud.start(tmp_path / "cloud", home=home(*sizes))
        bench = new_bench(qtbot, cloud)
        running.append(bench)
        (plant,) = bench.store.plants
        sockets = tuple(socket for socket in plant.sockets if socket.selector.value != without)
        plant = replace(plant, sockets=sockets, groups=(Group(group, "Strips"),))
        bench.store.put_settings(replace(bench.store.settings, plants=(plant,)))
        bench.sign_in()
        bench.wait(bench.idle)
        return bench

    yield new
    for bench in running:
        end(bench.controller, bench.store)
        bench.cloud.stop()


def calls(bench: Bench) -> list[str]:
    """What was asked since: method, key and value of the selector."""
    return [" ".join((call.method, *call.path.split("/")[-3::2])) for call in bench.cloud.calls]


def strips(bench: Bench) -> list[OutletRef]:
    return [ref for ref in bench.store.outlets() if ref.socket.selector.value != "W"]


def test_the_first_reading_tries_the_group_with_everything_and_asks_for_the_rest(start: NewBench) -> None:
    bench = start(3, 3)
    assert calls(bench) == ["GET type strip", "GET id W"]
    bench.controller.refresh()
    bench.wait(bench.idle)
    assert sorted(calls(bench)[2:]) == ["GET id W", "GET type strip"]


@pytest.mark.logs("NotFound")
def test_a_selector_that_means_nothing_is_tried_once(start: NewBench) -> None:
    bench = start(3, 3, group=Selector(SelectorKey.TYPE, "nothing"))
    assert sorted(calls(bench)) == ["GET id S0", "GET id S1", "GET id W", "GET type nothing"]
    bench.controller.refresh()
    bench.wait(bench.idle)
    assert sorted(calls(bench)[4:]) == ["GET id S0", "GET id S1", "GET id W"]


@pytest.mark.logs("NotFound")
def test_a_member_that_is_missing_is_asked_for_by_itself(start: NewBench) -> None:
    bench = start(3, 3, 3)
    bench.cloud.calls.clear()
    bench.cloud.knobs.offline = {"S1"}
    with_trouble = next(ref.socket for ref in strips(bench) if ref.socket.selector.value == "S1")
    bench.controller.refresh()
    bench.wait(lambda: bench.idle() and bench.store.socket_state(with_trouble).problem is not None)
    assert sorted(calls(bench)) == ["GET id S1", "GET id W", "GET type strip"]
    assert {bench.truth(ref).phase for ref in bench.store.outlets()} == {Phase.CONFIRMED}


def test_a_group_is_switched_by_one_write_and_read_back_by_one_reading(start: NewBench) -> None:
    bench = start(3, 3)
    bench.cloud.calls.clear()
    bench.controller.strips.switch(dict.fromkeys(strips(bench), False), STRIPS)
    assert {bench.truth(ref).phase for ref in strips(bench)} == {Phase.SENDING}
    bench.wait(lambda: bench.all_confirmed() and bench.idle())
    assert calls(bench) == ["GET type strip", "POST type strip", "GET type strip"]
    assert [bench.truth(ref).on for ref in strips(bench)] == [False] * 6
    assert bench.cloud.house.state(PLANT, "S0") == bench.cloud.house.state(PLANT, "S1") == [False] * 3


@pytest.mark.parametrize(("sizes", "without"), [((3, 4), ""), ((3, 3, 3), "S2")], ids=["other sizes", "a stranger"])
def test_where_one_write_could_switch_something_else_each_strip_is_written(
    start: NewBench, sizes: tuple[int, ...], without: str
) -> None:
    bench = start(*sizes, without=without)
    bench.cloud.calls.clear()
    bench.controller.strips.switch(dict.fromkeys(strips(bench), False), STRIPS)
    bench.wait(lambda: bench.all_confirmed() and bench.idle())
    assert [call for call in calls(bench) if call.startswith("POST")] == ["POST id S0", "POST id S1"]
    assert {on for ref in strips(bench) for on in bench.relays(ref)} == {False}
    if without:
        assert bench.cloud.house.state(PLANT, without) == [True] * 3


def test_a_click_in_the_middle_of_a_group_switch_wins(start: NewBench) -> None:
    bench = start(3, 3)
    bench.cloud.calls.clear()
    bench.cloud.knobs.latency_s = 0.2
    bench.controller.strips.switch(dict.fromkeys(strips(bench), False), STRIPS)
    first, *others = strips(bench)
    bench.wait(lambda: len(bench.cloud.calls) > 0)
    bench.controller.switch(first, True)
    bench.wait(lambda: bench.all_confirmed() and bench.idle())
    assert bench.truth(first).on is True
    assert [bench.truth(ref).on for ref in others] == [False] * 5
    assert bench.relays(first) == [True, False, False]


@pytest.mark.logs("ServerTrouble")
def test_a_doubt_about_a_group_is_a_doubt_about_each_of_its_strips(start: NewBench) -> None:
    bench = start(3, 3)
    bench.cloud.knobs.fail_next("server_error", on="SetPlugStatus")
    bench.cloud.calls.clear()
    doubted = set()
    bench.store.moved.connect(
        lambda moves: doubted.update(moved.outlet for moved in moves if moved.after.phase is Phase.UNKNOWN)
    )
    bench.controller.strips.switch(dict.fromkeys(strips(bench), False), STRIPS)
    bench.wait(lambda: bench.all_confirmed() and bench.idle())
    assert doubted == set(strips(bench))
    assert calls(bench) == ["GET type strip", "POST type strip", "GET type strip"]
    assert [bench.truth(ref).on for ref in strips(bench)] == [True] * 6
