"""The history beside the cards: what it tells, what it is asked for, how it is reached and left."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.clock import Moment, SystemClock
from multisocket_gui.engine.history import History
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Accepted, Asked, Refused, Seen
from multisocket_gui.ui.history_list import HistoryList
from multisocket_gui.ui.history_panel import HistoryPanel
from multisocket_gui.ui.history_rows import PAGE
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.words import use_language

from .house import ATELIER, DARK, LAMPE, LIGHT, OFFSCREEN, Asks, doubt, ref, running_timers

TELE, PERCEUSE = ref("S-2", 0), ref("S-9", 0, ATELIER)
CTRL, NO_KEYS = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@dataclass
class Past(SystemClock):
    """A clock that says what the test wants."""

    wall: float

    def now(self) -> Moment:
        return Moment(self.wall, self.wall)


@dataclass
class Home:
    """A window whose history a test writes."""

    qtbot: QtBot
    store: Store
    clock: Past
    history: History
    window: MainWindow

    def see(self, outlet: OutletRef, on: bool, *, ago: float = 0.0) -> None:
        """A read shows `on`; twice in turn, somebody elsewhere switched in between."""
        self.clock.wall = time.time() - ago
        self.store.apply([(outlet, Seen(on, self.clock.wall, self.store.next_order(), settling=10.0))])

    def switch(self, outlet: OutletRef, on: bool, *, ago: float = 0.0) -> None:
        """From here, sent and seen."""
        self.clock.wall = time.time() - ago
        ticket = self.store.next_order()
        events = [Asked(on, ticket), Accepted(ticket, self.clock.wall, self.store.next_order())]
        self.store.apply((outlet, event) for event in events)
        self.see(outlet, on, ago=ago)

    def refuse(self, outlet: OutletRef, on: bool, kind: Kind = Kind.NOT_FOUND) -> None:
        self.clock.wall = time.time()
        ticket = self.store.next_order()
        events = [Asked(on, ticket), Refused(ticket, Problem(kind), self.store.next_order())]
        self.store.apply((outlet, event) for event in events)

    def a_day(self) -> None:
        """A line of each kind."""
        self.see(TELE, False, ago=5.0)
        self.switch(LAMPE, True, ago=4.0)
        self.see(TELE, True, ago=3.0)
        self.refuse(ref("S-1", 1), True)
        doubt(self.store, ref("W-1", 0))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def open(self) -> HistoryPanel:
        self.key(Qt.Key.Key_H, CTRL)
        return self.panel

    @property
    def panel(self) -> HistoryPanel:
        panel = self.window.findChild(HistoryPanel, "history")
        assert panel is not None
        return panel

    @property
    def list(self) -> HistoryList:
        found = self.window.findChild(HistoryList, "history-list")
        assert found is not None
        return found

    @property
    def words(self) -> QLineEdit:
        field = self.window.findChild(QLineEdit, "history-words")
        assert field is not None
        return field

    def button(self, name: str) -> QPushButton:
        button = self.window.findChild(QPushButton, f"history-{name}")
        assert button is not None
        return button

    def says(self, name: str) -> str:
        label = self.window.findChild(QLabel, f"history-{name}")
        assert label is not None
        return label.text() if label.isVisible() else ""

    @property
    def lines(self) -> list[str]:
        """What the list shows, headings too."""
        rows = self.panel.rows
        return [rows.index(number).data() for number in range(rows.rowCount())] if self.list.isVisible() else []


@pytest.fixture
def home(store: Store, asks: Asks, qtbot: QtBot, state_file: Path) -> Home:
    clock = Past(time.time())
    history = History(store, state_file.parent / "history.jsonl", store, clock=clock)
    window = MainWindow(store, asks, history, mode="", state_file=state_file, may_hide=lambda: False)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Home(qtbot, store, clock, history, window)


# Opened and closed


def test_it_opens_by_key_or_button_and_closes_by_key_button_or_escape(home: Home) -> None:
    foot = home.window.findChild(QPushButton, "show-history")
    assert foot is not None
    panel = home.open()
    assert panel.isVisible()
    assert foot.isChecked()
    home.key(Qt.Key.Key_H, CTRL)
    assert not panel.isVisible()
    foot.click()
    assert panel.isVisible()
    home.button("close").click()
    assert not panel.isVisible()
    assert not foot.isChecked()
    home.open()
    home.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_escape_empties_the_field_first(home: Home) -> None:
    home.a_day()
    panel = home.open()
    home.qtbot.keyClicks(home.words, "x")
    home.key(Qt.Key.Key_Escape)
    assert (home.words.text(), panel.isVisible()) == ("", True)
    home.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_escape_on_the_page_closes_it_too(home: Home) -> None:
    panel = home.open()
    tile = home.window.findChildren(OutletButton)[0]
    tile.setFocus()
    home.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_the_keyboard_goes_back_where_it_was(home: Home) -> None:
    tile = home.window.findChildren(OutletButton)[2]
    tile.setFocus()
    home.open()
    assert home.words.hasFocus()
    home.key(Qt.Key.Key_Escape)
    assert tile.hasFocus()


def test_it_is_built_when_it_is_first_opened(home: Home) -> None:
    assert home.window.findChild(HistoryPanel) is None


def test_ctrl_f_finds_in_the_history_where_the_keyboard_is_there(home: Home) -> None:
    home.a_day()
    home.open()
    home.list.setFocus()
    home.key(Qt.Key.Key_F, CTRL)
    assert home.words.hasFocus()
    home.window.findChildren(OutletButton)[0].setFocus()
    home.key(Qt.Key.Key_F, CTRL)
    assert not home.words.hasFocus()


@pytest.mark.parametrize(("width", "both"), [(980, True), (400, False), (360, False)])
def test_in_a_narrow_window_it_takes_the_room_of_the_page(home: Home, width: int, both: bool) -> None:
    panel = home.open()
    home.window.resize(width, 640)
    tile = home.window.findChildren(OutletButton)[0]
    home.qtbot.waitUntil(lambda: home.window.width() == width and tile.isVisible() is both)
    assert panel.isVisible()
    home.qtbot.waitUntil(lambda: panel.mapTo(home.window, QPoint(panel.width(), 0)).x() == width)
    home.key(Qt.Key.Key_Escape)
    assert tile.isVisible()


# What it tells


def test_newest_on_top_under_the_days(home: Home) -> None:
    home.see(TELE, False, ago=3 * 86_400.0)
    home.see(TELE, True, ago=2 * 86_400.0)
    home.switch(TELE, False, ago=86_400.0)
    home.switch(LAMPE, True)
    home.open()
    day = time.localtime(time.time() - 2 * 86_400.0)
    heading = time.strftime(f"%A, %B {day.tm_mday}, %Y", day)
    assert home.lines == [
        "Today",
        "Lampe on, from here",
        "Yesterday",
        "Télé off, from here",
        heading,
        "Télé on, elsewhere",
    ]


def test_it_follows_while_it_is_open_and_a_write_stays_one_line(home: Home) -> None:
    home.open()
    assert home.lines == []
    assert home.says("empty") == "Nothing has happened yet."
    ticket = home.store.next_order()
    home.store.apply([(LAMPE, Asked(True, ticket))])
    assert home.lines == ["Today", "Lampe: “on” asked, from here"]
    home.store.apply([(LAMPE, Accepted(ticket, time.time(), home.store.next_order()))])
    assert home.lines == ["Today", "Lampe: “on” sent, from here"]
    home.see(LAMPE, True)
    assert home.lines == ["Today", "Lampe on, from here"]
    assert home.says("count") == "1 line"


def test_another_day_renames_the_headings(home: Home) -> None:
    home.switch(LAMPE, True)
    home.open()
    assert home.lines[0] == "Today"
    home.window._clock.ticked.emit(time.time() + 86_400.0)
    assert home.lines == ["Yesterday", "Lampe on, from here"]


def test_it_is_up_to_date_when_it_is_shown_again(home: Home) -> None:
    home.open()
    home.key(Qt.Key.Key_Escape)
    home.switch(LAMPE, True)
    home.open()
    assert home.lines == ["Today", "Lampe on, from here"]


def test_headings_speak_the_persons_language(home: Home) -> None:
    use_language("fr")
    home.see(TELE, False, ago=9 * 86_400.0)
    home.see(TELE, True, ago=8 * 86_400.0)
    home.switch(LAMPE, True)
    home.open()
    assert home.lines[:2] == ["Aujourd’hui", "Lampe allumée, d’ici"]
    assert home.lines[2].split()[0] in {
        "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"
    }  # fmt: skip


def test_a_row_is_heard_with_its_day_its_time_and_all_that_is_known(home: Home) -> None:
    home.a_day()
    home.open()
    rows = home.panel.rows
    heard = [rows.index(number).data(Qt.ItemDataRole.AccessibleTextRole) for number in range(rows.rowCount())]
    assert heard[0] == "Today"
    assert "Guirlande: “on” asked, from here. Entrée · Maison & jardin. No clear answer" in heard[1]
    assert heard[2].startswith("Today, ")
    assert "Imprimante not turned on, from here. Bureau d’été · Maison & jardin. Not found" in heard[2]
    table = QAccessible.queryAccessibleInterface(home.list)
    assert table.text(QAccessible.Text.Name) == "History"
    assert table.child(1).text(QAccessible.Text.Name) == heard[1]


def test_every_button_has_an_accessible_name(home: Home) -> None:
    home.a_day()
    home.open()
    names = [button.accessibleName() for button in home.panel.findChildren(QPushButton)]
    assert all(names)
    assert {"Close the history", "Show: Trouble", "Export the history", "Clear the whole history"} <= set(names)


# What it is asked for


@pytest.mark.parametrize(
    ("choice", "lines"),
    [
        ("all", ["Guirlande: “on” asked", "Imprimante not turned on", "Télé on, elsewhere", "Lampe on"]),
        ("here", ["Guirlande: “on” asked", "Imprimante not turned on", "Lampe on"]),
        ("elsewhere", ["Télé on, elsewhere"]),
        ("trouble", ["Guirlande: “on” asked", "Imprimante not turned on"]),
    ],
)
def test_it_can_be_asked_for_one_hand_or_for_trouble(home: Home, choice: str, lines: list[str]) -> None:
    home.a_day()
    home.open()
    home.button(choice).click()
    assert [line.removesuffix(", from here") for line in home.lines[1:]] == lines
    assert home.says("count") == ("4 lines" if choice == "all" else f"{len(lines)} of 4 lines")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("TELE", ["Télé on, elsewhere"]),
        ("bureau d’ete", ["Imprimante not turned on, from here", "Lampe on, from here"]),
        ("not found", ["Imprimante not turned on, from here"]),
        ("jardin", None),
        ("aquarium", []),
    ],
)
def test_it_can_be_searched_without_regard_to_accents_and_case(home: Home, typed: str, lines: list[str] | None) -> None:
    home.a_day()
    home.open()
    everything = home.lines[1:]
    home.words.setText(typed)
    assert home.lines[1:] == (everything if lines is None else lines)
    assert home.says("empty") == ("" if lines != [] else "Nothing here is like that.")


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_the_menu_of_a_card_shows_the_history_of_its_socket(home: Home) -> None:
    home.a_day()
    more = home.window.findChild(QPushButton, f"more/socket/{LAMPE.socket.plant}/id/S-1")
    assert more is not None
    more.click()
    (menu,) = [menu for menu in home.window.findChildren(QMenu) if menu.isVisible()]
    next(action for action in menu.actions() if action.objectName() == "history").trigger()
    menu.close()
    assert home.lines[1:] == ["Imprimante not turned on, from here", "Lampe on, from here"]
    assert home.says("socket") == "Only “Bureau d’été”"
    home.button("all-sockets").click()
    assert len(home.lines) == 5
    assert home.says("socket") == ""


# The keyboard in the list


def test_from_finding_down_into_the_list_and_on_past_the_headings(home: Home) -> None:
    home.see(TELE, False, ago=2 * 86_400.0)
    home.see(TELE, True, ago=86_400.0)
    home.switch(LAMPE, True)
    home.open()
    home.key(Qt.Key.Key_Down)
    assert home.list.hasFocus()
    assert home.list.currentIndex().data() == "Lampe on, from here"
    home.key(Qt.Key.Key_Down)
    assert home.list.currentIndex().data() == "Télé on, elsewhere"
    home.key(Qt.Key.Key_Up)
    assert home.list.currentIndex().data() == "Lampe on, from here"


def test_the_line_that_has_the_keyboard_keeps_it_while_others_come_and_change(home: Home) -> None:
    home.see(TELE, False)
    ticket = home.store.next_order()
    home.store.apply([(LAMPE, Asked(True, ticket))])
    home.open()
    home.key(Qt.Key.Key_Down)
    home.see(TELE, True)
    home.store.apply([(LAMPE, Accepted(ticket, time.time() - 0.1, home.store.next_order()))])
    assert home.list.currentIndex().data() == "Lampe: “on” sent, from here"
    assert home.lines == ["Today", "Télé on, elsewhere", "Lampe: “on” sent, from here"]


def test_a_thousand_lines_come_a_page_at_a_time(home: Home) -> None:
    for number in range(350):
        home.see(TELE, number % 2 == 0, ago=3.0)
    home.open()
    rows = home.panel.rows
    assert home.says("count") == "349 lines"
    assert PAGE < rows.rowCount() < 2 * PAGE + 2
    home.list.setFocus()
    for _ in range(8):
        home.key(Qt.Key.Key_End)
        QApplication.processEvents()
    assert rows.rowCount() == 349 + 1


# Cleared, written out


def test_clearing_can_be_taken_back_in_place(home: Home) -> None:
    home.a_day()
    home.open()
    before = home.lines
    home.button("clear").click()
    assert home.lines == []
    assert home.says("said") == "The history is cleared."
    assert not home.button("clear").isEnabled()
    home.key(Qt.Key.Key_Space)  # the keyboard is on Undo
    assert home.lines == before
    assert home.says("said") == ""
    assert not home.button("undo").isVisible()


def test_a_closed_panel_offers_no_taking_back(home: Home) -> None:
    home.a_day()
    home.open()
    home.button("clear").click()
    home.key(Qt.Key.Key_Escape)
    home.open()
    assert not home.button("undo").isVisible()
    assert home.says("empty") == "Nothing has happened yet."


def _export(home: Home, file: Path) -> None:
    home.button("export").click()
    dialog = home.window.findChild(QFileDialog, "history-file")
    assert dialog is not None
    dialog.fileSelected.emit(str(file))
    dialog.close()


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_it_is_written_out_as_a_table_or_as_json(home: Home, tmp_path: Path) -> None:
    home.a_day()
    home.open()
    _export(home, tmp_path / "day.csv")
    assert home.says("said") == "Written to day.csv."
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["outlet"] for row in csv.DictReader(stream)] == ["Lampe", "Télé", "Imprimante", "Guirlande"]
    _export(home, tmp_path / "day.json")
    assert len(json.loads((tmp_path / "day.json").read_text(encoding="utf-8"))) == 4


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_where_it_cannot_be_written_it_says_why_and_what_to_do(home: Home, tmp_path: Path) -> None:
    home.a_day()
    home.open()
    _export(home, tmp_path / "missing" / "day.csv")
    assert home.says("said") == ""
    assert home.says("trouble") == (
        "The history could not be written. The system says: No such file or directory. "
        "Choose another folder or make room, then try again."
    )


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_the_file_dialog_follows_the_kind_that_is_chosen(home: Home) -> None:
    home.a_day()
    home.open()
    home.button("export").click()
    dialog = home.window.findChild(QFileDialog, "history-file")
    assert dialog is not None
    assert dialog.defaultSuffix() == "csv"
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "json"
    dialog.close()


# How it looks


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_words_that_are_cut_are_whole_in_the_tooltip(home: Home) -> None:
    home.refuse(LAMPE, True)
    home.open()
    index = home.panel.rows.index(1)
    assert home.list.paint.tip(index) == ""
    font = home.list.font()
    font.setPointSizeF(font.pointSizeF() * 4)
    home.list.setFont(font)
    assert home.list.paint.tip(index) == "Lampe not turned on, from here\nBureau d’été\nNot found"
    assert home.list.paint.tip(home.panel.rows.index(0)) == ""
    QApplication.processEvents()
    spot = home.list.visualRect(index).center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, spot, home.list.viewport().mapToGlobal(spot))
    QApplication.sendEvent(home.list.viewport(), help_event)
    assert QToolTip.text() == home.list.paint.tip(index)
    QToolTip.hideText()


@pytest.mark.parametrize(("width", "scale"), [(980, 1.0), (360, 1.0), (980, 2.0), (360, 2.0)])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut(
    home: Home, looks: Callable[..., None], width: int, scale: float, language: str, dark: bool
) -> None:
    use_language(language)
    looks(DARK if dark else LIGHT, scale)
    home.a_day()
    panel = home.open()
    home.window.resize(width, 900)
    home.button("trouble").click()
    home.qtbot.waitUntil(lambda: home.window.width() == width)
    QApplication.processEvents()
    lines = [line for line in panel.findChildren(TextLine) if line.isVisible()]
    assert [line.text() for line in lines if line.fitted().cut] == []
    tips = [home.list.paint.tip(panel.rows.index(number)) for number in range(panel.rows.rowCount())]
    assert not any(tips)
    shown = [each for each in (*panel.findChildren(QPushButton), *lines) if each.isVisible()]
    assert [each for each in shown if each.mapTo(home.window, QPoint(each.width(), 0)).x() > width] == []


def test_a_larger_font_makes_room_for_its_rows(home: Home, looks: Callable[..., None]) -> None:
    home.a_day()
    home.open()
    QApplication.processEvents()
    index = home.panel.rows.index(1)
    before = home.list.visualRect(index).height()
    looks(None, 2.0)
    QApplication.processEvents()
    assert home.list.visualRect(index).height() > 1.5 * before


def test_it_wakes_nobody(home: Home) -> None:
    home.a_day()
    panel = home.open()
    home.list.setFocus()
    home.qtbot.waitUntil(lambda: running_timers(panel) == [])
    home.window.hide()
    home.see(TELE, False)
    home.see(TELE, True)
    assert running_timers(panel) == []
