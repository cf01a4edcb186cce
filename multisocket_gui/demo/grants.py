"""Authorization codes, refresh tokens and browser sessions: all one-time or revocable, all in memory."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, replace

from multisocket_gui.demo import b2c_errors
from multisocket_gui.demo.demo_home import DemoUser

CODE_LIFETIME_S = 300.0


@dataclass(frozen=True)
class AuthorizeRequest:
    """What a client asked of the authorize endpoint, already checked."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str | None
    challenge: str


@dataclass(frozen=True)
class Grant:
    """A sign-in that a code or a refresh token stands for. Times are seconds since the epoch."""

    user: DemoUser
    request: AuthorizeRequest
    signed_in_at: float
    expires_at: float


class GrantRefused(Exception):
    """A code or a refresh token is not good; `code` is one of b2c_errors."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Grants:
    """Every code and refresh token that is still good; each can be taken once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}
        self._sessions: dict[str, tuple[DemoUser, float]] = {}

    def new_code(self, user: DemoUser, request: AuthorizeRequest, signed_in_at: float) -> str:
        """A code for the token endpoint."""
        grant = Grant(user, request, signed_in_at, time.time() + CODE_LIFETIME_S)
        return self._keep(self._codes, grant)

    def new_refresh_token(self, grant: Grant, lifetime_s: float) -> str:
        """A refresh token for the sign-in of `grant`."""
        return self._keep(self._refresh, replace(grant, expires_at=time.time() + lifetime_s))

    def take_code(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The code's grant; GrantRefused unless code, reply URL and PKCE verifier fit. Either way the code is spent."""
        grant = self._take(self._codes, code)
        if redirect_uri != grant.request.redirect_uri:
            raise GrantRefused(b2c_errors.GRANT_OF_ANOTHER_ENDPOINT)
        if not hmac.compare_digest(_challenge(verifier), grant.request.challenge.encode()):
            raise GrantRefused(b2c_errors.VERIFIER_DOES_NOT_MATCH)
        return grant

    def take_refresh_token(self, token: str) -> Grant:
        """The token's grant; GrantRefused if it is unknown, spent or expired."""
        return self._take(self._refresh, token)

    def revoke_all(self) -> None:
        """Forget every code, refresh token and browser session, as after a change of password."""
        with self._lock:
            for held in (self._codes, self._refresh, self._sessions):
                held.clear()

    def new_session(self, user: DemoUser) -> str:
        """A browser's session, as a cookie's value."""
        name = secrets.token_urlsafe(24)
        with self._lock:
            self._sessions[name] = (user, time.time())
        return name

    def session(self, name: str) -> tuple[DemoUser, float] | None:
        """Who signed in to this browser session, and when; None if it is not one."""
        with self._lock:
            return self._sessions.get(name)

    def end_session(self, name: str) -> None:
        """Forget a browser session."""
        with self._lock:
            self._sessions.pop(name, None)

    def _keep(self, held: dict[str, Grant], grant: Grant) -> str:
        name = secrets.token_urlsafe(48)
        with self._lock:
            held[name] = grant
        return name

    def _take(self, held: dict[str, Grant], name: str) -> Grant:
        with self._lock:
            grant = held.pop(name, None)
        if grant is None:
            raise GrantRefused(b2c_errors.GRANT_REVOKED)
        if time.time() >= grant.expires_at:
            raise GrantRefused(b2c_errors.GRANT_EXPIRED)
        return grant


def _challenge(verifier: str) -> bytes:
    """The S256 code challenge of a verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
