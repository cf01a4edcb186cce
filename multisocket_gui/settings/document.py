"""The JSON of settings.json, read into `Settings` and made of them. What it holds beyond that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from multisocket_gui.home.model import Group, Guard, Outlet, Plant, SelectorKey, Socket
from multisocket_gui.home.quota import Allowance
from multisocket_gui.settings_checks import (
    check_allowance,
    check_authority,
    check_policy,
    check_port,
    check_url,
    check_uuid,
)

from .own import own_document, parse_desktop, parse_favourites, parse_scenes, parse_timers
from .typed import Json, checked, parse_selector, typed
from .values import Service, Settings, SettingsBroken

FIRST_VERSION = 1
VERSION = 2


def parse(found: object) -> Settings:
    """The settings of a parsed settings.json. Raises `SettingsBroken` with the place of the first mistake."""
    root = typed(found, dict, "settings.json")
    version = root.get("version")
    if isinstance(version, bool) or version not in (FIRST_VERSION, VERSION):
        raise SettingsBroken("version")
    root = _migrated(root)
    service = _parse_service(typed(root.get("service", {}), dict, "service"))
    raw_plants = typed(root.get("plants", []), list, "plants")
    plants = tuple(_parse_plant(raw, f"plants[{index}]") for index, raw in enumerate(raw_plants))
    if len({(plant.id, plant.account) for plant in plants}) != len(plants):
        raise SettingsBroken("plants: id")
    quota = _parse_quota(typed(root.get("quota", {}), dict, "quota"))
    return Settings(
        service,
        plants,
        quota,
        typed(root.get("account", ""), str, "account"),
        parse_favourites(root.get("favourites", [])),
        parse_scenes(root.get("scenes", [])),
        parse_timers(root.get("timers", [])),
        parse_desktop(root.get("desktop", {})),
    )


def document(settings: Settings, old: Json) -> Json:
    """The settings as JSON of version 2.

    `old` is what the file holds, as `parse` took it, or {}: what we do not know of it is kept, at every level.
    """
    old = _migrated(old)
    quota = {**old.get("quota", {}), **asdict(settings.quota)}
    return {
        **_nobodys(old),
        **({"quota": quota} if "quota" in old or settings.quota != Allowance() else {}),
        **_owner(settings.account),
        "service": _service_document(settings.service, old.get("service", {})),
        "plants": _plant_documents(settings.plants, old.get("plants", [])),
        **own_document(settings, old),
    }


def _migrated(root: Json) -> Json:
    """As version 2. Version 1 knew of no accounts: what somebody else kept in it under that name is none."""
    if root.get("version") == VERSION:
        return root
    plants = root.get("plants", [])
    if isinstance(plants, list):
        plants = [_nobodys(raw) if isinstance(raw, dict) else raw for raw in plants]
    return {**_nobodys(root), "version": VERSION, "plants": plants}


def _parse_service(raw: Json) -> Service:
    fallback = Service()

    def text(key: str, default: str) -> str:
        return typed(raw.get(key, default), str, f"service.{key}")

    scopes = typed(raw.get("scopes", []), list, "service.scopes")
    service = Service(
        api_url=text("api_url", fallback.api_url).rstrip("/"),
        authority=text("authority", fallback.authority),
        client_id=text("client_id", ""),
        scopes=tuple(typed(scope, str, "service.scopes") for scope in scopes),
        redirect_port=typed(raw.get("redirect_port", 0), int, "service.redirect_port"),
        authorization_prefix=text("authorization_prefix", ""),
        reset_policy=text("reset_policy", ""),
    )
    checked(check_url(service.api_url), "service.api_url")
    checked(check_authority(service.authority), "service.authority")
    checked(check_port(service.redirect_port), "service.redirect_port")
    checked(check_policy(service.reset_policy), "service.reset_policy")
    return service


def _parse_plant(raw: object, where: str) -> Plant:
    plant = typed(raw, dict, where)
    plant_id = typed(plant.get("id"), str, f"{where}.id")
    checked(check_uuid(plant_id), f"{where}.id")
    raw_sockets = typed(plant.get("sockets", []), list, f"{where}.sockets")
    sockets = tuple(_parse_socket(item, f"{where}.sockets[{index}]") for index, item in enumerate(raw_sockets))
    if len({socket.selector for socket in sockets}) != len(sockets):
        raise SettingsBroken(f"{where}.sockets: value")
    raw_groups = typed(plant.get("groups", []), list, f"{where}.groups")
    groups = tuple(_parse_group(item, f"{where}.groups[{index}]") for index, item in enumerate(raw_groups))
    if len({group.selector for group in groups}) != len(groups):
        raise SettingsBroken(f"{where}.groups: value")
    name = typed(plant.get("name", plant_id), str, f"{where}.name")
    account = typed(plant.get("account", ""), str, f"{where}.account")
    return Plant(plant_id.lower(), name, sockets, groups, account)


def _parse_socket(raw: object, where: str) -> Socket:
    socket = typed(raw, dict, where)
    selector = parse_selector(socket, where)
    raw_outlets = typed(socket.get("outlets", []), list, f"{where}.outlets")
    outlets = tuple(
        _parse_outlet(item, str(number), f"{where}.outlets[{number - 1}]") for number, item in enumerate(raw_outlets, 1)
    )
    order = tuple(typed(each, int, f"{where}.order") for each in typed(socket.get("order", []), list, f"{where}.order"))
    return Socket(selector, typed(socket.get("name", selector.value), str, f"{where}.name"), outlets, order)


def _parse_outlet(raw: object, name: str, where: str) -> Outlet:
    outlet = typed(raw, dict, where)

    def text(key: str, default: str = "") -> str:
        return typed(outlet.get(key, default), str, f"{where}.{key}")

    try:
        return Outlet(text("name", name), text("icon"), Guard(text("guard")), text("guard_words"))
    except ValueError as error:
        raise SettingsBroken(f"{where}.guard") from error


def _parse_group(raw: object, where: str) -> Group:
    group = typed(raw, dict, where)
    selector = parse_selector(group, where)
    if selector.key is SelectorKey.ID:  # which never targets several
        raise SettingsBroken(f"{where}.key")
    return Group(selector, typed(group.get("name", selector.value), str, f"{where}.name"))


def _parse_quota(raw: Json) -> Allowance:
    fallback = Allowance()

    def number(key: str, default: int) -> int:
        return typed(raw.get(key, default), int, f"quota.{key}")

    allowance = Allowance(
        limit=number("limit", fallback.limit),
        reserve_off=number("reserve_off", fallback.reserve_off),
        reserve_timers=number("reserve_timers", fallback.reserve_timers),
    )
    checked(check_allowance(allowance), "quota")
    return allowance


def _service_document(service: Service, old: Mapping[str, Any]) -> Json:
    document = {**old, **asdict(service)}
    if not service.reset_policy and "reset_policy" not in old:
        del document["reset_policy"]
    return document


def _plant_documents(plants: tuple[Plant, ...], old: list[Json]) -> list[Json]:
    before = {(raw["id"].lower(), raw.get("account", "")): raw for raw in old}
    now = {(plant.id, plant.account) for plant in plants}
    claimed = {
        plant_id: raw for (plant_id, account), raw in before.items() if not account and (plant_id, "") not in now
    }
    return [
        _plant_document(plant, before.get((plant.id, plant.account)) or claimed.get(plant.id, {})) for plant in plants
    ]


def _plant_document(plant: Plant, old: Json) -> Json:
    old_sockets = {(socket.get("key", "id"), socket["value"]): socket for socket in old.get("sockets", [])}
    sockets = [_socket_document(socket, old_sockets.get(_key(socket), {})) for socket in plant.sockets]
    old_groups = {(group.get("key", "id"), group["value"]): group for group in old.get("groups", [])}
    groups = [{**old_groups.get(_key(group), {}), **_group_document(group)} for group in plant.groups]
    document = {**_nobodys(old), "id": plant.id, "name": plant.name, **_owner(plant.account), "sockets": sockets}
    return {**document, "groups": groups} if groups or "groups" in old else document


def _nobodys(raw: Json) -> Json:
    return {key: value for key, value in raw.items() if key != "account"}


def _owner(account: str) -> Json:
    return {"account": account} if account else {}


def _group_document(group: Group) -> Json:
    key, value = _key(group)
    return {"key": key, "value": value, "name": group.name}


def _socket_document(socket: Socket, old: Mapping[str, Any]) -> Json:
    kept = list(old.get("outlets", []))
    kept += [{}] * (len(socket.outlets) - len(kept))
    outlets = [_outlet_document(outlet, before) for before, outlet in zip(kept, socket.outlets, strict=False)]
    key, value = _key(socket)
    document = {**old, "key": key, "value": value, "name": socket.name, "outlets": outlets}
    return {**document, "order": list(socket.order)} if socket.order or "order" in old else document


def _outlet_document(outlet: Outlet, old: Json) -> Json:
    own = {"icon": outlet.icon, "guard": outlet.guard.value, "guard_words": outlet.guard_words}
    return {**old, "name": outlet.name, **{key: value for key, value in own.items() if value or key in old}}


def _key(named: Socket | Group) -> tuple[str, str]:
    return (named.selector.key.value, named.selector.value)
