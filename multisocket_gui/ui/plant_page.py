"""One plant: its sockets as cards, in two columns or one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Plant, Socket, SocketRef, socket_refs
from multisocket_gui.home.names import plain
from multisocket_gui.words import tr

from .card_grid import CardGrid
from .carry import Carry
from .empty_state import EmptyState
from .outlet_button import OutletButton
from .page_scroll import PageScroll
from .shortcuts import moves_things
from .socket_card import SocketCard
from .style import GUTTER

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_DIRECTIONS = {
    Qt.Key.Key_Left.value: QPoint(-1, 0),
    Qt.Key.Key_Right.value: QPoint(1, 0),
    Qt.Key.Key_Up.value: QPoint(0, -1),
    Qt.Key.Key_Down.value: QPoint(0, 1),
}


class PlantPage(QStackedWidget):
    """The cards of one plant, or what to do where there are none."""

    settings_asked = Signal()
    all_asked = Signal()
    """Nothing was found: show all again."""
    timer_asked = Signal(object)
    """The `OutletRef` for which a timer shall be made."""
    history_asked = Signal(object)
    """The `SocketRef` whose history is meant."""

    def __init__(self, plant: Plant, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plant = plant
        self._controller = controller
        self.setObjectName(f"plant/{plant.id}")
        self.setAccessibleName(plant.name)
        self._cards = {ref: self._card(ref, socket, store, controller) for ref, socket in socket_refs(plant)}
        self._wanted = ""
        self._empty = EmptyState()
        self._empty.asked.connect(self._on_empty_step)
        self._scroll = PageScroll(self._body())
        self.addWidget(self._scroll)
        self.addWidget(self._empty)
        self._order_keyboard()
        self.filter("")

    def show_plant(self, plant: Plant) -> None:
        """Show what the user calls and how he orders what is there; the same sockets with as many outlets."""
        if plant == self.plant:
            return
        self.plant = plant
        self.setAccessibleName(plant.name)
        for ref, socket in socket_refs(plant):
            self._cards[ref].show_socket(socket)
        self._cards = {ref: self._cards[ref] for ref, _ in socket_refs(plant)}
        self._grid.put_in_order(self._cards.values())
        self._order_keyboard()

    def show_runs(self, words: Mapping[OutletRef, str]) -> None:
        """Show what timers will do next with the outlets."""
        for card in self._cards.values():
            card.show_runs(words)

    def show_question(self) -> None:
        """Show the question that waits in its tile, and scroll to it."""
        for card in self._cards.values():
            card.show_question()
        if asking := next((tile for tile in self.tiles() if tile.asks), None):
            self.bring_to_sight(asking)

    def shows(self, ref: OutletRef) -> bool:
        """Whether the outlet's tile is among those that were found."""
        return any(tile.ref == ref and not tile.isHidden() for tile in self.tiles())

    def bring_to_sight(self, tile: OutletButton) -> None:
        """Scroll to the tile."""
        self._scroll.ensureWidgetVisible(tile, GUTTER, GUTTER)

    def tiles(self) -> Iterator[OutletButton]:
        """Every tile, in the user's order."""
        return (tile for card in self._cards.values() for tile in card.tiles())

    def focus_first(self) -> None:
        """Put the keyboard on the first tile that is shown."""
        first = next((tile for tile in self.tiles() if tile.isVisible()), None)
        if first:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_change(self, change: Change) -> None:
        """Show what changed of this plant."""
        for outlet in change.outlets:
            if card := self._cards.get(outlet.socket):
                card.show_truth(outlet)
        for socket in change.sockets:
            if card := self._cards.get(socket):
                card.show_problem()
        if change.account:
            for card in self._cards.values():
                card.show_account()

    def tell_age(self, now: float) -> None:
        """Let every tile say the age as it is at `now` (seconds since the epoch)."""
        for card in self._cards.values():
            card.tell_age(now)

    def filter(self, text: str) -> None:
        """Show what `text` names, with no regard to accents and case."""
        self._wanted = plain(text)
        found = [card.filter(self._wanted) for card in self._cards.values()]
        if not self._cards:
            self._empty.offer(tr("No socket yet in {plant}.").format(plant=self.plant.name), tr("Add a socket"))
        elif not any(found):
            self._empty.offer(tr("No outlet is called “{text}”.").format(text=text.strip()), tr("Show all"))
        self.setCurrentWidget(self._scroll if any(found) else self._empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _DIRECTIONS.get(event.key())
        tile = self.focusWidget()
        if direction is None or not isinstance(tile, OutletButton) or not tile.hasFocus():
            super().keyPressEvent(event)
        elif moves_things(event):
            self._move_tile(tile, direction)
        elif there := self._next_tile(tile, direction, self.tiles()):
            there.setFocus(Qt.FocusReason.TabFocusReason)
            self.bring_to_sight(there)

    def _move_tile(self, tile: OutletButton, way: QPoint) -> None:
        """To the place of the nearest tile that way in its card; aside of the last, one place on."""
        card = self._cards[tile.ref.socket]
        tiles = list(card.tiles())
        there = self._next_tile(tile, way, tiles)
        step = way.x() + way.y()
        card.place_tile(tile, tiles.index(there) if there else tiles.index(tile) + (step if way.x() else 0))

    def _next_tile(self, tile: OutletButton, way: QPoint, among: Iterable[OutletButton]) -> OutletButton | None:
        """The nearest tile that way; what lies aside counts double."""

        def distance(other: OutletButton) -> int:
            step = self._centre(other) - self._centre(tile)
            along = QPoint.dotProduct(step, way)
            aside = abs(step.x() * way.y()) + abs(step.y() * way.x())
            return along + 2 * aside if along > aside // 2 else 0

        ways = {other: distance(other) for other in among if other is not tile and other.isVisible()}
        return min((other for other, far in ways.items() if far), key=lambda other: ways[other], default=None)

    def _centre(self, tile: OutletButton) -> QPoint:
        return tile.mapTo(self, tile.rect().center())

    def _on_empty_step(self) -> None:
        (self.all_asked if self._cards else self.settings_asked).emit()

    def _card(self, ref: SocketRef, socket: Socket, store: Store, controller: Controller) -> SocketCard:
        card = SocketCard(ref, socket, store, controller)
        card.settings_asked.connect(self.settings_asked)
        card.history_asked.connect(self.history_asked)
        card.timer_asked.connect(self.timer_asked)
        card.step_asked.connect(lambda by: self._place_card(ref, self._place_of_card(ref) + by))
        return card

    def _place_card(self, ref: SocketRef, place: int) -> None:
        self._controller.looks.place_socket(ref, max(0, place))

    def _order_keyboard(self) -> None:
        """Tab goes through the cards and their tiles as they stand."""
        chain = [widget for card in self._cards.values() for widget in card.focus_chain()]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _body(self) -> QWidget:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(GUTTER, GUTTER // 2, GUTTER, GUTTER)
        rows.addWidget(self._card_holder())
        rows.addStretch()
        return body

    def _card_holder(self) -> QWidget:
        holder = QWidget()
        self._grid = CardGrid(holder)
        carry = Carry(holder, lambda: [card.geometry() for card in self._cards.values()])
        carry.landed.connect(lambda start, end: self._place_card(list(self._cards)[start], end))
        for ref, card in self._cards.items():
            self._grid.addWidget(card)
            carry.take_part(card.drag, partial(self._place_of_card, ref))
            card.drag.carried.connect(self._scroll_to)
        return holder

    def _place_of_card(self, ref: SocketRef) -> int:
        return list(self._cards).index(ref)

    def _scroll_to(self, at: QPoint) -> None:
        """What is carried to the edge of the page scrolls it."""
        point = self._scroll.in_body(at)
        self._scroll.ensureVisible(point.x(), point.y(), 0, 2 * GUTTER)
