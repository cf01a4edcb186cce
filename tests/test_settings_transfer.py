"""The whole set-up as a file, and taken over from one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from multisocket_gui.home.model import Guard, Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.scene import Scene
from multisocket_gui.settings import Service, Settings, SettingsBroken
from multisocket_gui.settings.transfer import LARGEST, exported, taken_over

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
