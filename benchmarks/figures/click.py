"""From letting the mouse's button go until "turning on" is painted, and until the call is at the cloud."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import requests

from benchmarks.desktop import Desktop
from benchmarks.home import OBSERVED, Home, home
from benchmarks.processes import Started, module, started
from benchmarks.table import Figure, Mark
from benchmarks.x11 import Display

PAINTED = Mark(most=50)
STALE_AFTER = 5.0
"""Seconds after which a reading is too old to write a strip on it (`home.merge.FRESH_FOR`)."""


@dataclass
class Clicks:
    """Milliseconds from click to event, a value a click."""

    painted: list[float] = field(default_factory=list)
    first_call: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """Real clicks, in a window that shows a single socket and ten strips; each time another outlet."""
    if not desktop.real:
        return
    with home(desktop.environment, "--large") as ours, Display(desktop.environment["DISPLAY"]) as display:
        with ours.running(program=OBSERVED) as process:
            ours.sign_in()
            tiles = maximized(process)
            time.sleep(STALE_AFTER)
            strips = _click_all(
                ours, process, display, [at for name, at in tiles.items() if name.endswith("/0")][:runs]
            )
            single = next(at for name, at in tiles.items() if "/single/" in name)
            singles = _click_all(ours, process, display, [single] * runs)
        bare = _bare_paints(ours, display, runs)
        calls = _bare_calls(ours, runs)
    session = "warm requests.Session"
    yield Figure('click to "turning on" painted', "ms", strips.painted + singles.painted, bare, "QPushButton", PAINTED)
    yield Figure("click to the write at the cloud, single socket", "ms", singles.write, calls.write, f"{session}, POST")
    yield Figure("click to the read at the cloud, strip", "ms", strips.first_call, calls.read, f"{session}, GET")
    yield Figure("click to the write after that read", "ms", strips.write, calls.both, f"{session}, GET and POST")


def maximized(process: Started) -> dict[str, list[int]]:
    """Return where each outlet is on the screen, by its widget's name, once all of them are."""
    process.tell("maximize")
    while len(tiles := json.loads(process.asked("tiles").more)) < 51 or min(y for _, y in tiles.values()) < 0:
        time.sleep(0.1)
    process.settled()
    where: dict[str, list[int]] = json.loads(process.asked("tiles").more)
    return where


def _click_all(ours: Home, process: Started, display: Display, places: list[list[int]]) -> Clicks:
    clicks = Clicks()
    for x, y in places:
        clicked = display.click(x, y)
        clicks.painted.append((process.told("sending").at - clicked) * 1000)
        process.told("confirmed")
        calls = [call for call in ours.calls() if call["at"] > clicked]
        clicks.first_call.append((calls[0]["at"] - clicked) * 1000)
        write = next(call for call in calls if call["operation"] == "SetPlugStatus")
        clicks.write.append((write["at"] - clicked) * 1000)
    return clicks


def _bare_paints(ours: Home, display: Display, runs: int) -> list[float]:
    paints = []
    with started(module("benchmarks.programs.bare_button"), ours.environment) as process:
        process.told("painted")
        process.settled()
        x, y = json.loads(process.asked("tiles").more)["button"]
        for _ in range(runs):
            clicked = display.click(x, y)
            paints.append((process.told("sending").at - clicked) * 1000)
            process.told("confirmed")
    return paints


@dataclass
class _Bare:
    """Milliseconds until a read is at the cloud, until a write is, and until a write is that follows a read."""

    read: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)
    both: list[float] = field(default_factory=list)


def _bare_calls(ours: Home, runs: int) -> _Bare:
    bare = _Bare()
    url, key = ours.url("single"), ours.facts["subscription_key"]
    headers = {"Authorization": ours.facts["id_token"], "Ocp-Apim-Subscription-Key": key}
    with requests.Session() as session:
        session.trust_env = False
        session.verify = ours.facts["ca_file"]
        session.get(url, headers=headers, timeout=10).raise_for_status()  # makes the connection
        for _ in range(runs):
            began = time.monotonic()
            session.get(url, headers=headers, timeout=10).raise_for_status()
            read = time.monotonic()
            session.post(url, headers=headers, json={"status": [True]}, timeout=10).raise_for_status()
            first, second = (call["at"] for call in ours.calls()[-2:])
            bare.read.append((first - began) * 1000)
            bare.write.append((second - read) * 1000)
            bare.both.append((second - began) * 1000)
    return bare
