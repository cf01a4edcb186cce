"""Every answer and silence that can be ordered from the embedded cloud, by name.

The gateway's answers are those of Azure API Management (its rate-limit and quota policies); 408, 469 and 470
are known from the sister APIs behind the same gateway. Bodies of backend errors are not documented: the demo
sends none, unless the knob `backend_bodies` asks for the contract's sentence as plain text (demo's choice).
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, replace

from multisocket_gui.demo.spoiled import SPOILED
from multisocket_gui.demo.tokens import FAULTS as TOKEN_FAULTS
from multisocket_gui.demo.wire import Answer, Manner, html_answer, json_answer

SUBSCRIPTION_HEADER = "Ocp-Apim-Subscription-Key"
_CHALLENGE = (
    "WWW-Authenticate",
    'AzureApiManagementKey realm="https://localhost/multioutlet",name="Ocp-Apim-Subscription-Key",type="header"',
)

BACKEND_SENTENCES = {
    "bad_request": (400, "A parameter is missing."),
    "not_an_array": (400, "One of the specified parameter should be an array."),
    "unknown_user": (401, "The user identified by 'authorization' does not exist."),
    "not_owner": (401, "The user identified by the 'authorization' does not own the identified 'plantId'."),
    "no_plant": (404, "The plant identified by 'plantId' does not exist."),
    "no_plug": (404, "No Plug were found."),
}
GATEWAY_KINDS = ("key_missing", "key_invalid", "rate", "quota", "no_route")
TROUBLE_KINDS = ("token_refused", "forbidden", "timeout", "password_expired", "terms", "server_error", "unavailable")
PAGE_KINDS = ("bad_gateway", "captive_portal")
# What happens to the line; the second list lets the request take effect first.
DEAD_BEFORE = {"hang": Manner.HANG, "reset_before": Manner.RESET}
DEAD_AFTER = {
    "hang_after": Manner.HANG,
    "reset_after": Manner.RESET,
    "half": Manner.HALF,
    "drip": Manner.DRIP,
    "drip_body": Manner.DRIP_BODY,
}
# A line that served before is reset by the next request on it, as where a keep-alive ended unnoticed.
STALE = "stale"
REDIRECT = "redirect"
# What can befall a request at any door, and what only one of them can say.
LINE_KINDS = (*TROUBLE_KINDS, *PAGE_KINDS, *DEAD_BEFORE, *DEAD_AFTER)
BEHIND_GATEWAY_KINDS = (*BACKEND_SENTENCES, *LINE_KINDS)
API_KINDS = (STALE, REDIRECT, *GATEWAY_KINDS, *BEHIND_GATEWAY_KINDS, *SPOILED)
SIGNIN_KINDS = ("invalid_grant", *LINE_KINDS)
API_OPERATIONS = ("GetPlugStatus", "SetPlugStatus")
SIGNIN_OPERATIONS = ("Discovery", "Keys", "Token")
# The authorize endpoint of either policy, whether a page is asked of it or a form is sent to it.
AUTHORIZE = "Authorize"
OPERATIONS = (*API_OPERATIONS, *SIGNIN_OPERATIONS, AUTHORIZE)
# "aadb2c:90273" answers that code, with the OAuth error that goes with it, instead of what was asked for.
B2C_KIND = "aadb2c:<five digits>"
_B2C_KIND = re.compile(r"aadb2c:(\d{5})")
TOKEN_KINDS = (*SIGNIN_KINDS, "rate", *TOKEN_FAULTS, B2C_KIND)

_TROUBLE = {
    # The words are demo's choice, the form is the gateway's.
    "token_refused": (401, "Unauthorized. Access token is missing or invalid."),
    "forbidden": (403, "Forbidden"),
    "timeout": (408, "Request timeout."),
    "password_expired": (469, "Password expired."),
    "terms": (470, "Accept the terms and conditions in the app again."),
    "server_error": (500, "Internal server error"),
    "unavailable": (503, "Service unavailable"),
}


@dataclass(frozen=True)
class Fault:
    """An order for trouble: its `kind` (one of `kinds_for(on)`), the operation it waits for, and how often.

    `on` None means each API operation (never the sign-in); `count` None means until it is lifted.
    """

    kind: str
    on: str | None = None
    count: int | None = 1

    def __post_init__(self) -> None:
        if self.on is not None and self.on not in OPERATIONS:
            raise ValueError(f"unknown operation {self.on!r}; known: {', '.join(OPERATIONS)}")
        kinds = kinds_for(self.on)
        if (B2C_KIND if _B2C_KIND.fullmatch(self.kind) else self.kind) not in kinds:
            raise ValueError(f"no fault {self.kind!r} for {self.on or 'the API'}; known: {', '.join(kinds)}")
        if self.count is not None and self.count < 1:
            raise ValueError(f"a fault happens at least once, not {self.count} times")

    def meets(self, operation: str) -> bool:
        """Whether this fault waits for the operation."""
        return operation in API_OPERATIONS if self.on is None else operation == self.on

    def spent_once(self) -> Fault | None:
        """What remains of the order after one fault; None if nothing."""
        if self.count is None:
            return self
        return replace(self, count=self.count - 1) if self.count > 1 else None


def kinds_for(operation: str | None) -> tuple[str, ...]:
    """What can be ordered for an operation; None: each of the API."""
    special = {"Token": TOKEN_KINDS, AUTHORIZE: (B2C_KIND,)}
    return special.get(operation or "", SIGNIN_KINDS if operation in SIGNIN_OPERATIONS else API_KINDS)


def b2c_code(kind: str) -> str | None:
    """The code that a kind "aadb2c:90273" orders, "AADB2C90273"; None for every other kind."""
    match = _B2C_KIND.fullmatch(kind)
    return f"AADB2C{match[1]}" if match else None


def key_missing() -> Answer:
    """The gateway got no subscription key."""
    return _denied("missing subscription key. Make sure to include subscription key when making requests to an API.")


def key_invalid() -> Answer:
    """The gateway does not know the subscription key."""
    return _denied("invalid subscription key. Make sure to provide a valid key for an active subscription.")


def _denied(reason: str) -> Answer:
    return json_answer(401, _gateway_body(401, f"Access denied due to {reason}"), _CHALLENGE)


def rate_limited(seconds: float, *, retry_after: bool = True) -> Answer:
    """Too many calls in a short time; try again in so many seconds (rounded up)."""
    wait = max(1, math.ceil(seconds))
    message = f"Rate limit is exceeded. Try again in {wait} seconds."
    return json_answer(429, _gateway_body(429, message), *_retry_after(wait, wanted=retry_after))


def quota_used_up(seconds: float, *, retry_after: bool = True) -> Answer:
    """The day's calls are used up; they come back in so many seconds (rounded up)."""
    wait = max(1, math.ceil(seconds))
    message = f"Out of call volume quota. Quota will be replenished in {_clock(wait)}."
    return json_answer(403, _gateway_body(403, message), *_retry_after(wait, wanted=retry_after))


def no_route() -> Answer:
    """No operation of the gateway has this method and path."""
    return json_answer(404, _gateway_body(404, "Resource not found"))


def stale() -> Answer:
    """The line was dead before the request came."""
    return Answer(0, manner=Manner.RESET)


def redirect(location: str) -> Answer:
    """Elsewhere, with the same method and body (307)."""
    return Answer(307, headers=(("Location", location),))


def token_refused() -> Answer:
    """The ID token is missing, expired, or not for this service."""
    return trouble("token_refused")


def trouble(kind: str) -> Answer:
    """A dead line (DEAD_BEFORE), a page where JSON was hoped for, or one of TROUBLE_KINDS in the gateway's form."""
    if kind in DEAD_BEFORE:
        return Answer(0, manner=DEAD_BEFORE[kind])
    if kind in PAGE_KINDS:
        return _page(kind)
    status, message = _TROUBLE[kind]
    return json_answer(status, _gateway_body(status, message))


def broken(answer: Answer, kind: str, drip_interval_s: float) -> Answer:
    """The answer, sent in the manner of one of DEAD_AFTER."""
    return replace(answer, manner=DEAD_AFTER[kind], drip_interval_s=drip_interval_s)


def _page(kind: str) -> Answer:
    if kind == "captive_portal":
        return html_answer(200, "<html><body><h1>Welcome to this network</h1>Please sign in.</body></html>")
    return html_answer(502, "<html><body><h1>502 Bad Gateway</h1></body></html>")


def backend(kind: str, *, with_body: bool = False) -> Answer:
    """One of the contract's backend errors."""
    status, sentence = BACKEND_SENTENCES[kind]
    if not with_body:
        return Answer(status)
    return Answer(status, sentence.encode(), (("Content-Type", "text/plain; charset=utf-8"),))


def _retry_after(seconds: int, *, wanted: bool) -> tuple[tuple[str, str], ...]:
    # Some publishers of gateways leave the header out.
    return (("Retry-After", str(seconds)),) if wanted else ()


def _clock(seconds: int) -> str:
    days, rest = divmod(datetime.timedelta(seconds=seconds), datetime.timedelta(days=1))
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    clock = f"{hours:02}:{minutes:02}:{seconds % 60:02}"
    return f"{days}.{clock}" if days else clock


def _gateway_body(status: int, message: str) -> dict[str, object]:
    return {"statusCode": status, "message": message}
