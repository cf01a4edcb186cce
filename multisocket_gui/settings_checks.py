"""What may be wrong with a value of the settings, whether it was typed or stands in settings.json."""

from __future__ import annotations

import re
import uuid
from enum import StrEnum, auto
from urllib.parse import urlsplit

from .home.quota import Allowance


class Complaint(StrEnum):
    """What may be wrong with a typed value; `words` says it to people."""

    EMPTY = auto()
    NOT_A_UUID = auto()
    NOT_A_URL = auto()
    NOT_AN_AUTHORITY = auto()
    NOT_A_POLICY = auto()
    NOT_A_PORT = auto()
    NOT_A_KEY = auto()
    NOT_A_SELECTOR_KEY = auto()
    TWICE = auto()
    NO_OUTLETS = auto()
    NOTHING_CHOSEN = auto()
    RESERVED_SCOPE = auto()
    NOT_A_COUNT = auto()
    NOT_AN_ALLOWANCE = auto()


def check_uuid(text: str) -> Complaint | None:
    """A plant's id or a client id: a UUID, written with hyphens."""
    if not text:
        return Complaint.EMPTY
    try:
        return None if str(uuid.UUID(text)) == text.lower() else Complaint.NOT_A_UUID
    except ValueError:
        return Complaint.NOT_A_UUID


def check_url(text: str) -> Complaint | None:
    """The service's address: https, a host, no query."""
    if not text:
        return Complaint.EMPTY
    try:
        parts = urlsplit(text)
        valid = (
            parts.scheme == "https" and bool(parts.hostname) and not (parts.query or parts.fragment or parts.username)
        )
        _ = parts.port
    except ValueError:
        return Complaint.NOT_A_URL
    return None if valid else Complaint.NOT_A_URL


def check_authority(text: str) -> Complaint | None:
    """An authority that MSAL takes for Azure AD B2C: https://host/tenant/B2C_1_policy, nothing after."""
    if complaint := check_url(text):
        return complaint
    segments = urlsplit(text).path.split("/")[1:]
    valid = len(segments) == 2 and all(segments) and segments[1].lower().startswith("b2c_")
    return None if valid else Complaint.NOT_AN_AUTHORITY


def check_policy(text: str) -> Complaint | None:
    """The name of a user flow of Azure AD B2C, or nothing."""
    return (
        None
        if not text or re.fullmatch(r"b2c_[\w-]{1,120}", text, re.ASCII | re.IGNORECASE)
        else Complaint.NOT_A_POLICY
    )


def check_port(port: int) -> Complaint | None:
    """A TCP port that a program may listen on, or 0 for any free one."""
    return None if port == 0 or 1024 <= port <= 65535 else Complaint.NOT_A_PORT


def check_subscription_key(text: str) -> Complaint | None:
    """A key of the developer portal: 32 hexadecimal digits, or another made of 8 or more plain characters."""
    if not text:
        return Complaint.EMPTY
    return None if re.fullmatch(r"[\w-]{8,256}", text, re.ASCII) else Complaint.NOT_A_KEY


def check_count(text: str) -> Complaint | None:
    """A number of calls as it is typed."""
    return None if re.fullmatch(r"\d{1,7}", text.strip(), re.ASCII) else Complaint.NOT_A_COUNT


def check_allowance(allowance: Allowance) -> Complaint | None:
    """A day's calls and what is held back of them: whole numbers, and the reserves leave something."""
    reserves = (allowance.reserve_off, allowance.reserve_timers)
    valid = 1 <= allowance.limit <= 1_000_000 and min(reserves) >= 0 and sum(reserves) < allowance.limit
    return None if valid else Complaint.NOT_AN_ALLOWANCE


def check_scope(text: str) -> Complaint | None:
    """A scope that may be asked for; MSAL adds the reserved ones itself and refuses them here."""
    return Complaint.RESERVED_SCOPE if text in ("openid", "profile", "offline_access") else None


def check_text(text: str) -> Complaint | None:
    """A name or a selector's value: anything but nothing."""
    return None if text.strip() else Complaint.EMPTY
