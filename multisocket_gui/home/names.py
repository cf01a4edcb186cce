"""Finding outlets by the names that people type."""

from __future__ import annotations

import unicodedata

from .model import Place, Plant, places


def folded(text: str) -> str:
    """The text as compared: one Unicode form, no regard to case, single spaces, none around a slash."""
    words = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return "/".join(part.strip() for part in words.split("/"))


def plain(text: str) -> str:
    """The text as searching compares it: no accents, no regard to case, single spaces."""
    letters = _bare(_bare(text).casefold())  # what one step brings forth, the other may have to touch once more
    return " ".join(letters.translate(_TYPOGRAPHIC).split())


def _bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


_TYPOGRAPHIC = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-"})


def full_name(place: Place) -> str:
    """`plant/socket/outlet`, as `find` takes it."""
    return f"{place.plant.name}/{place.socket.name}/{place.outlet.name}"


def find(plants: tuple[Plant, ...], name: str) -> tuple[Place, ...]:
    """The outlets that `name` means: `outlet`, `socket/outlet` or `plant/socket/outlet`.

    Names may hold slashes themselves ("Salon / TV"), so whole names are compared, never parts of one.
    Zero or several answers are for the caller to tell.
    """
    wanted = folded(name)
    return tuple(place for place in places(plants) if wanted in set(map(folded, spellings(place))))


def spellings(place: Place) -> tuple[str, str, str]:
    """The names under which `find` knows it, the shortest first; others may share them."""
    return place.outlet.name, f"{place.socket.name}/{place.outlet.name}", full_name(place)
