"""The history as rows of a list: the entries that are asked for, under a heading for each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile
from typing import Any

from PySide6.QtCore import QAbstractListModel, QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from multisocket_gui.history_words import day_name, entry_line, entry_note, entry_place, spoken
from multisocket_gui.home.history import TROUBLE, Entry, Hand
from multisocket_gui.home.model import SocketRef
from multisocket_gui.words import language

from .find import plain

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
    """Newest on top. What stays where it was keeps its place on the screen and the keyboard's focus."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._known: dict[int, tuple[Entry, Row, str]] = {}
        """Of each entry's number: the entry, its row, and what `Wanted.words` are looked for in."""

    def show(self, entries: Sequence[Entry], wanted: Wanted, now: float) -> int:
        """Show those of `entries` (newest first) that are wanted; returns how many.

        `now` (seconds since the epoch) tells which day is today.
        """
        several = len({entry.outlet.socket.plant for entry in entries}) > 1
        self._known = {entry.number: self._told(entry, plant=several) for entry in entries}
        found = [row for entry, row, hay in self._known.values() if _is_wanted(entry, wanted) and wanted.words in hay]
        self._put(list(_under_days(found, now)))
        return len(found)

    def row(self, index: Index) -> Row:
        """The row at `index`."""
        return self._rows[index.row()]

    def _told(self, entry: Entry, *, plant: bool) -> tuple[Entry, Row, str]:
        known = self._known.get(entry.number)
        where, note = entry_place(entry, plant=plant), entry_note(entry)
        quiet = (where, note) if entry.fate in TROUBLE else (" · ".join(filter(None, (where, note))), "")
        texts = (entry_line(entry), *quiet)
        if known and known[0] == entry and known[1].texts == texts:
            return known
        return entry, Row("", entry, texts), plain(f"{' '.join(texts)} {entry.names.plant}")

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
    match wanted.choice:
        case Choice.HERE:
            return entry.hand is Hand.HERE
        case Choice.ELSEWHERE:
            return entry.hand is Hand.ELSEWHERE
        case Choice.TROUBLE:
            return entry.fate in TROUBLE
    return True


def _under_days(rows: Iterable[Row], now: float) -> Iterator[Row]:
    day = ""
    for row in rows:
        assert row.entry
        if (its := _day(row.entry.when, now)) != day:
            day = its
            yield Row(day)
        yield row if row.day == day else Row(day, row.entry, row.texts)


def _day(at: float, now: float) -> str:
    long_date = QLocale.FormatType.LongFormat
    return day_name(at, now) or QLocale(language()).toString(QDateTime.fromSecsSinceEpoch(int(at)).date(), long_date)


def _same(pairs: Iterable[tuple[object, object]]) -> int:
    """How many pairs there are before the first whose halves differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
