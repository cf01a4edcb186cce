"""Scenes against the embedded cloud: applied in one write a strip, turned off by what they really changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.scenes import SceneEnd, Scenes
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.scene import Activity, Scene
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage
from multisocket_gui.home.truth import Phase

from .conftest import Bench, Computer, end, new_bench

EVENING = "evening"
WANTED = {"Télévision": False, "Console": True, "Lampe": True, "Écran gauche": False, "Bouilloire": True}
"""The first two of one strip and one on, one off there; the next two of another; the last of a third."""


@dataclass
class Home:
    """The bench with one scene."""

    bench: Bench
    ends: list[SceneEnd] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scenes.ended.connect(self.ends.append)

    @property
    def scenes(self) -> Scenes:
        return self.bench.controller.scenes

    @property
    def action(self) -> GroupAction:
        action = self.bench.store.together
        assert action is not None
        return action

    @property
    def shown(self) -> Preview:
        assert self.action.preview is not None
        return self.action.preview

    def outlet(self, name: str) -> OutletRef:
        return self.bench.outlet(name)

    def on(self, name: str) -> bool:
        """What the relay really is."""
        ref = self.outlet(name)
        return self.bench.relays(ref)[ref.index]

    def relays(self) -> dict[str, bool]:
        return {name: self.on(name) for name in WANTED}

    def all_relays(self) -> dict[str, list[bool]]:
        house = self.bench.cloud.house
        return {
            s.selector.value: house.state(plant.id, s.selector.value)
            for plant in self.bench.store.plants
            for s in plant.sockets
        }

    def names(self, refs: tuple[OutletRef, ...]) -> list[str]:
        return [place.outlet.name for ref in refs if (place := self.bench.store.place(ref))]

    def posts(self) -> int:
        return sum(call.method == "POST" for call in list(self.bench.cloud.calls))

    def have(self, wanted: dict[str, bool], scene: str = EVENING) -> None:
        self.scenes.put(Scene(scene, scene.title(), {self.outlet(name): on for name, on in wanted.items()}))

    def guard(self, name: str, guard: Guard, words: str = "") -> None:
        settings, ref = self.bench.store.settings, self.outlet(name)
        outlet = settings.outlet(ref)
        assert outlet is not None
        guarded = replace(outlet, guard=guard, guard_words=words)
        self.bench.controller.change_settings(settings.with_outlet(ref, guarded))

    def press(self, name: str) -> None:
        """Somebody presses the button on the strip, and that is read."""
        ref = self.outlet(name)
        self.bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, ref.index)
        was = self.bench.truth(ref).on
        self.bench.controller.read_socket(ref.socket)
        self.bench.wait(lambda: self.bench.truth(ref).on is not was)

    def run(self, on: bool, scene: str = EVENING) -> SceneEnd:
        count = len(self.ends)
        self.scenes.run(scene, on)
        self.bench.wait(lambda: len(self.ends) > count)
        return self.ends[-1]


@pytest.fixture
def home(bench: Bench) -> Home:
    bench.sign_in()
    home = Home(bench)
    home.have(WANTED)
    return home


def test_a_preview_tells_what_would_change_each_way_and_sends_nothing(home: Home) -> None:
    calls = len(list(home.bench.cloud.calls))
    home.scenes.preview(EVENING, True)
    assert home.names(home.shown.changing) == ["Télévision", "Console", "Écran gauche", "Bouilloire"]
    assert home.names(home.shown.already) == ["Lampe"]
    assert not home.shown.unsure
    assert [home.shown.wants[ref] for ref in home.shown.changing] == [False, True, False, True]
    assert len(list(home.bench.cloud.calls)) == calls
    assert home.scenes.activity(EVENING) is Activity.PARTLY


def test_applied_each_strip_is_written_once_and_what_it_does_not_name_stays(home: Home) -> None:
    before, posts = home.all_relays(), home.posts()
    home.scenes.preview(EVENING, True)
    home.bench.controller.together.go()
    home.bench.wait(lambda: bool(home.ends))
    assert home.relays() == WANTED
    assert home.posts() == posts + 3
    touched = {home.outlet(name) for name in WANTED}
    for ref in home.bench.store.outlets():
        if ref not in touched:
            assert home.bench.relays(ref)[ref.index] == before[ref.socket.selector.value][ref.index]
    (ended,) = home.ends
    assert (ended.scene_id, ended.on) == (EVENING, True)
    assert len(ended.outcome.confirmed) == 5
    assert not ended.outcome.missed
    assert home.scenes.activity(EVENING) is Activity.ACTIVE


def test_a_scene_reaches_across_plants(home: Home) -> None:
    home.have({"Radio": False, "Aspirateur": True})
    other = home.outlet("Aspirateur").socket.plant
    assert other != home.outlet("Radio").socket.plant
    ended = home.run(True)
    assert {ref.socket.plant for ref in ended.outcome.confirmed} == {other, home.outlet("Radio").socket.plant}
    assert (home.on("Radio"), home.on("Aspirateur")) == (False, True)
    home.run(False)
    assert (home.on("Radio"), home.on("Aspirateur")) == (True, False)


def test_turned_off_only_what_it_changed_is_as_before(home: Home) -> None:
    before = home.all_relays()
    home.run(True)
    assert home.all_relays() != before
    home.scenes.preview(EVENING, False)
    assert home.names(home.shown.outlets) == ["Télévision", "Console", "Écran gauche", "Bouilloire"]  # not the lamp
    home.bench.controller.together.go()
    home.bench.wait(lambda: len(home.ends) == 2)
    assert home.all_relays() == before
    assert home.on("Lampe")


def test_what_changed_since_is_left_alone_and_said(home: Home) -> None:
    home.run(True)
    home.press("Console")
    home.bench.controller.switch(home.outlet("Bouilloire"), True)  # somebody asks for what is so: it is theirs
    home.bench.reach(home.outlet("Bouilloire"), Phase.CONFIRMED)
    home.scenes.preview(EVENING, False)
    assert home.names(home.shown.changing) == ["Télévision", "Écran gauche"]
    assert home.names(home.shown.since) == ["Console", "Bouilloire"]
    ended = home.run(False)
    assert home.relays() == {
        "Télévision": True, "Console": False, "Lampe": True, "Écran gauche": True, "Bouilloire": True,
    }  # fmt: skip
    assert home.names(ended.action.since) == ["Console", "Bouilloire"]


def test_where_nothing_is_to_be_turned_back_nothing_is_sent_and_that_ends_too(home: Home) -> None:
    calls = home.posts()
    ended = home.run(False)
    assert (ended.on, ended.outcome.confirmed, home.posts()) == (False, (), calls)
    assert (home.action.stage, home.action.wants) == (Stage.ENDED, {})


def test_turned_off_twice_the_second_time_does_nothing(home: Home) -> None:
    home.run(True)
    home.run(False)
    posts, before = home.posts(), home.all_relays()
    home.run(False)
    assert (home.posts(), home.all_relays()) == (posts, before)


def test_locked_and_asking_outlets_are_left_out_with_their_words(home: Home) -> None:
    home.guard("Télévision", Guard.ASK, "News at eight!")
    home.guard("Bouilloire", Guard.LOCKED, "Broken")
    home.guard("Lampe", Guard.LOCKED)  # it is on already: nothing is left out
    home.scenes.preview(EVENING, True)
    assert home.names(home.shown.changing) == ["Console", "Écran gauche"]
    assert {p.detail: p.kind for p in home.shown.left_out.values()} == {
        "News at eight!": Kind.ASK_FIRST,
        "Broken": Kind.LOCKED,
    }
    ended = home.run(True)
    assert home.relays() == WANTED | {"Télévision": True, "Bouilloire": False}
    assert home.names(tuple(ended.action.refused)) == ["Télévision", "Bouilloire"]
    assert home.scenes.activity(EVENING) is Activity.PARTLY  # it tells how things stand
    assert home.bench.truth(home.outlet("Bouilloire")).phase is Phase.CONFIRMED
    home.run(False)
    assert (home.on("Télévision"), home.on("Bouilloire")) == (True, False)


def test_what_was_locked_since_is_not_turned_back(home: Home) -> None:
    home.run(True)
    home.guard("Console", Guard.LOCKED)
    ended = home.run(False)
    assert home.on("Console")
    assert home.names(tuple(ended.action.refused)) == ["Console"]
    home.guard("Console", Guard.NONE)
    home.run(False)  # it still stands as the scene put it
    assert not home.on("Console")


def test_a_lock_that_comes_while_a_strip_waits_counts(home: Home) -> None:
    home.scenes.preview(EVENING, True)
    home.bench.controller.together.go()
    assert home.action.waiting == 2
    home.guard("Bouilloire", Guard.LOCKED)
    home.bench.wait(lambda: bool(home.ends))
    assert not home.on("Bouilloire")
    assert home.names(tuple(home.action.refused)) == ["Bouilloire"]
    assert not home.action.outcome.missed


def test_all_off_leaves_guarded_outlets_out_and_keeps_their_neighbours_right(home: Home) -> None:
    home.guard("Box internet", Guard.LOCKED, "Internet!")
    plant = home.bench.store.plants[0].id
    home.bench.controller.together.preview(Scope(plant), False)
    assert [problem.detail for problem in home.shown.left_out.values()] == ["Internet!"]
    home.bench.controller.together.go()
    home.bench.wait(lambda: home.bench.all_confirmed() and home.bench.idle())
    on = [name for name in ("Télévision", "Console", "Enceintes", "Box internet", "Radio") if home.on(name)]
    assert on == ["Box internet"]


@pytest.mark.logs("NotFound")
def test_a_strip_that_fails_is_listed_and_tried_again_and_then_turned_back_as_well(home: Home) -> None:
    kettle = home.outlet("Bouilloire")
    home.bench.cloud.knobs.offline = {kettle.socket.selector.value}
    ended = home.run(True)
    assert home.names(ended.outcome.missed) == ["Bouilloire"]
    assert len(ended.outcome.confirmed) == 4
    assert home.scenes.activity(EVENING) is Activity.PARTLY
    home.bench.cloud.knobs.offline = set()
    home.bench.controller.together.retry()
    home.bench.wait(lambda: len(home.ends) == 2 and home.on("Bouilloire"))
    assert home.scenes.activity(EVENING) is Activity.ACTIVE
    home.run(False)
    assert not home.on("Bouilloire")


def test_stop_gives_up_what_has_not_left_and_only_the_rest_is_turned_back(home: Home) -> None:
    before = home.all_relays()
    home.scenes.preview(EVENING, True)
    home.bench.controller.together.go()
    home.bench.controller.together.stop()
    home.bench.wait(lambda: bool(home.ends))
    assert len(home.ends[0].action.unsent) == 2
    home.bench.wait(home.bench.idle)
    home.run(False)
    assert home.all_relays() == before


def test_undo_takes_the_whole_scene_back_and_then_it_has_switched_nothing(home: Home) -> None:
    before = home.all_relays()
    home.run(True)
    home.bench.controller.undo()
    home.bench.wait(lambda: home.all_relays() == before and home.bench.all_confirmed() and home.bench.idle())
    home.scenes.preview(EVENING, False)
    assert (dict(home.shown.wants), home.shown.since) == ({}, ())


def test_undo_of_turning_off_brings_the_scene_back_to_be_turned_off_again(home: Home) -> None:
    before = home.all_relays()
    home.run(True)
    home.run(False)
    home.bench.controller.undo()
    home.bench.wait(lambda: home.relays() == WANTED and home.bench.all_confirmed() and home.bench.idle())
    home.run(False)
    assert home.all_relays() == before


def test_two_runs_at_once_both_end(home: Home) -> None:
    home.have({"Radio": False, "Imprimante": True}, "other")
    home.scenes.run(EVENING, True, by_timer=True)
    home.scenes.run("other", True, by_timer=True)
    home.bench.wait(lambda: len(home.ends) == 2)
    assert {ended.scene_id for ended in home.ends} == {EVENING, "other"}
    assert not any(ended.outcome.missed for ended in home.ends)
    assert home.relays() == WANTED
    assert (home.on("Radio"), home.on("Imprimante")) == (False, True)


def test_a_look_that_is_planned_for_later_holds_nothing_up(home: Home) -> None:
    home.bench.cloud.knobs.read_lag_s = 600.0
    console = home.outlet("Console")
    home.bench.controller.switch(console, True)
    home.bench.reach(console, Phase.SENT)
    home.bench.wait(lambda: not home.bench.controller.strips.at_work(console.socket))
    assert home.bench.controller.strips.busy(console.socket)
    home.scenes.run(EVENING, True)
    assert home.action.scope == Scope(scene=EVENING)
    home.bench.wait(lambda: home.relays() == WANTED)
    home.scenes.preview(EVENING, False)
    assert console not in home.shown.wants  # it was on its way before


def test_by_a_timer_there_is_nothing_to_undo(home: Home) -> None:
    home.scenes.run(EVENING, True, by_timer=True)
    home.bench.wait(lambda: bool(home.ends))
    assert home.ends[0].action.by_timer
    assert home.bench.store.undo is None


def test_signed_out_each_outlet_says_why(bench: Bench) -> None:
    home = Home(bench)
    home.have(WANTED)
    bench.controller.start()
    bench.wait(lambda: bench.store.account.phase is AccountPhase.SIGNED_OUT)
    ended = home.run(True)
    assert len(ended.outcome.missed) == 5
    assert home.scenes.activity(EVENING) is Activity.UNKNOWN
    assert not list(bench.cloud.calls)


def test_a_scene_that_is_removed_while_it_is_previewed_is_no_longer_shown(home: Home) -> None:
    home.scenes.preview(EVENING, True)
    home.scenes.remove(EVENING)
    assert home.bench.store.together is None
    assert home.bench.saved[-1].scenes == ()
    home.scenes.run(EVENING, True)
    home.bench.wait(lambda: bool(home.ends))
    assert home.ends[0].action.wants == {}


def test_scenes_are_found_by_name_and_belong_to_the_home_that_holds_their_outlets(home: Home) -> None:
    found = home.scenes.find("EVENING")
    assert found is not None
    assert found.id == EVENING
    plants = home.bench.store.plants
    home.bench.controller.change_settings(replace(home.bench.store.settings, plants=plants[1:]))
    assert home.scenes.shown == ()
    assert home.scenes.find("evening") is None


# Over a restart


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(scenes_file=tmp_path / "state" / "scenes-state.json")


@dataclass
class Sessions:
    """The program started again and again on one computer."""

    qtbot: QtBot
    cloud: EmbeddedCloud
    computer: Computer
    now: Home | None = None

    def start(self) -> Home:
        settings = self.now.bench.store.settings if self.now else None
        self.stop()
        bench = new_bench(self.qtbot, self.cloud, computer=self.computer)
        if settings:
            bench.store.put_settings(settings)
        self.now = Home(bench)
        bench.sign_in()
        return self.now

    def stop(self) -> None:
        if self.now:
            end(self.now.bench.controller, self.now.bench.store)
            self.now = None


@pytest.fixture
def sessions(qtbot: QtBot, cloud: EmbeddedCloud, computer: Computer) -> Iterator[Sessions]:
    sessions = Sessions(qtbot, cloud, computer)
    yield sessions
    sessions.stop()


def test_after_a_restart_it_is_turned_off_by_what_it_had_changed(sessions: Sessions) -> None:
    home = sessions.start()
    home.have(WANTED)
    before = home.all_relays()
    home.run(True)
    console = home.outlet("Console")
    home = sessions.start()
    assert home.scenes.activity(EVENING) is Activity.ACTIVE
    sessions.cloud.house.press(console.socket.plant, console.socket.selector.value, console.index)
    home = sessions.start()  # the button was pressed while the program was not running
    home.scenes.preview(EVENING, False)
    assert home.names(home.shown.since) == ["Console"]
    home.run(False)
    assert home.all_relays() == before  # the console is off already, by that button
    home = sessions.start()
    home.scenes.preview(EVENING, False)
    assert dict(home.shown.wants) == {}


def test_a_strip_that_is_set_up_otherwise_since_is_not_touched(sessions: Sessions) -> None:
    home = sessions.start()
    home.have({"Bouilloire": True})
    home.run(True)
    ref = home.outlet("Bouilloire")
    (socket,) = (s for s in home.bench.store.plants[0].sockets if s.selector == ref.socket.selector)
    longer = replace(socket, outlets=(*socket.outlets, socket.outlets[0]))
    plants = home.bench.store.settings.plants
    sockets = tuple(longer if s == socket else s for s in plants[0].sockets)
    home.bench.store.put_settings(
        replace(home.bench.store.settings, plants=(replace(plants[0], sockets=sockets), *plants[1:]))
    )
    home.scenes.preview(EVENING, False)
    assert dict(home.shown.wants) == {}


@pytest.mark.logs("cannot be read, it starts anew")
@pytest.mark.parametrize("text", ["", "[]", '{"scenes": {"evening": [{"plant": 1}]}}', '{"scenes": [1]}'])
def test_a_file_that_makes_no_sense_is_told_and_nothing_is_turned_back(
    sessions: Sessions, computer: Computer, text: str
) -> None:
    assert computer.scenes_file is not None
    computer.scenes_file.parent.mkdir()
    computer.scenes_file.write_text(text, encoding="utf-8")
    bench = new_bench(sessions.qtbot, sessions.cloud, computer=computer)
    bench.store.put_settings(replace(bench.store.settings, scenes=(Scene(EVENING, "Evening"),)))
    assert bench.controller.scenes.activity(EVENING) is Activity.UNKNOWN
    bench.controller.scenes.preview(EVENING, False)
    assert bench.store.together
    assert bench.store.together.preview
    assert not bench.store.together.preview.wants
    end(bench.controller, bench.store)
