"""A meaning as somebody would type it, so that it can be read, changed and typed again."""

from __future__ import annotations

from .model import Place
from .phrase import Act, After, Meaning, Strip, When, Whole
from .phrase_words import COMMANDS
from .scene import Scene

_SAYS = {Act.TOGGLE: "", Act.ON: "on", Act.OFF: "off", Act.LOCK: "lock", Act.UNLOCK: "unlock"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def spelled(meaning: Meaning) -> str:
    """A text whose first meaning this is, as long as no other thing has the same names."""
    match meaning.target:
        case Place(_, plant, socket, outlet):
            name = f"{plant.name}/{socket.name}/{outlet.name}"
        case Strip(_, plant, socket):
            name = f"all {plant.name}/{socket.name}"
        case Whole(plant, group):
            name = f"all {plant.name}/{group.name}" if group else f"all {plant.name}"
        case Scene(_, title):
            name = f"scene {title}"
        case _:
            return COMMANDS[meaning.act][0]
    return " ".join(filter(None, (_SAYS[meaning.act], name, _when(meaning.when))))


def _when(when: When | None) -> str:
    if when is None:
        return ""
    if isinstance(when, After):
        parts = ((when.seconds // 3600, "h"), (when.seconds // 60 % 60, "m"), (when.seconds % 60, "s"))
        return "in " + "".join(f"{count}{unit}" for count, unit in parts if count)
    days = " " + ",".join(_DAYS[day] for day in sorted(when.days)) if when.days else ""
    return f"at {when.time:%H:%M}{days}"
