"""The account: who is signed in, and a valid ID token. The room's front door.

Neither requests nor msal is imported at the start of the program, which has no 0.2 s for them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from multisocket_gui import settings, settings_checks
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.skew import Skew
from multisocket_gui.signin.asking import Asking
from multisocket_gui.signin.attempt import Attempt
from multisocket_gui.signin.browser import open_link
from multisocket_gui.signin.errors import Cancelled, Misconfigured, SignedOut, SignInError
from multisocket_gui.signin.kept import Keep, Kept
from multisocket_gui.signin.msal_client import Client
from multisocket_gui.signin.page import PageTexts
from multisocket_gui.signin.renewal import Renewal
from multisocket_gui.signin.session import Session, Sessions
from multisocket_gui.signin.token import Person

if TYPE_CHECKING:
    from multisocket_gui.signin.line import Line

__all__ = ["Account", "Attempt", "Keep", "PageTexts", "Person"]

_ENGLISH = PageTexts()
_WAIT_TO_KEEP = 5.0  # seconds


class Account:
    """One registered application's account at the sign-in service. Every method may be called from any thread.

    `vault` keeps the sign-in across restarts; without one it ends with the session. `mark` is a file, in a folder of
    one's own, that stands from a sign-out to the next sign-in (`kept`). `skew` hears the answers' dates. `open_browser`
    is given the link on a thread of its own and says whether it was taken. `answer_timeout` is how many seconds the
    person has on a page. `clock` gives the time as seconds since the epoch.
    """

    def __init__(
        self,
        service: settings.Service,
        wire: settings.Wire,
        *,
        vault: Keep | None = None,
        mark: Path | None = None,
        skew: Skew | None = None,
        open_browser: Callable[[str], bool] = open_link,
        texts: PageTexts = _ENGLISH,
        answer_timeout: float = 300.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._wire = wire
        self._clock = clock
        self._skew = skew or Skew()
        self._sessions = Sessions(service, self._skew, clock)
        self._asking = Asking(service, texts, answer_timeout, open_browser, self._new_client)
        self._renewal = Renewal(clock, self._signed_in, self._renew)
        self._lock = threading.Lock()  # around the four below; held for moments only
        self._session: Session | None = None
        self._why_out = SignedOut()  # what is raised where nobody is signed in
        self._sign_outs = 0
        self._ask_who = False
        self._keeping = threading.Lock()  # around the vault, which may block on the keyring, and the two below
        self._kept = Kept(service, vault, mark)
        self._kept_session: Session | None = None

    @property
    def person(self) -> Person | None:
        """Who is signed in, as far as is known without asking the service."""
        session = self._session
        return session.token.person if session else None

    @property
    def not_kept(self) -> Problem | None:
        """Why the sign-in ends with this session; None: it is kept, or nobody is signed in, or nothing ever is."""
        session = self._session
        if session and not _same_sign_in(session, self._kept_session):
            return Problem(Kind.KEYRING_LOCKED)  # it is still asking the person for what was kept before
        return self._kept.problem

    def restore(self) -> Person | None:
        """Whoever is kept is signed in again; nothing is asked of the service. Who is now, if anybody.

        May block on the keyring. Raises `KeyringLocked`, `KeyringSilent`, `VaultDamaged` and `VaultKeyLost`.
        """
        with self._lock:
            sign_outs = self._sign_outs
        with self._keeping:
            tokens = self._kept.load()
            if tokens:
                session = self._sessions.restored(self._new_client(self._service, tokens.state), tokens)
                with self._lock:
                    if self._session is None and self._sign_outs == sign_outs and not self._ask_who:
                        self._session = self._kept_session = session
        self._keep_newest()
        return self.person

    def sign_in(self, attempt: Attempt) -> Person:
        """Sign in through the browser; whoever was signed in stays so until it has succeeded.

        Blocks, at the end perhaps on the keyring, though not on one that still asks for what is to be restored;
        `not_kept` then tells whether it is kept. Raises every error of
        `errors` but those below `KeepingTrouble`.
        """
        self._check_settings()
        with self._lock:
            sign_outs, prompt = self._sign_outs, "login" if self._ask_who or self._kept.asks_who else None
        try:
            session = self._sessions.new(*self._asking.sign_in(attempt, prompt))
        except SignInError:
            attempt.check()  # whoever gave up is not told what else went wrong
            raise
        try:
            with self._lock:
                if self._sign_outs != sign_outs:
                    raise Cancelled
                attempt.settle()
                self._session, self._ask_who = session, False
        except Cancelled:
            session.client.empty()
            raise
        self._keep_newest(_WAIT_TO_KEEP)
        return session.token.person

    def id_token(self, *, renew: bool = False) -> str:
        """A valid raw ID token. `renew` asks for a new one because the service has refused the one at hand.

        However many ask, one request is under way, and all who waited for it share how it ended. Raises
        `SignInAgain`, `AccountGone` and `SignedOut` (and then nobody is signed in), and with the person still signed
        in `Unreachable`, `Untrusted`, `Misconfigured`, `WrongToken` and `ClockWrong`.
        """
        try:
            return self._renewal.token(renew=renew)
        finally:
            self._keep_newest()

    def sign_out(self) -> None:
        """Forget the tokens, here and in the vault. The browser may still know the person, so the next sign-in asks
        who it is. Raises `VaultUnwritable`, with everything done that could be done."""
        self._leave(self._kept.sign_out)

    def forget(self) -> None:
        """Sign out, and the vault's key leaves the keyring. Raises `KeepingTrouble`'s kinds, as `sign_out` does."""
        self._leave(self._kept.forget)

    def _new_client(self, service: settings.Service, kept: str = "") -> Client:
        return Client(service, self._new_line, kept)

    def _new_line(self) -> Line:
        from multisocket_gui.signin.line import Line

        return Line(self._wire, self._skew.heard, self._clock)

    def _check_settings(self) -> None:
        service = self._service
        wrong = {
            "client_id": not service.client_id,
            "authority": settings_checks.check_authority(service.authority),
            "redirect_port": settings_checks.check_port(service.redirect_port),
            "scopes": any(settings_checks.check_scope(scope) for scope in service.scopes),
            "reset_policy": settings_checks.check_policy(service.reset_policy),
        }
        for name, complaint in wrong.items():
            if complaint:
                raise Misconfigured(name)

    def _signed_in(self) -> Session:
        with self._lock:
            session, why = self._session, self._why_out
        if session is None:
            raise type(why)(why.problem.detail)
        return session

    def _renew(self, session: Session) -> str:
        """Swap the refresh token for new tokens. Raises what `id_token` does."""
        try:
            newer, trouble = self._sessions.renewed(session, session.client.renew())
        except SignedOut as error:
            self._drop(session, error)
            raise
        except SignInError:
            self._check_still_in(session)
            raise
        with self._lock:
            if self._session is session:
                self._session = newer
        self._check_still_in(session)
        if trouble:
            raise trouble
        return newer.token.raw

    def _check_still_in(self, session: Session) -> None:
        """Raises `SignedOut` if this sign-in ended while the service was asked; what it brought is good for nothing."""
        current = self._session
        if current is None or current.client is not session.client:
            session.client.empty()
            raise SignedOut

    def _drop(self, session: Session, why: SignedOut) -> None:
        """The grant is over: nobody is signed in, but the next sign-in need not ask who it is."""
        with self._lock:
            if self._session is not session:
                return
            self._session, self._why_out = None, why
        session.client.empty()
        with self._keeping:
            if self._session is None:
                self._kept.drop()

    def _leave(self, empty_the_vault: Callable[[], None]) -> None:
        """Nobody is signed in; then the vault is emptied, when nothing is being kept, and unless somebody is again."""
        with self._lock:
            session, self._session, self._why_out = self._session, None, SignedOut()
            self._sign_outs += 1
            self._ask_who = True
            self._kept.ask_who()  # at once: the keyring may be asking the person something, for minutes
        if session:
            session.client.empty()
        with self._keeping:
            if self._session is None:
                empty_the_vault()
        self._keep_newest()

    def _keep_newest(self, wait: float = 0.0) -> None:
        """Have the vault follow what is in memory; after `wait` seconds that is left to whoever is at it."""
        while (session := self._session) is not None and session is not self._kept_session:
            if not self._keeping.acquire(timeout=wait):
                return  # they look again when they have done
            try:
                if self._session is session:
                    keep = self._kept.renew if _same_sign_in(session, self._kept_session) else self._kept.begin
                    keep(session.tokens)
                    self._kept_session = session
            finally:
                self._keeping.release()


def _same_sign_in(one: Session, other: Session | None) -> bool:
    return other is not None and one.client is other.client
