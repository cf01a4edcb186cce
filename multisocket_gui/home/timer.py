"""Timers and schedules as the user made them: wall-clock rules, each with its time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from .model import OutletRef
from .problem import Problem


class Late(StrEnum):
    """What becomes of a run that was missed by more than it may be late."""

    SKIP = "skip"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Missed:
    """A run may be up to `within` minutes late ("on" never is, without asking); what comes later is `then`."""

    within: int = 10
    then: Late = Late.SKIP


@dataclass(frozen=True, slots=True)
class Once:
    """At one moment: `at` is aware of its zone's offset, `zone` an IANA name."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Weekly:
    """At a time of the wall clock in `zone` (IANA name) on each of the days (0: Monday)."""

    at: time
    days: frozenset[int]
    zone: str


Rule = Once | Weekly


@dataclass(frozen=True, slots=True)
class Timer:
    """`id` is a UUID of our own; `target` an outlet, or the id of a scene (`on`: apply it, else turn it off).

    `confirmed`: whoever made it answered the outlet's question ("ask before switching off").
    """

    id: str
    target: OutletRef | str
    on: bool
    rule: Rule
    missed: Missed = field(default_factory=Missed)
    confirmed: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a timer's runs; all in seconds since the epoch.

    Whatever fell due by `until` is decided. `ran` are the moments of the last runs that took place (or may have), so
    that a clock that is put back repeats none; `waiting` is a missed run that asks; `begun` one under way.
    """

    until: float
    ran: tuple[float, ...] = ()
    waiting: float | None = None
    begun: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run to come: `at` in seconds since the epoch. One in the past waits for the connection."""

    timer: Timer
    at: float


@dataclass(frozen=True, slots=True)
class MissedRun:
    """A run that was missed at `at` (seconds since the epoch) and asks what shall become of it."""

    timer: Timer
    at: float


class End(StrEnum):
    """How a run ended."""

    RAN = "ran"  # it was sent, or somebody else asked for something newer meanwhile
    FAILED = "failed"
    SKIPPED = "skipped"
    ASKED = "asked"  # a person decides


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What became of the run of `at` (seconds since the epoch); `problem` where it did not take place."""

    timer: Timer
    at: float
    end: End
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class TimerFailed:
    """The run of `at` (seconds since the epoch) did not take place, or not surely, for whoever tells the person."""

    timer: Timer
    problem: Problem
    at: float
