"""A tab a plant, with how many of its outlets are on."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QTabBar, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr, trn

from .carry import Carry
from .drag import Drag
from .line_in_place import LineInPlace
from .shortcuts import RENAME, moves_things, shown
from .style import GAP, GRID, GUTTER, RADIUS, colours, name_font, state_font
from .tile_entries import add_steps

_UNDERLINE = 3
_HEIGHT = 11 * GRID
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class PlantTabs(QTabBar):
    """The chosen tab is underlined and its name half bold; `chosen` tells the plant's id."""

    chosen = Signal(str)
    renamed = Signal(str, str)
    """A plant's id, and its new name."""
    placed = Signal(str, int)
    """A plant's id, and the place (from 0) where it shall stand."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ring = False
        self._counts: tuple[str, ...] = ()
        self.setObjectName("plants")
        self.setAccessibleName(tr("Plants"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._on_current)
        self._drag = Drag(self)
        self._carried = -1
        carry = Carry(self, lambda: [self.tabRect(index) for index in range(self.count())])
        carry.take_part(self._drag, lambda: self._carried)
        carry.landed.connect(self._place)

    @property
    def plant(self) -> str:
        """The id of the chosen plant, or "" where there is none."""
        return str(self.tabData(self.currentIndex()) or "")

    def rebuild(self, chosen: str) -> None:
        """A tab for each plant of the store; `chosen` (a plant's id) in front if it is there."""
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for plant in self._store.plants:
            self.setTabData(self.addTab(""), plant.id)
        self.tell_counts()
        ids = [plant.id for plant in self._store.plants]
        self.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
        self.blockSignals(False)
        self.setVisible(bool(ids))

    def arrange(self) -> None:
        """Show the plants' names and order as they are now; the same plants, the chosen one stays in front."""
        self.blockSignals(True)
        for place, plant in enumerate(self._store.plants):
            at = next(index for index in range(place, self.count()) if self.tabData(index) == plant.id)
            if at != place:
                self.moveTab(at, place)
        self.blockSignals(False)
        self.tell_counts()
        self.updateGeometry()
        self.update()

    def ask_for_name(self, index: int) -> LineInPlace:
        """Let the person type another name where the tab's stands."""
        plant, name = str(self.tabData(index)), self._name(index)
        line = LineInPlace(name, self, name=tr("Name of {outlet}").format(outlet=name))
        line.kept.connect(lambda text: self.renamed.emit(plant, text))
        area = self.tabRect(index)
        height = line.sizeHint().height()
        left = area.left() + GUTTER - GRID  # the letters stay where they were
        line.setGeometry(left, area.center().y() - height // 2, area.right() - GAP - left, height)
        line.open()
        return line

    def menu_of(self, index: int) -> QMenu:
        """What may be done with the plant of that tab."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(tr("Re&name…"), lambda: self.ask_for_name(index))
        rename.setObjectName("rename")
        shown(rename, RENAME)
        add_steps(menu, (index, self.count()), lambda by: self._place(index, index + by))
        return menu

    def _place(self, index: int, place: int) -> None:
        if 0 <= place < self.count():
            self.placed.emit(str(self.tabData(index)), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.count():
            self.ask_for_name(self.currentIndex())
        elif moves_things(event):
            earlier = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up)
            self._place(self.currentIndex(), self.currentIndex() + (-1 if earlier else 1))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.tabAt(event.pos())
        if index >= 0:
            place = self.mapToGlobal(self.tabRect(index).bottomLeft()) if by_key else event.globalPos()
            self.menu_of(index).popup(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._carried = self.tabAt(event.position().toPoint())
        if self._carried >= 0:
            self._drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._drag.move(event):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag.release(event)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.tabAt(event.position().toPoint())
        if index >= 0:
            self.ask_for_name(index)

    def tell_counts(self) -> None:
        """Say anew how many outlets are on."""
        # Counted once: Qt asks for a tab's width several times whenever its text changes.
        counts = (self._store.on_count(plant) for plant in self._store.plants)
        self._counts = tuple(trn("{count} on", "{count} on", count) for count in counts)
        for index, plant in enumerate(self._store.plants[: self.count()]):
            # For screen readers: the paint below takes the parts.
            text = tr("{plant}, {count}").format(plant=plant.name, count=self._count(index)).replace("&", "&&")
            if text != self.tabText(index):
                self.setTabText(index, text)

    def choose(self, plant: str) -> None:
        """Put the plant with that id in front, where there is one."""
        for index in range(self.count()):
            if self.tabData(index) == plant:
                self.setCurrentIndex(index)

    def step(self, by: int) -> None:
        """Choose the tab `by` places on, round and round."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def tabSizeHint(self, index: int) -> QSize:
        name = QFontMetrics(name_font(self.font())).horizontalAdvance(self._name(index))
        count = QFontMetrics(state_font(self.font())).horizontalAdvance(self._count(index))
        high = QFontMetrics(self.font()).height() + 2 * GAP
        return QSize(name + GAP + count + 2 * GUTTER, max(high, _HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 14, super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _BY_KEYS
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, index, self.tabRect(index))

    def _paint_tab(self, painter: QPainter, index: int, area: QRect) -> None:
        inks = colours(self.palette())
        front = index == self.currentIndex()
        inner = area.adjusted(GUTTER, 0, -GUTTER, 0)
        font = name_font(self.font()) if front else self.font()
        painter.setFont(font)
        painter.setPen(inks.ink if front else inks.quiet)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name(index))
        left = QFontMetrics(font).horizontalAdvance(self._name(index)) + GAP
        painter.setFont(state_font(self.font()))
        painter.setPen(inks.quiet)
        rest = inner.adjusted(left, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._count(index))
        if front:
            line = QRectF(inner.left(), area.bottom() - _UNDERLINE + 1, inner.width(), _UNDERLINE)
            painter.fillRect(line, inks.accent)
            if self._ring and self.hasFocus():
                painter.setPen(QPen(inks.accent, 2))
                painter.drawRoundedRect(QRectF(area).adjusted(GAP, GRID, -GAP, -GAP), RADIUS, RADIUS)

    def _name(self, index: int) -> str:
        plants = self._store.plants
        return plants[index].name if index < len(plants) else ""

    def _count(self, index: int) -> str:
        return self._counts[index] if index < len(self._counts) else ""

    def _on_current(self, _index: int) -> None:
        self.chosen.emit(self.plant)
