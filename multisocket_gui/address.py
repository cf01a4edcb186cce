"""The address of the running instance, as `paths.instance_address` tells it, without loading what that needs.

Only where a look is enough: on Linux, in surroundings without surprises. It makes nothing and doubts everything; where
it is not sure, `paths` must say, which also knows the other systems and says what is wrong.
"""

from __future__ import annotations

import os
import stat
import sys

APP = "multisocket-gui"


def name_of(config: str) -> str:
    """The name of the instance that owns the folder `config`, in the folder of the sockets."""
    import hashlib  # where it is needed: the rest of this module is for those who need not load anything

    return hashlib.sha256(config.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def quick_address(config_dir: str | None, *, demo: bool) -> str | None:
    """The local socket of the instance; None where that takes more than a look."""
    if not sys.platform.startswith("linux"):
        return None
    config, runtime = _config(config_dir, demo=demo), os.environ.get("XDG_RUNTIME_DIR", "")
    folder = f"{runtime}/{APP}"
    if not config or not _is_plain(runtime) or not _is_mine_alone(runtime) or not _is_mine_alone(folder):
        return None
    return f"{folder}/{name_of(config)}.sock" if _nobody_can_replace(runtime) else None


def _config(config_dir: str | None, *, demo: bool) -> str | None:
    given = config_dir or os.environ.get("MULTISOCKET_GUI_CONFIG_DIR")
    if given:
        return None if given.startswith("~") else os.path.realpath(given)
    home = os.environ.get("HOME", "")
    base = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config"
    if not _is_plain(home) or not _is_plain(base):
        return None
    return f"{base}/{APP}-demo" if demo else f"{base}/{APP}"


def _is_plain(folder: str) -> bool:
    return folder.startswith("/") and folder == os.path.normpath(folder.strip())


def _is_mine_alone(folder: str) -> bool:
    try:
        entry = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(entry.st_mode) and entry.st_uid == os.getuid() and stat.S_IMODE(entry.st_mode) == 0o700


def _nobody_can_replace(folder: str) -> bool:
    """Whether every folder above is a person's own or the system's, and closed to others or sticky."""
    while folder != "/":
        folder = os.path.dirname(folder)  # noqa: PTH120 - pathlib takes too long to load
        entry = os.lstat(folder)
        open_to_others = entry.st_mode & 0o022 and not entry.st_mode & stat.S_ISVTX
        if not stat.S_ISDIR(entry.st_mode) or entry.st_uid not in (0, os.getuid()) or open_to_others:
            return False
    return True
