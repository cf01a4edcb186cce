"""What the tray's panel is made of beside its tiles: find at the top, a place that scrolls, the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr

from .find_field import FindField
from .page_scroll import PageScroll
from .style import GAP, GRID, GUTTER, colours
from .text_button import TextButton
from .wrap_row import WrapRow

PANEL_WIDTH = 70 * GRID


class PanelFind(FindField):
    """Here Escape in an empty field closes the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(1000 * GRID)
        self.use_colours()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class PanelScroll(PageScroll):
    """As high as its body where there is room."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(body)
        self._body = body
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self._body.layout()
        return layout.totalHeightForWidth(width) if layout else 0

    def sizeHint(self) -> QSize:
        return QSize(PANEL_WIDTH, self.heightForWidth(PANEL_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own hears here of a body that has another size; the layout around is to hear of it too."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class PanelFoot(QWidget):
    """All off, take it back, and the way to the window."""

    off_asked = Signal(str)
    """The id of a plant."""
    undo_asked = Signal()
    window_asked = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._choice = QMenu(self)
        self._off = QPushButton(tr("All off…"))
        self._off.setObjectName("panel-off")
        self._off.setMinimumHeight(8 * GRID)
        self._off.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._off.clicked.connect(self._on_off)
        self._undo = self._button("panel-undo", tr("Undo"), self.undo_asked.emit)
        self._undo.setAccessibleName(tr("Undo the last switching"))
        self._window = self._button("panel-window", tr("Open &window"), self.window_asked.emit)
        row = WrapRow(self)
        row.setContentsMargins(GUTTER, GAP, GUTTER, 3 * GRID)
        row.add(self._off)
        row.add(self._undo)
        row.push(self._window)

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through, in that order."""
        return [self._off, self._undo, self._window]

    def show_store(self) -> None:
        """Offer what is possible."""
        store = self._store
        waits = store.together is not None and store.together.waiting > 0
        any_outlet = any(socket.outlets for plant in store.plants for socket in plant.sockets)
        self._off.setEnabled(store.account.phase is AccountPhase.SIGNED_IN and any_outlet and not waits)
        names = ", ".join(plant.name for plant in store.plants)
        self._off.setToolTip(tr("Turn all of {plant} off, after a preview").format(plant=names))
        self._off.setAccessibleDescription(self._off.toolTip())
        self._undo.setVisible(store.undo is not None and not store.undo.refused)

    def _on_off(self) -> None:
        """Of several plants, one is chosen first."""
        plants = self._store.plants
        if len(plants) == 1:
            self.off_asked.emit(plants[0].id)
            return
        self._choice.clear()
        for plant in plants:
            chosen = self._choice.addAction(tr("All of {plant}").format(plant=plant.name).replace("&", "&&"))
            chosen.setObjectName(f"off/{plant.id}")
            chosen.triggered.connect(lambda _checked=False, each=plant.id: self.off_asked.emit(each))
        self._choice.popup(self._off.mapToGlobal(self._off.rect().topLeft()))

    def _button(self, key: str, text: str, do: Callable[[], None]) -> TextButton:
        button = TextButton(text)
        button.setObjectName(key)
        button.clicked.connect(lambda: do())
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), colours(self.palette()).line)
