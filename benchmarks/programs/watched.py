"""The program with a watch on its window and its tiles; loaded where the program itself is."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from multisocket_gui import app
from multisocket_gui.home.truth import Phase
from multisocket_gui.ui.outlet_button import OutletButton

from .clock import report
from .watch import Listener, NextPaint, Stalls, watch_window

_ON_THE_NAME = QPoint(60, 20)


class WatchedProgram(app.Program):
    """The program, which tells of its window's first picture, and obeys."""

    def __init__(self, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        self._watched: set[str] = set()
        stalls = Stalls(self)
        words = {"maximize": self._maximize, "tiles": self._tell_tiles, "stall": stalls.begin, "stalled": stalls.end}
        Listener(self, words)

    def show(self) -> None:
        first = self.window is None
        super().show()
        if first and self.window:
            watch_window(self.window)

    def _maximize(self) -> None:
        if self.window:
            self.window.showMaximized()

    def _tell_tiles(self) -> None:
        tiles = [each for each in QApplication.allWidgets() if isinstance(each, OutletButton) and each.isVisible()]
        for tile in tiles:
            if tile.objectName() not in self._watched:
                self._watched.add(tile.objectName())
                _watch(tile)
        places = {tile.objectName(): tile.mapToGlobal(_ON_THE_NAME).toTuple() for tile in tiles}
        report("tiles", json.dumps(places))


def _watch(tile: OutletButton) -> None:
    # On a busy machine the cloud's answer may be there before the first paint: then "sent" is what is painted.
    NextPaint(tile, "sending", lambda: tile.truth.phase in (Phase.SENDING, Phase.SENT))
    NextPaint(tile, "confirmed", lambda: tile.truth.phase is Phase.CONFIRMED)
