"""Verbs that lock outlets, let them ask, and set them free."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from multisocket_gui.home.model import Guard, Place
from multisocket_gui.home.names import full_name
from multisocket_gui.words import tr

from .names import one_place, place_and_rest
from .said import Said, refused

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    guards = _Guards(desk)
    return dict.fromkeys(_GUARDS, guards.set_guard)


_GUARDS = {"lock": Guard.LOCKED, "ask": Guard.ASK, "unlock": Guard.NONE}


class _Guards:
    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._controller = desk.controller

    def set_guard(self, options: argparse.Namespace, tell: Tell) -> None:
        """`lock NAME [WORDS…]`, `ask NAME [WORDS…]`, `unlock NAME`."""
        free = options.verb == "unlock"
        found = (one_place if free else place_and_rest)(self._store, options.outlet)
        if isinstance(found, Said):
            tell(found)
            return
        place, words = (found, "") if isinstance(found, Place) else found
        guard = _GUARDS[options.verb]
        self._controller.set_guard(place.ref, guard, words)
        problem = self._store.settings_problem
        tell(refused(problem) if problem else _done(place, guard, words))


def _done(place: Place, guard: Guard, words: str) -> Said:
    line = {
        Guard.LOCKED: tr("{outlet}: locked"),
        Guard.ASK: tr("{outlet}: asks before it is switched off"),
        Guard.NONE: tr("{outlet}: neither locked nor asking"),
    }[guard].format(outlet=full_name(place))
    document = {"name": full_name(place), "guard": guard.value, "words": words}
    return Said(text=f"{line}: “{words}”" if words else line, data=document)
