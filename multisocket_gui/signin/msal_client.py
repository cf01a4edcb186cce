"""MSAL for one sign-in: the only importer of msal, and only once it is needed (`import msal` takes about 0.1 s).

Each sign-in has an application and a token cache of its own, so that a failed one leaves nothing behind and disturbs
nobody. The application is built when it first has something to ask, because its constructor asks for the discovery
document. MSAL's memory of error answers (60 s) does not outlive a question.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from multisocket_gui.settings import Service
from multisocket_gui.signin.errors import Misconfigured, SignInAgain, WrongToken
from multisocket_gui.signin.refusal import refusal, refusal_to_renew

if TYPE_CHECKING:
    from multisocket_gui.signin.line import Line

Result = Mapping[str, Any]
"""An answer of the token endpoint: `id_token` and more."""


class Client:
    """`kept` is the `state` of an earlier client. One thread at a time, but for `empty`.

    Its methods that ask the service raise `Unreachable`, `Untrusted`, `Misconfigured` and `WrongToken` besides what
    they say.
    """

    def __init__(self, service: Service, new_line: Callable[[], Line], kept: str = "") -> None:
        self._service = service
        self._new_line = new_line
        self._kept = kept
        self._http_cache: dict[str, Any] = {}
        self._app: Any = None
        self._line: Line | None = None

    def open(self) -> None:
        """Ask for the discovery document, unless it is known."""
        with self._asking():
            pass

    def page(self, reply_url: str, prompt: str | None) -> dict[str, Any]:
        """Begin a sign-in, once open: `auth_uri` is the page's address, `state` what its answer must carry."""
        flow: dict[str, Any] = self._app.initiate_auth_code_flow(
            list(self._service.scopes), redirect_uri=reply_url, response_mode="form_post", prompt=prompt
        )
        return flow

    def redeem(self, flow: dict[str, Any], answer: dict[str, str]) -> Result:
        """Swap the page's answer for tokens. Raises what `refusal` makes of an error."""
        with self._asking() as app:
            result: Result = app.acquire_token_by_auth_code_flow(flow, answer)
        if "error" in result:
            raise refusal(*error_of(result))
        return result

    def renew(self) -> Result:
        """Swap the refresh token for new tokens. Raises what `refusal_to_renew` makes of an error."""
        with self._asking() as app:
            accounts = app.get_accounts()
            result: Result | None = app.acquire_token_silent_with_error(
                list(self._service.scopes), accounts[0] if accounts else None, force_refresh=True
            )
        if result is None:  # the service gave no refresh token
            raise SignInAgain
        if "error" in result:
            raise refusal_to_renew(*error_of(result))
        return result

    @property
    def state(self) -> str:
        """The tokens, as text that another client can begin with. Secret."""
        return str(self._app.token_cache.serialize()) if self._app else self._kept

    def put_back(self, state: str) -> None:
        """Have the tokens of an earlier `state`, and no newer ones."""
        self._kept = state
        if self._app:
            self._app.token_cache.deserialize(state)

    def empty(self) -> None:
        """Have no tokens."""
        self.put_back("")

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Any]:
        """MSAL's application, on an open line, with no memory of earlier errors."""
        self._http_cache.clear()
        with _troubles():
            line = self._line = self._line or self._new_line()
            with contextlib.closing(line):
                self._app = self._app or self._application(line)
                yield self._app

    def _application(self, line: Line) -> Any:
        import msal

        logging.getLogger("msal").setLevel(logging.ERROR)  # below that it logs the answers
        cache = msal.SerializableTokenCache()
        try:
            with _troubles():
                cache.deserialize(self._kept)
                return msal.PublicClientApplication(
                    self._service.client_id,
                    authority=self._service.authority,
                    instance_discovery=False,
                    http_client=line,
                    http_cache=self._http_cache,
                    token_cache=cache,
                )
        except WrongToken as error:  # the document is there, but not an OpenID provider's
            raise Misconfigured("authority") from error


def error_of(answer: Mapping[str, object]) -> tuple[str, str]:
    """OAuth's `error` and `error_description`."""
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
