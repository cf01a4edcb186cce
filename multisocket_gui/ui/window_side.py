"""The history, the timers and the help beside the page of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.history import History
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, SocketRef

from .side_column import SideColumn

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

    from .help_panel import HelpPanel
    from .history_panel import HistoryPanel
    from .timer_panel import TimerPanel


class WindowSide(SideColumn):
    """Each panel is loaded and built when it is first opened."""

    def __init__(
        self, page: QWidget, store: Store, controller: Controller, history: History, parent: QWidget | None = None
    ) -> None:
        super().__init__(page, parent)
        self._store = store
        self._controller = controller
        self._history = history
        self._history_panel: HistoryPanel | None = None
        self._timer_panel: TimerPanel | None = None
        self._help_panel: HelpPanel | None = None

    # The history

    @property
    def shows_history(self) -> bool:
        return self._history_panel is not None and self.panel is self._history_panel

    def toggle_history(self) -> None:
        """Open the history of everything, or close it."""
        if self.shows_history:
            self.close_panel()
        else:
            self.open_history()

    def open_history(self, socket: SocketRef | None = None, name: str = "") -> None:
        """Show the history of everything, or of one socket, called `name`."""
        if self._history_panel is None:
            from .history_panel import HistoryPanel

            self._history_panel = HistoryPanel(self._history)
            self.add(self._history_panel)
        self._history_panel.show_socket(socket, name)
        self.open(self._history_panel)

    def take_find(self) -> bool:
        """Put the keyboard into the history's find field, where the history has the keyboard or the only room."""
        if not self._history_panel or not self.shows_history or not self.has_keyboard:
            return False
        self._history_panel.take_keyboard()
        return True

    # The timers

    @property
    def shows_timers(self) -> bool:
        return self._timer_panel is not None and self.panel is self._timer_panel

    def toggle_timers(self) -> None:
        """Open the timers, or close them."""
        if self.shows_timers:
            self.close_panel()
        else:
            self.open_timers()

    def open_timers(self, target: OutletRef | str | None = None, *, new: bool = False) -> None:
        """Show the timers; `new` (or a `target`: an outlet, or a scene's id) with the form for another one."""
        if self._timer_panel is None:
            from .timer_panel import TimerPanel

            self._timer_panel = TimerPanel(self._store, self._controller)
            self.add(self._timer_panel)
        self.open(self._timer_panel)
        if new or target is not None:
            self._timer_panel.make(target)

    # The help

    @property
    def shows_help(self) -> bool:
        return self._help_panel is not None and self.panel is self._help_panel

    def toggle_help(self) -> None:
        """Open the help, or close it."""
        if self.shows_help:
            self.close_panel()
        else:
            self.open_help()

    def open_help(self) -> None:
        """Show the keys and what the marks mean."""
        if self._help_panel is None:
            from .help_panel import HelpPanel

            self._help_panel = HelpPanel()
            self.add(self._help_panel)
        self.open(self._help_panel)
