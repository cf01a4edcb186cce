"""The HTTP line to the sign-in service, as MSAL is handed it.

MSAL meets only answers it can read: whatever else comes (a captive portal's page, a 5xx, a redirect) is raised
here, because MSAL would write the page to the log, or repeat the error from its memory for a minute, or stumble.
"""

from __future__ import annotations

import email.utils
import json
import ssl
import time
from typing import Any

import requests

from multisocket_gui.settings import Wire
from multisocket_gui.signin.errors import Misconfigured, SignInError, Unreachable, Untrusted

_TIMEOUT = (5.0, 20.0)  # seconds to connect, and of silence
_LONGEST_PAUSE = 3600.0


class NotAnAnswer(requests.exceptions.RequestException):
    """No OAuth answer came back; `until` is the time (epoch) that a Retry-After named."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"HTTP status {response.status_code}", response=response)
        self.until = _retry_after(response)


class Line(requests.Session):
    """A session that always has a time-out, never follows a redirect and verifies as `wire` says."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.trust_env = wire.trust_env
        # Named in each request: REQUESTS_CA_BUNDLE in the environment wins over Session.verify.
        self._explicit = {"verify": str(wire.ca_file)} if wire.ca_file else {}

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer, if it is one. Raises `NotAnAnswer` and what requests raises."""
        fixed = {"timeout": _TIMEOUT, "allow_redirects": False, **self._explicit}
        response = super().request(method, url, *args, **(kwargs | fixed))
        unknown_place = method == "GET" and response.status_code in (400, 404)  # MSAL has a ValueError for it
        if not unknown_place and not _is_answer(response):
            raise NotAnAnswer(response)
        return response


def trouble(error: OSError) -> SignInError:
    """What an exception of `Line` is in our words."""
    if isinstance(error, NotAnAnswer):
        return Unreachable(until=error.until)
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable() if _was_cut(error) else Untrusted()
    if isinstance(error, requests.exceptions.RequestException):
        return Unreachable()
    return Misconfigured("ca_file")  # requests' plain OSError: the file to verify with is not there


def _is_answer(response: requests.Response) -> bool:
    """Whether it is a JSON object, and if it refuses, OAuth's (RFC 6749, 5.2): proxies refuse in JSON too."""
    try:
        content = json.loads(response.text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(content, dict) or response.status_code == 429:
        return False
    if 400 <= response.status_code < 500:
        return isinstance(content.get("error"), str)
    return 200 <= response.status_code < 300


def _retry_after(response: requests.Response) -> float | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3), as a time."""
    value = response.headers.get("Retry-After", "").strip()
    now = time.time()
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
