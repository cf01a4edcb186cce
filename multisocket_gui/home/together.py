"""Switching many outlets at once: whom it would touch, what would change, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from .model import OutletRef, Plant, Selector, SocketRef, outlet_refs, socket_refs
from .problem import Problem
from .reading import Members
from .truth import Phase, Truth

SURE_FOR = 60.0
"""For how long (seconds) a reading is proof enough that nothing need be sent."""
_NOTHING: Mapping[OutletRef, Problem] = {}


@dataclass(frozen=True, slots=True)
class Scope:
    """A whole plant (`group` None), or the sockets that one of its groups holds; or a scene's outlets, by its id."""

    plant: str = ""
    group: Selector | None = None
    scene: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What asking the outlets of a scope for what they shall be would do.

    `on`: a plant or a group is turned on or off; a scene is applied (True) or turned off (False). `wants` are all
    outlets of the scope, in the user's order, with what each shall be. `changing` are known to be otherwise, `already`
    to be so; of `unsure` nothing is known for sure. All by a reading not older than `SURE_FOR`. `refused` are those
    that a guard leaves out, with the reason; `since` those that somebody changed since the scene switched them, so that
    turning it off leaves them alone. `careful`: what is unsure is left alone too. `known` is False where nobody has
    read yet which sockets the group holds.
    """

    scope: Scope
    on: bool
    wants: Mapping[OutletRef, bool] = field(default_factory=dict)
    changing: tuple[OutletRef, ...] = ()
    unsure: tuple[OutletRef, ...] = ()
    already: tuple[OutletRef, ...] = ()
    refused: Mapping[OutletRef, Problem] = field(default_factory=dict)
    since: tuple[OutletRef, ...] = ()
    careful: bool = False
    known: bool = True

    @property
    def outlets(self) -> tuple[OutletRef, ...]:
        """All outlets of the scope, in the user's order."""
        return tuple(self.wants)

    @property
    def left_out(self) -> dict[OutletRef, Problem]:
        """The refused ones that are not surely as they shall be: the others need nothing."""
        return {ref: problem for ref, problem in self.refused.items() if ref not in self.already}

    @property
    def overtaken(self) -> tuple[OutletRef, ...]:
        """What turning a scene off leaves alone since it changed: what stands as it did before is among them."""
        return (*self.since, *self.already) if self.careful else self.since

    @property
    def sockets(self) -> tuple[SocketRef, ...]:
        """The sockets to which something would be sent: those where not all is surely right."""
        moving = {*self.changing} if self.careful else {*self.changing, *self.unsure}
        return tuple(dict.fromkeys(ref.socket for ref in self.wants if ref in moving))

    @property
    def wishes(self) -> dict[OutletRef, bool]:
        """What would be sent: every outlet of those sockets, since a whole strip needs no reading of values first."""
        if self.careful:
            return {ref: self.wants[ref] for ref in self.changing}
        sent_to = set(self.sockets)
        return {ref: on for ref, on in self.wants.items() if ref.socket in sent_to and ref not in self.refused}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an action's outlets so far. What somebody asked otherwise since is in none of them."""

    confirmed: tuple[OutletRef, ...] = ()
    sent: tuple[OutletRef, ...] = ()
    under_way: tuple[OutletRef, ...] = ()
    missed: tuple[OutletRef, ...] = ()
    """Refused, disputed, or in doubt and not shown by the read that followed: what may be tried again."""


class Stage(StrEnum):
    """How far a group action is."""

    PREVIEW = auto()
    RUNNING = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class GroupAction:
    """A group action as views show it; `scope` and `on` are None where an earlier one is taken back.

    `wants` is what it asked for, `refused` and `since` what it left out (as in `Preview`). `done` of `sockets` have
    been sent to and answered, `waiting` of them have yet to be sent to. `unsent` are those that were given up before
    their turn, `late` where that was because their turn came too late. `by_timer`: nobody asked for it just now.
    """

    stage: Stage
    scope: Scope | None
    on: bool | None
    preview: Preview | None = None
    outcome: Outcome = Outcome()
    sockets: int = 0
    done: int = 0
    waiting: int = 0
    unsent: tuple[SocketRef, ...] = ()
    late: bool = False
    wants: Mapping[OutletRef, bool] = field(default_factory=dict)
    refused: Mapping[OutletRef, Problem] = field(default_factory=dict)
    since: tuple[OutletRef, ...] = ()
    by_timer: bool = False

    @property
    def calm(self) -> bool:
        """Whether it ended and nothing is left to be done about it."""
        return self.stage is Stage.ENDED and not self.outcome.missed


def outlets_of(scope: Scope, plants: Iterable[Plant], members: Members) -> tuple[OutletRef, ...] | None:
    """Every outlet of the scope in the user's order; None where it is not known which sockets the group holds."""
    plant = next((plant for plant in plants if plant.id == scope.plant), None)
    if plant is None:
        return ()
    held = None if scope.group is None else members.get(scope.group)
    if scope.group is not None and held is None:
        return None
    sockets = ((ref, socket) for ref, socket in socket_refs(plant) if held is None or ref in held)
    return tuple(outlet for ref, socket in sockets for outlet, _ in outlet_refs(ref, socket))


def uniform(outlets: Iterable[OutletRef] | None, on: bool) -> dict[OutletRef, bool] | None:
    """One state for all outlets of a plant or a group (see `outlets_of`); None where it is not known which they are."""
    return None if outlets is None else dict.fromkeys(outlets, on)


def surely(truth: Truth, now: float) -> bool | None:
    """On or off where a reading not older than `SURE_FOR` shows it and nothing asked since is open, else None."""
    if truth.phase not in (Phase.CONFIRMED, Phase.FAILED) or truth.on is None or truth.reported is None:
        return None
    return truth.on if abs(now - truth.reported.at) <= SURE_FOR else None


def standing(truth: Truth, now: float) -> bool | None:
    """As `surely`, or as the service took it and nobody has read since: how an outlet stands that a scene switched."""
    return truth.on if truth.phase is Phase.SENT else surely(truth, now)


def preview(
    scope: Scope,
    on: bool,
    wants: Mapping[OutletRef, bool] | None,
    truth: Callable[[OutletRef], Truth],
    now: float,
    *,
    refused: Mapping[OutletRef, Problem] = _NOTHING,
    since: tuple[OutletRef, ...] = (),
    careful: bool = False,
) -> Preview:
    """What asking for what is wanted would do at `now` (seconds since the epoch); `wants` as in `uniform`."""
    if wants is None:
        return Preview(scope, on, known=False)
    stands = standing if careful else surely
    states = {ref: stands(truth(ref), now) for ref in wants}
    return Preview(
        scope,
        on,
        wants,
        changing=tuple(ref for ref, state in states.items() if state is (not wants[ref]) and ref not in refused),
        unsure=tuple(ref for ref, state in states.items() if state is None and ref not in refused),
        already=tuple(ref for ref, state in states.items() if state is wants[ref]),
        refused=refused,
        since=since,
        careful=careful,
    )


def in_one_call(shown: Preview, members: Members) -> Selector | None:
    """The group's selector where one write by it is meant for exactly what would be sent, else None.

    It reaches every socket of the group, so all of them have to be in the wishes, whole and of one length; one socket
    alone is better written by its id.
    """
    group = shown.scope.group
    if group is None or shown.refused or len(shown.sockets) < 2 or frozenset(shown.sockets) != members.get(group):
        return None
    counts = {sum(ref.socket == socket for ref in shown.wishes) for socket in shown.sockets}
    return group if len(counts) == 1 else None


def sure_until(outlets: Iterable[OutletRef], truth: Callable[[OutletRef], Truth], now: float) -> float | None:
    """When the first of them will no longer be known for sure (seconds since the epoch); None where none is."""
    readings = (truth(ref).reported for ref in outlets if surely(truth(ref), now) is not None)
    return min((reading.at + SURE_FOR for reading in readings if reading), default=None)


def outcome(
    wanted: Mapping[OutletRef, bool],
    truth: Callable[[OutletRef], Truth],
    *,
    confirmed: Collection[OutletRef] = (),
    overruled: Collection[OutletRef] = (),
    reading: Collection[SocketRef] = (),
) -> Outcome:
    """What became of what was `wanted`.

    `confirmed` were seen as wanted once, whatever somebody did to them since; of `overruled` somebody asked for
    something else since. Sockets in `reading` are about to be read, so that a doubt there is not the last word.
    """
    fates = {
        ref: Phase.CONFIRMED if ref in confirmed else _fate(on, truth(ref), ref.socket in reading)
        for ref, on in wanted.items()
        if ref not in overruled and (ref in confirmed or truth(ref).asked in (None, on))
    }

    def those(phase: Phase) -> tuple[OutletRef, ...]:
        return tuple(ref for ref, fate in fates.items() if fate is phase)

    return Outcome(those(Phase.CONFIRMED), those(Phase.SENT), those(Phase.SENDING), those(Phase.FAILED))


def _fate(on: bool, truth: Truth, reading: bool) -> Phase:
    """CONFIRMED, SENT, SENDING (more is to come), or FAILED for whatever is left to be tried again."""
    match truth.phase:
        case Phase.SENDING | Phase.SENT:
            return truth.phase
        case Phase.CONFIRMED if truth.on is on:
            return Phase.CONFIRMED
        case Phase.UNKNOWN if reading:
            return Phase.SENDING
    return Phase.FAILED
