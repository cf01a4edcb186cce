"""The pages' door: the authorize endpoint with its form, and the end of a session."""

from __future__ import annotations

import hmac
import logging
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from multisocket_gui.demo import b2c_errors, pages
from multisocket_gui.demo.authority import CLIENT_ID, TENANT_ID, Authority, is_registered_reply_url
from multisocket_gui.demo.demo_home import DemoHome, DemoUser
from multisocket_gui.demo.grants import AuthorizeRequest, Grants
from multisocket_gui.demo.wire import Answer, Request

log = logging.getLogger(__name__)

_MODES = ("query", "form_post")


class NotAskedRight(Exception):
    """A request to the authorize endpoint that cannot be granted: the OAuth `error` and B2C's description."""

    def __init__(self, error: str, code: str, *details: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = b2c_errors.description(code, *details)


class LoginPages:
    """Serves the authorize endpoint to a browser."""

    def __init__(self, home: DemoHome, authority: Authority, grants: Grants) -> None:
        self._home = home
        self._authority = authority
        self._grants = grants
        # Cookies know no ports: two embedded clouds must not share one.
        self._cookie = f"demo-session-{urlsplit(authority.page).port}"

    def serve(self, request: Request) -> Answer:
        """Answer one request of a browser."""
        path = request.path.lower()
        if path == self._authority.authorize_path and request.method in ("GET", "POST"):
            return self._authorize(request)
        if path == self._authority.logout_path and request.method == "GET":
            return self._log_out(request)
        return pages.message_page(404, "Not found", "There is no page at this address.")

    def _authorize(self, request: Request) -> Answer:
        asked = _fields(request.query)
        redirect_uri = asked.get("redirect_uri", "")
        if refusal := _shown_only_in_browser(asked, redirect_uri):
            return refusal
        try:
            checked = _checked(asked, redirect_uri)
        except NotAskedRight as wrong:
            return _reply(asked, _error_fields(wrong.error, wrong.description, asked))
        if request.method == "POST":
            return self._submitted(request, checked, asked)
        return self._opened(request, checked, asked)

    def _opened(self, request: Request, checked: AuthorizeRequest, asked: dict[str, str]) -> Answer:
        session = self._grants.session(self._session_name(request))
        prompt = asked.get("prompt", "").split()
        if session and not {"login", "select_account"}.intersection(prompt):
            return self._signed_in(session[0], session[1], checked, asked)
        if "none" in prompt:
            no_session = b2c_errors.description(b2c_errors.NO_SESSION, "none")
            return _reply(asked, _error_fields("interaction_required", no_session, asked))
        return pages.sign_in_page(request.target, self._shown())

    def _submitted(self, request: Request, checked: AuthorizeRequest, asked: dict[str, str]) -> Answer:
        form = _fields(request.body.decode("utf-8", "replace"))
        if form.get("action") == "cancel":
            cancelled = b2c_errors.description(b2c_errors.CANCELLED)
            return _reply(asked, _error_fields("access_denied", cancelled, asked))
        user = self._user(form.get("email", ""), form.get("password", ""))
        if user is None:
            return pages.sign_in_page(request.target, self._shown(), typed=form.get("email", ""))
        cookie = f"{self._cookie}={self._grants.new_session(user)}; Path=/; HttpOnly; SameSite=Lax"
        return self._signed_in(user, time.time(), checked, asked, ("Set-Cookie", cookie))

    def _signed_in(
        self,
        user: DemoUser,
        signed_in_at: float,
        checked: AuthorizeRequest,
        asked: dict[str, str],
        *headers: tuple[str, str],
    ) -> Answer:
        code = self._grants.new_code(user, checked, signed_in_at)
        return _reply(asked, {"state": checked.state, "code": code}, *headers)

    def _log_out(self, request: Request) -> Answer:
        self._grants.end_session(self._session_name(request))
        return pages.message_page(200, "Signed out", "This browser is signed out of the embedded cloud.")

    def _session_name(self, request: Request) -> str:
        try:
            morsel = SimpleCookie(request.headers.get("Cookie", "")).get(self._cookie)
        except CookieError as exc:
            log.debug("a cookie cannot be read: %s", exc)
            return ""
        return morsel.value if morsel else ""

    def _shown(self) -> tuple[str, str]:
        user = self._home.demo_user
        return user.email, user.password

    def _user(self, email: str, password: str) -> DemoUser | None:
        for user in self._home.users:
            if user.email == email.strip().lower() and hmac.compare_digest(user.password.encode(), password.encode()):
                return user
        return None


def _shown_only_in_browser(asked: dict[str, str], redirect_uri: str) -> Answer | None:
    """Without a known client and a registered reply URL there is nobody to send an error to."""
    client = asked.get("client_id", "")
    if client != CLIENT_ID:
        return _browser_error(b2c_errors.CLIENT_NOT_REGISTERED, client, TENANT_ID)
    if not is_registered_reply_url(redirect_uri):
        return _browser_error(b2c_errors.REPLY_URL_NOT_REGISTERED, redirect_uri, client)
    return None


def _browser_error(code: str, *details: str) -> Answer:
    return pages.message_page(400, "This sign-in cannot go on", b2c_errors.description(code, *details))


def _checked(asked: dict[str, str], redirect_uri: str) -> AuthorizeRequest:
    """The request, if it is one that can be granted; else NotAskedRight."""
    scopes = tuple(asked.get("scope", "").split())
    response_type = asked.get("response_type", "")
    response_mode = asked.get("response_mode", "query")
    if response_type != "code":
        raise NotAskedRight("unsupported_response_type", b2c_errors.RESPONSE_TYPE, response_type)
    if response_mode not in _MODES:
        raise NotAskedRight("invalid_request", b2c_errors.RESPONSE_MODE, response_mode)
    if "openid" not in scopes:
        raise NotAskedRight("invalid_request", b2c_errors.NO_SCOPE)
    if not asked.get("code_challenge"):
        raise NotAskedRight("invalid_request", b2c_errors.PARAMETER_MISSING, "code_challenge")
    if asked.get("code_challenge_method") != "S256":
        raise NotAskedRight("invalid_request", b2c_errors.CHALLENGE_METHOD)
    return AuthorizeRequest(
        redirect_uri=redirect_uri,
        scopes=scopes,
        state=asked.get("state", ""),
        nonce=asked.get("nonce"),
        challenge=asked["code_challenge"],
    )


def _error_fields(error: str, description: str, asked: dict[str, str]) -> dict[str, str]:
    return {"error": error, "error_description": description, "state": asked.get("state", "")}


def _reply(asked: dict[str, str], fields: dict[str, str], *headers: tuple[str, str]) -> Answer:
    """Send fields to the reply URL in the response mode that was asked for."""
    redirect_uri = asked["redirect_uri"]
    present = {name: value for name, value in fields.items() if value}
    if asked.get("response_mode") == "form_post":
        page = pages.self_submitting_page(redirect_uri, present.items())
        return Answer(page.status, page.body, (*page.headers, *headers))
    joint = "&" if urlsplit(redirect_uri).query else "?"
    location = redirect_uri + joint + urlencode(present)
    return Answer(302, headers=(("Location", location), ("Cache-Control", "no-store"), *headers))


def _fields(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
