"""The longest time for which the event loop stood still, in what gives it most to do at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.desktop import Desktop
from benchmarks.figures.click import maximized
from benchmarks.home import OBSERVED, Home, home
from benchmarks.processes import PATIENCE, Started, module, started
from benchmarks.table import Figure, Mark
from benchmarks.x11 import Display

RUNS = 3
STRIPS = 40
NEVER_LONGER = Mark(most=50)
BETWEEN_CLICKS = 0.02
UNTIL_AFTER_THE_TIME_OUTS = 13.0
"""Seconds: a call is given up after 10."""
UNTIL_ALL_IS_PAINTED = 1.0
"""Seconds."""


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """A timer of 2 ms in the thread of the window tells how late it was at worst."""
    if not desktop.real:
        return
    scenarios: dict[str, Callable[[Desktop], tuple[float, float]]] = {
        "50 outlets switched, service hangs": _hanging,
        f"{STRIPS} strips read by one call": _reading_together,
        f"{STRIPS} strips read at once, a call each": _reading_apart,
        "sign-in and first reading": _signing_in,
    }
    for what, scenario in scenarios.items():
        ours, bare = [], []
        for _ in range(min(runs, RUNS)):
            longest, seconds = scenario(desktop)
            ours.append(longest)
            bare.append(_idle(desktop, seconds))
        yield Figure(f"longest stall of the event loop, {what}", "ms", ours, bare, "idle QMainWindow", NEVER_LONGER)


def _hanging(desktop: Desktop) -> tuple[float, float]:
    """Milliseconds of the longest stall, and the seconds for which it was looked for."""
    with (
        home(desktop.environment, "--large") as ours,
        Display(desktop.environment["DISPLAY"]) as display,
        ours.running(program=OBSERVED) as process,
    ):
        ours.sign_in()
        places = [at for name, at in maximized(process).items() if "/single/" not in name]
        ours.turn(faults=[{"kind": "hang", "count": None}])
        began = process.asked("stall").at
        for x, y in places:
            display.click(x, y)
            process.told("sending")
            time.sleep(BETWEEN_CLICKS)
        time.sleep(UNTIL_AFTER_THE_TIME_OUTS)
        return _stalled(process, began)


def _reading_together(desktop: Desktop) -> tuple[float, float]:
    """The same for a refresh of strips of one type, which one answer tells of."""
    return _reading(desktop)


def _reading_apart(desktop: Desktop) -> tuple[float, float]:
    """The same for strips that have nothing in common: eight calls at a time, answered as fast as they can be."""
    return _reading(desktop, "--apart")


def _reading(desktop: Desktop, *words: str) -> tuple[float, float]:
    with (
        home(desktop.environment, "--large", f"--strips={STRIPS}", *words) as ours,
        ours.running(program=OBSERVED) as process,
    ):
        ours.sign_in()
        maximized(process)
        before = _answered(ours)
        began = process.asked("stall").at
        ours.ask("refresh")
        _wait_for_answers(ours, before)
        return _stalled(process, began)


def _signing_in(desktop: Desktop) -> tuple[float, float]:
    """The same for a sign-in through the browser's stand-in, and the readings that follow."""
    with home(desktop.environment, "--large") as ours, ours.running(program=OBSERVED) as process:
        process.settled()
        began = process.asked("stall").at
        if ours.ask("sign-in"):
            sys.exit("the sign-in failed")
        _wait_for_answers(ours, 0)
        return _stalled(process, began)


def _idle(desktop: Desktop, seconds: float) -> float:
    with started(module("benchmarks.programs.bare_window"), desktop.environment) as process:
        process.told("painted")
        process.settled()
        began = process.asked("stall").at
        time.sleep(seconds)
        return _stalled(process, began)[0]


def _answered(ours: Home) -> int:
    return sum(call["status"] == 200 for call in ours.calls())


def _wait_for_answers(ours: Home, before: int) -> None:
    """Wait until answers came and no more have come for a while: how many calls a reading takes is the program's."""
    deadline = time.monotonic() + PATIENCE
    count, since = before, time.monotonic()
    while count == before or time.monotonic() - since < UNTIL_ALL_IS_PAINTED:
        if time.monotonic() > deadline:
            sys.exit("the service is not asked, or without an end")
        time.sleep(0.1)
        if (now := _answered(ours)) != count:
            count, since = now, time.monotonic()


def _stalled(process: Started, began: float) -> tuple[float, float]:
    told = process.asked("stalled")
    return float(told.more), told.at - began
