"""Whether anybody is there to look, and whether there is a network."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from .desktop import Witness
    from .reachability import Reachability


class Presence(QObject):
    """Away and offline as the system says; where it says nothing, neither.

    Nothing polls and nothing waits. On Linux the desktop's message buses are heard, if they are there and for as long
    as they last. On Windows and macOS Qt tells of the network, and `away` stays False.
    """

    changed = Signal()
    """After `away` or `offline` changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._witnesses: dict[type[Witness], Witness] = {}
        self._reachability: Reachability | None = None
        self._away = self._offline = False

    @property
    def away(self) -> bool:
        """The session is locked or behind a screen saver, or the computer goes to sleep or sleeps."""
        return self._away

    @property
    def offline(self) -> bool:
        """The system says that there is no network at all."""
        return self._offline

    def watch(self) -> None:
        """Listen from now on; of what is listened to already nothing changes, a bus that was lost is tried again.

        The first call loads what it takes. Call it when a window is shown, not before: a tray alone need not know.
        """
        if sys.platform.startswith("linux"):
            from . import bus, desktop

            self._call(desktop.SystemWitness, bus.system_bus(os.environ))
            self._call(desktop.SessionWitness, bus.session_bus(os.environ))
        elif self._reachability is None:
            from .reachability import system_reachability

            self._hear_of(system_reachability(self))

    def close(self) -> None:
        """Listen no more. What was known last stays."""
        for witness in self._witnesses.values():
            witness.close()
        self._witnesses = {}
        if self._reachability:
            self._reachability.close()
            self._reachability = None

    def _hear_of(self, reachability: Reachability | None) -> None:
        """Take what a system says that has a word for the network alone."""
        self._reachability = reachability
        if reachability:
            reachability.told.connect(self._on_reachability)
            self._on_reachability()

    def _on_reachability(self) -> None:
        self._put(away=False, offline=self._reachability is not None and self._reachability.offline)

    def _call(self, kind: type[Witness], address: str) -> None:
        known = self._witnesses.get(kind)
        if not address or (known and not known.bus.closed):
            return
        if known:
            known.close()
        self._witnesses[kind] = kind(address, self)
        self._witnesses[kind].told.connect(self._on_told)
        self._witnesses[kind].bus.open()

    def _on_told(self) -> None:
        from .desktop import OFFLINE

        facts = frozenset[str]().union(*(witness.facts for witness in self._witnesses.values()))
        self._put(away=bool(facts - {OFFLINE}), offline=OFFLINE in facts)

    def _put(self, *, away: bool, offline: bool) -> None:
        if (away, offline) != (self._away, self._offline):
            self._away, self._offline = away, offline
            self.changed.emit()
