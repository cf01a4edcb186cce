"""The panel of group actions: what it says, what it offers, where the keyboard is."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Group, OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage, outcome, outlets_of, preview, uniform
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Settings
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.ui.together_panel import TogetherPanel

from .conftest import NewWindow
from .house import ATELIER, LAMPE, MAISON, Asks, put, ref, seen

WHOLE = Scope(MAISON)
SALON = Selector(SelectorKey.NAME, "Salon")
OUTLETS = [ref("S-1", n) for n in range(4)] + [ref("S-2", n) for n in range(3)] + [ref("W-1", 0)]


def _panel(window: MainWindow) -> TogetherPanel:
    panel = window.findChild(TogetherPanel, "together")
    assert panel is not None
    return panel


def _button(window: MainWindow, name: str) -> QPushButton:
    button = window.findChild(QPushButton, name)
    assert button is not None
    return button


def _said(window: MainWindow) -> list[str]:
    """Every line that can be seen, the sentence first."""
    panel = _panel(window)
    return [line.text() for line in panel.findChildren(TextLine) if line.isVisible()]


def _offered(window: MainWindow) -> list[str]:
    return [button.text() for button in _panel(window).findChildren(QPushButton) if button.isVisible()]


def _preview(store: Store, on: bool, scope: Scope = WHOLE) -> Preview:
    outlets = outlets_of(scope, store.plants, store.members(scope.plant))
    shown = preview(scope, on, uniform(outlets, on), store.truth, time.time())
    store.put_together(GroupAction(Stage.PREVIEW, scope, on, shown))
    return shown


def _some_on(store: Store) -> None:
    for each in OUTLETS:
        seen(store, each, each in (LAMPE, ref("S-1", 2), ref("W-1", 0)))


@pytest.mark.parametrize("on", [True, False])
def test_the_buttons_ask_for_a_preview_of_the_plant_in_front(window: MainWindow, asks: Asks, on: bool) -> None:
    _button(window, "preview-on" if on else "preview-off").click()
    assert asks.heard == [("preview", WHOLE, on)]


def test_a_plant_with_groups_offers_each_of_them(window: MainWindow, store: Store, asks: Asks) -> None:
    maison, atelier = store.plants
    store.put_settings(Settings(plants=(replace(maison, groups=(Group(SALON, "Le salon & co"),)), atelier)))
    menu = _button(window, "preview-off").menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["All of Maison && jardin", "Le salon && co"]
    for action in menu.actions():
        action.trigger()
    assert asks.heard == [("preview", WHOLE, False), ("preview", Scope(MAISON, SALON), False)]
    store.put_settings(Settings(plants=(maison, atelier)))
    assert _button(window, "preview-off").menu() is None


def test_signed_out_nothing_is_offered(window: MainWindow, store: Store) -> None:
    store.put_account(Account())
    assert not _button(window, "preview-off").isEnabled()


def test_a_preview_names_what_changes_what_is_sent_too_and_what_is_so_already(window: MainWindow, store: Store) -> None:
    _some_on(store)
    put(store, ref("S-2", 1), Phase.SENDING, on=True)
    _preview(store, on=False)
    assert _said(window) == [
        "Turn off 3 outlets of 2 sockets in Maison & jardin?",
        "Bureau d’été: Lampe, Écran",
        "Entrée: Guirlande",
        "Not known for sure, sent too: Salon / TV: Console",
        "Already off: Bureau d’été: Imprimante, Ventilateur; Salon / TV: Télé, Son",
    ]
    assert _offered(window) == ["Turn 3 off", "Cancel"]


def test_where_nothing_is_known_it_does_not_claim_a_change(window: MainWindow, store: Store) -> None:
    _preview(store, on=True)
    assert _said(window)[0] == "Nothing in Maison & jardin is known to be off. Send “on” to 8 outlets to be sure?"
    assert _offered(window) == ["Send “on”", "Cancel"]


def test_where_all_is_so_already_there_is_nothing_to_do(window: MainWindow, store: Store) -> None:
    for each in OUTLETS:
        seen(store, each, False)
    _preview(store, on=False)
    assert _said(window) == ["Everything in Maison & jardin is off already."]
    assert _offered(window) == ["Close"]


def test_a_group_that_was_never_read_says_so(window: MainWindow, store: Store) -> None:
    maison, atelier = store.plants
    store.put_settings(Settings(plants=(replace(maison, groups=(Group(SALON, "Salon"),)), atelier)))
    _preview(store, on=False, scope=Scope(MAISON, SALON))
    assert _said(window)[0].startswith("Which sockets belong to Salon (Maison & jardin) is not known")
    held = SocketRef(MAISON, ref("S-2", 0).socket.selector)
    store.put_members(MAISON, SALON, frozenset((held,)), asked=(held,))
    _preview(store, on=False, scope=Scope(MAISON, SALON))
    assert "Send “off” to 3 outlets" in _said(window)[0]


def test_the_keyboard_goes_to_the_button_and_back(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    _some_on(store)
    button = _button(window, "preview-off")
    button.setFocus()
    button.click()
    _preview(store, on=False)
    go = _button(window, "together-go")
    assert QApplication.focusWidget() is go
    assert "Bureau d’été: Lampe, Écran" in go.accessibleDescription()
    asks.heard.clear()
    qtbot.keyClick(go, Qt.Key.Key_Return)
    qtbot.keyClick(go, Qt.Key.Key_Escape)
    assert asks.heard == [("go",), ("dismiss",)]
    store.put_together(None)
    assert QApplication.focusWidget() is button
    assert not _panel(window).isVisible()


def test_escape_cancels_from_anywhere_in_the_window(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    tile = window.findChild(QPushButton, f"outlet/{MAISON}/id/S-1/0")
    assert tile is not None
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Escape)
    assert asks.heard == []
    _some_on(store)
    _preview(store, on=False)
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Escape)
    assert asks.heard == [("dismiss",)]


def test_another_tab_cancels_the_preview(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    _preview(store, on=False)
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert asks.heard == [("dismiss",)]
    asks.heard.clear()
    _button(window, "preview-off").click()
    assert asks.heard == [("preview", Scope(ATELIER), False)]


def _running(store: Store, *, done: int, waiting: int) -> None:
    came = outcome(dict.fromkeys(OUTLETS, False), store.truth)
    store.put_together(GroupAction(Stage.RUNNING, WHOLE, False, outcome=came, sockets=3, done=done, waiting=waiting))


def test_while_it_runs_it_tells_how_far_it_is(window: MainWindow, store: Store, asks: Asks) -> None:
    for each in OUTLETS:
        put(store, each, Phase.SENDING, on=False)
    _running(store, done=1, waiting=1)
    assert _said(window) == ["Turning off in Maison & jardin: 1 of 3 sockets done."]
    assert not _button(window, "preview-off").isEnabled()
    _button(window, "together-stop").click()
    assert asks.heard == [("stop",)]
    _running(store, done=2, waiting=0)
    assert _offered(window) == ["Close"]
    assert _button(window, "preview-off").isEnabled()


def _ended(store: Store, outlets: list[OutletRef], *, on: bool | None = False, unsent: SocketRef | None = None) -> None:
    came = outcome(dict.fromkeys(outlets, bool(on)), store.truth)
    scope = None if on is None else WHOLE
    given_up = (unsent,) if unsent else ()
    store.put_together(GroupAction(Stage.ENDED, scope, on, outcome=came, unsent=given_up))


def test_at_the_end_it_tells_what_is_confirmed_and_what_was_sent(window: MainWindow, store: Store) -> None:
    seen(store, LAMPE, False)
    put(store, ref("S-1", 1), Phase.SENT, on=False)
    _ended(store, [LAMPE, ref("S-1", 1)])
    assert _said(window) == ["Maison & jardin: 1 outlet is off, “off” was sent to 1 outlet."]
    assert _offered(window) == ["Close"]
    seen(store, ref("S-1", 1), False)
    _ended(store, [LAMPE, ref("S-1", 1)])
    assert _said(window) == ["Maison & jardin: 2 outlets are off."]
    _ended(store, [LAMPE], on=None)
    assert _said(window) == ["1 outlet is as it was before."]


def test_what_was_not_switched_is_named_with_why_and_can_be_tried_again(
    window: MainWindow, store: Store, asks: Asks
) -> None:
    radio, tele, son = ref("S-1", 3), ref("S-2", 0), ref("S-2", 2)
    put(store, radio, Phase.FAILED, on=False)
    put(store, tele, Phase.DISPUTED, on=False)
    seen(store, son, True)
    disputed = [f"{name} (the cloud says: on)" for name in ("Télé", "Son")]
    _ended(store, [radio, tele, son], unsent=ref("W-1", 0).socket)
    assert _said(window) == [
        "Maison & jardin: nothing was switched.",
        f"Not switched: Ventilateur (the service cannot be reached), {', '.join(disputed)}",
        "Stopped: nothing was sent to Entrée.",
    ]
    assert _offered(window) == ["Retry these", "Close"]
    _button(window, "together-retry").click()
    _button(window, "together-close").click()
    assert asks.heard == [("retry",), ("dismiss",)]


@pytest.mark.parametrize("width", [980, 360])
def test_nothing_is_cut_and_much_can_be_scrolled(
    store: Store, asks: Asks, new_window: NewWindow, qtbot: QtBot, width: int
) -> None:
    window = new_window(store, asks)
    window.resize(width, 700)
    window.show()
    for each in OUTLETS:
        seen(store, each, ref("S-1", 0).socket == each.socket)
    _preview(store, on=False)
    _preview(store, on=True)
    details = _panel(window).findChild(QWidget, "together-details")
    assert isinstance(details, QScrollArea)
    lines = [line for line in _panel(window).findChildren(TextLine) if line.isVisible()]
    qtbot.waitUntil(lambda: all(line.height() >= line.fitted().height - 1 for line in lines))
    assert not any(line.fitted().cut for line in lines)
    body = details.widget()
    assert body is not None
    qtbot.waitUntil(lambda: details.height() == details.heightForWidth(details.width()))
    scrolls = details.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert scrolls is (body.height() > details.viewport().height())
    assert scrolls or max(line.mapTo(body, line.rect().bottomLeft()).y() for line in lines[1:]) < body.height()
