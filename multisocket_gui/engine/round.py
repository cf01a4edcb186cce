"""One action for many outlets that was begun: what it wants, which strips wait for their turn, what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from multisocket_gui.home.model import OutletRef, Selector, SocketRef
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.together import GroupAction, Outcome, Scope, Stage, outcome
from multisocket_gui.home.truth import Phase, Truth

from .clock import Moment
from .facts import Moved
from .strip import TIME_TO_LIVE
from .strips import BETWEEN_STRIPS

ALL_WITHIN = TIME_TO_LIVE / 3
"""Seconds within which the last strip's turn comes, however many there are."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What an action is for; `on` as in `Preview`."""

    scope: Scope
    on: bool

    @property
    def reversed(self) -> Aim:
        return Aim(self.scope, not self.on)


@dataclass(eq=False, slots=True)
class Round:
    """`aim` is what it is for, or what it takes back (`undoes`); None where that is no longer known.

    `turns` are the sockets that still wait, several where one call by `group` is for all of them. `number` is that of
    the action that can be undone, None where it cannot. `refused` and `since` are what it leaves out. `confirmed` were
    seen as wanted once; of `overruled` somebody asked for something else since. `over`: no more is to come.
    """

    aim: Aim | None
    wanted: dict[OutletRef, bool]
    began: Moment
    undoes: bool = False
    group: Selector | None = None
    number: int | None = None
    by_timer: bool = False
    refused: dict[OutletRef, Problem] = field(default_factory=dict)
    since: tuple[OutletRef, ...] = ()
    turns: deque[tuple[SocketRef, ...]] = field(init=False)
    gap: float = field(init=False)
    begun: set[SocketRef] = field(default_factory=set)
    confirmed: set[OutletRef] = field(default_factory=set)
    overruled: set[OutletRef] = field(default_factory=set)
    unsent: tuple[SocketRef, ...] = ()
    late: bool = False
    over: bool = False

    def __post_init__(self) -> None:
        sockets = tuple(dict.fromkeys(ref.socket for ref in self.wanted))
        self.turns = deque([sockets] if self.group and sockets else [(socket,) for socket in sockets])
        self.gap = min(BETWEEN_STRIPS, ALL_WITHIN / max(1, len(self.turns) - 1))

    @property
    def asks_for(self) -> Aim | None:
        """What its wishes serve: taking an action back serves its opposite."""
        return self.aim.reversed if self.aim and self.undoes else self.aim

    def due(self, sockets: Iterable[SocketRef], surely: Callable[[OutletRef], bool | None]) -> dict[OutletRef, bool]:
        """What is to be sent to the sockets, whose turn it is.

        Nothing to one where all is surely right by now; who asked for something else since the action began has it.
        """
        wishes: dict[OutletRef, bool] = {}
        for socket in sockets:
            self.begun.add(socket)
            left = {ref: on for ref, on in self.wanted.items() if ref.socket == socket and ref not in self.overruled}
            if all(surely(ref) is on for ref, on in left.items()):
                self.confirmed.update(left)
            else:
                wishes |= left
        return wishes

    def leave_out(self, refused: Mapping[OutletRef, Problem]) -> None:
        """A guard stands in the way of these by now."""
        self.refused |= refused
        self.wanted = {ref: on for ref, on in self.wanted.items() if ref not in refused}

    def give_up(self, *, late: bool = False) -> None:
        """Nothing is sent any more to what waits."""
        self.late = late
        self.unsent = tuple(socket for turn in self.turns for socket in turn)
        self.turns.clear()
        self.wanted = {ref: on for ref, on in self.wanted.items() if ref.socket in self.begun}

    def note(self, moves: Iterable[Moved]) -> None:
        """Remember what came true once."""
        for moved in moves:
            on = self.wanted.get(moved.outlet) if moved.outlet.socket in self.begun else None
            if on is not None and moved.after.phase is Phase.CONFIRMED and moved.after.on is on:
                self.confirmed.add(moved.outlet)

    def told(self, truth: Callable[[OutletRef], Truth], busy: Callable[[SocketRef], bool]) -> GroupAction:
        """The action as views show it."""
        came = self._outcome(truth, busy)
        open_sockets = {ref.socket for ref in came.under_way} | {s for turn in self.turns for s in turn}
        shown = None if self.undoes else self.aim
        return GroupAction(
            Stage.RUNNING if open_sockets else Stage.ENDED,
            shown.scope if shown else None,
            shown.on if shown else None,
            outcome=came,
            sockets=len(self.begun | open_sockets),
            done=len(self.begun - open_sockets),
            waiting=sum(map(len, self.turns)),
            unsent=self.unsent,
            late=self.late,
            wants=dict(self.wanted),
            refused=dict(self.refused),
            since=self.since,
            by_timer=self.by_timer,
        )

    def missed(self, truth: Callable[[OutletRef], Truth], busy: Callable[[SocketRef], bool]) -> dict[OutletRef, bool]:
        """What may be asked for once more."""
        return {ref: self.wanted[ref] for ref in self._outcome(truth, busy).missed}

    def _outcome(self, truth: Callable[[OutletRef], Truth], busy: Callable[[SocketRef], bool]) -> Outcome:
        begun = {ref: on for ref, on in self.wanted.items() if ref.socket in self.begun}
        reading = {socket for socket in self.begun if busy(socket)}
        return outcome(begun, truth, confirmed=self.confirmed, overruled=self.overruled, reading=reading)


@dataclass(frozen=True, slots=True)
class Run:
    """An action that was asked for without a preview and waits for its turn, and for what is read for it."""

    aim: Aim
    asked: Moment
    number: int | None
    by_timer: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose wishes are being asked for at this very moment: what they serve, and the round that asks, if one does."""

    aim: Aim | None
    by: Round | None = None
