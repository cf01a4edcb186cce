"""A real GNOME Keyring on a message bus of the test's own, in folders that go with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.facts import until
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

ACTOR = str(Path(__file__).with_name("vault_actor.py"))
PASSWORD = "the password of the login"
SECRETS = "org.freedesktop.secrets"


@dataclass
class Actor:
    """A program on the desktop, in a process of its own (`vault_actor`)."""

    process: subprocess.Popen[str]

    def act(self, *words: str, **limits: float) -> Any:
        """What it answers to an order."""
        self.begin(*words, **limits)
        return self.answer()

    def begin(self, *words: str, **limits: float) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps([words, limits]) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())


@dataclass
class Desktop:
    """What a program on this desktop finds in its environment, the daemon of the keyring, and one such program."""

    environment: dict[str, str]
    daemon: subprocess.Popen[bytes]
    program: Actor


@contextmanager
def actor(environment: dict[str, str]) -> Iterator[Actor]:
    """Another program on the desktop of that environment."""
    order, pipe = [sys.executable, ACTOR], subprocess.PIPE
    with subprocess.Popen(order, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Actor(process)
        finally:
            process.kill()


@contextmanager
def desktop(folder: Path, *, display: str = "", logged_in: bool = True) -> Iterator[Desktop]:
    """`folder`: with a short path. `logged_in`: a login keyring, made and unlocked with PASSWORD; otherwise no keyring
    was ever made."""
    environment = _environment(folder, display)
    with _child(["dbus-daemon", "--session", "--nofork", "--print-address"], environment) as bus:
        assert bus.stdout
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        order = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *(["--unlock"] if logged_in else [])]
        with _child(order, environment) as daemon:
            assert daemon.stdin
            daemon.stdin.write(PASSWORD.encode())
            daemon.stdin.close()
            until(lambda: _is_there(environment["DBUS_SESSION_BUS_ADDRESS"]))
            with actor(environment) as program:
                yield Desktop(environment, daemon, program)


def _environment(folder: Path, display: str) -> dict[str, str]:
    home, run = folder / "home", folder / "run"
    for each in (home, run):
        each.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "MULTISOCKET_"))}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"):
        kept.pop(name, None)
    kept.update(
        HOME=str(home), XDG_RUNTIME_DIR=str(run), XDG_DATA_HOME=str(home / "data"), NO_AT_BRIDGE="1", LC_ALL="C"
    )
    kept.update({"DISPLAY": display, "GDK_BACKEND": "x11"} if display else {})
    return kept


@contextmanager
def _child(order: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    pipe, silent = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(order, env=environment, stdin=pipe, stdout=pipe, stderr=silent) as child:
        try:
            yield child
        finally:
            child.kill()


def _is_there(address: str) -> bool:
    with open_dbus_connection(address) as bus:
        return bool(Proxy(message_bus, bus).NameHasOwner(SECRETS)[0])
