"""The program as a client of the running instance. Standard library only: it must answer at once."""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

from .speech import tr

NO_INSTANCE = 7
"""The exit code where there is no running instance to ask."""
LONGEST_REPLY = 16_000_000


class NoInstance(Exception):
    """Nobody listens at the address."""


class NoAnswer(Exception):
    """Somebody listens at the address and is silent."""


def ask(address: str, args: list[str], patience: float | None = None) -> dict[str, Any]:
    """Send `args` to the instance at `address` and wait for what it answers: {"exit", "out", "err"}.

    Raises `NoInstance` where none listens, or it ended before it answered; `NoAnswer` after `patience` seconds
    (not on Windows, whose pipes know no time-out; None: wait as long as it takes).
    """
    request = json.dumps({"args": args}, ensure_ascii=False).encode() + b"\n"
    try:
        line = _over_pipe(address, request) if sys.platform == "win32" else _over_socket(address, request, patience)
        reply: dict[str, Any] = json.loads(line)
    except TimeoutError as error:
        raise NoAnswer from error
    except (OSError, ValueError) as error:
        raise NoInstance from error
    return reply


def main(address: str, args: list[str]) -> int:
    """Carry out a verb through the running instance, print what it says, return its exit code."""
    try:
        reply = ask(address, args)
    except NoInstance:
        print(tr("Multisocket GUI is not running. Start it, then try again."), file=sys.stderr)
        return NO_INSTANCE
    print(reply["out"], end="")
    print(reply["err"], end="", file=sys.stderr)
    return int(reply["exit"])


def show(address: str, *, connect: bool = False) -> int:
    """Raise the window of the running instance; with `connect`, at the steps that connect a home.

    Raises `NoInstance`; one that hangs is told, exit code 1.
    """
    try:
        return int(ask(address, ["show", *(["--connect"] if connect else [])], patience=5.0)["exit"])
    except NoAnswer:
        print(tr("Multisocket GUI is running but does not answer. End it, then start it again."), file=sys.stderr)
        return 1


def _over_socket(address: str, request: bytes, patience: float | None) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        connection.connect(address)
        connection.sendall(request)
        with connection.makefile("rb") as stream:
            return stream.readline(LONGEST_REPLY)


def _over_pipe(address: str, request: bytes) -> bytes:
    with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe is no path to Path
        pipe.write(request)
        line = b""
        while not line.endswith(b"\n") and (chunk := pipe.read(65_536)):
            line += chunk
        return line
