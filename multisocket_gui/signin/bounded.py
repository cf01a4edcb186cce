"""Connections whose answers end: at a deadline, however slowly they drip, and after so many bytes.

requests and urllib3 wait so and so long for each piece, head or body, of an answer, and take any amount of them.
(`cloud.line` does the same and more; neither room may import the other.)
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

LARGEST_ANSWER = 1_000_000
"""Bytes, head and body together; a discovery document has some two thousand."""
_deadline: ContextVar[float] = ContextVar("_deadline")


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What this thread asks inside must be answered within `seconds`."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


class BoundedAdapter(HTTPAdapter):
    """Makes such connections, through a proxy too (but for SOCKS, whose connections are made by another package)."""

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **named)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager


class _Bounded(io.RawIOBase):
    """The bytes of one answer."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line = line
        self._patience = line.gettimeout()
        self._source = line.makefile("rb", buffering=0)
        self._deadline = deadline
        self._room = LARGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        rest = self._deadline - time.monotonic()
        if rest <= 0:
            raise TimeoutError("the answer takes too long")
        self._line.settimeout(rest if self._patience is None else min(rest, self._patience))
        count = self._source.readinto(room)
        self._room -= count or 0
        if self._room < 0:
            raise OSError("the answer is too long")
        return count

    def close(self) -> None:
        self._source.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        unbounded, self.fp = self.fp, io.BufferedReader(_Bounded(sock, _deadline.get()))
        unbounded.close()


class _Connection(HTTPConnection):
    response_class = _Answer


class _TlsConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}
