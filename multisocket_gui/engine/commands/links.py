"""Verbs of links: made for one action, listed, removed, opened."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from multisocket_gui.engine.links import FILE, Link, Links, LinksUnusable
from multisocket_gui.options import Misused, understood
from multisocket_gui.words import tr

from .names import one_place
from .said import Said, failed, usage

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb

_ALLOWED = ("on", "off", "toggle", "all-off", "all-on", "scene", "show", "palette", "panel")
_NOT_LATER = ("after", "at", "yes", "dry_run")
"""Options that a link cannot hold: it is for what is done at once, and it answers no question beforehand."""


def verbs(desk: Desk) -> dict[str, Verb]:
    links = _LinkVerbs(desk)
    return {"link": links.link, "open": links.open}


class _LinkVerbs:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._links = Links(desk.commands.state / FILE)

    def link(self, options: argparse.Namespace, tell: Tell) -> None:
        deed = {"add": self._add, "list": self._list, "remove": self._remove}[options.deed]
        try:
            tell(deed(options))
        except LinksUnusable as error:
            tell(_unusable(error))

    def open(self, options: argparse.Namespace, tell: Tell) -> None:
        """Carry out what the address stands for, as if its words had been typed: with all guards."""
        try:
            link = self._links.find(options.url)
        except LinksUnusable as error:
            tell(_unusable(error))
            return
        if link is None:
            tell(failed(tr("This link does nothing here: it was never made, or was removed."), "unknown_link"))
            return
        try:
            action = understood(link.action)
        except Misused:  # made by another version
            tell(failed(tr("This link holds an action that is not understood."), "unknown_link"))
            return
        action.wait, action.json, action.folder = options.wait, options.json, ""
        self._desk.carry_out(action, tell)

    def _add(self, options: argparse.Namespace) -> Said:
        try:
            action = understood(options.action)
        except Misused as misused:
            return usage(str(misused))
        wrong = self._mistake(action)
        if wrong:
            return wrong
        link, url = self._links.add(options.action)
        hint = tr("Whoever has this address can do that, and nothing else. It is shown this once.")
        return Said(text=url, data={"url": url} | _document(link), note=hint)

    def _mistake(self, action: argparse.Namespace) -> Said | None:
        listed = action.verb == "scene" and action.deed not in ("apply", "off")
        if action.verb not in _ALLOWED or listed or any(getattr(action, name, None) for name in _NOT_LATER):
            return usage(tr("A link can hold one of: {verbs}, without options.").format(verbs=", ".join(_ALLOWED)))
        if "outlet" in action:
            found = one_place(self._desk.store, action.outlet)
            return found if isinstance(found, Said) else None
        return None

    def _list(self, _options: argparse.Namespace) -> Said:
        links = self._links.all()
        lines = "".join(f"{link.id}  {shlex.join(link.action)}\n" for link in links)
        return Said(text=lines or tr("There are no links."), data={"links": [_document(link) for link in links]})

    def _remove(self, options: argparse.Namespace) -> Said:
        gone = self._links.remove(options.link)
        if gone is None:
            known = tuple(link.id for link in self._links.all())
            return usage(tr("There is no link “{id}”.").format(id=options.link), known, "unknown_name")
        return Said(text=tr("Removed: {action}").format(action=shlex.join(gone.action)), data=_document(gone))


def _document(link: Link) -> dict[str, object]:
    return {"id": link.id, "action": list(link.action), "made": link.made}


def _unusable(error: LinksUnusable) -> Said:
    return failed(tr("The links cannot be kept or read: {reason}.").format(reason=error), "links_unusable")
