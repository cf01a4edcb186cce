"""Timers and schedules as the user made them: wall-clock rules, each with its time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from .model import OutletRef


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
