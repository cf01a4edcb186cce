"""RS256 ID tokens: made, checked, and the key published, as Azure AD B2C does."""

from __future__ import annotations

import base64
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from multisocket_gui.demo.authority import POLICY
from multisocket_gui.demo.demo_home import DemoUser
from multisocket_gui.demo.issued import Issued

_KEY_BITS = 2048
_LONG_AGO = 30 * 86400
_REQUIRED = ["exp", "iat", "nbf", "iss", "aud", "sub"]
Claims = Mapping[str, Any]
FAULTS: dict[str, Callable[[Claims], dict[str, Any]]] = {
    "foreign_aud": lambda _claims: {"aud": str(uuid.uuid4())},
    "foreign_iss": lambda claims: {"iss": urlsplit(claims["iss"])._replace(netloc="elsewhere.invalid").geturl()},
    "past_exp": lambda claims: {name: claims[name] - _LONG_AGO for name in ("iat", "nbf", "exp", "auth_time")},
    "foreign_nonce": lambda _claims: {"nonce": uuid.uuid4().hex},
    "foreign_sub": lambda _claims: dict.fromkeys(("sub", "oid"), str(uuid.uuid4())),
}
"""What can be wrong with an ID token: which claims it changes to what."""


class SigningKey:
    """An RSA key that is made in a thread of its own, because that takes a tenth of a second."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self._key: rsa.RSAPrivateKey | None = None
        self._thread = threading.Thread(target=self._make, name="demo-signing-key", daemon=True)
        self._thread.start()

    def private(self) -> rsa.RSAPrivateKey:
        """The key, as soon as it is there."""
        self._thread.join()
        if self._key is None:
            raise RuntimeError("the signing key could not be made; the log says why")
        return self._key

    def jwks(self) -> dict[str, Any]:
        """The public half as a JSON Web Key Set (RFC 7517)."""
        numbers = self.private().public_key().public_numbers()
        key = {"kid": self.id, "use": "sig", "kty": "RSA", "alg": "RS256"}
        return {"keys": [key | {"n": _base64_number(numbers.n), "e": _base64_number(numbers.e)}]}

    def finish(self) -> None:
        """Wait until the thread is done."""
        self._thread.join()

    def _make(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


class Mint:
    """Issues and checks the ID tokens of one tenant for one client. `clock` gives seconds since the epoch."""

    def __init__(
        self,
        key: SigningKey,
        issuer: str,
        client_id: str,
        *,
        clock: Callable[[], float] = time.time,
        issued: Issued | None = None,
    ) -> None:
        self._key = key
        self._issuer = issuer
        self._client_id = client_id
        self._clock = clock
        self._issued = issued or Issued()

    def id_token(
        self,
        user: DemoUser,
        lifetime_s: float,
        *,
        nonce: str | None = None,
        signed_in_at: float | None = None,
        policy: str = POLICY,
        fault: str | None = None,
    ) -> str:
        """A signed token for the user, valid for `lifetime_s` seconds from now (B2C's claims, whole seconds).

        `fault` is one of FAULTS: what is wrong with it.
        """
        now = int(self._clock())
        claims: dict[str, Any] = {
            "ver": "1.0",
            "iss": self._issuer,
            "aud": self._client_id,
            "sub": user.id,
            "oid": user.id,
            "iat": now,
            "nbf": now,
            "exp": int(now + lifetime_s),
            "auth_time": int(signed_in_at or now),
            "name": user.name,
            "emails": [user.email],
            "tfp": policy,
        }
        if nonce is not None:
            claims["nonce"] = nonce
        if fault is not None:
            claims |= FAULTS[fault](claims)
        token = jwt.encode(claims, self._key.private(), algorithm="RS256", headers={"kid": self._key.id})
        return self._issued.note("ID token", token)

    def check(self, token: str) -> dict[str, Any]:
        """The claims of a raw token; jwt.InvalidTokenError unless signature, audience, issuer and times are right."""
        claims: dict[str, Any] = jwt.decode(
            token,
            self._key.private().public_key(),
            algorithms=["RS256"],
            audience=self._client_id,
            issuer=self._issuer,
            # The times are held against our own clock, which may have been put wrong.
            options={"require": _REQUIRED, "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        if not claims["nbf"] <= self._clock() < claims["exp"]:
            raise jwt.ExpiredSignatureError("the token is over or not yet valid")
        return claims


def _base64_number(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
