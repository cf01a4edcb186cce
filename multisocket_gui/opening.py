"""What is on the screen before the program is: Qt, the one instance, the tray's icon. The rest is loaded behind it."""

from __future__ import annotations

import argparse
import gc
import linecache
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from . import cli, log, paths
from .engine import qt_log
from .engine.garbage import Garbage
from .engine.instance import Instance
from .engine.signals import QuitSignals
from .speech import tr
from .ui.application import new_application
from .ui.tray import Tray

if TYPE_CHECKING:
    from .app import Program

_PAINTED_MS = 100
"""By then the tray shows the icon. What is loaded then takes about as long again, and lets nothing be painted."""


class Opening(QObject):
    """Begins the program: at once where a window is wanted, else behind the icon."""

    def __init__(self, options: argparse.Namespace, where: paths.Places, instance: Instance) -> None:
        super().__init__()
        self._options = options
        self._where = where
        self._instance = instance
        self._tray = Tray()
        self._signals = QuitSignals(self._quit, self)
        self.program: Program | None = None
        if options.minimized and self._tray.holds():
            QTimer.singleShot(_PAINTED_MS, self, self._begin)
        else:
            self._begin()

    def close(self) -> None:
        """After the event loop has ended."""
        self._signals.close()

    def _begin(self) -> None:
        try:
            from . import app

            self.program = app.begin(self._options, self._where, self._instance, self._tray)
        except BaseException:  # an icon with nothing behind it would stay for ever
            QApplication.exit(1)
            raise
        # What lives as long as the program is looked through no more: that takes 30 ms when somebody signs in.
        gc.freeze()
        linecache.clearcache()  # PySide reads the source of each module that is loaded after it, and Python keeps that

    def _quit(self) -> None:
        if self.program:
            self.program.quit()
        else:
            QApplication.quit()


def run(options: argparse.Namespace, where: paths.Places, address: str) -> int:
    """Be the running instance of `where` until it quits, or raise the one that is. Returns the exit code."""
    paths.private(where.state)
    log.start(where.log, options.log_level)
    qt_log.to_our_log()
    application = new_application()
    Garbage(application)
    instance = Instance(address, where.state / "instance.lock")
    if not instance.claim():
        return _raise_the_other(address, connect=options.connect)
    opening = Opening(options, where, instance)
    code = application.exec()
    opening.close()
    if opening.program and opening.program.demo_left:
        _start_connecting(options.config_dir)
    return code


def _start_connecting(config_dir: str | None) -> None:
    """Start the program that is not the demo; this instance has let go of everything."""
    from PySide6.QtCore import QProcess

    itself = [] if getattr(sys, "frozen", False) else ["-m", "multisocket_gui"]
    where = ["--config-dir", config_dir] if config_dir else []
    other = QProcess()
    other.setProgram(sys.executable)
    other.setArguments([*itself, *where, "--connect"])
    # Whoever waits for our output must not wait for that of the other.
    for set_file in (other.setStandardInputFile, other.setStandardOutputFile, other.setStandardErrorFile):
        set_file(QProcess.nullDevice())
    other.startDetached()


def _raise_the_other(address: str, *, connect: bool) -> int:
    """Another instance starts at this very moment: it listens as soon as its window is up."""
    for _ in range(50):
        try:
            return cli.show(address, connect=connect)
        except cli.NoInstance:
            time.sleep(0.1)
    sys.stderr.write(tr("Another instance holds this configuration but does not answer.") + "\n")
    return cli.NO_INSTANCE
