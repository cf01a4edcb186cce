"""The person's account: found again, signed in, signed out; never two tries at once, never an old one's answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.problem import Kind, Problem

from .clock import Clock
from .errand import Errand, or_problem, problem_of
from .facts import Account, AccountPhase
from .store import Store
from .worker import Worker

# The account is loaded when it is first wanted: the icon and the window must be there at once.
if TYPE_CHECKING:
    from multisocket_gui.signin.account import Account as SignIn
    from multisocket_gui.signin.account import Attempt, Person


@dataclass(frozen=True, slots=True)
class Member:
    """Whose ID tokens are good from now on; `asked`: they signed in just now, else their sign-in was kept."""

    account: SignIn
    person: Person
    asked: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What a running sign-in tells: where its page is, or that no browser could be opened."""

    attempt: Attempt
    link: str | None = field(default=None, repr=False)


class Membership(QObject):
    """Owns the sign-in; GUI thread only."""

    signed_in = Signal(object)
    """A `Member`."""
    signed_out = Signal()

    def __init__(
        self,
        store: Store,
        worker: Worker,
        new_account: Callable[[], SignIn],
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._worker = worker
        self._new_account = new_account
        self._clock = clock
        self._made: SignIn | None = None
        self._attempt: Attempt | None = None
        self._searches = 0
        self._found: Member | None = None
        """Whose kept sign-in was found while they signed in anew; good as long as that does not succeed."""
        worker.noted.connect(self._on_noted)

    @property
    def _account(self) -> SignIn:
        if self._made is None:
            self._made = self._new_account()
        return self._made

    def restore(self, after: float = 0.0) -> None:
        """Look for the kept sign-in, `after` so many seconds, in which commands wait already.

        The keyring may ask the person first, who may sign in meanwhile.
        """
        if self._store.account.phase is not AccountPhase.SIGNED_OUT:
            return
        self._searches += 1
        self._store.put_account(Account(AccountPhase.RESTORING))
        self._clock.after(after, self, partial(self._search, self._searches))

    def _search(self, search: int) -> None:
        if search == self._searches:
            found = partial(self._on_restored, search, self._account)
            self._worker.submit(Errand("restore", or_problem(self._account.restore), found))

    def sign_in(self) -> None:
        """Open the browser and wait for its answer, on a worker; nothing happens while a try is under way."""
        if self._store.account.phase not in (AccountPhase.SIGNED_OUT, AccountPhase.RESTORING):
            return
        from multisocket_gui.signin.attempt import Attempt

        attempt: Attempt = Attempt(
            on_link=lambda link: self._worker.note(_Told(attempt, link)),
            on_no_browser=lambda _problem: self._worker.note(_Told(attempt)),
        )
        self._attempt = attempt
        self._store.put_account(Account(AccountPhase.SIGNING_IN))
        account = self._account
        done = partial(self._on_signed_in, attempt, account)
        self._worker.submit(Errand("sign in", or_problem(lambda: account.sign_in(attempt)), done, about="account"))

    def cancel(self) -> None:
        """Give the running try up, at any moment; one that has just succeeded is about to say so."""
        if self._attempt and self._attempt.cancel():
            self._attempt = None
            self._not_signed_in(None)

    def close(self) -> None:
        """Quit: nobody waits for a browser any more."""
        if self._attempt:
            self._attempt.cancel()

    def sign_out(self) -> None:
        """Forget the account's tokens, here and on the disk; the next sign-in asks who it is."""
        account = self._account
        self._leave(Account())
        self._worker.submit(Errand("sign out", or_problem(account.sign_out), self._on_left, about="account"))

    def sign_in_as_another(self) -> None:
        """Sign out, then ask who it is."""
        self.sign_out()
        self.sign_in()

    def expire(self, problem: Problem) -> None:
        """The service wants to see the person again; what is known stays on the screen with its age."""
        self._leave(Account(problem=problem))

    def forget(self) -> None:
        """Sign out, and remove the key of what was kept from the keyring."""
        account = self._account
        self._leave(Account())
        self._worker.submit(Errand("forget", or_problem(account.forget), self._on_left, about="account"))

    def look_at_keeping(self) -> None:
        """Tokens may have been renewed on the way: whether they are kept is told as it is now."""
        account = self._store.account
        if account.phase is AccountPhase.SIGNED_IN:
            self._store.put_account(replace(account, not_kept=self._account.not_kept))

    def start_over(self) -> None:
        """The sign-in's settings changed: whoever was signed in no longer is."""
        self.sign_out()
        self._made = None

    def _leave(self, account: Account) -> None:
        self._searches += 1
        self._found = None
        if self._attempt:
            self._attempt.cancel()
            self._attempt = None
        with self._store.at_once():
            self._store.put_account(account)
            self.signed_out.emit()

    def _on_left(self, outcome: object) -> None:
        """What could not be removed is said, as long as nothing else is."""
        problem = problem_of(outcome)
        if problem and self._store.account == Account():
            self._store.put_account(Account(problem=problem))

    def _on_noted(self, note: object) -> None:
        if isinstance(note, _Told) and note.attempt is self._attempt:
            account = self._store.account
            told = replace(account, browser_opened=False) if note.link is None else replace(account, link=note.link)
            self._store.put_account(told)

    def _on_restored(self, search: int, account: SignIn, outcome: object) -> None:
        if search != self._searches:
            return
        person = _person(outcome)
        member = Member(account, person, asked=False) if person else None
        if self._store.account.phase is AccountPhase.SIGNING_IN:
            self._found = member
        elif member:
            self._welcome(member)
        else:
            self._store.put_account(Account(problem=problem_of(outcome)))

    def _on_signed_in(self, attempt: Attempt, account: SignIn, outcome: object) -> None:
        if attempt is not self._attempt:
            return
        self._attempt = None
        person = _person(outcome)
        if person:
            self._searches += 1
            self._welcome(Member(account, person, asked=True))
        else:
            problem = problem_of(outcome) or Problem(Kind.INTERNAL)
            self._not_signed_in(None if problem.kind is Kind.SIGN_IN_CANCELLED else problem)

    def _not_signed_in(self, problem: Problem | None) -> None:
        """The try came to nothing: whoever was found meanwhile is signed in."""
        if self._found:
            self._welcome(self._found)
        else:
            self._store.put_account(Account(problem=problem))

    def _welcome(self, member: Member) -> None:
        self._found = None
        name, not_kept = member.person.name, member.account.not_kept
        with self._store.at_once():  # whoever hears that somebody is signed in may ask for calls at once
            self._store.put_account(Account(AccountPhase.SIGNED_IN, name=name, not_kept=not_kept))
            self.signed_in.emit(member)


def _person(outcome: object) -> Person | None:
    from multisocket_gui.signin.token import Person

    return outcome if isinstance(outcome, Person) else None
