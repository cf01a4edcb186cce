"""Who takes out what refers to itself."""

from __future__ import annotations

import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.garbage import Garbage


class Loop:
    """Refers to itself, and tells on which thread it ended."""

    ended_on: list[int]

    def __init__(self, ended_on: list[int]) -> None:
        self.me = self
        self.ended_on = ended_on

    def __del__(self) -> None:
        self.ended_on.append(threading.get_ident())


def test_garbage_of_every_thread_is_taken_out_by_the_gui_thread(qtbot: QtBot) -> None:
    parent = QObject()
    Garbage(parent)
    ended_on: list[int] = []
    first = weakref.ref(Loop(ended_on))

    def litter() -> None:
        for _ in range(5_000):
            Loop(ended_on)

    thread = threading.Thread(target=litter)
    thread.start()
    thread.join()
    assert not ended_on
    qtbot.waitUntil(lambda: first() is None and len(ended_on) > 5_000)
    assert set(ended_on) == {threading.get_ident()}
    parent.deleteLater()
