"""The history for other programs: a table for spreadsheets, JSON for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from multisocket_gui.home.history import Entry

COLUMNS = ("time", "plant", "socket", "outlet", "state", "by", "outcome", "reason", "seen", "seen_time")
"""`time` and `seen_time` are ISO 8601 in local time with its offset; `state` and `seen` are on or off; the rest are the
values of `Hand`, `Fate` and `Kind`. They are the same in every language."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Row = dict[str, str]


def as_csv(entries: Iterable[Entry]) -> bytes:
    """A table with a header: UTF-8 with a byte order mark, since spreadsheets else take it for their old encoding."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows({key: _no_formula(value) for key, value in _cells(entry).items()} for entry in entries)
    return text.getvalue().encode("utf-8-sig", "replace")


def as_json(entries: Iterable[Entry]) -> bytes:
    """A list of objects with the same fields, empty ones left out."""
    return (
        json.dumps([row(entry) for entry in entries], ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    )


def row(entry: Entry) -> Row:
    """An entry's fields, empty ones left out."""
    return {key: value for key, value in _cells(entry).items() if value}


def _cells(entry: Entry) -> Row:
    return {
        "time": _local(entry.when),
        "plant": entry.names.plant,
        "socket": entry.names.socket,
        "outlet": entry.names.outlet,
        "state": _on_off(entry.on),
        "by": "timer" if entry.by_timer else entry.hand.value,
        "outcome": entry.fate.value,
        "reason": entry.problem.value if entry.problem else "",
        "seen": _on_off(entry.seen.on) if entry.seen else "",
        "seen_time": _local(entry.seen.at) if entry.seen else "",
    }


def _on_off(on: bool) -> str:
    return "on" if on else "off"


def _local(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone().isoformat(timespec="seconds")


def _no_formula(value: str) -> str:
    """A name that a spreadsheet would compute begins with an apostrophe: it may come from anybody who names sockets."""
    return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
