"""Killed at any moment, fifty times: no file holds a secret, and the next start works."""

from __future__ import annotations

import contextlib
import random
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from secret_finder import Finding, SecretFinder
from signin.gnome_keyring import desktop as desktop_with_keyring

from multisocket_gui import cli
from multisocket_gui.demo.cloud import EmbeddedCloud

from .facts import PATIENCE, until
from .program import Installation

Deeds = tuple[str, ...]
LIVES: tuple[Deeds, ...] = (
    (),
    ("sign-in",),
    ("sign-in", "toggle Console"),
    ("sign-in", "sign-out"),
    ("sign-in", "sign-out", "sign-in"),
)
"""What is asked of the program before it is killed, in the middle of the last."""
LONGEST = 0.7
"""Seconds within which most deeds are done."""
MEANT = (
    "SignInAgain",  # the refresh token was used up, and the one that came for it had not been kept yet
    "does not support raise",  # Qt, where there is no screen
)


class Life:
    """One run of the program, which is asked one thing after another until it is dead."""

    def __init__(self, home: Installation, deeds: Deeds) -> None:
        self._home = home
        self._deeds = deeds
        self._last_is_asked = threading.Event()
        self.process = home.start()
        self._asking = threading.Thread(target=self._ask)

    def lives(self, moment: float) -> None:
        """Let it live until the last deed was asked for, and then a moment (seconds) longer."""
        if self._deeds:
            until(lambda: self._home.answers() or self.process.poll() is not None)
            self._asking.start()
            assert self._last_is_asked.wait(PATIENCE)
        threading.Event().wait(moment)  # this is what is tested: any moment will do

    def ends_suddenly(self) -> tuple[int, str, str]:
        """Kill it; its return code and what it printed."""
        self.process.kill()
        printed, complaints = self.process.communicate()
        if self._asking.ident:
            self._asking.join()
        return self.process.returncode, printed, complaints

    def _ask(self) -> None:
        *before, last = self._deeds
        for deed in before:
            cli.ask(self._home.address, deed.split())
        self._last_is_asked.set()
        with contextlib.suppress(cli.NoInstance):  # it is dead
            cli.ask(self._home.address, last.split())


@contextlib.contextmanager
def a_life(home: Installation, deeds: Deeds) -> Iterator[Life]:
    life = Life(home, deeds)
    try:
        yield life
    finally:
        life.process.kill()


@pytest.fixture
def offscreen(home: Installation) -> Installation:
    """Nobody looks, and starts are cheap."""
    home.environment["QT_QPA_PLATFORM"] = "offscreen"
    return home


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """The message bus of a desktop with a real keyring, unlocked. (Its socket needs a short path.)"""
    short = tempfile.TemporaryDirectory(prefix="msg-", ignore_cleanup_errors=True)
    with short as folder, desktop_with_keyring(Path(folder)) as running:
        yield running.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.mark.parametrize("_again", range(3))
def test_a_crash_leaves_no_secret_where_there_is_no_keyring(
    offscreen: Installation, cloud: EmbeddedCloud, _again: int
) -> None:
    live_and_die(offscreen, cloud)
    assert not list(offscreen.folder.rglob("*.vault"))


@pytest.mark.parametrize("_again", range(2))
def test_a_crash_leaves_no_secret_where_the_sign_in_is_kept(
    offscreen: Installation, cloud: EmbeddedCloud, bus: str, _again: int
) -> None:
    offscreen.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
    live_and_die(offscreen, cloud)
    with offscreen.running(meant=MEANT):
        assert offscreen.ask("sign-in").returncode == 0
        assert list(offscreen.folder.rglob("*.vault"))
    assert found(offscreen, cloud) == []


def live_and_die(home: Installation, cloud: EmbeddedCloud) -> None:
    """Live ten lives, each cut off in the middle of something, and end well once."""
    for deeds in LIVES * 2:
        with a_life(home, deeds) as life:
            life.lives(random.uniform(0, LONGEST))
            assert life.ends_suddenly() == (-signal.SIGKILL, "", "")
        assert found(home, cloud) == []
    with home.running(meant=MEANT):
        assert home.status()["plants"]


def found(home: Installation, cloud: EmbeddedCloud) -> list[Finding]:
    finder = SecretFinder(cloud.secrets())
    elsewhere = finder.in_folder(Path(home.environment["HOME"]), ours=False)
    return [*finder.in_folder(home.folder), *elsewhere]
