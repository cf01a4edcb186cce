"""The last action can be taken back for a while, through the same guarded path as any other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QObject

from multisocket_gui.home.model import OutletRef, Selector
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.undo import OFFERED_FOR, Action, action, changed_since, joined, restorable

from .clock import Clock, Moment
from .facts import Change, Undo
from .questions import Questions
from .store import Store
from .strips import Strips


class Undoing(QObject):
    """Remembers what was asked and what was known before. GUI thread only."""

    def __init__(
        self, store: Store, strips: Strips, questions: Questions, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._store = store
        self._strips = strips
        self._questions = questions
        self._last = 0
        self._done: Action | None = None
        self._end: Callable[[], None] | None = None
        store.changed.connect(self._on_changed)

    def begin(self) -> int:
        """A new action, whose parts are asked for by its number; what was done before can no longer be taken back."""
        self._last += 1
        self._done = Action({}, {}, self._clock.now().wall)
        return self._last

    def offered(self, number: int) -> bool:
        """Whether it is this action that can be taken back now."""
        return number == self._last and self._store.undo is not None

    def switch(
        self,
        wishes: Mapping[OutletRef, bool],
        *,
        part_of: int | None = None,
        group: Selector | None = None,
        asked: Moment | None = None,
        confirmed: Collection[OutletRef] = (),
        purpose: Purpose | None = None,
    ) -> dict[OutletRef, Problem]:
        """Ask for the states, and offer to take that back, with all else that was asked for as `part_of` it.

        `group` to `purpose`, and what is returned: as in `Strips.switch`. What a guard stopped is not remembered, and
        where that is all of it, what was offered before still is. A part of an action that is no longer the last is
        sent, but not offered.
        """
        wishes, refused = self._strips.admitted(wishes, confirmed=confirmed)
        if not wishes:
            return refused
        number = self.begin() if part_of is None else part_of
        if number == self._last:
            part = action(wishes, self._store.truth, self._clock.now().wall)
            self._done = joined(self._done, part) if self._done and part else None
            self._store.put_undo(Undo(self._done) if self._done else None)
            self._offer_for_a_while()
        return refused | self._strips.switch(wishes, group, asked, confirmed=confirmed, purpose=purpose)

    def take_back(self) -> dict[OutletRef, bool]:
        """What to ask for to restore what was known before the last action; nothing where an outlet changed since.

        What is guarded by now stays as it is and is told; the one outlet of an action is asked about.
        """
        offer = self._store.undo
        if offer is None or offer.refused:
            return {}
        wishes, refused = self._strips.admitted(restorable(offer.action, self._store.truth))
        changed = [ref for ref in changed_since(offer.action, self._store.truth) if ref not in refused]
        if changed:
            self._store.put_undo(Undo(offer.action, tuple(changed)))
            self._offer_for_a_while()
            return {}
        self.forget()
        self._questions.tell(refused, named=not wishes and len(refused) == 1)
        return wishes

    def _on_changed(self, change: Change) -> None:
        offer = self._store.undo
        if change.shape:
            self.forget()
        elif change.outlets and offer and not restorable(offer.action, self._store.truth):
            self._store.put_undo(None)  # a further part of it may yet be switched

    def forget(self) -> None:
        """Offer nothing any more: the time is over, or the person left."""
        self._stop_the_end()
        self.begin()
        self._store.put_undo(None)

    def _offer_for_a_while(self) -> None:
        self._stop_the_end()
        self._end = self._clock.after(OFFERED_FOR, self, self.forget)

    def _stop_the_end(self) -> None:
        if self._end:
            self._end()
            self._end = None
