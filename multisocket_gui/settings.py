"""settings.json, version 1: read with every field checked, written atomically, unknown keys kept."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .home.model import Group, Outlet, Plant, Selector, SelectorKey, Socket
from .home.problem import Kind, Trouble
from .home.quota import Allowance
from .settings_checks import (
    Complaint,
    check_allowance,
    check_authority,
    check_policy,
    check_port,
    check_text,
    check_url,
    check_uuid,
)

VERSION = 1
TENANT = "0d8816d5-3e7f-4c86-8229-645137e0f222"
Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service is and which registered application asks. Ports count from 0 (0: any free one)."""

    api_url: str = "https://api.developer.legrand.com"
    authority: str = f"https://login.eliotbylegrand.com/{TENANT}/B2C_1_Eliot-SignUpOrSignIn"
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    redirect_port: int = 0
    authorization_prefix: str = ""
    reset_policy: str = ""
    """The user flow that changes a forgotten password, as "B2C_1_name"; empty: none is known."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long (seconds) to wait for a connection, for each piece of an answer, and for all of it together."""

    connect: float = 5.0
    read: float = 10.0
    whole: float = 15.0


@dataclass(frozen=True, slots=True)
class Wire:
    """How the line is made: a CA file of one's own, whether proxies and CAs come from the environment, and how long
    the service is waited for."""

    ca_file: Path | None = None
    trust_env: bool = True
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of settings.json that the program understands."""

    service: Service = field(default_factory=Service)
    plants: tuple[Plant, ...] = ()
    quota: Allowance = field(default_factory=Allowance)


class SettingsBroken(Trouble):
    """settings.json cannot be read as version 1; `detail` names the place."""

    kind = Kind.SETTINGS_BROKEN


class SettingsUnwritable(Trouble):
    """settings.json cannot be written; `detail` is the system's reason."""

    kind = Kind.SETTINGS_UNWRITABLE


def load(file: Path) -> Settings:
    """The settings in `file`, or the defaults where there is none. Raises `SettingsBroken`."""
    document = _read(file)
    return parse(document) if document is not None else Settings()


def parse(document: object) -> Settings:
    """The settings of a parsed settings.json. Raises `SettingsBroken` with the place of the first mistake."""
    root = _typed(document, dict, "settings.json")
    if root.get("version") != VERSION:
        raise SettingsBroken("version")
    service = _parse_service(_typed(root.get("service", {}), dict, "service"))
    raw_plants = _typed(root.get("plants", []), list, "plants")
    plants = tuple(_parse_plant(raw, f"plants[{index}]") for index, raw in enumerate(raw_plants))
    if len({plant.id for plant in plants}) != len(plants):
        raise SettingsBroken("plants: id")
    return Settings(service, plants, _parse_quota(_typed(root.get("quota", {}), dict, "quota")))


def save(file: Path, settings: Settings) -> None:
    """Write `file` atomically (mode 0600), keeping keys in it that we do not know. Raises `SettingsUnwritable`.

    A file that cannot be understood is kept beside the new one, as settings.json.broken.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(_document(settings, _known_or_kept(file)), ensure_ascii=False, indent=2) + "\n"
        handle, temporary = tempfile.mkstemp(prefix=".settings-", dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(file)
    except OSError as error:
        raise SettingsUnwritable(error.strerror or type(error).__name__) from error


def _read(file: Path) -> object | None:
    try:
        text = file.read_text(encoding="utf-8")
        document: object = json.loads(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsBroken(error.strerror or type(error).__name__) from error
    except json.JSONDecodeError as error:
        raise SettingsBroken(f"line {error.lineno}") from error
    except UnicodeDecodeError as error:
        raise SettingsBroken("UTF-8") from error
    return document


def _known_or_kept(file: Path) -> Json:
    try:
        document = _read(file)
        if document is not None:
            parse(document)
    except SettingsBroken:
        file.replace(file.with_name(file.name + ".broken"))
        return {}
    return document if isinstance(document, dict) else {}


def _typed(value: object, kind: type[T], where: str) -> T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsBroken(where)
    return value


def _checked(complaint: Complaint | None, where: str) -> None:
    if complaint:
        raise SettingsBroken(where)


def _parse_service(raw: Json) -> Service:
    fallback = Service()

    def text(key: str, default: str) -> str:
        return _typed(raw.get(key, default), str, f"service.{key}")

    scopes = _typed(raw.get("scopes", []), list, "service.scopes")
    service = Service(
        api_url=text("api_url", fallback.api_url).rstrip("/"),
        authority=text("authority", fallback.authority),
        client_id=text("client_id", ""),
        scopes=tuple(_typed(scope, str, "service.scopes") for scope in scopes),
        redirect_port=_typed(raw.get("redirect_port", 0), int, "service.redirect_port"),
        authorization_prefix=text("authorization_prefix", ""),
        reset_policy=text("reset_policy", ""),
    )
    _checked(check_url(service.api_url), "service.api_url")
    _checked(check_authority(service.authority), "service.authority")
    _checked(check_port(service.redirect_port), "service.redirect_port")
    _checked(check_policy(service.reset_policy), "service.reset_policy")
    return service


def _parse_plant(raw: object, where: str) -> Plant:
    plant = _typed(raw, dict, where)
    plant_id = _typed(plant.get("id"), str, f"{where}.id")
    _checked(check_uuid(plant_id), f"{where}.id")
    raw_sockets = _typed(plant.get("sockets", []), list, f"{where}.sockets")
    sockets = tuple(_parse_socket(item, f"{where}.sockets[{index}]") for index, item in enumerate(raw_sockets))
    if len({socket.selector for socket in sockets}) != len(sockets):
        raise SettingsBroken(f"{where}.sockets: value")
    raw_groups = _typed(plant.get("groups", []), list, f"{where}.groups")
    groups = tuple(_parse_group(item, f"{where}.groups[{index}]") for index, item in enumerate(raw_groups))
    if len({group.selector for group in groups}) != len(groups):
        raise SettingsBroken(f"{where}.groups: value")
    return Plant(plant_id.lower(), _typed(plant.get("name", plant_id), str, f"{where}.name"), sockets, groups)


def _parse_socket(raw: object, where: str) -> Socket:
    socket = _typed(raw, dict, where)
    selector = _parse_selector(socket, where)
    raw_outlets = _typed(socket.get("outlets", []), list, f"{where}.outlets")
    outlets = tuple(
        Outlet(_typed(_typed(item, dict, where).get("name", str(number)), str, f"{where}.outlets"))
        for number, item in enumerate(raw_outlets, 1)
    )
    return Socket(selector, _typed(socket.get("name", selector.value), str, f"{where}.name"), outlets)


def _parse_group(raw: object, where: str) -> Group:
    group = _typed(raw, dict, where)
    selector = _parse_selector(group, where)
    if selector.key is SelectorKey.ID:  # which never targets several
        raise SettingsBroken(f"{where}.key")
    return Group(selector, _typed(group.get("name", selector.value), str, f"{where}.name"))


def _parse_selector(raw: Json, where: str) -> Selector:
    value = _typed(raw.get("value"), str, f"{where}.value")
    _checked(check_text(value), f"{where}.value")
    try:
        return Selector(SelectorKey(_typed(raw.get("key", "id"), str, f"{where}.key")), value)
    except ValueError as error:
        raise SettingsBroken(f"{where}.key") from error


def _parse_quota(raw: Json) -> Allowance:
    fallback = Allowance()

    def number(key: str, default: int) -> int:
        return _typed(raw.get(key, default), int, f"quota.{key}")

    allowance = Allowance(
        limit=number("limit", fallback.limit),
        reserve_off=number("reserve_off", fallback.reserve_off),
        reserve_timers=number("reserve_timers", fallback.reserve_timers),
    )
    _checked(check_allowance(allowance), "quota")
    return allowance


def _document(settings: Settings, old: Json) -> Json:
    old_plants = {str(plant["id"]).lower(): plant for plant in old.get("plants", [])}
    quota = {**old.get("quota", {}), **asdict(settings.quota)}
    return {
        **old,
        **({"quota": quota} if "quota" in old or settings.quota != Allowance() else {}),
        "version": VERSION,
        "service": _service_document(settings.service, old.get("service", {})),
        "plants": [_plant_document(plant, old_plants.get(plant.id, {})) for plant in settings.plants],
    }


def _service_document(service: Service, old: Mapping[str, Any]) -> Json:
    document = {**old, **asdict(service)}
    if not service.reset_policy and "reset_policy" not in old:
        del document["reset_policy"]
    return document


def _plant_document(plant: Plant, old: Mapping[str, Any]) -> Json:
    old_sockets = {(socket.get("key", "id"), socket["value"]): socket for socket in old.get("sockets", [])}
    sockets = [_socket_document(socket, old_sockets.get(_key(socket), {})) for socket in plant.sockets]
    old_groups = {(group.get("key", "id"), group["value"]): group for group in old.get("groups", [])}
    groups = [{**old_groups.get(_key(group), {}), **_group_document(group)} for group in plant.groups]
    document = {**old, "id": plant.id, "name": plant.name, "sockets": sockets}
    return {**document, "groups": groups} if groups or "groups" in old else document


def _group_document(group: Group) -> Json:
    key, value = _key(group)
    return {"key": key, "value": value, "name": group.name}


def _socket_document(socket: Socket, old: Mapping[str, Any]) -> Json:
    kept = list(old.get("outlets", []))
    kept += [{}] * (len(socket.outlets) - len(kept))
    outlets = [{**before, "name": outlet.name} for before, outlet in zip(kept, socket.outlets, strict=False)]
    key, value = _key(socket)
    return {**old, "key": key, "value": value, "name": socket.name, "outlets": outlets}


def _key(named: Socket | Group) -> tuple[str, str]:
    return (named.selector.key.value, named.selector.value)
