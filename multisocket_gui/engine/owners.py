"""Whose plants are shown, and which nobody's plants turn out to be somebody's (docs/adr/0010)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from multisocket_gui.home.problem import Problem
from multisocket_gui.home.truth import Seen
from multisocket_gui.settings import Settings

from .clock import Clock
from .facts import Moved
from .store import Store

if TYPE_CHECKING:
    from multisocket_gui.signin.account import Person


class Owners(QObject):
    """GUI thread only. `save` writes the settings, and tells which hold from now on and why they are not written."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        save: Callable[[Settings], tuple[Settings, Problem | None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._save = save
        self._person: Person | None = None
        store.moved.connect(self._on_moved)

    def welcome(self, person: Person) -> None:
        """Show the home of whoever is signed in from now on."""
        self._person = person
        if self._store.settings.account != person.subject:
            self._store.put_settings(*self._save(self._store.settings.of_account(person.subject)))

    def leave(self) -> None:
        """Nobody is signed in any more; the home that was shown stays."""
        self._person = None

    def _on_moved(self, moved: tuple[Moved, ...]) -> None:
        """A plant that nobody was known to own, and that this person's sign-in could read, is theirs."""
        read = {each.outlet.socket.plant for each in moved if isinstance(each.event, Seen)}
        if self._person and any(plant.id in read and not plant.account for plant in self._store.plants):
            self._clock.after(0.0, self, partial(self._claim, frozenset(read), self._person))

    def _claim(self, plants: frozenset[str], person: Person) -> None:
        settings = self._store.settings
        if self._person != person or settings.account != person.subject:
            return
        for plant in plants:
            settings = settings.claimed(plant, person.subject)
        if settings == self._store.settings:
            return
        kept, problem = self._save(settings)
        if kept == settings:
            self._store.put_owners(kept, problem)
        else:  # somebody else's change came along
            self._store.put_settings(kept, problem)
