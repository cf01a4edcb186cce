"""The timers beside the cards: what they tell, how one is made, changed, taken back and answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as wall_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QMenu, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Late, Missed, Once, Timer, Weekly
from multisocket_gui.ui.main_window import MainWindow
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.ui.timer_panel import TimerPanel

from .house import LAMPE, Asks, ref

WEEKDAYS = frozenset(range(5))
TELE = ref("S-2", 0)


@dataclass
class Panel:
    """The open panel, as a person uses it."""

    qtbot: QtBot
    store: Store
    asks: Asks
    window: MainWindow

    @property
    def whole(self) -> TimerPanel:
        found = self.window.findChild(TimerPanel)
        assert isinstance(found, TimerPanel)
        return found

    @property
    def timers(self) -> tuple[Timer, ...]:
        return self.store.settings.timers

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isVisible()
        button.setFocus()
        self.qtbot.keyClick(button, Qt.Key.Key_Space)

    def type(self, name: str, text: str) -> None:
        field = self.find(QLineEdit, name)
        assert isinstance(field, QLineEdit)
        assert field.isVisible()
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def choose(self, outlet: str) -> None:
        box = self.find(QComboBox, "timer-what")
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(next(i for i in range(box.count()) if box.itemText(i).startswith(outlet)))

    def says(self, name: str) -> str:
        line = self.find(TextLine, name)
        assert isinstance(line, TextLine)
        return line.text() if line.isVisible() else ""

    def words(self) -> str:
        lines = [line for line in self.whole.findChildren(TextLine) if line.isVisible()]
        return "\n".join(line.text() for line in lines)


@pytest.fixture
def panel(qtbot: QtBot, store: Store, asks: Asks, window: MainWindow) -> Panel:
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    return Panel(qtbot, store, asks, window)


def test_it_opens_and_closes_by_its_key_and_by_the_foot(panel: Panel) -> None:
    assert panel.whole.isVisible()
    assert "A timer needs this computer awake and online." in panel.words()
    assert "No timer yet." in panel.words()
    panel.qtbot.keyClick(panel.whole, Qt.Key.Key_Escape)
    assert not panel.whole.isVisible()
    panel.press("show-timers")
    assert panel.whole.isVisible()


def test_one_panel_at_a_time(panel: Panel) -> None:
    panel.press("show-history")
    assert not panel.whole.isVisible()
    assert panel.find(QWidget, "history").isVisible()
    panel.press("show-timers")
    assert not panel.find(QWidget, "history").isVisible()


def test_off_in_twenty_minutes_by_keyboard(panel: Panel) -> None:
    panel.press("timer-add")
    panel.choose("Télé")
    panel.type("timer-duration", "20")
    assert panel.says("timer-says").startswith("Télé: off at ")
    assert panel.says("timer-says").endswith("in 20 min")
    panel.press("timer-save")
    (timer,) = panel.timers
    assert (timer.target, timer.on) == (TELE, False)
    assert isinstance(timer.rule, Once)
    assert timer.rule.at.timestamp() == pytest.approx(time.time() + 1200, abs=30)
    assert "in 20 min" in panel.words()
    assert panel.find(QAbstractButton, "show-timers").text() == "&Timers (1)"
    assert panel.find(QAbstractButton, f"timer-edit/{timer.id}").hasFocus()


def test_on_at_ten_past_seven_on_weekdays(panel: Panel) -> None:
    panel.press("timer-add")
    panel.choose("Lampe")
    panel.press("timer-on")
    panel.press("timer-at")
    panel.type("timer-time", "7h10")
    for day in WEEKDAYS:
        panel.press(f"timer-day-{day}")
    assert panel.says("timer-says") == "Lampe: on at 07:10, Mon–Fri"
    late = panel.find(QSpinBox, "timer-late")
    assert isinstance(late, QSpinBox)
    late.setValue(5)
    then = panel.find(QComboBox, "timer-then")
    assert isinstance(then, QComboBox)
    then.setCurrentIndex(1)
    panel.press("timer-save")
    (timer,) = panel.timers
    assert timer.rule == Weekly(wall_time(7, 10), WEEKDAYS, panel.asks.timers.zone)
    assert timer.missed == Missed(5, Late.ASK)
    assert timer.on


@pytest.mark.parametrize(
    ("field", "typed", "told"), [("timer-duration", "soon", "How long?"), ("timer-duration", "0", "How long?")]
)
def test_what_cannot_be_understood_is_told_and_not_kept(panel: Panel, field: str, typed: str, told: str) -> None:
    panel.press("timer-add")
    panel.type(field, typed)
    assert panel.says("timer-wrong").startswith(told)
    assert not panel.find(QAbstractButton, "timer-save").isEnabled()


def test_a_time_that_is_none_is_told(panel: Panel) -> None:
    panel.press("timer-add")
    panel.press("timer-at")
    panel.type("timer-time", "25:00")
    assert panel.says("timer-wrong").startswith("At what time?")


def guard(panel: Panel, outlet: OutletRef, kind: Guard) -> None:
    settings = panel.store.settings
    found = settings.outlet(outlet)
    assert found is not None
    guarded = replace(found, guard=kind, guard_words="Freezer!")
    panel.asks.change_settings(settings.with_outlet(outlet, guarded))


def test_an_outlet_that_asks_shows_its_words_and_must_be_confirmed(panel: Panel) -> None:
    guard(panel, TELE, Guard.ASK)
    panel.press("timer-add")
    panel.choose("Télé")
    assert panel.says("timer-guard") == "Freezer!"
    assert panel.says("timer-wrong") == "Confirm that it may be switched off."
    panel.press("timer-sure")
    panel.press("timer-save")
    assert [timer.confirmed for timer in panel.timers] == [True]


def test_turning_it_on_asks_nothing(panel: Panel) -> None:
    guard(panel, TELE, Guard.ASK)
    panel.press("timer-add")
    panel.choose("Télé")
    panel.press("timer-on")
    assert not panel.find(QCheckBox, "timer-sure").isVisible()
    panel.press("timer-save")
    assert [timer.confirmed for timer in panel.timers] == [False]


def test_a_locked_outlet_is_told(panel: Panel) -> None:
    guard(panel, TELE, Guard.LOCKED)
    panel.press("timer-add")
    panel.choose("Télé")
    assert panel.says("timer-guard").startswith("This outlet is locked")


def test_a_scene_can_be_chosen(panel: Panel) -> None:
    scene = Scene("evening", "Evening", {TELE: True})
    panel.asks.change_settings(replace(panel.store.settings, scenes=(scene,)))
    panel.press("timer-add")
    panel.choose("Scene: Evening")
    panel.press("timer-on")
    panel.press("timer-save")
    assert [timer.target for timer in panel.timers] == ["evening"]
    assert "Evening" in panel.words()


def test_switched_off_changed_removed_and_put_back(panel: Panel) -> None:
    timer = panel.asks.timers.at(TELE, wall_time(7, 10), WEEKDAYS, on=False)
    panel.press(f"timer-active/{timer.id}")
    assert not panel.timers[0].enabled
    assert "Switched off" in panel.words()
    panel.press(f"timer-active/{timer.id}")
    panel.press(f"timer-edit/{timer.id}")
    panel.press("timer-day-5")
    panel.press("timer-save")
    assert panel.timers[0].rule == replace(timer.rule, days=frozenset(range(6)))
    assert panel.timers[0].id == timer.id
    before = panel.timers
    panel.press(f"timer-remove/{timer.id}")
    assert panel.timers == ()
    assert "was removed" in panel.says("timer-removed")
    assert panel.find(QAbstractButton, "timer-undo").hasFocus()
    panel.press("timer-undo")
    assert panel.timers == before


def test_a_timer_that_is_switched_off_can_be_changed(panel: Panel) -> None:
    timer = replace(panel.asks.timers.at(TELE, wall_time(7, 10), WEEKDAYS, on=False), enabled=False)
    panel.asks.timers.put(timer)
    panel.press(f"timer-edit/{timer.id}")
    panel.press("timer-on")
    panel.press("timer-save")
    assert "on at 07:10, Mon–Fri" in panel.words()


def test_editing_leaves_the_date_of_a_single_run_alone(panel: Panel) -> None:
    at = datetime.fromtimestamp(round(time.time()) + 3 * 86_400, UTC)
    timer = Timer("later", TELE, False, Once(at, "UTC"))
    panel.asks.timers.put(timer)
    panel.press("timer-edit/later")
    panel.press("timer-on")
    panel.press("timer-save")
    assert panel.timers == (replace(timer, on=True),)


def test_cancelled_by_escape_nothing_is_made(panel: Panel) -> None:
    panel.press("timer-add")
    panel.qtbot.keyClick(panel.find(QLineEdit, "timer-duration"), Qt.Key.Key_Escape)
    assert panel.timers == ()
    assert panel.whole.isVisible()
    assert panel.find(QAbstractButton, "timer-add").hasFocus()


def miss(panel: Panel) -> Timer:
    """A run that was to turn something on two minutes ago."""
    at = datetime.fromtimestamp(time.time() - 120, UTC)
    timer = Timer("missed", TELE, True, Once(at, "UTC"))
    panel.asks.timers.put(timer)
    return timer


@pytest.mark.parametrize("button", ["timer-run/missed", "notice-run-missed"])
def test_a_missed_run_asks_and_is_run(panel: Panel, button: str) -> None:
    miss(panel)
    assert "Missed: “Télé” was to be turned on" in panel.says("notice")
    assert "Missed: “Télé” was to be turned on" in panel.words()
    panel.press(button)
    assert ("timer", {TELE: True}) in panel.asks.heard
    assert panel.timers == ()
    assert panel.says("notice") == ""


@pytest.mark.parametrize("button", ["timer-skip/missed", "notice-skip-missed"])
def test_a_missed_run_is_skipped(panel: Panel, button: str) -> None:
    miss(panel)
    panel.press(button)
    assert not [each for each in panel.asks.heard if each[0] == "timer"]
    assert panel.timers == ()


def test_what_was_skipped_stays_to_be_read(panel: Panel) -> None:
    at = datetime.fromtimestamp(time.time() - 7200, UTC)
    panel.asks.timers.put(Timer("late", TELE, False, Once(at, "UTC")))
    assert panel.says("notice").startswith("Timer “Télé”, off at ")
    assert "This computer was off, asleep or not connected" in panel.says("notice")
    panel.press("notice-dismiss")
    assert panel.says("notice") == ""


def test_a_zone_that_is_not_known_is_told(panel: Panel) -> None:
    panel.asks.timers.put(Timer("far", TELE, False, Weekly(wall_time(7), WEEKDAYS, "Mars/Olympus")))
    assert "Does not run" in panel.words()
    assert "Unknown time zone" in panel.words()
    assert "(Mars/Olympus)" in panel.words()
    panel.press("timer-edit/far")
    panel.press("timer-save")
    assert panel.timers[0].rule == Weekly(wall_time(7), WEEKDAYS, panel.asks.timers.zone)


def test_everything_has_a_name_and_the_keyboard_stays_in_order(panel: Panel) -> None:
    panel.asks.timers.at(LAMPE, wall_time(7, 10), WEEKDAYS, on=True)
    panel.press("timer-add")
    widgets = [each for each in panel.whole.findChildren(QWidget) if each.isVisible() and each.focusPolicy()]
    for each in widgets:
        interface = QAccessible.queryAccessibleInterface(each)
        if each.objectName().startswith("timer"):
            assert interface.text(QAccessible.Text.Name), each.objectName()
    assert panel.find(QComboBox, "timer-what").hasFocus() or panel.whole.isAncestorOf(panel.window.focusWidget())


def menu_of(tile: OutletButton) -> QMenu:
    return tile.menu_of_asks()


def test_the_tiles_menu_makes_and_removes_a_countdown(panel: Panel) -> None:
    tile = next(each for each in panel.window.findChildren(OutletButton) if each.ref == TELE)
    menu = menu_of(tile)
    action = menu.findChild(QMenu, "timer").findChild(type(menu.actions()[0]), "off-in-30")
    action.trigger()
    (timer,) = panel.timers
    assert timer.target == TELE
    again = menu_of(tile)
    again.findChild(QMenu, "timer").findChild(type(menu.actions()[0]), "timer-remove-next").trigger()
    assert panel.timers == ()
    for each in (menu, again):
        each.deleteLater()


def test_another_timer_is_made_in_the_form_of_its_outlet(panel: Panel) -> None:
    tile = next(each for each in panel.window.findChildren(OutletButton) if each.ref == TELE)
    menu = menu_of(tile)
    menu.findChild(QMenu, "timer").findChild(type(menu.actions()[0]), "timer-another").trigger()
    box = panel.find(QComboBox, "timer-what")
    assert isinstance(box, QComboBox)
    assert box.currentText().startswith("Télé")
    menu.deleteLater()
