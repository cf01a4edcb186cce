"""Switching many outlets at once: a preview, one strip after the other, and what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject

from multisocket_gui.home.model import OutletRef, Selector, SocketRef
from multisocket_gui.home.together import (
    GroupAction,
    Outcome,
    Preview,
    Scope,
    Stage,
    in_one_call,
    outcome,
    outlets_of,
    preview,
    sure_until,
    surely,
)
from multisocket_gui.home.truth import Asked, Phase

from .clock import Clock, Moment
from .store import AccountPhase, Change, Moved, Store
from .strip import TIME_TO_LIVE
from .strips import BETWEEN_STRIPS, Strips
from .undoing import Undoing

ALL_WITHIN = TIME_TO_LIVE / 3
"""Seconds within which the last strip's turn comes, however many there are."""


@dataclass(eq=False, slots=True)
class _Round:
    """An action that was begun. `turns` are the sockets that still wait, several where one call is for all of them.

    `confirmed` were seen as wanted once; of `overruled` somebody asked for something else since.
    """

    scope: Scope | None
    on: bool | None
    wanted: dict[OutletRef, bool]
    turns: deque[tuple[SocketRef, ...]]
    group: Selector | None
    number: int | None
    began: Moment
    gap: float
    begun: set[SocketRef] = field(default_factory=set)
    confirmed: set[OutletRef] = field(default_factory=set)
    overruled: set[OutletRef] = field(default_factory=set)
    unsent: tuple[SocketRef, ...] = ()
    late: bool = False


class Together(QObject):
    """The path of a group action. GUI thread only. `look` reads what is too old of a plant to be believed."""

    def __init__(
        self,
        store: Store,
        strips: Strips,
        undoing: Undoing,
        clock: Clock,
        look: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._strips = strips
        self._undoing = undoing
        self._clock = clock
        self._look = look
        self._shown: Preview | None = None
        self._round: _Round | None = None
        self._asking = False
        self._forget_age: Callable[[], None] = _nothing
        store.moved.connect(self._on_moved)
        store.changed.connect(self._on_changed)
        strips.progressed.connect(self._tell)

    # What people ask for

    def preview(self, scope: Scope, on: bool) -> None:
        """Show what asking the scope for `on` would change; nothing while strips of an action wait for their turn."""
        if self._waits():
            return
        self._round = None
        self._shown = Preview(scope, on)
        self._look(scope.plant)
        self._tell()

    def go(self) -> None:
        """Do what the preview shows, by what is known at this moment."""
        if self._shown is None:
            return
        shown = self._previewed(self._shown)
        if shown.wishes:
            self._shown = None
            group = in_one_call(shown, self._store.members(shown.scope.plant))
            self._begin(shown.scope, shown.on, shown.wishes, group, self._undoing.begin())

    def retry(self) -> None:
        """Ask once more for what was not switched, and for nothing else."""
        last = self._round
        if last is None or self._waits():
            return
        again = {ref: last.wanted[ref] for ref in self._outcome(last).missed}
        if not again:
            return
        number = last.number
        if number is not None and not self._undoing.offered(number):
            number = self._undoing.begin()
        self._begin(last.scope, last.on, again, None, number)

    def stop(self) -> None:
        """Give up what has not left."""
        if self._round and self._waits():
            self._give_up(self._round)
            self._tell()

    def dismiss(self) -> None:
        """Close the preview, or what is told of an action that ended."""
        if not self._waits():
            self._shown = self._round = None
            self._tell()

    def take_back(self) -> None:
        """Take the last action back, as long as that is offered: all of it, and what of it has yet to leave stays."""
        if self._round and self._round.number is not None and self._undoing.offered(self._round.number):
            self.stop()
        wishes = self._undoing.take_back()
        if not wishes:
            return
        if len({ref.socket for ref in wishes}) > 1:
            self._shown = None
            self._begin(None, None, wishes, None, None)
        else:
            self._strips.switch(wishes)

    # One strip after the other

    def _begin(
        self,
        scope: Scope | None,
        on: bool | None,
        wanted: Mapping[OutletRef, bool],
        group: Selector | None,
        number: int | None,
    ) -> None:
        sockets = tuple(dict.fromkeys(ref.socket for ref in wanted))
        turns = [sockets] if group else [(socket,) for socket in sockets]
        gap = min(BETWEEN_STRIPS, ALL_WITHIN / max(1, len(turns) - 1))
        self._round = _Round(scope, on, dict(wanted), deque(turns), group, number, self._clock.now(), gap)
        self._next(self._round)

    def _next(self, current: _Round) -> None:
        """The next strip's turn, if the action still is what people want."""
        if current is not self._round or not current.turns:
            return
        if self._clock.now().seconds_since(current.began) > TIME_TO_LIVE:  # the computer slept
            current.late = True
            self._give_up(current)
        else:
            self._send(current, current.turns.popleft())
        if current.turns:
            self._clock.after(current.gap, self, partial(self._next, current))
        self._tell()

    def _send(self, current: _Round, sockets: tuple[SocketRef, ...]) -> None:
        """Ask for what is not surely right by now; who asked for something else since the action began has it."""
        current.begun.update(sockets)
        wishes: dict[OutletRef, bool] = {}
        for socket in sockets:
            left = {
                ref: on for ref, on in current.wanted.items() if ref.socket == socket and ref not in current.overruled
            }
            if all(self._surely(ref) is on for ref, on in left.items()):
                current.confirmed.update(left)
            else:
                wishes |= left
        if not wishes:
            return
        self._asking = True
        if current.number is None:
            self._strips.switch(wishes, asked=current.began)
        else:
            self._undoing.switch(wishes, part_of=current.number, group=current.group, asked=current.began)
        self._asking = False

    def _give_up(self, current: _Round) -> None:
        current.unsent = tuple(socket for turn in current.turns for socket in turn)
        current.turns.clear()
        current.wanted = {ref: on for ref, on in current.wanted.items() if ref.socket in current.begun}

    # What is told

    def _on_moved(self, moves: Iterable[Moved]) -> None:
        """Remember what came true once, and what somebody asked otherwise."""
        current = self._round
        if current is None:
            return
        for moved in moves:
            on = current.wanted.get(moved.outlet) if moved.outlet.socket in current.begun else None
            if on is not None and moved.after.phase is Phase.CONFIRMED and moved.after.on is on:
                current.confirmed.add(moved.outlet)
        asked = {moved.outlet for moved in moves if isinstance(moved.event, Asked)}
        if asked and not self._asking:
            current.overruled.update(asked)
            if self._store.together and self._store.together.calm:
                self._round = None  # the next action: nothing is left to be said of this one

    def _on_changed(self, change: Change) -> None:
        if change.account and self._store.account.phase is not AccountPhase.SIGNED_IN:
            self._shown = None
            self.stop()
        if change.shape:
            self._on_home()
        if change.outlets or change.sockets or change.account or change.home:
            self._tell()

    def _on_home(self) -> None:
        """The set-up changed under our hands: what it no longer holds can neither be shown nor sent."""
        self._shown = None
        if self._round and not set(self._round.wanted) <= set(self._store.outlets()):
            self._round = None

    def _tell(self) -> None:
        self._forget_age()
        self._forget_age = _nothing
        if self._round:
            self._store.put_together(self._told(self._round))
        elif self._shown:
            self._shown = self._previewed(self._shown)
            self._store.put_together(GroupAction(Stage.PREVIEW, self._shown.scope, self._shown.on, self._shown))
            self._tell_when_old(self._shown)
        else:
            self._store.put_together(None)

    def _told(self, current: _Round) -> GroupAction:
        came = self._outcome(current)
        open_sockets = {ref.socket for ref in came.under_way} | {s for turn in current.turns for s in turn}
        return GroupAction(
            Stage.RUNNING if open_sockets else Stage.ENDED,
            current.scope,
            current.on,
            outcome=came,
            sockets=len(current.begun | open_sockets),
            done=len(current.begun - open_sockets),
            waiting=sum(map(len, current.turns)),
            unsent=current.unsent,
            late=current.late,
        )

    def _outcome(self, current: _Round) -> Outcome:
        begun = {ref: on for ref, on in current.wanted.items() if ref.socket in current.begun}
        reading = {socket for socket in current.begun if self._strips.busy(socket)}
        return outcome(
            begun, self._store.truth, confirmed=current.confirmed, overruled=current.overruled, reading=reading
        )

    def _previewed(self, shown: Preview) -> Preview:
        outlets = outlets_of(shown.scope, self._store.plants, self._store.members(shown.scope.plant))
        return preview(shown.scope, shown.on, outlets, self._store.truth, self._clock.now().wall)

    def _tell_when_old(self, shown: Preview) -> None:
        """What is known for sure now will not be so for ever."""
        now = self._clock.now().wall
        until = sure_until(shown.outlets, self._store.truth, now)
        if until is not None:
            self._forget_age = self._clock.after(until - now + 0.1, self, self._tell)

    def _surely(self, ref: OutletRef) -> bool | None:
        return surely(self._store.truth(ref), self._clock.now().wall)

    def _waits(self) -> bool:
        """Whether strips of an action wait for their turn."""
        return self._round is not None and bool(self._round.turns)


def _nothing() -> None:
    """There is nothing to be taken back."""
