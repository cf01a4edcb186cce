"""Processes that tell when something happened to them.

They print lines of "<seconds of time.monotonic> <word> [<more>]", which every process on a machine counts alike.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
"""Seconds until what does not happen ends the run."""
_QUIET = 1.0
"""Seconds without work after which a process counts as settled."""


@dataclass(frozen=True)
class Told:
    """A line that a process printed: when (seconds), what, and the rest of the line."""

    at: float
    word: str
    more: str


@dataclass
class Started:
    """A running process; `began` is the moment before it was started, in seconds of `time.monotonic`."""

    process: subprocess.Popen[str]
    began: float
    lines: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)

    def told(self, word: str) -> Told:
        """Wait until the process tells of `word`; what it told before is passed over. SystemExit if it does not."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = _parsed(self._next_line(deadline, word))
            if found.word == word:
                return found

    def tell(self, word: str) -> None:
        """Ask the process for something, by a line on its standard input."""
        assert self.process.stdin
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def asked(self, word: str) -> Told:
        """Ask for something and wait for the answer, which begins with the same word."""
        self.tell(word)
        return self.told(word)

    def ms_until(self, word: str) -> float:
        """Return the milliseconds from the start of the process to `word`."""
        return (self.told(word).at - self.began) * 1000

    def settled(self) -> psutil.Process:
        """Wait until the process has nothing to do."""
        process = psutil.Process(self.process.pid)
        deadline = time.monotonic() + PATIENCE
        before, since = -1.0, time.monotonic()
        while time.monotonic() - since < _QUIET:
            if time.monotonic() > deadline:
                sys.exit("a process does not come to rest")
            times = process.cpu_times()
            if times.user + times.system != before:
                before, since = times.user + times.system, time.monotonic()
            time.sleep(0.05)
        return process

    def _next_line(self, deadline: float, word: str) -> str:
        try:
            line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            sys.exit(f"waited {PATIENCE:.0f} s in vain for: {word}")
        return line or sys.exit(f"the process ended (exit code {self.process.wait()}) before it told of: {word}")


def _parsed(line: str) -> Told:
    at, word, more = (*line.split(None, 2), "", "")[:3]
    return Told(float(at), word, more.strip())


def module(name: str, *words: str) -> list[str]:
    """Return the order that runs a module with this Python."""
    return [sys.executable, "-m", name, *words]


@contextlib.contextmanager
def started(order: list[str], environment: Mapping[str, str]) -> Iterator[Started]:
    """Run a process until the end of the block."""
    pipe = subprocess.PIPE
    began = time.monotonic()
    with subprocess.Popen(order, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        running = Started(process, began)
        reader = threading.Thread(target=_read_lines, args=[running], daemon=True)
        reader.start()
        try:
            yield running
        finally:
            process.terminate()
            reader.join(PATIENCE)
            if process.poll() is None and reader.is_alive():
                process.kill()


def _read_lines(running: Started) -> None:
    assert running.process.stdout
    for line in running.process.stdout:
        running.lines.put(line)
    running.lines.put("")


def seconds_to_end(order: list[str], environment: Mapping[str, str]) -> float:
    """Run a process to its good end and return how long that took."""
    began = time.monotonic()
    # Without a timeout: with one, Python looks for the end at growing intervals instead of waiting for it.
    subprocess.run(order, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began
