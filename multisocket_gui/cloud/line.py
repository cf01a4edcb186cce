"""The line to the service: connections that know how far a request got, and that wait no longer than they may.

requests and urllib3 wait so and so long for each piece of an answer, so that one that drips, head or body, never times
out; and what they raise does not tell whether the request had left. Both are known where the bytes go in and out.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from multisocket_gui.settings import Patience

LONGEST_IDLE = 60.0
"""A connection that rested longer (seconds) is not used again: gateways drop such lines without a word."""
AT_ONCE = 1.0
"""A stale connection breaks within so many seconds; what breaks later was being worked on."""


@dataclass(eq=False)
class Exchange:
    """One request and its answer: how long they may take, and how far they got.

    `leave` is called when the connection stands and nothing was sent; where it raises, the request does not leave.
    """

    patience: Patience
    leave: Callable[[], None] = lambda: None
    began: float = field(default_factory=time.monotonic)
    connected: bool = False
    """A connection was asked for, since none was there to be used again."""
    refused: bool = False
    """The service itself refused the connection (no proxy did, and it was not merely out of reach)."""
    proxied: bool = False
    left_at: float | None = None
    """When the first byte of the request left (monotonic seconds); None: nothing did."""
    heard: bool = False
    """At least a byte of the answer came."""
    ended: bool = False
    """The other end closed the line."""

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        """The connections of this thread work for this exchange."""
        token = _under_way.set(self)
        try:
            yield
        finally:
            _under_way.reset(token)

    @property
    def left(self) -> bool:
        """Whether the request, or a part of it, left."""
        return self.left_at is not None

    def seconds_left(self) -> float:
        """Until the exchange must be over; at most nought when it must be given up."""
        return self.began + self.patience.whole - time.monotonic()

    def broke_stale(self) -> bool:
        """Whether the line, which has just broken, was one that rested and was dead already."""
        at_once = self.left_at is not None and time.monotonic() - self.left_at < AT_ONCE
        return at_once and not self.connected and not self.heard


_under_way: ContextVar[Exchange] = ContextVar("_under_way")


class Session(requests.Session):
    """Keeps connections warm and nothing else: no cookie is kept, no redirect followed, no packed answer asked for."""

    def __init__(self, *, trust_env: bool) -> None:
        super().__init__()
        self.trust_env = trust_env
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["Accept-Encoding"] = "identity"
        for scheme in _POOLS:
            self.mount(f"{scheme}://", _Adapter())

    def get_redirect_target(self, _response: requests.Response) -> str | None:
        """None: even when it may not follow a redirect, requests would read all of its body, however long it is."""
        return None


class _Bounded(io.RawIOBase):
    """The bytes of an answer; each wait for more ends when the whole exchange must be over."""

    def __init__(self, line: socket.socket, exchange: Exchange) -> None:
        self._line = line
        self._source = line.makefile("rb", buffering=0)
        self._exchange = exchange

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        rest = self._exchange.seconds_left()
        if rest <= 0:
            raise TimeoutError("the answer takes too long")
        self._line.settimeout(min(rest, self._exchange.patience.read))
        count = self._source.readinto(room)
        self._exchange.heard = self._exchange.heard or bool(count)
        self._exchange.ended = count == 0
        return count

    def close(self) -> None:
        self._source.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        unbounded, self.fp = self.fp, io.BufferedReader(_Bounded(sock, _under_way.get()))
        unbounded.close()


class _Connection(HTTPConnection):
    response_class = _Answer
    _used = (0.0, 0.0)

    @property
    def is_connected(self) -> bool:
        """Whether it may be used again. Both clocks are asked: the steady one stands still while a computer sleeps."""
        wall, steady = self._used
        idle = max(time.time() - wall, time.monotonic() - steady)
        return super().is_connected and idle < LONGEST_IDLE

    def connect(self) -> None:
        exchange = _under_way.get()
        exchange.connected, exchange.proxied = True, self.proxy is not None
        try:
            super().connect()
        except NewConnectionError as error:
            exchange.refused = isinstance(error.__cause__, ConnectionRefusedError) and not exchange.proxied
            raise

    def endheaders(self, *args: Any, **named: Any) -> None:
        """Everything is ready; from here on bytes of the request leave."""
        exchange = _under_way.get()
        if exchange.seconds_left() <= 0:
            raise ConnectTimeoutError(self, "it took too long to connect")
        exchange.leave()
        exchange.left_at = time.monotonic()
        self._used = time.time(), exchange.left_at
        super().endheaders(*args, **named)


class _TlsConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        if proxy.lower().startswith("socks"):
            raise requests.exceptions.InvalidSchema("its connections would not tell how far a request got")
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = _POOLS
        return manager
