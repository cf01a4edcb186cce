"""The steps on the screen, for somebody who has set nothing up yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.settings_dialog.key_field import VARIABLE
from ui.house import Asks, new_store

from .person import (
    Connecting,
    NewDialog,
)


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def store(qapp: QApplication) -> Store:
    """Of somebody who has set nothing up yet."""
    store = new_store((), client_id="")
    store.put_key(known=False, stored=False)
    store.put_account(Account())
    return store


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "connect.json"


@pytest.fixture
def new_dialog(store: Store, asks: Asks, state_file: Path, qtbot: QtBot) -> NewDialog:
    def make(*, demo: bool = False) -> Connecting:
        dialog = Connecting(store, asks, state_file=state_file, demo=demo)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


@pytest.fixture
def dialog(new_dialog: NewDialog) -> Connecting:
    return new_dialog()
