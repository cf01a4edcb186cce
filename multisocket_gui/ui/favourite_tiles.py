"""A column of tiles: the favourites, or what stands in for them where none were chosen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayoutItem, QMenu, QWidget

from multisocket_gui.engine.facts import AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Place
from multisocket_gui.home.names import plain
from multisocket_gui.words import tr

from .carry import Carry
from .item_layout import ItemLayout, height_of
from .outlet_button import OutletButton
from .shortcuts import moves_things
from .style import GAP, RING

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class FavouriteTiles(QWidget):
    """Follows the store while it lives. The arrows go from tile to tile, and from the first back to where they came.

    Tiles that `may_move` are carried to another place by the mouse, or by Ctrl+Shift with an arrow.
    """

    left = Signal()
    """The keyboard leaves upwards."""
    timer_asked = Signal(object)
    """The `OutletRef` for which another timer shall be made."""

    def __init__(self, found: Sequence[Place], store: Store, controller: Controller, *, may_move: bool) -> None:
        super().__init__()
        self._may_move = may_move
        self._follows_timers = False
        self._store = store
        self._controller = controller
        names = [place.outlet.name for place in found]
        self._tiles = {place.ref: self._tile(place, unique=names.count(place.outlet.name) == 1) for place in found}
        column = _Column(self)
        for tile in self._tiles.values():
            column.addWidget(tile)
        carry = Carry(self, self._places)
        carry.landed.connect(self._on_landed)
        for tile in self._tiles.values():
            carry.take_part(tile.drag, partial(self._place_of, tile))
        self.show_account()
        self.show_question()
        self.show_runs()

    def tiles(self) -> Iterator[OutletButton]:
        """The tiles that are shown, from the top."""
        return (tile for tile in self._tiles.values() if not tile.isHidden())

    def holds(self, ref: OutletRef) -> bool:
        """Whether the outlet has a tile, shown or filtered."""
        return ref in self._tiles

    def show_change(self, change: Change) -> None:
        """Show what changed."""
        now = time.time()
        for ref in change.outlets & self._tiles.keys():
            self._tiles[ref].show_truth(self._store.truth(ref), now)
        if change.account:
            self.show_account()
        if change.question:
            self.show_question()
        if change.timers:
            self.show_runs()

    def show_account(self) -> None:
        """Grey what is only remembered, since nobody is signed in."""
        for tile in self._tiles.values():
            tile.show_remembered(self._store.account.phase is not AccountPhase.SIGNED_IN)

    def show_question(self) -> None:
        """Show the question of one of the outlets in its tile, or that there is none."""
        question = self._store.question
        for ref, tile in self._tiles.items():
            tile.show_question(question.words if question and question.outlet == ref else None)

    def show_runs(self) -> None:
        """Show what a timer does next with each outlet."""
        if not self._store.settings.timers:
            for tile in self._tiles.values():
                tile.show_run("")
            return
        from multisocket_gui.timer_words import rule_line  # who has no timer need not load it

        timers, now = self._controller.timers, time.time()
        if not self._follows_timers:
            self._follows_timers = True
            timers.changed.connect(self.show_runs)
        for ref, tile in self._tiles.items():
            run = timers.next_of(ref)
            tile.show_run(rule_line(run.timer, now, timers.zone) if run else "")

    def tell_age(self, now: float) -> None:
        """Let every tile say the age as it is at `now` (seconds since the epoch)."""
        for tile in self._tiles.values():
            tile.tell_age(now)

    def filter(self, text: str) -> bool:
        """Show the tiles that `text` names, by themselves or by their socket; whether there are any."""
        wanted = plain(text)
        for tile in self._tiles.values():
            tile.setVisible(wanted in plain(tile.accessibleName()))
        return any(self.tiles())

    def focus_first(self) -> None:
        """Put the keyboard on the first tile that is shown."""
        if first := next(self.tiles(), None):
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        tiles = list(self.tiles())
        here = next((number for number, tile in enumerate(tiles) if tile.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        elif moves_things(event):
            self._step(tiles[here].ref, step)
        elif here + step < 0:
            self.left.emit()
        elif here + step < len(tiles):
            tiles[here + step].setFocus(Qt.FocusReason.TabFocusReason)

    # The order

    def _places(self) -> list[QRect]:
        """Where each tile stands; nowhere to be carried to where some are left out, or the order is not theirs."""
        all_shown = not any(tile.isHidden() for tile in self._tiles.values())
        return [tile.geometry() for tile in self._tiles.values()] if self._may_move and all_shown else []

    def _place_of(self, tile: OutletButton) -> int:
        return list(self._tiles).index(tile.ref)

    def _on_landed(self, start: int, end: int) -> None:
        self._controller.move_favourite(list(self._tiles)[start], end)

    def _step(self, ref: OutletRef, by: int) -> None:
        place = list(self._tiles).index(ref) + by
        if self._may_move and 0 <= place < len(self._tiles):
            self._controller.move_favourite(ref, place)

    # How it is made

    def _tile(self, place: Place, *, unique: bool) -> OutletButton:
        name, socket = place.outlet.name, place.socket.name
        shown = name if unique else tr("{outlet}, {socket}").format(outlet=name, socket=socket)
        tile = OutletButton(place.ref, shown, socket)
        tile.show_outlet(replace(place.outlet, name=shown), socket)
        tile.setAccessibleName(tr("{outlet}, {socket}").format(outlet=name, socket=socket))
        tile.show_truth(self._store.truth(place.ref), time.time())
        tile.switch_asked.connect(self._controller.switch)
        tile.read_asked.connect(self._controller.read_socket)
        tile.again_asked.connect(self._controller.try_again)
        tile.accept_asked.connect(self._controller.accept)
        tile.answered.connect(self._controller.answer)
        tile.menu_made.connect(partial(self._add_entries, place.ref))
        return tile

    def _add_entries(self, ref: OutletRef, menu: QMenu) -> None:
        """Add to the context menu of a tile its timers, its place, and whether it is shown here at all."""
        from .timer_menu import add_timers

        add_timers(menu, ref, self._store, self._controller, self.timer_asked.emit)
        menu.addSeparator()
        if self._may_move:
            place, last = list(self._tiles).index(ref), len(self._tiles) - 1
            self._add_step(menu, "earlier", tr("Move &up"), place > 0, partial(self._step, ref, -1))
            self._add_step(menu, "later", tr("Move &down"), place < last, partial(self._step, ref, 1))
        favourite = menu.addAction(tr("Show in tra&y"))
        favourite.setObjectName("favourite")
        favourite.setCheckable(True)
        favourite.setChecked(ref in self._store.settings.favourites)
        favourite.triggered.connect(lambda chosen: self._controller.set_favourite(ref, chosen))

    def _add_step(self, menu: QMenu, key: str, text: str, possible: bool, do: Callable[[], None]) -> None:
        action = menu.addAction(text)
        action.setObjectName(key)
        action.setEnabled(possible)
        action.triggered.connect(lambda: do())


class _Column(ItemLayout):
    """One tile below the other, each as wide as there is room."""

    def arranged(self, items: list[QLayoutItem], width: int) -> list[QRect]:
        placed: list[QRect] = []
        top = 0
        for item in items:
            placed.append(QRect(0, top, width, height_of(item, width)))
            top += placed[-1].height() + GAP - 2 * RING
        return placed
