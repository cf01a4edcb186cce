"""The tray's panel: what it shows, what its keys do, where it stands, and that nothing of it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, Question, Undo
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, Plant
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage
from multisocket_gui.home.truth import Phase
from multisocket_gui.home.undo import Action
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.panel_door import PanelDoor
from multisocket_gui.ui.tray_panel import TrayPanel
from multisocket_gui.ui.tray_place import placed

from .house import ATELIER, LAMPE, MAISON, OFFSCREEN, Asks, new_store, put, ref, running_timers, seen, socket

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
ICON = QRect(700, 780, 24, 20)
W = TypeVar("W", bound=QWidget)
PERCEUSE = ref("S-9", 0, ATELIER)


@pytest.fixture
def door(store: Store, asks: Asks, qtbot: QtBot) -> Iterator[PanelDoor]:
    door = PanelDoor(store, asks, asks, icon=lambda: ICON, last_plant=lambda: "")
    yield door
    door.close()


@pytest.fixture
def panel(store: Store, asks: Asks, door: PanelDoor, qtbot: QtBot) -> TrayPanel:
    for outlet in (PERCEUSE, LAMPE, ref("S-2", 1)):
        asks.set_favourite(outlet, True)
        seen(store, outlet, True)
    return opened(door, qtbot)


def opened(door: PanelDoor, qtbot: QtBot) -> TrayPanel:
    door.open()
    assert door.panel is not None
    qtbot.waitUntil(door.panel.isActiveWindow)
    return door.panel


def tiles(panel: TrayPanel) -> list[OutletButton]:
    """The tiles that can be seen, from the top."""
    shown = [tile for tile in panel.findChildren(OutletButton) if tile.isVisible()]
    return sorted(shown, key=lambda tile: tile.mapTo(panel, QPoint()).y())


def names(panel: TrayPanel) -> list[str]:
    return [tile.outlet_name for tile in tiles(panel)]


def find(panel: TrayPanel) -> QLineEdit:
    return child(panel, QLineEdit, "find")


def child(panel: TrayPanel, kind: type[W], name: str) -> W:
    found = panel.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def home_of(*outlets: str) -> Plant:
    return Plant(MAISON, "Maison", (socket("S-1", "Bureau", *outlets),))


def hint(panel: TrayPanel) -> str:
    label = child(panel, QLabel, "panel-hint")
    return label.text() if label.isVisible() else ""


def test_it_shows_the_favourites_in_the_users_order_and_reads_what_is_old(panel: TrayPanel, asks: Asks) -> None:
    assert names(panel) == ["Perceuse", "Lampe", "Console"]
    assert hint(panel) == ""
    assert asks.looked_plants == [ATELIER, MAISON]
    assert tiles(panel)[0].hasFocus()


def test_equal_names_are_told_apart(store: Store, asks: Asks, door: PanelDoor, qtbot: QtBot) -> None:
    asks.set_favourite(LAMPE, True)
    asks.set_favourite(ref("S-9", 1, ATELIER), True)
    panel = opened(door, qtbot)
    assert names(panel) == ["Lampe, Bureau d’été", "Lampe, Établi"]
    assert [tile.accessibleName() for tile in tiles(panel)] == ["Lampe, Bureau d’été", "Lampe, Établi"]


def test_without_favourites_it_shows_the_plant_seen_last_and_says_how_to_choose(
    store: Store, asks: Asks, qtbot: QtBot
) -> None:
    door = PanelDoor(store, asks, asks, icon=QRect, last_plant=lambda: ATELIER)
    panel = opened(door, qtbot)
    assert names(panel) == ["Perceuse", "Lampe"]
    assert hint(panel).startswith("No favourites yet, so this is Atelier.")
    asks.set_favourite(LAMPE, True)
    assert names(panel) == ["Lampe"]
    assert hint(panel) == ""
    door.close()


def test_a_large_plant_is_shown_in_part_and_that_is_said(
    store: Store, asks: Asks, door: PanelDoor, qtbot: QtBot
) -> None:
    outlets = tuple(f"Outlet {number}" for number in range(11))
    store.put_settings(new_store((home_of(*outlets),)).settings)
    panel = opened(door, qtbot)
    assert names(panel) == list(outlets[:8])
    assert hint(panel).endswith("The window shows 3 more.")


def test_without_a_plant_it_says_so(asks: Asks, qtbot: QtBot) -> None:
    store = new_store(())
    door = PanelDoor(store, asks, asks, icon=QRect, last_plant=lambda: "")
    panel = opened(door, qtbot)
    assert tiles(panel) == []
    assert hint(panel) == "No plant yet: the window helps to set one up."
    assert find(panel).hasFocus()
    door.close()


def test_a_click_asks_and_the_store_answers(panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot) -> None:
    tile = tiles(panel)[1]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert asks.heard == [("switch", LAMPE, False)]
    assert tile.words.startswith("On · ")
    put(store, LAMPE, Phase.SENDING, on=False)
    assert tile.words == "Turning off…"


def test_arrows_go_from_tile_to_tile_and_up_to_find(panel: TrayPanel, qtbot: QtBot) -> None:
    first, second, third = tiles(panel)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Right)
    qtbot.keyClick(third, Qt.Key.Key_Down)
    assert third.hasFocus()
    qtbot.keyClick(third, Qt.Key.Key_Up)
    qtbot.keyClick(second, Qt.Key.Key_Up)
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert find(panel).hasFocus()
    qtbot.keyClick(find(panel), Qt.Key.Key_Down)
    assert first.hasFocus()


def test_what_is_typed_anywhere_is_looked_for(panel: TrayPanel, asks: Asks, qtbot: QtBot) -> None:
    qtbot.keyClicks(tiles(panel)[0], "e")
    assert find(panel).hasFocus()
    qtbot.keyClicks(find(panel), "tab")
    assert names(panel) == ["Perceuse"]  # by its socket's name, Établi
    qtbot.keyClick(find(panel), Qt.Key.Key_Return)
    qtbot.keyClick(tiles(panel)[0], Qt.Key.Key_Return)
    assert asks.heard == [("switch", PERCEUSE, False)]


def test_what_is_not_there_is_said(panel: TrayPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(find(panel), "xyz")
    assert names(panel) == []
    assert hint(panel) == "None of these is called “xyz”."
    qtbot.keyClick(find(panel), Qt.Key.Key_Escape)
    assert len(names(panel)) == 3
    assert hint(panel) == ""


def test_escape_closes_it_and_nothing_of_it_is_left(
    panel: TrayPanel, door: PanelDoor, store: Store, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.destroyed):
        qtbot.keyClick(tiles(panel)[0], Qt.Key.Key_Escape)
    assert door.panel is None
    seen(store, LAMPE, False)  # nobody listens who is gone


def test_escape_in_the_empty_field_closes_it(panel: TrayPanel, door: PanelDoor, qtbot: QtBot) -> None:
    find(panel).setFocus()
    qtbot.keyClick(find(panel), Qt.Key.Key_Escape)
    assert door.panel is None


def test_another_window_with_the_keyboard_closes_it(panel: TrayPanel, door: PanelDoor, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: door.panel is None)
    door.toggle()  # the same click on the icon, which took the keyboard first
    assert door.panel is None


def test_the_icon_opens_and_closes_it(door: PanelDoor, qtbot: QtBot) -> None:
    door.toggle()
    assert door.panel is not None
    door.toggle()
    assert door.panel is None


def test_all_off_is_previewed_in_place_and_not_left_for_later(
    panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    asks.heard.clear()
    qtbot.mouseClick(child(panel, QAbstractButton, "panel-off"), Qt.MouseButton.LeftButton)
    menu = panel.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["All of Maison && jardin", "All of Atelier"]
    menu.actions()[1].trigger()
    menu.close()
    assert asks.heard == [("preview", Scope(ATELIER), False)]
    preview = Preview(Scope(ATELIER), False, {PERCEUSE: False}, changing=(PERCEUSE,))
    store.put_together(GroupAction(Stage.PREVIEW, Scope(ATELIER), False, preview))
    assert child(panel, QWidget, "together").isVisible()
    panel.close()
    assert asks.heard[-1] == ("dismiss",)


def test_of_one_plant_there_is_nothing_to_choose(asks: Asks, qtbot: QtBot) -> None:
    store = new_store((home_of("Lampe", "Radio"),))
    door = PanelDoor(store, asks, asks, icon=QRect, last_plant=lambda: "")
    panel = opened(door, qtbot)
    qtbot.mouseClick(child(panel, QAbstractButton, "panel-off"), Qt.MouseButton.LeftButton)
    assert asks.heard == [("preview", Scope(MAISON), False)]
    door.close()


def test_signed_out_it_offers_to_sign_in_and_nothing_else(
    panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    asks.heard.clear()
    store.put_account(Account())
    assert not child(panel, QAbstractButton, "panel-off").isEnabled()
    qtbot.mouseClick(child(panel, QAbstractButton, "notice-sign-in"), Qt.MouseButton.LeftButton)
    assert asks.heard == [("sign_in",)]


def test_the_last_switching_can_be_taken_back(panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot) -> None:
    undo = child(panel, QAbstractButton, "panel-undo")
    assert not undo.isVisible()
    store.put_undo(Undo(Action({LAMPE: True}, {LAMPE: False}, 0.0)))
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert asks.heard[-1] == ("undo",)


def test_ways_to_the_window(panel: TrayPanel, door: PanelDoor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(door.window_asked):
        qtbot.mouseClick(child(panel, QAbstractButton, "panel-window"), Qt.MouseButton.LeftButton)


def test_it_is_as_high_as_what_it_shows_and_stands_on_its_icon(panel: TrayPanel, asks: Asks, qtbot: QtBot) -> None:
    before = panel.geometry()
    assert before.width() == 280
    assert before.bottom() < ICON.top()
    asks.set_favourite(LAMPE, False)
    qtbot.waitUntil(lambda: panel.height() < before.height())
    assert ICON.top() - panel.geometry().bottom() == ICON.top() - before.bottom()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_word_of_it_is_cut(
    door: PanelDoor, asks: Asks, qtbot: QtBot, looks: Callable[[QPalette | None, float], None], scale: float
) -> None:
    looks(None, scale)
    asks.set_favourite(LAMPE, True)
    panel = opened(door, qtbot)
    for button in panel.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button, OutletButton):
            assert button.width() >= min(button.sizeHint().width(), panel.width() // 2), button.objectName()
    assert not tiles(panel)[0].arranged().cut


def test_everything_in_it_has_a_name(panel: TrayPanel) -> None:
    for button in panel.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button.parent(), QLineEdit):
            assert button.objectName()
            assert button.accessibleName() or button.text()


def entries(tile: OutletButton) -> dict[str, QAction]:
    menu = tile.menu_of_asks()
    found = [*menu.actions(), *(each for branch in menu.findChildren(QMenu) for each in branch.actions())]
    return {action.objectName(): action for action in found}


def test_the_order_is_changed_by_keys_by_mouse_and_in_the_menu(
    panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(tiles(panel)[0], Qt.Key.Key_Down, both)
    assert names(panel) == ["Lampe", "Perceuse", "Console"]
    assert tiles(panel)[1].hasFocus()
    assert not entries(tiles(panel)[0])["earlier"].isEnabled()
    entries(tiles(panel)[0])["later"].trigger()
    assert names(panel) == ["Perceuse", "Lampe", "Console"]

    qtbot.waitUntil(lambda: tiles(panel)[2].y() > tiles(panel)[1].y() > 0)
    tile, first = tiles(panel)[2], tiles(panel)[0]
    qtbot.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    for share in (0.5, 1.0):
        way = first.mapTo(panel, QPoint(60, 20)) - tile.mapTo(panel, QPoint(60, 20))
        qtbot.mouseMove(tile, QPoint(60, 20) + way * share)
    qtbot.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=QPoint(60, 20) + way)
    assert names(panel) == ["Console", "Perceuse", "Lampe"]
    assert [place.outlet.name for ref in store.settings.favourites if (place := store.place(ref))] == names(panel)
    assert asks.heard == []


def test_tab_goes_from_top_to_bottom_through_tiles_that_came_later(panel: TrayPanel, asks: Asks, qtbot: QtBot) -> None:
    asks.set_favourite(ref("S-1", 2), True)
    find(panel).setFocus()
    passed = []
    for _ in range(6):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        focused = panel.focusWidget()
        passed.append(focused.outlet_name if isinstance(focused, OutletButton) else focused.objectName())
    assert passed == ["Perceuse", "Lampe", "Console", "Écran", "panel-off", "panel-window"]


def test_what_is_filtered_keeps_its_order(panel: TrayPanel, asks: Asks) -> None:
    find(panel).setText("e")
    holder = tiles(panel)[0].parentWidget()
    assert holder is not None
    before = names(panel)
    find(panel).setText("console")
    tile = tiles(panel)[0]
    tile.drag.dropped.emit(tile.mapToGlobal(QPoint(0, -500)))
    find(panel).clear()
    assert names(panel) == before == ["Perceuse", "Lampe", "Console"]


def test_a_question_is_seen_whatever_outlet_it_is_about(panel: TrayPanel, store: Store, asks: Asks) -> None:
    store.put_question(Question(ref("S-1", 1), "Printing!"))
    assert names(panel) == ["Perceuse", "Lampe", "Console", "Imprimante"]
    assert tiles(panel)[-1].asks
    store.put_question(None)
    assert not tiles(panel)[-1].asks


def test_an_outlet_leaves_the_tray_by_its_menu(panel: TrayPanel, store: Store) -> None:
    favourite = entries(tiles(panel)[0])["favourite"]
    assert favourite.isChecked()
    favourite.trigger()
    assert names(panel) == ["Lampe", "Console"]


def test_what_a_timer_does_next_stands_in_its_tile(panel: TrayPanel, asks: Asks, door: PanelDoor, qtbot: QtBot) -> None:
    entries(tiles(panel)[1])["off-in-30"].trigger()
    assert any(note.words.startswith("off at ") for note in tiles(panel)[1].notes)
    assert tiles(panel)[0].notes == ()
    with qtbot.waitSignal(door.timer_asked) as asked:
        entries(tiles(panel)[1])["timer-another"].trigger()
    assert asked.args == [LAMPE]


def test_closed_it_wakes_nobody(panel: TrayPanel) -> None:
    assert running_timers(panel)
    panel.close()
    assert running_timers(panel) == []


SCREEN = QRect(0, 30, 1280, 930)
areas = st.builds(QRect, st.integers(-50, 1300), st.integers(-50, 1000), st.integers(1, 64), st.integers(1, 64))
sizes = st.builds(QSize, st.integers(100, 600), st.integers(50, 2000))


@given(areas, sizes)
def test_it_is_always_wholly_on_the_screen(anchor: QRect, size: QSize) -> None:
    area = placed(anchor, size, SCREEN)
    assert SCREEN.contains(area)
    assert area.width() == size.width()
    assert area.height() == min(size.height(), SCREEN.height() - 8)


@given(st.integers(0, 1256), st.sampled_from([0, 936]), st.builds(QSize, st.integers(100, 400), st.integers(50, 400)))
def test_it_never_covers_an_icon_at_the_top_or_at_the_bottom(left: int, top: int, size: QSize) -> None:
    icon = QRect(left, top, 24, 24)
    assert not placed(icon, size, SCREEN).intersects(icon)


def test_a_guarded_favourite_tells_it_and_asks_in_its_tile(
    panel: TrayPanel, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    first = tiles(panel)[0].ref
    outlet = store.settings.outlet(first)
    assert outlet
    asks.change_settings(store.settings.with_outlet(first, replace(outlet, guard=Guard.ASK, guard_words="Freezer!")))
    tile = tiles(panel)[0]
    assert [note.words for note in tile.notes] == ["Asks first — Freezer!"]
    asks.heard.clear()
    store.put_question(Question(first, "Freezer!"))
    assert tile.words == "Freezer! Turn off?"
    qtbot.keyClick(tile, Qt.Key.Key_Escape)
    assert asks.heard == [("answer", False)]
    assert panel.isVisible()
