"""Away and offline, over real message buses with actors for the desktop's services."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.presence import Presence
from multisocket_gui.home.model import socket_refs

from .conftest import Bench

PATIENCE = 20_000
AT_ONCE = 0.5
"""Seconds that `watch` may take on a busy machine where a bus hangs; D-Bus's own time-outs begin at 25."""
ACTOR = str(Path(__file__).with_name("desktop_actor.py"))
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy>
</busconfig>
"""
LOGIN, MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
SESSION, SESSION_PATH = "org.freedesktop.login1.Session", "/org/freedesktop/login1/session/_32"
NETWORK, NETWORK_PATH = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
GNOME, GNOME_PATH = "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"
PROPERTIES = "org.freedesktop.DBus.Properties"
SAVERS = [f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")]


@dataclass
class Actor:
    """Services on one bus, played by another process."""

    process: subprocess.Popen[str]

    def order(self, **order: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def own(self, name: str) -> None:
        self.order(own=name)

    def answer(self, member: str, signature: str, *body: object) -> None:
        self.order(answer=[member, signature, body])

    def signal(self, path: str, signal: str, signature: str, *body: object, to: str = "") -> None:
        interface, _, member = signal.rpartition(".")
        self.order(signal=[path, interface, member, signature, body, to or None])

    def asked(self) -> list[str]:
        """What it was asked so far: "path member sender"."""
        asked: list[str] = self.order(asked="")
        return asked

    def locks(self, locked: bool) -> None:
        """Say it as logind does."""
        hint = {"LockedHint": ["v", "b", locked], "IdleHint": ["v", "b", locked]}
        self.signal(SESSION_PATH, f"{PROPERTIES}.PropertiesChanged", "sa{sv}as", SESSION, hint, [])


@dataclass
class Desk:
    """Two buses, and an actor on each."""

    system: Actor
    session: Actor
    session_daemon: subprocess.Popen[str]


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    with process:
        try:
            yield process
        finally:
            process.kill()


def piped(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def bus(folder: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    config = folder / "bus.conf"
    config.write_text(BUS.format(address=address), encoding="utf-8")
    daemon = piped("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address")
    with ended(daemon):
        assert daemon.stdout
        assert daemon.stdout.readline().startswith(address)
        yield daemon


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: a socket's address has some 100 bytes at most."""
    with tempfile.TemporaryDirectory(prefix="msg-") as name:
        yield Path(name)


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    addresses = {"SYSTEM": f"unix:path={folder}/system", "SESSION": f"unix:abstract={folder}/session"}
    with ExitStack() as stack:
        daemons = [stack.enter_context(bus(folder, address)) for address in addresses.values()]
        actors = []
        for kind, address in addresses.items():
            monkeypatch.setenv(f"DBUS_{kind}_BUS_ADDRESS", address)
            actors.append(Actor(stack.enter_context(ended(piped(sys.executable, ACTOR, address)))))
        yield Desk(*actors, daemons[-1])


@dataclass
class Watched:
    """A presence and what it said: (away, offline) at each `changed`."""

    presence: Presence
    said: list[tuple[bool, bool]]
    qtbot: QtBot

    def watch(self) -> None:
        self.presence.watch()

    def says(self, *said: tuple[bool, bool]) -> None:
        """Wait for these to be all that was said."""
        self.qtbot.waitUntil(lambda: len(self.said) >= len(said), timeout=PATIENCE)
        assert self.said == list(said)
        assert (self.presence.away, self.presence.offline) == said[-1]


AWAY, HERE, OFFLINE = (True, False), (False, False), (False, True)


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    presence = Presence()
    said: list[tuple[bool, bool]] = []
    presence.changed.connect(lambda: said.append((presence.away, presence.offline)))
    yield Watched(presence, said, qtbot)
    presence.close()


def logind(desk: Desk, locked: bool) -> None:
    desk.system.answer("GetSession.auto", "o", SESSION_PATH)
    desk.system.answer(f"Get.{SESSION}.LockedHint", "v", ["v", "b", locked])
    desk.system.own(LOGIN)


def heard(watched: Watched, actor: Actor, question: str) -> None:
    """Wait until the actor was asked, so that what is sent from now on is heard."""
    watched.qtbot.waitUntil(lambda: any(question in asked for asked in actor.asked()), timeout=PATIENCE)


def test_a_session_that_is_locked_already_is_known_soon(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=True)
    watched.watch()
    watched.says(AWAY)


def test_locking_and_unlocking_are_heard(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=False)
    watched.watch()
    heard(watched, desk.system, "LockedHint")
    desk.system.locks(True)
    desk.system.locks(False)
    watched.says(AWAY, HERE)


def test_a_hint_that_is_only_said_to_have_changed_is_asked_for(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=False)
    watched.watch()
    heard(watched, desk.system, "LockedHint")
    desk.system.answer(f"Get.{SESSION}.LockedHint", "v", ["v", "b", True])
    desk.system.signal(
        SESSION_PATH, f"{PROPERTIES}.PropertiesChanged", "sa{sv}as", SESSION, {}, ["IdleHint", "LockedHint"]
    )
    watched.says(AWAY)


def test_another_session_that_locks_is_not_ours(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=False)
    watched.watch()
    heard(watched, desk.system, "LockedHint")
    hint = {"LockedHint": ["v", "b", True]}
    other = "/org/freedesktop/login1/session/_33"
    desk.system.signal(other, f"{PROPERTIES}.PropertiesChanged", "sa{sv}as", SESSION, hint, [])
    desk.system.signal(SESSION_PATH, f"{SESSION}.Lock", "")  # an order to lockers, some of which never say when it ends
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", True)
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", False)
    watched.says(AWAY, HERE)


def test_a_laptop_that_locks_and_sleeps_is_away_until_it_is_unlocked(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=False)
    watched.watch()
    heard(watched, desk.system, "LockedHint")
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", True)
    desk.system.locks(True)
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", False)
    desk.system.locks(False)
    watched.says(AWAY, HERE)


@pytest.mark.parametrize("service", SAVERS)
def test_each_screen_saver_is_heard(desk: Desk, watched: Watched, service: str) -> None:
    path = "/" + service.replace(".", "/")
    desk.session.own(service)
    watched.watch()
    heard(watched, desk.session, f"{path} GetActive")
    desk.session.signal(path, f"{service}.ActiveChanged", "b", True)
    desk.session.signal(path, f"{service}.ActiveChanged", "b", False)
    watched.says(AWAY, HERE)


def test_a_screen_saver_that_is_active_already_is_known_soon(desk: Desk, watched: Watched) -> None:
    desk.session.answer("GetActive", "b", True)
    desk.session.own("org.freedesktop.ScreenSaver")
    watched.watch()
    watched.says(AWAY)


def test_a_screen_saver_that_ends_takes_its_word_with_it(desk: Desk, watched: Watched) -> None:
    desk.session.answer("GetActive", "b", True)
    desk.session.own(GNOME)
    watched.watch()
    watched.says(AWAY)
    desk.session.order(disown=GNOME)
    watched.says(AWAY, HERE)
    desk.session.own(GNOME)
    watched.says(AWAY, HERE, AWAY)


def test_who_only_calls_itself_a_screen_saver_is_not_believed(desk: Desk, watched: Watched) -> None:
    desk.session.own("org.mate.ScreenSaver")
    watched.watch()
    heard(watched, desk.session, "GetActive")
    _, _, our_number = desk.session.asked()[0].split()
    desk.session.signal(GNOME_PATH, f"{GNOME}.ActiveChanged", "b", True)
    desk.session.signal(GNOME_PATH, f"{GNOME}.ActiveChanged", "b", True, to=our_number)
    desk.session.signal("/", "org.mate.ScreenSaver.ActiveChanged", "b", True)
    watched.says(AWAY)
    desk.session.signal("/", "org.mate.ScreenSaver.ActiveChanged", "b", False)
    watched.says(AWAY, HERE)


@pytest.mark.logs("not as agreed")
def test_a_screen_saver_with_other_manners_costs_only_its_own_word(desk: Desk, watched: Watched) -> None:
    desk.session.own(GNOME)
    desk.session.own("org.mate.ScreenSaver")
    watched.watch()
    heard(watched, desk.session, "/org/mate/ScreenSaver GetActive")
    desk.session.signal(GNOME_PATH, f"{GNOME}.ActiveChanged", "s", "yes")
    desk.session.signal(GNOME_PATH, f"{GNOME}.ActiveChanged", "")
    desk.session.signal("/", "org.mate.ScreenSaver.ActiveChanged", "b", True)
    desk.session.signal("/", "org.mate.ScreenSaver.ActiveChanged", "b", False)
    watched.says(AWAY, HERE)


@pytest.mark.parametrize("state", [10, 20, 30])
def test_no_network_is_offline(desk: Desk, watched: Watched, state: int) -> None:
    desk.system.answer(f"Get.{NETWORK}.State", "v", ["v", "u", state])
    desk.system.own(NETWORK)
    watched.watch()
    watched.says(OFFLINE)
    desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", 40)
    watched.says(OFFLINE, HERE)


@pytest.mark.parametrize("state", [0, 40, 50, 60, 70, 99])
def test_whatever_else_the_network_is_counts_as_online(desk: Desk, watched: Watched, state: int) -> None:
    desk.system.answer(f"Get.{NETWORK}.State", "v", ["v", "u", state])
    desk.system.own(NETWORK)
    watched.watch()
    heard(watched, desk.system, "State")
    desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", 20)
    desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", state)
    watched.says(OFFLINE, HERE)


def test_a_network_manager_that_ends_leaves_us_online(desk: Desk, watched: Watched) -> None:
    desk.system.answer(f"Get.{NETWORK}.State", "v", ["v", "u", 20])
    desk.system.own(NETWORK)
    watched.watch()
    watched.says(OFFLINE)
    desk.system.order(disown=NETWORK)
    watched.says(OFFLINE, HERE)


def test_a_logind_that_ends_leaves_us_here(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=True)
    watched.watch()
    watched.says(AWAY)
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", True)
    desk.system.order(disown=LOGIN)
    watched.says(AWAY, HERE)


def test_services_that_never_answer_delay_nobody(desk: Desk, watched: Watched) -> None:
    for member in ("GetSession.auto", f"Get.{NETWORK}.State"):
        desk.system.order(hush=member)
    desk.system.own(LOGIN)
    desk.system.own(NETWORK)
    watched.watch()
    heard(watched, desk.system, "State")
    desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", True)
    watched.says(AWAY)


def test_a_bus_that_goes_takes_its_word_with_it_and_is_tried_again(
    desk: Desk, watched: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.session.answer("GetActive", "b", True)
    desk.session.own(GNOME)
    watched.watch()
    watched.says(AWAY)
    desk.session_daemon.kill()
    watched.says(AWAY, HERE)
    address = f"unix:path={folder}/again"
    with bus(folder, address), ended(piped(sys.executable, ACTOR, address)) as process:
        actor = Actor(process)
        actor.answer("GetActive", "b", True)
        actor.own(GNOME)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        watched.watch()
        watched.says(AWAY, HERE, AWAY)


def test_watching_twice_asks_once(desk: Desk, watched: Watched) -> None:
    desk.session.own(GNOME)
    watched.watch()
    watched.watch()
    heard(watched, desk.session, "GetActive")
    watched.watch()
    desk.session.answer("GetActive", "b", True)
    desk.session.order(disown=GNOME)
    desk.session.own(GNOME)
    watched.says(AWAY)
    senders = [asked.split()[-1] for asked in desk.session.asked()]
    assert len(senders) == 2
    assert len(set(senders)) == 1


def test_nothing_is_heard_after_closing(desk: Desk, watched: Watched) -> None:
    desk.session.answer("GetActive", "b", True)
    desk.session.own(GNOME)
    watched.watch()
    watched.says(AWAY)
    watched.presence.close()
    assert not watched.presence.findChildren(QTimer)
    other = Watched(Presence(), [], watched.qtbot)
    other.presence.changed.connect(lambda: other.said.append((other.presence.away, other.presence.offline)))
    other.watch()
    other.says(AWAY)
    desk.session.signal(GNOME_PATH, f"{GNOME}.ActiveChanged", "b", False)
    other.says(AWAY, HERE)
    other.presence.close()
    assert watched.said == [AWAY]


def test_nobody_polls(desk: Desk, watched: Watched) -> None:
    logind(desk, locked=False)
    threads = threading.active_count()
    watched.watch()
    heard(watched, desk.system, "LockedHint")
    assert not [child for child in watched.presence.findChildren(QObject) if isinstance(child, QTimer)]
    assert threading.active_count() == threads


@pytest.mark.parametrize(
    "address",
    ["disabled:", "autolaunch:", "tcp:host=127.0.0.1,port=1", "unix:tmpdir=/", "nonsense", "unix:path=/nowhere/at/all"],
)
def test_without_a_bus_nobody_is_ever_away(watched: Watched, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    watched.watch()
    watched.watch()
    assert (watched.presence.away, watched.presence.offline) == HERE


def test_the_usual_socket_is_taken_where_no_address_is_told(
    desk: Desk, watched: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bus").symlink_to(folder / "system")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    desk.system.answer("GetActive", "b", True)
    desk.system.own(GNOME)
    watched.watch()
    watched.says(AWAY)


@contextmanager
def listening(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A socket where both buses should be."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "silent"))
        listener.listen()
        listener.setblocking(False)
        for kind in ("SYSTEM", "SESSION"):
            monkeypatch.setenv(f"DBUS_{kind}_BUS_ADDRESS", f"unix:path={folder}/silent")
        yield listener


def caller(watched: Watched, listener: socket.socket) -> socket.socket:
    """Take one call and wait for its first words."""
    connection, _ = listener.accept()
    connection.setblocking(False)
    words: list[bytes] = []

    def come() -> bool:
        try:
            words.append(connection.recv(1000))
        except BlockingIOError:
            return False
        return True

    watched.qtbot.waitUntil(come, timeout=PATIENCE)
    assert words[0] == b"\0AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\n"
    return connection


def test_a_bus_that_never_answers_costs_nothing(
    folder: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    watched.watch()  # loads what it takes
    with listening(folder, monkeypatch) as listener:
        began = time.perf_counter()
        watched.watch()
        took = time.perf_counter() - began
        with caller(watched, listener), caller(watched, listener):
            assert took < AT_ONCE
            assert (watched.presence.away, watched.presence.offline) == HERE
            watched.presence.close()
        assert not watched.said


@pytest.mark.parametrize(
    "answers",
    [
        [b"REJECTED EXTERNAL\r\n"],
        [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        [b"\xff" * 10_000],
        [b"OK 1234\r\n", b"\0" * 64],
        [b"OK 1234\r\n", b"l\x02\x01\x01" + b"\xff" * 60],
        [b"OK 1234\r\n", b"l\x02\x01\x01\0\0\0\0\x01\0\0\0\x08\0\0\0\x63\x01u\0\x01\0\0\0"],
    ],
)
def test_what_is_no_bus_is_left_alone(
    folder: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch, answers: list[bytes]
) -> None:
    with listening(folder, monkeypatch) as listener:
        watched.watch()
        with caller(watched, listener) as first, caller(watched, listener):
            for answer in answers:
                first.setblocking(True)
                first.sendall(answer)
                first.setblocking(False)
            watched.qtbot.waitUntil(lambda: hung_up(first), timeout=PATIENCE)
        assert not watched.said


def hung_up(connection: socket.socket) -> bool:
    """Tell whether the other end has gone, reading on until then."""
    try:
        return not connection.recv(1000)
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_a_computer_that_wakes_up_in_a_hurry_reads_what_is_shown_once(desk: Desk, bench: Bench) -> None:
    """The whole way: the desktop's buses, the plan, real HTTPS. Sleep, lock and network come and go all at once."""
    logind(desk, locked=False)
    desk.system.answer(f"Get.{NETWORK}.State", "v", ["v", "u", 70])
    desk.system.own(NETWORK)
    bench.sign_in()
    shown = bench.store.plants[0]
    refs = [ref for ref, _ in socket_refs(shown)]
    bench.controller.show_plant(shown.id)
    bench.wait(lambda: any("LockedHint" in asked for asked in desk.system.asked()))
    desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", 20)
    bench.wait(lambda: bench.store.offline)
    for ref in refs:
        bench.forget_array(ref)
    calls = len(list(bench.cloud.calls))
    for _ in range(10):
        desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", True)
        desk.system.locks(True)
        desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", 20)
        desk.system.signal("/org/freedesktop/login1", f"{MANAGER}.PrepareForSleep", "b", False)
        desk.system.locks(False)
        desk.system.signal(NETWORK_PATH, f"{NETWORK}.StateChanged", "u", 70)
    bench.wait(lambda: all(bench.store.socket_state(ref).array for ref in refs) and bench.idle())
    assert not bench.store.offline
    read = [call.path for call in list(bench.cloud.calls)[calls:]]
    assert len(set(read)) == len(read) <= len(refs)


def test_nothing_is_loaded_before_somebody_watches() -> None:
    script = (
        "import sys; from multisocket_gui.engine.presence import Presence; Presence();"
        "print([name for name in sys.modules if name.startswith('jeepney') or name.endswith(('QtDBus', 'QtNetwork'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
