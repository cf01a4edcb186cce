"""Measures what the program costs and prints a Markdown table.

    python -m benchmarks [--runs N] [figure ...]

Windows open on a private X server (Xvfb, openbox, tint2 and xdotool are needed); without one only what can be
measured offscreen is. Leave the machine alone meanwhile: it takes some five minutes.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Iterator

from . import machine
from .desktop import Desktop, private_desktop
from .figures import click, command, day, memory, stall, start, wakeups
from .home import OBSERVED, PRODUCT, home
from .table import Figure, markdown

FIGURES: dict[str, Callable[[Desktop, int], Iterator[Figure]]] = {
    "start": start.measure,
    "memory": memory.measure,
    "click": click.measure,
    "stall": stall.measure,
    "wakeups": wakeups.measure,
    "command": command.measure,
    "day": day.measure,
}


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    before = machine.used_by_others()
    found: list[Figure] = []
    with private_desktop() as desktop:
        print("warming up", file=sys.stderr, flush=True)
        warm_up(desktop)
        for name in options.figures or FIGURES:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            found += FIGURES[name](desktop, options.runs)
    after = machine.used_by_others()
    print(f"{machine.kind()}; {desktop.name}; {datetime.datetime.now(datetime.UTC):%Y-%m-%d}; {options.runs} runs.")
    print(f"Used by others: {before:.0f} % of the machine before, {after:.0f} % after.", end=" ")
    print("**Disturbed: measure again.**" if max(before, after) > machine.DISTURBED else "", end="\n\n")
    print(markdown(found))


def warm_up(desktop: Desktop) -> None:
    """Use everything once, so that every module is compiled and read from the disk."""
    with home(desktop.environment) as ours:
        for program in (PRODUCT, OBSERVED):
            with ours.running(program=program):
                ours.sign_in()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="how often to measure what varies (9)")
    parser.add_argument("figures", nargs="*", metavar="figure", help=f"all, or some of: {', '.join(FIGURES)}")
    options = parser.parse_args()
    if unknown := set(options.figures) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    if options.runs < 1:
        parser.error("at least one run")
    return options


if __name__ == "__main__":
    main()
