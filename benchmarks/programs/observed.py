"""The program with a watch in it: `python -m benchmarks.programs.observed OPTIONS`, with the program's own options.

Tells "painted" and "tray" when the window and the icon are on the screen. Obeys on standard input:
"maximize"; "tiles" tells where each outlet is, and from then on "sending" and "confirmed" when one of them is
painted so for the first time; "stall" and "stalled" measure the event loop in between.
"""

from __future__ import annotations

import sys

from multisocket_gui import __main__, opening
from multisocket_gui.ui.tray import Tray

from .watch import watch_tray


class WatchedTray(Tray):
    """The tray, which tells of its icon's first picture."""

    def __init__(self) -> None:
        super().__init__()
        watch_tray()


class WatchedOpening(opening.Opening):
    """Begins the program that has a watch in it, when the program is begun."""

    def _begin(self) -> None:
        from multisocket_gui import app

        from .watched import WatchedProgram

        vars(app)["Program"] = WatchedProgram
        super()._begin()


if __name__ == "__main__":
    vars(opening).update(Tray=WatchedTray, Opening=WatchedOpening)
    sys.exit(__main__.main())
