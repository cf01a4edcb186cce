"""The program as a client of the running instance. Standard library only, and little of it: it must answer at once."""

from __future__ import annotations

import os
import sys

from . import exchange

NO_INSTANCE = 7
"""The exit code where there is no running instance to ask."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _socket import socket as _Socket  # noqa: N812 - the class has a name in small letters
    from typing import TypedDict

    class Answer(TypedDict):
        """An exit code, and what is to be printed."""

        exit: int
        out: str
        err: str


class NoInstance(Exception):
    """Nobody listens at the address."""


class NoAnswer(Exception):
    """Somebody listens at the address and is silent."""


def ask(address: str, words: list[str], patience: float | None = None) -> Answer:
    """Send the verb and its words to the instance at `address` and wait for what it answers.

    Raises `NoInstance` where none listens, or it ended before it answered; `NoAnswer` after `patience` seconds
    (not on Windows, whose pipes know no time-out; None: wait as long as it takes).
    """
    request = exchange.request(_here(), words)
    try:
        line = _over_pipe(address, request) if sys.platform == "win32" else _over_socket(address, request, patience)
        code, out, err = exchange.read_answer(line)
    except TimeoutError as error:
        raise NoAnswer from error
    except (OSError, ValueError) as error:
        raise NoInstance from error
    return {"exit": code, "out": out, "err": err}


def printed(answer: Answer) -> int:
    """Print what the instance says; returns its exit code."""
    for text, stream in ((answer["out"], sys.stdout), (answer["err"], sys.stderr)):
        if stream:  # a program without a console has none on Windows
            stream.write(text)
    return answer["exit"]


def main(address: str, words: list[str]) -> int:
    """Carry out a verb through the running instance, print what it says, return its exit code."""
    try:
        return printed(ask(address, words))
    except NoInstance:
        return _without_instance(as_json="--json" in words)


def _without_instance(*, as_json: bool) -> int:
    from .speech import tr  # not at the top: it takes as long to load as all of the above

    text = tr("Multisocket GUI is not running. Start it, then try again.")
    if as_json:
        import json

        error = {"exit": NO_INSTANCE, "kind": "no_instance", "text": text}
        print(json.dumps({"error": error}, ensure_ascii=False, indent=2))
    else:
        print(text, file=sys.stderr)
    return NO_INSTANCE


def show(address: str, *, connect: bool = False) -> int:
    """Raise the window of the running instance; with `connect`, at the steps that connect a home.

    Raises `NoInstance`; one that hangs is told, exit code 1.
    """
    try:
        return ask(address, ["show", *(["--connect"] if connect else [])], patience=5.0)["exit"]
    except NoAnswer:
        from .speech import tr

        print(tr("Multisocket GUI is running but does not answer. End it, then start it again."), file=sys.stderr)
        return 1


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - pathlib takes too long to load
    except OSError:  # somebody removed it under our feet: only relative paths need it
        return ""


def _over_socket(address: str, request: bytes, patience: float | None) -> bytes:
    connection = _new_socket()
    try:
        connection.settimeout(patience)
        connection.connect(address)
        connection.sendall(request)
        received = []
        while chunk := connection.recv(65_536):
            received.append(chunk)
        return b"".join(received)
    finally:
        connection.close()


def _new_socket() -> _Socket:
    try:
        # What `socket` is made of, and all that is needed of it: loading the rest takes longer than the whole exchange.
        import _socket as socket
    except ImportError:
        import socket  # type: ignore[no-redef]  # the same names, on a Python that is made otherwise
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)


def _over_pipe(address: str, request: bytes) -> bytes:
    with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe is no path to Path
        pipe.write(request)
        received = b""
        while chunk := pipe.read(65_536):
            received += chunk
        return received
