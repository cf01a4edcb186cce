"""The longest time for which the event loop stood still while fifty outlets were switched and the service hung."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.desktop import Desktop
from benchmarks.figures.click import maximized
from benchmarks.home import OBSERVED, home
from benchmarks.processes import Started, module, started
from benchmarks.table import Figure
from benchmarks.x11 import Display

RUNS = 3
BETWEEN_CLICKS = 0.02
UNTIL_AFTER_THE_TIME_OUTS = 13.0
"""Seconds: a call is given up after 10."""


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """A timer of 2 ms in the thread of the window tells how late it was at worst."""
    if not desktop.real:
        return
    ours, bare = [], []
    for _ in range(min(runs, RUNS)):
        ours.append(_hanging(desktop))
        bare.append(_idle(desktop))
    yield Figure(
        "longest stall of the event loop, 50 outlets switched, service hangs", "ms", ours, bare, "idle QMainWindow"
    )


def _hanging(desktop: Desktop) -> float:
    with (
        home(desktop.environment, "--large") as ours,
        Display(desktop.environment["DISPLAY"]) as display,
        ours.running(program=OBSERVED) as process,
    ):
        ours.sign_in()
        places = [at for name, at in maximized(process).items() if "/single/" not in name]
        ours.turn(faults=[{"kind": "hang", "count": None}])
        process.asked("stall")
        for x, y in places:
            display.click(x, y)
            process.told("sending")
            time.sleep(BETWEEN_CLICKS)
        return _after_the_time_outs(process)


def _idle(desktop: Desktop) -> float:
    with started(module("benchmarks.programs.bare_window"), desktop.environment) as process:
        process.told("painted")
        process.settled()
        process.asked("stall")
        return _after_the_time_outs(process)


def _after_the_time_outs(process: Started) -> float:
    time.sleep(UNTIL_AFTER_THE_TIME_OUTS)
    return float(process.asked("stalled").more)
