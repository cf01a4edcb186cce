"""Verbs that look and change nothing: status, list, history."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from multisocket_gui.engine import status
from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.history_export import row
from multisocket_gui.engine.links import FILE, Links, LinksUnusable
from multisocket_gui.history_words import entry_line, entry_note, entry_place
from multisocket_gui.home.duration import parse_duration, parse_time
from multisocket_gui.home.history import Entry
from multisocket_gui.home.model import Place, places
from multisocket_gui.home.names import folded, full_name, spellings
from multisocket_gui.words import clock_time, tr

from .said import Said, usage

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    looking = _Looking(desk)
    return {"status": looking.status, "list": looking.names, "history": looking.history}


class _Looking:
    def __init__(self, desk: Desk) -> None:
        self._store = desk.store
        self._history = desk.commands.history
        self._scenes = desk.controller.scenes
        self._link_file = desk.commands.state / FILE

    def status(self, options: argparse.Namespace, tell: Tell) -> None:
        now = Moment.now().wall
        if options.json:
            tell(Said(data=status.document(self._store, now)))
        else:
            tell(Said(text=status.as_text(self._store, now)))

    def history(self, options: argparse.Namespace, tell: Tell) -> None:
        now = Moment.now().wall
        since = 0.0 if options.since is None else _moment(options.since, now)
        if since is None:
            tell(usage(tr("“{text}” is no time: say 2h, 07:10 or 2026-03-01.").format(text=options.since)))
            return
        if options.count is not None and options.count < 1:
            tell(usage(tr("A whole number, please.")))
            return
        entries = [entry for entry in self._history.entries() if entry.when >= since][: options.count]
        lines = "".join(f"{_line(entry, now)}\n" for entry in entries)
        tell(Said(text=lines, data={"entries": [row(entry) for entry in entries]}))

    def names(self, options: argparse.Namespace, tell: Tell) -> None:
        every = self._every_name(spellings_too=options.spellings)
        if options.what:
            every = {options.what: every[options.what]}
            text = "".join(f"{name}\n" for name in every[options.what])
        else:
            text = "".join(_section(title, every[what]) for what, title in _titles().items() if every[what])
        tell(Said(text=text, data=every))

    def _every_name(self, *, spellings_too: bool) -> dict[str, list[str]]:
        settings, plants = self._store.settings, self._store.plants
        outlets = list(places(plants))
        return {
            "plants": [plant.name for plant in plants],
            "sockets": [f"{plant.name}/{socket.name}" for plant in plants for socket in plant.sockets],
            "outlets": _clear_spellings(outlets) if spellings_too else [full_name(place) for place in outlets],
            "scenes": [scene.name for scene in self._scenes.shown],
            "timers": [timer.id for timer in settings.timers],
            "links": self._links(),
        }

    def _links(self) -> list[str]:
        try:
            return [link.id for link in Links(self._link_file).all()]
        except LinksUnusable:  # “link list” says why
            return []


def _titles() -> dict[str, str]:
    return {
        "plants": tr("Plants"),
        "sockets": tr("Sockets"),
        "outlets": tr("Outlets"),
        "scenes": tr("Scenes"),
        "timers": tr("Timers"),
        "links": tr("Links"),
    }


def _section(title: str, names: Iterable[str]) -> str:
    return "".join([f"{title}\n", *(f"  {name}\n" for name in names)])


def _clear_spellings(outlets: Iterable[Place]) -> list[str]:
    """Every name that means exactly one outlet."""
    every = [spelling for place in outlets for spelling in spellings(place)]
    count = Counter(map(folded, every))
    return [spelling for spelling in every if count[folded(spelling)] == 1]


def _line(entry: Entry, now: float) -> str:
    told = f"{clock_time(entry.when, now)}  {entry_line(entry)} · {entry_place(entry, plant=True)}"
    note = entry_note(entry)
    return f"{told} · {note}" if note else told


def _moment(text: str, now: float) -> float | None:
    """When the text means (seconds since the epoch): so long ago, a time of day that has been, or a date."""
    seconds = parse_duration(text)
    if seconds is not None:
        return now - seconds
    at, today = parse_time(text), datetime.fromtimestamp(now).astimezone()
    if at is not None:
        then = today.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        return (then if then <= today else then - timedelta(days=1)).timestamp()
    try:
        return datetime.fromisoformat(text).astimezone().timestamp()
    except (ValueError, OverflowError):
        return None
