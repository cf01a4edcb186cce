"""Driving a packaged program from outside, as a person at a command line would."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multisocket_gui import __version__
from multisocket_gui.cli import NO_INSTANCE

ROOT = Path(__file__).resolve().parents[2]
STARTED_WITHIN, QUIT_WITHIN = 30.0, 10.0
"""Seconds."""


@dataclass
class PackagedProgram:
    """An installed program in surroundings that know nothing of the checkout, nor of Python.

    `home` is a folder of its own, with a short path: a local socket's address has some 100 bytes at most.
    """

    executable: Path
    home: Path
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        visitor = [sys.executable, "-m", "multisocket_gui.demo.visitor", "%s"]
        self.environment = {
            "BROWSER": shlex.join(visitor),
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "PATH": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(self.home),
        }
        if os.name == "nt":
            self.environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the program with some words of the command line and wait for its end."""
        return subprocess.run(
            self._command(*words), **self._surroundings(), capture_output=True, timeout=60, check=False
        )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """The program on the embedded cloud, once it answers; ended on leaving, if it has not quit by then."""
        surroundings = {**self._surroundings(), "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(self._command("--demo"), **surroundings) as program:
            try:
                deadline = time.monotonic() + STARTED_WITHIN
                while self.ask("status").returncode == NO_INSTANCE:
                    assert program.poll() is None, program.communicate()
                    assert time.monotonic() < deadline, "the program does not answer"
                yield program
            finally:
                program.kill()

    def status(self) -> dict[str, Any]:
        answer = self.ask("status", "--json")
        assert answer.returncode == 0, answer.stderr
        status: dict[str, Any] = json.loads(answer.stdout)
        return status

    def _command(self, *words: str) -> list[str]:
        return [str(self.executable), "--config-dir", str(self.home / "config"), *words]

    def _surroundings(self) -> dict[str, Any]:
        return {"cwd": self.home, "env": self.environment, "stdin": subprocess.DEVNULL, "text": True}


def does_the_main_job(executable: Path) -> None:
    """Start the program, sign in, switch an outlet, read it back, quit."""
    with tempfile.TemporaryDirectory(prefix="msg-") as home:
        program = PackagedProgram(executable, Path(home))
        assert program.ask("--version").stdout.split() == ["multisocket-gui", __version__]
        with program.running() as process:
            signed_in = program.ask("sign-in")
            assert signed_in.returncode == 0, signed_in.stderr
            read = program.ask("refresh")  # the first reading may still be under way
            assert read.returncode == 0, read.stderr
            switches_an_outlet(program)
            quitting = program.ask("quit")
            assert quitting.returncode == 0, quitting.stderr
            _, complaints = process.communicate(timeout=QUIT_WITHIN)
        assert (process.returncode, complaints) == (0, ""), complaints


def switches_an_outlet(program: PackagedProgram) -> None:
    plant, socket, outlet = 0, 0, 0
    before = program.status()["plants"][plant]
    there = before["sockets"][socket]["outlets"][outlet]
    name = f"{before['name']}/{before['sockets'][socket]['name']}/{there['name']}"
    assert there["phase"] == "CONFIRMED", there
    switched = program.ask("off" if there["on"] else "on", name)
    assert switched.returncode == 0, switched.stderr
    after = program.status()["plants"][plant]["sockets"][socket]["outlets"][outlet]
    assert (after["phase"], after["on"]) == ("CONFIRMED", not there["on"])
