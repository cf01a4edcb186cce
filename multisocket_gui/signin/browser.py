"""Opening the sign-in page in the person's browser.

BROWSER is honoured as Python's `webbrowser` honours it, and `webbrowser` finds the browser where it is not set.
Commands are started here, though: `webbrowser` would lend them our standard output and error, on which browsers
chatter, or wait until they are closed. (Both modules are imported when they are needed, not at the start.)
"""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    import webbrowser

_PATIENCE = 2.0  # seconds in which a command that cannot open anything has failed
_log = logging.getLogger(__name__)
_running: list[subprocess.Popen[bytes]] = []


def open_link(link: str) -> bool:
    """Whether a browser took `link`. Waits two seconds at most for each to say no; prints nothing."""
    _running[:] = [process for process in _running if process.poll() is None]
    chosen: list[str | None] = [entry for entry in os.environ.get("BROWSER", "").split(os.pathsep) if entry.strip()]
    return any(_open_with(entry, link) for entry in chosen or [None])


def _open_with(entry: str | None, link: str) -> bool:
    """Open with an entry of BROWSER: a command (in which %s is the link, else it comes last) or a known name."""
    command = shlex.split(entry, posix=os.name == "posix") if entry else []
    if command and shutil.which(command[0]):
        return _starts(_filled([each for each in command if each != "&"], link))
    return _open_with_known(entry, link)


def _open_with_known(name: str | None, link: str) -> bool:
    import webbrowser

    try:
        browser = webbrowser.get(name)
        if isinstance(browser, webbrowser.GenericBrowser):
            return not _needs_terminal(browser) and _starts(_filled([browser.name, *browser.args], link))
        return browser.open(link)
    except (webbrowser.Error, OSError):
        _log.warning("no browser could be started", exc_info=True)
        return False


def _filled(command: list[str], link: str) -> list[str]:
    if not any("%s" in each for each in command):
        return [*command, link]
    return [each.replace("%s", link) for each in command]


def _needs_terminal(browser: webbrowser.GenericBrowser) -> bool:
    """What `webbrowser` starts in the foreground unasked are the text browsers, for want of a display."""
    import webbrowser

    return type(browser) is webbrowser.GenericBrowser


def _starts(command: list[str]) -> bool:
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - BROWSER is the person's own choice, and no shell reads the link
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(),
        )
    except OSError:
        _log.warning("the browser %r could not be started", command[0], exc_info=True)
        return False
    try:
        return process.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        _running.append(process)
        return True


def _environment() -> dict[str, str]:
    """Ours, without the library path that a frozen bundle sets for itself: browsers die of it."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
        if original := environment.pop("LD_LIBRARY_PATH_ORIG", None):
            environment["LD_LIBRARY_PATH"] = original
    return environment
