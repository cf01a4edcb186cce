"""The program as a process: started, asked through its command line, looked at, ended, and held to account."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from multisocket_gui import cli, paths

from .eyes import EYES, Eyes
from .facts import PATIENCE, until
from .hand import Hand

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 1.0
"""Seconds in which a program that quits must be gone, whatever hangs."""


MADE: list[Installation] = []
"""The installations of the test that runs."""


@dataclass
class Running:
    """A program that runs. `ends` and `killed` are its ends; one that is still there at the end of the test is quit."""

    process: subprocess.Popen[str]
    log: Path
    meant: tuple[str, ...]
    hand: Hand
    eyes: Eyes | None = None
    ended: bool = field(default=False, init=False)

    def ends(self, within: float = PATIENCE) -> float:
        """Wait for a good end: exit code 0, silence, nothing in the log. Returns how long that took, in seconds."""
        started = time.monotonic()
        printed, complaints = self.process.communicate(timeout=PATIENCE)
        took = time.monotonic() - started
        self.ended = True
        end = (self.process.returncode, printed, complaints)
        assert end == (0, "", ""), end
        stray = self.stray_log()
        assert not stray, stray
        assert took < within, f"it took {took:.2f} s to end"
        return took

    def killed(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.communicate()
        self.ended = True

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def stray_log(self) -> list[str]:
        """Every line of the log that tells of trouble, but for what is meant."""
        lines = re.findall(r"^\S+ \S+ (?:WARNING|ERROR|CRITICAL) .*", self.logged(), re.MULTILINE)
        return [line for line in lines if not any(re.search(pattern, line) for pattern in self.meant)]

    def window(self) -> int:
        """The X11 window, once it is on the screen."""
        return self.hand.window_of(self.process.pid)


@dataclass
class Installation:
    """A configuration folder and the surroundings in which the program is started for it."""

    folder: Path
    environment: dict[str, str]
    options: tuple[str, ...] = ()
    printed: list[str] = field(default_factory=list, init=False)
    """What the command line printed so far."""

    def __post_init__(self) -> None:
        MADE.append(self)

    def command(self, *words: str, module: str = "multisocket_gui") -> list[str]:
        return [sys.executable, "-m", module, *self.options, "--config-dir", str(self.folder), *words]

    def ask(self, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Be a second process: run the command line with some words, and wait for its end."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        self.printed += [done.stdout, done.stderr]
        return done

    def decided(self, closing: str) -> None:
        """What closing the window means was answered before: "hide" or "quit"."""
        self.has_set(desktop={"closing": closing})

    def has_set(self, **values: object) -> None:
        """These stand in settings.json when the program starts."""
        with patch.dict(os.environ, self.environment):
            file = paths.places(str(self.folder), demo="--demo" in self.options).settings_file
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"version": 1}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known | values), encoding="utf-8")

    def answers(self) -> bool:
        """Whether the running instance takes commands."""
        try:
            return bool(cli.ask(self.address, ["status"]))
        except cli.NoInstance:
            return False

    def sign_in(self) -> None:
        """Sign in and wait until every outlet was read."""
        answer = cli.ask(self.address, ["sign-in"])
        assert (answer["exit"], answer["err"]) == (0, ""), answer
        until(self.all_confirmed)

    def status(self) -> dict[str, Any]:
        """What `status --json` prints, without a process that prints it: some tests look often."""
        answer = cli.ask(self.address, ["status", "--json"])
        assert (answer["exit"], answer["err"]) == (0, "")
        return dict(json.loads(answer["out"]))

    @cached_property
    def address(self) -> str:
        """Where the running instance listens."""
        with patch.dict(os.environ, self.environment):
            return paths.instance_address(paths.places(str(self.folder), demo=False))

    def outlet(self, name: str) -> dict[str, Any]:
        """The outlet of that name as `status --json` tells of it."""
        every = [
            outlet
            for plant in self.status()["plants"]
            for socket_ in plant["sockets"]
            for outlet in socket_["outlets"]
            if outlet["name"] == name
        ]
        (found,) = every
        return dict(found)

    def all_confirmed(self) -> bool:
        """Whether every outlet was read."""
        plants = self.status()["plants"]
        return all(o["phase"] == "CONFIRMED" for p in plants for s in p["sockets"] for o in s["outlets"])

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the program and do not wait for anything."""
        return self._popen(self.command(*words), self.environment)

    @contextmanager
    def running(self, *words: str, meant: tuple[str, ...] = ()) -> Iterator[Running]:
        """The program, once it takes commands. `meant` are patterns of the trouble that its log may tell of."""
        process = self.start(*words)
        with self._held_to_account(Running(process, self.log, meant, self.hand)) as running:
            until(lambda: self.answers() or process.poll() is not None)
            yield running

    @contextmanager
    def seen(self, *words: str, meant: tuple[str, ...] = ()) -> Iterator[tuple[Running, Eyes]]:
        """The program with eyes in it."""
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        environment = self.environment | {EYES: str(theirs.fileno())}
        order = self.command(*words, module="tests.e2e.observed")
        process = self._popen(order, environment, pass_fds=(theirs.fileno(),))
        theirs.close()
        eyes = Eyes(ours)
        try:
            with self._held_to_account(Running(process, self.log, meant, self.hand, eyes)) as running:
                eyes.see("windows")  # answered from the event loop: by then it takes commands
                yield running, eyes
        finally:
            eyes.close()

    @property
    def log(self) -> Path:
        return self.folder / "log" / "multisocket-gui.log"

    @property
    def hand(self) -> Hand:
        return Hand(self.environment)

    @contextmanager
    def _held_to_account(self, running: Running) -> Iterator[Running]:
        process = running.process
        try:
            yield running
            if not running.ended:
                process.send_signal(signal.SIGTERM)
                running.ends()
        except BaseException as failure:
            process.kill()
            failure.add_note("\n".join((*process.communicate(), running.logged())))
            raise

    def _popen(
        self, order: list[str], environment: Mapping[str, str], pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            order,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=pass_fds,
        )
