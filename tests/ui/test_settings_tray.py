"""The settings of the tray: favourites are added, carried, removed; what closing the window means is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Store
from multisocket_gui.home.quota import Allowance
from multisocket_gui.settings import Closing
from multisocket_gui.ui.settings_dialog import SettingsDialog

from .house import ATELIER, LAMPE, OFFSCREEN, Asks, ref

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
PERCEUSE = ref("S-9", 0, ATELIER)
CONSOLE = ref("S-2", 1)


@pytest.fixture
def dialog(store: Store, asks: Asks, qtbot: QtBot) -> Iterator[SettingsDialog]:
    for outlet in (PERCEUSE, LAMPE, CONSOLE):
        asks.set_favourite(outlet, True)
    dialog = SettingsDialog(store, asks, demo=False)
    qtbot.addWidget(dialog)
    dialog.show_section("tray")
    dialog.show()
    yield dialog
    dialog.close()


def listed(dialog: SettingsDialog) -> QListWidget:
    found = dialog.findChild(QListWidget, "tray/favourites")
    assert isinstance(found, QListWidget)
    return found


def texts(dialog: SettingsDialog) -> list[str]:
    favourites = listed(dialog)
    return [favourites.item(row).text() for row in range(favourites.count())]


def button(dialog: SettingsDialog, key: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, f"tray/{key}")
    assert isinstance(found, QAbstractButton)
    return found


def test_the_order_is_changed_by_buttons_and_keys(dialog: SettingsDialog, store: Store, qtbot: QtBot) -> None:
    assert texts(dialog) == ["Perceuse, Établi", "Lampe, Bureau d’été", "Console, Salon / TV"]
    listed(dialog).setCurrentRow(0)
    assert not button(dialog, "up").isEnabled()
    button(dialog, "down").click()
    qtbot.waitUntil(lambda: store.settings.favourites == (LAMPE, PERCEUSE, CONSOLE))
    assert listed(dialog).currentRow() == 1
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(listed(dialog), Qt.Key.Key_Down, both)
    qtbot.waitUntil(lambda: store.settings.favourites == (LAMPE, CONSOLE, PERCEUSE))
    assert not button(dialog, "down").isEnabled()


@pytest.mark.parametrize(("start", "before"), [(0, 3), (2, 0), (0, 2), (1, 0)])
def test_a_line_that_was_carried_stands_where_it_was_dropped(
    dialog: SettingsDialog, store: Store, qtbot: QtBot, start: int, before: int
) -> None:
    """What Qt's drag and drop does with the lines of a list."""
    model = listed(dialog).model()
    assert model.moveRow(model.index(-1, 0), start, model.index(-1, 0), before)
    carried = texts(dialog)
    names = {PERCEUSE: "Perceuse, Établi", LAMPE: "Lampe, Bureau d’été", CONSOLE: "Console, Salon / TV"}
    qtbot.waitUntil(lambda: [names[each] for each in store.settings.favourites] == carried)
    assert texts(dialog) == carried


def test_one_is_removed_and_another_added(dialog: SettingsDialog, store: Store, qtbot: QtBot) -> None:
    listed(dialog).setCurrentRow(1)
    qtbot.keyClick(listed(dialog), Qt.Key.Key_Delete)
    assert store.settings.favourites == (PERCEUSE, CONSOLE)
    qtbot.mouseClick(button(dialog, "add"), Qt.MouseButton.LeftButton)
    offered = {action.objectName(): action for menu in dialog.findChildren(QMenu) for action in menu.actions()}
    assert "favourite/S-9/0" not in offered
    offered["favourite/S-1/1"].trigger()
    assert texts(dialog) == ["Perceuse, Établi", "Console, Salon / TV", "Imprimante, Bureau d’été"]


def test_without_favourites_it_says_so(dialog: SettingsDialog, asks: Asks) -> None:
    for outlet in (PERCEUSE, LAMPE, CONSOLE):
        asks.set_favourite(outlet, False)
    assert not listed(dialog).isVisible()
    assert not button(dialog, "remove").isEnabled()


def test_what_closing_means_can_be_changed(dialog: SettingsDialog, store: Store, qtbot: QtBot) -> None:
    choice = dialog.findChild(QComboBox, "tray/closing")
    assert isinstance(choice, QComboBox)
    assert choice.currentText() == "Ask"
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert store.settings.desktop.closing is Closing.HIDE
    store.put_settings(replace(store.settings, desktop=replace(store.settings.desktop, closing=Closing.QUIT)))
    assert choice.currentText() == "Quit"


def test_what_is_kept_in_another_section_takes_nothing_back(dialog: SettingsDialog, store: Store, asks: Asks) -> None:
    asks.set_favourite(LAMPE, False)
    dialog._on_quota(Allowance(limit=900))
    assert store.settings.quota.limit == 900
    assert store.settings.favourites == (PERCEUSE, CONSOLE)
