"""The last action can be taken back for a while, through the same guarded path as any other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.undo import OFFERED_FOR, action, changed_since, restorable

from .clock import Clock
from .store import Change, Store, Undo
from .strips import Strips


class Undoing(QObject):
    """Remembers what was asked and what was known before. GUI thread only."""

    def __init__(self, store: Store, strips: Strips, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._store = store
        self._strips = strips
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(int(OFFERED_FOR * 1000))
        self._end.timeout.connect(self.forget)
        store.changed.connect(self._on_changed)

    def switch(self, wishes: Mapping[OutletRef, bool]) -> None:
        """Ask for the states, and offer to take that back."""
        done = action(wishes, self._store.truth, self._clock.now().wall)
        self._store.put_undo(Undo(done) if done else None)
        self._end.start()
        self._strips.switch(wishes)

    def undo(self) -> None:
        """Restore what was known before the last action; refused whole where an outlet changed since."""
        offer = self._store.undo
        if offer is None or offer.refused:
            return
        changed = changed_since(offer.action, self._store.truth)
        if changed:
            self._store.put_undo(Undo(offer.action, changed))
            self._end.start()
            return
        self.forget()
        self._strips.switch(restorable(offer.action, self._store.truth))

    def _on_changed(self, change: Change) -> None:
        offer = self._store.undo
        if change.outlets and offer and not restorable(offer.action, self._store.truth):
            self.forget()

    def forget(self) -> None:
        """Offer nothing any more: the time is over, or the person left."""
        self._end.stop()
        self._store.put_undo(None)
