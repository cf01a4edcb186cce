"""The last action can be taken back for a while, through the same guarded path as any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from multisocket_gui.home.model import OutletRef, Selector
from multisocket_gui.home.undo import OFFERED_FOR, Action, action, changed_since, joined, restorable

from .clock import Clock, Moment
from .store import Change, Store, Undo
from .strips import Strips


class Undoing(QObject):
    """Remembers what was asked and what was known before. GUI thread only."""

    def __init__(self, store: Store, strips: Strips, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._store = store
        self._strips = strips
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
    ) -> None:
        """Ask for the states, and offer to take that back, with all else that was asked for as `part_of` it.

        `group` and `asked`: as in `Strips.switch`. A part of an action that is no longer the last is sent, but not
        offered.
        """
        number = self.begin() if part_of is None else part_of
        if number == self._last:
            part = action(wishes, self._store.truth, self._clock.now().wall)
            self._done = joined(self._done, part) if self._done and part else None
            self._store.put_undo(Undo(self._done) if self._done else None)
            self._offer_for_a_while()
        self._strips.switch(wishes, group, asked)

    def take_back(self) -> dict[OutletRef, bool]:
        """What to ask for to restore what was known before the last action; nothing where an outlet changed since."""
        offer = self._store.undo
        if offer is None or offer.refused:
            return {}
        changed = changed_since(offer.action, self._store.truth)
        if changed:
            self._store.put_undo(Undo(offer.action, changed))
            self._offer_for_a_while()
            return {}
        self.forget()
        return restorable(offer.action, self._store.truth)

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
