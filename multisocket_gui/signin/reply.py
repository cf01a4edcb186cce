"""Is this request the browser's reply? A judgement of bytes: no sockets here.

The sign-in service lets the browser send its answer as a form (OAuth 2.0 Form Post Response Mode). Whoever
else finds the port gets a status and learns nothing.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl

LIMIT = 64 * 1024  # bytes of a request, head and body together
_MOST_FIELDS = 32


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to answer; `answer` is the form's fields if this is the reply that was waited for."""

    status: HTTPStatus
    answer: dict[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    target: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)


def judge(received: bytes, state: str) -> Verdict | None:
    """The verdict on what a connection has sent so far, or None while the request is not complete.

    Accepted is only a form posted to exactly "/" that carries `state` once, and a code or an error.
    """
    raw_head, blank_line, body = received.partition(b"\r\n\r\n")
    if not blank_line:
        return Verdict(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) if len(received) > LIMIT else None
    head = _parse_head(raw_head)
    if head is None:
        return Verdict(HTTPStatus.BAD_REQUEST)
    if complaint := _complaint(head):
        return Verdict(complaint)
    length = int(head.headers["content-length"])
    if len(raw_head) + length > LIMIT:
        return Verdict(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _judge_form(body[:length], state) if len(body) >= length else None


def _parse_head(raw: bytes) -> _Head | None:
    request_line, *lines = raw.decode("latin-1").split("\r\n")
    found = re.fullmatch(r"([A-Z]+) (\S+) HTTP/1\.[01]", request_line)
    pairs = [line.split(":", 1) for line in lines]
    names = [pair[0].lower() for pair in pairs]
    if not found or any(len(pair) != 2 for pair in pairs) or names.count("content-length") > 1:
        return None
    return _Head(found[1], found[2], {name: pair[1].strip() for name, pair in zip(names, pairs, strict=True)})


def _complaint(head: _Head) -> HTTPStatus | None:
    if head.target != "/":
        return HTTPStatus.NOT_FOUND
    if head.method != "POST":
        return HTTPStatus.METHOD_NOT_ALLOWED
    if head.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    length = head.headers.get("content-length", "")
    if "transfer-encoding" in head.headers or not re.fullmatch(r"[0-9]{1,9}", length):
        return HTTPStatus.LENGTH_REQUIRED
    return None


def _judge_form(body: bytes, state: str) -> Verdict:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Verdict(HTTPStatus.BAD_REQUEST)
    form = dict(pairs)
    matches = hmac.compare_digest(form.get("state", "").encode(), state.encode())
    if not matches or len(form) != len(pairs) or not (form.get("code") or form.get("error")):
        return Verdict(HTTPStatus.BAD_REQUEST)
    return Verdict(HTTPStatus.OK, form)
