"""What the sign-in service's error answers mean.

Azure AD B2C writes its code into `error_description`, whose words are in the person's language; the
`error` beside it is OAuth's (RFC 6749, 4.1.2.1 and 5.2) and is the second-best clue. Codes:
https://learn.microsoft.com/azure/active-directory-b2c/error-codes

AADB2C90006 and AADB2C90007 (the reply URL is not registered) are shown in the browser and never sent to us: then
nothing comes back, and `NoAnswer` names the reply URL.
"""

from __future__ import annotations

import re

from multisocket_gui.signin.errors import (
    AccountGone,
    Cancelled,
    Misconfigured,
    PasswordForgotten,
    Refused,
    SignedOut,
    SignInAgain,
    SignInError,
    SignInTrouble,
    Unreachable,
)

NO_SESSION = "AADB2C90077"
FORGOTTEN = "AADB2C90118"
INTERNAL = "AADB2C90085"
_CODE = re.compile(r"AADB2C\d{5}")
_CORRELATION = re.compile(r"Correlation ID:\s*([0-9a-f-]{36})", re.IGNORECASE)
_MEANING_OF_CODE: dict[str, type[SignInError]] = {
    "AADB2C90091": Cancelled,
    "AADB2C90273": Cancelled,  # at another identity provider
    FORGOTTEN: PasswordForgotten,
    NO_SESSION: Refused,  # no session in the browser, and none was to be begun
    "AADB2C90080": SignInAgain,  # the grant is over
    "AADB2C90129": SignInAgain,  # the grant was revoked
    "AADB2C90128": AccountGone,
    "AADB2C90088": AccountGone,  # a grant of another policy
    "AADB2C90087": AccountGone,  # a grant of another version of the endpoint
    "AADB2C90279": AccountGone,  # a grant of another client
    INTERNAL: SignInTrouble,
    "AADB2C90035": Unreachable,  # busy
    "AADB2C90244": Unreachable,  # throttled
    "AADB2C90289": Unreachable,  # another identity provider is down
    "AADB2C90037": Unreachable,  # internal, passing
}
_MEANING_OF_ERROR: dict[str, type[SignInError]] = {
    "access_denied": Cancelled,
    "server_error": Unreachable,
    "temporarily_unavailable": Unreachable,
    "invalid_client": Misconfigured,
    "invalid_request": Misconfigured,
    "invalid_scope": Misconfigured,
    "unauthorized_client": Misconfigured,
    "unsupported_grant_type": Misconfigured,
    "unsupported_response_type": Misconfigured,
}


def refusal(error: str, description: str) -> SignInError:
    """The trouble that an error answer to a sign-in is. An unlisted B2C code is about the client or its scopes."""
    code = _code(description)
    meaning = _MEANING_OF_CODE.get(code, Misconfigured) if code else _MEANING_OF_ERROR.get(error, Refused)
    return meaning(_detail(code or error, description))


def refusal_to_renew(error: str, description: str) -> SignInError:
    """The trouble that an error answer to a refresh token is: what a sign-in would mend is a `SignedOut`.

    An internal error says nothing about the grant, so nobody is signed out for it.
    """
    trouble = refusal(error, description)
    if isinstance(trouble, SignInTrouble):
        return Unreachable(trouble.problem.detail)
    if isinstance(trouble, SignedOut | Unreachable | Misconfigured):
        return trouble
    return SignInAgain(trouble.problem.detail)


def code_of(trouble: SignInError) -> str:
    """B2C's code, or OAuth's, of a trouble that `refusal` made."""
    return trouble.problem.detail.partition(" ")[0]


def _code(description: str) -> str:
    found = _CODE.search(description)
    return found[0] if found else ""


def _detail(code: str, description: str) -> str:
    """For support: the code, cut down to what a code may look like, and the correlation id."""
    plain = re.sub(r"[^\w-]", "", code)[:40]
    found = _CORRELATION.search(description)
    return f"{plain} {found[1]}" if found else plain
