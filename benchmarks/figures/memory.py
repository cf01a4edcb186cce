"""Memory of programs that have nothing to do: RSS counts libraries shared with others, USS what is theirs alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.desktop import Desktop
from benchmarks.home import home
from benchmarks.processes import Started, module, started
from benchmarks.table import Figure, Mark

TRAY = Mark(most=75)
WINDOW = Mark(most=95)


@dataclass(frozen=True)
class Memory:
    """Of one settled process, in MB (10^6 bytes)."""

    rss: float
    uss: float


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """One process a state: memory hardly differs from run to run."""
    del runs
    environment = desktop.environment
    with started(module("benchmarks.programs.bare_window"), environment) as process:
        process.told("painted")
        bare_window = _of(process)
    if desktop.real:
        with started(module("benchmarks.programs.bare_tray"), environment) as process:
            process.told("tray")
            bare_tray = _of(process)
        yield from _states(desktop, "tray only", ["--minimized"], bare_tray, "QSystemTrayIcon", TRAY)
    yield from _states(desktop, "with window", [], bare_window, "QMainWindow", WINDOW)


def _states(desktop: Desktop, what: str, words: list[str], bare: Memory, beside: str, mark: Mark) -> Iterator[Figure]:
    with home(desktop.environment) as ours, ours.running(*words) as process:
        fresh = _of(process)
        ours.sign_in()
        signed_in = _of(process)
    for state, memory in ((what, fresh), (f"{what}, signed in and read", signed_in)):
        yield Figure(f"memory, {state}: RSS", "MB", [memory.rss], [bare.rss], beside, mark)
        yield Figure(f"memory, {state}: USS", "MB", [memory.uss], [bare.uss], beside)


def _of(process: Started) -> Memory:
    full = process.settled().memory_full_info()
    return Memory(full.rss / 1e6, full.uss / 1e6)
