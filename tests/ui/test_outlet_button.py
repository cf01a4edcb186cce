"""A tile: what it says, what a click on it asks, and that it changes nothing by itself."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QProxyStyle, QPushButton, QStyle, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Store
from multisocket_gui.home.truth import Phase, Reading, Truth
from multisocket_gui.ui.outlet_button import OutletButton
from multisocket_gui.ui.phase_shape import SIZE, paint_phase
from multisocket_gui.ui.style import TARGET, Colours, colours
from multisocket_gui.ui.tile_ground import picture

from .house import DARK, LAMPE, LIGHT, OFFSCREEN, doubt, new_store, put, running_timers


@pytest.fixture
def tile(qtbot: QtBot) -> OutletButton:
    tile = OutletButton(LAMPE, "Lampe", "Bureau d’été")
    qtbot.addWidget(tile)
    tile.resize(240, tile.heightForWidth(240))
    tile.show()
    qtbot.waitExposed(tile)
    return tile


@pytest.fixture
def said(tile: OutletButton) -> list[tuple[object, ...]]:
    """What the tile asked."""
    heard: list[tuple[object, ...]] = []
    tile.switch_asked.connect(lambda outlet, on: heard.append(("switch", outlet, on)))
    tile.read_asked.connect(lambda socket: heard.append(("read", socket)))
    tile.again_asked.connect(lambda outlet: heard.append(("again", outlet)))
    tile.accept_asked.connect(lambda outlet: heard.append(("accept", outlet)))
    return heard


def _show(tile: OutletButton, store: Store, phase: Phase, *, on: bool, known: bool = True) -> None:
    put(store, LAMPE, phase, on=on, known=known)
    tile.show_truth(store.truth(LAMPE), time.time())
    tile.resize(tile.width(), tile.heightForWidth(tile.width()))


WORDS = [
    (Phase.UNKNOWN, False, "Not known yet"),
    (Phase.SENDING, True, "Turning on…"),
    (Phase.SENDING, False, "Turning off…"),
    (Phase.SENT, True, "On, sent"),
    (Phase.SENT, False, "Off, sent"),
    (Phase.DISPUTED, True, "Asked: on. The cloud says: off"),
    (Phase.DISPUTED, False, "Asked: off. The cloud says: on"),
    (Phase.FAILED, True, "Still off: the service cannot be reached"),
    (Phase.FAILED, False, "Still on: the service cannot be reached"),
]


@pytest.mark.parametrize(("phase", "on", "words"), WORDS)
def test_each_phase_has_its_words(tile: OutletButton, store: Store, phase: Phase, on: bool, words: str) -> None:
    _show(tile, store, phase, on=on)
    assert tile.words == words
    assert tile.accessibleDescription() == words


@pytest.mark.parametrize("on", [True, False])
def test_what_a_read_showed_has_its_time(tile: OutletButton, store: Store, on: bool) -> None:
    _show(tile, store, Phase.CONFIRMED, on=on)
    clock = time.strftime("%H:%M", time.localtime(store.truth(LAMPE).known_at))
    assert tile.words == f"{'On' if on else 'Off'} · {clock}"


def test_an_old_reading_tells_its_age(tile: OutletButton, store: Store) -> None:
    _show(tile, store, Phase.CONFIRMED, on=True)
    tile.tell_age(time.time() + 300)
    assert tile.words.endswith(", 5 min ago")


def test_a_doubt_is_told_as_one(tile: OutletButton, store: Store) -> None:
    doubt(store, LAMPE)
    tile.show_truth(store.truth(LAMPE), time.time())
    assert tile.words == "Not known: no clear answer"


def test_screen_readers_hear_name_words_and_check_mark(tile: OutletButton, store: Store) -> None:
    spoken = QAccessible.queryAccessibleInterface(tile)
    assert spoken.text(QAccessible.Text.Name) == "Lampe, Bureau d’été"
    assert not spoken.state().checkable
    _show(tile, store, Phase.CONFIRMED, on=True)
    assert spoken.state().checkable
    assert spoken.state().checked
    _show(tile, store, Phase.SENDING, on=False)
    assert spoken.text(QAccessible.Text.Description) == "Turning off…"


def test_the_object_name_leads_to_the_outlet(tile: OutletButton) -> None:
    assert tile.objectName() == "outlet/7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01/id/S-1/0"


CLICKS = [
    (Phase.CONFIRMED, True, ("switch", LAMPE, False)),
    (Phase.CONFIRMED, False, ("switch", LAMPE, True)),
    (Phase.SENT, True, ("switch", LAMPE, False)),
    (Phase.SENT, False, ("switch", LAMPE, True)),
    (Phase.SENDING, True, ("switch", LAMPE, False)),
    (Phase.SENDING, False, ("switch", LAMPE, True)),
    (Phase.UNKNOWN, False, ("read", LAMPE.socket)),
    (Phase.DISPUTED, True, ("read", LAMPE.socket)),
    (Phase.FAILED, True, ("again", LAMPE)),
]


@pytest.mark.parametrize("key", [None, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(("phase", "on", "meant"), CLICKS)
def test_a_click_asks_and_changes_nothing(
    tile: OutletButton,
    store: Store,
    qtbot: QtBot,
    said: list[tuple[object, ...]],
    phase: Phase,
    on: bool,
    meant: tuple[object, ...],
    key: Qt.Key | None,
) -> None:
    _show(tile, store, phase, on=on)
    before = (tile.isChecked(), tile.words, tile.truth)
    if key is None:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(60, 16))
    else:
        qtbot.keyClick(tile, key)
    assert said == [meant]
    assert (tile.isChecked(), tile.words, tile.truth) == before


def test_a_dispute_is_ended_by_two_buttons(
    tile: OutletButton, store: Store, qtbot: QtBot, said: list[tuple[object, ...]]
) -> None:
    _show(tile, store, Phase.DISPUTED, on=True)
    again, accept = tile.findChildren(QPushButton)
    assert (again.accessibleName(), accept.accessibleName()) == (
        "Ask again: Lampe, Bureau d’été",
        "Accept: Lampe, Bureau d’été",
    )
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    assert said == [("again", LAMPE), ("accept", LAMPE)]


def test_a_failure_can_be_tried_again_in_place(
    tile: OutletButton, store: Store, qtbot: QtBot, said: list[tuple[object, ...]]
) -> None:
    _show(tile, store, Phase.FAILED, on=True)
    (again,) = tile.findChildren(QPushButton)
    assert again.text() == "Try again"
    assert tile.body().contains(again.geometry())
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert said == [("again", LAMPE)]


def test_the_small_buttons_leave_with_their_phase(tile: OutletButton, store: Store) -> None:
    _show(tile, store, Phase.DISPUTED, on=True)
    _show(tile, store, Phase.CONFIRMED, on=True)
    assert not [button for button in tile.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.qt_log_ignore(OFFSCREEN)
@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
def test_the_menu_says_on_and_off_in_so_many_words(
    tile: OutletButton, said: list[tuple[object, ...]], reason: QContextMenuEvent.Reason
) -> None:
    QApplication.sendEvent(tile, QContextMenuEvent(reason, QPoint(5, 5), tile.mapToGlobal(QPoint(5, 5))))
    (menu,) = (menu for menu in tile.findChildren(QMenu) if menu.isVisible())
    by_name = {action.objectName(): action for action in menu.actions() if not action.isSeparator()}
    assert [action.text() for action in by_name.values()] == ["Turn &on", "Turn o&ff", "&Read again"]
    for key in ("on", "off", "read"):
        by_name[key].trigger()
    assert said == [("switch", LAMPE, True), ("switch", LAMPE, False), ("read", LAMPE.socket)]
    menu.close()


@pytest.mark.parametrize(
    ("phase", "words"), [(Phase.DISPUTED, "&Ask again"), (Phase.FAILED, "&Try again")], ids=["disputed", "failed"]
)
def test_the_menu_ends_disputes_and_failures(
    tile: OutletButton, store: Store, said: list[tuple[object, ...]], phase: Phase, words: str
) -> None:
    _show(tile, store, phase, on=True)
    menu = tile.menu_of_asks()
    by_name = {action.objectName(): action for action in menu.actions()}
    assert by_name["again"].text() == words
    by_name["again"].trigger()
    by_name["accept"].trigger()
    assert said == [("again", LAMPE), ("accept", LAMPE)]


# What it looks like


def _grey(tile: OutletButton) -> QImage:
    return tile.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def _bytes(image: QImage) -> bytes:
    return bytes(image.constBits())


def _drawn(truth: Truth, inks: Colours) -> bytes:
    image = QImage(SIZE.toSize(), QImage.Format.Format_RGB32)
    image.fill(inks.tile)
    painter = QPainter(image)
    paint_phase(painter, QRectF(image.rect()), truth, inks)
    painter.end()
    return _bytes(image.convertToFormat(QImage.Format.Format_Grayscale8))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_phase_has_its_shape_without_colour(qapp: QApplication, dark: bool) -> None:
    shapes: dict[bytes, set[tuple[Phase, bool | None]]] = {}
    for phase in Phase:
        for on in (True, False):
            store = new_store()
            put(store, LAMPE, phase, on=on)
            truth = store.truth(LAMPE)
            shapes.setdefault(_drawn(truth, colours(DARK if dark else LIGHT)), set()).add((phase, truth.on))
    assert sorted(map(sorted, shapes.values()), key=str) == sorted(
        (
            [(Phase.CONFIRMED, False), (Phase.FAILED, False)],  # what failed shows what was read
            [(Phase.CONFIRMED, True), (Phase.FAILED, True)],
            [(Phase.DISPUTED, False), (Phase.DISPUTED, True)],
            [(Phase.SENDING, False), (Phase.SENDING, True)],
            [(Phase.SENT, False)],
            [(Phase.SENT, True)],
            [(Phase.UNKNOWN, None)],
        ),
        key=str,
    )


def test_pointed_at_and_pressed_look_different_without_colour(tile: OutletButton, store: Store, qtbot: QtBot) -> None:
    _show(tile, store, Phase.CONFIRMED, on=False)
    tile.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # wherever the pointer of this screen is
    calm = _bytes(_grey(tile))
    tile.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    pointed = _bytes(_grey(tile))
    tile.setDown(True)
    pressed = _bytes(_grey(tile))
    assert len({calm, pointed, pressed}) == 3


def test_the_keyboard_has_a_ring_and_the_mouse_has_none(tile: OutletButton, qtbot: QtBot) -> None:
    tile.activateWindow()
    qtbot.waitUntil(tile.isActiveWindow)
    tile.clearFocus()
    calm = _bytes(_grey(tile))
    tile.setFocus(Qt.FocusReason.MouseFocusReason)
    assert _bytes(_grey(tile)) == calm
    tile.clearFocus()
    tile.setFocus(Qt.FocusReason.TabFocusReason)
    assert _bytes(_grey(tile)) != calm


def test_another_palette_repaints_at_once(tile: OutletButton) -> None:
    tile.setPalette(LIGHT)
    light = _bytes(_grey(tile))
    tile.setPalette(DARK)
    assert _bytes(_grey(tile)) != light


def test_a_tile_is_a_target_for_fingers(tile: OutletButton) -> None:
    assert tile.body().height() >= TARGET
    assert tile.minimumSizeHint().height() >= TARGET


# The moving bar


class CalmStyle(QProxyStyle):
    """A system whose owner asked for less motion."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        data: object = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


def test_the_bar_moves_only_while_it_is_seen(tile: OutletButton, store: Store) -> None:
    assert running_timers(tile) == []
    _show(tile, store, Phase.SENDING, on=True)
    assert running_timers(tile) != []
    tile.hide()
    assert running_timers(tile) == []
    tile.show()
    assert running_timers(tile) != []
    _show(tile, store, Phase.SENT, on=True)
    assert running_timers(tile) == []


def test_the_bar_moves(tile: OutletButton, store: Store, qtbot: QtBot) -> None:
    _show(tile, store, Phase.SENDING, on=True)
    first = _bytes(_grey(tile))
    qtbot.waitUntil(lambda: _bytes(_grey(tile)) != first)


def test_nothing_moves_where_less_motion_is_asked_for(tile: OutletButton, store: Store) -> None:
    style = CalmStyle()
    tile.setStyle(style)
    _show(tile, store, Phase.SENDING, on=True)
    assert running_timers(tile) == []
    tile.setStyle(QApplication.style())


def test_a_larger_font_makes_it_higher(tile: OutletButton, store: Store) -> None:
    _show(tile, store, Phase.DISPUTED, on=True)
    before = tile.heightForWidth(240)
    font = tile.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    tile.setFont(font)
    QApplication.sendEvent(tile, QEvent(QEvent.Type.FontChange))
    assert tile.heightForWidth(240) > before
    assert tile.sizeHint().isValid()
    assert tile.sizeHint() != QSize()


# What it costs


class Paints(QObject):
    """Which parts of a widget were painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.areas: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_a_reading_that_shows_the_same_once_more_paints_nothing(
    tile: OutletButton, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    tile.show_truth(Truth(Phase.CONFIRMED, Reading(on=True, at=now, began=1)), now)
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(tile, "update", lambda *area: asked.append(area))  # a screen may want a paint of its own
    again = Truth(Phase.CONFIRMED, Reading(on=True, at=now + 0.001, began=2))
    tile.show_truth(again, now)
    assert asked == []
    assert tile.truth is again
    tile.show_truth(Truth(Phase.CONFIRMED, Reading(on=False, at=now, began=3)), now)
    assert asked == [()]


def test_the_moving_bar_paints_nothing_but_its_room(tile: OutletButton, store: Store, qtbot: QtBot) -> None:
    _show(tile, store, Phase.SENDING, on=True)
    paints = Paints(tile)

    def frames() -> list[QRect]:
        """The paints that are not of the whole tile, which a screen may want at any time."""
        return [area for area in paints.areas if area != tile.rect()]

    qtbot.waitUntil(lambda: len(frames()) > 2)
    words = tile.arranged().state
    assert all(area.top() > words.bottom() for area in frames())


def test_a_part_that_is_painted_alone_looks_as_if_all_had_been(tile: OutletButton, store: Store) -> None:
    _show(tile, store, Phase.CONFIRMED, on=True)
    whole = tile.grab().toImage()
    foot = QRect(0, tile.height() - 8, tile.width(), 8)
    assert tile.grab(foot).toImage() == whole.copy(foot)


def test_tiles_that_look_the_same_share_a_picture(store: Store, qtbot: QtBot) -> None:
    put(store, LAMPE, Phase.SENT, on=True)
    tiles = [OutletButton(LAMPE, name, "Bureau d’été") for name in ("Lampe", "Écran")]
    for tile in tiles:
        qtbot.addWidget(tile)
        tile.show_truth(store.truth(LAMPE), time.time())
        tile.resize(240, 90)
    tiles[0].grab()
    drawn = picture.cache_info().misses
    tiles[1].grab()
    assert picture.cache_info().misses == drawn
    tiles[1].setPalette(DARK)
    tiles[1].grab()
    assert picture.cache_info().misses == drawn + 1
