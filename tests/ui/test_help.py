"""F1: the keys and the marks, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from multisocket_gui.home.truth import Phase
from multisocket_gui.ui import shortcuts
from multisocket_gui.ui.help_panel import HelpPanel, marks
from multisocket_gui.ui.main_window import MainWindow

from .house import OFFSCREEN

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)


def listed() -> set[str]:
    return {QKeySequence(keys).toString() for each in shortcuts.listed() for keys in each.keys}


def help_of(window: MainWindow) -> HelpPanel | None:
    panel = window._side.panel
    return panel if isinstance(panel, HelpPanel) else None


def test_every_key_of_the_window_is_in_the_help(window: MainWindow) -> None:
    listening = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    assert {QKeySequence(keys).toString() for keys in (shortcuts.PALETTE, shortcuts.HELP)} < listening
    assert listening - listed() == set()


def test_every_key_that_has_a_name_is_in_the_help() -> None:
    named = [value for name, value in vars(shortcuts).items() if name.isupper() and not name.startswith("_")]
    keys = {keys for value in named for keys in ([value] if isinstance(value, str) else value)}
    assert {QKeySequence(each).toString() for each in keys} - listed() == set()


def test_every_phase_has_its_mark_in_the_help() -> None:
    assert {truth.phase for truth, _ in marks()} == set(Phase)


def test_f1_opens_it_and_escape_goes_back_to_where_one_was(window: MainWindow) -> None:
    find = window.findChild(QWidget, "find")
    find.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F1)
    panel = help_of(window)
    assert panel
    assert panel.hasFocus()
    assert "Ctrl+K: Switch anything by typing its name." in panel.accessibleDescription()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert help_of(window) is None
    assert find.hasFocus()


def test_it_scrolls_by_keys(window: MainWindow) -> None:
    window.resize(400, 400)
    window.open_help()
    panel = help_of(window)
    assert panel
    bar = panel._scroll.verticalScrollBar()
    QTest.keyClick(panel, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    for _ in range(20):
        QTest.keyClick(panel, Qt.Key.Key_Up)
    assert bar.value() == 0
