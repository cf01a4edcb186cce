"""A program on a real line, with everything that leaves it written down for the oracle."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from shiboken6 import delete

from multisocket_gui.cloud.answers import Plug
from multisocket_gui.cloud.api import MultisocketApi
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.demo_home import DemoHome, DemoSocket
from multisocket_gui.engine.clock import SystemClock
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.ledger import Ledgers
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.worker import Threads
from multisocket_gui.home.model import OutletRef, Selector, SocketRef, socket_refs
from multisocket_gui.home.problem import Trouble
from multisocket_gui.home.quota import Ledger
from multisocket_gui.settings import Patience, Settings, Wire, parse
from multisocket_gui.settings import Service as ServiceSettings
from multisocket_gui.signin.account import Attempt, Person
from multisocket_gui.signin.errors import SignedOut

from .conftest import Key
from .model import Sent
from .oracle import Oracle
from .program import PLANT, USER
from .virtual import pump

STRIPS, OUTLETS = 40, 4
PATIENCE = Patience(connect=2.0, read=0.6, whole=1.2)
LIMIT = 1_000_000
_mine = threading.local()


def big_home() -> DemoHome:
    """Forty strips of four outlets, half of them of a type that is set up as a group."""
    sockets = [
        {
            "id": f"S{number}",
            "name": f"Strip {number}",
            "type": "grouped" if number % 2 else "single",
            "outlets": [{"name": f"{number}.{outlet}", "on": (number + outlet) % 3 == 0} for outlet in range(OUTLETS)],
        }
        for number in range(STRIPS)
    ]
    plant = {"id": PLANT, "name": "Home", "owner": USER["email"], "sockets": sockets}
    return DemoHome.from_json({"version": 1, "users": [USER], "plants": [plant]})


def big_settings(cloud: EmbeddedCloud) -> Settings:
    demo = cloud.service
    plants = cloud.home.settings_plants()
    plants[0]["groups"] = [{"key": "type", "value": "grouped", "name": "Grouped"}]
    quota = {"limit": LIMIT, "reserve_off": 0, "reserve_timers": 0}
    parsed = parse({"version": 1, "plants": plants, "quota": quota})
    return Settings(ServiceSettings(demo.api_url, demo.authority, demo.client_id), parsed.plants, parsed.quota)


class CloudAccount:
    """The account that both programs use: whoever asks is signed in, with a token that the cloud minted."""

    def __init__(self, cloud: EmbeddedCloud) -> None:
        self._cloud = cloud
        self._token: str | None = None
        self.not_kept = None

    def restore(self) -> None:
        """Nothing is kept."""

    def sign_in(self, attempt: Attempt) -> Person:
        attempt.settle()
        self._token = self._cloud.id_token()
        return Person("A", "a")

    def sign_out(self) -> None:
        self._token = None

    def id_token(self, *, renew: bool = False) -> str:
        if self._token is None:
            raise SignedOut
        if renew:
            self._token = self._cloud.id_token()
        return self._token


class Running:
    """A call on its way through a thread, and what left in it."""

    def __init__(self, call: Callable[[], None], program: StormProgram) -> None:
        self.call = call
        self.program = program
        self.sent: list[Sent] = []


class WatchedThreads(Threads):
    """The real crew; the oracle is told of each call as it is handed over."""

    def __init__(self, limit: int, program: StormProgram) -> None:
        super().__init__(limit)
        self._program = program

    def run(self, call: Callable[[], None], at_once: int) -> None:
        running = Running(call, self._program)
        self._program.oracle.started(running)
        super().run(partial(self._carry, running), at_once)

    @staticmethod
    def _carry(running: Running) -> None:
        _mine.running = running
        running.call()


class WatchedApi(MultisocketApi):
    """The real API; each request is written down as it leaves."""

    def get_plug_status(
        self, id_token: str, plant_id: str, selector: Selector, leave: Callable[[], None] = lambda: None
    ) -> tuple[Plug, ...]:
        found: tuple[Plug, ...] = ()

        def call(left: Callable[[], None]) -> None:
            nonlocal found
            found = super(WatchedApi, self).get_plug_status(id_token, plant_id, selector, left)

        sent = _written_down(plant_id, selector, None, leave, call)
        sent.answer = {plug.id: plug.status for plug in found}
        sent.answered = _mine.running.program.clock.now()
        return found

    def set_plug_status(
        self,
        id_token: str,
        plant_id: str,
        selector: Selector,
        status: tuple[bool, ...],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        def call(left: Callable[[], None]) -> None:
            super(WatchedApi, self).set_plug_status(id_token, plant_id, selector, status, left)

        sent = _written_down(plant_id, selector, status, leave, call)
        sent.accepted = _mine.running.program.clock.now()


def _written_down(
    plant: str,
    selector: Selector,
    status: tuple[bool, ...] | None,
    leave: Callable[[], None],
    call: Callable[[Callable[[], None]], None],
) -> Sent:
    running: Running = _mine.running
    watch = running.program.model

    def left() -> None:
        leave()
        sent = Sent(next(watch.numbers), running, running.program.clock.now(), plant, selector, status)
        running.sent.append(sent)
        watch.sent.append(sent)
        watch.on_left(sent)
        if status is not None:
            sent.before = {socket.id: () for socket in watch.sockets(plant, selector)}
            watch.on_effect(sent)  # whether it gets there or not: it may

    before = len(running.sent)
    try:
        call(left)
    except Trouble as error:
        if len(running.sent) > before:
            running.sent[-1].error = error
        raise
    return running.sent[-1]


class Watch:
    """What left one program, in its order."""

    numbers = itertools.count(1)

    def __init__(self, home: DemoHome) -> None:
        self._home = home
        self.sent: list[Sent] = []
        self.on_left: Callable[[Sent], None] = lambda _: None
        self.on_effect: Callable[[Sent], None] = lambda _: None

    def sockets(self, plant_id: str, selector: Selector) -> list[DemoSocket]:
        return [s for s in self._home.plants[0].sockets if s.selected_by(selector.key, selector.value)]


class StormProgram:
    """One running program with workers, settings, tokens and a sign-in of its own."""

    def __init__(self, cloud: EmbeddedCloud, ledgers: Path) -> None:
        self.clock = SystemClock()
        self.model = Watch(cloud.home)
        settings = big_settings(cloud)
        self.ledgers = Ledgers(ledgers)
        self.ledger = self.ledgers.of(settings.service.api_url, cloud.service.subscription_key)
        self.store = Store(settings, Ledger())
        self.controller = Controller(
            self.store,
            Wire(cloud.service.ca_file, trust_env=False, patience=PATIENCE),
            Key(cloud.service.subscription_key),
            lambda _skew: CloudAccount(cloud),
            lambda wanted: wanted,
            crew=WatchedThreads(8, self),
            ledgers=self.ledgers,
        )
        self.worker = self.controller._calls
        self._sockets = {ref: ref.selector.value for plant in settings.plants for ref, _ in socket_refs(plant)}
        self.oracle = Oracle(self, told_at_once=False)
        self.controller.start()
        self.controller.sign_in()

    def sockets(self) -> dict[SocketRef, str]:
        return self._sockets

    def close(self) -> None:
        self.controller.close()
        self.oracle.close()
        pump()
        for each in (self.controller, self.store):  # here: the collector might do it on another thread
            delete(each)

    # What a person does

    def click(self, ref: OutletRef, on: bool) -> None:
        self.oracle.may_ask({ref: on})
        self.controller.switch(ref, on)

    def click_socket(self, ref: SocketRef, on: bool) -> None:
        self.oracle.may_ask(dict.fromkeys(self.store.truths_of(ref), on))
        self.controller.switch_socket(ref, on)

    def undo(self) -> None:
        offer = self.store.undo
        if offer is None:
            return
        self.oracle.may_ask(offer.action.prior)
        self.controller.undo()
