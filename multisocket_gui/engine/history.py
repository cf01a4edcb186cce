"""Keeps the history: listens to the store, remembers on disk, writes it out for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.history import REMEMBERED, Entry, Names, Step, interrupted, is_open, told
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase, Seen, Truth

from .clock import Clock, SystemClock
from .facts import Change, Moved
from .history_export import as_csv, as_json
from .history_file import HistoryFile, file_of, take_over
from .store import Store

Numbered = dict[int, Entry]


class History(QObject):
    """GUI thread only. The file is read when the history is first needed, not at the start.

    Each account has a history of its own, in a file beside `file`; what was written down before anybody was known to
    have signed in is the first account's.
    """

    changed = Signal()

    def __init__(self, store: Store, file: Path, parent: QObject | None = None, *, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock or SystemClock()
        self._nobodys = file
        self._cleared_by: str | None = None
        self._open(store.settings.account)
        store.moved.connect(self._on_moved)
        store.changed.connect(self._on_changed)

    def _open(self, account: str) -> None:
        self._whose = account
        self._file = HistoryFile(file_of(self._nobodys, account))
        self._loaded: Numbered | None = None
        self._of: dict[OutletRef, Numbered] = {}
        self._last_number = 0
        self._cleared = 0.0
        """What was told until then (seconds since the epoch) is shown to nobody; only what is still open is kept."""

    def entries(self) -> tuple[Entry, ...]:
        """What is remembered, newest first."""
        return tuple(sorted(self._shown().values(), key=lambda entry: (entry.when, entry.number), reverse=True))

    def clear(self) -> tuple[Entry, ...]:
        """Forget everything, here and on disk; returns what was forgotten, for `restore`.

        What is still open is kept out of sight: it may tell what a later read means.
        """
        forgotten = self.entries()
        self._cleared_by = self._whose
        for entry in list(self._all.values()):
            if not is_open(entry):
                self._drop(entry)
        self._cleared = self._clock.now().wall
        self._file.replace({})
        self.changed.emit()
        return forgotten

    def restore(self, forgotten: Iterable[Entry]) -> None:
        """Remember again what `clear` forgot; what became of it meanwhile counts. Nobody gets another's."""
        if self._cleared_by != self._whose:
            return
        for entry in forgotten:
            if entry.number not in self._all:
                self._put(entry)
        self._cleared = 0.0
        self._make_room()
        self._file.replace(self._shown())
        self.changed.emit()

    def export(self, file: Path) -> Problem | None:
        """Write what is remembered, oldest first: JSON where the name ends in .json, else CSV. None: it was written."""
        oldest_first = self.entries()[::-1]
        text = as_json(oldest_first) if file.suffix.lower() == ".json" else as_csv(oldest_first)
        try:
            file.write_bytes(text)
        except OSError as error:
            return Problem(Kind.HISTORY_UNWRITABLE, detail=error.strerror or type(error).__name__)
        return None

    # What the store tells

    def _on_changed(self, change: Change) -> None:
        account = self._store.settings.account
        if change.home and account != self._whose:
            if not self._whose:
                take_over(self._nobodys, account)
            self._open(account)
            self.changed.emit()

    def _on_moved(self, moved: tuple[Moved, ...]) -> None:
        now = self._clock.now().wall
        if now < self._cleared:  # the clock was set back
            self._cleared = 0.0
        news: Numbered = {}
        for move in moved:
            for entry in self._told(move, now):
                self._put(entry)
                news[entry.number] = entry
        if news:
            self._make_room()
            shown = (entry for entry in news.values() if entry.number in self._all and self._is_shown(entry))
            self._file.append(shown, self._shown)
            self.changed.emit()

    def _told(self, move: Moved, now: float) -> tuple[Entry, ...]:
        if _is_nothing_new(move):
            return ()
        earlier = self._earlier(move.outlet)
        if isinstance(move.event, Seen) and move.before == Truth() and not earlier:
            return ()
        place = self._store.place(move.outlet)
        if place is None:
            return ()
        names = Names(place.plant.name, place.socket.name, place.outlet.name)
        step = Step(move.outlet, names, move.event, move.before, move.after, now)
        return told(step, earlier, self._last_number + 1)

    # What is remembered

    @property
    def _all(self) -> Numbered:
        if self._loaded is None:
            self._loaded = {}
            for entry in self._file.load().values():
                self._put(interrupted(entry))
            self._make_room()
        return self._loaded

    def _earlier(self, outlet: OutletRef) -> list[Entry]:
        """The outlet's entries by number, newest first."""
        known = self._of.get(outlet, {}) if self._all else {}
        return [known[number] for number in sorted(known, reverse=True)]

    def _shown(self) -> Numbered:
        return {number: entry for number, entry in self._all.items() if self._is_shown(entry)}

    def _is_shown(self, entry: Entry) -> bool:
        return entry.when > self._cleared

    def _put(self, entry: Entry) -> None:
        self._all[entry.number] = entry
        self._of.setdefault(entry.outlet, {})[entry.number] = entry
        self._last_number = max(self._last_number, entry.number)

    def _drop(self, entry: Entry) -> None:
        del self._all[entry.number]
        del self._of[entry.outlet][entry.number]

    def _make_room(self) -> None:
        if len(self._all) > REMEMBERED:
            for number in sorted(self._all)[:-REMEMBERED]:
                self._drop(self._all[number])


def _is_nothing_new(move: Moved) -> bool:
    """Most reads show what was known: they are told apart without a look at what is remembered."""
    before, known = move.before, move.before.reported
    if not isinstance(move.event, Seen) or before.phase is not Phase.CONFIRMED:
        return False
    return known is not None and known.on is move.event.on
