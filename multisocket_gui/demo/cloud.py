"""The embedded cloud as a whole: start it, turn its knobs, look into its house, stop it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from multisocket_gui.demo.api import MultisocketApi
from multisocket_gui.demo.authority import CLIENT_ID, RESET_POLICY, Authority
from multisocket_gui.demo.calls import Calls
from multisocket_gui.demo.control import Control, ControlAddress
from multisocket_gui.demo.demo_home import DemoHome, DemoUser
from multisocket_gui.demo.gateway import Gateway
from multisocket_gui.demo.grants import Grants
from multisocket_gui.demo.house import House
from multisocket_gui.demo.issued import Issued
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.login import LoginPages
from multisocket_gui.demo.people import People
from multisocket_gui.demo.provider import Provider
from multisocket_gui.demo.server import Server
from multisocket_gui.demo.tokens import Mint, SigningKey
from multisocket_gui.demo.trust import Trust

# Not a secret: it opens nothing but the demo, and a fixed one can be typed once.
SUBSCRIPTION_KEY = "d3a0" * 8


@dataclass(frozen=True)
class DemoService:
    """What a client must know to use an embedded cloud; the fields are those of `settings.json` and beyond."""

    api_url: str
    authority: str
    client_id: str
    scopes: tuple[str, ...]
    subscription_key: str
    ca_file: Path
    user: str
    password: str
    reset_policy: str


class EmbeddedCloud:
    """A running embedded cloud. Make one with `start`; end it with `stop` or as a context manager."""

    def __init__(self, folder: Path, knobs: Knobs, home: DemoHome, port: int, *, control: bool) -> None:
        self.control: ControlAddress | None = None
        self.knobs = knobs
        self.home = home
        self.house = House(home)
        self.people = People(home)
        self._issued = Issued()
        self.grants = Grants(self._issued)
        self._key = SigningKey()
        self._server = Server(lambda: time.time() + knobs.date_skew_s)
        ca_file = folder / "ca.pem"
        try:
            self._open_doors(ca_file, port)
            if control:
                self._open_control(port and port + 3)
            self._server.start()
        except BaseException:
            self.stop()
            raise
        knobs.when_refused(self._server.refuse)

    @classmethod
    def start(
        cls,
        folder: Path,
        knobs: Knobs | None = None,
        home: DemoHome | None = None,
        *,
        port: int = 0,
        control: bool = False,
    ) -> EmbeddedCloud:
        """Start an embedded cloud on free ports of loopback and write `ca.pem` to `folder` (made if missing).

        With a `port`, the API is on it, the authority on the next, the sign-in page on the one after that and the
        control endpoint, if it is wanted, on the fourth; one Knobs object serves one cloud.
        Raises OSError if the folder cannot be written or a port is taken.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, knobs or Knobs(), home or DemoHome.default(), port, control=control)

    @property
    def calls(self) -> Calls:
        """What was asked of the API."""
        return self._api.calls

    @property
    def signin_calls(self) -> Calls:
        """What was asked of the authority: Discovery, Keys, Token (the pages are not counted)."""
        return self._provider.calls

    def id_token(self, user: DemoUser | None = None, *, lifetime_s: float | None = None) -> str:
        """A valid raw ID token without a browser: the demo user's unless another user is given."""
        lifetime = self.knobs.id_token_lifetime_s if lifetime_s is None else lifetime_s
        return self._mint.id_token(user or self.home.demo_user, lifetime)

    def secrets(self) -> list[tuple[str, str]]:
        """Everything so far that must never be found where the application writes or shows something, as
        (what it is, the secret): what was issued, what opens an account, and the subscription key."""
        return [("subscription key", SUBSCRIPTION_KEY), *self.people.secrets(), *self._issued.snapshot()]

    def revoke(self, user: DemoUser | None = None) -> None:
        """End every grant and browser session of the user, the demo user's by default."""
        self.grants.revoke(user or self.home.demo_user)

    def stop(self) -> None:
        """Close every connection, answered or not, and every port. May be called twice."""
        self._server.stop()
        self._key.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _open_doors(self, ca_file: Path, port: int) -> None:
        trust = Trust(ca_file)
        api_tls, tls = trust.server_context(lambda: self.knobs.certificate), trust.server_context()
        api = self._server.add_door("api", lambda request: self._api.serve(request), api_tls, port)
        signin = self._server.add_door("signin", lambda request: self._provider.serve(request), tls, port and port + 1)
        page = self._server.add_door("page", lambda request: self._pages.serve(request), None, port and port + 2)
        authority = Authority(f"https://localhost:{signin.port}", f"http://localhost:{page.port}")
        self._mint = Mint(
            self._key,
            authority.issuer,
            CLIENT_ID,
            clock=lambda: time.time() + self.knobs.token_skew_s,
            issued=self._issued,
        )
        gateway = Gateway(SUBSCRIPTION_KEY, self.knobs)
        pause = self._server.pause
        self._api = MultisocketApi(self.home, self.house, self.knobs, gateway, self._mint, pause)
        self._provider = Provider(authority, self._key, self._mint, self.grants, self.knobs, pause)
        self._pages = LoginPages(self.people, authority, self.grants, self.knobs)
        self.service = self._service(api.port, authority, ca_file)

    def _open_control(self, port: int) -> None:
        control = Control(self.knobs, self.house, self.calls, self.signin_calls, self._revoke_named, self.secrets)
        door = self._server.add_door("control", control.serve, port=port)
        self.control = ControlAddress(f"http://127.0.0.1:{door.port}", control.token)

    def _revoke_named(self, email: str) -> None:
        user = self.people.called(email)
        if user is None:
            raise LookupError(f"nobody is called {email!r}")
        self.revoke(user)

    def _service(self, api_port: int, authority: Authority, ca_file: Path) -> DemoService:
        user = self.home.demo_user
        return DemoService(
            api_url=f"https://localhost:{api_port}",
            authority=authority.url,
            client_id=CLIENT_ID,
            scopes=(),
            subscription_key=SUBSCRIPTION_KEY,
            ca_file=ca_file,
            user=user.email,
            password=user.password,
            reset_policy=RESET_POLICY,
        )
