"""Errors as Azure AD B2C words them: a code, a sentence, a correlation id and the time.

Codes and sentences: Microsoft's page "Error codes: Azure Active Directory B2C". Which code answers which mistake is
documented for some of them only; where it is not, the nearest one is the demo's choice.
"""

from __future__ import annotations

import datetime
import uuid

_SENTENCES = {
    "AADB2C90006": "The redirect URI '{0}' provided in the request is not registered for the client ID '{1}'.",
    "AADB2C90007": "The application associated with client id '{0}' has no registered redirect URIs.",
    "AADB2C90010": "The request does not contain a scope parameter.",
    "AADB2C90013": "The requested response type '{0}' provided in the request is not supported.",
    "AADB2C90014": "The requested response mode '{0}' provided in the request is not supported.",
    "AADB2C90018": "The client ID '{0}' specified in the request is not registered in tenant '{1}'.",
    "AADB2C90035": "The service is temporarily unavailable. Please retry after a few minutes.",
    "AADB2C90037": "An error occurred while processing the request.",
    "AADB2C90077": "User does not have an existing session and request prompt parameter has a value of '{0}'.",
    "AADB2C90080": "The provided grant has expired. Please re-authenticate and try again.",
    "AADB2C90083": "The request is missing required parameter: {0}.",
    "AADB2C90085": "The service has encountered an internal error. Please reauthenticate and try again.",
    "AADB2C90086": "The supplied grant_type '{0}' is not supported.",
    "AADB2C90087": "The provided grant has not been issued for this version of the protocol endpoint.",
    "AADB2C90088": "The provided grant has not been issued for this endpoint.",
    "AADB2C90091": "The user has cancelled entering self-asserted information.",
    "AADB2C90118": "The user has forgotten their password.",
    "AADB2C90128": "The account associated with this grant no longer exists. Please reauthenticate and try again.",
    "AADB2C90129": "The provided grant has been revoked. Please reauthenticate and try again.",
    "AADB2C90182": "The supplied code_verifier does not match associated code_challenge.",
    # B2C takes `plain` too; the demo insists on S256 (demo's choice).
    "AADB2C90184": "The supplied code_challenge_method is not supported.",
    "AADB2C90244": "There are too many requests at this moment. Please wait for some time and try again.",
    "AADB2C90273": "An invalid response was received: 'access_denied'.",
    "AADB2C90279": "The provided client id '{0}' does not match the client id that issued the grant.",
    "AADB2C90289": "We encountered an error connecting to the identity provider. Please try again later.",
}
_OAUTH_ERRORS = {
    "access_denied": ("90091", "90118", "90273"),
    "interaction_required": ("90077",),
    "invalid_client": ("90018",),
    "invalid_grant": ("90080", "90087", "90088", "90128", "90129", "90182", "90279"),
    "server_error": ("90037", "90085"),
    "temporarily_unavailable": ("90035", "90244", "90289"),
    "unsupported_grant_type": ("90086",),
    "unsupported_response_type": ("90013",),
}
_NO_SENTENCE = "The demo has no words for this code."

REPLY_URL_NOT_REGISTERED = "AADB2C90006"
SHOWN_ONLY_IN_BROWSER = (REPLY_URL_NOT_REGISTERED, "AADB2C90007")
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
FORGOTTEN = "AADB2C90118"
GRANT_REVOKED = "AADB2C90129"
VERIFIER_DOES_NOT_MATCH = "AADB2C90182"
CHALLENGE_METHOD = "AADB2C90184"


def description(code: str, *details: str) -> str:
    """B2C's `error_description`; `details` fill the blanks of the code's sentence, as far as they go."""
    now = datetime.datetime.now(datetime.UTC)
    sentence = _SENTENCES.get(code, _NO_SENTENCE).format(*details, "demo", "demo")
    return f"{code}: {sentence}\r\nCorrelation ID: {uuid.uuid4()}\r\nTimestamp: {now:%Y-%m-%d %H:%M:%SZ}\r\n"


def oauth_error(code: str) -> str:
    """The `error` (RFC 6749, 4.1.2.1 and 5.2) that goes with a code; "invalid_request" where none is known.

    Microsoft documents it for some of them; the others are demo's choice.
    """
    number = code.removeprefix("AADB2C")
    return next((error for error, numbers in _OAUTH_ERRORS.items() if number in numbers), "invalid_request")
