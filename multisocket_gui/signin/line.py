"""The HTTP line to the sign-in service, as MSAL is handed it.

MSAL meets only answers it can read: whatever else comes (a captive portal's page, a 5xx, a redirect) is raised
here, because MSAL would write the page to the log, or repeat the error from its memory for a minute, or stumble.
"""

from __future__ import annotations

import email.utils
import json
import ssl
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

from multisocket_gui import log
from multisocket_gui.settings import Patience, Wire
from multisocket_gui.signin.bounded import BoundedAdapter, at_most
from multisocket_gui.signin.errors import Misconfigured, SignInError, Unreachable, Untrusted

Heard = Callable[[str | None, float, float, str | None], None]
"""`home.skew.Skew.heard`: an answer's Date and Age, and this computer's time before and after."""
PATIENCE = Patience(connect=5.0, read=20.0, whole=30.0)
"""Longer than the service's: an answer that is given up costs a code or a refresh token that is good once."""
_LONGEST_PAUSE = 3600.0
_SECRET = ("code", "code_verifier", "access_token", "id_token", "refresh_token", "client_info")


def _unheard(_date: str | None, _before: float, _after: float, _age: str | None) -> None:
    """The default for those who do not look at the clock."""


class NotAnAnswer(requests.exceptions.RequestException):
    """No OAuth answer came back; `until` is the time (epoch) that a Retry-After named."""

    def __init__(self, response: requests.Response, until: float | None) -> None:
        super().__init__(f"HTTP status {response.status_code}", response=response)
        self.until = until


class Line(requests.Session):
    """A session that always has a time-out, never follows a redirect, keeps no cookie and verifies as `wire` says.

    `heard` is told when each answer was written; `clock` gives the time as seconds since the epoch.
    """

    def __init__(
        self,
        wire: Wire,
        heard: Heard = _unheard,
        clock: Callable[[], float] = time.time,
        patience: Patience = PATIENCE,
    ) -> None:
        super().__init__()
        self.trust_env = wire.trust_env
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["Accept-Encoding"] = "identity"  # what is packed may be of any size unpacked
        for scheme in ("http://", "https://"):
            self.mount(scheme, BoundedAdapter())
        self._heard = heard
        self._clock = clock
        self._patience = patience
        # Named in each request: REQUESTS_CA_BUNDLE in the environment wins over Session.verify.
        self._explicit = {"verify": str(wire.ca_file)} if wire.ca_file else {}

    def get_redirect_target(self, _response: requests.Response) -> str | None:
        """None: even when it may not follow a redirect, requests would read all of its body, however long it is."""
        return None

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer, whole, if it is one. Raises `NotAnAnswer` and what requests raises."""
        timeout = (self._patience.connect, self._patience.read)
        fixed = {"timeout": timeout, "allow_redirects": False, "stream": True, **self._explicit}
        _hide(kwargs.get("data"))
        with at_most(self._patience.whole):
            before = self._clock()
            response = super().request(method, url, *args, **(kwargs | fixed))
            self._heard(response.headers.get("Date"), before, self._clock(), response.headers.get("Age"))
            try:
                return self._read(method, response)
            finally:
                response.close()

    def _read(self, method: str, response: requests.Response) -> requests.Response:
        packed = response.headers.get("Content-Encoding", "identity").strip().lower() != "identity"
        if packed or response.is_redirect or response.status_code >= 500:
            raise self._no_answer(response)
        body = response.content
        unknown_place = method == "GET" and response.status_code in (400, 404)  # MSAL has a ValueError for it
        if not unknown_place and not _is_answer(response.status_code, body):
            raise self._no_answer(response)
        if not unknown_place:
            _hide(json.loads(body))
        return response

    def _no_answer(self, response: requests.Response) -> NotAnAnswer:
        return NotAnAnswer(response, _retry_after(response, self._clock()))


def _hide(fields: object) -> None:
    """Whatever is secret in a request or an answer stays out of the log, should anybody write it there."""
    if isinstance(fields, Mapping):
        log.hide(*(secret for name in _SECRET if isinstance(secret := fields.get(name), str)))


def trouble(error: OSError) -> SignInError:
    """What an exception of `Line` is in our words."""
    if isinstance(error, NotAnAnswer):
        return Unreachable(until=error.until)
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable() if _was_cut(error) else Untrusted()
    if isinstance(error, requests.exceptions.RequestException):
        return Unreachable()
    return Misconfigured("ca_file")  # requests' plain OSError: the file to verify with is not there


def _is_answer(status: int, body: bytes) -> bool:
    """Whether it is a JSON object, and if it refuses, OAuth's (RFC 6749, 5.2): proxies refuse in JSON too."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(content, dict) or status == 429:
        return False
    if 400 <= status < 500:
        return isinstance(content.get("error"), str)
    return 200 <= status < 300


def _retry_after(response: requests.Response, now: float) -> float | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3), as a time."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return now + min(_LONGEST_PAUSE, float(value))
    try:
        return min(now + _LONGEST_PAUSE, email.utils.parsedate_to_datetime(value).timestamp())
    except (ValueError, OverflowError):
        return None


def _was_cut(error: BaseException) -> bool:
    """Whether the TLS trouble is only that the line broke in the middle of the greeting."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if isinstance(each, BaseException) and each not in seen:
            seen.append(each)
            waiting += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return any(isinstance(each, ssl.SSLEOFError | ssl.SSLZeroReturnError) for each in seen)
