"""What must be there before Qt is loaded: its system libraries, and a screen.

Qt aborts the process without them (no Python exception), so they are looked for first. Standard library only, and
in the syntax of old Pythons: `dev.py` uses the same tables before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

# What the PySide6 wheel links against and a bare Debian lacks: shared library -> package.
QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Without one of these Qt aborts as soon as it opens a window: no Python exception, exit status 134.
QT_ON_A_SCREEN = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def loads(library: str) -> bool:
    """Tell whether a shared library is there."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """The Debian packages of the libraries that Qt needs here and that are not there; Linux only."""
    if not sys.platform.startswith("linux") or getattr(sys, "frozen", False):
        return []
    wanted = dict(QT) if _without_a_screen() else {**QT, **QT_ON_A_SCREEN}
    return sorted({package for library, package in wanted.items() if not loads(library)})


def screen_answers() -> bool:
    """Tell whether there is anything to show windows on; Qt aborts where there is not, without a word."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or platform not in ("", "xcb"):
        return True
    return (not platform and wayland_answers()) or x11_answers()


def wayland_answers() -> bool:
    """Tell whether a Wayland compositor listens where WAYLAND_DISPLAY says."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name).is_socket()


def x11_answers() -> bool:
    """Open the display as Qt would: one that is only named is none."""
    if not os.environ.get("DISPLAY") or not loads("libX11.so.6"):
        return False
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(xlib.XOpenDisplay(None))
    if display:
        xlib.XCloseDisplay(display)
    return bool(display)


def _without_a_screen() -> bool:
    return os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc")
