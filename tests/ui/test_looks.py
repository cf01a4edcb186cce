"""Names, drawings, order, guards and the question of an outlet, where they are seen: in the window."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase, Change, Line, Question
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, Outlet, OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase
from multisocket_gui.timer_words import run_line
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.outlet_icons import drawing, icon_names
from multisocket_gui.ui.plant_tabs import PlantTabs
from multisocket_gui.ui.socket_card import SocketCard
from multisocket_gui.ui.style import SHAPES, colours, contrast, faded
from multisocket_gui.ui.tile_ground import frame, plate_and_ink
from multisocket_gui.ui.tile_note import Mark, paint_mark
from multisocket_gui.words import question_line

from .house import ATELIER, DARK, LAMPE, LIGHT, MAISON, OFFSCREEN, Asks, new_store, put, ref, seen

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def tile_of(window: QWidget, outlet: OutletRef) -> OutletButton:
    selector = outlet.socket.selector
    tile = window.findChild(
        OutletButton, f"outlet/{outlet.socket.plant}/{selector.key}/{selector.value}/{outlet.index}"
    )
    assert tile is not None
    return tile


def card_of(window: QWidget, value: str) -> SocketCard:
    card = window.findChild(SocketCard, f"socket/{MAISON}/id/{value}")
    assert card is not None
    return card


def button(window: QWidget, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None
    return found


def line_in(owner: QWidget) -> QLineEdit:
    (line,) = (line for line in owner.findChildren(QLineEdit) if line.isVisible())
    return line


def entry(menu: QMenu, key: str) -> QAction:
    (action,) = (action for action in menu.actions() if action.objectName() == key)
    return action


def guard(store: Store, outlet: OutletRef, kind: Guard, words: str = "") -> None:
    found = store.settings.outlet(outlet)
    assert found
    store.put_settings(store.settings.with_outlet(outlet, replace(found, guard=kind, guard_words=words)))


def names_in(store: Store, socket: int = 0) -> list[str]:
    found = store.plants[0].sockets[socket]
    return [found.outlets[index].name for index in found.shown]


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Press at `start` in the widget, carry to `end` in the target, let go."""
    there = widget.mapFromGlobal(target.mapToGlobal(end))
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.2, 0.6, 1.0):
        at = start + (there - start) * share
        QTest.mouseMove(widget, at)
        qtbot.wait(1)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=there)


# Drawings


def test_each_drawing_is_another_one_and_keeps_to_its_square() -> None:
    drawn = [drawing(name) for name in icon_names()]
    assert len({path.toFillPolygon().toPolygon().count() * 1000 + path.length() for path in drawn}) == len(drawn) == 16
    assert all(max(map(abs, path.boundingRect().getCoords())) <= 7 for path in drawn)


def test_an_unknown_drawing_is_a_plug() -> None:
    assert drawing("a drawing of years to come") == drawing("plug") == drawing("")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("on", [True, False])
def test_a_drawing_stands_out_in_every_state(palette: QPalette, phase: Phase, on: bool) -> None:
    store = new_store()
    put(store, LAMPE, phase, on=on)
    truth = store.truth(LAMPE)
    for inks in (colours(palette), faded(colours(palette))):
        lit = phase is Phase.CONFIRMED and bool(truth.on)
        for asking in (False, True):
            plate, ink = plate_and_ink(frame(truth, inks, asking=asking), inks, lit=lit)
            assert contrast(ink, plate) >= SHAPES


def test_the_menu_chooses_a_drawing(window: MainWindow, store: Store) -> None:
    tile = tile_of(window, LAMPE)
    before = tile.grab().toImage()
    menu = tile.menu_of_asks()
    icons = menu.findChild(QMenu, "icon")
    assert icons is not None
    assert entry(icons, "icon/plug").isChecked()
    entry(icons, "icon/lamp").trigger()
    assert store.settings.outlet(LAMPE) == Outlet("Lampe", "lamp")
    assert tile.grab().toImage() != before
    again = tile.menu_of_asks().findChild(QMenu, "icon")
    assert again is not None
    assert entry(again, "icon/lamp").isChecked()
    entry(again, "icon/plug").trigger()
    assert store.settings.outlet(LAMPE) == Outlet("Lampe")


# Names


def test_f2_renames_a_tile_in_place(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_F2)
    line = line_in(tile)
    assert (line.text(), line.selectedText(), line.accessibleName()) == ("Lampe", "Lampe", "Name of Lampe")
    assert line.hasFocus()
    qtbot.keyClicks(line, " Lampe de chevet ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert names_in(store)[0] == "Lampe de chevet"
    assert tile_of(window, LAMPE) is tile
    assert tile.hasFocus()
    assert tile.accessibleName() == "Lampe de chevet, Bureau d’été"


@pytest.mark.parametrize(("typed", "key"), [("Zoe", Qt.Key.Key_Escape), ("   ", Qt.Key.Key_Return)])
def test_escape_or_nothing_leaves_the_name(
    window: MainWindow, store: Store, asks: Asks, qtbot: QtBot, typed: str, key: Qt.Key
) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_F2)
    line = line_in(tile)
    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, key)
    assert names_in(store)[0] == "Lampe"
    assert asks.heard == []
    assert tile.hasFocus()


def test_a_name_is_kept_when_its_line_is_left(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    entry(tile.menu_of_asks(), "rename").trigger()
    qtbot.keyClicks(line_in(tile), "Lampadaire")
    tile_of(window, ref("S-1", 1)).setFocus(Qt.FocusReason.MouseFocusReason)
    assert names_in(store)[0] == "Lampadaire"
    assert tile_of(window, ref("S-1", 1)).hasFocus()


def test_keys_typed_in_the_line_switch_nothing(window: MainWindow, asks: Asks, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_F2)
    line = line_in(tile)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_F2, Qt.Key.Key_Escape):
        qtbot.keyClick(line, key)
    assert asks.heard == []


def test_a_sockets_name_by_double_click_and_by_key(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    header = card_of(window, "S-1").findChild(QWidget, f"header/socket/{MAISON}/id/S-1")
    assert header is not None
    qtbot.mouseDClick(header, Qt.MouseButton.LeftButton, pos=QPoint(12, header.height() // 2))
    qtbot.keyClicks(line_in(header), "Bureau")
    qtbot.keyClick(line_in(header), Qt.Key.Key_Return)
    assert store.plants[0].sockets[0].name == "Bureau"
    assert tile_of(window, LAMPE).accessibleName() == "Lampe, Bureau"
    more = button(window, f"more/socket/{MAISON}/id/S-1")
    assert more.accessibleName() == "More: Bureau"
    assert more.hasFocus()
    qtbot.keyClick(more, Qt.Key.Key_F2)
    qtbot.keyClicks(line_in(header), "Office")
    qtbot.keyClick(line_in(header), Qt.Key.Key_Enter)
    assert card_of(window, "S-1").accessibleName() == "Office"


def test_a_plants_name_in_its_tab(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    tabs = window.findChild(PlantTabs)
    assert tabs is not None
    qtbot.mouseDClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(0).center())
    qtbot.keyClicks(line_in(tabs), "Chez nous")
    qtbot.keyClick(line_in(tabs), Qt.Key.Key_Return)
    assert store.plants[0].name == "Chez nous"
    assert tabs.tabText(0) == "Chez nous, 0 on"
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_F2)
    qtbot.keyClicks(line_in(tabs), "Maison")
    qtbot.keyClick(line_in(tabs), Qt.Key.Key_Return)
    assert store.plants[0].name == "Maison"
    assert tabs.hasFocus()


# Order


def test_a_tile_is_dragged_to_anothers_place(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    tile, there = tile_of(window, LAMPE), tile_of(window, ref("S-1", 2))
    drag(qtbot, tile, QPoint(20, 20), there, there.rect().center())
    assert names_in(store) == ["Imprimante", "Écran", "Lampe", "Ventilateur"]
    assert store.plants[0].sockets[0].outlets[0].name == "Lampe"
    assert [each[0] for each in asks.heard] == ["change_settings"]  # carried, not clicked
    qtbot.waitUntil(lambda: tile.pos() != QPoint(0, 0) and tile.x() == 0)  # first in the second row


def test_escape_gives_a_drag_up(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(tile, QPoint(20, 120))
    qtbot.keyClick(tile, Qt.Key.Key_Escape)
    QTest.mouseMove(tile, QPoint(24, 24))
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=QPoint(24, 24))
    assert asks.heard == []
    assert names_in(store)[0] == "Lampe"
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(24, 24))
    assert [each[0] for each in asks.heard] == ["read_socket"]  # the next click is one again


def test_a_hand_that_trembles_still_clicks(window: MainWindow, asks: Asks, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    QTest.mouseMove(tile, QPoint(48, 26))
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=QPoint(48, 26))
    assert [each[0] for each in asks.heard] == ["read_socket"]


def test_a_card_is_dragged_by_its_header(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    header = card_of(window, "W-1").findChild(QWidget, f"header/socket/{MAISON}/id/W-1")
    assert header is not None
    first = card_of(window, "S-1")
    drag(qtbot, header, QPoint(12, 10), first, QPoint(30, 30))
    assert [socket.name for socket in store.plants[0].sockets] == ["Entrée", "Bureau d’été", "Salon / TV"]
    assert card_of(window, "S-1") is first
    qtbot.waitUntil(lambda: card_of(window, "W-1").pos() == QPoint(0, 0))


def test_a_tab_is_dragged_before_another(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    tabs = window.findChild(PlantTabs)
    assert tabs is not None
    drag(qtbot, tabs, tabs.tabRect(1).center(), tabs, tabs.tabRect(0).center())
    assert [plant.id for plant in store.plants] == [ATELIER, MAISON]
    assert tabs.plant == ATELIER
    assert window.page is not None
    assert window.page.plant.id == ATELIER


def test_keys_carry_a_tile_and_the_keyboard_stays_with_it(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    for key, order in (
        (Qt.Key.Key_Right, ["Imprimante", "Lampe", "Écran", "Ventilateur"]),
        (Qt.Key.Key_Down, ["Imprimante", "Écran", "Ventilateur", "Lampe"]),
        (Qt.Key.Key_Right, ["Imprimante", "Écran", "Ventilateur", "Lampe"]),
        (Qt.Key.Key_Left, ["Imprimante", "Écran", "Lampe", "Ventilateur"]),
        (Qt.Key.Key_Up, ["Lampe", "Imprimante", "Écran", "Ventilateur"]),
    ):
        qtbot.keyClick(tile, key, CTRL_SHIFT)
        assert names_in(store) == order
        assert tile.hasFocus()
        QTest.qWait(1)


def test_keys_carry_a_card_and_a_tab(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    more = button(window, f"more/socket/{MAISON}/id/S-1")
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Right, CTRL_SHIFT)
    qtbot.keyClick(more, Qt.Key.Key_Down, CTRL_SHIFT)
    assert [socket.name for socket in store.plants[0].sockets] == ["Salon / TV", "Entrée", "Bureau d’été"]
    assert more.hasFocus()
    tabs = window.findChild(PlantTabs)
    assert tabs is not None
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right, CTRL_SHIFT)
    assert [plant.id for plant in store.plants] == [ATELIER, MAISON]
    assert (tabs.plant, tabs.hasFocus()) == (MAISON, True)


def test_menus_carry_one_place_on(window: MainWindow, store: Store) -> None:
    menu = tile_of(window, LAMPE).menu_of_asks()
    assert not entry(menu, "earlier").isEnabled()
    entry(menu, "later").trigger()
    assert names_in(store)[:2] == ["Imprimante", "Lampe"]
    tabs = window.findChild(PlantTabs)
    assert tabs is not None
    plants = tabs.menu_of(1)
    assert not entry(plants, "later").isEnabled()
    entry(plants, "earlier").trigger()
    assert [plant.id for plant in store.plants] == [ATELIER, MAISON]


def test_tab_goes_through_the_tiles_as_they_stand(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    asks.looks.place_outlet(LAMPE, 1)
    first = tile_of(window, ref("S-1", 1))
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert tile_of(window, LAMPE).hasFocus()


# In place


def test_looks_and_guards_change_in_place(window: MainWindow, store: Store, asks: Asks) -> None:
    tiles = window.findChildren(OutletButton)
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    asks.looks.name_outlet(LAMPE, "Lampadaire")
    asks.looks.place_socket(ref("W-1", 0).socket, 0)
    asks.looks.place_plant(ATELIER, 0)
    guard(store, LAMPE, Guard.LOCKED)
    assert window.findChildren(OutletButton) == tiles
    assert tile.hasFocus()
    assert tile.outlet_name == "Lampadaire"


def test_what_changes_in_the_same_moment_is_shown_too(window: MainWindow, store: Store) -> None:
    """As when somebody signs in for the first time: their account, and nobody's plants as before."""
    store.put_account(Account())
    seen(store, LAMPE, True)
    tile = tile_of(window, LAMPE)
    remembered = tile.grab().toImage()
    with store.at_once():
        store.put_account(Account(AccountPhase.SIGNED_IN, name="Camille Martin"))
        store.put_settings(store.settings.of_account("camille"))
        seen(store, LAMPE, True)
    assert tile_of(window, LAMPE) is tile
    assert tile.grab().toImage() != remembered


def test_another_order_forgets_nothing(store: Store, asks: Asks) -> None:
    seen(store, LAMPE, True)
    told: list[Change] = []
    store.changed.connect(told.append)
    asks.looks.place_plant(ATELIER, 0)
    asks.looks.place_socket(LAMPE.socket, 2)
    asks.looks.place_outlet(LAMPE, 2)
    assert [(change.home, change.shape) for change in told] == [(True, False)] * 3
    assert store.truth(LAMPE).on is True


def test_what_is_looked_for_stays_so(window: MainWindow, asks: Asks) -> None:
    find = window.findChild(QLineEdit, "find")
    assert find is not None
    find.setText("lampe")
    asks.looks.name_outlet(LAMPE, "Autre")
    assert not tile_of(window, LAMPE).isVisible()


# Guards


@pytest.mark.parametrize(
    ("kind", "words", "note"),
    [
        (Guard.LOCKED, "Freezer!", "Locked — Freezer!"),
        (Guard.LOCKED, "", "Locked"),
        (Guard.ASK, "Freezer!", "Asks first — Freezer!"),
        (Guard.ASK, "", "Asks first"),
    ],
)
def test_a_guard_is_told_by_shape_and_word(
    window: MainWindow, store: Store, kind: Guard, words: str, note: str
) -> None:
    seen(store, LAMPE, True)
    tile = tile_of(window, LAMPE)
    height, before = tile.arranged().height, tile.grab().toImage()
    guard(store, LAMPE, kind, words)
    assert [each.words for each in tile.notes] == [note]
    assert tile.accessibleDescription() == f"{tile.words} · {note}"
    assert tile.arranged().height > height
    assert tile.grab().toImage() != before
    guard(store, LAMPE, Guard.NONE)
    assert tile.arranged().height == height


def test_locks_questions_and_clocks_have_other_shapes() -> None:
    shapes = set()
    for mark in Mark:
        image = QImage(48, 48, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_mark(painter, QRectF(image.rect()), mark, QColor("black"))
        painter.end()
        shapes.add(bytes(image.constBits()))
    assert len(shapes) == len(Mark)


def test_the_next_run_is_told(window: MainWindow, store: Store, asks: Asks) -> None:
    seen(store, LAMPE, True)
    tile = tile_of(window, LAMPE)
    later = asks.timers.off_in(LAMPE, 7200)
    asks.timers.at(LAMPE, dt.time(7, 10), range(7), on=True)
    words = [run_line(run, time.time()) for run in asks.timers.next_runs()]
    assert len(words) == 2
    assert [note.words for note in tile.notes] == words[:1]
    assert tile.accessibleDescription() == f"{tile.words} · {words[0]}"
    asks.timers.remove(later.id)
    assert [note.words for note in tile.notes] == [run_line(run, time.time()) for run in asks.timers.next_runs()]
    store.put_settings(replace(store.settings, timers=()))
    assert tile.accessibleDescription() == tile.words


def test_the_menu_locks_and_unlocks(window: MainWindow, store: Store, asks: Asks) -> None:
    tile = tile_of(window, LAMPE)
    entry(tile.menu_of_asks(), "lock").trigger()
    assert asks.heard == [("set_guard", LAMPE, Guard.LOCKED, "")]
    guard(store, LAMPE, Guard.LOCKED, "Freezer!")
    menu = tile.menu_of_asks()
    assert "lock" not in [action.objectName() for action in menu.actions()]
    entry(menu, "unlock").trigger()
    assert asks.heard[-1] == ("set_guard", LAMPE, Guard.NONE, "")


@pytest.mark.parametrize("words", ["Freezer!", ""])
def test_the_words_of_a_question_are_typed_in_the_tile(
    window: MainWindow, asks: Asks, qtbot: QtBot, words: str
) -> None:
    tile = tile_of(window, LAMPE)
    tile.setFocus()
    entry(tile.menu_of_asks(), "ask").trigger()
    assert asks.heard == []
    qtbot.keyClicks(line_in(tile), words)
    qtbot.keyClick(line_in(tile), Qt.Key.Key_Return)
    assert asks.heard == [("set_guard", LAMPE, Guard.ASK, words)]


def test_show_in_tray(window: MainWindow, store: Store) -> None:
    favourite = entry(tile_of(window, LAMPE).menu_of_asks(), "favourite")
    assert not favourite.isChecked()
    favourite.trigger()
    assert store.settings.favourites == (LAMPE,)
    assert entry(tile_of(window, LAMPE).menu_of_asks(), "favourite").isChecked()


# The question


@pytest.fixture
def asked(window: MainWindow, store: Store) -> OutletButton:
    """The tile of an outlet that was asked to go off, and asks first."""
    seen(store, LAMPE, True)
    guard(store, LAMPE, Guard.ASK, "Freezer!")
    store.put_question(Question(LAMPE, "Freezer!"))
    return tile_of(window, LAMPE)


def test_the_question_stands_in_its_tile(asked: OutletButton, window: MainWindow) -> None:
    assert asked.words == "Freezer! Turn off?"
    assert asked.accessibleDescription() == "Freezer! Turn off?"
    keep = button(asked, f"keep-on/{asked.objectName()}")
    assert keep.hasFocus()
    spoken = QAccessible.queryAccessibleInterface(keep)
    assert spoken.text(QAccessible.Text.Name) == "Keep on: Lampe, Bureau d’été"
    assert spoken.text(QAccessible.Text.Description) == "Freezer! Turn off?"
    assert asked.body().contains(keep.geometry())
    assert not any(tile.asks for tile in window.findChildren(OutletButton) if tile is not asked)


@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Space, False), (Qt.Key.Key_Escape, False)]
)
def test_keys_keep_it_on(asked: OutletButton, asks: Asks, qtbot: QtBot, key: Qt.Key, answer: bool) -> None:
    qtbot.keyClick(button(asked, f"keep-on/{asked.objectName()}"), key)
    assert asks.heard == [("answer", answer)]


def test_turning_off_needs_its_button(asked: OutletButton, asks: Asks, store: Store, qtbot: QtBot) -> None:
    qtbot.mouseClick(asked, Qt.MouseButton.LeftButton, pos=QPoint(60, 16))
    qtbot.keyClick(asked, Qt.Key.Key_Space)
    assert asks.heard == []
    off = button(asked, f"turn-off/{asked.objectName()}")
    off.setFocus()
    qtbot.keyClick(off, Qt.Key.Key_Return)
    assert asks.heard == [("answer", True)]
    store.put_question(None)
    assert asked.words.startswith("On · ")
    assert asked.hasFocus()


def test_a_question_about_another_plant_brings_it_to_front(window: MainWindow, store: Store) -> None:
    outlet = ref("S-9", 1, ATELIER)
    find = window.findChild(QLineEdit, "find")
    assert find is not None
    find.setText("perceuse")
    store.put_question(Question(outlet))
    assert window.page is not None
    assert window.page.plant.id == ATELIER
    assert tile_of(window, outlet).isVisible()
    assert tile_of(window, outlet).words == "Turn off?"


def test_a_question_is_announced(window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    store.put_question(Question(LAMPE, "Freezer!"))
    assert told == ["Lampe: Freezer! Turn off?"]


def test_a_refusal_is_announced_each_time(window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    for _ in range(2):
        store.put_refusal(LAMPE, Problem(Kind.LOCKED, detail="Freezer!"))
        store.put_line(Line(heard=time.time()))  # what else changes says nothing of it again
    assert told == ["Lampe is locked: “Freezer!”"] * 2


@pytest.mark.parametrize(
    ("words", "line"),
    [("", "Turn off?"), ("Freezer!", "Freezer! Turn off?"), ("It is the freezer", "It is the freezer. Turn off?")],
)
def test_the_users_words_become_a_sentence(words: str, line: str) -> None:
    assert question_line(words) == line


@pytest.mark.qt_log_ignore(OFFSCREEN)
@pytest.mark.parametrize("width", [360, 980])
def test_guards_and_questions_are_never_cut(window: MainWindow, store: Store, qtbot: QtBot, width: int) -> None:
    for number, tile in enumerate(window.findChildren(OutletButton)):
        if tile.ref.socket.plant == MAISON:
            seen(store, tile.ref, True)
            guard(store, tile.ref, Guard.LOCKED if number % 2 else Guard.ASK, "Do not touch, it thaws!")
    store.put_question(Question(LAMPE, "Do not touch, it thaws!"))
    window.resize(width, 640)
    qtbot.waitUntil(lambda: window.width() == width)
    tiles = [tile for tile in window.findChildren(OutletButton) if tile.isVisible()]
    assert [tile.notes for tile in tiles if tile.arranged().cut] == []
