"""What applying a scene left behind, so that turning it off reverses that and nothing else (docs/adr/0019)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .model import OutletRef
from .truth import Accepted, Asked, Attempted, Doubted, Event, Phase, Refused, Truth
from .undo import target

PRIOR_SURE_FOR = 60.0
"""For how long (seconds) a reading tells how an outlet stood before a scene switched it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What applying a scene did to one outlet, as far as it has been followed.

    `before` is how the outlet stood when the scene switched it, None while it has not: the scene put it to the
    opposite. `overtaken`: somebody changed it since, or asked for it, so that it is no longer the scene's to restore.
    `applying` tells whose wish is open: the scene's applying (True), its turning off (False), or nobody's of it (None);
    `wanted` is what that wish asks for, `known` how the outlet stood before it as far as that is known.
    """

    before: bool | None = None
    overtaken: bool = False
    applying: bool | None = None
    wanted: bool | None = None
    known: bool | None = None


def followed(trace: Trace, event: Event, before: Truth, after: Truth, ours: bool | None, now: float) -> Trace:
    """The trace after a step of its outlet through the transition table, at `now` (seconds since the epoch).

    `ours`, for `Asked`: it was asked for by applying the scene (True), by turning it off (False), or otherwise (None).
    """
    if isinstance(event, Asked):
        return _asked(trace, event.on, before, ours)
    if isinstance(event, Refused):
        return replace(trace, applying=None)
    if isinstance(event, Accepted | Doubted | Attempted) and trace.applying and trace.known is None:
        trace = replace(trace, known=_stood(before, now))
    if after.phase not in (Phase.SENT, Phase.CONFIRMED):
        return trace
    if trace.applying is not None and after.on is trace.wanted:
        return _done(trace)
    if after.phase is Phase.CONFIRMED:
        gone = trace.before is not None and after.on is trace.before
        return replace(trace, applying=None, overtaken=trace.overtaken or gone)
    return trace


def _asked(trace: Trace, on: bool, before: Truth, ours: bool | None) -> Trace:
    overtaken = trace.overtaken or (ours is None and trace.before is not None)
    under_way = before.phase in (Phase.SENDING, Phase.SENT)
    known = target(before) if under_way else None  # a reading may lag behind what was just sent
    if under_way and trace.applying:
        known = trace.known  # that is our own wish, asked for once more
    return replace(trace, overtaken=overtaken, applying=ours, wanted=on, known=known)


def _stood(truth: Truth, now: float) -> bool | None:
    """How an outlet stood before a write, by what was read last before it."""
    reading = truth.reported
    if reading is None or reading.began <= truth.written or abs(now - reading.at) > PRIOR_SURE_FOR:
        return None
    return reading.on


def _done(trace: Trace) -> Trace:
    """The scene's wish took effect. How it stood before the first of several applications counts."""
    if trace.before is trace.wanted and not trace.overtaken:
        return Trace()  # turned off, or applied with a wish that was edited since: it stands as at first
    if trace.applying and trace.known is (not trace.wanted):
        return Trace(before=trace.known)
    return replace(trace, applying=None)


@dataclass(frozen=True, slots=True)
class Restoring:
    """What turning a scene off asks for, and what it leaves alone since somebody changed it."""

    wants: Mapping[OutletRef, bool] = field(default_factory=dict)
    since: tuple[OutletRef, ...] = ()


def restoring(traces: Mapping[OutletRef, Trace]) -> Restoring:
    """What the traces leave to be restored: as it stood before."""
    return Restoring(restorable(traces), overtaken(traces))


def restorable(traces: Mapping[OutletRef, Trace]) -> dict[OutletRef, bool]:
    """What turning the scene off asks for: what it switched, as it stood before."""
    return {ref: each.before for ref, each in traces.items() if each.before is not None and not each.overtaken}


def overtaken(traces: Mapping[OutletRef, Trace]) -> tuple[OutletRef, ...]:
    """What the scene switched and somebody changed since: it is left alone."""
    return tuple(ref for ref, each in traces.items() if each.before is not None and each.overtaken)
