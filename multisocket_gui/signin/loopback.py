"""The one-answer listener for the browser's reply.

One thread serves every connection: an idle pre-connect of the browser then blocks nobody, each connection has
one deadline however slowly it drips, and nothing is left behind when the wait ends.
"""

from __future__ import annotations

import errno
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from types import TracebackType
from typing import Self

from multisocket_gui.signin.errors import Cancelled, NoAnswer, PortTaken
from multisocket_gui.signin.page import PageTexts, response
from multisocket_gui.signin.reply import LIMIT, Verdict, judge

_HOSTS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
_MOST_CONNECTIONS = 32
_NO_SUCH_ADDRESS = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}
_TAKEN = {errno.EADDRINUSE, errno.EACCES}  # Windows reserves whole ranges, with EACCES


def reply_url(port: int) -> str:
    """The reply URL of this port. Without a port (0) it is what to register so that any port will do.

    Exact to the character: a slash at the end makes it another URL.
    """
    return f"http://localhost:{port}" if port else "http://localhost"


class Listener:
    """Listens on 127.0.0.1 and ::1, on one port, from construction until `wait` has returned or it is closed.

    Both addresses, because browsers differ in what "localhost" is to them. `patience` is how many seconds a
    connection has, from its first moment to its last. Raises `PortTaken`.
    """

    def __init__(self, port: int, *, patience: float = 10.0) -> None:
        self._patience = patience
        self._registered_url = reply_url(port)
        self._listening = _bound(port)
        self.port: int = self._listening[0].getsockname()[1]
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._open = True
        self._lock = threading.Lock()
        self._cancelled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def reply_url(self) -> str:
        """What the sign-in service is asked to answer to."""
        return reply_url(self.port)

    def cancel(self) -> None:
        """End the wait, from any thread, before it, in it or after it."""
        with self._lock:
            self._cancelled = True
            if self._open:
                self._waker.send(b"\0")

    def close(self) -> None:
        """Release the port."""
        with self._lock:
            self._open = False
            for each in (*self._listening, self._woken, self._waker):
                each.close()

    def wait(
        self, state: str, *, texts: PageTexts, timeout: float, meanwhile: Callable[[], None] | None = None
    ) -> dict[str, str]:
        """The fields of the one reply that carries `state`; its sender has seen its page, and the port is free.

        `meanwhile` runs on a thread of its own, because what it starts (a browser) may not come back for long.
        `timeout` is in seconds. Raises `NoAnswer` after it, and `Cancelled`.
        """
        if meanwhile:
            threading.Thread(target=meanwhile, name="browser", daemon=True).start()
        try:
            with _Wait(self._listening, self._woken, state, texts, self._patience) as waiting:
                answer = waiting.run(time.monotonic() + timeout)
        finally:
            self.close()
        if self._cancelled:
            raise Cancelled
        if answer is None:
            raise NoAnswer(self._registered_url)
        return answer


class _Connection:
    """One visitor: its bytes, and then ours."""

    def __init__(self, own: socket.socket, patience: float) -> None:
        own.setblocking(False)
        self.socket = own
        self.deadline = time.monotonic() + patience
        self.received = b""
        self.unsent = b""
        self.verdict: Verdict | None = None

    def read(self) -> bool:
        """Take what is there; False at the end."""
        chunk = self.socket.recv(LIMIT)
        if self.verdict is None:
            self.received += chunk
        return bool(chunk)

    def write(self) -> bool:
        """Send what goes; True when all has gone. The reading side stays open: closing it now could cost the page."""
        self.unsent = self.unsent[self.socket.send(self.unsent) :]
        if not self.unsent:
            self.socket.shutdown(socket.SHUT_WR)
        return not self.unsent


class _Wait:
    """The loop of one wait, and what it holds."""

    def __init__(
        self, listening: list[socket.socket], woken: socket.socket, state: str, texts: PageTexts, patience: float
    ) -> None:
        self._state, self._texts, self._patience = state, texts, patience
        self._listening = listening
        self._connections: list[_Connection] = []
        self._accepted: _Connection | None = None
        self._selector = selectors.DefaultSelector()
        self._selector.register(woken, selectors.EVENT_READ)
        for each in listening:
            self._selector.register(each, selectors.EVENT_READ, self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in list(self._connections):
            self._drop(connection)
        self._selector.close()

    def run(self, deadline: float) -> dict[str, str] | None:
        """The reply, or None if it was woken or the time is over. An accepted reply's page is sent out first."""
        while self._accepted is None or self._accepted in self._connections:
            now = time.monotonic()
            for connection in [each for each in self._connections if each.deadline <= now]:
                self._drop(connection)
            if now >= deadline and self._accepted is None:
                return None
            for key, _ in self._selector.select(max(0.0, self._next_deadline(deadline) - now)):
                if key.data is None:
                    return None
                self._attend(key)
        return self._accepted.verdict.answer if self._accepted.verdict else None

    def _next_deadline(self, deadline: float) -> float:
        if self._accepted:
            return self._accepted.deadline
        return min([deadline, *(each.deadline for each in self._connections)])

    def _attend(self, key: selectors.SelectorKey) -> None:
        if isinstance(key.data, _Connection):
            if key.data in self._connections:
                self._serve(key.data)
        elif self._accepted is None:
            key.data(key.fileobj)

    def _accept(self, listening: socket.socket) -> None:
        try:
            own, _ = listening.accept()
        except OSError:  # gone again before we came
            return
        if len(self._connections) >= _MOST_CONNECTIONS:
            self._drop(self._connections[0])
        connection = _Connection(own, self._patience)
        self._connections.append(connection)
        self._selector.register(own, selectors.EVENT_READ, connection)

    def _serve(self, connection: _Connection) -> None:
        try:
            if connection.unsent:
                finished = connection.write()
                ended = finished and connection is self._accepted
                if finished and not ended:
                    self._selector.modify(connection.socket, selectors.EVENT_READ, connection)
            else:
                ended = not connection.read()
        except (BlockingIOError, InterruptedError):
            return
        except OSError:  # the visitor hung up: its business
            ended = True
        if ended:
            self._drop(connection)
        elif connection.verdict is None and (verdict := judge(connection.received, self._state)):
            self._answer(connection, verdict)

    def _answer(self, connection: _Connection, verdict: Verdict) -> None:
        if verdict.answer is not None and self._accepted is not None:
            verdict = Verdict(HTTPStatus.BAD_REQUEST)  # the same reply again
        page = self._texts.unexpected
        if verdict.answer is not None:
            page = self._texts.done if verdict.answer.get("code") else self._texts.refused
            self._accept_no_more(connection)
        connection.verdict = verdict
        connection.received = b""
        connection.unsent = response(verdict.status, page, self._texts.language)
        self._selector.modify(connection.socket, selectors.EVENT_WRITE, connection)

    def _accept_no_more(self, accepted: _Connection) -> None:
        self._accepted = accepted
        for each in self._listening:
            self._selector.unregister(each)
            each.close()

    def _drop(self, connection: _Connection) -> None:
        self._connections.remove(connection)
        self._selector.unregister(connection.socket)
        connection.socket.close()


def _bound(port: int) -> list[socket.socket]:
    """Sockets on every address of `_HOSTS` that this machine has; they share the port, `port` or any free one."""
    tries = 1 if port else 20  # what is free on one address may be taken on the other
    while True:
        tries -= 1
        try:
            return _bound_once(port)
        except PortTaken:
            if not tries:
                raise


def _bound_once(port: int) -> list[socket.socket]:
    listening: list[socket.socket] = []
    try:
        for family, host in _HOSTS:
            shared = listening[0].getsockname()[1] if listening else port
            listening += _listening(family, host, shared)
    except OSError as error:
        for each in listening:
            each.close()
        if error.errno in _TAKEN:
            raise PortTaken(str(port)) from error
        raise
    if not listening:
        raise PortTaken(str(port))
    return listening


def _listening(family: socket.AddressFamily, host: str, port: int) -> list[socket.socket]:
    """One listening socket, or none where this machine has no such address."""
    try:
        own = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        if error.errno in _NO_SUCH_ADDRESS:
            return []
        raise
    try:
        if sys.platform == "win32":  # there SO_REUSEADDR would let another program listen on our port
            own.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # the last sign-in's closed connections still name the port for a minute
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind((host, port))
        own.listen()
        own.setblocking(False)
    except OSError as error:
        own.close()
        if error.errno in _NO_SUCH_ADDRESS:
            return []
        raise
    return [own]
