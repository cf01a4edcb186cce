"""The window: what it shows of the store, what it asks, what it remembers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase, Line, SocketState, Undo
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import LONGEST_DAY, MINUTE, Allowance, Ledger
from multisocket_gui.home.truth import Asked, Phase, Refused
from multisocket_gui.home.undo import Action
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.notice_line import NoticeLine
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.quota_meter import QuotaMeter
from multisocket_gui.ui.style import colours
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.words import back_time, clock_time, quota_step

from .conftest import NewWindow
from .house import (
    ATELIER,
    CLIENT_ID,
    DARK,
    LAMPE,
    LIGHT,
    MAISON,
    OFFSCREEN,
    Asks,
    new_store,
    plants,
    put,
    ref,
    running_timers,
    seen,
)


def _tile(window: MainWindow, value: str, index: int, plant: str = MAISON) -> OutletButton:
    tile = window.findChild(OutletButton, f"outlet/{plant}/id/{value}/{index}")
    assert tile is not None
    return tile


def _words(window: QWidget, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def _button(window: QWidget, name: str) -> QPushButton:
    button = window.findChild(QPushButton, name)
    assert button is not None
    return button


def _shown_tiles(window: MainWindow) -> list[str]:
    return [tile.outlet_name for tile in window.findChildren(OutletButton) if tile.isVisible()]


def _press(window: MainWindow, name: str) -> None:
    assert _button(window, name).isVisible()
    _button(window, name).click()


# The store is what it shows


def test_a_click_asks_and_the_store_repaints(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    seen(store, LAMPE, True)
    tile = _tile(window, "S-1", 0)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert asks.heard == [("switch", LAMPE, False)]
    assert tile.words.startswith("On · ")
    put(store, LAMPE, Phase.SENDING, on=False)
    assert tile.words == "Turning off…"


def test_other_tiles_stay_as_they_are(window: MainWindow, store: Store) -> None:
    before = _tile(window, "S-1", 1).words
    seen(store, LAMPE, True)
    assert _tile(window, "S-1", 1).words == before


def test_tabs_say_how_many_are_on(window: MainWindow, store: Store) -> None:
    tabs = window.findChild(QTabBar, "plants")
    assert tabs is not None
    assert tabs.tabText(0).replace("&&", "&") == "Maison & jardin, 0 on"
    seen(store, LAMPE, True)
    put(store, ref("S-2", 0), Phase.SENT, on=True)
    assert tabs.tabText(0).replace("&&", "&") == "Maison & jardin, 2 on"
    assert tabs.tabText(1) == "Atelier, 0 on"


def test_the_quota_is_told_in_words(window: MainWindow, store: Store) -> None:
    assert _words(window, "quota") == "at least 143 of 500 calls"
    store.put_ledger(Ledger().counted(time.time(), 144))
    assert _words(window, "quota") == "at least 144 of 500 calls"


def test_yesterdays_calls_do_not_count(store: Store, asks: Asks, new_window: NewWindow) -> None:
    store.ledger = Ledger().counted(time.time() - LONGEST_DAY - MINUTE, 400)
    window = new_window(store, asks)
    window.show()
    assert _words(window, "quota") == "at least 0 of 500 calls"


def test_the_last_thing_that_happened_is_at_the_foot(window: MainWindow, store: Store) -> None:
    put(store, LAMPE, Phase.SENDING, on=True)
    assert _words(window, "last") == ""
    put(store, ref("S-1", 1), Phase.FAILED, on=True)
    assert _words(window, "last") == "Imprimante was not switched."


def test_the_mode_and_the_line_are_at_the_foot(window: MainWindow, store: Store) -> None:
    assert _words(window, "mode") == "Demo home: nothing real is switched"
    assert _words(window, "line") == "Connected"
    store.put_line(Line(heard=time.time()))
    assert _words(window, "line").startswith("Last answer ")
    store.put_line(Line(problem=Problem(Kind.OFFLINE)))
    assert _words(window, "line") == "The service cannot be reached"
    store.put_account(Account())
    assert _words(window, "line") == "Not connected"


def test_the_age_of_the_reading(window: MainWindow, store: Store) -> None:
    assert _words(window, "age") == "not fully read yet"
    for tile in window.findChildren(OutletButton):
        seen(store, tile.ref, True, ago=40)
    clock = clock_time(time.time() - 40, time.time())
    assert _words(window, "age") in {f"read at {clock}, {age} s ago" for age in range(40, 50)}


def test_the_age_grows_by_itself(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    for tile in window.findChildren(OutletButton):
        seen(store, tile.ref, True, ago=5)
    before = _words(window, "age")
    qtbot.waitUntil(lambda: _words(window, "age") != before, timeout=5000)


def test_a_sockets_trouble_stands_in_its_card(window: MainWindow, store: Store) -> None:
    name = f"trouble/socket/{MAISON}/id/S-2"
    assert _words(window, name) == ""
    store.put_socket(ref("S-2", 0).socket, SocketState(problem=Problem(Kind.NOT_FOUND)))
    assert _words(window, name).startswith("Not found.")
    store.put_socket(ref("S-2", 0).socket, SocketState())
    assert _words(window, name) == ""


def test_new_settings_rebuild_the_pages_that_changed(window: MainWindow, store: Store) -> None:
    maison, atelier = plants()
    store.put_settings(Settings(plants=(maison, Plant(ATELIER, "Garage", atelier.sockets))))
    tabs = window.findChild(QTabBar, "plants")
    assert tabs is not None
    assert tabs.tabText(1) == "Garage, 0 on"
    tabs.setCurrentIndex(1)
    store.put_settings(Settings(plants=(atelier,)))
    assert _shown_tiles(window) == ["Perceuse", "Lampe"]


# What it asks


def test_all_on_and_all_off_of_a_card(window: MainWindow, asks: Asks) -> None:
    name = f"socket/{MAISON}/id/S-1"
    _press(window, f"all-on/{name}")
    _press(window, f"all-off/{name}")
    assert asks.heard == [("switch_socket", LAMPE.socket, True), ("switch_socket", LAMPE.socket, False)]


def test_a_single_socket_has_no_all_on(window: MainWindow) -> None:
    assert window.findChild(QPushButton, f"all-on/socket/{MAISON}/id/W-1") is None


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_more_reads_one_socket_again(window: MainWindow, asks: Asks) -> None:
    _press(window, f"more/socket/{MAISON}/id/S-2")
    (menu,) = (menu for menu in window.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.objectName() == "read").trigger()
    menu.close()
    assert asks.heard == [("read_socket", ref("S-2", 0).socket)]


@pytest.mark.parametrize(("phase", "meant"), [(Phase.FAILED, "try_again"), (Phase.DISPUTED, "try_again")])
def test_the_small_buttons_reach_the_controller(
    window: MainWindow, store: Store, asks: Asks, phase: Phase, meant: str
) -> None:
    put(store, LAMPE, phase, on=True)
    _press(window, f"again/outlet/{MAISON}/id/S-1/0")
    assert asks.heard == [(meant, LAMPE)]


@pytest.mark.parametrize("way", ["button", "key"])
def test_refresh_reads_this_plant(window: MainWindow, asks: Asks, qtbot: QtBot, way: str) -> None:
    if way == "button":
        _press(window, "refresh")
    else:
        qtbot.keyClick(window, Qt.Key.Key_F5)
    assert asks.heard == [("refresh", MAISON)]


def test_keys_quit_and_open_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.settings_asked):
        qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.quit_asked):
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_keys_go_round_the_plants(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    _tile(window, "S-1", 0).setFocus()
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)
    assert _shown_tiles(window) == ["Perceuse", "Lampe"]
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)
    assert "Imprimante" in _shown_tiles(window)


def _account_items(window: MainWindow) -> dict[str, QAction]:
    menu = _button(window, "account").menu()
    menu.aboutToShow.emit()
    return {action.objectName(): action for action in menu.actions() if action.objectName()}


def test_the_account_menu_leads_out_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    for item, asked in (("settings", window.settings_asked), ("connect", window.connect_asked)):
        with qtbot.waitSignal(asked):
            _account_items(window)[item].trigger()
    with qtbot.waitSignal(window.quit_asked):
        _account_items(window)["quit"].trigger()


def test_the_account_is_named(window: MainWindow, store: Store) -> None:
    assert _button(window, "account").text() == "Camille Martin"
    store.put_account(Account())
    assert _button(window, "account").text() == "Not signed in"
    assert _button(window, "account").accessibleName() == "Account: Not signed in"


# Finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("TELE", ["Télé"]),
        ("écran", ["Écran"]),
        ("salon", ["Télé", "Console", "Son"]),
        ("  bureau d’ete ", ["Lampe", "Imprimante", "Écran", "Ventilateur"]),
    ],
)
def test_finding_has_no_regard_to_accents_and_case(
    window: MainWindow, qtbot: QtBot, typed: str, found: list[str]
) -> None:
    field = window.findChild(QLineEdit, "find")
    assert field is not None
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field.insert(typed)  # Qt's key clicks know ASCII alone
    assert _shown_tiles(window) == found
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert len(_shown_tiles(window)) == 8


def test_from_finding_to_the_first_tile(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field = window.findChild(QLineEdit, "find")
    assert field is not None
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "son")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert _tile(window, "S-2", 2).hasFocus()


def test_nothing_found_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    field = window.findChild(QLineEdit, "find")
    assert field is not None
    qtbot.keyClicks(field, "aquarium")
    assert _shown_tiles(window) == []
    (words,) = [label.text() for label in window.findChildren(TextLine) if "aquarium" in label.text()]
    assert words == "No outlet is called “aquarium”."
    next(b for b in window.findChildren(QPushButton, "empty-step") if b.isVisible()).click()
    assert field.text() == ""
    assert len(_shown_tiles(window)) == 8


def test_arrows_move_between_tiles(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    _tile(window, "S-1", 0).setFocus()
    for key, name in (
        (Qt.Key.Key_Right, "Imprimante"),
        (Qt.Key.Key_Down, "Ventilateur"),
        (Qt.Key.Key_Left, "Écran"),
        (Qt.Key.Key_Up, "Lampe"),
        (Qt.Key.Key_Up, "Lampe"),
        (Qt.Key.Key_Right, "Imprimante"),
        (Qt.Key.Key_Right, "Télé"),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        focused = QApplication.focusWidget()
        assert isinstance(focused, OutletButton)
        assert focused.outlet_name == name


# Empty states


_BEGINNINGS = [
    ("", Account(), "Connect your home to begin.", "Connect your home", ["connect"]),
    ("", Account(AccountPhase.SIGNED_IN), "Connect your home to begin.", "Connect your home", ["connect"]),
    (CLIENT_ID, Account(), "Sign in to reach your home.", "Sign in", [("sign_in",)]),
    (CLIENT_ID, Account(AccountPhase.RESTORING), "No plant yet.", "Add your home", ["plants"]),
    (CLIENT_ID, Account(AccountPhase.SIGNED_IN), "No plant yet.", "Add your home", ["plants"]),
]


@pytest.mark.parametrize(("client_id", "account", "sentence", "step", "asked"), _BEGINNINGS)
def test_without_a_plant_it_says_what_to_do(
    new_window: NewWindow, client_id: str, account: Account, sentence: str, step: str, asked: list[object]
) -> None:
    store = new_store((), client_id=client_id)
    store.put_account(account)
    asks = Asks(store)
    window = new_window(store, asks)
    window.show()
    led: list[object] = []
    window.settings_asked.connect(led.append)
    window.connect_asked.connect(lambda: led.append("connect"))
    button = next(b for b in window.findChildren(QPushButton, "empty-step") if b.isVisible())
    assert sentence in [label.text() for label in window.findChildren(TextLine) if label.isVisible()]
    assert button.text() == step
    button.click()
    assert asks.heard + led == asked


def test_the_beginning_follows_what_is_set_up(new_window: NewWindow) -> None:
    store = new_store((), client_id="")
    store.put_account(Account())
    window = new_window(store, Asks(store))
    window.show()
    button = next(b for b in window.findChildren(QPushButton, "empty-step") if b.isVisible())
    assert button.text() == "Connect your home"
    store.put_settings(Settings(Service(client_id=CLIENT_ID)))
    assert button.text() == "Sign in"
    store.put_account(Account(AccountPhase.SIGNED_IN))
    assert button.text() == "Add your home"


def test_a_home_that_is_set_up_but_not_connected_says_so_in_the_line(new_window: NewWindow, qtbot: QtBot) -> None:
    store = new_store(client_id="")
    store.put_account(Account())
    window = new_window(store, Asks(store))
    window.show()
    assert _words(window, "notice") == "Your home is not connected yet."
    with qtbot.waitSignal(window.connect_asked):
        _press(window, "notice-connect")


# What is only remembered


def _colour_of(tile: OutletButton) -> set[str]:
    """Every colour in the tile, as far as it is no grey."""
    image = tile.grab().toImage()
    points = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    return {colour.name() for colour in map(QColor.fromRgb, points) if colour.saturation() > 60}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_known_greys_while_nobody_is_signed_in(
    window: MainWindow, store: Store, looks: Callable[..., None], dark: bool
) -> None:
    looks(DARK if dark else LIGHT)
    seen(store, LAMPE, True, ago=600.0)
    tile = _tile(window, "S-1", 0)
    assert _colour_of(tile)
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_AGAIN)))
    assert _colour_of(tile) == set()
    assert tile.words.startswith("On · ")
    assert tile.words.endswith(", 10 min ago")
    store.put_account(Account(AccountPhase.SIGNED_IN))
    assert _colour_of(tile)


def test_a_plant_that_is_first_shown_while_nobody_is_signed_in_is_grey(
    store: Store, asks: Asks, new_window: NewWindow, looks: Callable[..., None]
) -> None:
    looks(LIGHT)
    seen(store, LAMPE, True)
    store.put_account(Account())
    window = new_window(store, asks)
    window.show()
    assert _colour_of(_tile(window, "S-1", 0)) == set()


# The browser and the keyring are waited for


def test_the_clock_of_the_window_brings_what_comes_with_time(
    window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    store.put_account(Account(AccountPhase.RESTORING))
    assert _words(window, "notice") == ""
    qtbot.waitUntil(lambda: _words(window, "notice").startswith("Opening the keyring…"))
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://example.org"))
    assert _words(window, "notice") == "Waiting for the browser…"
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    qtbot.waitUntil(lambda: "register exactly http://localhost as a reply URL" in _words(window, "notice"))
    store.put_account(Account(AccountPhase.SIGNED_IN))
    assert _words(window, "notice") == ""


def test_a_plant_without_sockets_leads_to_the_settings(new_window: NewWindow, qtbot: QtBot) -> None:
    store = new_store((Plant(MAISON, "Maison"),))
    window = new_window(store, Asks(store))
    window.show()
    button = next(b for b in window.findChildren(QPushButton, "empty-step") if b.isVisible())
    with qtbot.waitSignal(window.settings_asked) as asked:
        button.click()
    assert asked.args == ["plants"]


def test_a_socket_without_outlets_says_so(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert "Not read yet: its outlets are not known." in [
        label.text() for label in window.findChildren(TextLine) if label.isVisible()
    ]
    with qtbot.waitSignal(window.settings_asked) as asked:
        _press(window, f"settings/socket/{ATELIER}/id/S-10")
    assert asked.args == ["plants"]


# Everything has a name, nothing is cut


def test_every_button_has_an_accessible_name(window: MainWindow, store: Store) -> None:
    put(store, LAMPE, Phase.DISPUTED, on=True)
    put(store, ref("S-1", 1), Phase.FAILED, on=True)
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://example.org"))
    buttons = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    nameless = [
        button
        for button in buttons
        if not QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        and button.parent().__class__ is not QTabBar  # the bar's own scroll arrows
    ]
    assert len(buttons) > 20
    assert nameless == []


def _cut_words(window: MainWindow) -> list[str]:
    cut = [tile.words for tile in window.findChildren(OutletButton) if tile.isVisible() and tile.arranged().cut]
    labels = [label for label in window.findChildren(TextLine) if label.isVisible() and label.width() > 0]
    return cut + [label.text() for label in labels if label.fitted().cut]


@pytest.mark.parametrize(("width", "scale"), [(980, 1.0), (600, 1.0), (360, 1.0), (980, 2.0), (600, 2.0), (360, 2.0)])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut(
    store: Store,
    asks: Asks,
    new_window: NewWindow,
    qtbot: QtBot,
    looks: Callable[..., None],
    width: int,
    scale: float,
    dark: bool,
) -> None:
    looks(DARK if dark else LIGHT, scale)
    phases = (Phase.CONFIRMED, Phase.SENDING, Phase.SENT, Phase.UNKNOWN, Phase.DISPUTED, Phase.FAILED)
    window = new_window(store, asks, mode="Demo home: nothing real is switched")
    window.resize(width, 700)
    window.show()
    qtbot.waitExposed(window)
    for tile, phase in zip(window.findChildren(OutletButton), phases, strict=False):
        put(store, tile.ref, phase, on=True)
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://example.org", browser_opened=False))
    QApplication.processEvents()
    assert _cut_words(window) == []
    assert _outside(window, width) == []


def _outside(window: MainWindow, width: int) -> list[QWidget]:
    """What reaches beyond the window's right edge."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisible() and each.width() > 1]
    ours = [each for each in shown if isinstance(each, OutletButton | TextLine | QPushButton | QLineEdit)]
    return [each for each in ours if each.mapTo(window, QPoint(each.width(), 0)).x() > width]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_reason_is_cut_at_360(
    store: Store, asks: Asks, new_window: NewWindow, qtbot: QtBot, kind: Kind, looks: Callable[..., None]
) -> None:
    window = new_window(store, asks)
    window.resize(360, 700)
    window.show()
    seen(store, LAMPE, False)
    ticket = store.next_order()
    problem = Problem(kind, detail="4/5")
    store.apply([(LAMPE, Asked(True, ticket)), (LAMPE, Refused(ticket, problem, store.next_order()))])
    QApplication.processEvents()
    assert not _tile(window, "S-1", 0).arranged().cut


def test_long_names_end_in_an_ellipsis_and_are_whole_in_the_tooltip(qtbot: QtBot) -> None:
    name = "Aspirateur de copeaux à très grande puissance du fond de l’atelier, à gauche"
    tile = OutletButton(LAMPE, name, "Établi")
    qtbot.addWidget(tile)
    tile.resize(200, tile.heightForWidth(200))
    tile.show()
    assert tile.arranged().name_words.lines[-1].endswith("…")
    assert len(tile.arranged().name_words.lines) == 2
    assert name in tile.toolTip()
    tile.resize(900, tile.heightForWidth(900))
    assert tile.toolTip() == ""


# Columns


@pytest.mark.parametrize(("width", "columns"), [(980, 2), (600, 1), (360, 1)])
def test_cards_flow_from_two_columns_to_one(window: MainWindow, qtbot: QtBot, width: int, columns: int) -> None:
    def lefts() -> set[int]:
        return {_tile(window, value, 0).mapTo(window, QPoint()).x() for value in ("S-1", "S-2", "W-1")}

    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width and len(lefts()) == columns)


# Closing, hiding, remembering


def test_nothing_wakes_up_while_hidden(window: MainWindow, store: Store) -> None:
    put(store, LAMPE, Phase.SENDING, on=True)
    seen(store, ref("S-1", 1), True)
    assert running_timers(window) != []
    window.hide()
    assert running_timers(window) == []
    put(store, ref("S-2", 0), Phase.SENDING, on=True)
    seen(store, ref("S-2", 1), True)
    assert running_timers(window) == []
    window.show()
    assert running_timers(window) != []


def test_the_plant_in_front_is_kept_up_to_date_while_it_can_be_seen(window: MainWindow, asks: Asks) -> None:
    assert asks.shown == MAISON
    tabs = window.findChild(QTabBar, "plants")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    assert asks.shown == ATELIER
    window.hide()
    assert asks.shown is None
    window.show()
    assert asks.shown == ATELIER


def test_nothing_wakes_up_while_minimized(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    put(store, LAMPE, Phase.SENDING, on=True)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    qtbot.waitUntil(lambda: running_timers(window) == [])
    assert asks.shown is None
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    qtbot.waitUntil(lambda: running_timers(_tile(window, "S-1", 0)) != [])
    assert asks.shown == MAISON


def test_size_and_tab_are_remembered(
    store: Store, asks: Asks, new_window: NewWindow, qtbot: QtBot, state_file: Path
) -> None:
    first = new_window(store, asks)
    first.resize(640, 444)
    first.show()
    tabs = first.findChild(QTabBar, "plants")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    first.let_go()
    assert state_file.is_file()
    second = new_window(store, asks)
    second.show()
    assert (second.width(), second.height()) == (640, 444)
    assert _shown_tiles(second) == ["Perceuse", "Lampe"]


def test_a_forgotten_plant_does_not_hold_the_tab(asks: Asks, new_window: NewWindow, qtbot: QtBot) -> None:
    both = new_store()
    first = new_window(both, asks)
    first.show()
    tabs = first.findChild(QTabBar, "plants")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    first.let_go()
    one = new_store(plants()[:1])
    second = new_window(one, Asks(one))
    second.show()
    assert "Imprimante" in _shown_tiles(second)


def test_a_damaged_state_file_does_no_harm(store: Store, asks: Asks, new_window: NewWindow, state_file: Path) -> None:
    state_file.parent.mkdir()
    state_file.write_bytes(b"[window]\ngeometry=@ByteArray(nonsense)\nplant=\xff\xfe\n")
    window = new_window(store, asks)
    window.show()
    assert "Imprimante" in _shown_tiles(window)


def test_palette_and_font_follow_at_run_time(window: MainWindow, looks: Callable[..., None], qtbot: QtBot) -> None:
    looks(LIGHT)
    QApplication.processEvents()
    light = window.grab().toImage().pixelColor(3, window.height() // 2)
    looks(DARK)
    QApplication.processEvents()
    dark = window.grab().toImage().pixelColor(3, window.height() // 2)
    assert light.lightness() > 200 > 80 > dark.lightness()
    before = _tile(window, "S-1", 0).height()
    looks(DARK, 2.0)
    qtbot.waitUntil(lambda: _tile(window, "S-1", 0).height() > before)


# Taking back


def test_the_page_does_not_move_when_undo_comes_and_goes(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    assert window.page
    before = window.page.geometry()
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, time.time())))
    qtbot.waitUntil(_button(window, "undo").isVisible)
    QApplication.processEvents()  # what the layout would do now
    assert window.page.geometry() == before


def test_undo_is_offered_by_button_and_key_only_where_there_is_something_to_take_back(
    window: MainWindow, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    assert not _button(window, "undo").isVisible()
    seen(store, LAMPE, False)
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, time.time())))
    qtbot.mouseClick(_button(window, "undo"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asks.heard == [("undo",), ("undo",)]
    store.put_undo(None)
    assert not _button(window, "undo").isVisible()


def test_an_action_that_is_not_taken_back_says_why(window: MainWindow, store: Store) -> None:
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, time.time()), refused=(LAMPE,)))
    assert _words(window, "last") == "Not undone, since it changed meanwhile: Lampe."
    assert not _button(window, "undo").isVisible()


# The day's calls


def _meter(window: MainWindow) -> QuotaMeter:
    (meter,) = window.findChildren(QuotaMeter)
    return meter


def _bar(window: MainWindow) -> list[QColor]:
    """The colours of the meter's middle row, from left to right."""
    picture = _meter(window).grab().toImage()
    return [picture.pixelColor(x, picture.height() // 2) for x in range(picture.width())]


def test_the_meter_is_filled_by_what_is_used_and_open_where_the_reserve_begins(
    window: MainWindow, store: Store
) -> None:
    inks = colours(window.palette())
    store.put_ledger(Ledger().counted(time.time(), 250))
    bar = _bar(window)
    assert bar.count(inks.accent) == pytest.approx(len(bar) / 2, abs=2)
    assert bar.index(inks.card) == pytest.approx(len(bar) * 380 / 500, abs=3)


def test_the_meter_without_reserves_has_no_gap(window: MainWindow, store: Store) -> None:
    store.put_settings(replace(store.settings, quota=Allowance(500, 0, 0)))
    assert colours(window.palette()).card not in _bar(window)


def test_a_used_up_day_fills_the_meter_whatever_we_counted(window: MainWindow, store: Store) -> None:
    until = time.time() + 3600
    store.put_ledger(Ledger().used_up(time.time(), until))
    assert _bar(window).count(colours(window.palette()).red) > 0.9 * _meter(window).width()
    assert _words(window, "quota") == f"at least 500 of 500 calls, back at {back_time(until, time.time())}"


def test_the_meter_says_more_to_who_points_at_it_or_listens(window: MainWindow, store: Store) -> None:
    assert "The last 120 are held back" in _meter(window).toolTip()
    store.put_ledger(Ledger().counted(time.time(), 330))
    (words,) = window.findChildren(TextLine, "quota")
    assert (
        _meter(window).toolTip() == words.accessibleDescription() == quota_step(store.quota(time.time()), time.time())
    )


def test_time_alone_opens_the_line_again(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    until = time.time() + 0.2
    store.put_ledger(store.ledger.busy(time.time(), until))
    assert "back at" in _words(window, "quota")
    qtbot.waitUntil(lambda: time.time() > until)
    window._tell_time(time.time())
    assert _words(window, "quota") == "at least 143 of 500 calls"
    assert window.findChildren(NoticeLine)[0].notice is None
