"""The authorize endpoint's part that no person sees: what is asked, whether it can be granted, and the reply."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from multisocket_gui.demo import b2c_errors, pages
from multisocket_gui.demo.authority import CLIENT_ID, TENANT_ID, is_registered_reply_url
from multisocket_gui.demo.grants import AuthorizeRequest
from multisocket_gui.demo.wire import Answer

Asked = dict[str, str]
"""The parameters of an authorize request as they came."""
_MODES = ("query", "form_post")


class NotAskedRight(Exception):
    """A request to the authorize endpoint that cannot be granted: B2C's code and what fills its sentence."""

    def __init__(self, code: str, *details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def shown_only_in_browser(asked: Asked) -> Answer | None:
    """Without a known client and a registered reply URL there is nobody to send an error to."""
    client, redirect_uri = asked.get("client_id", ""), asked.get("redirect_uri", "")
    if client != CLIENT_ID:
        return browser_error(b2c_errors.CLIENT_NOT_REGISTERED, client, TENANT_ID)
    if not is_registered_reply_url(redirect_uri):
        return browser_error(b2c_errors.REPLY_URL_NOT_REGISTERED, redirect_uri, client)
    return None


def browser_error(code: str, *details: str) -> Answer:
    """The page of an error that the application is not told of."""
    return pages.message_page(400, "This sign-in cannot go on", b2c_errors.description(code, *details))


def checked(asked: Asked, policy: str) -> AuthorizeRequest:
    """The request, if it is one that can be granted; else NotAskedRight."""
    scopes = tuple(asked.get("scope", "").split())
    response_type = asked.get("response_type", "")
    response_mode = asked.get("response_mode", "query")
    if response_type != "code":
        raise NotAskedRight(b2c_errors.RESPONSE_TYPE, response_type)
    if response_mode not in _MODES:
        raise NotAskedRight(b2c_errors.RESPONSE_MODE, response_mode)
    if "openid" not in scopes:
        raise NotAskedRight(b2c_errors.NO_SCOPE)
    if not asked.get("code_challenge"):
        raise NotAskedRight(b2c_errors.PARAMETER_MISSING, "code_challenge")
    if asked.get("code_challenge_method") != "S256":
        raise NotAskedRight(b2c_errors.CHALLENGE_METHOD)
    return AuthorizeRequest(
        redirect_uri=asked["redirect_uri"],
        scopes=scopes,
        state=asked.get("state", ""),
        nonce=asked.get("nonce"),
        challenge=asked["code_challenge"],
        policy=policy,
    )


def error_reply(asked: Asked, code: str, *details: str) -> Answer:
    """Send one of B2C's errors to the reply URL, or show it where B2C shows it alone; see `b2c_errors`."""
    if code in b2c_errors.SHOWN_ONLY_IN_BROWSER:
        return browser_error(code, *details)
    description = b2c_errors.description(code, *details)
    return reply(asked, {"error": b2c_errors.oauth_error(code), "error_description": description})


def reply(asked: Asked, content: dict[str, str], *headers: tuple[str, str]) -> Answer:
    """Send fields, and the state, to the reply URL in the response mode that was asked for."""
    redirect_uri = asked["redirect_uri"]
    present = {**content, "state": asked["state"]} if asked.get("state") else content
    if asked.get("response_mode") == "form_post":
        page = pages.self_submitting_page(redirect_uri, present.items())
        return Answer(page.status, page.body, (*page.headers, *headers))
    joint = "&" if urlsplit(redirect_uri).query else "?"
    location = redirect_uri + joint + urlencode(present)
    return Answer(302, headers=(("Location", location), ("Cache-Control", "no-store"), *headers))


def form_fields(encoded: str) -> Asked:
    """The first value of each field, by name."""
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
