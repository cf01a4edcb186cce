"""The whole set-up as a file, and taken over from one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from test_settings_merged import lean, some_settings

from multisocket_gui.home.model import Guard, Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.names import plain
from multisocket_gui.home.scene import Scene
from multisocket_gui.settings import Keeper, Service, Settings, SettingsBroken
from multisocket_gui.settings.effect import Counts, Part, effect
from multisocket_gui.settings.transfer import LARGEST, exported, replaced, taken_over
from multisocket_gui.transfer_words import effect_lines

ONE, OTHER = "0d8816d5-3e7f-4c86-8229-645137e0f222", "1d8816d5-3e7f-4c86-8229-645137e0f222"
STRIP = Selector(SelectorKey.ID, "S-1")
LAMP = OutletRef(SocketRef(ONE, STRIP), 0)
THEIRS = OutletRef(SocketRef(OTHER, STRIP), 0)


def plant(plant_id: str, account: str, *names: str) -> Plant:
    return Plant(plant_id, "Home", (Socket(STRIP, "Desk", tuple(map(Outlet, names))),), account=account)


def mine() -> Settings:
    """A home of mine, with somebody else's beside it."""
    service = Service(client_id="c" * 8)
    plants = (plant(ONE, "me", "Lamp", "Radio"), plant(OTHER, "them", "Freezer"))
    scenes = (Scene("s", "Film", {LAMP: True, THEIRS: True}), Scene("t", "Theirs", {THEIRS: True}))
    return Settings(service, plants, account="me", favourites=(LAMP, THEIRS), scenes=scenes)


def test_what_is_mine_goes_along_and_nothing_of_anybody_else() -> None:
    text = exported(mine(), with_service=True).decode()
    for secret in ("them", '"me"', OTHER, "Freezer", "Theirs"):
        assert secret not in text
    found = json.loads(text)
    assert found["service"]["client_id"] == "c" * 8
    assert "service" not in json.loads(exported(mine(), with_service=False))


def test_on_another_computer_all_of_it_is_there_and_becomes_whose_home_it_is() -> None:
    empty = Settings(account="you")
    after = taken_over(empty, exported(mine(), with_service=True), with_service=True)
    assert after.home == (plant(ONE, "you", "Lamp", "Radio"),)
    assert after.scenes == (Scene("s", "Film", {LAMP: True}),)
    assert (after.favourites, after.service, after.account) == ((LAMP,), mine().service, "you")


def test_what_the_file_does_not_speak_of_stays() -> None:
    locked = mine().with_outlet(LAMP, Outlet("Lamp", guard=Guard.LOCKED))
    file = exported(locked, with_service=True)
    here = replace(mine(), service=Service(client_id="d" * 8), scenes=(Scene("u", "Night"), Scene("s", "Old")))
    after = taken_over(here, file, with_service=False)
    assert after.outlet(LAMP) == Outlet("Lamp", guard=Guard.LOCKED)
    assert [scene.name for scene in after.scenes] == ["Night", "Film"]
    assert after.plants[1] == mine().plants[1]
    assert after.service == here.service
    assert after.favourites == (LAMP, THEIRS)


def test_taking_over_what_was_just_written_changes_nothing() -> None:
    settings = replace(mine(), scenes=mine().scenes[:0])
    assert taken_over(settings, exported(settings, with_service=True), with_service=True) == settings


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"version": 3}', b"\xff", b"[" * 100_000, b" " * (LARGEST + 1)]
)
def test_what_is_no_set_up_is_refused(content: bytes) -> None:
    with pytest.raises(SettingsBroken):
        taken_over(mine(), content, with_service=True)


@pytest.mark.parametrize(
    ("content", "place"),
    [(b'{"version": 2,\n oops}', "JSON, line 2"), (b'{"version": 2, "scenes": 1}', "scenes"), (b"[]", "JSON")],
)
def test_the_place_of_the_mistake_is_told(content: bytes, place: str) -> None:
    for take in (taken_over, replaced):
        with pytest.raises(SettingsBroken) as caught:
            take(mine(), content, with_service=True)
        assert caught.value.problem.detail == place


def named_apart(settings: Settings) -> bool:
    names = [plain(scene.name) for scene in settings.scenes]
    return len(set(names)) == len(names)


@lean
@given(some_settings)
def test_replacing_with_what_was_just_written_changes_nothing(settings: Settings) -> None:
    assume(named_apart(settings))
    assert replaced(settings, exported(settings, with_service=True), with_service=True) == settings


@lean
@given(some_settings, some_settings)
def test_replacing_gives_the_same_set_up_on_another_computer(theirs: Settings, here: Settings) -> None:
    assume(named_apart(theirs))
    file = exported(theirs, with_service=True)
    empty = replace(Settings(), account=here.account)
    assert exported(replaced(empty, file, with_service=True), with_service=True) == file
    after = replaced(here, file, with_service=True)
    assert [replace(plant, account="") for plant in after.home] == [replace(plant, account="") for plant in theirs.home]
    assert [each for each in after.plants if each.account not in ("", here.account)] == [
        each for each in here.plants if each.account not in ("", here.account)
    ]


@lean
@given(some_settings, some_settings)
def test_taking_over_loses_nothing(here: Settings, theirs: Settings) -> None:
    after = taken_over(here, exported(theirs, with_service=True), with_service=True)
    by_id = {plant.id: plant for plant in after.home}
    for plant in here.home:
        assert by_id[plant.id].knows(plant)
        counts = {socket.selector: len(socket.outlets) for socket in by_id[plant.id].sockets}
        assert all(counts[socket.selector] >= len(socket.outlets) for socket in plant.sockets)
    assert {scene.id for scene in here.scenes} <= {scene.id for scene in after.scenes}
    assert {timer.id for timer in here.timers} <= {timer.id for timer in after.timers}
    assert set(here.favourites) <= set(after.favourites)
    assert named_apart(after)


def test_replacing_drops_what_is_of_this_home_alone() -> None:
    file = exported(replace(mine(), plants=(plant(ONE, "me", "Lamp"),), scenes=()), with_service=True)
    after = replaced(mine(), file, with_service=True)
    assert after.home == (plant(ONE, "me", "Lamp"),)
    assert after.plants[1] == mine().plants[1]
    assert after.scenes == (Scene("t", "Theirs", {THEIRS: True}), Scene("s", "Film", {THEIRS: True}))
    assert after.favourites == (LAMP, THEIRS)


def test_a_second_scene_of_a_name_gets_a_number() -> None:
    here = replace(mine(), scenes=(Scene("u", "film"),))
    file = exported(mine(), with_service=True)
    once = taken_over(here, file, with_service=True)
    assert [scene.name for scene in once.scenes] == ["film", "Film 2"]
    assert taken_over(once, file, with_service=True) == once


def test_what_would_happen_is_counted_and_said() -> None:
    before = Settings(plants=(plant(ONE, "", "Lamp"),), scenes=(Scene("s", "Film", {LAMP: True}), Scene("u", "Night")))
    after = replace(
        before,
        service=Service(client_id="c" * 8),
        plants=(plant(ONE, "", "Radio"), plant(OTHER, "", "Freezer")),
        scenes=before.scenes[:1],
        favourites=(LAMP,),
    )
    found = effect(before, after)
    assert found.parts[Part.PLANT] == Counts(added=1, kept=1)
    assert found.parts[Part.SOCKET] == Counts(changed=1)
    assert effect_lines(found) == (
        "Adds 1 plant, 1 favourite.",
        "Changes 1 socket.",
        "Removes 1 scene.",
        "Changes the service: you have to sign in again.",
        "Leaves 1 plant, 1 scene as they are.",
    )
    assert effect(before, before).is_none
    assert effect_lines(effect(Settings(), Settings())) == ("Nothing would change: all of it is here.",)


def test_what_there_was_is_kept_beside(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "new" / "settings.json")
    kept = keeper.keep_before_import()
    assert (kept.name, Keeper(kept).load()) == ("settings.json.before-import", Settings())
    keeper.save(mine())
    assert Keeper(keeper.keep_before_import()).load() == mine()
    assert kept.stat().st_mode & 0o777 == 0o600
