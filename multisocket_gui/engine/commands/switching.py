"""Verbs that switch outlets by name, now or later, and that take the last action back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from multisocket_gui.home.model import OutletRef, Place
from multisocket_gui.home.names import full_name
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import not_undone, tr

from .fates import Fates, guarded
from .names import one_place
from .said import Said, failed
from .timers import Planner, when_of

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    switching = _Switching(desk)
    return {"on": switching.on, "off": switching.off, "toggle": switching.toggle, "undo": switching.undo}


class _Switching:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store
        self._controller = desk.controller

    def on(self, options: argparse.Namespace, tell: Tell) -> None:
        self._named(options, tell, on=True)

    def off(self, options: argparse.Namespace, tell: Tell) -> None:
        self._named(options, tell, on=False)

    def toggle(self, options: argparse.Namespace, tell: Tell) -> None:
        place = one_place(self._store, options.outlet)
        if isinstance(place, Said):
            tell(place)
            return
        on = self._opposite(place)
        if on is None:
            text = tr("{outlet}: not known whether it is on, so there is no opposite. Say “on” or “off”.")
            tell(failed(text.format(outlet=full_name(place)), "unknown_state"))
        else:
            self._switch(place, on, options, tell)

    def undo(self, options: argparse.Namespace, tell: Tell) -> None:
        offer = self._store.undo
        if offer is None:
            tell(failed(tr("There is nothing to take back."), "nothing_to_undo"))
            return
        self._controller.undo()
        if self._store.undo and self._store.undo.refused:
            names = (self._name(ref) for ref in self._store.undo.refused)
            tell(failed(not_undone(names), "changed_since"))
            return
        self._desk.answer(options, Fates(self._desk, offer.action.prior).said, tell)

    def _named(self, options: argparse.Namespace, tell: Tell, *, on: bool) -> None:
        place = one_place(self._store, options.outlet)
        if isinstance(place, Said):
            tell(place)
            return
        when = when_of(options)
        if isinstance(when, Said):
            tell(when)
        elif when:
            tell(Planner(self._desk).outlet(place, on, when, yes=getattr(options, "yes", False)))
        else:
            self._switch(place, on, options, tell)

    def _switch(self, place: Place, on: bool, options: argparse.Namespace, tell: Tell) -> None:
        yes = getattr(options, "yes", False)
        _, refused = self._controller.strips.admitted({place.ref: on}, confirmed=[place.ref] if yes else [])
        if refused:
            tell(guarded(place, refused[place.ref]))
            return
        self._controller.switch(place.ref, on, confirmed=yes)
        self._desk.answer(options, Fates(self._desk, {place.ref: on}).said, tell)

    def _opposite(self, place: Place) -> bool | None:
        truth = self._store.truth(place.ref)
        known = truth.asked if truth.phase is Phase.SENDING else truth.on
        return None if known is None else not known

    def _name(self, ref: OutletRef) -> str:
        place = self._store.place(ref)
        return full_name(place) if place else "?"
