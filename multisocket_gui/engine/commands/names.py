"""Outlets and plants by the names that people type; what is not one of them is answered with those there are."""

from __future__ import annotations

from collections.abc import Sequence

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Place, Plant, places
from multisocket_gui.home.names import find, folded, full_name
from multisocket_gui.words import tr

from .said import Said, usage


def one_place(store: Store, words: Sequence[str]) -> Place | Said:
    """The one outlet that is meant, or what to answer."""
    name = " ".join(words)
    found = find(store.plants, name)
    if len(found) == 1:
        return found[0]
    if found:
        several = tr("“{name}” names several outlets:").format(name=name)
        return usage(several, map(full_name, found), "ambiguous")
    nothing = tr("No outlet is named “{name}”. There are:").format(name=name)
    return usage(nothing, map(full_name, places(store.plants)), "unknown_name")


def place_and_rest(store: Store, words: Sequence[str]) -> tuple[Place, str] | Said:
    """The outlet that as many of the first words as possible name, and the words after it as one text."""
    for count in range(len(words), 0, -1):
        if find(store.plants, " ".join(words[:count])):
            found = one_place(store, words[:count])
            return found if isinstance(found, Said) else (found, " ".join(words[count:]))
    first = one_place(store, words)
    assert isinstance(first, Said)
    return first


def some_plants(store: Store, words: Sequence[str]) -> tuple[Plant, ...] | Said:
    """The one plant that is meant, all of them where none is named, or what to answer."""
    name = " ".join(words)
    found = tuple(plant for plant in store.plants if not name or folded(plant.name) == folded(name))
    names = [plant.name for plant in store.plants]
    if name and len(found) > 1:
        return usage(tr("Several plants are named “{name}”.").format(name=name), kind="ambiguous")
    if not found:
        text = tr("No plant is named “{name}”. There are:") if name else tr("No plant is set up.")
        return usage(text.format(name=name), names, "unknown_name")
    return found
