"""The person's account: sign in, cancel, sign out; never two tries at once, never an old one's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.problem import Kind, Problem, Trouble
from multisocket_gui.signin.account import Account as SignIn
from multisocket_gui.signin.account import Attempt, Person

from .errand import Errand
from .store import Account, AccountPhase, Store
from .worker import Worker


@dataclass(frozen=True, slots=True)
class _Told:
    """What a running sign-in tells: where its page is, or that no browser could be opened."""

    attempt: Attempt
    link: str | None = None


class Membership(QObject):
    """Owns the sign-in; GUI thread only."""

    signed_in = Signal(object)
    """The `signin.account.Account` whose ID tokens are good from now on."""
    signed_out = Signal()

    def __init__(
        self, store: Store, worker: Worker, new_account: Callable[[], SignIn], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._worker = worker
        self._new_account = new_account
        self._account = new_account()
        self._attempt: Attempt | None = None
        worker.noted.connect(self._on_noted)

    def sign_in(self) -> None:
        """Open the browser and wait for its answer, on a worker; nothing happens while a try is under way."""
        if self._store.account.phase is not AccountPhase.SIGNED_OUT:
            return
        attempt: Attempt = Attempt(
            on_link=lambda link: self._worker.note(_Told(attempt, link)),
            on_no_browser=lambda _problem: self._worker.note(_Told(attempt)),
        )
        self._attempt = attempt
        self._store.put_account(Account(AccountPhase.SIGNING_IN))
        account = self._account
        self._worker.submit(Errand("account", lambda: _outcome(account, attempt), partial(self._on_signed_in, attempt)))

    def cancel(self) -> None:
        """Give the running try up, at any moment."""
        if self._attempt:
            attempt, self._attempt = self._attempt, None
            attempt.cancel()
            self._store.put_account(Account())

    def sign_out(self, problem: Problem | None = None) -> None:
        """Forget the account's tokens; `problem` tells why, where nobody asked for it."""
        self.cancel()
        account = self._account
        self._worker.submit(Errand("account", account.sign_out, lambda _: None))
        self._store.put_account(Account(problem=problem))
        self.signed_out.emit()

    def start_over(self) -> None:
        """The sign-in's settings changed: whoever was signed in no longer is."""
        self.sign_out()
        self._account = self._new_account()

    def _on_noted(self, note: object) -> None:
        if isinstance(note, _Told) and note.attempt is self._attempt:
            account = self._store.account
            told = replace(account, browser_opened=False) if note.link is None else replace(account, link=note.link)
            self._store.put_account(told)

    def _on_signed_in(self, attempt: Attempt, outcome: object) -> None:
        if attempt is not self._attempt:
            return
        self._attempt = None
        if isinstance(outcome, Person):
            self._store.put_account(Account(AccountPhase.SIGNED_IN, name=outcome.name))
            self.signed_in.emit(self._account)
        else:
            problem = outcome if isinstance(outcome, Problem) else Problem(Kind.INTERNAL)
            cancelled = problem.kind is Kind.SIGN_IN_CANCELLED
            self._store.put_account(Account(problem=None if cancelled else problem))


def _outcome(account: SignIn, attempt: Attempt) -> Person | Problem:
    try:
        return account.sign_in(attempt)
    except Trouble as trouble:
        return trouble.problem
