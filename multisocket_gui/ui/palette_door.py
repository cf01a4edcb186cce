"""Opens the palette, which is loaded when it is first wanted, and shows what it asks to be shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.store import Store

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller
    from multisocket_gui.home.together import Scope

    from .main_window import MainWindow
    from .palette import Palette


class PaletteDoor(QObject):
    """`shown` shows the window and returns it; `window` is it where it was ever shown."""

    settings_asked = Signal(str)
    quit_asked = Signal()

    def __init__(
        self,
        store: Store,
        controller: Controller,
        parent: QObject,
        *,
        recent_file: Path,
        window: Callable[[], MainWindow | None],
        shown: Callable[[], MainWindow],
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._recent_file = recent_file
        self._window = window
        self._shown = shown
        self._palette: Palette | None = None

    def open(self) -> None:
        """Show the palette, over the window where that is in front."""
        window = self._window()
        self._palette = self._palette or self._new_palette()
        self._palette.open_over(window if window and window.isActiveWindow() else None)

    def close(self) -> None:
        """Take it away."""
        if self._palette:
            self._palette.close()

    def _new_palette(self) -> Palette:
        from .palette import Palette

        palette = Palette(self._store, self._controller, self._recent_file)
        palette.acts.show_asked.connect(self._shown)
        palette.acts.quit_asked.connect(self.quit_asked)
        palette.acts.settings_asked.connect(lambda: self.settings_asked.emit(""))
        palette.acts.history_asked.connect(lambda: self._shown().open_history())
        palette.acts.timers_asked.connect(lambda: self._shown().open_timers())
        palette.acts.help_asked.connect(lambda: self._shown().open_help())
        palette.acts.preview_asked.connect(self._preview)
        return palette

    def _preview(self, scope: Scope, on: bool) -> None:
        """Show the window with what switching so many would change."""
        self._shown().show_plant(scope.plant)
        self._controller.together.preview(scope, on)
