"""The history as rows of a list: the entries that are asked for, under a heading for each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QAbstractListModel, QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from multisocket_gui.history_words import day_name, entry_line, entry_note, entry_place, spoken
from multisocket_gui.home.history import TROUBLE, Entry, Hand
from multisocket_gui.home.model import SocketRef
from multisocket_gui.home.names import plain
from multisocket_gui.words import language

PAGE = 100
"""So many entries are laid out at once; scrolling down brings more."""
Index = QModelIndex | QPersistentModelIndex


class Choice(Enum):
    """Which entries are shown."""

    ALL = auto()
    HERE = auto()
    ELSEWHERE = auto()
    TROUBLE = auto()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a choice, words that an entry must hold (folded by `plain`), one socket or any."""

    choice: Choice = Choice.ALL
    words: str = ""
    socket: SocketRef | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A heading (without an entry) or an entry; `texts` are what happened, what else is known, and what was wrong."""

    day: str
    entry: Entry | None = None
    texts: tuple[str, ...] = ()

    @property
    def key(self) -> int | str:
        """What stays the same while the row's words change."""
        return self.entry.number if self.entry else self.day


class HistoryRows(QAbstractListModel):
    """Newest on top, a page at a time. What stays where it was keeps its place on the screen and the keyboard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._found: list[Entry] = []
        self._reach = PAGE
        self._wanted = Wanted()
        self._plants = False
        """Whether the entries are of several plants, so that each is named."""
        self._now = 0.0

    def show(self, entries: Sequence[Entry], wanted: Wanted, now: float) -> int:
        """Show those of `entries` (newest first) that are wanted; returns how many.

        `now` (seconds since the epoch) tells which day is today.
        """
        self._plants = len({entry.outlet.socket.plant for entry in entries}) > 1
        self._found = [entry for entry in entries if _is_wanted(entry, wanted)]
        self._reach = self._reach if wanted == self._wanted else PAGE
        self._wanted, self._now = wanted, now
        self._put(self._reached())
        return len(self._found)

    def _reached(self) -> list[Row]:
        return list(_under_days(self._found[: self._reach], self._now, plants=self._plants))

    def canFetchMore(self, _parent: Index) -> bool:
        return self._reach < len(self._found)

    def fetchMore(self, _parent: Index) -> None:
        self._reach += PAGE
        self._put(self._reached())

    def row(self, index: Index) -> Row:
        """The row at `index`."""
        return self._rows[index.row()]

    def _put(self, rows: list[Row]) -> None:
        """Replace what lies between the rows that are the same at both ends."""
        old, new = [row.key for row in self._rows], [row.key for row in rows]
        head = _same(zip(old, new, strict=False))
        tail = _same(zip(old[head:][::-1], new[head:][::-1], strict=False))
        if gone := len(old) - head - tail:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            del self._rows[head : head + gone]
            self.endRemoveRows()
        if come := len(new) - head - tail:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self._rows[head:head] = rows[head : head + come]
            self.endInsertRows()
        changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
        self._rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    # Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[0] if row.entry else row.day
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.day}, {spoken(row.entry)}" if row.entry else row.day
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The keyboard goes from entry to entry: headings are heard with each of them."""
        if self._rows[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    if wanted.socket not in (None, entry.outlet.socket):
        return False
    return _is_chosen(entry, wanted.choice) and (not wanted.words or _holds(entry, wanted.words))


def _is_chosen(entry: Entry, choice: Choice) -> bool:
    match choice:
        case Choice.HERE:
            return entry.hand is Hand.HERE
        case Choice.ELSEWHERE:
            return entry.hand is Hand.ELSEWHERE
        case Choice.TROUBLE:
            return entry.fate in TROUBLE
    return True


def _holds(entry: Entry, words: str) -> bool:
    """Whether what is told of the entry holds `words`: also of its plant, whether that is shown or not."""
    texts = (entry_line(entry), entry.names.socket, entry.names.plant, entry_note(entry))
    return words in " ".join(map(_folded, texts))


_folded = lru_cache(maxsize=4096)(plain)


def _under_days(entries: Iterable[Entry], now: float, *, plants: bool) -> Iterator[Row]:
    day, begins = "", float("inf")
    for entry in entries:
        if entry.when < begins:
            day, begins = _day(entry.when, now)
            yield Row(day)
        yield Row(day, entry, _texts(entry, plants=plants))


def _texts(entry: Entry, *, plants: bool) -> tuple[str, ...]:
    where, note = entry_place(entry, plant=plants), entry_note(entry)
    if entry.fate in TROUBLE:
        return entry_line(entry), where, note
    return entry_line(entry), " · ".join(filter(None, (where, note))), ""


def _day(at: float, now: float) -> tuple[str, float]:
    """The name of the day of `at`, and when it began (seconds since the epoch)."""
    date = QDateTime.fromSecsSinceEpoch(int(at)).date()
    name = day_name(at, now) or QLocale(language()).toString(date, QLocale.FormatType.LongFormat)
    return name[:1].upper() + name[1:], float(date.startOfDay().toSecsSinceEpoch())


def _same(pairs: Iterable[tuple[object, object]]) -> int:
    """How many pairs there are before the first whose halves differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
