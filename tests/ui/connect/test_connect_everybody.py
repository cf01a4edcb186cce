"""The steps by the keyboard alone, for screen readers, in large letters and in every theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.controller import Probed
from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.connect.paste_box import PasteBox
from multisocket_gui.ui.connect.step import TO_DO, Step
from multisocket_gui.ui.text_line import TextLine
from ui.house import CLIENT_ID, DARK, LIGHT, MAISON, Asks, running_timers

from .person import (
    KEY,
    S_1,
    SIGNED_IN,
    Connecting,
    Plug,
    set_client,
)

# For everybody


def test_by_the_keyboard_alone(dialog: Connecting, store: Store, asks: Asks, qtbot: QtBot) -> None:
    def typed(text: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClicks(widget, text)
        qtbot.keyClick(widget, Qt.Key.Key_Return)

    typed("")
    typed(KEY)
    store.put_key(known=True, stored=True)
    typed("")
    typed(CLIENT_ID)
    assert dialog.step is Step.SIGN_IN
    typed("")
    assert asks.heard[-1] == ("sign_in",)
    store.put_account(SIGNED_IN)
    typed("")
    typed(MAISON)
    typed("S-1")
    asks.probed.emit(Probed(MAISON, S_1, (Plug("S-1", "Desk strip", (True,)),)))
    typed("")
    assert dialog.step is Step.DONE
    typed("")
    assert not dialog.isVisible()


def test_everything_has_a_name_for_screen_readers(dialog: Connecting, store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://login.example.org/x"))
    for step in Step:
        dialog.go(step)
        for kind in (QAbstractButton, QLineEdit, PasteBox):
            for widget in dialog.findChildren(kind):
                if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                    told = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                    assert told, f"{step}: {widget.objectName()}"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [360, 860])
def test_no_words_are_cut(
    dialog: Connecting, store: Store, looks: Callable[..., None], scale: float, width: int, qtbot: QtBot
) -> None:
    looks(None, scale)
    set_client(store)
    dialog.resize(width, 620)
    for step in Step:
        dialog.go(step) if width > 700 and scale < 2 else dialog._turn_to(step)
        qtbot.waitUntil(lambda: _laid_out(dialog))
        cut = [line.text() for line in dialog.findChildren(TextLine) if line.isVisible() and line.fitted().cut]
        assert cut == []


def _laid_out(dialog: QWidget) -> bool:
    lines = [line for line in dialog.findChildren(TextLine) if line.isVisible()]
    return all(line.height() >= round(line.fitted().height) for line in lines)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_it_paints_in_every_theme(dialog: Connecting, looks: Callable[..., None], palette: object) -> None:
    looks(palette)
    for step in TO_DO:
        dialog.go(step)
        assert not dialog.grab().isNull()


def test_it_wakes_nobody_up(dialog: Connecting, qtbot: QtBot) -> None:
    dialog.go(Step.NEEDS)
    dialog.press("connect/back") if dialog.step is not Step.NEEDS else None
    dialog.button("connect/next").setFocus()  # a cursor that blinks is a timer
    qtbot.waitUntil(lambda: running_timers(dialog) == [])
