"""Closing the window: what it means is asked once, in a line, and never hides the window into nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Store
from multisocket_gui.settings import Closing, Desktop
from multisocket_gui.ui.closing_line import Close, close_means, tray_hint
from multisocket_gui.ui.main_window import MainWindow

from .house import OFFSCREEN, Asks

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
NewWindow = Callable[..., MainWindow]


@pytest.fixture
def shown(store: Store, asks: Asks, new_window: NewWindow, qtbot: QtBot) -> Callable[[bool, Closing], MainWindow]:
    def show(tray: bool, closing: Closing) -> MainWindow:
        store.put_settings(replace(store.settings, desktop=Desktop(closing)))
        window = new_window(store, asks, tray=tray)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return show


Shown = Callable[[bool, Closing], MainWindow]


def button(window: MainWindow, name: str) -> QAbstractButton:
    found = window.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton)
    return found


def words(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def quits(window: MainWindow) -> list[bool]:
    heard: list[bool] = []
    window.quit_asked.connect(lambda: heard.append(True))
    return heard


@pytest.mark.parametrize("closing", Closing)
@pytest.mark.parametrize("tray", [True, False])
def test_only_a_tray_may_hide_a_window(closing: Closing, tray: bool) -> None:
    meant = close_means(closing, tray=tray)
    assert meant is not Close.HIDE or (tray and closing is Closing.HIDE)
    assert (meant is Close.ASK) is (closing is Closing.ASK)
    assert (meant is Close.QUIT) is (closing is Closing.QUIT)


def test_with_a_tray_it_asks_once_and_then_hides(shown: Shown, store: Store, qtbot: QtBot) -> None:
    window = shown(True, Closing.ASK)
    leaves = quits(window)
    window.close()
    assert window.isVisible()
    assert words(window, "closing-words") == "Go on in the tray when the window is closed?"
    keep = button(window, "closing-keep")
    assert keep.hasFocus()
    assert keep.text() == "Keep running in the tray"
    qtbot.keyClick(keep, Qt.Key.Key_Return)
    assert not window.isVisible()
    assert store.settings.desktop.closing is Closing.HIDE
    window.show()
    window.close()
    assert not window.isVisible()
    assert leaves == []


def test_without_a_tray_it_offers_an_icon_in_its_place(shown: Shown, store: Store, qtbot: QtBot) -> None:
    window = shown(False, Closing.ASK)
    window.close()
    assert words(window, "closing-words") == "Go on as a minimized window when it is closed?"
    assert "tray" in words(window, "closing-hint")
    qtbot.mouseClick(button(window, "closing-keep"), Qt.MouseButton.LeftButton)
    assert window.isMinimized()
    assert not window.isHidden()
    assert store.settings.desktop.closing is Closing.HIDE


@pytest.mark.parametrize("tray", [True, False])
def test_quit_is_kept_too(shown: Shown, store: Store, qtbot: QtBot, tray: bool) -> None:
    window = shown(tray, Closing.ASK)
    leaves = quits(window)
    window.close()
    qtbot.mouseClick(button(window, "closing-quit"), Qt.MouseButton.LeftButton)
    assert leaves == [True]
    assert store.settings.desktop.closing is Closing.QUIT
    window.close()
    assert leaves == [True, True]


def test_what_was_kept_for_a_tray_never_hides_without_one(shown: Shown) -> None:
    window = shown(False, Closing.HIDE)
    window.close()
    assert window.isMinimized()
    assert not window.isHidden()


def test_escape_keeps_the_window_and_the_question(shown: Shown, store: Store, qtbot: QtBot) -> None:
    window = shown(True, Closing.ASK)
    window.close()
    qtbot.keyClick(button(window, "closing-keep"), Qt.Key.Key_Escape)
    line = window.findChild(QWidget, "closing")
    assert isinstance(line, QWidget)
    assert line.isHidden()
    assert window.isVisible()
    assert store.settings.desktop.closing is Closing.ASK


def test_a_program_that_quits_is_asked_nothing(shown: Shown) -> None:
    window = shown(True, Closing.ASK)
    leaves = quits(window)
    window.let_go()
    window.close()
    assert not window.isVisible()
    assert leaves == []


@pytest.mark.parametrize(
    ("desktop", "told"),
    [("ubuntu:GNOME", True), ("GNOME", True), ("KDE", False), ("GNOME-Flashback", False), ("", False)],
)
def test_gnome_is_told_which_extension(desktop: str, told: bool) -> None:
    assert ("AppIndicator" in tray_hint({"XDG_CURRENT_DESKTOP": desktop})) is told
