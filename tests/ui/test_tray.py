"""The tray's menu: what it says of each outlet and what a click on it asks. (A real tray is the end-to-end tests'.)"""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Account, Store
from multisocket_gui.home.model import OutletRef, Plant
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Settings
from multisocket_gui.ui.icons import icon
from multisocket_gui.ui.outlet_menu import OutletMenu
from multisocket_gui.ui.tray import Tray
from multisocket_gui.ui.tray_menu import TrayMenu

from .house import ATELIER, LAMPE, Asks, doubt, new_store, plants, put, ref, seen


@pytest.fixture
def menu(store: Store, asks: Asks, qtbot: QtBot) -> TrayMenu:
    menu = TrayMenu(store, asks)
    qtbot.addWidget(menu)
    menu.switch_asked.connect(asks.switch)
    return menu


def _item(menu: TrayMenu, outlet: OutletRef) -> QAction:
    menu.aboutToShow.emit()
    item = menu.item(outlet)
    assert item is not None
    return item


def _texts(menu: TrayMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_plants_are_submenus_with_every_outlet(menu: TrayMenu) -> None:
    assert _texts(menu) == ["Maison && jardin", "Atelier", "Show &window", "&Quit"]
    maison = menu.actions()[0].menu()
    assert [action.text() for action in maison.actions()] == [
        f"{name} — Not known yet"
        for name in ("Lampe", "Imprimante", "Écran", "Ventilateur", "Télé", "Console", "Son", "Guirlande")
    ]


def test_opening_the_menu_is_looking_at_every_plant(menu: TrayMenu, asks: Asks) -> None:
    assert asks.looked == 0
    menu.aboutToShow.emit()
    assert asks.looked == 1


def test_one_plant_needs_no_submenu(qtbot: QtBot) -> None:
    store = new_store(plants()[1:])
    menu = TrayMenu(store, Asks(store))
    qtbot.addWidget(menu)
    assert _texts(menu)[:2] == ["Perceuse — Not known yet", "Lampe — Not known yet"]


def test_equal_names_are_told_apart(qtbot: QtBot) -> None:
    one = plants()[0]
    home = Plant(one.id, one.name, (*one.sockets, plants()[1].sockets[0]))
    store = new_store((home,))
    menu = TrayMenu(store, Asks(store))
    qtbot.addWidget(menu)
    assert "Lampe, Bureau d’été — Not known yet" in _texts(menu)
    assert "Lampe, Établi — Not known yet" in _texts(menu)


CHECKS = [
    (Phase.CONFIRMED, True, True, "On · "),
    (Phase.CONFIRMED, False, False, "Off · "),
    (Phase.SENT, True, True, "On, sent"),
    (Phase.SENT, False, False, "Off, sent"),
    (Phase.SENDING, False, False, "Turning off…"),
    (Phase.SENDING, True, False, "Turning on…"),
    (Phase.FAILED, False, False, "Still on: "),
]


@pytest.mark.parametrize(("phase", "on", "checked", "words"), CHECKS)
def test_only_a_known_on_has_a_check_mark(
    menu: TrayMenu, store: Store, phase: Phase, on: bool, checked: bool, words: str
) -> None:
    put(store, LAMPE, phase, on=on)
    item = _item(menu, LAMPE)
    assert item.isCheckable()
    assert item.isChecked() is checked
    assert item.text().startswith(f"Lampe — {words}")


CLICKS = [
    (Phase.CONFIRMED, True, ("switch", LAMPE, False)),
    (Phase.CONFIRMED, False, ("switch", LAMPE, True)),
    (Phase.SENT, True, ("switch", LAMPE, False)),
    (Phase.SENDING, True, ("switch", LAMPE, False)),
    (Phase.SENDING, False, ("switch", LAMPE, True)),
    (Phase.FAILED, True, ("try_again", LAMPE)),
]


@pytest.mark.parametrize(("phase", "on", "meant"), CLICKS)
def test_a_click_asks_and_changes_nothing(
    menu: TrayMenu, store: Store, asks: Asks, phase: Phase, on: bool, meant: tuple[object, ...]
) -> None:
    put(store, LAMPE, phase, on=on)
    item = _item(menu, LAMPE)
    before = item.isChecked()
    item.trigger()
    assert asks.heard == [meant]
    assert item.isChecked() is before


@pytest.mark.parametrize("phase", [Phase.UNKNOWN, Phase.DISPUTED])
def test_what_is_not_certain_offers_both(menu: TrayMenu, store: Store, asks: Asks, phase: Phase) -> None:
    put(store, LAMPE, phase, on=True)
    choice = _item(menu, LAMPE).menu()
    assert isinstance(choice, OutletMenu)
    by_name = {action.objectName(): action for action in choice.actions()}
    for key in ("on", "off", "read"):
        by_name[key].trigger()
    assert asks.heard == [("switch", LAMPE, True), ("switch", LAMPE, False), ("read_socket", LAMPE.socket)]
    assert ("accept" in by_name) is (phase is Phase.DISPUTED)


def test_a_doubt_that_comes_while_the_menu_is_open_is_read(menu: TrayMenu, store: Store, asks: Asks) -> None:
    seen(store, LAMPE, True)
    item = _item(menu, LAMPE)
    doubt(store, LAMPE)
    assert item.text() == "Lampe — Not known: no clear answer"
    item.trigger()
    assert asks.heard == [("read_socket", LAMPE.socket)]


def test_the_open_menu_follows_the_store(menu: TrayMenu, store: Store) -> None:
    seen(store, LAMPE, True)
    item = _item(menu, LAMPE)
    put(store, LAMPE, Phase.SENDING, on=False)
    assert item.text() == "Lampe — Turning off…"
    assert not item.isChecked()


def test_signed_out_it_offers_to_sign_in(menu: TrayMenu, store: Store, asks: Asks) -> None:
    store.put_account(Account())
    assert _texts(menu)[0] == "&Sign in"
    menu.actions()[0].trigger()
    assert asks.heard == [("sign_in",)]


def test_without_outlets_it_says_so(qtbot: QtBot) -> None:
    one = plants()[0]
    store = new_store((Plant(one.id, one.name),))
    menu = TrayMenu(store, Asks(store))
    qtbot.addWidget(menu)
    assert _texts(menu)[0] == "No outlet yet"
    assert not menu.actions()[0].isEnabled()


def test_what_is_removed_leaves_the_menu(menu: TrayMenu, store: Store) -> None:
    store.put_settings(Settings(plants=plants()[1:]))
    assert "Perceuse — Not known yet" in _texts(menu)
    assert menu.item(LAMPE) is None
    assert menu.item(ref("S-9", 0, ATELIER)) is not None


def test_the_tray_passes_on_what_is_asked(store: Store, asks: Asks, qtbot: QtBot) -> None:
    tray = Tray(store, asks)
    seen(store, LAMPE, True)
    by_name = {action.objectName(): action for action in tray.menu.actions()}
    with qtbot.waitSignal(tray.show_asked):
        by_name["show"].trigger()
    with qtbot.waitSignal(tray.quit_asked):
        by_name["quit"].trigger()
    with qtbot.waitSignal(tray.switch_asked) as asked:
        _item(tray.menu, LAMPE).trigger()
    assert asked.args == [LAMPE, False]
    assert asks.heard == [("switch", LAMPE, False)]
    tray.hide()


def test_without_a_tray_none_is_promised(store: Store, asks: Asks) -> None:
    tray = Tray(store, asks)
    assert tray.available is QSystemTrayIcon.isSystemTrayAvailable()
    tray.hide()
    assert not tray.available


@pytest.mark.parametrize("name", ["tray", "multisocket-gui"])
def test_the_icons_are_there(qapp: QApplication, name: str) -> None:
    assert not icon(name).isNull()
    assert not icon(name).pixmap(22, 22).isNull()
