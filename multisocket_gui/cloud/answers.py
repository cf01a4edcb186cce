"""Reading the service's answers: the contract's shapes, and the gateway's refusals.

Nothing here trusts the answer: whatever does not have the documented shape becomes `BadAnswer`.
"""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from .errors import (
    BadAnswer,
    Busy,
    CloudError,
    Forbidden,
    KeyRejected,
    NotFound,
    PasswordExpired,
    ProxyTrouble,
    QuotaUsedUp,
    Rejected,
    ServerTrouble,
    TermsChanged,
    TimedOut,
    TokenRefused,
)

_SPAN = re.compile(r"\b(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})\b")
_SECONDS = re.compile(r"\bin (\d{1,6}) seconds?\b", re.IGNORECASE)

LONGEST_PAUSE = 31 * 86_400.0
"""Seconds; the longest period that the gateway's policies are commonly set to is a month."""

_PLAIN: dict[int, type[CloudError]] = {
    404: NotFound,
    407: ProxyTrouble,
    469: PasswordExpired,
    470: TermsChanged,
}
"""Refusals that a status alone tells. 469 and 470 are known from the sister APIs behind the same gateway."""


@dataclass(frozen=True, slots=True)
class Plug:
    """One socket of a GetPlugStatus answer: `status` holds one boolean an outlet."""

    id: str
    name: str
    status: tuple[bool, ...]


def plugs(body: bytes) -> tuple[Plug, ...]:
    """The sockets of a 200 answer to GetPlugStatus. Raises `BadAnswer`."""
    try:
        document = _strict_json(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("not JSON") from error
    listed = document.get("plugs") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise BadAnswer("no list of plugs")
    found = tuple(_plug(item) for item in listed)
    if len({plug.id for plug in found}) != len(found):
        raise BadAnswer("a plug twice")
    return found


def taken(body: bytes) -> None:
    """A 200 answer to SetPlugStatus, whose body nobody documents. Raises `BadAnswer` where it is a page: a service
    that speaks JSON, or nothing, did not write it."""
    if body.lstrip().startswith(b"<"):
        raise BadAnswer("a page")


def _strict_json(body: bytes) -> object:
    """As RFC 8259 has it: without NaN and Infinity, no name twice. Raises ValueError, RecursionError."""
    return json.loads(body, parse_constant=_not_json, object_pairs_hook=_each_name_once)


def _not_json(constant: str) -> None:
    raise ValueError(constant)


def _each_name_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name twice")
    return named


def _plug(item: object) -> Plug:
    if not isinstance(item, dict):
        raise BadAnswer("a plug is not an object")
    plug_id, name, status = item.get("id"), item.get("name", ""), item.get("status")
    if not _is_text(plug_id) or not plug_id or not _is_text(name):
        raise BadAnswer("a plug without id")
    if not isinstance(status, list) or not status or not all(isinstance(value, bool) for value in status):
        raise BadAnswer("a status that is not booleans")
    return Plug(plug_id, name, tuple(status))


def _is_text(value: object) -> TypeGuard[str]:
    """Whether it is text that can be written elsewhere: JSON allows half a character ("\\ud800")."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def refusal(status: int, headers: Mapping[str, str], body: bytes, now: float) -> CloudError:
    """The error that an answer other than 200 stands for; `now` in seconds since the epoch.

    Sources: Azure API Management's documentation (401, 403, 429); the contract (400, 401, 404).
    """
    message = _message(body)
    if status == 401:
        gateway = "AzureApiManagementKey" in headers.get("WWW-Authenticate", "")
        return KeyRejected() if gateway or "subscription key" in message.lower() else TokenRefused()
    if status == 403:
        until = _until(headers, message, now)
        return QuotaUsedUp(until=until) if until or "quota" in message.lower() else Forbidden()
    if status == 408:
        return TimedOut("408")
    if status == 429:
        return Busy(until=_until(headers, message, now))
    if status in _PLAIN:
        return _PLAIN[status]()
    if status >= 500:
        return ServerTrouble(str(status))
    return Rejected(str(status)) if status >= 400 else BadAnswer(str(status))


def _message(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    message = document.get("message") if isinstance(document, dict) else None
    return message if isinstance(message, str) else ""


def _until(headers: Mapping[str, str], message: str, now: float) -> float | None:
    """When to come back: `Retry-After`, else "in N seconds" or "[d.]hh:mm:ss" from the message; at most
    `LONGEST_PAUSE` from now, however far off it is said to be."""
    seconds = _retry_after(headers.get("Retry-After", "").strip(), now)
    if seconds is None:
        seconds = _span(message)
    return None if seconds is None else now + min(max(seconds, 0.0), LONGEST_PAUSE)


def _retry_after(value: str, now: float) -> float | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3), as seconds from `now`."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return email.utils.parsedate_to_datetime(value).timestamp() - now
    except (ValueError, OverflowError):
        return None


def _span(message: str) -> float | None:
    if seconds := _SECONDS.search(message):
        return float(seconds[1])
    if span := _SPAN.search(message):
        days, hours, minutes, rest = (int(part or 0) for part in span.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60.0 + rest
    return None
