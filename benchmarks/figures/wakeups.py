"""How often a hidden program wakes up in ten seconds: voluntary context switches of all its threads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.desktop import Desktop
from benchmarks.home import Home, home
from benchmarks.processes import Started, module, started
from benchmarks.table import Figure, Mark

SECONDS = 10
NEVER = Mark(most=0)
_SWITCHES = re.compile(r"^voluntary_ctxt_switches:\s*(\d+)", re.MULTILINE)


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """Once each: a program that sleeps does so every time."""
    del runs
    if not desktop.real:
        return
    with started(module("benchmarks.programs.bare_tray"), desktop.environment) as process:
        process.told("tray")
        bare = [float(_wakeups(process))]
    with home(desktop.environment) as ours, ours.running("--minimized") as process:
        yield Figure(_what("tray only"), "", [_wakeups(process)], bare, "QSystemTrayIcon", NEVER)
    with home(desktop.environment) as ours:
        _plan_a_timer(ours)
        with ours.running("--minimized") as process:
            what = _what("tray only, a timer in a month")
            yield Figure(what, "", [_wakeups(process)], bare, "QSystemTrayIcon", NEVER)
    with home(desktop.environment) as ours:
        _decide_to_hide(ours)
        yield from _closed_to_the_tray(desktop, ours, bare)


def _closed_to_the_tray(desktop: Desktop, ours: Home, bare: list[float]) -> Iterator[Figure]:
    with ours.running() as process:
        ours.sign_in()
        _close_window(desktop, process)
        process.settled()
        before = len(ours.calls())
        hidden = _wakeups(process)
        calls = len(ours.calls()) - before
        _open_and_close_panel(desktop, ours, process)
        process.settled()
        before = len(ours.calls())
        after_panel = _wakeups(process)
        calls_after_panel = len(ours.calls()) - before
    yield Figure(_what("signed in, window closed to the tray"), "", [hidden], bare, "QSystemTrayIcon", NEVER)
    yield Figure(f"calls to the service in {SECONDS} s, the same", "", [calls], mark=NEVER)
    yield Figure(_what("the tray's panel opened once and closed"), "", [after_panel], bare, "QSystemTrayIcon", NEVER)
    yield Figure(f"calls to the service in {SECONDS} s, the same", "", [calls_after_panel], mark=NEVER)


def _decide_to_hide(ours: Home) -> None:
    """As if the window's question had been answered before: closing it leaves the icon."""
    _add_to_settings(ours, {"desktop": {"closing": "hide"}})


def _plan_a_timer(ours: Home) -> None:
    plant = json.loads((ours.folder / "settings.json").read_text(encoding="utf-8"))["plants"][0]
    socket = plant["sockets"][0]
    outlet = {"plant": plant["id"], "key": socket["key"], "value": socket["value"], "index": 0}
    at = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    _add_to_settings(ours, {"timers": [{"id": "far", "outlet": outlet, "on": False, "at": at, "zone": "UTC"}]})


def _add_to_settings(ours: Home, more: dict[str, Any]) -> None:
    file = ours.folder / "settings.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(known | more), encoding="utf-8")


def _what(state: str) -> str:
    return f"wake-ups in {SECONDS} s, {state}"


def _wakeups(process: Started) -> int:
    pid = process.settled().pid
    before = _switches(pid)
    time.sleep(SECONDS)
    return _switches(pid) - before


def _switches(pid: int) -> int:
    threads = [(task / "status").read_text(encoding="ascii") for task in Path(f"/proc/{pid}/task").iterdir()]
    return sum(int(count) for thread in threads for count in _SWITCHES.findall(thread))


def _open_and_close_panel(desktop: Desktop, ours: Home, process: Started) -> None:
    """Open the panel of favourites and close it by its key, as a person does."""
    if ours.ask("panel"):
        sys.exit("the panel does not open")
    search = ["search", "--onlyvisible", "--all", "--pid", str(process.process.pid), "--name", "^Favourites$"]
    panel = _xdotool(desktop, "search", "--sync", *search[1:]).split()[0]
    _xdotool(desktop, "windowactivate", "--sync", panel, "key", "--clearmodifiers", "Escape")
    _wait_until_gone(desktop, search, "the panel cannot be closed")


def _close_window(desktop: Desktop, process: Started) -> None:
    """Close the window as its title bar does."""
    pid = str(process.process.pid)
    search = ["search", "--sync", "--onlyvisible", "--all", "--pid", pid, "--name", "^Multisocket GUI$"]
    window = _xdotool(desktop, *search).split()[0]
    _xdotool(desktop, "windowactivate", "--sync", window, "key", "--clearmodifiers", "alt+F4")
    search.remove("--sync")
    _wait_until_gone(desktop, search, "the window cannot be closed")


def _wait_until_gone(desktop: Desktop, search: list[str], complaint: str) -> None:
    for _ in range(100):
        if not _xdotool(desktop, *search):
            return
        time.sleep(0.1)
    sys.exit(complaint)


def _xdotool(desktop: Desktop, *words: str) -> str:
    order = ["xdotool", *words]
    return subprocess.run(order, env=desktop.environment, capture_output=True, text=True, check=False).stdout
