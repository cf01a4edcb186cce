"""A store with a home, a controller that writes down, a window that is closed in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.history import History
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.main_window import MainWindow

from .house import Asks, new_store


@pytest.fixture
def store(qapp: QApplication) -> Store:
    return new_store()


@pytest.fixture
def asks(store: Store) -> Asks:
    return Asks(store)


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window.ini"


NewWindow = Callable[..., MainWindow]


@pytest.fixture
def new_window(qtbot: QtBot, state_file: Path) -> NewWindow:
    def make(store: Store, asks: Asks, *, tray: bool = False, mode: str = "") -> MainWindow:
        history = History(store, state_file.parent / "history.jsonl", store)
        window = MainWindow(store, asks, history, mode=mode, state_file=state_file, may_hide=lambda: tray)
        qtbot.addWidget(window)
        return window

    return make


@pytest.fixture
def window(store: Store, asks: Asks, new_window: NewWindow, qtbot: QtBot) -> MainWindow:
    window = new_window(store, asks, mode="Demo home: nothing real is switched")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)  # keys go to the window in front
    return window


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[Callable[[QPalette | None, float], None]]:
    """Give the whole program another palette and a font so many times as large; undone afterwards."""
    before = (QPalette(qapp.palette()), QFont(qapp.font()))

    def change(palette: QPalette | None, font_scale: float = 1.0) -> None:
        if palette is not None:
            qapp.setPalette(palette)
        font = QFont(before[1])
        font.setPointSizeF(before[1].pointSizeF() * font_scale)
        qapp.setFont(font)

    yield change
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
