"""The palette: what is typed, what it says Enter will do, what is asked, and what is told of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, Question
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef, Plant, SocketRef, places
from multisocket_gui.home.phrase import Act, Meaning
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Once, Timer, Weekly
from multisocket_gui.home.together import Scope
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.palette_words import Facts, promise
from multisocket_gui.ui.palette import Palette
from multisocket_gui.ui.palette_answer import PaletteAnswer
from multisocket_gui.ui.palette_line import PaletteLine

from .house import LAMPE, MAISON, OFFSCREEN, Asks, put, running_timers, seen, socket

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
MOVIE = Scene("scene-1", "Movie", {LAMPE: False})


class Timers:
    """Stands where the timers stand."""

    zone = "Europe/Paris"

    def __init__(self, heard: list[tuple[object, ...]]) -> None:
        self._heard = heard

    def once_in(self, target: OutletRef | str, seconds: float, *, on: bool, confirmed: bool) -> Timer:
        self._heard.append(("in", target, seconds, on, confirmed))
        at = datetime.fromtimestamp(time.time() + seconds, UTC)
        return Timer("t", target, on, Once(at, "UTC"), confirmed=confirmed)

    def at(self, target: OutletRef | str, wall: clock, days: Iterable[int], *, on: bool, confirmed: bool) -> Timer:
        self._heard.append(("at", target, wall, frozenset(days), on, confirmed))
        if not days:
            return Timer("t", target, on, Once(datetime.now(UTC), "UTC"), confirmed=confirmed)
        return Timer("t", target, on, Weekly(wall, frozenset(days), self.zone), confirmed=confirmed)


class PaletteAsks(Asks):
    """With scenes, guards and strips that may be under way."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.busy: set[SocketRef] = set()
        self.questions: dict[OutletRef, str] = {}
        self.strips = SimpleNamespace(busy=lambda socket: socket in self.busy)
        self.timers = Timers(self.heard)
        self.scenes = SimpleNamespace(shown=(MOVIE,), run=lambda *how: self.heard.append(("scene", *how)))

    def switch(self, ref: OutletRef, on: bool) -> None:
        if ref in self.questions:
            self._store.put_question(Question(ref, self.questions[ref]))
        else:
            super().switch(ref, on)

    def set_guard(self, ref: OutletRef, guard: Guard, words: str = "") -> None:
        self.heard.append(("guard", ref, guard, words))

    def answer(self, yes: bool) -> None:
        self.heard.append(("answer", yes))
        self._store.put_question(None)


@pytest.fixture
def asks(store: Store) -> PaletteAsks:
    return PaletteAsks(store)


@pytest.fixture
def new_palette(store: Store, asks: PaletteAsks, tmp_path: Path, qtbot: QtBot) -> Callable[[], Palette]:
    def make() -> Palette:
        palette = Palette(store, asks, tmp_path / "palette.ini")  # type: ignore[arg-type]  # what it asks, it notes
        qtbot.addWidget(palette)
        return palette

    return make


@pytest.fixture
def palette(new_palette: Callable[[], Palette], qtbot: QtBot) -> Palette:
    palette = new_palette()
    palette.open_over(None)
    qtbot.waitExposed(palette)
    qtbot.waitUntil(palette.isActiveWindow)
    return palette


def line(palette: Palette) -> PaletteLine:
    return palette.findChild(PaletteLine)


def write(palette: Palette, text: str) -> None:
    line(palette).clear()
    QTest.keyClicks(line(palette), text)


def press(palette: Palette, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(line(palette), key)


def says(palette: Palette) -> list[str]:
    return [row.spoken for row in palette._rows.rows]


def told(palette: Palette) -> str:
    answer = palette.findChild(PaletteAnswer)
    return answer.words if answer.isVisible() else ""


def guard(store: Store, outlet: OutletRef, guard: Guard, words: str = "") -> None:
    known = store.settings.outlet(outlet)
    assert known
    store.put_settings(store.settings.with_outlet(outlet, replace(known, guard=guard, guard_words=words)))


def test_a_few_letters_and_return_turn_a_lamp_on(palette: Palette, store: Store, asks: PaletteAsks) -> None:
    seen(store, LAMPE, False)
    write(palette, "bur la")
    assert says(palette)[0].startswith("Turn on Lampe, Bureau d’été in Maison & jardin. Off · ")
    press(palette)
    assert asks.heard == [("switch", LAMPE, True)]


def test_what_enter_will_do_follows_the_truth(palette: Palette, store: Store, asks: PaletteAsks) -> None:
    write(palette, "bureau lampe")
    assert says(palette)[0].startswith("Read Lampe, Bureau d’été in Maison & jardin again. Not known yet")
    seen(store, LAMPE, True)
    assert says(palette)[0].startswith("Turn off Lampe")
    put(store, LAMPE, Phase.DISPUTED, on=False)
    assert says(palette)[0].startswith("Read Lampe")
    press(palette)
    assert asks.heard == [("read_socket", LAMPE.socket)]


def test_without_a_window_the_outcome_is_told_in_place_and_leaves(
    palette: Palette, store: Store, asks: PaletteAsks, qtbot: QtBot
) -> None:
    seen(store, LAMPE, True)
    write(palette, "bureau lampe")
    asks.busy.add(LAMPE.socket)
    press(palette)
    put(store, LAMPE, Phase.SENDING, on=False)
    assert told(palette) == "Lampe: Turning off…"
    assert line(palette).accessibleDescription() == "Lampe: Turning off…"
    asks.busy.clear()
    seen_off(store)
    assert told(palette).startswith("Lampe: Off · ")
    palette._leave.setInterval(0)
    palette._leave.start()
    qtbot.waitUntil(palette.isHidden)
    assert running_timers(palette) == []


def seen_off(store: Store) -> None:
    put(store, LAMPE, Phase.SENT, on=False, known=False)
    seen(store, LAMPE, False)


def test_over_a_window_it_goes_at_once(palette: Palette, store: Store, asks: PaletteAsks, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    palette.open_over(window)
    assert window.frameGeometry().contains(palette.geometry().center())
    seen(store, LAMPE, False)
    write(palette, "bureau lampe")
    press(palette)
    assert palette.isHidden()
    assert asks.heard == [("switch", LAMPE, True)]


def test_a_guarded_outlet_asks_in_place(palette: Palette, store: Store, asks: PaletteAsks) -> None:
    guard(store, LAMPE, Guard.ASK, "Freezer!")
    seen(store, LAMPE, True)
    write(palette, "bureau lampe")
    assert says(palette)[0].endswith("Asks first: Freezer!")
    asks.questions[LAMPE] = "Freezer!"
    press(palette)
    assert told(palette) == "Freezer! Turn off Lampe, Bureau d’été?"
    no = palette.findChild(QWidget, "palette-no")
    assert no.hasFocus()
    QTest.keyClick(no, Qt.Key.Key_Tab)
    QTest.keyClick(palette.focusWidget(), Qt.Key.Key_Return)
    assert asks.heard == [("answer", True)]


@pytest.mark.parametrize("leave", ["palette-no", "escape"])
def test_a_question_is_answered_with_no(palette: Palette, store: Store, asks: PaletteAsks, leave: str) -> None:
    guard(store, LAMPE, Guard.ASK)
    seen(store, LAMPE, True)
    write(palette, "bureau lampe")
    asks.questions[LAMPE] = ""
    press(palette)
    no = palette.findChild(QWidget, "palette-no")
    QTest.keyClick(no, Qt.Key.Key_Escape if leave == "escape" else Qt.Key.Key_Return)
    assert asks.heard == [("answer", False)]
    assert palette.isHidden()


def test_what_is_locked_says_so_and_is_not_asked_for(palette: Palette, store: Store, asks: PaletteAsks) -> None:
    guard(store, LAMPE, Guard.LOCKED, "The server!")
    seen(store, LAMPE, True)
    write(palette, "off bureau lampe")
    assert says(palette)[0].endswith("Locked: The server!")
    press(palette)
    assert asks.heard == []
    assert told(palette).endswith("Locked: The server!")
    write(palette, "unlock bureau lampe")
    press(palette)
    assert asks.heard == [("guard", LAMPE, Guard.NONE, "The server!")]


def test_signed_out_nothing_is_switched_and_signing_in_is_offered(
    palette: Palette, store: Store, asks: PaletteAsks
) -> None:
    seen(store, LAMPE, True)
    store.put_account(Account())
    write(palette, "bureau lampe")
    assert says(palette)[0].endswith("Not signed in")
    press(palette)
    assert asks.heard == []
    write(palette, "sign in")
    press(palette)
    assert asks.heard == [("sign_in",)]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("all bureau off", ("switch_socket", LAMPE.socket, False)),
        ("scene movie", ("scene", "scene-1", True)),
        ("movie off", ("scene", "scene-1", False)),
        ("refresh", ("refresh", None)),
        ("sign out", ("sign_out",)),
    ],
)
def test_other_verbs(palette: Palette, asks: PaletteAsks, typed: str, asked: tuple[object, ...]) -> None:
    write(palette, typed)
    press(palette)
    assert asks.heard == [tuple(each for each in asked if each is not None)] or asks.heard == [asked]


def test_what_needs_a_window_asks_for_it(palette: Palette, qtbot: QtBot) -> None:
    acts = palette.acts
    for typed, asked in (
        ("settings", acts.settings_asked),
        ("history", acts.history_asked),
        ("timers", acts.timers_asked),
        ("help", acts.help_asked),
        ("show window", acts.show_asked),
        ("quit", acts.quit_asked),
    ):
        palette.open_over(None)
        write(palette, typed)
        with qtbot.waitSignal(asked):
            press(palette)
        assert palette.isHidden()


def test_all_off_is_shown_before_it_is_done(palette: Palette, asks: PaletteAsks, qtbot: QtBot) -> None:
    write(palette, "all off")
    assert says(palette)[:2] == [
        "Turn off all of Atelier…. Shows first what would change",
        "Turn off all of Maison & jardin…. Shows first what would change",
    ]
    press(palette, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.acts.preview_asked) as asked:
        press(palette)
    assert asked.args == [Scope(MAISON), False]
    assert asks.heard == []


def test_nothing_to_undo_is_told(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "undo")
    press(palette)
    assert told(palette) == "Undo the last switching: Nothing to undo"
    assert asks.heard == []


def test_arrows_choose_tab_completes_and_escape_leaves(palette: Palette) -> None:
    write(palette, "lampe")
    first, second = says(palette)[:2]
    assert line(palette).accessibleDescription() == first
    press(palette, Qt.Key.Key_Down)
    assert line(palette).accessibleDescription() == second
    press(palette, Qt.Key.Key_Up)
    assert line(palette).accessibleDescription() == first
    press(palette, Qt.Key.Key_Tab)
    assert line(palette).text() == "Maison & jardin/Bureau d’été/Lampe "
    assert says(palette) == [first]
    assert line(palette).hasFocus()
    press(palette, Qt.Key.Key_Escape)
    assert palette.isHidden()


def test_nothing_is_called_that(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "xyzzy")
    assert told(palette) == "Nothing is called that."
    press(palette)
    assert asks.heard == []
    write(palette, "lampe")
    assert told(palette) == ""


def test_at_most_eight_are_shown_and_none_is_cut(palette: Palette) -> None:
    results = palette._list
    assert len(says(palette)) == 8
    assert results.wanted_height(results.width()) <= results.height()


def test_what_was_chosen_lately_comes_first_also_after_a_restart(
    palette: Palette, new_palette: Callable[[], Palette]
) -> None:
    write(palette, "lampe")
    assert "Bureau" in says(palette)[0]
    press(palette, Qt.Key.Key_Down)
    press(palette)
    later = new_palette()
    later.open_over(None)
    write(later, "lampe")
    assert "Établi" in says(later)[0]


def test_a_screen_reader_finds_line_and_results(palette: Palette) -> None:
    write(palette, "lampe")
    interface = QAccessible.queryAccessibleInterface(palette._list)
    assert interface.role() == QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Results"
    assert [interface.child(row).text(QAccessible.Text.Name) for row in range(interface.childCount())] == says(palette)
    assert line(palette).accessibleName() == "What to switch, or a command"


def test_hidden_it_hears_of_nothing(palette: Palette, store: Store, qtbot: QtBot) -> None:
    write(palette, "bureau lampe")
    before = says(palette)
    palette.hide()
    seen(store, LAMPE, True)
    assert says(palette) == before
    qtbot.waitUntil(lambda: running_timers(palette) == [])  # the list lays its rows out once more
    palette.open_over(None)
    assert line(palette).text() == ""


def test_many_outlets_answer_each_key_at_once(store: Store, palette: Palette) -> None:
    started = time.perf_counter()
    write(palette, "lampe off in 20 min")
    assert (time.perf_counter() - started) / 19 < 0.1


NEEDS = "A timer needs this computer awake and online."


def test_off_in_twenty_minutes(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "bureau lampe off 20m")
    then = time.strftime("%H:%M", time.localtime(time.time() + 1200))
    assert re.fullmatch(rf"Turn off Lampe, .* at (tomorrow )?{then}\. {NEEDS}", says(palette)[0])
    press(palette)
    assert asks.heard == [("in", LAMPE, 1200, False, False)]
    assert re.fullmatch(rf"Lampe: off at (tomorrow )?{then}\. {NEEDS}", told(palette))


def test_on_at_ten_past_seven_on_weekdays(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "on bureau lampe at 7:10 weekdays")
    assert says(palette)[0].startswith("Turn on Lampe, Bureau d’été in Maison & jardin at 07:10, Mon–Fri")
    press(palette)
    assert asks.heard == [("at", LAMPE, clock(7, 10), frozenset(range(5)), True, False)]
    assert told(palette) == f"Lampe: on at 07:10, Mon–Fri. {NEEDS}"


def test_a_scene_later(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "scene movie in 1h")
    press(palette)
    assert asks.heard == [("in", "scene-1", 3600, True, False)]


@pytest.mark.parametrize("yes", [True, False])
def test_a_timer_of_a_guarded_outlet_is_agreed_to_first(
    palette: Palette, store: Store, asks: PaletteAsks, yes: bool
) -> None:
    guard(store, LAMPE, Guard.ASK, "Freezer!")
    write(palette, "bureau lampe off 20m")
    press(palette)
    assert asks.heard == []
    assert told(palette).startswith("Freezer! Turn off Lampe")
    assert told(palette).endswith("without asking then?")
    button = palette.findChild(QWidget, "palette-yes" if yes else "palette-no")
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert asks.heard == ([("in", LAMPE, 1200, False, True)] if yes else [])


def test_the_next_time_of_day_is_told(palette: Palette, asks: PaletteAsks) -> None:
    write(palette, "bureau lampe off at 12:00")
    assert re.search(r" at (tomorrow )?\d\d:00\. ", says(palette)[0])
    press(palette)
    assert asks.heard == [("at", LAMPE, clock(12), frozenset(), False, False)]


def test_an_outlet_that_is_called_like_its_socket_is_named_once() -> None:
    place = next(each for each in places((Plant("p", "Home", (socket("W-1", "Bedside", "Bedside"),)),)))
    facts = Facts(lambda _ref: Truth(), time.time())
    assert promise(Meaning(Act.OFF, place), facts) == "Turn off Bedside"
