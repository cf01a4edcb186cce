"""The command line that a system's own keyboard settings can bind to a key."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from .login_item import Command, itself


def bindable(config_dir: str | None, *, demo: bool = False) -> str:
    """What opens the palette of the instance with this configuration folder (None: the usual one), as one types it."""
    given = config_dir or os.environ.get("MULTISOCKET_GUI_CONFIG_DIR")
    where = ["--config-dir", str(Path(given).expanduser().resolve())] if given else []
    return one_line(itself([*(["--demo"] if demo else []), *where, "palette"]), sys.platform)


def one_line(command: Command, platform: str) -> str:
    """The command in one line, quoted as the platform (`sys.platform`) wants it."""
    if platform == "win32":
        return subprocess.list2cmdline(command.words)
    line = shlex.join(command.words)
    if command.folder is None:
        return line
    return shlex.join(("sh", "-c", f"cd {shlex.quote(str(command.folder))} && exec {line}"))
