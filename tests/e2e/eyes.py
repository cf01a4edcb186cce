"""Where the widgets of a running program are and what they say, as `observed.Observer` tells it."""

from __future__ import annotations

import json
import socket
from typing import Any

from .facts import steady
from .hand import Area

EYES = "MULTISOCKET_TEST_EYES"
"""The environment variable with the observer's end of the socket."""
Seen = dict[str, Any]


class Eyes:
    """What `observed.Observer` tells of the program's windows."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._stream = line.makefile("rb")

    def close(self) -> None:
        self._stream.close()
        self._line.close()

    def see(self, what: str, **which: Any) -> Any:
        """One look at one of the observer's sights."""
        self._line.sendall(json.dumps({"see": what, **which}).encode() + b"\n")
        answer = self._stream.readline()
        assert answer, "the program has ended"
        return json.loads(answer)

    def widget(self, name: str = "", *, called: str = "") -> Seen:
        """The one visible widget with this objectName or accessible name, once it is there and rests."""

        def look() -> Seen | None:
            found = self.see("widgets", name=name, called=called)
            return found[0] if len(found) == 1 and min(found[0]["area"][2:]) > 0 else None

        return steady(look)

    def area(self, name: str = "", *, called: str = "") -> Area:
        """Where that widget is."""
        return _area(self.widget(name, called=called))

    def words(self, name: str) -> str:
        """The text of the visible widget with this objectName; nothing where there is none."""
        return "".join(each["text"] for each in self.see("widgets", name=name))

    def action(self, text: str) -> Seen:
        """The entry of an open menu that begins with this text, once it is there and rests."""

        def look() -> Seen | None:
            return next((action for action in self.see("actions") if action["text"].startswith(text)), None)

        return steady(look)

    def action_area(self, text: str) -> Area:
        """Where that entry is."""
        return _area(self.action(text))

    def tray_icon(self) -> Area:
        """Where the tray shows the icon, once it does and the icon rests."""

        def look() -> Area | None:
            areas = self.see("tray")["areas"]
            # Until the tray has taken the icon in, Qt puts it into the corner of the screen.
            return _area({"area": areas[0]}) if areas and areas[0][:2] != [0, 0] else None

        return steady(look)

    def window_is_shown(self) -> bool:
        return any(window["name"] == "main-window" for window in self.see("windows"))


def _area(seen: Seen) -> Area:
    left, top, width, height = seen["area"]
    return left, top, width, height
