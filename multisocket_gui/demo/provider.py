"""The secure door of the sign-in: discovery, keys and the token endpoint."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from urllib.parse import parse_qs

from multisocket_gui.demo import b2c_errors, faults
from multisocket_gui.demo.authority import CLIENT_ID, POLICY, RESET_POLICY, TENANT_ID, Authority
from multisocket_gui.demo.calls import Call, Calls
from multisocket_gui.demo.grants import Grant, GrantRefused, Grants
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.tokens import FAULTS as TOKEN_FAULTS
from multisocket_gui.demo.tokens import Mint, SigningKey
from multisocket_gui.demo.wire import Answer, Pause, Request, json_answer

_NOT_STORED = (("Cache-Control", "no-store"), ("Pragma", "no-cache"))


class Provider:
    """Serves what a client asks of the authority without a browser."""

    def __init__(
        self, authority: Authority, key: SigningKey, mint: Mint, grants: Grants, knobs: Knobs, pause: Pause
    ) -> None:
        self.calls = Calls()
        self._authorities = [authority.of_policy(policy) for policy in (POLICY, RESET_POLICY)]
        self._key = key
        self._mint = mint
        self._grants = grants
        self._knobs = knobs
        self._pause = pause

    def serve(self, request: Request) -> Answer:
        """Answer one request, and record it in `calls`. The record leaves the body out: it holds secrets."""
        self.calls.note_arrival()
        self._pause(self._knobs.signin_latency_s)
        operation, authority = self._operation(request)
        answer = self._answer(request, operation, authority)
        self.calls.add(Call(request.method, request.path, operation, answer.sent_status, time.monotonic()))
        return answer

    def _operation(self, request: Request) -> tuple[str, Authority]:
        """What is asked for, and below which policy."""
        path = request.path.lower()
        for authority in self._authorities:
            if request.method == "GET" and authority.is_discovery(path, request.query):
                return "Discovery", authority
            if request.method == "GET" and path == authority.keys_path:
                return "Keys", authority
            if request.method == "POST" and path == authority.token_path:
                return "Token", authority
        return "", self._authorities[0]

    def _answer(self, request: Request, operation: str, authority: Authority) -> Answer:
        kind = self._knobs.take_fault(operation)
        if kind and kind not in (*faults.DEAD_AFTER, *TOKEN_FAULTS):
            return self._refusal(kind)
        answer = self._plain_answer(request, operation, authority, kind)
        return faults.broken(answer, kind, self._knobs.drip_interval_s) if kind in faults.DEAD_AFTER else answer

    def _refusal(self, kind: str) -> Answer:
        if kind == "invalid_grant":
            return _error(b2c_errors.GRANT_REVOKED)
        if kind == "rate":
            return faults.rate_limited(self._knobs.rate_period_s, retry_after=self._knobs.retry_after)
        code = faults.b2c_code(kind)
        return _error(code) if code else faults.trouble(kind)

    def _plain_answer(self, request: Request, operation: str, authority: Authority, kind: str | None) -> Answer:
        match operation:
            case "Discovery":
                return json_answer(200, authority.discovery())
            case "Keys":
                return json_answer(200, self._key.jwks())
            case "Token":
                return self._token(request, authority.policy, kind if kind in TOKEN_FAULTS else None)
            case _:
                return Answer(404)

    def _token(self, request: Request, policy: str, fault: str | None) -> Answer:
        form = {k: v[0] for k, v in parse_qs(request.body.decode("utf-8", "replace")).items()}
        if form.get("client_id") != CLIENT_ID:
            return _error(b2c_errors.CLIENT_NOT_REGISTERED, form.get("client_id", ""), TENANT_ID)
        try:
            grant = self._grant(form, policy)
        except GrantRefused as refused:
            return _error(refused.code)
        if grant is None:
            return _error(b2c_errors.GRANT_TYPE, form.get("grant_type", ""))
        return json_answer(200, self._tokens(grant, form, fault), *_NOT_STORED)

    def _grant(self, form: dict[str, str], policy: str) -> Grant | None:
        match form.get("grant_type"):
            case "authorization_code":
                uri, verifier = form.get("redirect_uri", ""), form.get("code_verifier", "")
                return self._grants.take_code(form.get("code", ""), uri, verifier, policy)
            case "refresh_token":
                spend = not self._knobs.refresh_tokens_reusable
                return self._grants.take_refresh_token(form.get("refresh_token", ""), policy, spend=spend)
            case _:
                return None

    def _tokens(self, grant: Grant, form: dict[str, str], fault: str | None) -> dict[str, object]:
        """B2C's answer: an ID token, a refresh token if `offline_access` was granted, and an access token only
        if a scope of an API (or the client's own id) was."""
        lifetime = self._knobs.id_token_lifetime_s
        nonce = grant.request.nonce if form["grant_type"] == "authorization_code" else None
        policy, since = grant.request.policy, grant.signed_in_at
        id_token = self._mint.id_token(
            grant.user, lifetime, nonce=nonce, signed_in_at=since, policy=policy, fault=fault
        )
        content: dict[str, object] = {
            "id_token": id_token,
            "token_type": "Bearer",
            "not_before": int(time.time()),
            "id_token_expires_in": int(lifetime),
            "profile_info": _base64_json({"ver": "1.0", "tid": TENANT_ID, "sub": None, "name": grant.user.name}),
            "scope": " ".join(grant.request.scopes),
        }
        if "offline_access" in grant.request.scopes:
            refresh_lifetime = self._knobs.refresh_token_lifetime_s
            content["refresh_token"] = self._grants.new_refresh_token(grant, refresh_lifetime)
            content["refresh_token_expires_in"] = int(refresh_lifetime)
        if set(grant.request.scopes) - {"openid", "profile", "offline_access"}:
            content |= {"access_token": id_token, "expires_in": int(lifetime)}
        if form.get("client_info") == "1":
            account = {"uid": f"{grant.user.id}-{policy.lower()}", "utid": TENANT_ID}
            content["client_info"] = _base64_json(account)
        return content


def _error(code: str, *details: str) -> Answer:
    error, description = b2c_errors.oauth_error(code), b2c_errors.description(code, *details)
    content = {"error": error, "error_description": description}
    return json_answer(400, content, *_NOT_STORED)


def _base64_json(content: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
