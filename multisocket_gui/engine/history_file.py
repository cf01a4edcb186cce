"""The history on disk: JSON lines, each an entry that takes the place of an earlier one with the same number."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from multisocket_gui.home.history import Entry, Fate, Hand, Names, State
from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind

MOST_BYTES = 1 << 20
"""The file is written anew, with the newest entries alone, before it grows beyond this."""
_YEAR_3000 = 32_503_680_000
Json = dict[str, Any]
_log = logging.getLogger(__name__)


def file_of(nobodys: Path, account: str) -> Path:
    """The account's history beside the one that is nobody's; its name tells nothing about the account."""
    if not account:
        return nobodys
    return nobodys.with_stem(f"{nobodys.stem}-{hashlib.sha256(account.encode()).hexdigest()[:12]}")


def take_over(nobodys: Path, account: str) -> None:
    """Make nobody's history the account's, unless it has one."""
    own = file_of(nobodys, account)
    try:
        if nobodys.exists() and not own.exists():
            nobodys.rename(own)
    except OSError as error:
        _log.warning("%s cannot be taken over: %s", nobodys.name, error)


class HistoryFile:
    """For this user alone (mode 0600). A failure costs only the memory of a restart, and is logged once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._behind = False
        """Whether the file lacks something, so that it must be written whole."""
        self._told = False

    def load(self) -> dict[int, Entry]:
        """The entries by number. A torn last line is dropped; a broken file is kept aside, its good lines are used."""
        try:
            lines = self._lines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            _log.warning("%s cannot be read, the history starts anew: %s", self._path.name, error)
            return {}
        found, broken = _understood(lines)
        if broken and broken != [len(lines) - 1]:
            self._keep_aside(f"line {broken[0] + 1} makes no sense")
        elif broken:
            _log.warning("%s ended in the middle of a line, which is dropped", self._path.name)
        self._behind = bool(broken)
        return found

    def append(self, entries: Iterable[Entry], everything: Callable[[], Mapping[int, Entry]]) -> None:
        """Add the entries; where the file is behind or too long, it is written anew with `everything`."""
        text = b"".join(map(_line, entries))
        if self._behind or self._size + len(text) > MOST_BYTES:
            self.replace(everything())
            return
        try:
            with os.fdopen(self._opened(self._path, os.O_APPEND), "wb") as file:
                file.write(text)
            self._size += len(text)
            self._told = False
        except OSError as error:
            self._on_failure(error)

    def replace(self, everything: Mapping[int, Entry]) -> None:
        """Write the file anew, with the newest entries that fit into half of it."""
        kept: list[bytes] = []
        room = MOST_BYTES // 2
        for number in sorted(everything, reverse=True):
            line = _line(everything[number])
            room -= len(line)
            if room < 0:
                break
            kept.append(line)
        try:
            temporary = self._path.with_suffix(".new")
            with os.fdopen(self._opened(temporary, os.O_TRUNC), "wb") as file:
                file.write(b"".join(reversed(kept)))
            temporary.replace(self._path)
            self._size, self._behind, self._told = sum(map(len, kept)), False, False
        except OSError as error:
            self._on_failure(error)

    @staticmethod
    def _opened(path: Path, how: int) -> int:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o600)

    def _lines(self) -> list[bytes]:
        """The whole lines, and what is behind the last of them; of a file that is far too long only its end."""
        with self._path.open("rb") as file:
            self._size = file.seek(0, os.SEEK_END)
            start = max(0, self._size - 2 * MOST_BYTES)
            file.seek(start)
            lines = file.read().split(b"\n")[1 if start else 0 :]
        return lines if lines[-1] else lines[:-1]

    def _keep_aside(self, why: str) -> None:
        aside = self._path.with_suffix(".broken.jsonl")
        try:
            self._path.replace(aside)
            _log.warning("%s is kept as %s: %s", self._path.name, aside.name, why)
        except OSError as error:
            _log.warning("%s, where %s, cannot be kept aside: %s", self._path.name, why, error)

    def _on_failure(self, error: OSError) -> None:
        if not self._told:
            _log.warning("%s cannot be written: %s", self._path.name, error)
        self._behind = self._told = True


def _understood(lines: list[bytes]) -> tuple[dict[int, Entry], list[int]]:
    """The entries by number, and which lines (from 0) make no sense."""
    found: dict[int, Entry] = {}
    broken = []
    for index, line in enumerate(lines):
        try:
            entry = _entry(json.loads(line))
            found[entry.number] = entry
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            broken.append(index)
    return found, broken


def _line(entry: Entry) -> bytes:
    return json.dumps(_document(entry), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _document(entry: Entry) -> Json:
    socket = entry.outlet.socket
    document: Json = {
        "number": entry.number,
        "when": entry.when,
        "outlet": [socket.plant, socket.selector.key, socket.selector.value, entry.outlet.index],
        "names": [entry.names.plant, entry.names.socket, entry.names.outlet],
        "on": entry.on,
        "hand": entry.hand,
        "fate": entry.fate,
        "problem": entry.problem,
        "seen": _pair(entry.seen),
        "before": _pair(entry.before),
        "overtaken": [_pair(state) for state in entry.overtaken],
        "by_timer": entry.by_timer or None,
    }
    return {key: value for key, value in document.items() if value not in (None, [])}


def _pair(state: State | None) -> list[object] | None:
    return [state.on, state.at] if state else None


def _entry(stored: Json) -> Entry:
    plant, key, value, index = stored["outlet"]
    outlet = OutletRef(SocketRef(_text(plant), Selector(SelectorKey(key), _text(value))), int(index))
    return Entry(
        number=int(stored["number"]),
        when=_time(stored["when"]),
        outlet=outlet,
        names=Names(*map(_text, stored["names"])),
        on=_boolean(stored["on"]),
        hand=Hand(stored["hand"]),
        fate=Fate(stored["fate"]),
        problem=Kind(stored["problem"]) if "problem" in stored else None,
        seen=_state(stored["seen"]) if "seen" in stored else None,
        before=_state(stored["before"]) if "before" in stored else None,
        overtaken=tuple(map(_state, stored.get("overtaken", []))),
        by_timer=_boolean(stored.get("by_timer", False)),
    )


def _state(pair: object) -> State:
    if not isinstance(pair, list) or len(pair) != 2:
        raise TypeError(f"not a state: {pair}")
    return State(_boolean(pair[0]), _time(pair[1]))


def _time(value: object) -> float:
    """Seconds since the epoch of a day that every system has a date for."""
    if not isinstance(value, int | float) or not 0 <= value < _YEAR_3000:
        raise TypeError(f"not a time: {value}")
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value}")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"neither true nor false: {value}")
    return value
