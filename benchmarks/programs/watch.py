"""Tells the benchmarks, on standard output, when something was painted and for how long the event loop stood still."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from .clock import report

_TRAY_WINDOW = "QSystemTrayIconSysWindow"
_TICK_MS = 2


def _watch(watched: QObject, watcher: QObject) -> None:
    """Let the watcher see what happens to the watched, but not its end, which comes after Python's."""
    watched.installEventFilter(watcher)
    application = QGuiApplication.instance()
    assert application
    application.aboutToQuit.connect(lambda: watched.removeEventFilter(watcher))


class FirstPicture(QObject):
    """Reports `word` when the window's first picture has been painted and sent to the screen."""

    def __init__(self, window: QWindow, word: str) -> None:
        super().__init__(window)
        self._window = window
        self._word = word
        _watch(window, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Expose and self._window.isExposed():
            watched.removeEventFilter(self)
            # The window paints and flushes while it handles this event: the next loop turn comes after that.
            QTimer.singleShot(0, self, lambda: report(self._word))
        return False


def watch_window(window: QWidget) -> None:
    """Report "painted" when the window's first picture is on the screen. To be called when it has just been shown."""
    FirstPicture(window.windowHandle(), "painted")


def watch_tray() -> None:
    """Report "tray" when the icon is painted in the tray. To be called when it has just been shown."""
    for window in QGuiApplication.allWindows():
        if window.objectName() == _TRAY_WINDOW:
            FirstPicture(window, "tray")


class NextPaint(QObject):
    """Reports `word` after each paint at which `fact` has become true since the last one."""

    def __init__(self, widget: QWidget, word: str, fact: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._word = word
        self._fact = fact
        self._before = fact()
        _watch(widget, self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            now = self._fact()
            if now and not self._before:
                QTimer.singleShot(0, self, lambda: report(self._word))
            self._before = now
        return False


class Stalls(QObject):
    """A fast timer that knows how late it was at worst."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self._longest = 0.0

    def begin(self) -> None:
        """Start to measure; tells "stall" at once."""
        self._last, self._longest = time.monotonic(), 0.0
        self._timer.start(_TICK_MS)
        report("stall")

    def end(self) -> None:
        """Tell "stalled" with the longest time by which a tick was late, in milliseconds."""
        self._timer.stop()
        report("stalled", self._longest * 1000 - _TICK_MS)

    def _tick(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._last)
        self._last = now


class Listener(QObject):
    """Obeys words on standard input."""

    def __init__(self, parent: QObject, words: dict[str, Callable[[], None]]) -> None:
        super().__init__(parent)
        self._words = words
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_line)

    def _on_line(self) -> None:
        received = os.read(sys.stdin.fileno(), 4096)  # not readline: it would keep a second line to itself
        for word in received.decode().split():
            self._words[word]()
        self._notifier.setEnabled(bool(received))
