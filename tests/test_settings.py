"""settings.json: read with every field checked, written without losing anything."""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui import settings, settings_checks
from multisocket_gui.home.model import Group, Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.settings import Service, Settings, SettingsBroken
from multisocket_gui.settings.document import document
from multisocket_gui.settings_checks import Complaint

PLANT_ID = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11"
DOCUMENT: dict[str, Any] = {
    "version": 2,
    "account": "camille",
    "service": {
        "api_url": "https://api.developer.legrand.com",
        "authority": f"https://login.eliotbylegrand.com/{settings.TENANT}/B2C_1_Eliot-SignUpOrSignIn",
        "client_id": "",
        "scopes": [],
        "redirect_port": 0,
        "authorization_prefix": "",
    },
    "plants": [
        {
            "id": PLANT_ID,
            "name": "Home",
            "account": "camille",
            "sockets": [
                {"key": "id", "value": "S-1", "name": "Desk strip", "outlets": [{"name": "Lamp"}, {"name": "Printer"}]}
            ],
        }
    ],
}


def first_version(found: dict[str, Any]) -> dict[str, Any]:
    """The same as a script writes it that knows of no accounts."""
    plants = [{key: value for key, value in plant.items() if key != "account"} for plant in found["plants"]]
    return {**{key: value for key, value in found.items() if key != "account"}, "version": 1, "plants": plants}


def written(tmp_path: Path, found: object) -> Path:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    return file


def test_the_documented_example_is_read_and_written_as_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, DOCUMENT)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == DOCUMENT


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()


def full() -> dict[str, Any]:
    """The example with something that we do not know at every level."""
    found: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    found["later"] = 1
    found["service"]["later"] = 2
    found["quota"] = {"limit": 700, "reserve_off": 60, "reserve_timers": 60, "later": 5}
    plant = found["plants"][0]
    plant["later"] = 3
    plant["sockets"][0]["later"] = 4
    plant["sockets"][0]["outlets"][1]["icon"] = "printer"
    plant["groups"] = [{"key": "type", "value": "strip", "name": "Strips", "later": 6}]
    return found


def test_unknown_keys_are_kept_at_every_level(tmp_path: Path) -> None:
    found = full()
    file = written(tmp_path, found)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == found


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.update(version=3), "version"),
        (lambda d: d.update(version=0), "version"),
        (lambda d: d.update(version="2"), "version"),
        (lambda d: d.update(version=True), "version"),
        (lambda d: d.pop("version"), "version"),
        (lambda d: d.update(account=7), "account"),
        (lambda d: d.update(account=None), "account"),
        (lambda d: d.update(service=[]), "service"),
        (lambda d: d["service"].update(api_url="http://api.example"), "service.api_url"),
        (lambda d: d["service"].update(authority="https://login.example/tenant/"), "service.authority"),
        (lambda d: d["service"].update(redirect_port="8080"), "service.redirect_port"),
        (lambda d: d["service"].update(redirect_port=True), "service.redirect_port"),
        (lambda d: d["service"].update(scopes="read"), "service.scopes"),
        (lambda d: d["plants"][0].update(id="home"), "plants[0].id"),
        (lambda d: d["plants"].append(d["plants"][0]), "plants: id"),
        (lambda d: d["plants"].append({**d["plants"][0], "id": PLANT_ID.upper()}), "plants: id"),
        (lambda d: d["plants"][0].update(account=["camille"]), "plants[0].account"),
        (lambda d: d["plants"][0]["sockets"][0].update(key="serial"), "plants[0].sockets[0].key"),
        (lambda d: d["plants"][0]["sockets"][0].pop("value"), "plants[0].sockets[0].value"),
        (lambda d: d["plants"][0]["sockets"][0].update(outlets=["Lamp"]), "plants[0].sockets[0].outlets[0]"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, change: Any, place: str) -> None:
    found = json.loads(json.dumps(DOCUMENT))
    change(found)
    with pytest.raises(SettingsBroken) as broken:
        settings.load(written(tmp_path, found))
    assert broken.value.problem.detail == place


NEWER = '{"version": 3, "plants": "in the cloud"}'


@pytest.mark.parametrize("text", ["{", '{"version": 1', "\ufeff", "[]", "null", "1e999", NEWER])
def test_a_file_that_makes_no_sense_is_kept_when_new_settings_are_saved(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    if text != "null":
        with pytest.raises(SettingsBroken):
            settings.load(file)
    settings.save(file, Settings())
    assert settings.load(file) == Settings()
    if text != "null":
        assert (tmp_path / "settings.json.broken").read_text(encoding="utf-8") == text


if sys.platform != "win32":  # where files have modes

    def test_the_file_is_the_users_alone(tmp_path: Path) -> None:
        file = tmp_path / "new" / "settings.json"
        settings.save(file, Settings())
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(settings.SettingsUnwritable):
        settings.save(in_the_way / "settings.json", Settings())


@pytest.mark.parametrize(
    ("check", "text", "complaint"),
    [
        (settings_checks.check_uuid, PLANT_ID, None),
        (settings_checks.check_uuid, PLANT_ID.upper(), None),
        (settings_checks.check_uuid, "", Complaint.EMPTY),
        (settings_checks.check_uuid, PLANT_ID.replace("-", ""), Complaint.NOT_A_UUID),
        (settings_checks.check_uuid, "home", Complaint.NOT_A_UUID),
        (settings_checks.check_url, "https://api.developer.legrand.com", None),
        (settings_checks.check_url, "https://localhost:8443", None),
        (settings_checks.check_url, "http://api.developer.legrand.com", Complaint.NOT_A_URL),
        (settings_checks.check_url, "https://", Complaint.NOT_A_URL),
        (settings_checks.check_url, "https://host:port", Complaint.NOT_A_URL),
        (settings_checks.check_url, "https://me:pw@host", Complaint.NOT_A_URL),
        (settings_checks.check_authority, Service().authority, None),
        (settings_checks.check_authority, Service().authority + "/", Complaint.NOT_AN_AUTHORITY),
        (settings_checks.check_authority, "https://login.example/tenant/policy", Complaint.NOT_AN_AUTHORITY),
        (settings_checks.check_subscription_key, "0123456789abcdef" * 2, None),
        (settings_checks.check_subscription_key, "0123 4567", Complaint.NOT_A_KEY),
        (settings_checks.check_subscription_key, "", Complaint.EMPTY),
        (settings_checks.check_scope, "openid", Complaint.RESERVED_SCOPE),
        (settings_checks.check_scope, "https://tenant/api/plug.read", None),
        (settings_checks.check_text, "  ", Complaint.EMPTY),
    ],
)
def test_checks(check: Any, text: str, complaint: Complaint | None) -> None:
    assert check(text) is complaint


@pytest.mark.parametrize(
    ("port", "complaint"), [(0, None), (8400, None), (80, Complaint.NOT_A_PORT), (65536, Complaint.NOT_A_PORT)]
)
def test_ports(port: int, complaint: Complaint | None) -> None:
    assert settings_checks.check_port(port) is complaint


def test_version_1_belongs_to_nobody_yet(tmp_path: Path) -> None:
    loaded = settings.load(written(tmp_path, first_version(DOCUMENT)))
    assert loaded.account == ""
    assert [(plant.id, plant.account) for plant in loaded.home] == [(PLANT_ID, "")]


def test_version_1_becomes_version_2_with_all_that_it_held(tmp_path: Path) -> None:
    found = first_version(full())
    file = written(tmp_path, found)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == {**found, "version": 2}


def test_what_version_1_held_under_the_name_of_an_account_is_none(tmp_path: Path) -> None:
    """No version 1 of ours had such a key; whoever put one there meant something else, and would lose the plant."""
    found = {**DOCUMENT, "version": 1, "account": {"iban": 7}}
    file = written(tmp_path, found)
    assert settings.load(file).home == settings.load(file).plants
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == {**first_version(DOCUMENT), "version": 2}
    assert json.loads((tmp_path / "settings.json.v1").read_text(encoding="utf-8")) == found


def test_the_first_file_of_version_1_is_kept_as_it_stood(tmp_path: Path) -> None:
    file, kept = tmp_path / "settings.json", tmp_path / "settings.json.v1"
    mine = json.dumps(first_version(DOCUMENT), indent=7).encode()
    file.write_bytes(mine)
    settings.save(file, settings.load(file))
    assert kept.read_bytes() == mine
    settings.save(file, settings.load(file))
    written(tmp_path, {"version": 1})  # by a script, later
    settings.save(file, settings.load(file))
    assert kept.read_bytes() == mine
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["settings.json", "settings.json.v1"]


def test_version_2_leaves_nothing_beside(tmp_path: Path) -> None:
    file = written(tmp_path, DOCUMENT)
    settings.save(file, Settings())
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_what_is_nobodys_says_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings.save(file, Settings(plants=(Plant(PLANT_ID, "Home"),)))
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["version"] == 2
    assert "account" not in {*found, *found["plants"][0]}


def test_a_plant_takes_its_unknown_keys_along_when_it_is_claimed(tmp_path: Path) -> None:
    found = first_version(full())
    file = written(tmp_path, found)
    settings.save(file, settings.load(file).of_account("camille").claimed(PLANT_ID, "camille"))
    assert json.loads(file.read_text(encoding="utf-8")) == full()


def test_two_peoples_plants_of_one_id_keep_their_own_unknown_keys(tmp_path: Path) -> None:
    found = full()
    nobodys = {"id": PLANT_ID, "name": "Nobody's", "sockets": [], "later": "nobody"}
    found["plants"] += [{**found["plants"][0], "account": "zoe", "later": "zoe"}, nobodys]
    file = written(tmp_path, found)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == found


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
accounts = st.sampled_from(["", "camille", "zoe"])
selectors = st.builds(Selector, st.sampled_from(SelectorKey), names.filter(str.strip))
sockets = st.builds(Socket, selectors, names, st.lists(st.builds(Outlet, names), max_size=3).map(tuple))
groups = st.builds(Group, selectors.filter(lambda selector: selector.key is not SelectorKey.ID), names)
plants = st.builds(
    Plant,
    st.sampled_from([PLANT_ID, settings.TENANT]),
    names,
    st.lists(sockets, max_size=2, unique_by=lambda socket: socket.selector).map(tuple),
    st.lists(groups, max_size=1, unique_by=lambda group: group.selector).map(tuple),
    accounts,
)
some_plants = st.lists(plants, max_size=3, unique_by=lambda plant: (plant.id, plant.account)).map(tuple)
some_settings = st.builds(Settings, plants=some_plants, account=accounts)


@given(some_settings)
@hypothesis.settings(deadline=None)  # which a busy disk decides
def test_whatever_is_set_up_comes_back(tmp_path_factory: pytest.TempPathFactory, wanted: Settings) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    settings.save(file, wanted)
    settings.save(file, wanted)
    assert settings.load(file) == wanted


def again(wanted: Settings, found: dict[str, Any]) -> Any:
    """What a file that holds `found` holds after the settings were saved."""
    return json.loads(json.dumps(document(wanted, found)))


def strewn(value: Any, place: str = "") -> Any:
    """The same document with something in every object of it that we do not know, each with its place."""
    match value:
        case dict():
            return {key: strewn(each, f"{place}.{key}") for key, each in value.items()} | {"x-place": {"is": place}}
        case list():
            return [strewn(each, f"{place}[{index}]") for index, each in enumerate(value)]
    return value


@given(some_settings)
def test_whatever_document_is_written_again_stays_the_same(wanted: Settings) -> None:
    found = strewn(again(wanted, {}))
    assert settings.parse(found) == wanted
    assert again(wanted, found) == found


@given(some_settings)
def test_whatever_version_1_held_is_there_in_version_2(wanted: Settings) -> None:
    plants = {plant.id: replace(plant, account="") for plant in wanted.plants}
    nobodys = replace(wanted, account="", plants=tuple(plants.values()))
    found = {**strewn(again(nobodys, {})), "version": 1}
    assert settings.parse(found) == nobodys
    migrated = again(settings.parse(found), found)
    assert migrated == {**found, "version": 2}
    assert settings.parse(migrated) == nobodys


def test_timers_of_a_zone_that_this_computer_does_not_know_are_kept(tmp_path: Path) -> None:
    found = full()
    outlet = {"plant": PLANT_ID, "key": "id", "value": "S-1", "index": 0}
    timer = {"id": "t", "outlet": outlet, "on": False, "at": "07:10:00", "days": [0], "zone": "Mars/Olympus"}
    found["timers"] = [timer]
    loaded = settings.load(written(tmp_path, found))
    assert [each.rule.zone for each in loaded.timers] == ["Mars/Olympus"]
