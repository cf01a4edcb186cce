"""The tray's menu: what it says of each outlet and what a click on it asks. (A real tray is the end-to-end tests'.)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase, Line, Undo
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef, Plant
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.truth import Phase
from multisocket_gui.home.undo import Action
from multisocket_gui.settings import Settings
from multisocket_gui.ui.icons import Sign, tray_icon
from multisocket_gui.ui.outlet_menu import OutletMenu
from multisocket_gui.ui.style import SHAPES, contrast
from multisocket_gui.ui.tray import Tray
from multisocket_gui.ui.tray_menu import TrayMenu
from multisocket_gui.ui.tray_sign import TraySign

from .house import ATELIER, LAMPE, Asks, doubt, new_store, plants, put, ref, seen


@pytest.fixture
def menu(store: Store, asks: Asks, qtbot: QtBot) -> TrayMenu:
    menu = TrayMenu()
    menu.serve(store, asks)
    qtbot.addWidget(menu)
    return menu


@pytest.fixture
def told(store: Store) -> TraySign:
    sign = TraySign(store)
    store.changed.connect(sign.take)
    return sign


def _item(menu: TrayMenu, outlet: OutletRef) -> QAction:
    menu.aboutToShow.emit()
    item = menu.item(outlet)
    assert item is not None
    return item


def _texts(menu: TrayMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def _branch(menu: TrayMenu, title: str) -> QMenu:
    (branch,) = [action.menu() for action in menu.actions() if action.text() == title]
    assert isinstance(branch, QMenu)
    return branch


def test_plants_are_submenus_with_every_outlet(menu: TrayMenu) -> None:
    assert _texts(menu) == ["Maison && jardin", "Atelier", "Show &favourites", "Show &window", "&Quit"]
    maison = _branch(menu, "Maison && jardin")
    assert [action.text() for action in maison.actions()] == [
        f"{name} — ? Not known yet"
        for name in ("Lampe", "Imprimante", "Écran", "Ventilateur", "Télé", "Console", "Son", "Guirlande")
    ]


def test_opening_the_menu_is_looking_at_every_plant(menu: TrayMenu, asks: Asks) -> None:
    assert asks.looked == 0
    menu.aboutToShow.emit()
    assert asks.looked == 1


def test_one_plant_needs_no_submenu(qtbot: QtBot) -> None:
    store = new_store(plants()[1:])
    menu = TrayMenu()
    menu.serve(store, Asks(store))
    qtbot.addWidget(menu)
    assert _texts(menu)[:2] == ["Perceuse — ? Not known yet", "Lampe — ? Not known yet"]


def test_equal_names_are_told_apart(qtbot: QtBot) -> None:
    one = plants()[0]
    home = Plant(one.id, one.name, (*one.sockets, plants()[1].sockets[0]))
    store = new_store((home,))
    menu = TrayMenu()
    menu.serve(store, Asks(store))
    qtbot.addWidget(menu)
    assert "Lampe, Bureau d’été — ? Not known yet" in _texts(menu)
    assert "Lampe, Établi — ? Not known yet" in _texts(menu)


CHECKS = [
    (Phase.CONFIRMED, True, True, "On · "),
    (Phase.CONFIRMED, False, False, "Off · "),
    (Phase.SENT, True, True, "On, sent"),
    (Phase.SENT, False, False, "Off, sent"),
    (Phase.SENDING, False, False, "Turning off…"),
    (Phase.SENDING, True, False, "Turning on…"),
    (Phase.FAILED, False, False, "! Still on: "),
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
    again = menu.item(LAMPE)
    assert again is not None
    assert again.text() == "Lampe — ? Not known: no clear answer"
    (read,) = [action for action in again.menu().actions() if action.objectName() == "read"]
    read.trigger()
    item.trigger()  # chosen before the answer came
    assert asks.heard == [("read_socket", LAMPE.socket), ("read_socket", LAMPE.socket)]


def test_the_open_menu_follows_the_store(menu: TrayMenu, store: Store) -> None:
    seen(store, LAMPE, True)
    item = _item(menu, LAMPE)
    put(store, LAMPE, Phase.SENDING, on=False)
    assert item.text() == "Lampe — Turning off…"
    assert not item.isChecked()


def test_signed_out_it_offers_to_sign_in(menu: TrayMenu, store: Store, asks: Asks) -> None:
    store.put_account(Account())
    assert _texts(menu)[0] == "&Sign in"
    (sign_in,) = [action for action in menu.actions() if action.objectName() == "sign-in"]
    sign_in.trigger()
    assert asks.heard == [("sign_in",)]


def test_without_outlets_it_says_so(qtbot: QtBot) -> None:
    one = plants()[0]
    store = new_store((Plant(one.id, one.name),))
    menu = TrayMenu()
    menu.serve(store, Asks(store))
    qtbot.addWidget(menu)
    assert _texts(menu)[0] == "No outlet yet"
    (nothing,) = [action for action in menu.actions() if action.objectName() == "none"]
    assert not nothing.isEnabled()


def test_what_is_removed_leaves_the_menu(menu: TrayMenu, store: Store) -> None:
    store.put_settings(Settings(plants=plants()[1:]))
    assert "Perceuse — ? Not known yet" in _texts(menu)
    assert menu.item(LAMPE) is None
    assert menu.item(ref("S-9", 0, ATELIER)) is not None


def test_what_is_never_opened_holds_only_the_ways_in_and_out(menu: TrayMenu, store: Store, asks: Asks) -> None:
    assert [action.objectName() for action in menu.actions() if action.text()] == ["panel", "show", "quit"]
    seen(store, LAMPE, True)
    assert menu.item(LAMPE) is None
    assert asks.looked == 0


def test_a_closed_menu_rests_and_what_was_chosen_in_it_still_counts(menu: TrayMenu, store: Store, asks: Asks) -> None:
    seen(store, LAMPE, True)
    item = _item(menu, LAMPE)
    before = item.text()
    menu.aboutToHide.emit()
    menu.aboutToHide.emit()  # a desktop may say so twice
    put(store, LAMPE, Phase.SENDING, on=False)
    assert item.text() == before
    item.trigger()
    assert asks.heard == [("switch", LAMPE, True)]
    assert _item(menu, LAMPE).text() == "Lampe — Turning off…"


def test_favourites_come_first_and_stay_with_their_plants(menu: TrayMenu, store: Store, asks: Asks) -> None:
    perceuse = ref("S-9", 0, ATELIER)
    asks.set_favourite(perceuse, True)
    asks.set_favourite(LAMPE, True)
    texts = _texts(menu)
    assert texts[:4] == ["Perceuse — ? Not known yet", "Lampe — ? Not known yet", "Maison && jardin", "Atelier"]
    assert _branch(menu, "Atelier").actions()[0].text() == "Perceuse — ? Not known yet"
    seen(store, perceuse, True)
    for line in (menu.item(perceuse), _branch(menu, "Atelier").actions()[0]):
        assert line is not None
        assert line.isChecked()
        assert line.text().startswith("Perceuse — On · ")


def test_with_favourites_one_plant_is_a_submenu_too(qtbot: QtBot) -> None:
    store = new_store(plants()[1:])
    asks = Asks(store)
    asks.set_favourite(ref("S-9", 1, ATELIER), True)
    menu = TrayMenu()
    menu.serve(store, asks)
    qtbot.addWidget(menu)
    assert _texts(menu)[:2] == ["Lampe — ? Not known yet", "Atelier"]


def test_opened_again_nothing_is_there_twice(menu: TrayMenu, asks: Asks) -> None:
    asks.set_favourite(LAMPE, True)
    first = _texts(menu)
    assert _texts(menu) == first
    separators = [action for action in menu.actions() if action.isSeparator()]
    assert len(separators) == 2


def test_a_line_becomes_a_choice_and_stays_where_it_is(menu: TrayMenu, store: Store, asks: Asks) -> None:
    seen(store, LAMPE, True)
    assert _item(menu, LAMPE).menu() is None
    maison = _branch(menu, "Maison && jardin")
    put(store, LAMPE, Phase.DISPUTED, on=False)
    choice = maison.actions()[0]
    assert isinstance(choice.menu(), OutletMenu)
    assert choice.text() == "Lampe — ≠ Asked: off. The cloud says: on"
    assert len(maison.actions()) == 8
    asks.accept(LAMPE)
    seen(store, LAMPE, False)
    assert maison.actions()[0].menu() is None
    assert len(maison.actions()) == 8


def test_a_locked_outlet_is_only_told(menu: TrayMenu, store: Store, asks: Asks) -> None:
    outlet = store.settings.outlet(LAMPE)
    assert outlet is not None
    locked = replace(outlet, guard=Guard.LOCKED, guard_words="Freezer!")
    asks.change_settings(store.settings.with_outlet(LAMPE, locked))
    asks.heard.clear()
    seen(store, LAMPE, True)
    item = _item(menu, LAMPE)
    assert not item.isEnabled()
    assert item.isChecked()
    assert item.text().startswith("Lampe — On · ")
    assert item.text().endswith("(Freezer!)")


def _guard(store: Store, asks: Asks, guard: Guard, words: str = "Freezer!") -> None:
    outlet = store.settings.outlet(LAMPE)
    assert outlet is not None
    asks.change_settings(store.settings.with_outlet(LAMPE, replace(outlet, guard=guard, guard_words=words)))
    asks.heard.clear()


def test_an_outlet_that_asks_first_is_asked_in_the_menu(menu: TrayMenu, store: Store, asks: Asks) -> None:
    _guard(store, asks, Guard.ASK)
    seen(store, LAMPE, True)
    question = _item(menu, LAMPE)
    assert question.isChecked()
    branch = question.menu()
    assert isinstance(branch, QMenu)
    (answer,) = branch.actions()
    assert answer.text() == "Turn off — Freezer!"
    answer.trigger()
    assert asks.heard == [("switch", LAMPE, False, "confirmed")]
    seen(store, LAMPE, False)
    again = _item(menu, LAMPE)
    assert again.menu() is None  # nothing is asked before switching on
    again.trigger()
    assert asks.heard[1:] == [("switch", LAMPE, True)]


def test_what_is_not_certain_asks_first_too(menu: TrayMenu, store: Store, asks: Asks) -> None:
    _guard(store, asks, Guard.ASK, "")
    choice = _item(menu, LAMPE).menu()
    assert isinstance(choice, OutletMenu)
    (off,) = [action for action in choice.actions() if action.objectName() == "off"]
    assert off.text() == "Turn off all the same"
    off.trigger()
    assert asks.heard == [("switch", LAMPE, False, "confirmed")]


def test_scenes_tell_how_they_stand_and_are_run(menu: TrayMenu, store: Store, asks: Asks) -> None:
    store.put_settings(replace(store.settings, scenes=(Scene("e1", "Evening", {LAMPE: True}),)))
    assert "Scenes" in _texts(menu)
    (evening,) = _branch(menu, "Scenes").actions()
    assert evening.text() == "Evening — not known"
    evening.trigger()
    assert not menu.is_open  # what was chosen in it closes it, though a desktop may not tell
    seen(store, LAMPE, True)
    menu.aboutToShow.emit()
    assert (evening.text(), evening.isChecked()) == ("Evening — active", True)
    evening.trigger()
    assert evening.isChecked()  # until something else is read
    assert asks.heard == [("run scene", "e1", True), ("run scene", "e1", False)]


def test_made_before_it_opens_it_says_what_is_known_when_it_opens(menu: TrayMenu, store: Store) -> None:
    menu.prepare()
    seen(store, LAMPE, True)
    line = menu.item(LAMPE)
    assert line is not None
    assert line.text() == "Lampe — ? Not known yet"
    assert not menu.is_open
    item = _item(menu, LAMPE)
    assert menu.is_open
    assert item.text().startswith("Lampe — On · ")


def test_the_last_switching_can_be_taken_back(menu: TrayMenu, store: Store, asks: Asks) -> None:
    assert "&Undo the last switching" not in _texts(menu)
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, 0.0)))
    assert "&Undo the last switching" in [action.text() for action in menu.actions() if action.isVisible()]
    (undo,) = [action for action in menu.actions() if action.objectName() == "undo"]
    undo.trigger()
    assert asks.heard == [("undo",)]
    menu.aboutToShow.emit()
    store.put_undo(None)
    assert not undo.isVisible()


def test_the_tray_passes_on_what_is_asked(store: Store, asks: Asks, qtbot: QtBot) -> None:
    tray = Tray()
    tray.serve(store, asks)
    seen(store, LAMPE, True)
    by_name = {action.objectName(): action for action in tray.menu.actions()}
    for key, asked in (("show", tray.show_asked), ("panel", tray.panel_asked), ("quit", tray.quit_asked)):
        with qtbot.waitSignal(asked):
            by_name[key].trigger()
    _item(tray.menu, LAMPE).trigger()
    assert asks.heard == [("switch", LAMPE, False)]
    tray.hide()


def test_without_a_tray_none_is_promised(store: Store, asks: Asks) -> None:
    tray = Tray()
    tray.serve(store, asks)
    assert tray.available is QSystemTrayIcon.isSystemTrayAvailable()
    assert tray.holds() is tray.available
    tray.hide()
    assert not tray.available


SIGNS = [
    (lambda store: store.put_account(Account()), Sign.SIGNED_OUT, "signed out"),
    (lambda store: store.put_account(Account(AccountPhase.RESTORING)), Sign.WORKING, "signing in…"),
    (lambda store: None, Sign.WELL, "0 outlets on"),
    (lambda store: seen(store, LAMPE, True), Sign.WELL, "1 outlet on"),
    (lambda store: put(store, LAMPE, Phase.SENT, on=True), Sign.WELL, "1 outlet on"),
    (lambda store: put(store, LAMPE, Phase.SENDING, on=True), Sign.WORKING, "Lampe — Turning on…"),
    (lambda store: put(store, LAMPE, Phase.DISPUTED, on=True), Sign.TROUBLE, "Lampe — Asked: on. The cloud says: off"),
    (lambda store: put(store, LAMPE, Phase.FAILED, on=True), Sign.TROUBLE, "Lampe — Still off: "),
    (lambda store: store.put_line(Line(problem=Problem(Kind.OFFLINE))), Sign.TROUBLE, "The service cannot be reached"),
    (lambda store: store.put_key(known=False, stored=True), Sign.TROUBLE, "No subscription key"),
]


@pytest.mark.parametrize(("happens", "sign", "words"), SIGNS)
def test_the_icon_tells_how_it_stands(
    store: Store, told: TraySign, happens: Callable[[Store], None], sign: Sign, words: str
) -> None:
    happens(store)
    assert told.sign is sign
    assert told.words().startswith(f"Multisocket GUI: {words}")


def test_what_is_over_is_no_longer_told(store: Store, told: TraySign) -> None:
    put(store, LAMPE, Phase.FAILED, on=True)
    put(store, ref("S-1", 1), Phase.FAILED, on=True)
    assert told.words() == "Multisocket GUI: 2 outlets need a look"
    store.put_settings(Settings(plants=plants()[1:]))
    assert told.sign is Sign.WELL


def test_more_than_one_on_its_way_are_counted(store: Store, told: TraySign) -> None:
    for index in (0, 1):
        put(store, ref("S-1", index), Phase.SENDING, on=True)
    assert told.words() == "Multisocket GUI: switching 2 outlets…"


@pytest.mark.parametrize("sign", Sign)
def test_each_sign_has_its_own_picture_for_every_platform(qapp: QApplication, sign: Sign) -> None:
    plain, template = tray_icon(sign, "linux"), tray_icon(sign, "darwin")
    assert {size.width() for size in plain.availableSizes()} == {16, 22, 24, 32, 48}
    assert {size.width() for size in template.availableSizes()} == {18, 36}
    assert not plain.isMask()
    assert template.isMask()
    others = [tray_icon(other, "linux").pixmap(16, 16).toImage() for other in Sign if other is not sign]
    assert plain.pixmap(16, 16).toImage() not in others


@pytest.mark.parametrize("sign", Sign)
@pytest.mark.parametrize("panel", ["#ffffff", "#000000"])
def test_every_sign_reads_on_light_and_on_dark_panels(qapp: QApplication, sign: Sign, panel: str) -> None:
    """At least an eighth of the picture stands out from the panel as shapes should."""
    ground = QColor(panel)
    picture = QImage(22, 22, QImage.Format.Format_RGB32)
    picture.fill(ground)
    painter = QPainter(picture)
    painter.drawPixmap(0, 0, tray_icon(sign, "linux").pixmap(22, 22))
    painter.end()
    pixels = [picture.pixelColor(x, y) for x in range(22) for y in range(22)]
    assert sum(contrast(pixel, ground) >= SHAPES for pixel in pixels) >= len(pixels) / 8
