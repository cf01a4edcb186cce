"""Everything in every window can be reached by the keyboard alone, and by its accessible name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from multisocket_gui.engine.store import Store
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.words import use_language

from . import windows
from .house import OFFSCREEN, Asks, new_store

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
ROLE = QAccessible.Role
INTERACTIVE = {
    *(ROLE.Button, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.CheckBox, ROLE.RadioButton, ROLE.EditableText),
    *(ROLE.ComboBox, ROLE.SpinBox, ROLE.Slider, ROLE.List, ROLE.Tree, ROLE.Table, ROLE.PageTabList, ROLE.Link),
}
NO_STOP = {
    "palette-results": "the line above it chooses in it",
    "qt_spinbox_lineedit": "the number around it has the keyboard",
    "qt_keysequenceedit_lineedit": "the keys around it have the keyboard",
}
"""What takes no keyboard itself, and what does in its place."""


@pytest.fixture
def filled(store: Store, asks: Asks) -> Store:
    windows.fill(store, asks)
    return store


@pytest.fixture
def alive(qtbot: QtBot) -> Iterator[list[QWidget]]:
    """The windows that a test has seen; closed in the end, before they are let go."""
    seen: list[QWidget] = []
    yield seen
    for top in seen:
        if isValid(top):
            top.close()


@pytest.fixture
def everywhere(
    alive: list[QWidget],
    window: MainWindow,
    filled: Store,
    asks: Asks,
    tmp_path: Path,
    qtbot: QtBot,
    request: pytest.FixtureRequest,
) -> Iterator[windows.Seen]:
    """Each window in each of its states, one after the other."""
    window.resize(1100, 900)
    return kept(
        alive,
        windows.steps(filled, asks, tmp_path / "connect.json", qtbot),
        windows.palette(filled, asks, tmp_path / "palette.ini", qtbot),
        windows.panel(filled, asks, lambda door: request.addfinalizer(door.close)),
        windows.main_windows(window, filled),
        windows.settings(filled, asks, qtbot),
    )


def kept(alive: list[QWidget], *seen: Iterable[windows.Seen]) -> Iterator[windows.Seen]:
    """All of them; each window lives as long as the test, as it would in the program."""
    for state, top in chain.from_iterable(seen):
        alive.append(top)
        yield state, top


def shown(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader meets, from here on down."""
    if not interface.isValid() or interface.state().invisible:
        return
    yield interface
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child:
            yield from shown(child)


def interactive(top: QWidget) -> list[tuple[QWidget, str, QAccessible.Role]]:
    """The widgets that do something, with name and role."""
    found = []
    for interface in shown(QAccessible.queryAccessibleInterface(top)):
        widget = interface.object()
        if isinstance(widget, QWidget) and interface.role() in INTERACTIVE and widget.isVisible():
            # On Linux Qt takes what a combo box shows for its name; ours stands in the widget.
            of_widget = interface.role() is ROLE.ComboBox
            name = widget.accessibleName() if of_widget else interface.text(QAccessible.Text.Name)
            found.append((widget, name.strip(), interface.role()))
    return found


def tab_stops(top: QWidget) -> set[QWidget]:
    """Where Tab comes to, all around."""
    stops, here = set(), top.nextInFocusChain()
    while here is not top:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisible() and here.isEnabled():
            stops.add(here.focusProxy() or here)
        here = here.nextInFocusChain()
    return stops


def test_every_widget_that_does_something_has_a_name(everywhere: Iterable[windows.Seen]) -> None:
    nameless = [
        f"{state}: {type(widget).__name__} {widget.objectName()} ({role.name})"
        for state, top in everywhere
        for widget, name, role in interactive(top)
        if not name and widget.objectName() not in NO_STOP
    ]
    assert nameless == []


def test_no_two_of_a_kind_have_the_same_name(everywhere: Iterable[windows.Seen]) -> None:
    twice = []
    for state, top in everywhere:
        names = Counter((role.name, name) for _, name, role in interactive(top) if name)
        twice += [f"{state}: {count} times {name}" for name, count in names.items() if count > 1]
    assert twice == []


def test_tab_comes_to_everything(everywhere: Iterable[windows.Seen]) -> None:
    out_of_reach = []
    for state, top in everywhere:
        stops = tab_stops(top)
        out_of_reach += [
            f"{state}: {name or widget.objectName()} ({role.name})"
            for widget, name, role in interactive(top)
            if widget.isEnabled() and (widget.focusProxy() or widget) not in stops
            if widget.objectName() not in NO_STOP
        ]
    assert out_of_reach == []


def looks(widget: QWidget) -> QImage:
    """What can be seen of the widget and close around it."""
    top = widget.window()
    top.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as Qt does when somebody presses Tab
    area = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return top.grab(area).toImage()


def test_one_sees_where_the_keyboard_is(everywhere: Iterable[windows.Seen], qtbot: QtBot) -> None:
    """Once for each kind of widget: what has the keyboard looks otherwise than what has not."""
    known: set[str] = set()
    unseen = []
    for state, top in everywhere:
        if not top.isActiveWindow():
            top.activateWindow()
            qtbot.waitUntil(top.isActiveWindow)
        stops = tab_stops(top)
        for widget in stops:
            kind = type(widget).__name__
            others = [each for each in stops if each is not widget and not each.isAncestorOf(widget)]
            if kind in known or not others or isinstance(widget, QLineEdit | QAbstractSpinBox):  # these have a cursor
                continue
            if isinstance(widget, QPushButton) and widget.isDefault():  # which wears the ring wherever the keyboard is
                continue
            known.add(kind)
            others[0].setFocus(Qt.FocusReason.TabFocusReason)
            without = looks(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if looks(widget) == without:
                unseen.append(f"{state}: {kind} {widget.objectName()}")
    assert {"OutletButton", "TextButton", "PlantTabs", "QPushButton"} <= known
    assert unseen == []


def test_every_entry_of_a_menu_has_words(window: MainWindow, filled: Store) -> None:
    silent = [
        f"{name}: {action.objectName()}"
        for name, menu in windows.menus(window)
        for action in entries(menu)
        if not action.text().strip()
    ]
    assert silent == []


# Mnemonics


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("en")


def entries(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator() and action.isVisible()]


def letter(text: str) -> str:
    """The letter that Alt goes with, or ""."""
    found = re.search(r"&(\w)", text.replace("&&", ""))
    return found[1].casefold() if found else ""


def clashes(texts: Iterable[str]) -> list[list[str]]:
    same = defaultdict(list)
    for text in texts:
        if letter(text):
            same[letter(text)].append(text)
    return [texts for texts in same.values() if len(texts) > 1]


def mnemonics(top: QWidget) -> Iterator[str]:
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or widget.window() is not top:
            continue
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy()):
            yield widget.text()


def test_no_two_mnemonics_of_a_window_clash(
    language: str,
    alive: list[QWidget],
    asks: Asks,
    new_window: object,
    tmp_path: Path,
    qtbot: QtBot,
    request: pytest.FixtureRequest,
) -> None:
    store = new_store()
    asks = type(asks)(store)
    windows.fill(store, asks)
    window = new_window(store, asks)  # type: ignore[operator]  # made after the language is chosen
    window.show()
    window.resize(1100, 900)
    seen = kept(
        alive,
        windows.settings(store, asks, qtbot),
        windows.steps(store, asks, tmp_path / "connect.json", qtbot),
        windows.palette(store, asks, tmp_path / "palette.ini", qtbot),
        windows.panel(store, asks, lambda door: request.addfinalizer(door.close)),
        windows.main_windows(window, store),
    )
    found = [f"{state}: {texts}" for state, top in seen for texts in clashes(mnemonics(top))]
    found += [
        f"{name}: {texts}"
        for name, menu in windows.menus(window)
        for texts in clashes(action.text() for action in entries(menu))
    ]
    assert sorted(set(found)) == []


def test_the_buttons_that_are_always_there_have_mnemonics(window: MainWindow, filled: Store) -> None:
    names = ("preview-off", "preview-on", "scenes", "refresh", "undo", "show-timers", "show-history")
    buttons = [window.findChild(QAbstractButton, name) for name in names]
    assert [button.objectName() for button in buttons if not letter(button.text())] == []
