"""A home to measure with: an embedded cloud of its own, and a configuration folder that points at it."""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from multisocket_gui.demo.control import CONTROL_HEADER

from .processes import PATIENCE, ROOT, Started, module, started

PRODUCT = "multisocket_gui"
OBSERVED = "benchmarks.programs.observed"


@dataclass(frozen=True)
class Home:
    """`folder` holds settings.json; `environment` is that of a program which shall use the cloud."""

    folder: Path
    environment: dict[str, str]
    facts: dict[str, Any]
    session: requests.Session

    def order(self, *words: str, program: str = PRODUCT) -> list[str]:
        """Return the order that starts the program, or asks the running one."""
        return module(program, "--config-dir", str(self.folder), *words)

    @contextlib.contextmanager
    def running(self, *words: str, program: str = PRODUCT) -> Iterator[Started]:
        """The program, once it takes commands."""
        with started(self.order(*words, program=program), self.environment) as running:
            _until(lambda: self.ask("status") == 0)
            yield running

    def ask(self, *words: str) -> int:
        """Ask the running program through its command line; returns the exit code."""
        null = subprocess.DEVNULL
        order = self.order(*words)
        return subprocess.run(order, cwd=ROOT, env=self.environment, stdout=null, stderr=null, check=False).returncode

    def sign_in(self) -> None:
        """Sign in through the browser's stand-in, and wait until every outlet was read."""
        if self.ask("sign-in"):
            sys.exit("the sign-in failed")
        _until(self._all_confirmed)

    def turn(self, **knobs: object) -> None:
        """Turn the cloud's knobs (`multisocket_gui.demo.knobs`), or order `faults`."""
        self._control("POST", "/knobs", knobs)

    def calls(self) -> list[dict[str, Any]]:
        """Every call to the API so far: "operation", "status", and "at" in seconds of `time.monotonic`."""
        calls: list[dict[str, Any]] = self._control("GET", "/calls")["calls"]
        return calls

    def url(self, socket: str) -> str:
        """Return the address of a socket of the first plant, by its id."""
        plant = self.facts["plants"][0]["id"]
        path = f"/multioutlet/plug/energy/addressLocation/plants/{plant}/parameter/id/value/{socket}"
        return str(self.facts["api_url"]) + path

    def _all_confirmed(self) -> bool:
        order = self.order("status", "--json")
        answer = subprocess.run(order, cwd=ROOT, env=self.environment, capture_output=True, check=True)
        plants = json.loads(answer.stdout)["plants"]
        return all(o["phase"] == "CONFIRMED" for p in plants for s in p["sockets"] for o in s["outlets"])

    def _control(self, method: str, path: str, content: object = None) -> Any:
        headers = {CONTROL_HEADER: self.facts["control_token"]}
        url = self.facts["control_url"] + path
        answer = self.session.request(method, url, json=content, headers=headers, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()


@contextlib.contextmanager
def home(environment: Mapping[str, str], *words: str) -> Iterator[Home]:
    """A home of a running cloud; `words` are for `benchmarks.programs.cloud`."""
    with tempfile.TemporaryDirectory(prefix="msg-bench-") as folder:
        order = module("benchmarks.programs.cloud", folder, *words)
        with started(order, environment) as cloud, requests.Session() as session:
            facts = json.loads(cloud.told("facts").more)
            session.trust_env = False
            variables = {
                "BROWSER": shlex.join(module("multisocket_gui.demo.visitor")) + " %s &",
                "MULTISOCKET_SUBSCRIPTION_KEY": facts["subscription_key"],
                "REQUESTS_CA_BUNDLE": facts["ca_file"],
            }
            yield Home(Path(folder), {**environment, **variables}, facts, session)


def _until(fact: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not fact():
        if time.monotonic() > deadline:
            sys.exit("the program does not come to what is waited for")
        time.sleep(0.1)
