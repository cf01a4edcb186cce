"""The whole set-up of a home as a file for another computer, and taken over from one. No secrets, nobody's name.

What a file holds counts, and what it does not speak of stays: nothing that was set up is lost by taking one over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from multisocket_gui.home.model import OutletRef, Plant, places
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Timer

from .document import document, parse
from .values import Settings, SettingsBroken

LARGEST = 4_000_000
"""Bytes; a large home has some ten thousand."""
_Each = TypeVar("_Each", Scene, Timer)


def exported(settings: Settings, *, with_service: bool) -> bytes:
    """The home that is shown and all that is the user's own around it, as JSON like settings.json."""
    here = {place.ref for place in places(settings.home)}
    scenes = tuple(
        replace(scene, wants={ref: on for ref, on in scene.wants.items() if ref in here}) for scene in settings.scenes
    )
    kept = tuple(scene for scene in scenes if scene.wants)
    targets: set[OutletRef | str] = {*here, *(scene.id for scene in kept)}
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
    """The settings with what `content`, an exported file, holds. Raises `SettingsBroken`."""
    if len(content) > LARGEST:
        raise SettingsBroken("size")
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SettingsBroken("JSON") from error
    found = parse(raw)
    theirs = {plant.id: replace(plant, account="") for plant in found.plants}
    home = [theirs.pop(plant.id, plant) for plant in settings.home]
    merged = settings.with_home(_as_before(home, settings.home, theirs.values()))
    return replace(
        merged,
        service=found.service if with_service and "service" in raw else settings.service,
        quota=found.quota if "quota" in raw else settings.quota,
        favourites=tuple(dict.fromkeys((*settings.favourites, *found.favourites))),
        scenes=_joined(settings.scenes, found.scenes),
        timers=_joined(settings.timers, found.timers),
        desktop=found.desktop if "desktop" in raw else settings.desktop,
    )


def _as_before(home: Iterable[Plant], before: Iterable[Plant], new: Iterable[Plant]) -> list[Plant]:
    """Whose a plant is stays as it was here: the file does not tell."""
    owned = [replace(plant, account=own.account) for plant, own in zip(home, before, strict=True)]
    return [*owned, *new]


def _joined(ours: tuple[_Each, ...], theirs: tuple[_Each, ...]) -> tuple[_Each, ...]:
    """Both, by their ids; what the file holds stands for ours."""
    told: dict[str, _Each] = {each.id: each for each in theirs}
    kept: list[_Each] = [told.pop(each.id, each) for each in ours]
    return tuple(chain(kept, told.values()))
