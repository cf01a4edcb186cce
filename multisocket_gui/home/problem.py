"""What can go wrong, as values: the errors of `cloud` and `signin` end here, and `words` turns them into sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto


class Kind(StrEnum):
    """Every kind of trouble that a person may be told about."""

    # The line
    OFFLINE = auto()
    PROXY = auto()
    UNTRUSTED = auto()
    TIMED_OUT = auto()
    CUT_OFF = auto()
    # The service's answers
    TOKEN_REFUSED = auto()
    NOT_YOURS = auto()
    KEY_REJECTED = auto()
    KEY_MISSING = auto()
    FORBIDDEN = auto()
    QUOTA_USED_UP = auto()
    BUSY = auto()
    NOT_FOUND = auto()
    REFUSED = auto()
    PASSWORD_EXPIRED = auto()
    TERMS_CHANGED = auto()
    SERVER_TROUBLE = auto()
    BAD_ANSWER = auto()
    # The account
    SIGNED_OUT = auto()
    SIGN_IN_CANCELLED = auto()
    SIGN_IN_NO_ANSWER = auto()
    SIGN_IN_REFUSED = auto()
    SIGN_IN_UNREACHABLE = auto()
    SIGN_IN_SETTINGS = auto()
    SIGN_IN_WRONG_TOKEN = auto()
    SIGN_IN_AGAIN = auto()
    SIGN_IN_TROUBLE = auto()
    ACCOUNT_GONE = auto()
    PASSWORD_FORGOTTEN = auto()
    CLOCK_WRONG = auto()
    PORT_TAKEN = auto()
    NO_BROWSER = auto()
    # What is kept on this computer
    NO_KEYRING = auto()
    KEYRING_LOCKED = auto()
    KEYRING_SILENT = auto()
    VAULT_DAMAGED = auto()
    VAULT_KEY_LOST = auto()
    VAULT_UNWRITABLE = auto()
    # Our own refusals: nothing was sent
    LOCKED = auto()
    ASK_FIRST = auto()
    UNSETTLED = auto()
    SAVED = auto()
    EXPIRED = auto()
    SHAPE_CHANGED = auto()
    AMBIGUOUS = auto()
    ABANDONED = auto()
    SETTINGS_BROKEN = auto()
    SETTINGS_UNWRITABLE = auto()
    HISTORY_UNWRITABLE = auto()
    NOT_REGISTERED = auto()
    # Timers
    TIMER_LATE = auto()
    TIMER_CUT = auto()
    TIMER_DISPUTED = auto()
    TARGET_GONE = auto()
    ZONE_UNKNOWN = auto()
    TIMERS_UNWRITABLE = auto()
    INTERNAL = auto()


SIGN_IN_OVER = frozenset((Kind.SIGNED_OUT, Kind.SIGN_IN_AGAIN, Kind.ACCOUNT_GONE))
"""Nobody is signed in, or no longer: only the person can mend that."""


class Situation(StrEnum):
    """In the middle of what the trouble came; the same kind has other words there."""

    READING = auto()
    READING_FIRST = auto()  # before a write, which therefore was not sent
    WRITING = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble as a value.

    `until` is the time (seconds since the epoch) before which trying again is useless, where the
    service told one. `detail` is a short code or name for support (an AADB2C code, a port, a file);
    never a secret, never a raw answer.
    """

    kind: Kind
    until: float | None = None
    detail: str = ""
    situation: Situation = Situation.READING


class Trouble(Exception):
    """The root of both error trees (`cloud/errors.py`, `signin/errors.py`): an exception that is a `Problem` too."""

    kind: Kind = Kind.INTERNAL

    def __init__(self, detail: str = "", *, until: float | None = None) -> None:
        super().__init__(detail)
        self.problem = Problem(self.kind, until, detail)
