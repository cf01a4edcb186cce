"""What is known about one outlet, how it is known, and the only way it may change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from .problem import Problem


class Phase(StrEnum):
    """How an outlet's state is known. The values are what `status --json` prints."""

    UNKNOWN = "UNKNOWN"  # never read, or in doubt after a time-out
    CONFIRMED = "CONFIRMED"  # a read showed it
    SENDING = "SENDING"  # a wish waits or is under way
    SENT = "SENT"  # the service answered 200; not read back yet
    DISPUTED = "DISPUTED"  # a read after the settling time still says otherwise
    FAILED = "FAILED"  # refused for certain


@dataclass(frozen=True, slots=True)
class Reading:
    """What a read showed: `at` in seconds since the epoch, `began` the read's place in the order of events."""

    on: bool
    at: float
    began: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for: `ticket` is its place in the order of events; a 200 sets `accepted_at` (seconds).

    `confirmed`: the outlet's own question was answered.
    """

    on: bool
    ticket: int
    accepted_at: float | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known about one outlet.

    `reported` is written by server answers alone, `wish` by clicks alone. `settled` is the place in the
    order of events at which the last wish was decided: a read that began before it proves nothing. `written` is
    the place of the last write that took or may have taken effect: what was read before it is no longer known.
    """

    phase: Phase = Phase.UNKNOWN
    reported: Reading | None = None
    wish: Wish | None = None
    problem: Problem | None = None
    settled: int = 0
    written: int = 0

    @property
    def on(self) -> bool | None:
        """On or off as far as it is known: read, or accepted by the service. None where it is not known."""
        if self.phase is Phase.UNKNOWN:
            return None
        if self.phase is Phase.SENT and self.wish:
            return self.wish.on
        return self.reported.on if self.reported and self.reported.began > self.written else None

    @property
    def asked(self) -> bool | None:
        """What was asked and is not confirmed, or None."""
        return self.wish.on if self.wish else None

    @property
    def known_at(self) -> float | None:
        """When what `on` says became known, in seconds since the epoch; None where `on` is None."""
        if self.phase is Phase.SENT and self.wish:
            return self.wish.accepted_at
        return self.reported.at if self.reported and self.on is not None else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A person asked for a state, now or by a timer; `confirmed`: and answered the outlet's own question."""

    on: bool
    ticket: int
    confirmed: bool = False
    by_timer: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service answered 200 to the write that carried the wish."""

    ticket: int
    at: float
    order: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The wish was refused for certain, by the service or by us: nothing was switched."""

    ticket: int
    problem: Problem
    order: int


@dataclass(frozen=True, slots=True)
class Doubted:
    """The request left and no answer came: it may have switched."""

    ticket: int
    problem: Problem
    order: int


@dataclass(frozen=True, slots=True)
class Attempted:
    """The request left, no answer came, and it is sent once more: it may have switched, and nothing is decided yet."""

    ticket: int
    order: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A read showed `on`. `settling` (seconds) is how long a read may still contradict a fresh write."""

    on: bool
    at: float
    began: int
    settling: float


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A person no longer wants to hear of a failure or a dispute: what the cloud says counts."""


Event = Asked | Accepted | Refused | Doubted | Attempted | Seen | Dismissed


def advance(truth: Truth, event: Event) -> Truth:
    """The one transition table. Only the store may call it.

    =========  ===================================  ==========================================
    event      when                                 becomes
    =========  ===================================  ==========================================
    Asked      always                               SENDING, with the newest wish
    Accepted   its wish is the newest, SENDING      SENT
    Refused    its wish is the newest, SENDING      FAILED, with the reason
    Doubted    its wish is the newest, SENDING      UNKNOWN, with the reason
    Attempted  its wish is the newest, SENDING      SENDING; what was read before is no longer known
    Accepted,  its wish was overtaken by a newer    unchanged, but what was read before is no longer
    Doubted,   one                                  known; UNKNOWN in place of CONFIRMED
    Attempted
    Seen       began before the last decision,      unchanged
               or before the last read
    Seen       SENDING                              SENDING; the reading is noted
    Seen       a wish stands, and agrees            CONFIRMED
    Seen       SENT, contradicts, still settling    unchanged
    Seen       SENT or DISPUTED, contradicts        DISPUTED
    Seen       FAILED, contradicts                  FAILED; the reading is noted
    Seen       UNKNOWN or CONFIRMED                 CONFIRMED
    Dismissed  FAILED or DISPUTED                   CONFIRMED where a read tells, else UNKNOWN
    =========  ===================================  ==========================================
    """
    match event:
        case Asked(on, ticket, confirmed):
            return replace(truth, phase=Phase.SENDING, wish=Wish(on, ticket, confirmed=confirmed), problem=None)
        case Seen():
            return _seen(truth, event)
        case Dismissed():
            return _dismissed(truth)
    if truth.phase is not Phase.SENDING or truth.wish is None or truth.wish.ticket != event.ticket:
        return truth if isinstance(event, Refused) else _overtaken(truth, event)
    match event:
        case Accepted(_, at, order):
            sent = replace(truth.wish, accepted_at=at)
            return replace(truth, phase=Phase.SENT, wish=sent, settled=order, written=order)
        case Refused(_, problem, order):
            return replace(truth, phase=Phase.FAILED, problem=problem, settled=order)
        case Doubted(_, problem, order):
            return replace(truth, phase=Phase.UNKNOWN, wish=None, problem=problem, settled=order, written=order)
        case Attempted(_, order):
            return replace(truth, settled=order, written=order)


def _overtaken(truth: Truth, event: Accepted | Doubted | Attempted) -> Truth:
    """An older wish took effect, or may have: it decides nothing, but what was read before proves nothing either."""
    phase = Phase.UNKNOWN if truth.phase is Phase.CONFIRMED else truth.phase
    return replace(truth, phase=phase, settled=event.order, written=event.order)


def _seen(truth: Truth, seen: Seen) -> Truth:
    if seen.began <= truth.settled or (truth.reported and seen.began < truth.reported.began):
        return truth
    noted = replace(truth, reported=Reading(seen.on, seen.at, seen.began))
    confirmed = replace(noted, phase=Phase.CONFIRMED, wish=None, problem=None)
    if truth.phase is Phase.SENDING:
        return noted
    if truth.wish is None or truth.wish.on == seen.on:
        return confirmed
    if truth.phase is Phase.SENT:
        accepted_at = truth.wish.accepted_at or 0.0
        return truth if seen.at - accepted_at < seen.settling else replace(noted, phase=Phase.DISPUTED)
    return noted


def _dismissed(truth: Truth) -> Truth:
    if truth.phase not in (Phase.FAILED, Phase.DISPUTED):
        return truth
    phase = Phase.CONFIRMED if truth.on is not None else Phase.UNKNOWN
    return replace(truth, phase=phase, wish=None, problem=None)
