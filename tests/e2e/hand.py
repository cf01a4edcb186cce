"""A person's hand: real mouse and key events, sent by the X server."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .facts import PATIENCE, until

Area = tuple[int, int, int, int]
"""Left, top, width and height on the screen, in pixels."""
LEFT, RIGHT = 1, 3


@dataclass(frozen=True)
class Hand:
    """On the screen that the environment names."""

    environment: Mapping[str, str]

    def click(self, area: Area, button: int = LEFT) -> None:
        """Click in the middle of the area."""
        left, top, width, height = area
        where = [str(left + width // 2), str(top + height // 2)]
        self._xdotool("mousemove", *where, "click", str(button))

    def drag(self, start: Area, end: Area) -> None:
        """Take hold in the middle of one area, carry to the middle of another, let go."""
        (left, top), (right, bottom) = ((x + width // 2, y + height // 2) for x, y, width, height in (start, end))
        way = [("mousemove", str(left), str(top)), ("mousedown", "1")]
        for share in (0.2, 0.5, 0.8, 1.0):
            at = (str(round(each + share * (far - each))) for each, far in ((left, right), (top, bottom)))
            way.append(("mousemove", "--sync", *at))
        for step in (*way, ("mouseup", "1")):
            self._xdotool(*step)

    def press(self, *keys: str) -> None:
        """Press keys one after the other: "Tab", "space", "alt+F4"."""
        self._xdotool("key", "--clearmodifiers", *keys)

    def write(self, text: str) -> None:
        """Type a text, key by key."""
        self._xdotool("type", "--clearmodifiers", "--delay", "2", "--", text)

    def window_of(self, process: int) -> int:
        """The program's window, once it is on the screen."""
        search = ["search", "--onlyvisible", "--all", "--pid", str(process), "--name", "^Multisocket GUI$"]
        return int(until(lambda: self._answer(*search)).split()[0])

    def sees_window(self, name: str) -> bool:
        """Whether a window with such a name (a regular expression) is on the screen."""
        return bool(self._answer("search", "--onlyvisible", "--name", name))

    def sizes(self, process: int) -> list[tuple[int, int]]:
        """Width and height of each of the program's windows on the screen; its icon in a tray is one."""
        found = self._answer("search", "--onlyvisible", "--all", "--pid", str(process), "--name", "").split()
        geometries = [self._answer("getwindowgeometry", "--shell", window) for window in found]
        told = [dict(line.split("=", 1) for line in each.splitlines()) for each in geometries]
        return [(int(each["WIDTH"]), int(each["HEIGHT"])) for each in told if each]

    def active_window(self) -> int:
        """The window with the keyboard; 0 where none has it."""
        return int(self._answer("getactivewindow") or 0)

    def has_keyboard(self, window: int) -> bool:
        """Whether keys go to the window: for a moment it may be the active one and not have them yet."""
        return self.active_window() == window and int(self._answer("getwindowfocus") or 0) == window

    def close(self, window: int) -> None:
        """Close the window by its key."""
        until(lambda: self.has_keyboard(window))
        self.press("alt+F4")

    def close_until(self, window: int, fact: Callable[[], object]) -> None:
        """Close the window by its key, and once more where that shows nothing: a busy X server loses a key at times."""
        for _ in range(3):
            self.close(window)
            with contextlib.suppress(AssertionError):
                until(fact, seconds=5.0)
                return
        until(fact)

    def minimize(self, window: int) -> None:
        """Put the window away, as its title bar's button does."""
        self._xdotool("windowminimize", "--sync", str(window))

    def _answer(self, *words: str) -> str:
        """What xdotool finds: nothing where it fails, as it does when a window goes while it looks."""
        done = self._run(*words)
        return done.stdout if done.returncode == 0 else ""

    def _xdotool(self, *words: str) -> None:
        self._run(*words).check_returncode()

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        order = ["xdotool", *words]
        return subprocess.run(
            order, env=self.environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
