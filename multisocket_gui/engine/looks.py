"""Did it take place? What was sent is read back: once when most writes can be seen, once when all must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.truth import Phase

from .clock import Clock, Moment
from .store import Store

LATE = 30.0
"""Seconds by which a look may be late on a busy computer; one that is later was slept through."""
Read = Callable[[tuple[SocketRef, ...]], None]


class Looks(QObject):
    """Plans the reads that follow a write, and learns from them how long the cloud lags. GUI thread only."""

    looked = Signal()
    """A wait is over: what was to be read is being read, or needs no reading any more."""

    def __init__(self, store: Store, clock: Clock, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._read = read
        self._waiting: set[SocketRef] = set()
        self._contradicted: dict[OutletRef, float] = {}
        """When a read last contradicted a write that is not settled, in seconds since the epoch."""

    def planned(self, ref: SocketRef) -> bool:
        """Whether a look at this socket is still to come."""
        return ref in self._waiting

    def after_write(self, refs: Iterable[SocketRef]) -> None:
        """Look at the sockets as soon as most writes can be seen; those written together are read together."""
        self._plan(refs, self._store.lag.first_look)

    def after_read(self, ref: SocketRef) -> None:
        """Look once more when the settling time is over, where a read left a write unproved."""
        sent = [at for outlet, at in self.unproved(ref).items() if self._phase(outlet) is Phase.SENT]
        wait = max(sent, default=0.0) + self._store.lag.settling - self._clock.now().wall + 0.1
        if wait > 0:
            self._plan((ref,), wait)

    def unproved(self, ref: SocketRef) -> dict[OutletRef, float]:
        """The outlets whose accepted write no read has shown, and when it was accepted."""
        return {
            outlet: truth.wish.accepted_at
            for outlet, truth in self._store.truths_of(ref).items()
            if truth.phase in (Phase.SENT, Phase.DISPUTED) and truth.wish and truth.wish.accepted_at
        }

    def measure(self, unproved: Mapping[OutletRef, float], now: float) -> None:
        """Learn from a read: the write came to be seen between the last read that did not show it and now."""
        for outlet, accepted in unproved.items():
            if self._phase(outlet) is Phase.CONFIRMED:
                since = max(accepted, self._contradicted.pop(outlet, accepted))
                self._store.put_lag(self._store.lag.measured((since + now) / 2 - accepted))
            else:
                self._contradicted[outlet] = now

    def _plan(self, refs: Iterable[SocketRef], seconds: float) -> None:
        new = tuple(ref for ref in refs if ref not in self._waiting)
        if new:
            self._waiting.update(new)
            self._clock.after(seconds, self, partial(self._look, new, self._clock.now(), seconds + LATE))

    def _look(self, refs: tuple[SocketRef, ...], planned: Moment, within: float) -> None:
        """Read what is still unproved; not where the computer slept in between: then it is read when somebody looks."""
        self._waiting.difference_update(refs)
        if self._clock.now().seconds_since(planned) > within:
            self.looked.emit()
            return
        unproved = tuple(ref for ref in refs if Phase.SENT in {t.phase for t in self._store.truths_of(ref).values()})
        if unproved:
            self._read(unproved)
        self.looked.emit()

    def _phase(self, outlet: OutletRef) -> Phase:
        return self._store.truth(outlet).phase
