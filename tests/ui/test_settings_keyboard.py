"""The settings' keyboard section: what works here is told as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QKeySequenceEdit, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from multisocket_gui.desktop.shortcut import GlobalShortcut, State, WhyNot
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.ui.text_line import TextLine

from .house import OFFSCREEN, Asks

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
COMMAND = "multisocket-gui --config-dir '/home/u/my home' palette"


class Desktop(GlobalShortcut):
    """A desktop that answers as the test says."""

    looked = 0

    def look(self) -> None:
        self.looked += 1

    def say(self, state: State, *, trigger: str = "", why_not: WhyNot | None = None) -> None:
        self.state, self.trigger, self.why_not = state, trigger, why_not
        self.changed.emit()


@pytest.fixture
def desktop(qtbot: QtBot) -> Desktop:
    return Desktop()


@pytest.fixture
def dialog(store: Store, asks: Asks, desktop: Desktop, qtbot: QtBot) -> SettingsDialog:
    desktop.state = State.UNKNOWN
    dialog = SettingsDialog(store, asks, demo=True, shortcut=desktop, palette_command=COMMAND)  # type: ignore[arg-type]  # what it asks, it notes
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_section("keyboard")
    return dialog


def state(dialog: SettingsDialog) -> str:
    return dialog.findChild(TextLine, "keyboard/state").text()


def anywhere(dialog: SettingsDialog) -> QCheckBox:
    return dialog.findChild(QCheckBox, "keyboard/anywhere")


def keys(dialog: SettingsDialog) -> QKeySequenceEdit:
    return dialog.findChild(QKeySequenceEdit, "keyboard/keys")


def test_the_desktop_is_asked_when_somebody_looks(store: Store, asks: Asks, desktop: Desktop, qtbot: QtBot) -> None:
    dialog = SettingsDialog(store, asks, demo=True, shortcut=desktop)  # type: ignore[arg-type]  # what it asks, it notes
    qtbot.addWidget(dialog)
    dialog.show()
    assert desktop.looked == 0
    dialog.show_section("keyboard")
    assert desktop.looked == 1


def test_what_is_not_offered_is_not_shown_but_the_command_is(dialog: SettingsDialog, desktop: Desktop) -> None:
    assert state(dialog) == "The desktop is being asked whether it offers a key."
    desktop.say(State.UNAVAILABLE, why_not=WhyNot.NO_PORTAL)
    assert state(dialog).startswith("This desktop gives programs no key of their own.")
    assert anywhere(dialog).isHidden()
    assert keys(dialog).isHidden()
    assert dialog.findChild(QLineEdit, "keyboard/command").text() == COMMAND
    dialog.findChild(QPushButton, "keyboard/command/copy").click()
    assert QGuiApplication.clipboard().text() == COMMAND


def test_it_is_off_until_somebody_turns_it_on(dialog: SettingsDialog, store: Store, desktop: Desktop) -> None:
    desktop.say(State.OFF)
    assert not anywhere(dialog).isChecked()
    assert not keys(dialog).isEnabled()
    anywhere(dialog).click()
    assert store.settings.desktop.shortcut == "Ctrl+Alt+K"
    desktop.say(State.ON, trigger="Ctrl+Alt+K")
    assert state(dialog) == "Works: Ctrl+Alt+K. The desktop keeps it."
    anywhere(dialog).click()
    assert store.settings.desktop.shortcut == ""


def test_other_keys_are_taken_and_a_letter_alone_is_not(dialog: SettingsDialog, store: Store, desktop: Desktop) -> None:
    desktop.say(State.OFF)
    anywhere(dialog).click()
    keys(dialog).setKeySequence(QKeySequence("Meta+L"))
    keys(dialog).editingFinished.emit()
    assert store.settings.desktop.shortcut == "Meta+L"
    keys(dialog).setKeySequence(QKeySequence("L"))
    keys(dialog).editingFinished.emit()
    assert store.settings.desktop.shortcut == "Meta+L"
    assert keys(dialog).keySequence() == QKeySequence("Meta+L")


def test_the_keys_are_no_trap_for_the_keyboard(dialog: SettingsDialog, desktop: Desktop) -> None:
    desktop.say(State.OFF)
    anywhere(dialog).click()
    keys(dialog).setFocus()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert not keys(dialog).isAncestorOf(dialog.focusWidget())


def test_what_is_changed_elsewhere_is_shown(dialog: SettingsDialog, store: Store, desktop: Desktop) -> None:
    desktop.say(State.OFF)
    settings = store.settings
    store.put_settings(replace(settings, desktop=replace(settings.desktop, shortcut="Ctrl+Alt+L")))
    assert anywhere(dialog).isChecked()
    assert keys(dialog).keySequence() == QKeySequence("Ctrl+Alt+L")
