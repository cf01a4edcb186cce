"""Ctrl+C and SIGTERM, while Qt's event loop keeps Python from seeing them."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class QuitSignals(QObject):
    """Calls `quit_program` on the GUI thread at the first signal. No polling: the signal itself wakes the loop."""

    def __init__(self, quit_program: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quit = quit_program
        self._read_end, self._write_end = socket.socketpair()
        self._write_end.setblocking(False)
        self._read_end.setblocking(False)
        self._notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        signal.set_wakeup_fd(self._write_end.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def close(self) -> None:
        """The program ends: a second signal on the way out changes nothing, not even the exit code."""
        self._notifier.setEnabled(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # Python puts a handler's default back while it ends, not this
        signal.set_wakeup_fd(-1)
        self._read_end.close()
        self._write_end.close()

    def _on_signal(self) -> None:
        self._read_end.recv(64)
        self._quit()
