"""What is the user's own in settings.json beside the home: favourites, scenes, timers, and the desktop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Late, Missed, Once, Rule, Timer, Weekly

from .typed import Json, parse_selector, typed
from .values import Closing, Desktop, Settings, SettingsBroken

LONGEST_DELAY = 24 * 60
"""Minutes by which a timer may be allowed to be late at most."""


def parse_favourites(raw: object) -> tuple[OutletRef, ...]:
    """The outlets of "favourites", each once."""
    listed = typed(raw, list, "favourites")
    return tuple(dict.fromkeys(parse_outlet(each, f"favourites[{i}]") for i, each in enumerate(listed)))


def parse_scenes(raw: object) -> tuple[Scene, ...]:
    """The scenes of "scenes"; their ids must differ."""
    scenes = tuple(_parse_scene(each, f"scenes[{i}]") for i, each in enumerate(typed(raw, list, "scenes")))
    _check_ids([scene.id for scene in scenes], "scenes: id")
    return scenes


def parse_timers(raw: object) -> tuple[Timer, ...]:
    """The timers of "timers"; their ids must differ."""
    timers = tuple(_parse_timer(each, f"timers[{i}]") for i, each in enumerate(typed(raw, list, "timers")))
    _check_ids([timer.id for timer in timers], "timers: id")
    return timers


def parse_desktop(raw: object) -> Desktop:
    """The values of "desktop"."""
    found = typed(raw, dict, "desktop")
    fallback = Desktop()
    try:
        closing = Closing(typed(found.get("closing", fallback.closing), str, "desktop.closing"))
    except ValueError as error:
        raise SettingsBroken("desktop.closing") from error
    notify = typed(found.get("notify", fallback.notify), bool, "desktop.notify")
    return Desktop(closing, notify, typed(found.get("shortcut", fallback.shortcut), str, "desktop.shortcut"))


def parse_outlet(raw: object, where: str) -> OutletRef:
    """The outlet of {"plant", "key", "value", "index"}."""
    found = typed(raw, dict, where)
    index = typed(found.get("index"), int, f"{where}.index")
    if index < 0:
        raise SettingsBroken(f"{where}.index")
    plant = typed(found.get("plant"), str, f"{where}.plant").lower()
    return OutletRef(SocketRef(plant, parse_selector(found, where)), index)


def own_document(settings: Settings, old: Mapping[str, Any]) -> Json:
    """What of this stands in the file; a part that was never there and is as it is at first stays away."""
    parts: dict[str, tuple[object, bool]] = {
        "favourites": ([_outlet_document(ref) for ref in settings.favourites], bool(settings.favourites)),
        "scenes": (_with_old(map(_scene_document, settings.scenes), old.get("scenes", [])), bool(settings.scenes)),
        "timers": (_with_old(map(_timer_document, settings.timers), old.get("timers", [])), bool(settings.timers)),
        "desktop": ({**old.get("desktop", {}), **_desktop_document(settings.desktop)}, settings.desktop != Desktop()),
    }
    return {key: part for key, (part, needed) in parts.items() if needed or key in old}


def _with_old(documents: Iterable[Json], old: list[Json]) -> list[Json]:
    before = {raw["id"]: raw for raw in old}
    return [{**_unknown(before.get(document["id"], {})), **document} for document in documents]


def _unknown(raw: Json) -> Json:
    known = ("wants", "outlet", "scene", "days")
    return {key: value for key, value in raw.items() if key not in known}


def _check_ids(ids: list[str], where: str) -> None:
    if len(set(ids)) != len(ids):
        raise SettingsBroken(where)


def _parse_scene(raw: object, where: str) -> Scene:
    found = typed(raw, dict, where)
    listed = typed(found.get("wants", []), list, f"{where}.wants")
    wants = {
        parse_outlet(each, f"{where}.wants[{i}]"): typed(each.get("on"), bool, f"{where}.wants[{i}].on")
        for i, each in enumerate(listed)
    }
    return Scene(_id(found, where), typed(found.get("name"), str, f"{where}.name"), wants)


def _scene_document(scene: Scene) -> Json:
    wants = [{**_outlet_document(ref), "on": on} for ref, on in scene.wants.items()]
    return {"id": scene.id, "name": scene.name, "wants": wants}


def _parse_timer(raw: object, where: str) -> Timer:
    found = typed(raw, dict, where)
    scene = typed(found.get("scene", ""), str, f"{where}.scene")
    return Timer(
        id=_id(found, where),
        target=scene or parse_outlet(found.get("outlet"), f"{where}.outlet"),
        on=typed(found.get("on"), bool, f"{where}.on"),
        rule=_parse_rule(found, where),
        missed=_parse_missed(found, where),
        confirmed=typed(found.get("confirmed", False), bool, f"{where}.confirmed"),
        enabled=typed(found.get("enabled", True), bool, f"{where}.enabled"),
    )


def _parse_rule(raw: Json, where: str) -> Rule:
    at, zone = typed(raw.get("at"), str, f"{where}.at"), typed(raw.get("zone"), str, f"{where}.zone")
    days = typed(raw.get("days", []), list, f"{where}.days")
    if any(isinstance(day, bool) or day not in range(7) for day in days):
        raise SettingsBroken(f"{where}.days")
    if not zone:
        raise SettingsBroken(f"{where}.zone")
    try:  # whether this computer knows the zone is not asked: a file from another one must not be refused for it
        if days:
            return Weekly(time.fromisoformat(at).replace(tzinfo=None), frozenset(days), zone)
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise SettingsBroken(f"{where}.at") from error
    if moment.tzinfo is None:
        raise SettingsBroken(f"{where}.at")
    return Once(moment, zone)


def _parse_missed(raw: Json, where: str) -> Missed:
    fallback = Missed()
    within = typed(raw.get("late_min", fallback.within), int, f"{where}.late_min")
    if not 0 <= within <= LONGEST_DELAY:
        raise SettingsBroken(f"{where}.late_min")
    try:
        return Missed(within, Late(typed(raw.get("late_then", fallback.then), str, f"{where}.late_then")))
    except ValueError as error:
        raise SettingsBroken(f"{where}.late_then") from error


def _timer_document(timer: Timer) -> Json:
    if isinstance(timer.target, OutletRef):
        target: Json = {"outlet": _outlet_document(timer.target)}
    else:
        target = {"scene": timer.target}
    days: Json = {"days": sorted(timer.rule.days)} if isinstance(timer.rule, Weekly) else {}
    return {
        "id": timer.id,
        **target,
        "on": timer.on,
        "at": timer.rule.at.isoformat(),
        **days,
        "zone": timer.rule.zone,
        "late_min": timer.missed.within,
        "late_then": timer.missed.then.value,
        "confirmed": timer.confirmed,
        "enabled": timer.enabled,
    }


def _desktop_document(desktop: Desktop) -> Json:
    return {"closing": desktop.closing.value, "notify": desktop.notify, "shortcut": desktop.shortcut}


def _outlet_document(ref: OutletRef) -> Json:
    selector = ref.socket.selector
    return {"plant": ref.socket.plant, "key": selector.key.value, "value": selector.value, "index": ref.index}


def _id(raw: Json, where: str) -> str:
    found = typed(raw.get("id"), str, f"{where}.id")
    if not found:
        raise SettingsBroken(f"{where}.id")
    return found
