"""One outlet: a tile that shows its truth and asks for the opposite when clicked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from multisocket_gui.home.model import Outlet, OutletRef
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.words import phase_line, question_line, tr

from .click import Click, meaning
from .drag import Drag
from .line_in_place import LineInPlace
from .moving_bar import MovingBar
from .outlet_menu import OutletMenu
from .style import RING, TARGET, colours, faded
from .tile_actions import TileActions
from .tile_ground import Look
from .tile_layout import TileLayout, lay_out
from .tile_lines import name_line, open_line, words_line
from .tile_note import Note, notes_of
from .tile_offers import offers
from .tile_paint import Face, paint_ground, paint_words

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_BY_MOUSE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


class OutletButton(QPushButton):
    """The whole tile is the button. It never changes its own look: `show_truth` does, from the store."""

    switch_asked = Signal(OutletRef, bool)
    read_asked = Signal(object)
    """The `SocketRef` that shall be read."""
    again_asked = Signal(OutletRef)
    accept_asked = Signal(OutletRef)
    answered = Signal(bool)
    """The answer to the question that the tile shows: True switches off."""
    rename_asked = Signal()
    """F2 was pressed; `ask_for_name` opens the line where renaming makes sense."""
    menu_made = Signal(QMenu)
    """The context menu is about to be shown: whoever can do more adds entries."""

    def __init__(self, ref: OutletRef, name: str, socket_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ref = ref
        self._outlet = Outlet(name)
        self._truth = Truth()
        self._words = ""
        self._run_words = ""
        self._question: str | None = None
        self._ring = False
        self._remembered = False
        self._bar = MovingBar(self)
        self._actions = TileActions(self)
        self.drag = Drag(self)
        self._laid_out: dict[int, TileLayout] = {}
        """By width, since layouts ask for several before they decide."""
        selector = ref.socket.selector
        self.setObjectName(f"outlet/{ref.socket.plant}/{selector.key}/{selector.value}/{ref.index}")
        self._call(socket_name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self._set_words(phase_line(self._truth, time.time()))

    @property
    def outlet_name(self) -> str:
        """What the user calls the outlet."""
        return self._outlet.name

    @property
    def truth(self) -> Truth:
        """What the tile shows."""
        return self._truth

    @property
    def words(self) -> str:
        """The state, or the question, as it is written under the name."""
        return self._words if self._question is None else question_line(self._question)

    @property
    def asks(self) -> bool:
        """Whether a question waits in the tile."""
        return self._question is not None

    @property
    def outlet(self) -> Outlet:
        """The outlet as it is set up."""
        return self._outlet

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is written under the state."""
        return () if self.asks else notes_of(self._outlet, self._run_words)

    # What the store says

    def show_truth(self, truth: Truth, now: float) -> None:
        """Show what is known at `now` (seconds since the epoch)."""
        words = phase_line(truth, now)
        before, self._truth = self._truth, truth
        if (words, *_looks(truth)) == (self._words, *_looks(before)):
            return
        self.setCheckable(truth.on is not None)
        self.setChecked(bool(truth.on))
        self._set_words(words)
        if truth.phase is not before.phase and self._question is None:
            self._offer_actions()
        self._run_bar()
        self._rearrange()

    def show_outlet(self, outlet: Outlet, socket_name: str) -> None:
        """Show the user's name, drawing and guard of the outlet."""
        before, self._outlet = self._outlet, outlet
        self._call(socket_name)
        if replace(before, icon=outlet.icon) != outlet:
            self._describe()
            self._rearrange()
        elif before != outlet:
            self.update()

    def show_run(self, words: str) -> None:
        """Show what a timer will do with the outlet next; "": nothing."""
        if words != self._run_words:
            self._run_words = words
            self._describe()
            self._rearrange()

    def show_question(self, words: str | None) -> None:
        """Ask whether the outlet shall really be switched off, with the user's own words; None: no question."""
        if words == self._question:
            return
        self._question = words
        self._offer_actions()
        self._describe()
        self._rearrange()
        if words is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{self.outlet_name}: {self.words}"))
            if self.isVisible() and self.isActiveWindow():
                self._actions.take_keyboard()

    def _set_words(self, words: str) -> None:
        self._words = words
        self._describe()

    def _call(self, socket_name: str) -> None:
        self.setAccessibleName(tr("{outlet}, {socket}").format(outlet=self.outlet_name, socket=socket_name))

    def _describe(self) -> None:
        # Qt tells accessibility of the changed description, and of the check mark, by itself.
        self.setAccessibleDescription(" · ".join((self.words, *(note.words for note in self.notes))))

    def tell_age(self, now: float) -> None:
        """Let the words say the age as it is at `now`."""
        self.show_truth(self._truth, now)

    def show_remembered(self, remembered: bool) -> None:
        """Show what is known without colour where it is only remembered: nobody is signed in who could see it."""
        if remembered != self._remembered:
            self._remembered = remembered
            self.update()

    def nextCheckState(self) -> None:
        """A click changes nothing here: the store will, when something is known."""

    # What the person asks

    def _on_clicked(self) -> None:
        if self._question is not None:
            self._actions.take_keyboard()
            return
        match meaning(self._truth):
            case Click.READ:
                self.read_asked.emit(self.ref.socket)
            case Click.TRY_AGAIN:
                self.again_asked.emit(self.ref)
            case click:
                self.switch_asked.emit(self.ref, click is Click.TURN_ON)

    def _offer_actions(self) -> None:
        self._actions.offer(offers(self))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu_of_asks()
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        menu.popup(self.mapToGlobal(self.rect().center()) if by_key else event.globalPos())

    def menu_of_asks(self) -> OutletMenu:
        """Everything that may be asked of this outlet, in so many words."""
        menu = OutletMenu(self._truth, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.switch_asked.connect(lambda on: self.switch_asked.emit(self.ref, on))
        menu.read_asked.connect(lambda: self.read_asked.emit(self.ref.socket))
        menu.again_asked.connect(lambda: self.again_asked.emit(self.ref))
        menu.accept_asked.connect(lambda: self.accept_asked.emit(self.ref))
        self.menu_made.emit(menu)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        if event.key() in _ARROWS:
            event.ignore()  # the page moves between tiles
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self._actions.focused() or self).click()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_asked.emit()
        elif event.key() == Qt.Key.Key_Escape and self._question is not None:
            self.answered.emit(False)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.drag.move(event):
            self.setDown(False)  # carried, not clicked
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.drag.release(event)

    # What is typed in the tile

    def ask_for_name(self, kept: Callable[[str], None]) -> LineInPlace:
        """Let the person type another name where the name stands."""
        return open_line(name_line(self), self, self.arranged().name, self._slack(), kept)

    def ask_for_words(self, kept: Callable[[str], None]) -> LineInPlace:
        """Let the person type what the outlet's guard says, which may be nothing."""
        return open_line(words_line(self), self, self.arranged().state, self._slack(), kept)

    # Size and paint

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._arranged(width).height)

    def sizeHint(self) -> QSize:
        width = max(self.minimumSizeHint().width(), self.fontMetrics().averageCharWidth() * 30)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 16, TARGET + 2 * RING)

    def body(self) -> QRect:
        """The visible tile, without the room for its ring."""
        return self.rect().adjusted(RING, RING, -RING, -RING)

    def arranged(self) -> TileLayout:
        """Where the parts stand now."""
        return self._arranged(self.width())

    def _arranged(self, width: int) -> TileLayout:
        if width not in self._laid_out:
            name, sizes = self.outlet_name, self._actions.sizes()
            self._laid_out[width] = lay_out(width, name, self.words, self.font(), sizes, self.notes)
        return self._laid_out[width]

    def _rearrange(self) -> None:
        before = {width: layout.height for width, layout in self._laid_out.items()}
        self._laid_out = {}
        if self.arranged().height != before.get(self.width()):
            self.updateGeometry()
        self._place_actions()
        self.update()

    def _place_actions(self) -> None:
        layout = self.arranged()
        all_words = (self.outlet_name, self.words, *(note.words for note in self.notes))
        self.setToolTip("\n".join(all_words) if layout.cut else "")
        self._actions.place([area.translated(0, self._slack()) for area in layout.actions])

    def _slack(self) -> int:
        """How far the content moves down in a tile that is higher than it needs to be."""
        return max(0, round((self.height() - self.arranged().height) / 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._run_bar()  # coming back from an icon, a window is painted but not shown anew
        painter = QPainter(self)
        look = Look(
            hovered=self.underMouse() and self.isEnabled(),
            pressed=self.isDown(),
            focused=self.hasFocus() and self._ring,
        )
        inks, layout, slack = colours(self.palette()), self.arranged(), self._slack()
        if self._remembered:
            inks = faded(inks)
        face = Face(self._truth, self._outlet.icon, asking=self._question is not None)
        paint_ground(painter, self.size(), slack, layout, face, inks, look)
        if not self._bar.room(self.body()).contains(event.rect()):
            painter.translate(0, slack)
            paint_words(painter, layout, face, inks)
            painter.translate(0, -slack)
        self._bar.paint(painter, self.body(), inks)

    def _run_bar(self) -> None:
        self._bar.run(sending=self._truth.phase is Phase.SENDING)

    def timerEvent(self, event: QTimerEvent) -> None:
        if not self._bar.tick(event, self.body()):
            super().timerEvent(event)

    # Qt's news

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_bar()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._bar.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_actions()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._rearrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() not in _BY_MOUSE)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def _show_ring(self, shown: bool) -> None:
        if shown != self._ring:
            self._ring = shown
            self.update()


def _looks(truth: Truth) -> tuple[Phase, bool | None, bool | None]:
    """What of a truth can be seen beside the words: a reading that shows the same once more is no reason to paint."""
    return truth.phase, truth.on, truth.asked
