"""The application's side of the sign-in, with nothing in it that MSAL would not do."""

from __future__ import annotations

import base64
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from multisocket_gui.demo.authority import POLICY
from multisocket_gui.demo.visitor import visit

VERIFIER = "a" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class ReplyUrl:
    """The application's listener on loopback: keeps the fields of each answer that a browser brings."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, dict[str, str]]] = []
        reply_url = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._take(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _take(self, encoded: str) -> None:
                reply_url.answers.append((self.command, dict(parse_qsl(encoded))))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<p id=message>Thank you</p>")

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://localhost:{self.server.server_port}/reply"

    @property
    def last(self) -> dict[str, str]:
        return self.answers[-1][1]


def sign_in(app, reply, press="sign-in", typed=None, **how):
    flow = app.initiate_auth_code_flow([], redirect_uri=reply.url, response_mode="form_post", **how)
    visit(flow["auth_uri"], press, typed)
    return app.acquire_token_by_auth_code_flow(flow, reply.last)


def authorize_url(cloud, reply_url, *, policy=POLICY, **changes):
    page = cloud._pages._authority.of_policy(policy)
    asked = {
        "client_id": cloud.service.client_id,
        "redirect_uri": reply_url,
        "response_type": "code",
        "scope": "openid offline_access",
        "state": "a state",
        "nonce": "a nonce",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    asked |= changes
    present = {name: value for name, value in asked.items() if value is not None}
    return f"{page.page}{page.authorize_path}?{urlencode(present)}"


def redeem(cloud, session, code, reply_url, *, policy=POLICY, **changes):
    form = {"grant_type": "authorization_code", "client_id": cloud.service.client_id}
    form |= {"code": code, "redirect_uri": reply_url, "code_verifier": VERIFIER} | changes
    return session.post(f"{authority_of(cloud, policy)}/oauth2/v2.0/token", data=form)


def authority_of(cloud, policy):
    return f"{cloud.service.authority.rpartition('/')[0]}/{policy}"


def refresh(cloud, session, token):
    form = {"grant_type": "refresh_token", "client_id": cloud.service.client_id, "refresh_token": token}
    return session.post(f"{cloud.service.authority}/oauth2/v2.0/token", data=form)
