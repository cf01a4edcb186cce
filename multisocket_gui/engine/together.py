"""Switching many outlets at once: a preview, one strip after the other, and what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import SocketRef
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage, in_one_call, sure_until
from multisocket_gui.home.truth import Asked

from .clock import Clock, Moment
from .facts import AccountPhase, Change, Moved
from .foresight import Foresight
from .store import Store
from .strip import TIME_TO_LIVE
from .strips import Strips
from .undoing import Undoing

if TYPE_CHECKING:
    from .round import Aim, Asking, Round, Run


class Together(QObject):
    """The path of a group action. GUI thread only. `look` reads what is too old of the sockets to be believed."""

    ended = Signal(object)
    """A `GroupAction` of which no more is to come; each that was begun, once."""

    def __init__(
        self,
        store: Store,
        strips: Strips,
        undoing: Undoing,
        clock: Clock,
        look: Callable[[Iterable[SocketRef], Purpose], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._strips = strips
        self._undoing = undoing
        self._clock = clock
        self._look = look
        self.foresight = Foresight(store, clock)
        self._shown: Preview | None = None
        self._round: Round | None = None
        self._left: list[Round] = []
        """Rounds that are no longer shown, and of which more is to come."""
        self._runs: deque[Run] = deque()
        self._asking: Asking | None = None
        self._done: Round | None = None
        """What was begun last of all that can be taken back."""
        self._forget_age: Callable[[], None] = _nothing
        store.moved.connect(self._on_moved)
        store.changed.connect(self._on_changed)
        strips.progressed.connect(self._tell)

    @property
    def asking(self) -> Aim | None:
        """What the wishes serve that are being asked for at this very moment."""
        return self._asking.aim if self._asking else None

    # What people ask for

    def preview(self, scope: Scope, on: bool) -> None:
        """Show what asking the scope for `on` would change; nothing while strips of an action wait for their turn."""
        if self._waits():
            return
        self._retire()
        self._shown = Preview(scope, on)
        self._look(self.foresight.sockets(scope, on), Purpose.ASKED)
        self._tell()

    def go(self) -> None:
        """Do what the preview shows, by what is known at this moment."""
        if self._shown is None:
            return
        shown = self.foresight.preview(self._shown.scope, self._shown.on)
        if shown.wishes:
            self._begin(self._round_of(shown, self._clock.now(), self._undoing.begin()))

    def run(self, scope: Scope, on: bool, *, by_timer: bool = False) -> None:
        """Do it without a preview: once what is old was read, and no strip of another action waits for its turn."""
        self._queue([scope], on, None if by_timer else self._undoing.begin(), by_timer)

    def run_all(self, scopes: Iterable[Scope], on: bool) -> None:
        """The same for one scope after the other, as one action that is undone as a whole."""
        self._queue(scopes, on, self._undoing.begin(), by_timer=False)

    def _queue(self, scopes: Iterable[Scope], on: bool, number: int | None, by_timer: bool) -> None:
        from .round import Aim, Run  # these are loaded when the first action begins

        asked, purpose = self._clock.now(), Purpose.TIMER if by_timer else Purpose.ASKED
        for scope in scopes:
            self._runs.append(Run(Aim(scope, on), asked, number, by_timer))
            self._look(self.foresight.sockets(scope, on), purpose)
        self._tell()

    def retry(self) -> None:
        """Ask once more for what was not switched, and for nothing else."""
        last = self._round
        if last is None or self._waits():
            return
        again = last.missed(self._store.truth, self._strips.busy)
        if not again:
            return
        from .round import Round

        number = last.number
        if last.aim and not last.undoes and (number is None or not self._undoing.offered(number)):
            number = self._undoing.begin()
        self._begin(
            Round(
                last.aim, again, self._clock.now(), last.undoes, number=number, refused=last.refused, since=last.since
            )
        )

    def stop(self) -> None:
        """Give up what has not left."""
        if self._round and self._waits():
            self._round.give_up()
            self._tell()

    def dismiss(self) -> None:
        """Close the preview, or what is told of an action that ended."""
        if not self._waits():
            self._shown = None
            self._retire()
            self._tell()

    def take_back(self) -> None:
        """Take the last action back, as long as that is offered: all of it, and what of it has yet to leave stays."""
        done = self._done if self._done and self._undoing.offered(self._done.number or 0) else None
        if done:
            self._runs = deque(run for run in self._runs if run.number != done.number)
        if done and done is self._round:
            self.stop()
        wishes = self._undoing.take_back()
        if not wishes:
            return
        from .round import Round

        back = Round(done.aim if done else None, wishes, self._clock.now(), undoes=True)
        if len(back.turns) > 1:
            self._begin(back)
        else:
            self._ask(back.asks_for, None, partial(self._strips.switch, wishes))

    # One strip after the other

    def _round_of(self, shown: Preview, asked: Moment, number: int | None, *, by_timer: bool = False) -> Round:
        from .round import Aim, Round

        return Round(
            Aim(shown.scope, shown.on),
            shown.wishes,
            asked,
            group=in_one_call(shown, self._store.members(shown.scope.plant)),
            number=number,
            by_timer=by_timer,
            refused=shown.left_out,
            since=shown.overtaken,
        )

    def _begin(self, begun: Round) -> None:
        self._shown = None
        self._retire()
        self._round = begun
        if begun.number is not None:
            self._done = begun
        self._next(begun)

    def _next(self, current: Round) -> None:
        """The next strip's turn, if the action still is what people want."""
        if current is not self._round:
            return
        if current.turns and self._clock.now().seconds_since(current.began) > TIME_TO_LIVE:  # the computer slept
            current.give_up(late=True)
        elif current.turns:
            self._send(current, current.turns.popleft())
        if current.turns:
            self._clock.after(current.gap, self, partial(self._next, current))
        self._tell()

    def _send(self, current: Round, sockets: tuple[SocketRef, ...]) -> None:
        wishes = current.due(sockets, self.foresight.surely)
        refused = self.foresight.refused(wishes)  # a guard may have come while the strip waited
        current.leave_out(refused)
        wishes = {ref: on for ref, on in wishes.items() if ref not in refused}
        if not wishes:
            return
        began, number = current.began, current.number
        purpose = Purpose.TIMER if current.by_timer else None
        group = None if refused else current.group
        if number is None:
            switch = partial(self._strips.switch, wishes, asked=began, purpose=purpose)
        else:
            switch = partial(self._undoing.switch, wishes, part_of=number, group=group, asked=began, purpose=purpose)
        self._ask(current.asks_for, current, switch)

    def _ask(self, aim: Aim | None, by: Round | None, switch: Callable[[], object]) -> None:
        from .round import Asking

        self._asking = Asking(aim, by)
        switch()
        self._asking = None

    def _retire(self) -> None:
        """Another action, or nothing, is shown from now on; more may yet come of the one before."""
        if self._round and not self._round.over:
            self._left.append(self._round)
        self._round = None

    def _start_runs(self) -> None:
        """Begin what was asked for without a preview, once it can be known what that would change."""
        while self._runs and not self._waits() and self._asking is None:
            run = self._runs[0]
            restoring = self._store.account.phase is AccountPhase.RESTORING
            if restoring or any(map(self._strips.at_work, self.foresight.sockets(run.aim.scope, run.aim.on))):
                return
            self._runs.popleft()
            shown = self.foresight.preview(run.aim.scope, run.aim.on)
            self._begin(self._round_of(shown, run.asked, run.number, by_timer=run.by_timer))

    # What is told

    def _on_moved(self, moves: Iterable[Moved]) -> None:
        """Remember what came true once, and what somebody asked otherwise."""
        asked = {moved.outlet for moved in moves if isinstance(moved.event, Asked)}
        by = self._asking.by if self._asking else None
        for each in self._rounds():
            each.note(moves)
            if each is not by:
                each.overruled.update(asked)
        if asked and by is None and self._store.together and self._store.together.calm:
            self._retire()  # the next action: nothing is left to be said of this one

    def _on_changed(self, change: Change) -> None:
        if change.account and self._store.account.phase is not AccountPhase.SIGNED_IN:
            self._shown = None
            self.stop()
        if change.shape:
            self._on_home()
        if (
            change.scenes
            and self._shown
            and self._shown.scope.scene
            and not self.foresight.sockets(self._shown.scope, True)
        ):
            self._shown = None
        if change.outlets or change.sockets or change.account or change.home or change.scenes:
            self._tell()

    def _on_home(self) -> None:
        """The set-up changed under our hands: what it no longer holds can neither be shown nor sent."""
        self._shown = None
        if self._round and not set(self._round.wanted) <= set(self._store.outlets()):
            self._round.give_up()
            self._retire()

    def _tell(self) -> None:
        self._start_runs()
        self._forget_age()
        self._forget_age = _nothing
        if self._round:
            self._store.put_together(self._told(self._round))
        elif self._shown:
            self._shown = self.foresight.preview(self._shown.scope, self._shown.on)
            self._store.put_together(GroupAction(Stage.PREVIEW, self._shown.scope, self._shown.on, self._shown))
            self._tell_when_old(self._shown)
        else:
            self._store.put_together(None)
        self._tell_ends()

    def _tell_ends(self) -> None:
        """Of a round that ended more may come: what was sent is read back."""
        for each in self._rounds():
            told = self._told(each)
            if not each.over and told.stage is Stage.ENDED and not any(map(self._strips.busy, each.begun)):
                each.over = True
                self._left = [left for left in self._left if left is not each]
                self.ended.emit(told)

    def _told(self, current: Round) -> GroupAction:
        return current.told(self._store.truth, self._strips.busy)

    def _rounds(self) -> list[Round]:
        return [each for each in (self._round, *self._left) if each]

    def _tell_when_old(self, shown: Preview) -> None:
        """What is known for sure now will not be so for ever."""
        now = self._clock.now().wall
        until = sure_until(shown.outlets, self._store.truth, now)
        if until is not None:
            self._forget_age = self._clock.after(until - now + 0.1, self, self._tell)

    def _waits(self) -> bool:
        """Whether strips of an action wait for their turn."""
        return self._round is not None and bool(self._round.turns)


def _nothing() -> None:
    """There is nothing to be taken back."""
