"""Figures and marks as a Markdown table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """What the project promises: at most `most` (in the figure's unit), and at most `times` what the peer takes."""

    most: float | None = None
    times: float | None = None

    def text(self, unit: str) -> str:
        """Return the promise in short."""
        parts = [] if self.most is None else [f"≤ {self.most:g}{unit}" if self.most else "0"]
        return ", ".join(parts if self.times is None else [*parts, f"≤ {self.times:g} ×"])


@dataclass(frozen=True)
class Figure:
    """One line of the table: the measured values in `unit` ("ms", "MB", or "" for a count), and those of the peer."""

    what: str
    unit: str
    ours: Sequence[float]
    peer: Sequence[float] = ()
    beside: str = ""
    """What the peer is."""
    mark: Mark | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's median ours is; None without a peer, or beside one that costs nothing."""
        base = statistics.median(self.peer) if self.peer else 0.0
        return statistics.median(self.ours) / base if base else None

    @property
    def kept(self) -> bool | None:
        """Whether the mark is kept; None where there is none."""
        if self.mark is None:
            return None
        small_enough = self.mark.most is None or statistics.median(self.ours) <= self.mark.most
        return small_enough and (self.mark.times is None or self.ratio is None or self.ratio <= self.mark.times)


HEAD = ("figure", "Multisocket GUI", "bare peer", "times", "mark", "kept")


def markdown(figures: Iterable[Figure]) -> str:
    """Return the table: medians, with the least and the greatest value where there are several."""
    rows = [HEAD, ("---", "---:", "---:", "---:", "---", "---"), *map(_cells, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(figure: Figure) -> tuple[str, ...]:
    unit = f" {figure.unit}" if figure.unit else ""
    peer = f"{figure.beside}: {_amount(figure.peer, unit)}" if figure.peer else "–"
    times = "–" if figure.ratio is None else f"{figure.ratio:.2g} ×"
    mark = figure.mark.text(unit) if figure.mark else "–"
    kept = {True: "yes", False: "**no**", None: "–"}[figure.kept]
    return (figure.what, _amount(figure.ours, unit), peer, times, mark, kept)


def _amount(values: Sequence[float], unit: str) -> str:
    middle = f"{_number(statistics.median(values))}{unit}"
    if len(values) < 2 or min(values) == max(values):
        return middle
    return f"{middle} ({_number(min(values))}–{_number(max(values))})"


def _number(value: float) -> str:
    """Two significant digits are what such measurements are worth, three where they are large."""
    return f"{value:.0f}" if value >= 20 or value == int(value) else f"{value:.1f}"
