"""The subscription key: kept, shown and tested; whatever asks the keyring does so on a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import SocketRef, socket_refs
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Purpose

from .errand import Errand, or_problem, problem_of
from .ledger import Ledgers
from .service import Service
from .store import Store
from .worker import Worker


class Key(Protocol):
    """Where the subscription key lives (`signin.subscription_key`); may block, so never on the GUI thread."""

    @property
    def stored(self) -> bool: ...
    def get(self) -> str | None: ...
    def set(self, key: str) -> None: ...
    def forget(self) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyTested:
    """What the service said to a call with the key; None: it answered as it should."""

    problem: Problem | None


class KeyDesk(QObject):
    """GUI thread only. The store learns whether there is a key, never which."""

    revealed = Signal(object)
    """The key, None where there is none, or a `Problem`."""
    tested = Signal(object)
    """A `KeyTested`."""

    def __init__(self, store: Store, worker: Worker, key: Key, ledgers: Ledgers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._worker = worker
        self._key = key
        self._ledgers = ledgers

    def look(self) -> None:
        """Ask the keyring."""
        self._ask(self._key.get)

    def keep(self, text: str) -> None:
        """Keep the key in the keyring; an empty text forgets it."""

        def keep() -> str | None:
            if text:
                self._key.set(text)
            else:
                self._key.forget()
            return self._key.get()

        self._ask(keep)

    def reveal(self) -> None:
        """Ask for the key itself, because the person wants to see it."""
        self._worker.submit(Errand("reveal key", or_problem(self._key.get), self.revealed.emit, about="key"))

    def test(self, worker: Worker, service: Service | None) -> None:
        """Ask the service for the first socket with the key: one call."""
        first = next((ref for plant in self._store.plants for ref, _ in socket_refs(plant)), None)
        if service is None or first is None:
            self.tested.emit(KeyTested(Problem(Kind.SIGNED_OUT)))
            return
        call = or_problem(_reading(service, first))
        worker.submit(Errand("test key", call, lambda outcome: self.tested.emit(KeyTested(problem_of(outcome)))))

    def _ask(self, call: Callable[[], str | None]) -> None:
        api_url = self._store.settings.service.api_url

        def ask() -> str | None:
            key = call()
            if key:
                self._ledgers.of(api_url, key).look()
            return key

        self._worker.submit(Errand("key", or_problem(ask), self._on_key, about="key"))

    def _on_key(self, outcome: object) -> None:
        problem = problem_of(outcome)
        known = bool(outcome) and problem is None
        self._store.put_key(known=known, stored=known and self._key.stored, problem=problem)


def _reading(service: Service, ref: SocketRef) -> Callable[[], object]:
    return lambda: service.read(ref.plant, ref.selector, Purpose.ASKED)
