"""The pages' door: the sign-in page, the page for a new password, and the end of a session."""

from __future__ import annotations

import logging
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from multisocket_gui.demo import b2c_errors, faults, pages
from multisocket_gui.demo.authority import POLICY, RESET_POLICY, Authority
from multisocket_gui.demo.authorize import Asked, NotAskedRight, checked, error_reply, form_fields, reply
from multisocket_gui.demo.authorize import shown_only_in_browser as refusal_shown_in_browser
from multisocket_gui.demo.demo_home import DemoUser
from multisocket_gui.demo.grants import AuthorizeRequest, Grants
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.people import People
from multisocket_gui.demo.wire import Answer, Request

log = logging.getLogger(__name__)

_SHORTEST_PASSWORD = 8


class LoginPages:
    """Serves the authorize endpoints of both policies to a browser."""

    def __init__(self, people: People, authority: Authority, grants: Grants, knobs: Knobs) -> None:
        self._people = people
        self._authority = authority
        self._grants = grants
        self._knobs = knobs
        self._policies = {authority.of_policy(policy).authorize_path: policy for policy in (POLICY, RESET_POLICY)}
        self._logouts = [authority.of_policy(policy).logout_path for policy in (POLICY, RESET_POLICY)]
        # Cookies know no ports: two embedded clouds must not share one.
        self._cookie = f"demo-session-{urlsplit(authority.page).port}"

    def serve(self, request: Request) -> Answer:
        """Answer one request of a browser."""
        path = request.path.lower()
        if path in self._policies and request.method in ("GET", "POST"):
            return self._authorize(request, self._policies[path])
        if path in self._logouts and request.method == "GET":
            return self._log_out(request)
        return pages.message_page(404, "Not found", "There is no page at this address.")

    def _authorize(self, request: Request, policy: str) -> Answer:
        asked = form_fields(request.query)
        if refusal := refusal_shown_in_browser(asked):
            return refusal
        try:
            granted = checked(asked, policy)
        except NotAskedRight as wrong:
            return error_reply(asked, wrong.code, *wrong.details)
        if code := faults.b2c_code(self._knobs.take_fault(faults.AUTHORIZE) or ""):
            return error_reply(asked, code)
        if request.method == "GET":
            return self._opened(request, granted, asked)
        form = form_fields(request.body.decode("utf-8", "replace"))
        if form.get("action") == "cancel":
            return error_reply(asked, b2c_errors.CANCELLED)
        return (self._signing_in if policy == POLICY else self._resetting)(request, granted, asked, form)

    def _opened(self, request: Request, granted: AuthorizeRequest, asked: Asked) -> Answer:
        prompt = asked.get("prompt", "").split()
        if granted.policy == RESET_POLICY:
            return pages.new_password_page(request.target, self._people.shown()[0])
        session = self._grants.session(self._session_name(request))
        if session and not {"login", "select_account"}.intersection(prompt):
            return self._signed_in(session[0], session[1], granted, asked)
        if "none" in prompt:
            return error_reply(asked, b2c_errors.NO_SESSION, "none")
        return pages.sign_in_page(request.target, self._people.shown())

    def _signing_in(self, request: Request, granted: AuthorizeRequest, asked: Asked, form: Asked) -> Answer:
        if form.get("action") == "forgot":
            return error_reply(asked, b2c_errors.FORGOTTEN)
        user = self._people.with_password(form.get("email", ""), form.get("password", ""))
        if user is None:
            return pages.sign_in_page(request.target, self._people.shown(), typed=form.get("email", ""))
        cookie = f"{self._cookie}={self._grants.new_session(user)}; Path=/; HttpOnly; SameSite=Lax"
        return self._signed_in(user, time.time(), granted, asked, ("Set-Cookie", cookie))

    def _resetting(self, request: Request, granted: AuthorizeRequest, asked: Asked, form: Asked) -> Answer:
        """As B2C, which first sends a code to the e-mail address (the demo sends no mail): all that was granted to
        the person is revoked, and the browser gets no session, so that the new password is asked for next."""
        email, password = form.get("email", ""), form.get("password", "")
        user = self._people.called(email)
        if complaint := _complaint(user, password, form.get("again", "")):
            return pages.new_password_page(request.target, email, complaint)
        assert user is not None
        self._people.change_password(user, password)
        self._grants.revoke(user)
        return self._signed_in(user, time.time(), granted, asked)

    def _signed_in(
        self,
        user: DemoUser,
        signed_in_at: float,
        granted: AuthorizeRequest,
        asked: Asked,
        *headers: tuple[str, str],
    ) -> Answer:
        return reply(asked, {"code": self._grants.new_code(user, granted, signed_in_at)}, *headers)

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


def _complaint(user: DemoUser | None, password: str, again: str) -> str:
    if user is None:
        return "There is no account with this e-mail."
    if len(password) < _SHORTEST_PASSWORD:
        return f"The new password needs at least {_SHORTEST_PASSWORD} characters."
    return "" if password == again else "The two passwords are not the same."
