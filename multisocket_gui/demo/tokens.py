"""RS256 ID tokens: made, checked, and the key published, as Azure AD B2C does."""

from __future__ import annotations

import base64
import threading
import time
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from multisocket_gui.demo.demo_home import DemoUser

_KEY_BITS = 2048


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
    """Issues and checks the ID tokens of one authority for one client."""

    def __init__(self, key: SigningKey, issuer: str, client_id: str, policy: str) -> None:
        self._key = key
        self._issuer = issuer
        self._client_id = client_id
        self._policy = policy

    def id_token(
        self, user: DemoUser, lifetime_s: float, *, nonce: str | None = None, signed_in_at: float | None = None
    ) -> str:
        """A signed token for the user, valid for `lifetime_s` seconds from now (B2C's claims, whole seconds)."""
        now = int(time.time())
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
            "tfp": self._policy,
        }
        if nonce is not None:
            claims["nonce"] = nonce
        return jwt.encode(claims, self._key.private(), algorithm="RS256", headers={"kid": self._key.id})

    def check(self, token: str) -> dict[str, Any]:
        """The claims of a raw token; jwt.InvalidTokenError unless signature, audience, issuer and times are right."""
        return jwt.decode(
            token,
            self._key.private().public_key(),
            algorithms=["RS256"],
            audience=self._client_id,
            issuer=self._issuer,
            options={"require": ["exp", "iat", "nbf", "iss", "aud", "sub"]},
        )


def _base64_number(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
