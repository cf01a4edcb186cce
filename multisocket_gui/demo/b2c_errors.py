"""Errors as Azure AD B2C words them: a code, a sentence, a correlation id and the time.

Codes and sentences: Microsoft's page "Error codes: Azure Active Directory B2C". Which code answers which mistake is
documented for some of them only; where it is not, the nearest one is the demo's choice.
"""

from __future__ import annotations

import datetime
import uuid

_SENTENCES = {
    "AADB2C90006": "The redirect URI '{0}' provided in the request is not registered for the client ID '{1}'.",
    "AADB2C90010": "The request does not contain a scope parameter.",
    "AADB2C90013": "The requested response type '{0}' provided in the request is not supported.",
    "AADB2C90014": "The requested response mode '{0}' provided in the request is not supported.",
    "AADB2C90018": "The client ID '{0}' specified in the request is not registered in tenant '{1}'.",
    "AADB2C90077": "User does not have an existing session and request prompt parameter has a value of '{0}'.",
    "AADB2C90080": "The provided grant has expired. Please re-authenticate and try again.",
    "AADB2C90083": "The request is missing required parameter: {0}.",
    "AADB2C90086": "The supplied grant_type '{0}' is not supported.",
    "AADB2C90088": "The provided grant has not been issued for this endpoint.",
    "AADB2C90091": "The user has cancelled entering self-asserted information.",
    "AADB2C90129": "The provided grant has been revoked. Please reauthenticate and try again.",
    "AADB2C90182": "The supplied code_verifier does not match associated code_challenge.",
    # B2C takes `plain` too; the demo insists on S256 (demo's choice).
    "AADB2C90184": "The supplied code_challenge_method is not supported.",
}

REPLY_URL_NOT_REGISTERED = "AADB2C90006"
NO_SCOPE = "AADB2C90010"
RESPONSE_TYPE = "AADB2C90013"
RESPONSE_MODE = "AADB2C90014"
CLIENT_NOT_REGISTERED = "AADB2C90018"
NO_SESSION = "AADB2C90077"
GRANT_EXPIRED = "AADB2C90080"
PARAMETER_MISSING = "AADB2C90083"
GRANT_TYPE = "AADB2C90086"
GRANT_OF_ANOTHER_ENDPOINT = "AADB2C90088"
CANCELLED = "AADB2C90091"
GRANT_REVOKED = "AADB2C90129"
VERIFIER_DOES_NOT_MATCH = "AADB2C90182"
CHALLENGE_METHOD = "AADB2C90184"


def description(code: str, *details: str) -> str:
    """B2C's `error_description`; `details` fill the blanks of the code's sentence."""
    now = datetime.datetime.now(datetime.UTC)
    sentence = _SENTENCES[code].format(*details)
    return f"{code}: {sentence}\r\nCorrelation ID: {uuid.uuid4()}\r\nTimestamp: {now:%Y-%m-%d %H:%M:%SZ}\r\n"
