"""One socket: its name, what may be done with all of it, and a tile for each of its outlets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.engine.store import AccountPhase, Store
from multisocket_gui.home.model import OutletRef, Socket, SocketRef, outlet_refs
from multisocket_gui.home.names import plain
from multisocket_gui.words import problem_words, tr, trn

from .outlet_button import OutletButton
from .style import GAP, GRID, RADIUS, RING, colours
from .text_button import TextButton
from .text_line import TextLine, Voice
from .tile_grid import TileGrid
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_PAD = 3 * GRID


class SocketCard(QFrame):
    """A card as the store and the settings describe the socket."""

    settings_asked = Signal()
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
        self._rows.addWidget(self._header())
        self._trouble = TextLine(Voice.ALARM, lines=3)
        self._trouble.setObjectName(f"trouble/{self.objectName()}")
        self._trouble_row = _inset(self._trouble)
        self._rows.addWidget(self._trouble_row)
        self._tiles = {outlet: self._tile(outlet, name.name) for outlet, name in outlet_refs(ref, socket)}
        self._rows.addWidget(self._grid() if self._tiles else self._not_read())
        self._rows.addStretch()
        self.show_problem()
        self.show_account()

    def tiles(self) -> Iterator[OutletButton]:
        """The tiles, in the service's order."""
        return iter(self._tiles.values())

    # What the store says

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

    # How it is made

    def _header(self) -> QWidget:
        header = _inset()
        row = header.layout()
        assert isinstance(row, WrapRow)
        title = TextLine(Voice.NAME)
        title.say(self._socket.name)
        row.add(title)
        if self._socket.outlets:
            count = TextLine(Voice.QUIET)
            count.say(trn("{count} outlet", "{count} outlets", len(self._socket.outlets)))
            row.add(count)
            row.spare(count)
        row.push(self._actions())
        return header

    def _actions(self) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = WrapRow(holder)
        if len(self._socket.outlets) > 1:
            row.add(self._all("all-on", tr("All on"), on=True))
            row.add(self._all("all-off", tr("All off"), on=False))
        row.add(self._more())
        return holder

    def _all(self, key: str, text: str, *, on: bool) -> TextButton:
        button = TextButton(text, name=tr("{action}: {socket}").format(action=text, socket=self._socket.name))
        button.setObjectName(f"{key}/{self.objectName()}")
        button.clicked.connect(lambda: self._controller.switch_socket(self.ref, on))
        return button

    def _more(self) -> TextButton:
        button = TextButton("⋯", name=tr("More: {socket}").format(socket=self._socket.name))
        button.setObjectName(f"more/{self.objectName()}")
        button.clicked.connect(lambda: self._menu().popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("&Read again"), lambda: self._controller.read_socket(self.ref)).setObjectName("read")
        history = menu.addAction(tr("&History of this socket"), lambda: self.history_asked.emit(self.ref))
        history.setObjectName("history")
        menu.addAction(tr("&Settings…"), self.settings_asked.emit).setObjectName("settings")
        return menu

    def _tile(self, outlet: OutletRef, name: str) -> OutletButton:
        tile = OutletButton(outlet, name, self._socket.name)
        tile.show_truth(self._store.truth(outlet), time.time())
        tile.switch_asked.connect(self._controller.switch)
        tile.read_asked.connect(self._controller.read_socket)
        tile.again_asked.connect(self._controller.try_again)
        tile.accept_asked.connect(self._controller.accept)
        return tile

    def _grid(self) -> QWidget:
        holder = QWidget()
        grid = TileGrid(holder)
        for tile in self._tiles.values():
            grid.addWidget(tile)
        return holder

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
