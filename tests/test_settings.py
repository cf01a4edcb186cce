"""settings.json: read with every field checked, written without losing anything."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui import settings, settings_checks
from multisocket_gui.home.model import Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.settings import Service, Settings, SettingsBroken
from multisocket_gui.settings_checks import Complaint

PLANT_ID = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11"
DOCUMENT: dict[str, Any] = {
    "version": 1,
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
            "sockets": [
                {"key": "id", "value": "S-1", "name": "Desk strip", "outlets": [{"name": "Lamp"}, {"name": "Printer"}]}
            ],
        }
    ],
}


def written(tmp_path: Path, document: object) -> Path:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_the_documented_example_is_read_and_written_as_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, DOCUMENT)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == DOCUMENT


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()


def test_unknown_keys_are_kept_at_every_level(tmp_path: Path) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    document["later"] = 1
    document["service"]["later"] = 2
    document["plants"][0]["later"] = 3
    document["plants"][0]["sockets"][0]["later"] = 4
    document["plants"][0]["sockets"][0]["outlets"][1]["icon"] = "printer"
    file = written(tmp_path, document)
    settings.save(file, settings.load(file))
    assert json.loads(file.read_text(encoding="utf-8")) == document


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.update(version=2), "version"),
        (lambda d: d.update(service=[]), "service"),
        (lambda d: d["service"].update(api_url="http://api.example"), "service.api_url"),
        (lambda d: d["service"].update(authority="https://login.example/tenant/"), "service.authority"),
        (lambda d: d["service"].update(redirect_port="8080"), "service.redirect_port"),
        (lambda d: d["service"].update(redirect_port=True), "service.redirect_port"),
        (lambda d: d["service"].update(scopes="read"), "service.scopes"),
        (lambda d: d["plants"][0].update(id="home"), "plants[0].id"),
        (lambda d: d["plants"].append(d["plants"][0]), "plants: id"),
        (lambda d: d["plants"][0]["sockets"][0].update(key="serial"), "plants[0].sockets[0].key"),
        (lambda d: d["plants"][0]["sockets"][0].pop("value"), "plants[0].sockets[0].value"),
        (lambda d: d["plants"][0]["sockets"][0].update(outlets=["Lamp"]), "plants[0].sockets[0]"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, change: Any, place: str) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    change(document)
    with pytest.raises(SettingsBroken) as broken:
        settings.load(written(tmp_path, document))
    assert broken.value.problem.detail == place


@pytest.mark.parametrize("text", ["{", '{"version": 1', "\ufeff", "[]", "null", "1e999"])
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


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
sockets = st.builds(
    Socket,
    st.builds(Selector, st.sampled_from(SelectorKey), names.filter(str.strip)),
    names,
    st.lists(st.builds(Outlet, names), max_size=6).map(tuple),
)
plants = st.builds(
    Plant, st.uuids().map(str), names, st.lists(sockets, max_size=4, unique_by=lambda s: s.selector).map(tuple)
)


@given(st.lists(plants, max_size=3, unique_by=lambda plant: plant.id))
def test_whatever_is_set_up_comes_back(tmp_path_factory: pytest.TempPathFactory, some: list[Plant]) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    wanted = Settings(plants=tuple(some))
    settings.save(file, wanted)
    settings.save(file, wanted)
    assert settings.load(file) == wanted
