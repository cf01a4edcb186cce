"""Start at login on Windows: a value of the Run key, and what the person said about it in the system's own settings.

"Run and RunOnce Registry Keys" (Microsoft); the Task Manager and Settings > Apps > Startup write beside it, below
StartupApproved, whether a value is passed over: its first byte is odd then.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Protocol

from multisocket_gui.speech import tr

from .login_item import Command, LoginItem, LoginState, NotRegistered, Standing, Unavailable

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
LONGEST = 260
"""Characters that a value of Run may have, says Microsoft's page."""


class Registry(Protocol):
    """The person's own part of the registry (HKEY_CURRENT_USER). Each raises OSError where that is refused."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value, None where there is none."""

    def write(self, key: str, name: str, text: str) -> None:
        """Put a text there."""

    def remove(self, key: str, name: str) -> None:
        """Put nothing there."""


@dataclass(frozen=True, slots=True)
class RunValue:
    """One value below Run."""

    name: str
    command: Command
    registry: Registry

    def state(self) -> LoginState:
        try:
            found, approval = self.registry.read(RUN, self.name), self.registry.read(APPROVED, self.name)
        except OSError as error:
            return LoginState(Standing.UNAVAILABLE, error.strerror or type(error).__name__)
        if not isinstance(found, str) or not found.strip() or is_disabled(approval):
            return LoginState(Standing.OFF)
        if found == command_line(self.command):
            return LoginState(Standing.ON)
        return LoginState(Standing.ELSEWHERE, found)

    def enable(self) -> None:
        line = command_line(self.command)
        if len(line) > LONGEST:
            raise NotRegistered(tr("the path of the program is too long"))
        try:
            self.registry.write(RUN, self.name, line)
            self.registry.remove(APPROVED, self.name)  # what was said about it before does not stop it now
        except OSError as error:
            raise NotRegistered(error.strerror or type(error).__name__) from error

    def disable(self) -> None:
        try:
            self.registry.remove(RUN, self.name)
            self.registry.remove(APPROVED, self.name)
        except OSError as error:
            raise NotRegistered(error.strerror or type(error).__name__) from error


def is_disabled(approval: str | bytes | None) -> bool:
    """Whether the person switched the value off in the system's settings."""
    return isinstance(approval, bytes) and bool(approval) and approval[0] % 2 == 1


def command_line(command: Command) -> str:
    """The words as CommandLineToArgvW takes them apart again; the program always in quotes."""
    first, *rest = command.words
    return " ".join(part for part in (f'"{first}"', subprocess.list2cmdline(rest)) if part)


if sys.platform == "win32":
    import winreg

    class WindowsRegistry:
        """By winreg."""

        def read(self, key: str, name: str) -> str | bytes | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    found, _kind = winreg.QueryValueEx(opened, name)
            except FileNotFoundError:
                return None
            return found if isinstance(found, str | bytes) else None

        def write(self, key: str, name: str, text: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def remove(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, access=winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

    def _own_registry() -> Registry:
        return WindowsRegistry()

else:

    def _own_registry() -> Registry:
        raise OSError("there is no registry here")


def new_item(name: str, command: Command) -> LoginItem:
    """The value of that name."""
    if command.folder:
        return Unavailable(tr("The program runs from a folder of its source: install it to start it at login."))
    return RunValue(name, command, _own_registry())
