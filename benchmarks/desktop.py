"""A desktop of the benchmarks' own, so that nothing of the user's is disturbed or measured."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .x11 import Display

NEEDED = ("Xvfb", "openbox", "tint2", "xdotool")
_TALL_ENOUGH_FOR_FIFTY_OUTLETS = "1600x2400x24"
_NOT_OURS = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "BROWSER", "LANGUAGE", "PYTHONDONTWRITEBYTECODE")
_PANEL = """\
panel_items = S
panel_size = 100% 40
panel_position = bottom center horizontal
panel_background_id = 0
systray_icon_size = 24
"""


@dataclass(frozen=True)
class Desktop:
    """The environment of the processes that are measured. `name` says what it is; `real`: windows, mouse and tray."""

    environment: dict[str, str]
    name: str
    real: bool


@contextlib.contextmanager
def private_desktop() -> Iterator[Desktop]:
    """An X server with a window manager and a tray; offscreen where these programs are missing."""
    with tempfile.TemporaryDirectory(prefix="msg-bench-") as folder, contextlib.ExitStack() as open_until_the_end:
        environment = _environment(folder)
        if not sys.platform.startswith("linux") or not all(map(shutil.which, NEEDED)):
            environment["QT_QPA_PLATFORM"] = "offscreen"
            yield Desktop(environment, "offscreen, no tray", real=False)
            return
        name = open_until_the_end.enter_context(_x_server(environment))
        environment.update(DISPLAY=name, QT_QPA_PLATFORM="xcb")
        display = open_until_the_end.enter_context(Display(name))
        panel = Path(folder, "tint2rc")
        panel.write_text(_PANEL, encoding="utf-8")
        for order, selection in ((["openbox", "--sm-disable"], "WM_S0"), (["tint2", "-c", str(panel)], _TRAY)):
            open_until_the_end.enter_context(_child(order, environment))
            _until(partial(display.owned, selection), order[0])
        yield Desktop(environment, "Xvfb, openbox, tint2", real=True)


_TRAY = "_NET_SYSTEM_TRAY_S0"


def _environment(folder: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _NOT_OURS and not name.startswith(("MULTISOCKET", "QT_")) and "proxy" not in name.lower()
    }
    return kept | {
        "HOME": folder,
        "XDG_RUNTIME_DIR": folder,
        "LC_ALL": "C.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        # Compiled once, as an installed program is, but not into whoever's checkout this is.
        "PYTHONPYCACHEPREFIX": str(Path(folder, "compiled")),
    }


@contextlib.contextmanager
def _x_server(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the DISPLAY of an X server that picks a free one itself."""
    receive, send = os.pipe()
    order = ["Xvfb", "-displayfd", str(send), "-screen", "0", _TALL_ENOUGH_FOR_FIFTY_OUTLETS]
    with _child([*order, "-nolisten", "tcp", "-noreset"], environment, pass_fds=[send]):
        os.close(send)
        with os.fdopen(receive) as answer:
            number = answer.readline().strip()
        yield f":{number}" if number else sys.exit("Xvfb did not start")


@contextlib.contextmanager
def _child(order: list[str], environment: Mapping[str, str], pass_fds: Sequence[int] = ()) -> Iterator[None]:
    null = subprocess.DEVNULL
    with subprocess.Popen(order, env=environment, pass_fds=pass_fds, stdin=null, stdout=null, stderr=null) as child:
        try:
            yield
        finally:
            child.terminate()


def _until(fact: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        if time.monotonic() > deadline:
            sys.exit(f"{what} did not start")
        time.sleep(0.02)
