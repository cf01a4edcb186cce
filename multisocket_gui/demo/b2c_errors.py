"""Errors as Azure AD B2C words them: a code, a sentence, a correlation id and the time."""

from __future__ import annotations

import datetime
import uuid


def description(code: str, sentence: str) -> str:
    """B2C's `error_description`."""
    now = datetime.datetime.now(datetime.UTC)
    return f"{code}: {sentence}\r\nCorrelation ID: {uuid.uuid4()}\r\nTimestamp: {now:%Y-%m-%d %H:%M:%SZ}\r\n"


CANCELLED = ("AADB2C90091", "The user has cancelled entering self-asserted information.")
NO_SESSION = (
    "AADB2C90077",
    "User does not have an existing session and request prompt parameter has a value of 'None'.",
)
