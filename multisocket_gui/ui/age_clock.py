"""Ages grow while somebody looks, and only then."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

_MINUTE = 60.0


class AgeClock(QObject):
    """Ticks when an age in words changes: each second in the first minute, then each minute."""

    ticked = Signal(float)
    """The time, in seconds since the epoch."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since: tuple[float | None, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    def start(self, *since: float | None) -> None:
        """Tick for the ages of what is known `since` these times (seconds since the epoch); None: nothing is known."""
        self._since = since
        now = time.time()
        self._timer.start(min(_next_word(now - each if each is not None else _MINUTE) for each in (*since, None)))

    def stop(self) -> None:
        """Wake nobody any more."""
        self._timer.stop()

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def _tick(self) -> None:
        self.ticked.emit(time.time())
        self.start(*self._since)


def _next_word(age: float) -> int:
    """Milliseconds until an age (seconds) has other words."""
    step = 1.0 if age < _MINUTE else _MINUTE
    return round(1000 * (step - max(0.0, age) % step)) + 20
