"""The little of X11 that is needed: who owns a selection, and a hand that clicks at a known moment."""

from __future__ import annotations

import ctypes
import sys
import time
from types import TracebackType
from typing import Self

_LEFT = 1
_NOW = ctypes.c_ulong(0)


class Display:
    """A connection to an X server. Raises OSError where the libraries are missing, SystemExit where nobody answers."""

    def __init__(self, name: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XInternAtom.restype = self._x11.XGetSelectionOwner.restype = ctypes.c_ulong
        self._line = ctypes.c_void_p(self._x11.XOpenDisplay(name.encode()))
        if not self._line:
            sys.exit(f"no X server answers at {name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._x11.XCloseDisplay(self._line)

    def owned(self, selection: str) -> bool:
        """Tell whether somebody owns a selection (a window manager, a tray)."""
        atom = ctypes.c_ulong(self._x11.XInternAtom(self._line, selection.encode(), 0))
        return bool(self._x11.XGetSelectionOwner(self._line, atom))

    def click(self, x: int, y: int) -> float:
        """Click as a mouse does. Returns the moment at which the button was let go (seconds of `time.monotonic`)."""
        self._test.XTestFakeMotionEvent(self._line, -1, x, y, _NOW)
        self._test.XTestFakeButtonEvent(self._line, _LEFT, 1, _NOW)
        self._x11.XSync(self._line, 0)
        time.sleep(0.01)  # no finger is faster; what the press paints is painted
        at = time.monotonic()
        self._test.XTestFakeButtonEvent(self._line, _LEFT, 0, _NOW)
        self._x11.XSync(self._line, 0)
        return at
