"""What comes first where there is no plant."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr

from .account_notice import is_connected
from .empty_state import EmptyState

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class _First(Enum):
    CONNECT = auto()
    SIGN_IN = auto()
    ADD = auto()


class Beginning(EmptyState):
    """Offers the first step that is still to be done: connect the home, sign in, add a plant."""

    connect_asked = Signal()
    plants_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self.asked.connect(self._on_asked)

    def show_store(self) -> None:
        """Offer what comes first now."""
        match self._first():
            case _First.CONNECT:
                self.offer(tr("Connect your home to begin."), tr("Connect your home"))
            case _First.SIGN_IN:
                self.offer(tr("Sign in to reach your home."), tr("Sign in"))
            case _First.ADD:
                self.offer(tr("No plant yet."), tr("Add your home"))

    def _first(self) -> _First:
        if not is_connected(self._store):
            return _First.CONNECT
        # While the kept sign-in is looked for, most likely it is found: a button that comes and goes helps nobody.
        known = self._store.account.phase in (AccountPhase.SIGNED_IN, AccountPhase.RESTORING)
        return _First.ADD if known else _First.SIGN_IN

    def _on_asked(self) -> None:
        match self._first():
            case _First.CONNECT:
                self.connect_asked.emit()
            case _First.SIGN_IN:
                self._controller.sign_in()
            case _First.ADD:
                self.plants_asked.emit()
