"""The head of a socket's card: its name, how many outlets it has, and what may be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from multisocket_gui.home.model import Socket
from multisocket_gui.words import tr, trn

from .drag import Drag
from .line_in_place import LineInPlace
from .style import RING
from .text_button import TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

_LETTERS = 18
"""A name's line in place is at least so many letters wide."""


class CardHeader(QWidget):
    """Stands where the visible tiles stand, without the room for their rings; the card is carried by it."""

    all_asked = Signal(bool)
    menu_asked = Signal(QPoint)
    """Where on the screen the menu shall open."""
    renamed = Signal(str)

    def __init__(self, key: str, socket: Socket, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"header/{key}")
        self._socket = socket
        self.drag = Drag(self)
        self._title = TextLine(Voice.NAME)
        self._title.setCursor(Qt.CursorShape.OpenHandCursor)
        self._count = TextLine(Voice.QUIET)
        both = (("all-on", tr("All on"), True), ("all-off", tr("All off"), False))
        self._all = [self._button(f"{name}/{key}", text, on) for name, text, on in both if len(socket.outlets) > 1]
        self._more = TextButton("⋯")
        self._more.setObjectName(f"more/{key}")
        self._more.clicked.connect(self._ask_menu)
        self.show_socket(socket)
        self._lay_out()

    def show_socket(self, socket: Socket) -> None:
        """Show what the user calls the socket."""
        self._socket = socket
        self._title.say(socket.name)
        self._count.say(trn("{count} outlet", "{count} outlets", len(socket.outlets)))
        for button in self._all:
            button.setAccessibleName(tr("{action}: {socket}").format(action=button.text(), socket=socket.name))
        self._more.setAccessibleName(tr("More: {socket}").format(socket=socket.name))

    def focus_chain(self) -> list[TextButton]:
        """What Tab goes through, in that order."""
        return [*self._all, self._more]

    def ask_for_name(self) -> LineInPlace:
        """Let the person type another name where the name stands."""
        title = tr("Name of {outlet}").format(outlet=self._socket.name)
        line = LineInPlace(self._socket.name, self, name=title, back=self._more)
        line.kept.connect(self.renamed)
        letters = self.fontMetrics().averageCharWidth() * _LETTERS
        place = self._title.geometry()
        height = line.sizeHint().height()
        width = min(max(place.width() + letters // 2, letters), self.width())
        line.setGeometry(place.left(), max(0, place.center().y() - height // 2), width, height)
        line.open()
        return line

    def _lay_out(self) -> None:
        row = WrapRow(self)
        row.setContentsMargins(RING, 0, RING, 0)
        row.add(self._title)
        if self._socket.outlets:
            row.add(self._count)
            row.spare(self._count)
        row.push(self._actions())

    def _actions(self) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = WrapRow(holder)
        for button in self.focus_chain():
            row.add(button)
        return holder

    def _button(self, name: str, text: str, on: bool) -> TextButton:
        button = TextButton(text)
        button.setObjectName(name)
        button.clicked.connect(lambda: self.all_asked.emit(on))
        return button

    def _ask_menu(self) -> None:
        self.menu_asked.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.drag.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.drag.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._title.geometry().contains(event.position().toPoint()):
            self.ask_for_name()
