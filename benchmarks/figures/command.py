"""A command through the running instance: the second process from its start to its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.desktop import Desktop
from benchmarks.home import home
from benchmarks.processes import seconds_to_end
from benchmarks.table import Figure, Mark

COMMAND = Mark(most=60)


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """`status`, beside Python that does nothing."""
    ours, bare = [], []
    with home(desktop.environment) as house, house.running("--minimized"):
        for _ in range(runs):
            ours.append(seconds_to_end(house.order("status"), house.environment) * 1000)
            bare.append(seconds_to_end([sys.executable, "-c", "pass"], house.environment) * 1000)
    yield Figure("`status` through the running instance", "ms", ours, bare, "`python -c pass`", COMMAND)
