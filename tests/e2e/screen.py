"""A screen of the tests' own: X server, window manager, and a tray for those that want one.

Never the screen of whoever runs the tests: they move the mouse and type.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .facts import until

_TRAY_OWNER = b"_NET_SYSTEM_TRAY_S0"
_WINDOW_MANAGER = b"WM_S0"
NOTIFIER_ICON = (0, 0, 30, 30)
"""Where `notifier_host` shows its only icon."""
_NOTIFIER_HOST = "gtk-sni-tray-standalone"
_BUS = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_PANEL = """\
panel_items = S
panel_size = 100% 40
panel_position = bottom center horizontal
panel_background_id = 0
systray_padding = 4 4 4
systray_icon_size = 24
"""


@contextmanager
def x_server() -> Iterator[str]:
    """An X server that picks a free display itself. Yields its DISPLAY."""
    receive, send = os.pipe()
    order = ["Xvfb", "-displayfd", str(send), "-screen", "0", "1280x960x24", "-nolisten", "tcp", "-noreset"]
    with _child(order, dict(os.environ), pass_fds=[send]):
        os.close(send)
        with os.fdopen(receive) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"


@contextmanager
def window_manager(environment: Mapping[str, str]) -> Iterator[None]:
    """openbox, once it manages the screen."""
    with _child(["openbox", "--sm-disable"], environment):
        until(lambda: _owner(environment["DISPLAY"], _WINDOW_MANAGER))
        until(lambda: subprocess.run(["xdotool", "get_desktop"], env=environment, capture_output=True).returncode == 0)
        yield


@contextmanager
def tray_host(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """A panel with nothing but a tray, once it takes icons. `folder` is for its settings."""
    settings = folder / "tint2rc"
    settings.write_text(_PANEL)
    with _child(["tint2", "-c", str(settings)], environment):
        until(lambda: _owner(environment["DISPLAY"], _TRAY_OWNER))
        yield
    until(lambda: not _owner(environment["DISPLAY"], _TRAY_OWNER))


@contextmanager
def message_bus(folder: Path) -> Iterator[str]:
    """A session's message bus of the tests' own, which starts no service. Yields its address."""
    socket = folder / "bus"
    settings = folder / "bus.conf"
    settings.write_text(_BUS.format(socket=socket))
    with _child(["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={settings}"], dict(os.environ)):
        until(socket.exists)
        yield f"unix:path={socket}"


@contextmanager
def notifier_host(environment: Mapping[str, str], _folder: Path) -> Iterator[None]:
    """A panel at the top of the screen that shows icons over the message bus (StatusNotifierItem)."""
    look = ["xdotool", "search", "--onlyvisible", "--name", f"^{_NOTIFIER_HOST}$"]
    with _child([_NOTIFIER_HOST, "--watcher"], {**environment, "NO_AT_BRIDGE": "1"}):
        until(lambda: subprocess.run(look, env=environment, capture_output=True).returncode == 0)
        yield


@contextmanager
def _child(order: list[str], environment: Mapping[str, str], pass_fds: list[int] | None = None) -> Iterator[None]:
    """A program that runs until the end of the block and is gone after it."""
    silent = subprocess.DEVNULL
    child = subprocess.Popen(
        order, env=environment, pass_fds=pass_fds or [], stdin=silent, stdout=silent, stderr=silent
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=20)


def _owner(display: str, selection: bytes) -> int:
    """The window that owns an X selection; 0 where nobody does."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = xlib.XGetSelectionOwner.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    assert connection, f"nobody answers at {display}"
    try:
        atom = ctypes.c_ulong(xlib.XInternAtom(connection, selection, 0))
        return int(xlib.XGetSelectionOwner(connection, atom))
    finally:
        xlib.XCloseDisplay(connection)
