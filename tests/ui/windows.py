"""Every window of the program in the states that have most in them, for whoever looks at all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QMenu, QTreeWidget, QTreeWidgetItemIterator, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.desktop.shortcut import GlobalShortcut, State
from multisocket_gui.engine.facts import Account, AccountPhase, Question, Undo
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase
from multisocket_gui.home.undo import Action
from multisocket_gui.settings.transfer import exported
from multisocket_gui.ui.connect import ConnectDialog
from multisocket_gui.ui.connect.step import Step
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.palette import Palette
from multisocket_gui.ui.panel_door import PanelDoor
from multisocket_gui.ui.settings_dialog import SettingsDialog

from .house import LAMPE, Asks, put, ref, seen

Seen = tuple[str, QWidget]
"""What state a window is in, and the window."""


def fill(store: Store, asks: Asks) -> None:
    """An outlet in each phase, a favourite, a question, an action that can be taken back."""
    seen(store, LAMPE, True)
    put(store, ref("S-1", 1), Phase.FAILED, on=True)
    put(store, ref("S-1", 2), Phase.DISPUTED, on=True)
    put(store, ref("S-2", 0), Phase.SENT, on=True)
    asks.set_favourite(LAMPE, True)
    locked = ref("S-1", 3)
    known = store.settings.outlet(locked)
    assert known
    store.put_settings(store.settings.with_outlet(locked, replace(known, guard=Guard.LOCKED, guard_words="The server")))
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, time.time())))


def main_windows(window: MainWindow, store: Store) -> Iterator[Seen]:
    """The window plain, with each panel, with a question, and with each line about the account."""
    yield "the page", window
    for name, open_panel in (
        ("the history", window.open_history),
        ("the timers", window.open_timers),
        ("the help", window.open_help),
    ):
        open_panel()
        yield name, window
    window._side.open_timers(LAMPE)
    yield "the form of a timer", window
    window._side.close_panel()
    store.put_question(Question(LAMPE, "Freezer!"))
    yield "a question", window
    store.put_question(None)
    for account in (
        Account(),
        Account(AccountPhase.SIGNING_IN, link="https://login.example.com"),
        Account(problem=Problem(Kind.SIGN_IN_REFUSED)),
    ):
        store.put_account(account)
        yield f"somebody who is {account.phase}", window


def menus(window: MainWindow) -> Iterator[tuple[str, QMenu]]:
    """Every menu of the window, with those inside."""
    for tile in window.findChildren(OutletButton):
        yield f"the menu of {tile.outlet_name}", tile.menu_of_asks()
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
        yield f"the menu {menu.objectName() or menu.title()}", menu


def settings(store: Store, asks: Any, qtbot: QtBot) -> Iterator[Seen]:
    """Each section, with the forms of a plant and of a socket."""
    shortcut = GlobalShortcut()
    shortcut.state = State.OFF
    dialog = SettingsDialog(store, asks, demo=False, shortcut=shortcut, palette_command="multisocket-gui palette")
    qtbot.addWidget(dialog)
    dialog.resize(1000, 900)
    dialog.show()
    tree = dialog.findChild(QTreeWidget, "sections")
    assert tree
    lines = QTreeWidgetItemIterator(tree)
    while item := lines.value():
        tree.setCurrentItem(item)
        yield f"the settings of {item.text(0)}", dialog
        lines += 1
    dialog.show_section("transfer")
    with TemporaryDirectory() as folder:
        file = Path(folder, "set-up.json")
        file.write_bytes(exported(replace(store.settings, favourites=()), with_service=True))
        dialog._transfer._look_at(file)
    dialog.findChild(QWidget, "transfer/replace").click()
    yield "the settings while an import is weighed", dialog


def steps(store: Store, asks: Any, state_file: Path, qtbot: QtBot) -> Iterator[Seen]:
    """Each step that connects a home."""
    dialog: QDialog = ConnectDialog(store, asks, state_file=state_file, demo=False)
    qtbot.addWidget(dialog)
    dialog.resize(900, 800)
    dialog.show()
    for step in Step:
        dialog._turn_to(step)
        yield f"the step {step}", dialog


def palette(store: Store, asks: Any, recent_file: Path, qtbot: QtBot) -> Iterator[Seen]:
    """The palette with results, and with a question."""
    asks.strips = SimpleNamespace(busy=lambda _socket: False)
    shown = Palette(store, asks, recent_file)
    qtbot.addWidget(shown)
    shown.open_over(None)
    yield "the palette", shown
    shown._answer.ask("Freezer! Turn it off?")
    yield "the palette's question", shown


def panel(store: Store, asks: Any, keep: Callable[[PanelDoor], None]) -> Iterator[Seen]:
    """The tray's panel."""
    door = PanelDoor(store, asks, asks, icon=lambda: QRect(700, 780, 24, 20), last_plant=lambda: "")
    keep(door)
    door.open()
    assert door.panel
    yield "the tray's panel", door.panel
