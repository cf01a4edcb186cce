"""The embedded cloud as a program of its own, known only by what it printed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from multisocket_gui.demo.control import CONTROL_HEADER

from .facts import PATIENCE
from .program import ROOT


@dataclass
class Standalone:
    """Its printed facts, and its control endpoint."""

    facts: dict[str, Any]
    session: requests.Session

    def relays(self, socket_name: str) -> list[bool]:
        """What the outlets of the socket really are."""
        every = [s for plant in self._control("GET", "/state")["plants"] for s in plant["sockets"]]
        (found,) = [each for each in every if each["name"] == socket_name]
        return [outlet["on"] for outlet in found["outlets"]]

    def turn(self, **knobs: object) -> None:
        """Turn knobs (`demo.knobs.Knobs`), or order `faults`."""
        self._control("POST", "/knobs", knobs)

    def calls(self, operation: str) -> list[int | None]:
        """The answers that the API gave to an operation so far."""
        return [c["status"] for c in self._control("GET", "/calls")["calls"] if c["operation"] == operation]

    def secrets(self) -> list[tuple[str, str]]:
        """Every secret it has given out so far, as (what it is, the secret)."""
        return [(each["kind"], each["secret"]) for each in self._control("GET", "/secrets")["secrets"]]

    def revoke(self, user: str) -> None:
        """End every grant and browser session of the user with this e-mail."""
        self._control("POST", "/revoke", {"user": user})

    def variables(self) -> dict[str, str]:
        """The environment of a program that shall use it."""
        key, ca_file = self.facts["subscription_key"], self.facts["ca_file"]
        return {"MULTISOCKET_SUBSCRIPTION_KEY": key, "REQUESTS_CA_BUNDLE": ca_file}

    def _control(self, method: str, path: str, content: object = None) -> Any:
        headers = {CONTROL_HEADER: self.facts["control_token"]}
        url = self.facts["control_url"] + path
        answer = self.session.request(method, url, json=content, headers=headers, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def standalone(environment: Mapping[str, str], settings_folder: Path) -> Iterator[Standalone]:
    """The running cloud, which wrote `settings_folder`/settings.json; it must end well and silent."""
    order = [sys.executable, "-m", "multisocket_gui.demo", "--json", "--write-settings", str(settings_folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(order, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            with requests.Session() as session:
                session.trust_env = False
                yield Standalone(json.loads(line), session)
            process.terminate()
            end = (*process.communicate(timeout=PATIENCE), process.returncode)
            assert end == ("", "", 0), end
        finally:
            process.kill()
