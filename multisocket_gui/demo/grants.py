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
from multisocket_gui.demo.authority import POLICY
from multisocket_gui.demo.demo_home import DemoUser
from multisocket_gui.demo.issued import Issued

CODE_LIFETIME_S = 300.0


@dataclass(frozen=True)
class AuthorizeRequest:
    """What a client asked of the authorize endpoint, already checked."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str | None
    challenge: str
    policy: str = POLICY


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

    def __init__(self, issued: Issued | None = None) -> None:
        self._issued = issued or Issued()
        self._lock = threading.Lock()
        self._codes: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}
        self._sessions: dict[str, tuple[DemoUser, float]] = {}

    def new_code(self, user: DemoUser, request: AuthorizeRequest, signed_in_at: float) -> str:
        """A code for the token endpoint."""
        grant = Grant(user, request, signed_in_at, time.time() + CODE_LIFETIME_S)
        return self._keep("code", self._codes, grant)

    def new_refresh_token(self, grant: Grant, lifetime_s: float) -> str:
        """A refresh token for the sign-in of `grant`."""
        return self._keep("refresh token", self._refresh, replace(grant, expires_at=time.time() + lifetime_s))

    def take_code(self, code: str, redirect_uri: str, verifier: str, policy: str = POLICY) -> Grant:
        """The code's grant; GrantRefused unless code, reply URL, PKCE verifier and policy fit. Either way the code is
        spent."""
        grant = self._take(self._codes, code, policy)
        if redirect_uri != grant.request.redirect_uri:
            raise GrantRefused(b2c_errors.GRANT_OF_ANOTHER_ENDPOINT)
        if not hmac.compare_digest(_challenge(verifier), grant.request.challenge.encode()):
            raise GrantRefused(b2c_errors.VERIFIER_DOES_NOT_MATCH)
        return grant

    def take_refresh_token(self, token: str, policy: str = POLICY, *, spend: bool = True) -> Grant:
        """The token's grant; GrantRefused if it is unknown, spent, expired or another policy's.

        With `spend` False the token stays good.
        """
        return self._take(self._refresh, token, policy, spend=spend)

    def revoke(self, user: DemoUser) -> None:
        """Forget the user's codes, refresh tokens and browser sessions, as after a change of password."""
        with self._lock:
            for held in (self._codes, self._refresh):
                for name in [name for name, grant in held.items() if grant.user == user]:
                    del held[name]
            for name in [name for name, (owner, _since) in self._sessions.items() if owner == user]:
                del self._sessions[name]

    def revoke_all(self) -> None:
        """Forget every code, refresh token and browser session."""
        with self._lock:
            for held in (self._codes, self._refresh, self._sessions):
                held.clear()

    def new_session(self, user: DemoUser) -> str:
        """A browser's session, as a cookie's value."""
        name = self._issued.note("session cookie", secrets.token_urlsafe(24))
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

    def _keep(self, kind: str, held: dict[str, Grant], grant: Grant) -> str:
        name = self._issued.note(kind, secrets.token_urlsafe(48))
        with self._lock:
            held[name] = grant
        return name

    def _take(self, held: dict[str, Grant], name: str, policy: str, *, spend: bool = True) -> Grant:
        with self._lock:
            grant = held.pop(name, None) if spend else held.get(name)
        if grant is None:
            raise GrantRefused(b2c_errors.GRANT_REVOKED)
        if policy != grant.request.policy:
            raise GrantRefused(b2c_errors.GRANT_OF_ANOTHER_ENDPOINT)
        if time.time() >= grant.expires_at:
            raise GrantRefused(b2c_errors.GRANT_EXPIRED)
        return grant


def _challenge(verifier: str) -> bytes:
    """The S256 code challenge of a verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
