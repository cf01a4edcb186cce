"""One instance a config directory, and the local socket through which others reach it.

What is exchanged stands in `exchange`: the words of a command, then its exit code and what it prints.
Per user: the socket lies in the runtime folder (0700) with mode 0600, or is a named pipe of this user.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from multisocket_gui import exchange

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers: an exit code of the command line, and what it prints."""

    exit: int
    out: str = ""
    err: str = ""


Answer = Callable[[Reply], None]
Handler = Callable[[list[str], Answer, str], None]
"""Takes the words of a command, whom to answer, and the folder from which relative paths are meant."""


class Instance(QObject):
    """The lock and the listener of the running instance."""

    def __init__(self, address: str, lock_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._lock = QLockFile(str(lock_file))
        self._lock.setStaleLockTime(0)  # only a dead owner's lock is stale, however long it lasts
        self._handler: Handler | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        """Become the running instance; False where another one is."""
        return self._lock.tryLock(0)

    def listen(self, handler: Handler) -> bool:
        """Answer commands from now on. Only for the one that claimed it; False where the system refuses."""
        self._handler = handler
        QLocalServer.removeServer(self._address)  # a leftover of an instance that was killed
        if self._server.listen(self._address):
            if sys.platform != "win32":  # Qt lets the owner execute it too
                Path(self._address).chmod(0o600)
            return True
        _log.error("no local socket: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Take no more commands and let the next instance in."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        while socket := self._server.nextPendingConnection():
            socket.readyRead.connect(partial(self._on_bytes, socket))
            socket.disconnected.connect(socket.deleteLater)

    def _on_bytes(self, socket: QLocalSocket) -> None:
        try:
            request = exchange.read_request(bytes(socket.peek(socket.bytesAvailable()).data()))
        except ValueError:  # a stranger
            socket.abort()
            return
        if request and self._handler:
            socket.readAll()
            folder, words = request
            self._handler(words, partial(_send, socket), folder)


def _send(socket: QLocalSocket, reply: Reply) -> None:
    if socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
        socket.write(exchange.answer(reply.exit, reply.out, reply.err))
        socket.flush()
        socket.disconnectFromServer()
