"""Scenes in the window: the menu with how each stands, and what the panel says before, while and after."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.scene import Activity, Scene
from multisocket_gui.home.together import GroupAction, Scope, Stage, outcome, preview
from multisocket_gui.home.truth import Phase
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.scene_mark import SIZE, scene_mark
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.ui.together_panel import TogetherPanel

from .conftest import NewWindow
from .house import ATELIER, LAMPE, OFFSCREEN, Asks, put, ref, seen

ECRAN, TELE, DRILL = ref("S-1", 2), ref("S-2", 0), ref("S-9", 0, ATELIER)
EVENING = Scene("evening", "Soirée & ciné", {LAMPE: True, ECRAN: False, TELE: True})
SCOPE = Scope(scene="evening")
NOBODY: Mapping[OutletRef, Problem] = {}


@pytest.fixture(autouse=True)
def _one_scene(store: Store) -> None:
    _have(store, EVENING)


def _have(store: Store, *scenes: Scene) -> None:
    store.put_settings(replace(store.settings, scenes=scenes))


def _button(window: MainWindow, name: str) -> QPushButton:
    button = window.findChild(QPushButton, name)
    assert button is not None
    return button


def _menu(window: MainWindow, qtbot: QtBot) -> QMenu:
    """The menu, as a click or Alt+C opens it."""
    menu = _button(window, "scenes").menu()
    assert isinstance(menu, QMenu)
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    return menu


def _entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def _entry(menu: QMenu, name: str) -> QAction:
    branches = [branch for action in menu.actions() if isinstance(branch := action.menu(), QMenu)]
    (found,) = [action for each in (menu, *branches) for action in each.actions() if action.objectName() == name]
    return found


def _said(window: MainWindow) -> list[str]:
    panel = window.findChild(TogetherPanel, "together")
    assert panel is not None
    return [line.text() for line in panel.findChildren(TextLine) if line.isVisible()]


def _offered(window: MainWindow) -> list[str]:
    panel = window.findChild(TogetherPanel, "together")
    assert panel is not None
    return [button.text() for button in panel.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_the_menu_tells_how_each_scene_stands_and_offers_both_ways(
    window: MainWindow, store: Store, asks: Asks, qtbot: QtBot
) -> None:
    for each, on in ((LAMPE, True), (ECRAN, False), (TELE, False)):
        seen(store, each, on)
    menu = _menu(window, qtbot)
    assert _entries(menu) == ["Soirée && ciné — partly active", "&New scene from now…", "&Edit scenes…"]
    assert not menu.actions()[0].icon().isNull()
    seen(store, TELE, True)  # an open menu follows
    assert menu.actions()[0].text() == "Soirée && ciné — active"
    branch = menu.actions()[0].menu()
    assert isinstance(branch, QMenu)
    assert _entries(branch) == ["&Apply…", "&Turn off…"]
    asks.heard.clear()
    _entry(branch, "scene/evening/apply").trigger()
    _entry(branch, "scene/evening/turn-off").trigger()
    assert asks.heard == [("scene", "evening", True), ("scene", "evening", False)]
    menu.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_what_rests_on_an_old_reading_says_so(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    for each, on in ((LAMPE, True), (ECRAN, False), (TELE, True)):
        seen(store, each, on, ago=200)
    menu = _menu(window, qtbot)
    assert _entries(menu)[0] == "Soirée && ciné — active, read 3 min ago"
    menu.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_opening_the_menu_is_coming_to_look(window: MainWindow, asks: Asks, store: Store, qtbot: QtBot) -> None:
    _menu(window, qtbot).close()
    assert ("look at scenes",) in asks.heard
    asks.heard.clear()
    store.put_account(Account())
    menu = _menu(window, qtbot)
    assert asks.heard == []
    assert not _entry(menu, "scene/evening/apply").isEnabled()
    assert _entry(menu, "scenes-edit").isEnabled()
    menu.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_without_a_scene_there_is_one_sentence_and_one_entry(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    _have(store)
    menu = _menu(window, qtbot)
    assert _entries(menu) == ["No scene yet: one sets several outlets at once.", "&New scene from now…"]
    assert not menu.actions()[0].isEnabled()
    menu.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_making_and_editing_lead_to_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    menu = _menu(window, qtbot)
    with qtbot.waitSignal(window.scene_asked) as asked:
        _entry(menu, "scene-new").trigger()
    assert asked.args == [window.page.plant.id if window.page else ""]
    with qtbot.waitSignal(window.settings_asked) as edited:
        _entry(menu, "scenes-edit").trigger()
    assert edited.args == ["scenes"]
    menu.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_by_keyboard_alone(window: MainWindow, asks: Asks, qtbot: QtBot) -> None:
    button = _button(window, "scenes")
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    menu = button.menu()
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(menu.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(menu, key)
    branch = menu.actions()[0].menu()
    assert isinstance(branch, QMenu)
    qtbot.waitUntil(branch.isVisible)
    asks.heard.clear()
    qtbot.keyClick(branch, Qt.Key.Key_Return)
    assert asks.heard == [("scene", "evening", True)]


def test_the_marks_differ_by_shape(window: MainWindow) -> None:
    def picture(activity: Activity) -> QImage:
        """In one colour, as who sees none would see it."""
        image = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.drawPixmap(0, 0, scene_mark(activity, window.palette(), 1.0).pixmap(SIZE, SIZE))
        painter.end()
        return image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)

    pictures = [picture(activity) for activity in Activity]
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[i + 1 :])


# The panel


def _preview(
    store: Store, on: bool, refused: Mapping[OutletRef, Problem] = NOBODY, since: tuple[OutletRef, ...] = ()
) -> None:
    wants = EVENING.wants if on else {LAMPE: False, TELE: False}
    now = time.time()
    shown = preview(SCOPE, on, wants, store.truth, now, refused=refused, since=since, careful=not on)
    store.put_together(GroupAction(Stage.PREVIEW, SCOPE, on, shown))


def test_a_preview_names_what_goes_on_what_goes_off_and_what_is_left_out(window: MainWindow, store: Store) -> None:
    seen(store, LAMPE, False)
    seen(store, ECRAN, True)
    seen(store, TELE, False)
    _preview(store, True, refused={TELE: Problem(Kind.LOCKED, detail="Children’s time")})
    assert _said(window) == [
        "Apply “Soirée & ciné”: turn 1 on, turn 1 off?",
        "On: Bureau d’été: Lampe",
        "Off: Bureau d’été: Écran",
        "Left out: Télé (locked: “Children’s time”)",
    ]
    assert _offered(window) == ["Apply", "Cancel"]


def test_across_plants_each_socket_is_named_with_its_own(window: MainWindow, store: Store) -> None:
    _have(store, Scene("evening", "Away", {LAMPE: False, DRILL: False}))
    for each in (LAMPE, DRILL):
        seen(store, each, True)
    shown = preview(SCOPE, True, {LAMPE: False, DRILL: False}, store.truth, time.time())
    store.put_together(GroupAction(Stage.PREVIEW, SCOPE, True, shown))
    assert _said(window) == [
        "Apply “Away”: turn 2 off?",
        "Off: Maison & jardin — Bureau d’été: Lampe; Atelier — Établi: Perceuse",
    ]


def test_what_is_so_already_and_what_is_not_known(window: MainWindow, store: Store) -> None:
    seen(store, LAMPE, True)
    _preview(store, True)
    assert _said(window) == [
        "Nothing is known to stand otherwise than “Soirée & ciné” wants. Send it to 2 outlets to be sure?",
        "Not known for sure, sent too: Bureau d’été: Écran; Salon / TV: Télé",
        "So already: Bureau d’été: Lampe",
    ]
    seen(store, ECRAN, False)
    seen(store, TELE, True)
    _preview(store, True)
    assert _said(window)[0] == "“Soirée & ciné” is active already."
    assert _offered(window) == ["Close"]


def test_turning_off_says_what_it_turns_back_and_what_it_leaves_alone(window: MainWindow, store: Store) -> None:
    seen(store, LAMPE, True)
    _preview(store, False, since=(ECRAN,))
    assert _said(window) == [
        "Turn “Soirée & ciné” off: turn 1 off?",
        "Off: Bureau d’été: Lampe",
        "Not known for sure, left alone: Salon / TV: Télé",
        "Changed since, left alone: Bureau d’été: Écran",
    ]
    assert _offered(window) == ["Turn the scene off", "Cancel"]


def test_where_nothing_is_left_to_turn_back_that_is_said(window: MainWindow, store: Store) -> None:
    def say(since: tuple[OutletRef, ...]) -> list[str]:
        shown = preview(SCOPE, False, {}, store.truth, time.time(), since=since, careful=True)
        store.put_together(GroupAction(Stage.PREVIEW, SCOPE, False, shown))
        return _said(window)

    assert say(()) == ["“Soirée & ciné” has switched nothing that could be turned back."]
    assert say((LAMPE,)) == [
        "Nothing of “Soirée & ciné” is left to be turned back.",
        "Changed since, left alone: Bureau d’été: Lampe",
    ]
    assert _offered(window) == ["Close"]


def _told(store: Store, stage: Stage, on: bool, done: int = 2, refused: Mapping[OutletRef, Problem] = NOBODY) -> None:
    came = outcome(EVENING.wants, store.truth)
    store.put_together(
        GroupAction(stage, SCOPE, on, outcome=came, sockets=2, done=done, wants=EVENING.wants, refused=refused)
    )


def test_while_and_after(window: MainWindow, store: Store) -> None:
    put(store, LAMPE, Phase.SENDING, on=True)
    _told(store, Stage.RUNNING, True, done=1)
    assert _said(window)[0] == "Applying “Soirée & ciné”: 1 of 2 sockets done."
    _told(store, Stage.RUNNING, False, done=0)
    assert _said(window)[0] == "Turning “Soirée & ciné” off: 0 of 2 sockets done."
    seen(store, ECRAN, False)
    put(store, LAMPE, Phase.SENT, on=True)
    put(store, TELE, Phase.FAILED, on=True)
    _told(store, Stage.ENDED, True, refused={DRILL: Problem(Kind.ASK_FIRST)})
    assert _said(window) == [
        "“Soirée & ciné”: “on” was sent to 1 outlet, 1 outlet is off.",
        "Not switched: Télé (the service cannot be reached)",
        "Left out: Perceuse (asks first)",
    ]
    assert _offered(window) == ["Retry these", "Close"]


def test_where_nothing_had_to_be_done_that_is_said(window: MainWindow, store: Store) -> None:
    store.put_together(GroupAction(Stage.ENDED, SCOPE, True))
    assert _said(window) == ["“Soirée & ciné”: nothing had to be switched."]


def test_the_keyboard_comes_back_to_the_scenes(window: MainWindow, store: Store, asks: Asks, qtbot: QtBot) -> None:
    seen(store, LAMPE, False)
    button = _button(window, "scenes")
    button.setFocus()
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    _entry(menu, "scene/evening/apply").trigger()
    _preview(store, True)
    go = _button(window, "together-go")
    assert QApplication.focusWidget() is go
    asks.heard.clear()
    qtbot.keyClick(go, Qt.Key.Key_Escape)
    assert asks.heard == [("dismiss",)]
    store.put_together(None)
    assert QApplication.focusWidget() is button


@pytest.mark.parametrize("width", [360, 400, 700])
def test_in_a_narrow_window_the_tools_wrap(store: Store, asks: Asks, new_window: NewWindow, width: int) -> None:
    window = new_window(store, asks)
    window.resize(width, 640)
    window.show()
    button = _button(window, "scenes")
    assert button.isVisible()
    right = button.mapTo(window, button.rect().bottomRight()).x()
    assert right <= window.width()
