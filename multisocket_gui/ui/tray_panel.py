"""The tray's panel: the favourites as tiles, at the icon, for as long as one looks at it."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Place, places
from multisocket_gui.home.together import Scope, Stage
from multisocket_gui.words import tr, trn

from . import shortcuts
from .age_clock import AgeClock
from .favourite_tiles import FavouriteTiles
from .notice_line import NoticeLine
from .style import GAP, GRID, GUTTER, RING, colours
from .text_line import TextLine, Voice
from .together_panel import TogetherPanel
from .tray_panel_parts import PANEL_WIDTH, PanelFind, PanelFoot, PanelScroll
from .tray_place import placed

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_LETTERS = 34
"""Narrower than this many letters, a tile says too little: with large letters the panel is wider."""
_MOST_UNCHOSEN = 8


class TrayPanel(QWidget):
    """A window of its own without a frame; Escape, or another window that gets the keyboard, closes it for good.

    `anchor` is where it stands: the icon, or the pointer. Without favourites it shows the first outlets of the plant
    `last_plant` and says how favourites are chosen.
    """

    closed = Signal()
    window_asked = Signal()
    settings_asked = Signal(str)
    connect_asked = Signal()
    timer_asked = Signal(object)
    """The `OutletRef` for which a timer shall be made in the window."""

    def __init__(self, store: Store, controller: Controller, *, anchor: QRect, last_plant: str = "") -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self._store = store
        self._controller = controller
        self._anchor = anchor
        self._last_plant = last_plant
        self._was_active = False
        self.setObjectName("tray-panel")
        self.setWindowTitle(tr("Favourites"))
        self.setAccessibleName(tr("Favourites"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._search = PanelFind()
        self._notice = NoticeLine(store, controller)
        self._together = TogetherPanel(store, controller)
        self._hint = TextLine(Voice.QUIET, lines=6)
        self._hint.setObjectName("panel-hint")
        self._tiles = self._new_tiles()
        self._scroll = PanelScroll(self._inset())
        self._foot = PanelFoot(store)
        self._clock = AgeClock(self)
        self._lay_out()
        self._wire()
        self._show_all()

    def show_at_once(self) -> None:
        """Show it where it belongs, with the keyboard, and bring what it shows up to date."""
        self._fit()
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus_first()
        for plant in dict.fromkeys(tile.ref.socket.plant for tile in self._tiles.tiles()):
            self._controller.looked_at(plant)

    # How it is made

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        top = QWidget()
        row = QVBoxLayout(top)
        row.setContentsMargins(GUTTER, 3 * GRID, GUTTER, GRID)
        row.addWidget(self._search)
        for widget in (top, self._notice, self._together):
            self._rows.addWidget(widget)
        self._rows.addWidget(self._scroll, 1)
        self._rows.addWidget(self._foot)

    def _inset(self) -> QWidget:
        """The sentence above the tiles, and the tiles: their visible edges stand under those of the field above."""
        self._body = QWidget()
        self._inside = QVBoxLayout(self._body)
        self._inside.setContentsMargins(GUTTER - RING, GRID, GUTTER - RING, GAP)
        self._inside.setSpacing(GRID)
        hint = QVBoxLayout()
        hint.setContentsMargins(RING, 0, RING, 0)
        hint.addWidget(self._hint)
        self._inside.addLayout(hint)
        self._inside.addWidget(self._tiles)
        self._inside.addStretch()
        return self._body

    def _wire(self) -> None:
        self._store.changed.connect(self._on_changed)
        self._search.textChanged.connect(self._filter)
        self._search.left.connect(self._focus_first)
        self._notice.settings_asked.connect(self.settings_asked)
        self._notice.connect_asked.connect(self.connect_asked)
        self._notice.refresh_asked.connect(lambda: self._controller.refresh())
        self._together.left.connect(self._focus_first)
        self._foot.window_asked.connect(self.window_asked)
        self._foot.off_asked.connect(lambda plant: self._controller.together.preview(Scope(plant), False))
        self._foot.undo_asked.connect(lambda: self._controller.undo())
        self._clock.ticked.connect(self._tell_time)
        shortcuts.on_key(self, shortcuts.FIND, self._to_find)
        shortcuts.on_key(self, shortcuts.UNDO, self._controller.undo)

    def _new_tiles(self) -> FavouriteTiles:
        found, hint = self._shown()
        self._hint.say(hint)
        self._hint.setVisible(bool(hint))
        chosen = bool(self._store.settings.shown_favourites)
        tiles = FavouriteTiles(found, self._store, self._controller, may_move=chosen)
        tiles.timer_asked.connect(self.timer_asked)
        tiles.left.connect(self._to_find)
        return tiles

    def _shown(self) -> tuple[list[Place], str]:
        """What is shown, and what there is to say of it; an outlet whose question waits is among it, whatever it is."""
        found, hint = self._chosen()
        question = self._store.question
        asked = self._store.place(question.outlet) if question else None
        return (found if asked is None or asked in found else [*found, asked]), hint

    def _chosen(self) -> tuple[list[Place], str]:
        favourites = [place for ref in self._store.settings.shown_favourites if (place := self._store.place(ref))]
        if favourites:
            return favourites, ""
        plants = self._store.plants
        plant = next((plant for plant in plants if plant.id == self._last_plant), plants[0] if plants else None)
        if plant is None:
            return [], tr("No plant yet: the window helps to set one up.")
        found = list(places((plant,)))
        how = tr("No favourites yet, so this is {plant}. Right-click an outlet and choose “Show in tray”.")
        more = len(found) - _MOST_UNCHOSEN
        rest = trn("The window shows {count} more.", "The window shows {count} more.", more) if more > 0 else ""
        return found[:_MOST_UNCHOSEN], " ".join(filter(None, (how.format(plant=plant.name), rest)))

    # What the store says

    def _on_changed(self, change: Change) -> None:
        question = self._store.question
        unseen = question is not None and not self._tiles.holds(question.outlet)
        if change.home or change.owners or change.favourites or unseen:
            self._renew()
        else:
            self._tiles.show_change(change)
        self._show_all()

    def _renew(self) -> None:
        """Other outlets, or other names: other tiles. The keyboard stays on the same outlet, or on the first."""
        old = self._tiles
        focused = next((tile.ref for tile in old.tiles() if tile.hasFocus()), None)
        self._tiles = self._new_tiles()
        self._inside.replaceWidget(old, self._tiles)
        self._tiles.show()
        self._filter(self._search.text())
        again = next((tile for tile in self._tiles.tiles() if tile.ref == focused), None)
        if again:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused:
            self._focus_first()
        old.hide()
        old.deleteLater()
        self._order_focus()

    def _order_focus(self) -> None:
        """Tab goes from the top to the bottom, also through tiles that came later."""
        chain = [self._search, *self._tiles.tiles(), *self._foot.focus_chain()]
        for one, next_one in pairwise(chain):
            QWidget.setTabOrder(one, next_one)

    def _show_all(self) -> None:
        self._notice.show_store()
        self._together.show_store()
        self._foot.show_store()
        if self.isVisible():
            self._tell_age(time.time())

    def _tell_time(self, now: float) -> None:
        self._tiles.tell_age(now)
        self._notice.show_store()
        self._tell_age(now)

    def _tell_age(self, _now: float) -> None:
        plants = {tile.ref.socket.plant for tile in self._tiles.tiles()}
        read = [self._store.oldest_reading(plant) for plant in self._store.plants if plant.id in plants]
        self._clock.start(min((at for at in read if at is not None), default=None), self._notice.since)

    # What the person does

    def _filter(self, text: str) -> None:
        found = self._tiles.filter(text)
        _, hint = self._shown()
        nothing = tr("None of these is called “{text}”.").format(text=text.strip())
        self._hint.say(hint if found or not text.strip() else nothing)
        self._hint.setVisible(bool(self._hint.text()))

    def _to_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _focus_first(self) -> None:
        if any(self._tiles.tiles()):
            self._tiles.focus_first()
        else:
            self._to_find()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self._together.escape():
                self.close()
        elif event.text().strip().isprintable() and event.text().strip() and not _commands(event):
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.insert(event.text())
        else:
            super().keyPressEvent(event)

    # Qt's news

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._was_active = self._was_active or self.isActiveWindow()
            if self._was_active and not self.isActiveWindow() and not QApplication.activePopupWidget():
                self.close()
        elif event.type() is QEvent.Type.PaletteChange and self.isVisible():
            self._search.use_colours()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_all()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A preview that nobody sees any more is not left for later."""
        self._clock.stop()
        if self._store.together and self._store.together.stage is Stage.PREVIEW:
            self._controller.together.dismiss()
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(colours(self.palette()).edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _fit(self) -> None:
        """As high as what it shows, at its icon, on the screen."""
        width = max(PANEL_WIDTH, _LETTERS * self.fontMetrics().averageCharWidth())
        screen = QGuiApplication.screenAt(self._anchor.center()) or QGuiApplication.primaryScreen()
        self.ensurePolished()
        wanted = QSize(width, self._rows.totalHeightForWidth(width))
        self.setGeometry(placed(self._anchor, wanted, screen.availableGeometry()))


def _commands(event: QKeyEvent) -> bool:
    """Whether a key is held that makes a command of the letter."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & held)
