"""What a broken line means: certainty where nothing left, doubt where something did."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from collections.abc import Iterator

import requests
import urllib3

from .errors import (
    BadAnswer,
    CloudError,
    CutOff,
    Offline,
    ProxyTrouble,
    Refused,
    Stale,
    TimedOut,
    Untrusted,
)
from .line import Exchange

_CUT = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)
_TIMED_OUT = (TimeoutError, urllib3.exceptions.TimeoutError)
_PROXY = (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL, requests.exceptions.InvalidSchema)
"""InvalidSchema: a SOCKS proxy."""


@contextlib.contextmanager
def translated(exchange: Exchange) -> Iterator[None]:
    """Turn what requests and urllib3 raise into the error tree."""
    try:
        yield
    except (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException) as error:
        raise _meaning(error, exchange) from error


def _meaning(error: Exception, exchange: Exchange) -> CloudError:
    causes = tuple(_causes(error))
    if not exchange.left:
        return _never_left(causes, exchange)
    if _any(causes, _TIMED_OUT):
        return TimedOut(type(error).__name__)
    if exchange.broke_stale():
        return Stale()
    nonsense = _any(causes, http.client.HTTPException) and not exchange.ended
    return BadAnswer("not HTTP") if nonsense else CutOff()


def _never_left(causes: tuple[BaseException, ...], exchange: Exchange) -> CloudError:
    if _any(causes, ssl.SSLCertVerificationError):
        return Untrusted()
    if exchange.proxied or _any(causes, _PROXY):
        return ProxyTrouble()
    if exchange.refused:
        return Refused()
    if _any(causes, requests.exceptions.SSLError) and not _any(causes, _CUT):
        return Untrusted()
    plain = not isinstance(causes[0], requests.exceptions.RequestException)
    return Untrusted() if plain else Offline()  # plain: the file with the certificates to trust is not there


def _any(causes: tuple[BaseException, ...], kinds: type[BaseException] | tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(each, kinds) for each in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was made of. Not `__context__`: that may hold what happened to the call before."""
    yield error
    for inner in (error.__cause__, getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            yield from _causes(inner)
