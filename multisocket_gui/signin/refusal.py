"""What the sign-in service's error answers mean.

Azure AD B2C writes its code into `error_description`, whose words are in the person's language; the
`error` beside it is OAuth's (RFC 6749, 4.1.2.1 and 5.2) and is the second-best clue. Codes:
https://learn.microsoft.com/azure/active-directory-b2c/error-codes
"""

from __future__ import annotations

import re

from multisocket_gui.signin.errors import Cancelled, Misconfigured, Refused, SignedOut, SignInError, Unreachable

_CODE = re.compile(r"AADB2C\d{5}")
_CORRELATION = re.compile(r"Correlation ID:\s*([0-9a-f-]{36})", re.IGNORECASE)
_MEANING_OF_CODE: dict[str, type[SignInError]] = {
    "AADB2C90091": Cancelled,
    "AADB2C90273": Cancelled,  # at another identity provider
    "AADB2C90118": Refused,  # forgot the password
    "AADB2C90077": Refused,  # no session in the browser
    "AADB2C90080": Refused,  # the grant is over
    "AADB2C90129": Refused,  # the grant was revoked
    "AADB2C90128": Refused,  # the account is gone
    "AADB2C90088": Refused,  # a grant of another policy
    "AADB2C90087": Refused,  # a grant of another client
    "AADB2C90279": Refused,  # a grant of another client
    "AADB2C90085": Refused,  # internal error
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
    "unsupported_response_type": Misconfigured,
}


def refusal(error: str, description: str) -> SignInError:
    """The trouble that an error answer to a sign-in is. An unlisted B2C code is about the client or its scopes."""
    code = _code(description)
    meaning = _MEANING_OF_CODE.get(code, Misconfigured) if code else _MEANING_OF_ERROR.get(error, Refused)
    return meaning(_detail(code or error, description))


def refusal_to_renew(error: str, description: str) -> SignInError:
    """The trouble that an error answer to a refresh token is: what a sign-in would mend is `SignedOut`.

    An internal error says nothing about the grant, so nobody is signed out for it.
    """
    if _code(description) == "AADB2C90085":
        return Unreachable(_detail("AADB2C90085", description))
    trouble = refusal(error, description)
    return SignedOut(trouble.problem.detail) if isinstance(trouble, Refused | Cancelled) else trouble


def _code(description: str) -> str:
    found = _CODE.search(description)
    return found[0] if found else ""


def _detail(code: str, description: str) -> str:
    """For support: the code, cut down to what a code may look like, and the correlation id."""
    plain = re.sub(r"[^\w-]", "", code)[:40]
    found = _CORRELATION.search(description)
    return f"{plain} {found[1]}" if found else plain
