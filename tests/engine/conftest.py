"""A program without windows: the real store and controller, a real sign-in, real HTTPS to an embedded cloud."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from multisocket_gui import cli, settings
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.clock import Clock
from multisocket_gui.engine.commands import Commands
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.history import History
from multisocket_gui.engine.instance import Instance
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.skew import Skew
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.settings import Service, Settings, Wire
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.kept import Keep

if not sys.platform.startswith("linux"):
    collect_ignore = ["test_presence.py"]  # the desktop's message buses are Linux's

PATIENCE = 20_000
"""Milliseconds until a fact that does not come fails the test."""


class Key:
    """A subscription key in memory."""

    stored = False

    def __init__(self, key: str) -> None:
        self.key: str | None = key

    def get(self) -> str | None:
        return self.key

    def set(self, text: str) -> None:
        self.key = text

    def forget(self) -> None:
        self.key = None


@dataclass
class Bench:
    """Everything between a click and the relay."""

    qtbot: QtBot
    cloud: EmbeddedCloud
    store: Store
    controller: Controller
    key: Key
    saved: list[Settings] = field(default_factory=list)
    browser: list[Callable[[str], bool]] = field(default_factory=lambda: [visit])
    """The one that opens links."""
    links: list[str] = field(default_factory=list)
    """Every link that was to be opened."""

    def wait(self, fact: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(fact, timeout=PATIENCE)

    def sign_in(self) -> None:
        """Through the visitor, a person's stand-in; then wait until everything was read."""
        self.controller.start()
        self.controller.sign_in()
        self.wait(lambda: self.store.account.phase is AccountPhase.SIGNED_IN)
        self.wait(self.all_confirmed)

    def all_confirmed(self) -> bool:
        return all(self.truth(ref).phase is Phase.CONFIRMED for ref in self.store.outlets())

    def truth(self, ref: OutletRef) -> Truth:
        return self.store.truth(ref)

    def outlet(self, name: str) -> OutletRef:
        """The outlet of the demo home with this name."""
        (found,) = [ref for ref in self.store.outlets() if (p := self.store.place(ref)) and p.outlet.name == name]
        return found

    def relays(self, ref: OutletRef) -> list[bool]:
        """What the strip of `ref` really is."""
        return self.cloud.house.state(ref.socket.plant, ref.socket.selector.value)

    def idle(self) -> bool:
        return not any(self.controller.strips.busy(ref.socket) for ref in self.store.outlets())

    def forget_array(self, socket: SocketRef) -> None:
        """As when the last reading is old."""
        self.store.put_socket(socket, replace(self.store.socket_state(socket), array=None))

    def reach(self, ref: OutletRef, phase: Phase) -> Truth:
        self.wait(lambda: self.truth(ref).phase is phase)
        return self.truth(ref)


def new_commands(bench: Bench, folder: Path) -> Commands:
    """The command line's end in the program; `folder` is for what it keeps."""
    history = History(bench.store, folder / "history.jsonl")
    commands = Commands(bench.store, bench.controller, history, folder, bench.controller)
    history.setParent(commands)
    return commands


def visit(link: str) -> bool:
    """Be the browser and the person before it, in a process of their own."""
    visitor = subprocess.Popen([sys.executable, "-m", "multisocket_gui.demo.visitor", link], stdout=subprocess.DEVNULL)
    return visitor.wait() == 0


def end(controller: Controller, store: Store) -> None:
    """Close the program and delete its objects here: the garbage collector would do it on any thread."""
    controller.close()
    for each in (controller, store):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@dataclass
class Computer:
    """What outlives the program: a vault, the mark of a sign-out, and what scenes switched."""

    vault: Keep | None = None
    mark: Path | None = None
    scenes_file: Path | None = None


def new_bench(
    qtbot: QtBot, cloud: EmbeddedCloud, clock: Clock | None = None, computer: Computer | None = None
) -> Bench:
    demo = cloud.service
    service = Service(demo.api_url, demo.authority, demo.client_id, demo.scopes)
    plants = settings.parse({"version": 1, "plants": cloud.home.settings_plants()}).plants
    wire = Wire(demo.ca_file, trust_env=False)
    store = Store(Settings(service, plants), Ledger())
    key = Key(demo.subscription_key)
    saved: list[Settings] = []
    browser, links = [visit], list[str]()
    kept = computer or Computer()

    def open_link(link: str) -> bool:
        links.append(link)
        return browser[0](link)

    def account(skew: Skew) -> Account:
        service = store.settings.service
        return Account(service, wire, vault=kept.vault, mark=kept.mark, skew=skew, open_browser=open_link)

    def save(wanted: Settings) -> Settings:
        saved.append(wanted)
        return wanted

    controller = Controller(store, wire, key, account, save, clock=clock, scenes_file=kept.scenes_file)
    return Bench(qtbot, cloud, store, controller, key, saved, browser, links)


@pytest.fixture
def bench(qtbot: QtBot, cloud: EmbeddedCloud) -> Iterator[Bench]:
    bench = new_bench(qtbot, cloud)
    yield bench
    end(bench.controller, bench.store)


Ask = Callable[..., "cli.Answer"]


@pytest.fixture
def address(tmp_path: Path) -> str:
    return str(tmp_path / "s.sock")


@pytest.fixture
def commands(bench: Bench, address: str, tmp_path: Path) -> Iterator[Commands]:
    commands = new_commands(bench, tmp_path)
    instance = Instance(address, tmp_path / "lock")
    assert instance.claim()
    assert instance.listen(commands.handle)
    yield commands
    instance.close()


@pytest.fixture
def ask(bench: Bench, commands: Commands, address: str) -> Ask:
    """Send a command from another thread, as a blocking client does, while this one turns the event loop."""

    def send(*args: str) -> cli.Answer:
        replies: list[cli.Answer] = []
        client = threading.Thread(target=lambda: replies.append(cli.ask(address, list(args))))
        client.start()
        bench.wait(lambda: not client.is_alive())
        return replies[0]

    return send
