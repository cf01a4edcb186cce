"""One instance a config directory, and the local socket through which others reach it.

The exchange is one line of JSON each way: {"args": ["on", "Lamp"]} is answered by {"exit": 0, "out": "…", "err": "…"}.
Per user: the socket lies in the runtime folder (0700) with mode 0600, or is a named pipe of this user.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST_REQUEST = 65_536
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers: an exit code of the command line, and what it prints."""

    exit: int
    out: str = ""
    err: str = ""


Answer = Callable[[Reply], None]
Handler = Callable[[list[str], Answer], None]


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
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST_REQUEST:
                socket.abort()
            return
        args = _parsed(bytes(socket.readLine().data()))
        if args is None or self._handler is None:
            socket.abort()
            return
        self._handler(args, partial(_send, socket))


def _parsed(line: bytes) -> list[str] | None:
    try:
        request = json.loads(line)
    except ValueError:
        return None
    args = request.get("args") if isinstance(request, dict) else None
    return args if isinstance(args, list) and args and all(isinstance(arg, str) for arg in args) else None


def _send(socket: QLocalSocket, reply: Reply) -> None:
    if socket.state() == QLocalSocket.LocalSocketState.ConnectedState:
        socket.write(json.dumps(asdict(reply), ensure_ascii=False).encode() + b"\n")
        socket.flush()
        socket.disconnectFromServer()
