"""The tray's menu: nothing but the way in and the way out, until somebody opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from multisocket_gui.speech import tr

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller
    from multisocket_gui.engine.store import Store
    from multisocket_gui.home.model import OutletRef

    from .tray_items import TrayItems


class TrayMenu(QMenu):
    """Everything but its last lines is made when it opens first, follows the store while it is open, and rests then.

    Not taken away when it closes: a menu closes before it tells what was chosen in it, on a desktop that shows it for
    us (StatusNotifierItem) some time before. The last lines are always there, since such a desktop may show nothing of
    a menu that was empty when it first saw it.
    """

    show_asked = Signal()
    panel_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._served: tuple[Store, Controller] | None = None
        self._items: TrayItems | None = None
        self.setObjectName("tray-menu")
        self._foot = self.addSeparator()
        self._line("panel", tr("Show &favourites")).triggered.connect(lambda: self.panel_asked.emit())
        self._line("show", tr("Show &window")).triggered.connect(lambda: self.show_asked.emit())
        self._line("quit", tr("&Quit")).triggered.connect(lambda: self.quit_asked.emit())
        self.aboutToShow.connect(self._on_open)
        self.aboutToHide.connect(self._on_closed)
        self.triggered.connect(lambda _: self._on_closed())

    def serve(self, store: Store, controller: Controller) -> None:
        """Hold from now on what the store knows, and ask the controller."""
        self._served = store, controller

    def item(self, ref: OutletRef) -> QAction | None:
        """The first line of an outlet, or None where the menu has none."""
        return self._items.item(ref) if self._items else None

    @property
    def is_open(self) -> bool:
        """Whether the menu is shown, by us or by the desktop."""
        return self._items is not None and self._items.follows

    def prepare(self) -> None:
        """Make its lines, if they are others than those that are there."""
        if self._served is None:
            return
        store, controller = self._served
        from .tray_items import TrayItems, structure

        if self._items and self._items.structure != structure(store):
            self._items.remove()
            self._items = None
        if self._items is None:
            self._items = TrayItems(self, self._foot, store, controller)
            self._items.unseen_question.connect(self.panel_asked)

    def _on_open(self) -> None:
        self.prepare()
        if self._served and self._items:
            self._items.follow()
            self._served[1].looked_at()

    def _on_closed(self) -> None:
        if self._items:
            self._items.rest()

    def _line(self, key: str, text: str) -> QAction:
        action = self.addAction(text)
        action.setObjectName(key)
        return action
