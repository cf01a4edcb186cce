"""Start at login on macOS: a LaunchAgent (launchd.plist(5), launchctl(1)).

launchd remembers by label what was switched off; that stands above what the file says.
"""

from __future__ import annotations

import os
import plistlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from PySide6.QtCore import QProcess

from .login_item import Command, LoginItem, LoginState, NotRegistered, Standing

_LONGEST_WAIT_MS = 5000
"""For launchctl, which answers within some hundredths of one."""
Launchctl = Callable[..., str]


def new_item(name: str, command: Command) -> LoginItem:
    """The agent of that label in the person's folder."""
    return LaunchAgent(Path.home() / "Library" / "LaunchAgents" / f"{name}.plist", command, launchctl)


@dataclass(frozen=True, slots=True)
class LaunchAgent:
    """One property list; `launchctl` runs the tool of that name with some words and returns what it prints."""

    file: Path
    command: Command
    launchctl: Launchctl

    @property
    def label(self) -> str:
        return self.file.stem

    def state(self) -> LoginState:
        try:
            found = plistlib.loads(self.file.read_bytes())
            disabled = is_disabled(self.label, self.launchctl("print-disabled", _domain()))
        except FileNotFoundError:
            return LoginState(Standing.OFF)
        except (OSError, ValueError, ExpatError) as error:
            return LoginState(Standing.UNAVAILABLE, getattr(error, "strerror", None) or type(error).__name__)
        return LoginState(Standing.OFF) if disabled else state_of(found, self.label, self.command)

    def enable(self) -> None:
        new = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(plistlib.dumps(agent(self.label, self.command)))
            new.replace(self.file)
            self.launchctl("enable", f"{_domain()}/{self.label}")
        except OSError as error:
            raise NotRegistered(error.strerror or type(error).__name__) from error

    def disable(self) -> None:
        try:
            self.file.unlink(missing_ok=True)
        except OSError as error:
            raise NotRegistered(error.strerror or type(error).__name__) from error


def agent(label: str, command: Command) -> dict[str, Any]:
    """What launchd shall do at login: start it once, in the person's own session."""
    folder = {"WorkingDirectory": str(command.folder)} if command.folder else {}
    return {
        "Label": label,
        "ProgramArguments": list(command.words),
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
        **folder,
    }


def state_of(found: Any, label: str, command: Command) -> LoginState:
    """What a property list means for the next login; anything but what launchd would start is nothing."""
    if not isinstance(found, dict) or found.get("Disabled") is True or not found.get("RunAtLoad"):
        return LoginState(Standing.OFF)
    wanted = agent(label, command)
    keys = ("Label", "ProgramArguments", "WorkingDirectory")
    if all(found.get(key) == wanted.get(key) for key in keys):
        return LoginState(Standing.ON)
    words = found.get("ProgramArguments", [])
    return LoginState(Standing.ELSEWHERE, " ".join(map(str, words)) if isinstance(words, list) else str(words))


def is_disabled(label: str, printed: str) -> bool:
    """Whether `launchctl print-disabled` tells that the agent is switched off; macOS 12 and older say "true"."""
    found = re.search(rf'"{re.escape(label)}" => (\w+)', printed)
    return found is not None and found[1] in ("disabled", "true")


def launchctl(*words: str) -> str:
    """What launchctl prints. Raises OSError where it cannot be run, or does not do what it was told."""
    process = QProcess()
    process.start("/bin/launchctl", list(words))
    if not process.waitForFinished(_LONGEST_WAIT_MS) or process.exitCode() != 0:
        raise OSError(process.exitCode(), f"launchctl {words[0]}: {process.errorString()}")
    return bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")


def _domain() -> str:
    return f"gui/{os.getuid()}" if sys.platform != "win32" else ""
