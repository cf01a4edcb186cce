"""The global shortcut, over a real message bus with a portal that is played by another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.house import OFFSCREEN, Asks, new_store

from multisocket_gui import paths
from multisocket_gui.desktop.shortcut import (
    GlobalShortcut,
    State,
    WhyNot,
    global_shortcut,
)
from multisocket_gui.desktop.shortcut_portal import PortalShortcut, portal_trigger
from multisocket_gui.settings import Desktop
from multisocket_gui.ui.palette import Palette
from multisocket_gui.ui.palette_door import PaletteDoor

PATIENCE = 20_000
PORTAL = str(Path(__file__).with_name("portal.py"))


@dataclass
class Portal:
    """The other process."""

    process: subprocess.Popen[str]

    def order(self, what: str, how: object = "") -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({what: how}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def bound(self) -> list[dict[str, Any]]:
        """The shortcuts of each session that is open."""
        sessions, _ = self.order("bound")
        return list(sessions)


@contextmanager
def ended(*command: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def address() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="msg-") as folder:
        address = f"unix:path={folder}/bus"
        with ended(
            "dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address"
        ) as it:
            assert it.stdout
            assert it.stdout.readline().startswith(address)
            yield address


@pytest.fixture
def portal(address: str) -> Iterator[Portal]:
    with ended(sys.executable, PORTAL, address) as process:
        portal = Portal(process)
        portal.order("own")
        yield portal


@pytest.fixture
def shortcut(address: str, qapp: QApplication) -> Iterator[GlobalShortcut]:
    shortcut = global_shortcut({"DBUS_SESSION_BUS_ADDRESS": address}, "linux", qapp)
    yield shortcut
    shortcut.close()
    shortcut.deleteLater()


def reach(shortcut: GlobalShortcut, state: State, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shortcut.state is state, timeout=PATIENCE)


def test_a_key_is_asked_for_and_pressed(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)
    assert shortcut.trigger == "Press CTRL+ALT+k"
    assert portal.bound() == [{"palette": {"description": "Switch by typing", "preferred_trigger": "CTRL+ALT+k"}}]
    assert portal.order("bound")[1] == [paths.APP_ID]
    with qtbot.waitSignal(shortcut.pressed, timeout=PATIENCE) as pressed:
        portal.order("press", "token-1")
    assert pressed.args == ["token-1"]


def test_the_desktop_may_choose_other_keys(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)
    with qtbot.waitSignal(shortcut.changed, timeout=PATIENCE):
        portal.order("rename", "Meta+K")
    assert shortcut.trigger == "Meta+K"


def test_looking_asks_for_nothing(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    assert shortcut.state is State.UNKNOWN
    shortcut.look()
    reach(shortcut, State.OFF, qtbot)
    assert shortcut.available
    assert portal.bound() == []


def test_another_key_takes_the_place_of_the_first_and_none_of_both(
    portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot
) -> None:
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)
    shortcut.set("Ctrl+Alt+L", "Switch by typing")
    qtbot.waitUntil(lambda: shortcut.trigger == "Press CTRL+ALT+l", timeout=PATIENCE)
    assert [shortcuts["palette"]["preferred_trigger"] for shortcuts in portal.bound()] == ["CTRL+ALT+l"]
    shortcut.set("", "")
    reach(shortcut, State.OFF, qtbot)
    qtbot.waitUntil(lambda: portal.bound() == [], timeout=PATIENCE)


def test_a_person_who_says_no_is_heard(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    portal.order("deny", True)
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.REFUSED, qtbot)
    portal.order("deny", False)
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)


def test_a_question_that_stands_there_can_be_taken_back(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    portal.order("hold", True)
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ASKING, qtbot)
    shortcut.set("", "")
    reach(shortcut, State.OFF, qtbot)


def test_a_portal_that_starts_anew_is_asked_again(portal: Portal, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)
    portal.order("disown")
    reach(shortcut, State.UNKNOWN, qtbot)
    portal.order("own")
    reach(shortcut, State.ON, qtbot)
    with qtbot.waitSignal(shortcut.pressed, timeout=PATIENCE) as pressed:
        portal.order("press", "")
    assert pressed.args == [""]


def test_nobody_but_the_portal_can_press_the_key(
    portal: Portal, address: str, shortcut: GlobalShortcut, qtbot: QtBot
) -> None:
    shortcut.set("Ctrl+Alt+K", "Switch by typing")
    reach(shortcut, State.ON, qtbot)
    heard: list[str] = []
    shortcut.pressed.connect(heard.append)
    assert isinstance(shortcut, PortalShortcut)
    session, name = shortcut._session, shortcut._bus.name if shortcut._bus else ""  # what an eavesdropper could know
    subprocess.run([sys.executable, PORTAL, address, session, name], check=True, timeout=PATIENCE / 1000)
    with qtbot.waitSignal(shortcut.pressed, timeout=PATIENCE):
        portal.order("press", "real")
    assert heard == ["real"]


def test_where_there_is_no_portal_the_reason_is_told(address: str, shortcut: GlobalShortcut, qtbot: QtBot) -> None:
    shortcut.look()
    reach(shortcut, State.UNAVAILABLE, qtbot)
    assert shortcut.why_not is WhyNot.NO_PORTAL
    assert not shortcut.available


@pytest.mark.parametrize(
    ("environment", "platform", "reason"),
    [
        ({"DBUS_SESSION_BUS_ADDRESS": "disabled:"}, "linux", WhyNot.NO_BUS),
        ({}, "win32", WhyNot.PLATFORM),
        ({}, "darwin", WhyNot.PLATFORM),
    ],
)
def test_elsewhere_there_is_none(qtbot: QtBot, environment: dict[str, str], platform: str, reason: WhyNot) -> None:
    shortcut = global_shortcut(environment, platform)
    with qtbot.waitSignal(shortcut.changed):
        shortcut.look()
    assert (shortcut.available, shortcut.why_not) == (False, reason)


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [("Ctrl+Alt+K", "CTRL+ALT+k"), ("Meta+Shift+F5", "LOGO+SHIFT+F5"), ("Ctrl+,", "CTRL+comma")],
)
def test_keys_as_the_specification_writes_them(keys: str, trigger: str) -> None:
    assert portal_trigger(keys) == trigger


@pytest.mark.qt_log_ignore(OFFSCREEN)
def test_the_key_opens_the_palette(
    portal: Portal, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    store = new_store()
    asks = Asks(store)
    door = PaletteDoor(store, asks, qapp, recent_file=tmp_path / "palette.ini", window=_nothing, shown=_nothing)  # type: ignore[arg-type]  # what it asks, it notes
    store.put_settings(replace(store.settings, desktop=Desktop(shortcut="Ctrl+Alt+K")))
    reach(door.shortcut, State.ON, qtbot)
    portal.order("press", "token-1")
    qtbot.waitUntil(lambda: any(isinstance(each, Palette) and each.isVisible() for each in qapp.topLevelWidgets()))
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    store.put_settings(replace(store.settings, desktop=Desktop()))
    qtbot.waitUntil(lambda: portal.bound() == [], timeout=PATIENCE)
    door.close()
    door.deleteLater()


def _nothing() -> None:
    """There is no window."""
