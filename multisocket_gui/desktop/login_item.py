"""Start at login: what is really registered with the system, and how to register this very program.

Each platform keeps it in a place of its own (`login_linux`, `login_macos`, `login_windows`); what they share is here. A
setting of ours would only remember what was wished for once: the registration itself is asked, each time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from typing import Protocol

import multisocket_gui
from multisocket_gui import paths
from multisocket_gui.home.problem import Kind, Trouble
from multisocket_gui.speech import tr

MINIMIZED = "--minimized"


class Standing(StrEnum):
    """What the system would do at the next login."""

    ON = auto()  # start this program as it runs now
    OFF = auto()  # nothing
    ELSEWHERE = auto()  # start something else under our name
    UNAVAILABLE = auto()  # nobody can tell


@dataclass(frozen=True, slots=True)
class LoginState:
    """`detail`: the command that is registered (ELSEWHERE), or why nothing can be (UNAVAILABLE)."""

    standing: Standing
    detail: str = ""


class NotRegistered(Trouble):
    """The registration cannot be changed; `detail` is the system's reason."""

    kind = Kind.NOT_REGISTERED


class LoginItem(Protocol):
    """One program's place among what is started at login."""

    def state(self) -> LoginState:
        """What is registered at this moment."""

    def enable(self) -> None:
        """Register this program, whatever stood there. Raises `NotRegistered`."""

    def disable(self) -> None:
        """Register nothing. Raises `NotRegistered`."""


@dataclass(frozen=True, slots=True)
class Command:
    """What starts this program again as it runs now: its words, and the folder to start it in (None: any)."""

    words: tuple[str, ...]
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Where nothing can be registered, with the reason for people."""

    why: str

    def state(self) -> LoginState:
        return LoginState(Standing.UNAVAILABLE, self.why)

    def enable(self) -> None:
        raise NotRegistered(self.why)

    def disable(self) -> None:
        raise NotRegistered(self.why)


def login_item(config_dir: str | None, *, demo: bool = False) -> LoginItem:
    """The registration of the program with this configuration folder (None: the usual one)."""
    given = config_dir or os.environ.get("MULTISOCKET_GUI_CONFIG_DIR")
    folder = Path(given).expanduser().resolve() if given else None
    command = itself(["--config-dir", str(folder), MINIMIZED] if folder else [MINIMIZED])
    name = entry_name(folder)
    if demo:
        return Unavailable(tr("The demo is not started at login."))
    if sys.platform == "win32":
        from .login_windows import new_item
    elif sys.platform == "darwin":
        from .login_macos import new_item
    else:
        from .login_linux import new_item
    return new_item(name, command)


def entry_name(folder: Path | None) -> str:
    """What the entry is called: each configuration folder has its own."""
    if folder is None:
        return paths.APP_ID
    return f"{paths.APP_ID}.{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"


def itself(options: list[str]) -> Command:
    """This program, as it was started, with other options."""
    frozen = bool(getattr(sys, "frozen", False))
    package = Path(multisocket_gui.__file__).resolve().parent
    installed = [Path(path).resolve() for path in sysconfig.get_paths().values()]
    return started(
        sys.argv[0], Path(sys.executable), os.environ, options, frozen=frozen, package=package, installed=installed
    )


def started(
    script: str,
    executable: Path,
    environment: Mapping[str, str],
    options: list[str],
    *,
    frozen: bool,
    package: Path,
    installed: list[Path],
) -> Command:
    """What starts a program that runs as `executable`, as a bundle (`frozen`), by `script` or by its module.

    An AppImage is another file each time it runs: what starts it is told in APPIMAGE. A package that is not `installed`
    (a checkout) is found from its folder alone.
    """
    if frozen:
        return Command((environment.get("APPIMAGE") or str(executable), *options))
    name = Path(script)
    if name.stem == paths.APP:
        file = name if name.suffix or not name.with_suffix(".exe").exists() else name.with_suffix(".exe")
        if file.is_file():
            return Command((str(file.absolute()), *options))
    windowed = executable.with_name("pythonw.exe")
    python = windowed if executable.name.lower() == "python.exe" and windowed.exists() else executable
    found = package.parent in installed
    return Command((str(python), "-m", package.name, *options), None if found else package.parent)
