"""The program with a watch in it: `python -m benchmarks.programs.observed OPTIONS`, with the program's own options.

Tells "painted" and "tray" when the window and the icon are on the screen. Obeys on standard input:
"maximize"; "tiles" tells where each outlet is, and from then on "sending" and "confirmed" when one of them is
painted so for the first time; "stall" and "stalled" measure the event loop in between.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from multisocket_gui import __main__, app, paths
from multisocket_gui.engine.instance import Instance
from multisocket_gui.home.truth import Phase
from multisocket_gui.ui.outlet_button import OutletButton

from .clock import report
from .watch import Listener, NextPaint, Stalls, watch_tray, watch_window

_ON_THE_NAME = QPoint(60, 20)


class WatchedProgram(app.Program):
    """The program, which tells of its window's and its icon's first pictures, and obeys."""

    def __init__(self, where: paths.Places, backend: app.Backend, instance: Instance) -> None:
        super().__init__(where, backend, instance)
        watch_tray()
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
    NextPaint(tile, "sending", lambda: tile.truth.phase is Phase.SENDING)
    NextPaint(tile, "confirmed", lambda: tile.truth.phase is Phase.CONFIRMED)


if __name__ == "__main__":
    vars(app)["Program"] = WatchedProgram
    sys.exit(__main__.main())
