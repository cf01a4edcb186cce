"""Opens the palette, which is loaded when it is first wanted, and shows what it asks to be shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr

if TYPE_CHECKING:
    from multisocket_gui.desktop.shortcut import GlobalShortcut
    from multisocket_gui.engine.controller import Controller
    from multisocket_gui.home.together import Scope

    from .main_window import MainWindow
    from .palette import Palette

_ACTIVATION = "XDG_ACTIVATION_TOKEN"


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
        self._shortcut: GlobalShortcut | None = None
        store.changed.connect(lambda change: self.use_shortcut() if change.desktop else None)

    @property
    def shortcut(self) -> GlobalShortcut:
        """The key that opens the palette from anywhere; nobody is asked for it before it is wanted."""
        if self._shortcut is None:
            from multisocket_gui.desktop.shortcut import global_shortcut

            self._shortcut = global_shortcut(os.environ, sys.platform, self)
            self._shortcut.pressed.connect(self._on_pressed)
        return self._shortcut

    def use_shortcut(self) -> None:
        """Ask for the key that the settings hold, or let go of it."""
        keys = self._store.settings.desktop.shortcut
        if keys or self._shortcut:
            self.shortcut.set(keys, tr("Switch by typing"))

    def _on_pressed(self, token: str) -> None:
        """Wayland lets a window come to the front only with the token of what the person did."""
        if token:
            os.environ[_ACTIVATION] = token
        self.open()
        os.environ.pop(_ACTIVATION, None)  # what we start later must not take it for its own

    def open(self) -> None:
        """Show the palette, over the window where that is in front."""
        window = self._window()
        in_front = window and window.isActiveWindow() and not window.isMinimized()
        self._palette = self._palette or self._new_palette()
        self._palette.open_over(window if in_front else None)

    def close(self) -> None:
        """Take it away, and give the key back."""
        if self._shortcut:
            self._shortcut.close()
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
