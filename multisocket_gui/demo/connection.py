"""One connection: read a request, let it be served, send the answer in the manner it asks for."""

from __future__ import annotations

import contextlib
import http
import logging
import socket
import struct
import sys
import threading
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from typing import Any

from multisocket_gui.demo.wire import Answer, Manner, Pause, Request, Serve, Stopped

log = logging.getLogger(__name__)

MAX_BODY = 1 << 20
_DRIP_BYTES = 8
# l_onoff and l_linger of `struct linger`: closing with a linger of zero sends a reset.
_RESET_ON_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection:
    """A line to one client with its own daemon thread, which serves requests until either side ends it."""

    def __init__(
        self,
        line: socket.socket,
        door_name: str,
        serve: Serve,
        pause: Pause,
        when_done: Callable[[Connection], None],
        clock: Callable[[], float],
    ) -> None:
        self.door_name = door_name
        self.serve = serve
        self.pause = pause
        self.clock = clock
        self._line = line
        self._when_done = when_done
        self.thread = threading.Thread(target=self._run, name=f"demo-{door_name}", daemon=True)

    def cut(self) -> None:
        """End the line from another thread, whatever it is waiting for."""
        with contextlib.suppress(OSError):
            # Not SSLSocket.shutdown: that takes the TLS state away from under the thread that uses it.
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def hang(self) -> None:
        """Wait, and answer nothing, until the line is cut or the client has gone."""
        self._line.settimeout(None)
        with contextlib.suppress(OSError):
            while self._line.recv(4096):
                pass

    def reset(self) -> None:
        """Make the coming close a reset instead of an orderly end."""
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)

    def _run(self) -> None:
        try:
            _handshake(self._line)
            _Handler(self._line, self)
        except OSError as exc:
            log.debug("%s: the line ended: %r", self.door_name, exc)
        except Exception:
            log.exception("%s: a request could not be served", self.door_name)
        finally:
            self._line.close()
            self._when_done(self)


def _handshake(line: socket.socket) -> None:
    if shake := getattr(line, "do_handshake", None):
        shake()


class _Handler(BaseHTTPRequestHandler):
    """Parses as http.server does; answers are written by hand, for they may have to be broken."""

    protocol_version = "HTTP/1.1"
    # Else a request line that cannot be read is answered as HTTP/0.9, without a status line.
    default_request_version = "HTTP/1.1"
    _served = False

    def __init__(self, line: socket.socket, connection: Connection) -> None:
        self._connection = connection
        super().__init__(line, ("", 0), None)  # type: ignore[arg-type]  # the server is not used

    def _serve(self) -> None:
        body = self._body()
        if body is None:
            self._send(Answer(400, closes=True))
            return
        request = Request(self.command, self.path, self.headers, body, self._served)
        self._served = True
        try:
            answer = self._connection.serve(request)
        except Stopped:
            raise
        except Exception:
            log.exception("no answer to %s", self.command)
            answer = Answer(500, closes=True)
        self._send(answer)

    def __getattr__(self, name: str) -> Any:
        # http.server looks for do_<METHOD>; here the service decides about every method.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _body(self) -> bytes | None:
        """The request's body; None if it has no length that can be read (chunked bodies: demo's choice)."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal() or int(length) > MAX_BODY:
            return None
        return self.rfile.read(int(length))

    def _send(self, answer: Answer) -> None:
        if answer.closes or answer.manner is not Manner.WHOLE:
            self.close_connection = True
        head = self._head(answer)
        body = b"" if self.command == "HEAD" else answer.body
        match answer.manner:
            case Manner.WHOLE:
                self.wfile.write(head + body)
            case Manner.HANG:
                self._connection.hang()
            case Manner.RESET:
                self._connection.reset()
            case Manner.HALF:
                self.wfile.write(_half(head, body))
            case Manner.DRIP_BODY:
                self.wfile.write(head)
                self._drip(body, answer.drip_interval_s)
            case Manner.DRIP:
                self._drip(head + body, answer.drip_interval_s)

    def _drip(self, data: bytes, interval_s: float) -> None:
        for start in range(0, len(data), _DRIP_BYTES):
            self.wfile.write(data[start : start + _DRIP_BYTES])
            self._connection.pause(interval_s)

    def _head(self, answer: Answer) -> bytes:
        fields = [
            ("Date", formatdate(self._connection.clock(), usegmt=True)),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
            *([("Connection", "close")] if self.close_connection else []),
        ]
        lines = [f"HTTP/1.1 {answer.status} {_phrase(answer.status)}", *(f"{k}: {v}" for k, v in fields)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def log_message(self, *args: Any, **_named: Any) -> None:
        log.debug(*args)


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _half(head: bytes, body: bytes) -> bytes:
    # Without a body the cut is in the status line: http.client takes a head that merely ends early for a whole one.
    return head + body[: len(body) // 2] if body else head[: len("HTTP/1.1 2")]
