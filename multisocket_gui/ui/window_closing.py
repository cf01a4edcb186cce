"""What becomes of the window when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings import Closing

from .closing_line import Close, ClosingLine, close_means

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class WindowClosing(QObject):
    """Asks once, in a line that `put` places in the window; a window is never hidden where no tray brings it back.

    `may_hide` tells whether there is a tray with our icon in it.
    """

    quit_asked = Signal()

    def __init__(
        self,
        window: QMainWindow,
        store: Store,
        controller: Controller,
        *,
        may_hide: Callable[[], bool],
        put: Callable[[QWidget], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._controller = controller
        self._may_hide = may_hide
        self._put = put
        self._line: ClosingLine | None = None
        self._over = False

    def let_go(self) -> None:
        """The program quits: from now on a closed window is closed."""
        self._over = True

    def take(self, event: QCloseEvent) -> None:
        """The window is to be closed."""
        if self._over or _session_ends():
            event.accept()
            if not self._over:
                self.quit_asked.emit()
            return
        event.ignore()
        self._do(self._store.settings.desktop.closing)

    def escape(self) -> bool:
        """Do what Escape means here; whether there was anything to do."""
        return self._line is not None and self._line.escape()

    def _do(self, chosen: Closing) -> None:
        tray = self._may_hide()
        match close_means(chosen, tray=tray):
            case Close.ASK:
                self._ask(tray=tray)
            case Close.HIDE:
                self._window.hide()
            case Close.MINIMIZE:
                self._window.showMinimized()
            case Close.QUIT:
                self.quit_asked.emit()

    def _ask(self, *, tray: bool) -> None:
        if self._line is None:
            self._line = ClosingLine()
            self._line.answered.connect(self._on_answered)
            self._line.left.connect(self._window.setFocus)
            self._put(self._line)
        if self._window.isMinimized():
            self._window.showNormal()
        self._line.ask(tray=tray)

    def _on_answered(self, answer: Closing) -> None:
        settings = self._store.settings
        self._controller.change_settings(replace(settings, desktop=replace(settings.desktop, closing=answer)))
        self._do(answer)


def _session_ends() -> bool:
    """Whether the person logs out: a window that would not close would hold that up."""
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
