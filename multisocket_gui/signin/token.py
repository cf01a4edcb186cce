"""The ID token: what is read from it, and the checks that MSAL leaves to its callers.

Since 1.38 MSAL checks the nonce alone. The signature needs no check of ours: the token comes straight
from the token endpoint over verified TLS (OpenID Connect Core 3.1.3.7, point 6).
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from multisocket_gui.home.skew import amount
from multisocket_gui.signin.errors import ClockWrong, SignInError, WrongToken


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: a name to show (empty if the service tells none) and the service's own id of them."""

    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class IdToken:
    """An ID token that is for us and from whom we asked. Times are seconds since the epoch."""

    raw: str = field(repr=False)
    person: Person
    issued: float
    expires: float
    begins: float = -math.inf

    def alive(self, now: float) -> bool:
        return now < self.expires

    def fresh(self, now: float) -> bool:
        """Whether it may be used without looking for a newer one.

        The margin goes with the lifetime, for B2C's may be five minutes and a fixed margin would renew for ever.
        """
        lifetime = self.expires - self.issued
        return self.expires - now > min(300.0, max(30.0, lifetime / 4))


def parsed(raw: object, *, client_id: str, authority: str, now: float) -> IdToken:
    """The token, if it is for `client_id` and from the host of `authority`; it may be over.

    Raises `WrongToken` with the name of the claim ("id_token" where it is none).
    """
    if not isinstance(raw, str):
        raise WrongToken("id_token")
    claims = _claims(raw)
    if not _is_for(claims.get("aud"), client_id):
        raise WrongToken("aud")
    if _host(claims.get("iss")) not in {_host(authority)} - {None}:
        raise WrongToken("iss")
    expires = _time(claims.get("exp"))
    if expires is None:
        raise WrongToken("exp")
    issued, begins = _time(claims.get("iat")), _time(claims.get("nbf"))
    return IdToken(
        raw,
        _person(claims),
        issued=now if issued is None else issued,
        expires=expires,
        begins=-math.inf if begins is None else begins,
    )


def time_trouble(token: IdToken, now: float, clock_off: float) -> SignInError | None:
    """`WrongToken` for a token that is over; `ClockWrong` if it is over, or not yet valid, and our clock is known to
    be wrong (`clock_off` seconds, not 0).

    As long as the clock is thought to be right a token that is not yet valid is good: clocks differ by seconds.
    """
    over = not token.alive(now)
    if clock_off and (over or token.begins > now):
        return ClockWrong(amount(clock_off))
    return WrongToken("exp") if over else None


def _claims(raw: str) -> dict[str, Any]:
    try:
        _, payload, _ = raw.split(".")
        claims = json.loads(base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise WrongToken("id_token") from error
    if not isinstance(claims, dict):
        raise WrongToken("id_token")
    return claims


def _is_for(audience: object, client_id: str) -> bool:
    """An audience of several is refused: then others could be meant as well."""
    return bool(client_id) and audience in (client_id, [client_id])


def _host(url: object) -> str | None:
    try:
        return urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return None


def _time(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) else None


def _person(claims: dict[str, Any]) -> Person:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise WrongToken("sub")
    emails = claims.get("emails")
    first_email = emails[0] if isinstance(emails, list) and emails else None
    names = (claims.get("name"), first_email, claims.get("preferred_username"))
    return Person(next((name for name in names if isinstance(name, str) and name.strip()), ""), subject)
