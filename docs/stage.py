"""The whole program on the embedded cloud, in this process, so that a script can click in it and take its picture."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from multisocket_gui import app, log, paths, words
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine import qt_log
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.instance import Instance
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.names import find
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Settings
from multisocket_gui.ui.application import new_application
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.tray import Tray

PATIENCE = 60.0
"""Seconds until a fact that does not come ends the script."""
SETTLING_MS = 100
"""Milliseconds for layouts to settle before a picture."""
W = TypeVar("W", bound=QWidget)


@dataclass
class Stage:
    """A running program with its window, and the cloud that it talks to."""

    program: app.Program
    cloud: EmbeddedCloud
    window: MainWindow

    def until(self, fact: Callable[[], bool], what: str) -> None:
        """Let the program run until the fact is there; SystemExit with `what` if it does not come."""
        deadline = time.monotonic() + PATIENCE
        loop = QEventLoop()
        heartbeat = QTimer()
        heartbeat.timeout.connect(lambda: loop.quit() if fact() or time.monotonic() > deadline else None)
        heartbeat.start(20)
        if not fact():
            loop.exec()
        if not fact():
            sys.exit(f"waited {PATIENCE:.0f} s in vain for: {what}")

    def sign_in(self) -> None:
        """Press "Sign in" as a person does, and wait until every socket was read."""
        self.until(lambda: self.window.findChild(QAbstractButton, "notice-sign-in") is not None, "the keyring's answer")
        self.click(QAbstractButton, "notice-sign-in")
        self.until(lambda: self.program.store.account.phase is AccountPhase.SIGNED_IN, "the sign-in")
        self.until(self.all_read, "the first reading")

    def all_read(self) -> bool:
        store = self.program.store
        return all(store.truth(ref).phase is Phase.CONFIRMED for ref in store.outlets())

    def outlet(self, name: str) -> OutletRef:
        (place,) = find(self.program.store.plants, name)
        return place.ref

    def tile(self, ref: OutletRef) -> QWidget:
        where = ref.socket
        return self.widget(QWidget, f"outlet/{where.plant}/{where.selector.key}/{where.selector.value}/{ref.index}")

    def widget(self, kind: type[W], name: str, parent: QWidget | None = None) -> W:
        found = (parent or self.window).findChild(kind, name)
        if not isinstance(found, kind):
            sys.exit(f"there is no {name} in the window")
        return found

    def click(self, kind: type[QWidget], name: str) -> None:
        QTest.mouseClick(self.widget(kind, name), Qt.MouseButton.LeftButton)

    def click_tile(self, ref: OutletRef) -> None:
        """A click on the name, as the whole tile is the button."""
        QTest.mouseClick(self.tile(ref), Qt.MouseButton.LeftButton, pos=QPoint(60, 20))

    def relay(self, ref: OutletRef) -> bool:
        """What the relay in the cloud really is."""
        return self.cloud.house.state(ref.socket.plant, ref.socket.selector.value)[ref.index]

    def picture(self, file: Path, widget: QWidget | None = None) -> None:
        """Write a picture of the window, or of another widget, as it is now."""
        file.parent.mkdir(parents=True, exist_ok=True)
        shown = widget or self.window
        QTest.qWaitForWindowExposed(shown)
        QTest.qWait(SETTLING_MS)
        if not shown.grab().save(str(file)):
            sys.exit(f"{file} cannot be written")


def dark_palette() -> QPalette:
    """What a dark desktop gives; offscreen there is no desktop to ask."""
    palette = QPalette(QColor(44, 45, 49), QColor(36, 37, 40))
    palette.setColor(QPalette.ColorRole.Base, QColor(30, 31, 34))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(90, 140, 240))
    palette.setColor(QPalette.ColorRole.Link, QColor(122, 166, 255))
    return palette


def light_palette() -> QPalette:
    """What a light desktop gives."""
    palette = QPalette(QColor(239, 240, 241), QColor(247, 247, 248))
    palette.setColor(QPalette.ColorRole.Base, QColor(255, 255, 255))
    palette.setColor(QPalette.ColorRole.Highlight, QColor(45, 110, 220))
    palette.setColor(QPalette.ColorRole.Link, QColor(35, 90, 190))
    return palette


class KeptKey(app.DemoKey):
    """In place of a keyring, where a picture shall show what a keyring brings."""

    stored = True


def of_a_newcomer(backend: app.Backend) -> app.Backend:
    """The same cloud for somebody who has set nothing up but its addresses."""
    service = replace(backend.settings.service, client_id="")
    return replace(backend, settings=Settings(service), key=KeptKey(""), cloud=None)


def send_a_visitor() -> None:
    """From now on a stand-in for a person with a browser fills the sign-in page in."""
    os.environ["BROWSER"] = f"{sys.executable} -m multisocket_gui.demo.visitor %s &"


@contextlib.contextmanager
def running(
    *, language: str = "en", palette: QPalette | None = None, visit: bool = True, newcomer: bool = False
) -> Iterator[Stage]:
    """The program, started as `--demo` starts it, in folders of its own; ended at the end.

    With `visit`, a stand-in for a person with a browser fills the sign-in page in. For a `newcomer` the embedded
    cloud stands in for the real service, and nothing is set up yet.
    """
    if visit:
        send_a_visitor()
    os.environ["LANGUAGE"] = language
    words.use_language(language)
    with tempfile.TemporaryDirectory(prefix="multisocket-gui-") as folder:
        where = paths.places(folder, demo=True)
        paths.private(where.state)
        log.start(where.log, "info")
        qt_log.to_our_log()
        application = QApplication.instance() or new_application()
        assert isinstance(application, QApplication)
        if palette:
            application.setPalette(palette)
        instance = Instance(paths.instance_address(where), where.state / "instance.lock")
        instance.claim()
        os.environ["XDG_STATE_HOME"] = folder  # where the day's calls are counted
        backend = app.demo_backend(where)
        program = app.Program(where, of_a_newcomer(backend) if newcomer else backend, instance, Tray())
        program.start(minimized=False)
        assert backend.cloud
        assert program.window
        QTest.qWaitForWindowExposed(program.window)
        try:
            yield Stage(program, backend.cloud, program.window)
        finally:
            program.quit()
            backend.cloud.stop()


def folder_from_command_line(description: str, default: str) -> Path:
    """The one option of these scripts: where the pictures go."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=Path(default), metavar="DIR")
    chosen: Path = parser.parse_args().out
    return chosen
