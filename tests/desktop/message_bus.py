"""A message bus of the tests' own, with a notification service on it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACTOR = str(Path(__file__).with_name("notification_actor.py"))
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy>
</busconfig>
"""


@dataclass
class NotificationService:
    """What the person would see, and do about it."""

    process: subprocess.Popen[str]

    def told(self) -> dict[str, Any]:
        """The next thing that the service tells; waits for it."""
        assert self.process.stdout
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def order(self, **order: int) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()


@contextmanager
def message_bus(folder: Path) -> Iterator[str]:
    """Yields its address; `folder` needs a short path."""
    address = f"unix:path={folder}/bus"
    config = folder / "bus.conf"
    config.write_text(BUS.format(address=address), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        try:
            assert daemon.stdout
            assert daemon.stdout.readline().startswith(address)
            yield address
        finally:
            daemon.kill()


@contextmanager
def notification_service(address: str, *able: str) -> Iterator[NotificationService]:
    """One that is there; `able` is what it says that it can do."""
    command = [sys.executable, ACTOR, address, *able]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            service = NotificationService(process)
            assert service.told() == {"ready": True}
            yield service
        finally:
            process.kill()
