"""The real store and controller on the model of the service, the virtual clock and held calls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from unittest import mock

from shiboken6 import delete

from multisocket_gui.demo.demo_home import DemoHome
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, SocketRef, socket_refs
from multisocket_gui.home.problem import Trouble
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.skew import Skew
from multisocket_gui.settings import Service, Settings, Wire, parse
from multisocket_gui.signin.account import Attempt, Person
from multisocket_gui.signin.errors import SignedOut, Unreachable

from .conftest import Key
from .model import Model, ModelApi
from .virtual import HeldCall, HeldCrew, ImmediateCrew, WorldClock, pump

PLANT = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
USER = {"id": "5f0c1d2e-7a41-4c7e-9d52-0b1e6a7c1a01", "email": "a@example.com", "password": "-", "name": "A"}
TOKENS: dict[object, Callable[[], Trouble]] = {"no_token": Unreachable, "signed_out": SignedOut}
"""What getting a token may end in."""


class AtOnce:
    """The account: whoever asks is signed in at once, and each token stops the call that needs it."""

    not_kept = None

    def __init__(self, _skew: Skew) -> None:
        self.signed_in = False

    def restore(self) -> None:
        """Nothing is kept."""

    def sign_in(self, attempt: Attempt) -> Person:
        attempt.settle()
        self.signed_in = True
        return Person("A", "a")

    def sign_out(self) -> None:
        self.signed_in = False

    def id_token(self, *, renew: bool = False) -> str:
        fate = HeldCall.mine().pause("token")
        if fate in TOKENS:
            raise TOKENS[fate]()
        if not self.signed_in:
            raise SignedOut
        return "renewed" if renew else "token"


def small_home() -> DemoHome:
    """Two strips of one type and a single socket."""
    sockets = [
        {"id": "A", "name": "Strip A", "type": "strip", "outlets": _outlets("a", 3)},
        {"id": "B", "name": "Strip B", "type": "strip", "outlets": _outlets("b", 3)},
        {"id": "C", "name": "Single", "type": "single", "outlets": _outlets("c", 1)},
    ]
    plant = {"id": PLANT, "name": "Home", "owner": USER["email"], "sockets": sockets}
    return DemoHome.from_json({"version": 1, "users": [USER], "plants": [plant]})


def _outlets(name: str, count: int) -> list[dict[str, object]]:
    return [{"name": f"{name}{number}", "on": number == 1} for number in range(count)]


def small_settings(*, fewer: bool = False, groups: bool = True) -> Settings:
    """The home as it is set up: strip B by its name. `fewer`: strip A with one outlet less than it has."""
    document = {"version": 1, "plants": small_home().settings_plants()}
    plant = document["plants"][0]
    plant["sockets"][1] |= {"key": "name", "value": "Strip B"}
    if fewer:
        plant["sockets"][0]["outlets"].pop()
    if groups:
        plant["groups"] = [{"key": "type", "value": "strip", "name": "Strips"}]
    return Settings(Service(), parse(document).plants)


class Program:
    """Everything between a click and the relay of the model."""

    def __init__(self, settings: Settings, limit: int, started: Callable[[HeldCall], None] = lambda _: None) -> None:
        self.clock = WorldClock()
        self.model = Model(small_home(), self.clock)
        self.crew = HeldCrew(limit, started)
        self.store = Store(settings, Ledger())
        self._patches = ExitStack()
        self._patches.enter_context(mock.patch("multisocket_gui.cloud.api.MultisocketApi", self._api))
        with mock.patch("multisocket_gui.engine.controller.Threads", ImmediateCrew):
            self.controller = Controller(
                self.store, Wire(), Key("k" * 8), AtOnce, lambda wanted: wanted, clock=self.clock, crew=self.crew
            )
        self.worker = self.controller._calls
        self.controller.start()
        pump()

    def _api(self, _service: object, _wire: object, key: Callable[[], str | None], *_heard: object) -> ModelApi:
        return ModelApi(self.model, key)

    def close(self) -> None:
        self.controller.close()
        self._patches.close()
        pump()
        for each in (self.controller, self.store):  # here: the collector might do it on the thread of a held call
            delete(each)

    @property
    def signed_in(self) -> bool:
        return self.store.account.phase is AccountPhase.SIGNED_IN

    def sign_in(self) -> None:
        self.controller.sign_in()
        pump()

    def change_the_set_up(self, *, fewer: bool, groups: bool = True) -> None:
        """Of the home that is shown, whosever it is."""
        plants = small_settings(fewer=fewer, groups=groups).plants
        self.controller.change_settings(self.store.settings.with_home(plants))

    def finish(self, which: int, fates: dict[str, object] | None = None) -> None:
        """Let the `which`-th call go on to its end; `fates` are what it meets at its stops."""
        held = self.crew.calls[which % len(self.crew.calls)]
        while held.stop != "end":
            self.crew.go_on(held, (fates or {}).get(held.stop))

    def finish_all(self) -> None:
        """Until nothing waits or runs."""
        for _ in range(200):
            if not self.crew.calls:
                return
            self.finish(0)
        raise AssertionError("the program never comes to rest")

    def sockets(self) -> dict[SocketRef, str]:
        """Each socket of the set-up and its id at the service."""
        refs = [ref for plant in self.store.plants for ref, _ in socket_refs(plant)]
        return {ref: self.model.sockets(ref.plant, ref.selector)[0].id for ref in refs}

    def relay(self, ref: OutletRef) -> bool:
        return self.model.house.state(ref.socket.plant, self.sockets()[ref.socket])[ref.index]
