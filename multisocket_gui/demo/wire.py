"""One request, one answer, and the manner in which an answer may fail to arrive whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from enum import Enum, auto
from typing import Any


class Stopped(ConnectionAbortedError):
    """The server is stopping: whoever waits for it shall stop waiting."""


class Manner(Enum):
    """How an answer leaves the server."""

    WHOLE = auto()
    HANG = auto()  # nothing is sent and the line stays open until the client or the server ends it
    RESET = auto()  # nothing is sent and the line is reset
    HALF = auto()  # the line closes in the middle of the answer
    DRIP = auto()  # a few bytes at a time
    DRIP_BODY = auto()  # the head at once, the body a few bytes at a time


@dataclass(frozen=True)
class Request:
    """A parsed HTTP request; `target` is the path with the query, as it came.

    `line_used`: its line has served another request before.
    """

    method: str
    target: str
    headers: Message = field(default_factory=Message)
    body: bytes = b""
    line_used: bool = False

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark; empty if there is none."""
        return self.target.partition("?")[2]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, or a way of giving none (`manner`)."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    manner: Manner = Manner.WHOLE
    closes: bool = False
    drip_interval_s: float = 0.2

    @property
    def sent_status(self) -> int | None:
        """The status that the client gets to see; None if it sees no answer."""
        return None if self.manner in (Manner.HANG, Manner.RESET) else self.status


Serve = Callable[[Request], Answer]
Pause = Callable[[float], None]
"""Sleeps so many seconds; raises Stopped if the server stops meanwhile."""


def json_answer(status: int, content: Any, *headers: tuple[str, str]) -> Answer:
    """An answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Answer(status, body, (("Content-Type", "application/json; charset=utf-8"), *headers))


def html_answer(status: int, page: str, *headers: tuple[str, str]) -> Answer:
    """An answer with an HTML page."""
    return Answer(status, page.encode(), (("Content-Type", "text/html; charset=utf-8"), *headers))
