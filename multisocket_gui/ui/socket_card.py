"""One socket: its name, what may be done with all of it, and a tile for each of its outlets."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Outlet, OutletRef, Socket, SocketRef, outlet_refs
from multisocket_gui.home.names import plain
from multisocket_gui.words import problem_words, tr

from .card_header import CardHeader
from .carry import Carry
from .outlet_button import OutletButton
from .shortcuts import RENAME, moves_things, shown
from .style import GAP, GRID, RADIUS, RING, colours
from .text_button import TextButton
from .text_line import TextLine, Voice
from .tile_entries import add_entries, add_steps
from .tile_grid import TileGrid
from .timer_menu import add_timers
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_PAD = 3 * GRID


class SocketCard(QFrame):
    """A card as the store and the settings describe the socket."""

    settings_asked = Signal()
    step_asked = Signal(int)
    """The card shall stand a place later (1) or earlier (-1)."""
    timer_asked = Signal(object)
    """The `OutletRef` for which a timer shall be made."""
    history_asked = Signal(object)
    """The `SocketRef` whose history is meant."""

    def __init__(
        self, ref: SocketRef, socket: Socket, store: Store, controller: Controller, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ref = ref
        self._socket = socket
        self._store = store
        self._controller = controller
        self.setObjectName(f"socket/{ref.plant}/{ref.selector.key}/{ref.selector.value}")
        self.setAccessibleName(socket.name)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(_PAD - RING, _PAD, _PAD - RING, _PAD - RING)
        self._rows.setSpacing(GAP - RING)
        self._header = self._new_header()
        self.drag = self._header.drag
        self._rows.addWidget(self._header)
        self._trouble = TextLine(Voice.ALARM, lines=3)
        self._trouble.setObjectName(f"trouble/{self.objectName()}")
        self._trouble_row = _inset(self._trouble)
        self._rows.addWidget(self._trouble_row)
        self._tiles = {outlet: self._tile(outlet, looks) for outlet, looks in outlet_refs(ref, socket)}
        self._body = self._grid() if self._tiles else self._not_read()
        self._rows.addWidget(self._body)
        self._rows.addStretch()
        self.show_problem()
        self.show_account()
        self.show_question()

    def tiles(self) -> Iterator[OutletButton]:
        """The tiles, in the user's order."""
        return (self._tiles[OutletRef(self.ref, index)] for index in self._socket.shown)

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through, in that order."""
        return [*self._header.focus_chain(), *self.tiles()]

    # What the store says

    def show_socket(self, socket: Socket) -> None:
        """Show what the user calls the socket and its outlets, and their drawings, guards and order."""
        if socket == self._socket:
            return
        self._socket = socket
        self.setAccessibleName(socket.name)
        self._header.show_socket(socket)
        for index, outlet in enumerate(socket.outlets):
            self._tiles[OutletRef(self.ref, index)].show_outlet(outlet, socket.name)
        grid = self._body.layout()
        if isinstance(grid, TileGrid):
            grid.put_in_order(self.tiles())
        self.show_problem()

    def show_question(self) -> None:
        """Show the question of one of the outlets in its tile, or that there is none."""
        question = self._store.question
        for ref, tile in self._tiles.items():
            tile.show_question(question.words if question and question.outlet == ref else None)

    def show_runs(self, words: Mapping[OutletRef, str]) -> None:
        """Show what timers will do next with the outlets."""
        for ref, tile in self._tiles.items():
            tile.show_run(words.get(ref, ""))

    def show_truth(self, outlet: OutletRef) -> None:
        """Show what the store knows of `outlet`."""
        self._tiles[outlet].show_truth(self._store.truth(outlet), time.time())

    def show_problem(self) -> None:
        """Show the socket's last trouble, or what somebody else did to it; nothing where there is neither."""
        state = self._store.socket_state(self.ref)
        words = problem_words(state.problem, time.time()).line if state.problem else self._elsewhere(state.elsewhere)
        self._trouble.say(words)
        self._trouble_row.setVisible(bool(words))

    def show_account(self) -> None:
        """Grey what is only remembered, since nobody is signed in."""
        remembered = self._store.account.phase is not AccountPhase.SIGNED_IN
        for tile in self._tiles.values():
            tile.show_remembered(remembered)

    def _elsewhere(self, indexes: frozenset[int]) -> str:
        names = [outlet.name for index, outlet in enumerate(self._socket.outlets) if index in indexes]
        sentence = tr("Changed elsewhere at the same moment, and left as it is: {outlets}.")
        return sentence.format(outlets=", ".join(names)) if names else ""

    def tell_age(self, now: float) -> None:
        """Let every tile say the age as it is at `now`."""
        for tile in self._tiles.values():
            tile.tell_age(now)

    def filter(self, wanted: str) -> bool:
        """Show the tiles that `wanted` (folded by `plain`) names; all of them where it names the socket."""
        whole = wanted in plain(self._socket.name)
        for tile in self._tiles.values():
            tile.setVisible(whole or wanted in plain(tile.outlet_name))
        found = whole or any(not tile.isHidden() for tile in self._tiles.values())
        self.setVisible(found)
        return found

    # What the person asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        in_header = any(button.hasFocus() for button in self._header.focus_chain())
        if in_header and event.key() == Qt.Key.Key_F2:
            self._header.ask_for_name()
        elif in_header and moves_things(event):
            earlier = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up)
            self.step_asked.emit(-1 if earlier else 1)
        else:
            super().keyPressEvent(event)

    def _on_tile_landed(self, start: int, end: int) -> None:
        self._controller.looks.place_outlet(OutletRef(self.ref, self._socket.shown[start]), end)

    def place_tile(self, tile: OutletButton, place: int) -> None:
        """Show the tile at `place` among those of the card."""
        self._controller.looks.place_outlet(tile.ref, place)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("&Read again"), lambda: self._controller.read_socket(self.ref)).setObjectName("read")
        history = menu.addAction(tr("&History of this socket"), lambda: self.history_asked.emit(self.ref))
        history.setObjectName("history")
        menu.addSeparator()
        rename = menu.addAction(tr("Re&name…"), self._header.ask_for_name)
        rename.setObjectName("rename")
        shown(rename, RENAME)
        add_steps(menu, self._place_of(), self.step_asked.emit)
        menu.addSeparator()
        menu.addAction(tr("&Settings…"), self.settings_asked.emit).setObjectName("settings")
        return menu

    def _place_of(self) -> tuple[int, int]:
        """Where the card stands among those of its plant, from 0, and how many these are."""
        plant = next((plant for plant in self._store.plants if plant.id == self.ref.plant), None)
        selectors = [socket.selector for socket in plant.sockets] if plant else [self.ref.selector]
        return selectors.index(self.ref.selector), len(selectors)

    # How it is made

    def _new_header(self) -> CardHeader:
        header = CardHeader(self.objectName(), self._socket)
        header.all_asked.connect(lambda on: self._controller.switch_socket(self.ref, on))
        header.menu_asked.connect(lambda at: self._menu().popup(at))
        header.renamed.connect(lambda name: self._controller.looks.name_socket(self.ref, name))
        return header

    def _tile(self, ref: OutletRef, outlet: Outlet) -> OutletButton:
        tile = OutletButton(ref, outlet.name, self._socket.name)
        tile.show_outlet(outlet, self._socket.name)
        tile.show_truth(self._store.truth(ref), time.time())
        tile.switch_asked.connect(self._controller.switch)
        tile.read_asked.connect(self._controller.read_socket)
        tile.again_asked.connect(self._controller.try_again)
        tile.accept_asked.connect(self._controller.accept)
        tile.answered.connect(self._controller.answer)
        tile.rename_asked.connect(lambda: tile.ask_for_name(lambda name: self._controller.looks.name_outlet(ref, name)))
        tile.menu_made.connect(lambda menu: add_entries(menu, tile, self._store, self._controller))
        tile.menu_made.connect(lambda menu: add_timers(menu, ref, self._store, self._controller, self.timer_asked.emit))
        return tile

    def _grid(self) -> QWidget:
        holder = QWidget()
        grid = TileGrid(holder)
        for tile in self.tiles():
            grid.addWidget(tile)
        carry = Carry(holder, lambda: [tile.geometry() for tile in self.tiles()])
        carry.landed.connect(self._on_tile_landed)
        for tile in self._tiles.values():
            carry.take_part(tile.drag, partial(self._place_of_tile, tile))
        return holder

    def _place_of_tile(self, tile: OutletButton) -> int:
        return list(self.tiles()).index(tile)

    def _not_read(self) -> QWidget:
        holder = _inset()
        row = holder.layout()
        assert isinstance(row, WrapRow)
        words = TextLine(Voice.QUIET, lines=3)
        words.say(tr("Not read yet: its outlets are not known."))
        row.add(words)
        button = TextButton(tr("Read it in the settings"))
        button.setObjectName(f"settings/{self.objectName()}")
        button.clicked.connect(lambda: self.settings_asked.emit())
        row.add(button)
        return holder

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        painter.setPen(inks.line)
        painter.setBrush(inks.card)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _inset(*widgets: QWidget) -> QWidget:
    """A row that stands where the visible tiles stand, without the room for their rings."""
    holder = QWidget()
    row = WrapRow(holder)
    row.setContentsMargins(RING, 0, RING, 0)
    for widget in widgets:
        row.add(widget)
    return holder
