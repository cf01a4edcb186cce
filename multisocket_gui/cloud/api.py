"""GetPlugStatus and SetPlugStatus, as the portal's pages document them."""

from __future__ import annotations

import logging
import threading
import time
import zlib
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import requests
from requests.auth import AuthBase

from multisocket_gui.home.model import Selector
from multisocket_gui.settings import Service, Wire

from .answers import Plug, plugs, refusal, taken
from .broken import translated
from .errors import BadAnswer, CloudError, KeyMissing, KeyRejected
from .line import Exchange, Session

LARGEST_ANSWER = 1_000_000
"""Bytes; an answer of a hundred sockets has some ten thousand."""
HEAD = 300
"""Bytes of an answer that go to the log, where it makes no sense."""
Heard = Callable[[str | None, float, float, str | None], None]
"""What is done with an answer's Date and Age, and this computer's time before and after (seconds since the epoch)."""
_PATH = "{base}/multioutlet/plug/energy/addressLocation/plants/{plant}/parameter/{key}/value/{value}"
_log = logging.getLogger(__name__)
Understood = TypeVar("Understood")


class Credentials(AuthBase):
    """Both headers of the contract, put on last so that no .netrc changes them."""

    def __init__(self, authorization: str, subscription_key: str) -> None:
        self._headers = {"Authorization": authorization, "Ocp-Apim-Subscription-Key": subscription_key}

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers)
        return request


class MultisocketApi:
    """The two operations of the service, for any number of threads: one warm session each.

    `subscription_key` is asked for at each call and may answer None. `leave` of a call is called when the connection
    stands and before the first byte leaves: where it raises, nothing is sent. `heard` is told when each answer was
    written (`home.skew.Skew.heard`).
    """

    def __init__(
        self, service: Service, wire: Wire, subscription_key: Callable[[], str | None], heard: Heard | None = None
    ) -> None:
        self._service = service
        self._wire = wire
        self._subscription_key = subscription_key
        self._heard = heard
        self._sessions = threading.local()

    def get_plug_status(
        self, id_token: str, plant_id: str, selector: Selector, leave: Callable[[], None] = lambda: None
    ) -> tuple[Plug, ...]:
        """The sockets of the plant that `selector` targets. Raises `CloudError`, and what `leave` raises."""
        answer = self._call("GET", id_token, plant_id, selector, leave)
        return self._understood(plugs, answer)

    def set_plug_status(
        self,
        id_token: str,
        plant_id: str,
        selector: Selector,
        status: tuple[bool, ...],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        """Write `status`, one boolean an outlet, to the sockets that `selector` targets. Raises like `get_plug_status`.

        A 200 says that the command was taken, not that a relay moved: only a read shows that.
        """
        answer = self._call("POST", id_token, plant_id, selector, leave, {"status": list(status)})
        self._understood(taken, answer)

    @staticmethod
    def _understood(read: Callable[[bytes], Understood], answer: bytes) -> Understood:
        try:
            return read(answer)
        except BadAnswer as error:
            _note(error, answer)
            raise

    def _call(
        self,
        method: str,
        id_token: str,
        plant_id: str,
        selector: Selector,
        leave: Callable[[], None],
        body: object = None,
    ) -> bytes:
        key = self._subscription_key()
        if not key:
            raise KeyMissing
        if not key.isascii() or not key.isprintable():
            raise KeyRejected  # no header can hold it
        url = _PATH.format(
            base=self._service.api_url,
            plant=quote(plant_id, safe=""),
            key=selector.key.value,
            value=quote(selector.value, safe=""),
        )
        credentials = Credentials(self._service.authorization_prefix + id_token, key)
        status, headers, answer = self._exchange(method, url, credentials, body, leave)
        if status == 200:
            return answer
        error = refusal(status, headers, answer, time.time())
        _note(error, answer)
        raise error

    def _exchange(
        self, method: str, url: str, credentials: Credentials, body: object, leave: Callable[[], None]
    ) -> tuple[int, requests.structures.CaseInsensitiveDict[str], bytes]:
        exchange = Exchange(self._wire.patience, leave)
        try:
            with exchange.under_way(), translated(exchange), self._send(method, url, credentials, body) as response:
                answer = _whole(response)
        except CloudError as error:
            _log.info("%s %s: %s, since %r", method, url, type(error).__name__, error.__cause__)
            raise
        took = time.monotonic() - exchange.began
        _log.info("%s %s -> %d in %.0f ms", method, url, response.status_code, took * 1000)
        return response.status_code, response.headers, answer

    def _send(self, method: str, url: str, credentials: Credentials, body: object) -> requests.Response:
        before = time.time()
        response = self._session().request(
            method,
            url,
            json=body,
            auth=credentials,
            timeout=(self._wire.patience.connect, self._wire.patience.read),
            allow_redirects=False,
            stream=True,
            verify=str(self._wire.ca_file) if self._wire.ca_file else None,
        )
        if self._heard:
            self._heard(response.headers.get("Date"), before, time.time(), response.headers.get("Age"))
        return response

    def _session(self) -> Session:
        session: Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = Session(trust_env=self._wire.trust_env)
        return session


def _whole(response: requests.Response) -> bytes:
    """The body, but never more than `LARGEST_ANSWER` bytes, packed or unpacked."""
    body = bytearray()
    while chunk := response.raw.read(65_536, decode_content=False):
        body += chunk
        _check_length(body)
    return _unpacked(bytes(body), response.headers.get("Content-Encoding", "identity").strip().lower())


def _unpacked(body: bytes, encoding: str) -> bytes:
    """The body of a server that packs although it was asked not to; never more than `LARGEST_ANSWER` bytes."""
    if encoding == "identity" or not body:
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _bad("packed in an unknown way", body)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 32)  # + 32: gzip or zlib, whichever it is
    try:
        unpacked = unpacker.decompress(body, LARGEST_ANSWER + 1)
    except zlib.error as error:
        raise _bad("wrongly packed", body) from error
    _check_length(unpacked)
    if not unpacker.eof:
        raise _bad("packed and not whole", body)
    return unpacked


def _check_length(body: bytes | bytearray) -> None:
    if len(body) > LARGEST_ANSWER:
        raise _bad("too long", body)


def _bad(why: str, answer: bytes | bytearray) -> BadAnswer:
    """A `BadAnswer`. The head of the raw answer goes to the log, and nowhere else."""
    error = BadAnswer(why)
    _note(error, answer)
    return error


def _note(error: CloudError, answer: bytes | bytearray) -> None:
    _log.warning("%s (%s): %r", type(error).__name__, error, bytes(answer[:HEAD]))
