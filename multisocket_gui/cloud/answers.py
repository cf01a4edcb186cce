"""Reading the service's answers: the contract's shapes, and the gateway's refusals.

Nothing here trusts the answer: whatever does not have the documented shape becomes `BadAnswer`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .errors import (
    BadAnswer,
    Busy,
    CloudError,
    Forbidden,
    KeyRejected,
    NotFound,
    PasswordExpired,
    QuotaUsedUp,
    Rejected,
    ServerTrouble,
    TermsChanged,
    TimedOut,
    TokenRefused,
)

_SPAN = re.compile(r"\b(?:(\d{1,3})\.)?(\d{1,2}):(\d{2}):(\d{2})\b")
_SECONDS = re.compile(r"\bin (\d{1,6}) seconds?\b", re.IGNORECASE)

_PLAIN: dict[int, type[CloudError]] = {404: NotFound, 469: PasswordExpired, 470: TermsChanged}
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
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("not JSON") from error
    listed = document.get("plugs") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise BadAnswer("no list of plugs")
    found = tuple(_plug(item) for item in listed)
    if len({plug.id for plug in found}) != len(found):
        raise BadAnswer("a plug twice")
    return found


def _plug(item: object) -> Plug:
    if not isinstance(item, dict):
        raise BadAnswer("a plug is not an object")
    plug_id, name, status = item.get("id"), item.get("name", ""), item.get("status")
    if not isinstance(plug_id, str) or not plug_id or not isinstance(name, str):
        raise BadAnswer("a plug without id")
    if not isinstance(status, list) or not status or not all(isinstance(value, bool) for value in status):
        raise BadAnswer("a status that is not booleans")
    return Plug(plug_id, name, tuple(status))


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
    """When to come back: `Retry-After` in seconds, else "in N seconds" or "[d.]hh:mm:ss" from the message."""
    after = headers.get("Retry-After", "").strip()
    if after.isdecimal():
        return now + int(after)
    if seconds := _SECONDS.search(message):
        return now + int(seconds[1])
    if span := _SPAN.search(message):
        days, hours, minutes, rest = (int(part or 0) for part in span.groups())
        return now + ((days * 24 + hours) * 60 + minutes) * 60 + rest
    return None
