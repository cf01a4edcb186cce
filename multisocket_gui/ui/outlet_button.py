"""One outlet: a tile that shows its truth and asks for the opposite when clicked."""

from __future__ import annotations

import time

from PySide6.QtCore import QBasicTimer, QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimerEvent, Signal, SignalInstance
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.words import phase_line, tr

from .click import Click, meaning
from .outlet_menu import OutletMenu
from .style import RING, TARGET, calm_motion, colours, faded
from .text_button import TextButton
from .tile_ground import Look
from .tile_layout import TileLayout, lay_out
from .tile_paint import BAR_ROOM, paint_bar, paint_ground, paint_words

_FRAME_MS = 40
_ROUND_S = 1.4
"""How long the moving bar takes from left to right."""
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_BY_MOUSE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)


class OutletButton(QPushButton):
    """The whole tile is the button. It never changes its own look: `show_truth` does, from the store."""

    switch_asked = Signal(OutletRef, bool)
    read_asked = Signal(object)
    """The `SocketRef` that shall be read."""
    again_asked = Signal(OutletRef)
    accept_asked = Signal(OutletRef)

    def __init__(self, ref: OutletRef, name: str, socket_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ref = ref
        self.outlet_name = name
        self._truth = Truth()
        self._words = ""
        self._ring = False
        self._remembered = False
        self._bar = QBasicTimer()
        self._actions: tuple[TextButton, ...] = ()
        self._laid_out: dict[int, TileLayout] = {}
        """By width, since layouts ask for several before they decide."""
        selector = ref.socket.selector
        self.setObjectName(f"outlet/{ref.socket.plant}/{selector.key}/{selector.value}/{ref.index}")
        self.setAccessibleName(tr("{outlet}, {socket}").format(outlet=name, socket=socket_name))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self._set_words(phase_line(self._truth, time.time()))

    @property
    def truth(self) -> Truth:
        """What the tile shows."""
        return self._truth

    @property
    def words(self) -> str:
        """The state as it is written under the name."""
        return self._words

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
        if truth.phase is not before.phase:
            self._offer_actions()
        self._run_bar()
        self._rearrange()

    def _set_words(self, words: str) -> None:
        self._words = words
        # Qt tells accessibility of the changed description, and of the check mark, by itself.
        self.setAccessibleDescription(words)

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
        match meaning(self._truth):
            case Click.READ:
                self.read_asked.emit(self.ref.socket)
            case Click.TRY_AGAIN:
                self.again_asked.emit(self.ref)
            case click:
                self.switch_asked.emit(self.ref, click is Click.TURN_ON)

    def _offer_actions(self) -> None:
        had_focus = any(button.hasFocus() for button in self._actions)
        for button in self._actions:
            button.hide()
            button.deleteLater()
        self._actions = tuple(self._action(*words) for words in self._offers())
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offers(self) -> list[tuple[str, str, str, SignalInstance]]:
        """Key, text, what it means in full, and the signal of each button in the tile."""
        if self._truth.phase is Phase.DISPUTED:
            again = ("again", tr("Ask again"), tr("Send the command once more"), self.again_asked)
            return [again, ("accept", tr("Accept"), tr("Accept what the cloud says"), self.accept_asked)]
        again = ("again", tr("Try again"), tr("Send the command once more"), self.again_asked)
        return [again] if self._truth.phase is Phase.FAILED else []

    def _action(self, key: str, text: str, meaning: str, asked: SignalInstance) -> TextButton:
        name = tr("{action}: {outlet}").format(action=text, outlet=self.accessibleName())
        button = TextButton(text, self, name=name, small=True)
        button.setToolTip(meaning)
        button.setAccessibleDescription(meaning)
        button.setObjectName(f"{key}/{self.objectName()}")
        button.clicked.connect(lambda: asked.emit(self.ref))
        button.show()
        return button

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
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        if event.key() in _ARROWS:
            event.ignore()  # the page moves between tiles
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

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
            sizes = [button.sizeHint() for button in self._actions]
            self._laid_out[width] = lay_out(width, self.outlet_name, self._words, self.font(), sizes)
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
        self.setToolTip("\n".join((self.outlet_name, self._words)) if layout.cut else "")
        for button, area in zip(self._actions, layout.actions, strict=True):
            button.setGeometry(area.translated(0, self._slack()).toRect())

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
        paint_ground(painter, self.size(), slack, layout, self._truth, inks, look)
        if not self._bar_room().contains(event.rect()):
            painter.translate(0, slack)
            paint_words(painter, layout, self._truth, inks)
            painter.translate(0, -slack)
        if self._bar.isActive():
            paint_bar(painter, QRectF(self.body()), (time.monotonic() / _ROUND_S) % 1, inks)

    def _bar_room(self) -> QRect:
        """Where the moving bar is, and no words are."""
        body = self.body()
        return QRect(body.bottomLeft() - QPoint(0, BAR_ROOM - 1), body.bottomRight())

    # The moving bar: no wake-up unless it can be seen

    def _run_bar(self) -> None:
        moving = self._truth.phase is Phase.SENDING and self.isVisible() and not self.window().isMinimized()
        if not moving or calm_motion(self):
            self._bar.stop()
        elif not self._bar.isActive():
            self._bar.start(_FRAME_MS, self)

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() != self._bar.timerId():
            super().timerEvent(event)
        elif self.window().isMinimized():
            self._bar.stop()
        else:
            self.update(self._bar_room())

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
