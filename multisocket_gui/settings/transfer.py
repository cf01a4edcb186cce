"""The whole set-up of a home as a file for another computer, and taken over from one. No secrets, nobody's name.

What a file holds counts. `taken_over` keeps all that it does not speak of; `replaced` keeps of it only what belongs
to no plant of the home that is shown: other people's homes are never touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import chain, count
from typing import TypeVar

from multisocket_gui.home.model import Group, OutletRef, Plant, Socket, places
from multisocket_gui.home.names import plain
from multisocket_gui.home.scene import Scene

from .document import document, parse
from .typed import Json
from .values import Settings, SettingsBroken

LARGEST = 4_000_000
"""Bytes; a large home has some ten thousand."""
Targets = Collection[OutletRef | str]
"""Outlets, and scenes by their ids."""
_Each = TypeVar("_Each")
_Named = TypeVar("_Named", Socket, Group)


def exported(settings: Settings, *, with_service: bool) -> bytes:
    """The home that is shown and all that is the user's own around it, as JSON like settings.json."""
    here = _outlets(settings.home)
    kept = tuple(scene for scene in (_within(scene, here) for scene in settings.scenes) if scene.wants)
    targets = _targets(here, kept)
    shared = replace(
        settings,
        account="",
        plants=tuple(replace(plant, account="") for plant in settings.home),
        favourites=settings.shown_favourites,
        scenes=kept,
        timers=tuple(timer for timer in settings.timers if timer.target in targets),
    )
    found = document(shared, {})
    if not with_service:
        del found["service"]
    return json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n"


def taken_over(settings: Settings, content: bytes, *, with_service: bool) -> Settings:
    """The settings with what `content`, an exported file, holds; nothing else is lost. Raises `SettingsBroken`."""
    found, theirs, base = _read(settings, content, with_service=with_service)
    home = _joined(settings.home, theirs, lambda plant: plant.id, _plant)
    known = _outlets(theirs)

    def scene(ours: Scene, told: Scene) -> Scene:
        elsewhere = {ref: on for ref, on in ours.wants.items() if ref in told.wants or ref not in known}
        return replace(told, wants={**elsewhere, **told.wants})

    return replace(
        base.with_home(home),
        favourites=tuple(dict.fromkeys((*settings.favourites, *found.favourites))),
        scenes=_apart(_joined(settings.scenes, found.scenes, lambda each: each.id, scene)),
        timers=_joined(settings.timers, found.timers, lambda each: each.id, lambda _ours, told: told),
    )


def replaced(settings: Settings, content: bytes, *, with_service: bool) -> Settings:
    """The settings with what `content` holds in place of the home that is shown and of all that belongs to it.

    Raises `SettingsBroken`.
    """
    found, theirs, base = _read(settings, content, with_service=with_service)
    ours = _outlets(settings.home)
    here = ours | _outlets(theirs)
    told = {scene.id: scene for scene in found.scenes}
    elsewhere = {scene.id: scene for scene in (_without(scene, here) for scene in settings.scenes) if scene.wants}
    scenes = _in_place(settings.scenes, found.scenes, lambda scene: scene.id not in told and _is_free(scene, ours))
    targets = _targets(ours, (scene for scene in settings.scenes if not _is_free(scene, ours)))
    taken = {timer.id for timer in found.timers}
    return replace(
        base.with_home(theirs),
        favourites=_in_place(settings.favourites, found.favourites, lambda ref: ref not in here),
        scenes=_apart(_with_rests(scenes, elsewhere)),
        timers=_in_place(
            settings.timers, found.timers, lambda timer: timer.id not in taken and timer.target not in targets
        ),
    )


def _read(settings: Settings, content: bytes, *, with_service: bool) -> tuple[Settings, list[Plant], Settings]:
    """What the file holds, its plants as nobody's or as whose they are here, and ours with what has no parts."""
    raw = _parsed(content)
    found = parse(raw)
    shown = {plant.id: plant.account for plant in settings.home}
    theirs = {plant.id: replace(plant, account=shown.get(plant.id, "")) for plant in found.plants}
    base = replace(
        settings,
        service=found.service if with_service and "service" in raw else settings.service,
        quota=found.quota if "quota" in raw else settings.quota,
        desktop=found.desktop if "desktop" in raw else settings.desktop,
    )
    return found, list(theirs.values()), base


def _parsed(content: bytes) -> Json:
    if len(content) > LARGEST:
        raise SettingsBroken("size")
    try:
        raw = json.loads(content)
    except json.JSONDecodeError as error:
        raise SettingsBroken(f"JSON, line {error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise SettingsBroken("JSON") from error
    if not isinstance(raw, dict):
        raise SettingsBroken("JSON")
    return raw


# Whose outlets they are


def _outlets(home: Iterable[Plant]) -> frozenset[OutletRef]:
    return frozenset(place.ref for place in places(tuple(home)))


def _targets(outlets: Iterable[OutletRef], scenes: Iterable[Scene]) -> Targets:
    return {*outlets, *(scene.id for scene in scenes)}


def _within(scene: Scene, outlets: Collection[OutletRef]) -> Scene:
    return replace(scene, wants={ref: on for ref, on in scene.wants.items() if ref in outlets})


def _without(scene: Scene, outlets: Collection[OutletRef]) -> Scene:
    return replace(scene, wants={ref: on for ref, on in scene.wants.items() if ref not in outlets})


def _is_free(scene: Scene, outlets: Collection[OutletRef]) -> bool:
    """Whether it wants nothing of these outlets."""
    return not any(ref in outlets for ref in scene.wants)


# Putting together


def _joined(
    ours: Iterable[_Each], theirs: Iterable[_Each], key: Callable[[_Each], object], one: Callable[[_Each, _Each], _Each]
) -> tuple[_Each, ...]:
    """Ours in their order, `one` of both where the file has the same; then what the file alone has."""
    told = {key(each): each for each in theirs}
    kept = [one(each, told.pop(key(each))) if key(each) in told else each for each in ours]
    return tuple(chain(kept, told.values()))


def _plant(ours: Plant, told: Plant) -> Plant:
    return replace(
        told, sockets=_by_selector(ours.sockets, told.sockets, _socket), groups=_by_selector(ours.groups, told.groups)
    )


def _by_selector(
    ours: Iterable[_Named], theirs: Iterable[_Named], one: Callable[[_Named, _Named], _Named] = lambda _ours, told: told
) -> tuple[_Named, ...]:
    return _joined(ours, theirs, lambda each: each.selector, one)


def _socket(ours: Socket, told: Socket) -> Socket:
    """An outlet is known by its place: those that the file does not count stay."""
    return replace(told, outlets=(*told.outlets, *ours.outlets[len(told.outlets) :]))


def _in_place(ours: Iterable[_Each], theirs: Iterable[_Each], stays: Callable[[_Each], bool]) -> tuple[_Each, ...]:
    """Theirs where ours stood, around those of ours that stay."""
    left = iter(tuple(theirs))
    placed = [each if stays(each) else next(left, None) for each in ours]
    return tuple(each for each in chain(placed, left) if each is not None)


def _with_rests(scenes: Iterable[Scene], rests: dict[str, Scene]) -> tuple[Scene, ...]:
    """Each with what it wants of other homes; what is left of a scene that the file does not have comes last."""
    whole = {scene.id: scene for scene in scenes}
    for scene_id, rest in rests.items():
        scene = whole.get(scene_id, rest)
        whole[scene_id] = replace(scene, wants={**scene.wants, **rest.wants})
    return tuple(whole.values())


def _apart(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """Scenes are found by their names: a second one of the same name gets a number."""
    taken: set[str] = set()
    named = []
    for scene in scenes:
        numbered = chain([scene.name], (f"{scene.name} {number}" for number in count(2)))
        name = next(each for each in numbered if plain(each) not in taken)
        taken.add(plain(name))
        named.append(replace(scene, name=name))
    return tuple(named)
