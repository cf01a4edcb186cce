"""From the start of the process until the window, or the tray's icon, is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.desktop import Desktop
from benchmarks.home import OBSERVED, home
from benchmarks.processes import module, started
from benchmarks.table import Figure, Mark

TRAY = Mark(most=350, times=1.5)
DEMO = Mark(most=1000)


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """Start each program in turn, so that a disturbance meets all of them."""
    with home(desktop.environment) as ours:
        window = _starts(ours.order(program=OBSERVED), ours.environment, "painted")
        demo = _starts(module(OBSERVED, "--demo", "--config-dir", f"{ours.folder}/demo"), ours.environment, "painted")
        bare = _starts(module("benchmarks.programs.bare_window"), ours.environment, "painted")
        windows, demos, bare_windows = _in_turn(runs, window, demo, bare)
        yield Figure("start to window painted", "ms", windows, bare_windows, "QMainWindow")
        yield Figure("the same with `--demo`", "ms", demos, bare_windows, "QMainWindow", DEMO)
        if desktop.real:
            tray = _starts(ours.order("--minimized", program=OBSERVED), ours.environment, "tray")
            bare = _starts(module("benchmarks.programs.bare_tray"), ours.environment, "tray")
            trays, bare_trays = _in_turn(runs, tray, bare)
            yield Figure("start to tray ready (`--minimized`)", "ms", trays, bare_trays, "QSystemTrayIcon", TRAY)


def _starts(order: list[str], environment: Mapping[str, str], word: str) -> Callable[[], float]:
    def once() -> float:
        with started(order, environment) as process:
            return process.ms_until(word)

    return once


def _in_turn(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    for measure_once in measures:
        measure_once()  # the files are read from the disk now
    rounds = [[measure_once() for measure_once in measures] for _ in range(runs)]
    return [list(values) for values in zip(*rounds, strict=True)]
