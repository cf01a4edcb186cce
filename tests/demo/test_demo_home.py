"""The demo home is what the rest of the program is shown with."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from multisocket_gui.demo.demo_home import DemoHome
from multisocket_gui.paths import resource
from multisocket_gui.ui.outlet_icons import icon_names

HOME = DemoHome.default()


def test_the_demo_user_has_two_plants_and_another_user_one():
    assert [plant.name for plant in HOME.plants_of(HOME.demo_user)] == ["Maison", "Atelier"]
    assert [len(HOME.plants_of(user)) for user in HOME.users] == [2, 1]


def test_ids_are_what_the_contract_wants_and_unique():
    assert len({uuid.UUID(plant.id) for plant in HOME.plants}) == len(HOME.plants)
    sockets = [socket.id for plant in HOME.plants for socket in plant.sockets]
    assert len(set(sockets)) == len(sockets)
    assert len({uuid.UUID(user.id) for user in HOME.users}) == len(HOME.users)


def test_there_are_strips_of_three_to_six_outlets_single_sockets_and_awkward_names():
    sockets = [socket for plant in HOME.plants_of(HOME.demo_user) for socket in plant.sockets]
    assert {len(socket.initial) for socket in sockets} == {1, 3, 4, 5, 6}
    names = [socket.name for socket in sockets]
    assert "Salon / TV" in names
    assert any(not name.isascii() for name in names)
    assert any('"' in name for name in names)


def test_settings_list_the_plants_as_the_application_reads_them():
    maison, atelier = HOME.settings_plants()
    assert maison["id"] == HOME.plants[0].id
    assert maison["sockets"][2] == {
        "key": "id",
        "value": "MS-1003",
        "name": "Cuisine",
        "outlets": [
            {"name": "Cafetière", "icon": "coffee"},
            {"name": "Bouilloire", "icon": "kettle"},
            {"name": "Radio", "icon": "speaker"},
        ],
    }
    assert atelier["name"] == "Atelier"
    assert {"name": "Fer à souder"} in atelier["sockets"][0]["outlets"]
    assert maison["groups"] == [{"key": "type", "value": "demo-single", "name": "Prises simples"}]
    assert "groups" not in atelier  # each of its sockets has a type of its own
    assert [plant["name"] for plant in HOME.settings_plants(HOME.users[1])] == ["Appartement de Noor"]


def test_a_home_of_ones_own_can_be_loaded(tmp_path: Path):
    data = json.loads(resource("demo", "home.json").read_text(encoding="utf-8"))
    data["plants"] = data["plants"][:1]
    file = tmp_path / "home.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert DemoHome.load(file).plants == HOME.plants[:1]
    file.write_text(json.dumps(data | {"version": 2}), encoding="utf-8")
    with pytest.raises(ValueError, match="version"):
        DemoHome.load(file)
    with pytest.raises(KeyError):
        HOME.plants[0].socket("nothing")


def test_every_icon_of_the_demo_is_one_that_there_is():
    outlets = [
        outlet
        for user in HOME.users
        for plant in HOME.settings_plants(user)
        for socket in plant["sockets"]
        for outlet in socket["outlets"]
    ]
    icons = {outlet.get("icon", "") for outlet in outlets} - {""}
    assert icons
    assert icons <= icon_names().keys()
