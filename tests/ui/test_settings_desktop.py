"""The settings' desktop section: what is registered at login, what closing means, notifications."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from multisocket_gui.desktop.login_item import Command, Standing
from multisocket_gui.desktop.login_linux import AutostartFile
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.ui.text_line import TextLine

from .house import Asks


@pytest.fixture
def item(tmp_path: Path) -> AutostartFile:
    return AutostartFile(tmp_path / "autostart" / "me.desktop", Command(("/opt/me",)))


@pytest.fixture
def dialog(store: Store, asks: Asks, item: AutostartFile, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(store, asks, demo=False, login=item)
    qtbot.addWidget(dialog)
    dialog.show_section("desktop")
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_start_at_login_is_what_is_registered(dialog: SettingsDialog, item: AutostartFile) -> None:
    box = dialog.findChild(QCheckBox, "desktop/login")
    assert not box.isChecked()
    box.click()
    assert item.state().standing is Standing.ON
    box.click()
    assert item.state().standing is Standing.OFF


def test_another_command_is_told_and_can_be_pointed_here(dialog: SettingsDialog, item: AutostartFile) -> None:
    AutostartFile(item.file, Command(("/old/me",))).enable()
    dialog.hide()
    dialog.show()
    assert dialog.findChild(TextLine, "desktop/login/command").text() == "/old/me"
    dialog.findChild(QPushButton, "desktop/login/here").click()
    assert item.state().standing is Standing.ON
    assert dialog.findChild(QCheckBox, "desktop/login").isChecked()


def test_a_refusal_is_told_in_place(dialog: SettingsDialog, item: AutostartFile) -> None:
    item.file.parent.write_text("", encoding="utf-8")
    dialog.findChild(QCheckBox, "desktop/login").click()
    assert not dialog.findChild(QCheckBox, "desktop/login").isChecked()
    assert "could not be changed" in dialog.findChild(TextLine, "desktop/login/trouble").text()


def test_whether_anything_is_told_is_kept(dialog: SettingsDialog, store: Store) -> None:
    dialog.findChild(QCheckBox, "desktop/notify").click()
    assert not store.settings.desktop.notify
