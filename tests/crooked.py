"""What may stand between the program and the service: lines that break before anything was said, proxies, traps."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

RESET = struct.pack("ii", 1, 0)
"""l_onoff and l_linger: closing sends a reset."""
Manner = Callable[[socket.socket], None]


class Listener:
    """A port of 127.0.0.1 that treats each connection as `manner` says at that moment; its threads end with it."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.met = 0
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._spawn(self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """End every connection that there is."""
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def shut(self) -> None:
        """Refuse connections from now on."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()
        for thread in self._threads:
            thread.join(5)

    def keep(self, line: socket.socket) -> None:
        """`line` is to be cut with the others."""
        with self._lock:
            self._lines.add(line)

    def _spawn(self, act: Callable[[], None]) -> None:
        thread = threading.Thread(target=act, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._server.accept()
                self.met += 1
                self.keep(line)
                self._spawn(lambda line=line: self._serve(line))

    def _serve(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            self.manner(line)
        with self._lock:
            self._lines.discard(line)


def reset(line: socket.socket) -> None:
    """Hang up rudely at the first word. Not before it: SSLContext.wrap_socket leaves a socket open that was reset
    between connecting and wrapping."""
    line.recv(65_536)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def hang_up(_line: socket.socket) -> None:
    """Hang up at once."""


def say_nothing(line: socket.socket) -> None:
    """Listen until the other end has gone."""
    while line.recv(65_536):
        pass


def answer(status_line: str, *headers: str, body: bytes = b"") -> Manner:
    """Hear one request and give this answer."""

    def act(line: socket.socket) -> None:
        line.recv(65_536)
        line.sendall("\r\n".join((status_line, *headers, "", "")).encode("latin-1") + body)

    return act


class Proxy(Listener):
    """An HTTP proxy that connects wherever CONNECT asks, or answers `refusal`, or hangs up after having connected."""

    def __init__(self) -> None:
        super().__init__(self._connect)
        self.refusal = ""
        self.hangs_up = False
        self.asked: list[str] = []

    def _connect(self, line: socket.socket) -> None:
        target = line.recv(65_536).split()[1].decode()
        self.asked.append(target)
        if self.refusal:
            line.sendall(f"HTTP/1.1 {self.refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if self.hangs_up:
            line.recv(65_536)
            return
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            self.keep(far)
            _pass_on(line, far)


def forward(port: int) -> Manner:
    """Pass everything on to a port of this computer, and back."""

    def act(line: socket.socket) -> None:
        with socket.create_connection(("localhost", port)) as far:
            _pass_on(line, far)

    return act


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    ways = {one: other, other: one}
    while True:
        for ready in select.select([one, other], [], [])[0]:
            piece = ready.recv(65_536)
            if not piece:
                return
            ways[ready].sendall(piece)
