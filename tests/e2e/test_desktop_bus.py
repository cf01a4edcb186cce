"""The desktop starts the program over a real message bus, and asks things of it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import MessageType
from jeepney.wrappers import DBusAddress, new_method_call

from multisocket_gui import cli
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.desktop.application_bus import INTERFACE, NAME, PATH

from .facts import until
from .program import ROOT, Installation

SERVICE = ROOT / "packaging" / "linux" / f"{NAME}.service"
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>{address}</listen><auth>EXTERNAL</auth><servicedir>{services}</servicedir>
  <policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy>
</busconfig>
"""
"""With no other service: the computer's keyring is none of the tests' business."""
US = DBusAddress(PATH, NAME, INTERFACE)


@pytest.fixture
def bus(home: Installation, tmp_path: Path) -> Iterator[str]:
    """A message bus that knows the program's .service file, with this checkout for /usr/bin/multisocket-gui."""
    program = tmp_path / "multisocket-gui"
    start = shlex.join([sys.executable, "-m", "multisocket_gui"])
    program.write_text(f'#!/bin/sh\ncd {ROOT}\necho $$ > {tmp_path}/pid\nexec {start} "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    services = tmp_path / "services"
    services.mkdir()
    text = SERVICE.read_text(encoding="utf-8").replace("/usr/bin/multisocket-gui", str(program))
    (services / SERVICE.name).write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="msg-") as folder:
        address = f"unix:path={folder}/bus"
        home.environment |= {"DBUS_SESSION_BUS_ADDRESS": address, "MULTISOCKET_GUI_CONFIG_DIR": str(home.folder)}
        config = Path(folder, "bus.conf")
        config.write_text(BUS.format(address=address, services=services), encoding="utf-8")
        with _daemon(config, address, home.environment):
            yield address


@contextmanager
def _daemon(config: Path, address: str, environment: dict[str, str]) -> Iterator[None]:
    order = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(order, env=environment, stdout=subprocess.PIPE, text=True) as daemon:
        try:
            assert daemon.stdout
            assert daemon.stdout.readline().startswith(address)
            yield
        finally:
            daemon.kill()


def call(address: str, method: str, signature: str, *body: Any) -> None:
    """Ask it as a desktop does, which lets the bus start it."""
    with open_dbus_connection(address) as connection:
        reply = connection.send_and_get_reply(new_method_call(US, method, signature, body), timeout=20)
    assert reply.header.message_type is MessageType.method_return, reply.body


def test_the_bus_starts_it_and_it_opens_links_and_does_its_actions(
    home: Installation, bus: str, cloud: EmbeddedCloud, tmp_path: Path
) -> None:
    call(bus, "Activate", "a{sv}", {})
    process = psutil.Process(int((tmp_path / "pid").read_text()))
    try:
        home.hand.window_of(process.pid)
        home.sign_in()
        made = json.loads(cli.ask(home.address, ["link", "add", "--json", "on", "Console"])["out"])  # not printed
        call(bus, "Open", "asa{sv}", [made["url"]], {})
        until(lambda: cloud.house.state(cloud.home.plants[0].id, "MS-1001")[1] is True)
        assert home.ask("link", "remove", made["id"]).returncode == 0
        assert home.ask("off", "Console").returncode == 0
        calls = cloud.calls.arrived
        call(bus, "Open", "asa{sv}", [made["url"], "multisocket-gui:guessed"], {})
        assert home.ask(made["url"]).returncode == 1  # as a desktop without activation starts it
        assert (home.outlet("Console")["on"], cloud.calls.arrived) == (False, calls)
        with pytest.raises(AssertionError, match="no action"):
            call(bus, "ActivateAction", "sava{sv}", "self-destruct", [], {})
        call(bus, "ActivateAction", "sava{sv}", "all-off", [], {})
        assert home.ask("quit").returncode == 0
        process.wait(10)
    finally:
        if process.is_running():
            process.kill()
