"""Many outlets at once, from the preview to the relays, against the embedded cloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.clock import Moment, SystemClock
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.round import ALL_WITHIN
from multisocket_gui.engine.strips import BETWEEN_STRIPS
from multisocket_gui.engine.together import Together
from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.together import GroupAction, Scope, Stage
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Settings

from .conftest import Bench, end, new_bench

SINGLE = Selector(SelectorKey.TYPE, "demo-single")


@dataclass
class Home:
    """The bench after the sign-in, with names for what these tests look at."""

    bench: Bench

    @property
    def plant(self) -> Plant:
        return self.bench.store.plants[0]

    @property
    def together(self) -> Together:
        return self.bench.controller.together

    @property
    def action(self) -> GroupAction:
        action = self.bench.store.together
        assert action is not None
        return action

    def outlets(self) -> list[OutletRef]:
        return [ref for ref in self.bench.store.outlets() if ref.socket.plant == self.plant.id]

    def relays(self) -> dict[str, list[bool]]:
        """What every strip of the plant really is."""
        house = self.bench.cloud.house
        return {s.selector.value: house.state(self.plant.id, s.selector.value) for s in self.plant.sockets}

    def names(self, refs: tuple[OutletRef, ...]) -> list[str]:
        return [place.outlet.name for ref in refs if (place := self.bench.store.place(ref))]

    def posts(self) -> int:
        return sum(call.method == "POST" for call in list(self.bench.cloud.calls))

    def preview(self, on: bool, group: Selector | None = None) -> None:
        self.together.preview(Scope(self.plant.id, group), on)

    def ended(self) -> bool:
        return self.action.stage is Stage.ENDED

    def begin(self, on: bool) -> None:
        self.preview(on)
        self.together.go()

    def all_confirmed(self) -> bool:
        return self.bench.all_confirmed() and self.bench.idle()


@pytest.fixture
def home(bench: Bench) -> Home:
    bench.sign_in()
    return Home(bench)


def test_a_preview_sends_nothing_and_tells_what_would_change(home: Home) -> None:
    calls = len(list(home.bench.cloud.calls))
    home.preview(on=False)
    shown = home.action.preview
    assert shown is not None
    assert home.names(shown.changing) == [
        "Télévision", "Enceintes", "Box internet", "Lampe", "Écran gauche", "Écran droit", "Disque de sauvegarde",
        "Radio",
    ]  # fmt: skip
    assert not shown.unsure
    assert len(shown.already) == 7
    assert len(list(home.bench.cloud.calls)) == calls
    home.together.dismiss()
    assert home.bench.store.together is None


def test_a_preview_follows_what_is_read_meanwhile(home: Home) -> None:
    home.preview(on=False)
    radio = home.bench.outlet("Radio")
    home.bench.cloud.house.press(radio.socket.plant, radio.socket.selector.value, radio.index)
    home.bench.controller.read_socket(radio.socket)
    home.bench.wait(lambda: home.action.preview is not None and radio in home.action.preview.already)


def test_all_off_reaches_every_relay_by_one_write_a_strip_and_spares_what_is_surely_off(home: Home) -> None:
    posts = home.posts()
    home.begin(on=False)
    assert (home.action.stage, home.action.sockets, home.action.waiting) == (Stage.RUNNING, 3, 2)
    home.bench.wait(home.ended)
    assert not any(map(any, home.relays().values()))
    assert home.posts() == posts + 3  # the two single sockets are off and read to be so
    home.bench.wait(home.all_confirmed)
    assert len(home.action.outcome.confirmed) == 13
    assert home.action.done == home.action.sockets == 3


def test_what_is_not_known_for_sure_is_sent_the_command_too(home: Home) -> None:
    lamp = home.bench.outlet("Sapin de Noël")
    home.bench.cloud.knobs.read_lag_s = 600.0
    home.bench.controller.switch(lamp, True)
    home.bench.reach(lamp, Phase.SENT)
    home.preview(on=False)
    assert home.action.preview is not None
    assert home.action.preview.unsure == (lamp,)
    home.together.go()
    home.bench.wait(home.ended)
    assert home.bench.relays(lamp) == [False]


@pytest.mark.logs("NotFound")
def test_what_was_refused_is_listed_and_only_that_is_tried_again(home: Home) -> None:
    radio = home.bench.outlet("Radio")
    home.bench.cloud.knobs.offline = {radio.socket.selector.value}
    home.begin(on=False)
    home.bench.wait(home.ended)
    assert home.names(home.action.outcome.missed) == ["Cafetière", "Bouilloire", "Radio"]
    assert home.bench.relays(radio) == [False, False, True]
    home.bench.wait(lambda: all(home.bench.truth(ref).phase is not Phase.SENT for ref in home.outlets()))
    home.bench.cloud.knobs.offline = set()
    posts = home.posts()
    home.together.retry()
    home.bench.wait(lambda: home.ended() and not home.action.outcome.missed)
    assert home.bench.relays(radio) == [False, False, False]
    assert home.posts() == posts + 1


@pytest.mark.logs("NotFound")
def test_a_retry_leaves_alone_what_somebody_asked_otherwise_since(home: Home) -> None:
    radio, kettle = home.bench.outlet("Radio"), home.bench.outlet("Bouilloire")
    home.bench.cloud.knobs.offline = {radio.socket.selector.value}
    home.begin(on=False)
    home.bench.wait(home.ended)
    home.bench.cloud.knobs.offline = set()
    home.bench.controller.switch(kettle, True)
    assert kettle not in home.action.outcome.missed
    home.together.retry()
    home.bench.wait(home.all_confirmed)
    assert home.bench.relays(radio) == [False, True, False]


@pytest.mark.logs("CutOff", "ServerTrouble")
def test_a_doubt_that_the_next_read_settles_against_us_is_listed(home: Home) -> None:
    radio = home.bench.outlet("Radio")
    home.begin(on=False)
    home.bench.wait(lambda: home.action.done == 2)
    home.bench.cloud.knobs.fail_next("server_error", on="SetPlugStatus")
    home.bench.wait(home.ended)
    assert home.names(home.action.outcome.missed) == ["Radio"]  # the other two of its strip were off before
    assert home.bench.relays(radio) == [False, False, True]


def test_stop_gives_up_what_has_not_left(home: Home) -> None:
    before = home.relays()
    home.begin(on=False)
    home.together.stop()
    assert [ref.selector.value for ref in home.action.unsent] == ["MS-1002", "MS-1003"]
    home.bench.wait(home.all_confirmed)
    assert home.relays() == before | {"MS-1001": [False] * 4}


def test_after_signing_out_nothing_more_is_sent(home: Home) -> None:
    home.begin(on=False)
    first = home.bench.outlet("Console")
    home.bench.wait(lambda: home.bench.truth(first).phase in (Phase.SENT, Phase.CONFIRMED))
    assert home.action.waiting
    posts, before = home.posts(), home.relays()
    home.bench.controller.sign_out()
    assert home.action.stage is Stage.ENDED
    assert len(home.action.unsent) == 2
    home.bench.wait(home.bench.idle)
    assert home.posts() == posts
    assert home.relays() == before


def test_a_preview_ends_with_the_sign_in(home: Home) -> None:
    home.preview(on=False)
    home.bench.controller.sign_out()
    assert home.bench.store.together is None


def test_a_click_on_a_strip_that_waits_wins(home: Home) -> None:
    radio, kettle = home.bench.outlet("Radio"), home.bench.outlet("Bouilloire")
    home.begin(on=False)
    home.bench.controller.switch(kettle, True)
    home.bench.wait(home.all_confirmed)
    assert home.bench.relays(radio) == [False, True, False]
    assert not any(home.relays()["MS-1002"])
    assert kettle not in home.action.outcome.confirmed


def test_undo_takes_back_the_whole_action_the_same_way(home: Home) -> None:
    before = home.relays()
    home.begin(on=False)
    home.bench.wait(home.ended)
    assert home.relays() != before
    home.bench.controller.undo()
    assert home.action.scope is None
    home.bench.wait(home.all_confirmed)
    assert home.relays() == before
    assert home.bench.store.undo is None


def test_undo_in_the_middle_stops_and_takes_back_what_was_sent(home: Home) -> None:
    before = home.relays()
    home.begin(on=False)
    home.bench.controller.undo()
    home.bench.wait(home.all_confirmed)
    assert home.relays() == before


def test_undo_after_a_later_click_takes_back_the_click_alone(home: Home) -> None:
    kettle = home.bench.outlet("Bouilloire")
    home.begin(on=False)
    home.bench.wait(home.ended)
    home.bench.wait(home.all_confirmed)
    home.bench.controller.switch(kettle, True)
    home.bench.reach(kettle, Phase.CONFIRMED)
    home.bench.controller.undo()
    home.bench.wait(home.all_confirmed)
    assert not any(map(any, home.relays().values()))


def test_both_plants_one_after_the_other_are_one_action(home: Home) -> None:
    house, plants = home.bench.cloud.house, home.bench.store.plants
    before = {(p.id, s.selector.value): house.state(p.id, s.selector.value) for p in plants for s in p.sockets}
    ended: list[GroupAction] = []
    home.together.ended.connect(ended.append)
    home.together.run_all([Scope(plant.id) for plant in plants], False)
    home.bench.wait(lambda: len(ended) == 2)
    assert [action.scope for action in ended] == [Scope(plant.id) for plant in plants]
    assert not any(any(house.state(*where)) for where in before)
    home.bench.controller.undo()
    home.bench.wait(lambda: all(house.state(*where) == state for where, state in before.items()))
    home.bench.wait(home.all_confirmed)


def test_undo_gives_up_the_scopes_that_have_yet_to_begin(home: Home) -> None:
    house, plants = home.bench.cloud.house, home.bench.store.plants
    before = {(p.id, s.selector.value): house.state(p.id, s.selector.value) for p in plants for s in p.sockets}
    home.together.run_all([Scope(plant.id) for plant in plants], False)
    home.bench.controller.undo()
    home.bench.wait(lambda: home.bench.idle() and home.bench.all_confirmed())
    assert all(house.state(*where) == state for where, state in before.items())


def test_the_next_action_clears_what_was_told_of_the_last(home: Home) -> None:
    home.begin(on=False)
    home.bench.wait(home.ended)
    home.bench.controller.switch(home.bench.outlet("Radio"), True)
    assert home.bench.store.together is None
    home.bench.wait(home.bench.idle)


def test_a_group_is_switched_by_one_call(home: Home) -> None:
    home.bench.wait(lambda: SINGLE in home.bench.store.members(home.plant.id))
    posts = home.posts()
    home.preview(True, SINGLE)
    assert home.action.preview is not None
    assert home.names(home.action.preview.changing) == ["Lampe de chevet", "Sapin de Noël"]
    home.together.go()
    home.bench.wait(home.ended)
    assert [home.relays()[name] for name in ("WS-2001", "WS-2002")] == [[True], [True]]
    assert home.posts() == posts + 1
    home.bench.wait(home.all_confirmed)


def test_what_no_longer_stands_in_the_settings_is_neither_shown_nor_sent(home: Home) -> None:
    store, before = home.bench.store, home.relays()
    home.preview(on=False)
    store.put_settings(replace(store.settings, favourites=(home.bench.outlet("Radio"),)))
    assert store.together is not None  # which outlet is which has not changed
    home.together.go()
    first = Plant(home.plant.id, home.plant.name, home.plant.sockets[:1])
    store.put_settings(Settings(store.settings.service, (first,)))
    assert store.together is None
    home.bench.wait(home.bench.idle)
    ref = SocketRef(home.plant.id, home.plant.sockets[0].selector)
    assert home.bench.cloud.house.state(ref.plant, "MS-1002") == before["MS-1002"]


class Asleep(SystemClock):
    """The computer's clocks, and how long it slept (seconds)."""

    slept = 0.0

    def now(self) -> Moment:
        now = super().now()
        return Moment(now.wall + self.slept, now.steady)


def test_what_waited_while_the_computer_slept_is_not_sent(qtbot: QtBot, cloud: EmbeddedCloud) -> None:
    clock = Asleep()
    bench = new_bench(qtbot, cloud, clock)
    bench.sign_in()
    home = Home(bench)
    before = home.relays()
    home.begin(on=False)
    clock.slept = 3600.0
    bench.wait(lambda: home.action.late)
    assert len(home.action.unsent) == 2
    bench.wait(bench.idle)
    assert [name for name, relays in home.relays().items() if relays != before[name]] in ([], ["MS-1001"])
    end(bench.controller, bench.store)


def test_signed_out_each_outlet_says_why(bench: Bench) -> None:
    bench.controller.start()
    bench.wait(lambda: bench.store.account.phase is AccountPhase.SIGNED_OUT)
    home = Home(bench)
    home.begin(on=True)
    bench.wait(home.ended)
    problems = [bench.truth(ref).problem for ref in home.action.outcome.missed]
    assert len(problems) == 15
    assert {problem.kind for problem in problems if problem} == {Kind.SIGNED_OUT}
    assert not list(bench.cloud.calls)


class Timetable(SystemClock):
    """Does at once what is to happen later, and notes how much later (seconds) the next strip's turn was to be."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []

    def after(self, seconds: float, owner: QObject, do: Callable[[], None]) -> Callable[[], None]:
        if isinstance(owner, Together):
            self.gaps.append(seconds)
        return super().after(0.0, owner, do)


@pytest.mark.parametrize(("strips", "gap"), [(3, BETWEEN_STRIPS), (101, ALL_WITHIN / 100)])
def test_the_last_of_many_strips_still_begins_in_time(
    qtbot: QtBot, cloud: EmbeddedCloud, strips: int, gap: float
) -> None:
    clock = Timetable()
    bench = new_bench(qtbot, cloud, clock)
    sockets = tuple(Socket(Selector(SelectorKey.ID, f"S-{n}"), "", (Outlet("Lamp"),)) for n in range(strips))
    bench.store.put_settings(Settings(plants=(Plant("p", "Many", sockets),)))
    home = Home(bench)
    home.begin(on=True)
    bench.wait(home.ended)
    assert home.action.done == strips
    assert clock.gaps == [pytest.approx(gap)] * (strips - 1)
    assert sum(clock.gaps) <= ALL_WITHIN + 1e-6
    end(bench.controller, bench.store)
