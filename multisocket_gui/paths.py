"""Where things are: the user's files, the program's own data, the address of the running instance."""

from __future__ import annotations

import os
import stat
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import platformdirs

from .address import APP as APP
from .address import name_of

APP_ID = "io.github.multisocket_gui.MultisocketGui"
"""What desktops know the program by."""


class Places(NamedTuple):
    """The folders of one instance. Two instances with the same `config` are the same instance."""

    config: Path
    state: Path
    cache: Path
    log: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"


def places(config_dir: str | None, *, demo: bool) -> Places:
    """The folders to use: below `config_dir` if one is given (or in MULTISOCKET_GUI_CONFIG_DIR), else the platform's.

    The demo has folders of its own, so that it never meets the user's real home.
    """
    given = config_dir or os.environ.get("MULTISOCKET_GUI_CONFIG_DIR")
    if given:
        root = Path(given).expanduser().resolve()
        return Places(root, root / "state", root / "cache", root / "log")
    name = f"{APP}-demo" if demo else APP
    dirs = platformdirs.PlatformDirs(name, appauthor=False)
    return Places(dirs.user_config_path, dirs.user_state_path, dirs.user_cache_path, dirs.user_log_path)


class NotPrivate(OSError):
    """A folder that must be this user's alone is not."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} can be changed by others")
        self.folder = folder


def quota_folder() -> Path:
    """Where the day's calls are counted: for all instances of a user, whatever their `--config-dir`.

    They share the subscription's calls (docs/adr/0006-one-ledger-a-subscription.md).
    """
    return platformdirs.user_state_path(APP, appauthor=False) / "quota"


def private(folder: Path) -> Path:
    """The folder, made if need be, for this user alone (mode 0700; the platform's like on Windows)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def resource(*parts: str) -> Path:
    """A file of `resources/`: inside the package in a wheel or a frozen bundle, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    root = inside if inside.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def instance_address(where: Places) -> str:
    """The local socket of the instance that owns `where`: a path, or a pipe's name on Windows. Per user.

    A name of its own in the runtime folder, because a socket's path is limited to some 100 bytes. Raises `NotPrivate`,
    and OSError where that folder cannot be made.
    """
    name = name_of(str(where.config))
    if sys.platform == "win32":
        import getpass

        return rf"\\.\pipe\{APP}-{getpass.getuser()}-{name}"
    return str(_runtime_folder() / f"{name}.sock")


def _runtime_folder() -> Path:
    with warnings.catch_warnings():  # without XDG_RUNTIME_DIR it warns and takes a folder below /tmp: checked here
        warnings.simplefilter("ignore")
        folder = platformdirs.user_runtime_path(APP, appauthor=False)
    private(folder)
    if sys.platform != "win32":
        _check_that_others_cannot_change(folder)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    return folder


if sys.platform != "win32":  # where the pipe of another user is another pipe

    def _check_that_others_cannot_change(folder: Path) -> None:
        """Raises `NotPrivate` where somebody else may have put a socket there, or may put another folder there."""
        myself = os.getuid()
        entry, inside, parent = folder.lstat(), folder.stat(), folder.parent.stat()
        if {entry.st_uid, inside.st_uid} != {myself} or inside.st_mode & 0o022:
            raise NotPrivate(folder)
        everybody_may_rename = parent.st_mode & stat.S_IWOTH and not parent.st_mode & stat.S_ISVTX
        if parent.st_uid not in (myself, 0) or everybody_may_rename:
            raise NotPrivate(folder.parent)
