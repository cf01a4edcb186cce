"""The account: sign in, a valid ID token, sign out. The only importer of msal, and only once it is needed.

(`import msal` and `import requests` take about 0.1 s each, which the start of the program does not have.)

Tokens live in memory, for the session. Each sign-in has an MSAL application and a token cache of its own, which
become the account's only when every check has passed: a failed one leaves nothing behind and disturbs nobody, and
MSAL's memory of error answers (60 s) does not outlive an attempt.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from multisocket_gui import settings, settings_checks
from multisocket_gui.signin.attempt import Attempt
from multisocket_gui.signin.browser import open_link
from multisocket_gui.signin.errors import Cancelled, Misconfigured, SignedOut, SignInError, WrongToken
from multisocket_gui.signin.loopback import Listener
from multisocket_gui.signin.page import PageTexts
from multisocket_gui.signin.refusal import refusal, refusal_to_renew
from multisocket_gui.signin.token import IdToken, Person, checked

if TYPE_CHECKING:
    from multisocket_gui.signin.line import Line

__all__ = ["Account", "Attempt", "PageTexts", "Person"]

_ENGLISH = PageTexts()
_PAUSE = 10.0  # seconds without another try to renew, as long as the token at hand is good
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Session:
    """Who is signed in, by what, and MSAL's application with the refresh token in its cache."""

    app: Any
    line: Line
    http_cache: dict[str, Any]
    token: IdToken


class Account:
    """One registered application's account at the sign-in service. Every method may be called from any thread.

    `open_browser` is given the link on a thread of its own and says whether it was taken. `answer_timeout`
    is how many seconds the person has on the page. `clock` gives the time as seconds since the epoch.
    """

    def __init__(
        self,
        service: settings.Service,
        wire: settings.Wire,
        *,
        open_browser: Callable[[str], bool] = open_link,
        texts: PageTexts = _ENGLISH,
        answer_timeout: float = 300.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._wire = wire
        self._open_browser = open_browser
        self._texts = texts
        self._answer_timeout = answer_timeout
        self._clock = clock
        self._lock = threading.Lock()  # around the four below
        self._session: _Session | None = None
        self._sign_outs = 0
        self._ask_who = False
        self._not_before = 0.0
        self._renewing = threading.Lock()  # around the network and the two below
        self._renewals = 0
        self._last_failure: SignInError | None = None

    @property
    def person(self) -> Person | None:
        """Who is signed in, as far as is known without asking the service."""
        session = self._session
        return session.token.person if session else None

    def sign_in(self, attempt: Attempt) -> Person:
        """Sign in through the browser; whoever was signed in stays so until it has succeeded.

        Blocks. Raises every error of `errors` but `SignedOut` and those below `KeepingTrouble`.
        """
        self._check_settings()
        with self._lock:
            sign_outs, prompt = self._sign_outs, "login" if self._ask_who else None
        try:
            session = self._new_session(attempt, prompt)
        except SignInError:
            attempt.check()  # whoever gave up is not told what else went wrong
            raise
        with self._lock:
            if self._sign_outs != sign_outs:
                raise Cancelled
            attempt.settle()
            self._session, self._ask_who, self._not_before = session, False, 0.0
        return session.token.person

    def id_token(self, *, renew: bool = False) -> str:
        """A valid raw ID token. `renew` asks for a new one because the service has refused the one at hand.

        However many ask, one request is under way, and all who waited for it share how it ended. Raises
        `SignedOut` (and then nobody is), and with the person still signed in `Unreachable`, `Untrusted`,
        `Misconfigured` and `WrongToken`.
        """
        seen = self._renewals
        session = self._signed_in()
        if session.token.fresh(self._clock()) and not renew:
            return session.token.raw
        with self._renewing:
            session = self._signed_in()
            if self._renewals != seen:
                return self._shared_outcome(session, renew=renew)
            if not renew and self._clock() < self._not_before and session.token.alive(self._clock()):
                return session.token.raw
            try:
                return self._renew(session)
            except SignedOut:
                self._drop(session)
                raise
            except SignInError as error:
                return self._keep_going(session, error, renew=renew)
            finally:
                self._renewals += 1

    def sign_out(self) -> None:
        """Forget the tokens. The browser may still know the person, so the next sign-in asks who it is."""
        with self._lock:
            self._session = None
            self._sign_outs += 1
            self._ask_who = True

    def _check_settings(self) -> None:
        service = self._service
        wrong = {
            "client_id": not service.client_id,
            "authority": settings_checks.check_authority(service.authority),
            "redirect_port": settings_checks.check_port(service.redirect_port),
            "scopes": any(settings_checks.check_scope(scope) for scope in service.scopes),
        }
        for name, complaint in wrong.items():
            if complaint:
                raise Misconfigured(name)

    def _new_session(self, attempt: Attempt, prompt: str | None) -> _Session:
        from multisocket_gui.signin.line import Line

        attempt.check()
        http_cache: dict[str, Any] = {}
        with contextlib.closing(Line(self._wire)) as line:
            app = self._application(line, http_cache)
            flow, answer = self._ask(app, attempt, prompt)
            if "error" in answer:
                raise refusal(*_error(answer))
            with _troubles():
                result = app.acquire_token_by_auth_code_flow(flow, answer)
        if "error" in result:
            raise refusal(*_error(result))
        return _Session(app, line, http_cache, self._checked(result))

    def _application(self, line: Line, http_cache: dict[str, Any]) -> Any:
        """MSAL's application; this asks the service for its discovery document."""
        import msal

        logging.getLogger("msal").setLevel(logging.ERROR)  # below that it logs the answers
        try:
            with _troubles():
                return msal.PublicClientApplication(
                    self._service.client_id,
                    authority=self._service.authority,
                    instance_discovery=False,
                    http_client=line,
                    http_cache=http_cache,
                )
        except WrongToken as error:  # the document is there, but not an OpenID provider's
            raise Misconfigured("authority") from error

    def _ask(self, app: Any, attempt: Attempt, prompt: str | None) -> tuple[dict[str, Any], dict[str, str]]:
        attempt.check()
        with Listener(self._service.redirect_port) as listener, attempt.ending(listener.cancel):
            flow = app.initiate_auth_code_flow(
                list(self._service.scopes),
                redirect_uri=listener.reply_url,
                response_mode="form_post",
                prompt=prompt,
            )
            attempt.tell(flow["auth_uri"])
            answer = listener.wait(
                flow["state"],
                texts=self._texts,
                timeout=self._answer_timeout,
                meanwhile=lambda: attempt.show(flow["auth_uri"], self._open_browser),
            )
        attempt.check()
        return flow, answer

    def _checked(self, result: dict[str, Any]) -> IdToken:
        return checked(
            result.get("id_token"),
            client_id=self._service.client_id,
            authority=self._service.authority,
            now=self._clock(),
        )

    def _signed_in(self) -> _Session:
        session = self._session
        if session is None:
            raise SignedOut
        return session

    def _shared_outcome(self, session: _Session, *, renew: bool) -> str:
        failure = self._last_failure
        if failure and (renew or not session.token.alive(self._clock())):
            raise type(failure)(failure.problem.detail, until=failure.problem.until) from failure
        return session.token.raw

    def _renew(self, session: _Session) -> str:
        """Swap the refresh token for new tokens. Raises what `id_token` does."""
        self._last_failure = None
        session.http_cache.clear()
        with _troubles(), contextlib.closing(session.line):
            accounts = session.app.get_accounts()
            result = session.app.acquire_token_silent_with_error(
                list(self._service.scopes), accounts[0] if accounts else None, force_refresh=True
            )
        if result is None:  # the service gave no refresh token
            raise SignedOut
        if "error" in result:
            raise refusal_to_renew(*_error(result))
        token = self._checked(result)
        if token.person.subject != session.token.person.subject:
            raise WrongToken("sub")
        with self._lock:
            if self._session is not session:  # signed out in the meantime
                raise SignedOut
            self._session, self._not_before = replace(session, token=token), 0.0
        return token.raw

    def _drop(self, session: _Session) -> None:
        with self._lock:
            if self._session is session:
                self._session = None

    def _keep_going(self, session: _Session, error: SignInError, *, renew: bool) -> str:
        """Use up the token at hand, unless the service has refused it."""
        self._last_failure = error
        self._not_before = error.problem.until or self._clock() + _PAUSE
        if renew or not session.token.alive(self._clock()):
            raise error
        _log.warning("the token cannot be renewed (%s); the one at hand is used on", error.problem.kind)
        return session.token.raw


def _error(answer: Mapping[str, object]) -> tuple[str, str]:
    return str(answer["error"]), str(answer.get("error_description", ""))


@contextlib.contextmanager
def _troubles() -> Iterator[None]:
    """Turn what requests and MSAL raise into our own errors. MSAL decodes what it is sent without checking it."""
    try:
        yield
    except OSError as error:
        from multisocket_gui.signin.line import trouble

        raise trouble(error) from error
    except RuntimeError as error:  # MSAL's word for a nonce that is not ours
        raise WrongToken("nonce") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise WrongToken("id_token") from error
