"""Finding outlets by the names that people type."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .model import Place, Plant, places


def folded(text: str) -> str:
    """The text as compared: one Unicode form, no regard to case, single spaces, none around a slash."""
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return "/".join(part.strip() for part in words.split("/"))


def full_name(place: Place) -> str:
    """`plant/socket/outlet`, as `find` takes it."""
    return f"{place.plant.name}/{place.socket.name}/{place.outlet.name}"


def find(plants: tuple[Plant, ...], name: str) -> tuple[Place, ...]:
    """The outlets that `name` means: `outlet`, `socket/outlet` or `plant/socket/outlet`.

    Names may hold slashes themselves ("Salon / TV"), so whole names are compared, never parts of one.
    Zero or several answers are for the caller to tell.
    """
    wanted = folded(name)
    return tuple(place for place in places(plants) if wanted in set(_spellings(place)))


def _spellings(place: Place) -> Iterable[str]:
    whole = full_name(place)
    return map(folded, (place.outlet.name, f"{place.socket.name}/{place.outlet.name}", whole))
