"""Notifications: over a real message bus to a notification service, else at the icon in the tray."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from multisocket_gui.desktop import notify_bus
from multisocket_gui.desktop.notify import Notifier

from .message_bus import message_bus, notification_service

PATIENCE = 20_000


@dataclass
class Desk:
    """The notifier, and what came of it."""

    notifier: Notifier
    qtbot: QtBot
    wanted: bool = True
    in_front: bool = False
    in_tray: list[tuple[str, str]] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    def by_tray(title: str, text: str) -> bool:
        made.in_tray.append((title, text))
        return True

    made = Desk(Notifier(lambda: made.wanted, lambda: made.in_front, by_tray), qtbot)
    made.notifier.clicked.connect(made.clicked.append)
    yield made
    made.notifier.close()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="msg-") as folder, message_bus(Path(folder)) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")


@pytest.mark.parametrize("alone", [0, 1])
def test_what_is_told_is_shown_and_a_click_on_it_is_heard(desk: Desk, address: str, alone: int) -> None:
    with notification_service(address, "actions", "body-markup") as service:
        desk.notifier.tell("k", "A timer did not run", "Lamp <b> & co")
        with desk.qtbot.waitSignal(desk.notifier.clicked, timeout=PATIENCE):
            desk.qtbot.waitUntil(lambda: bool(bus_of(desk)), timeout=PATIENCE)
            told = service.told()
            assert (told["title"], told["text"]) == ("A timer did not run", "Lamp &lt;b&gt; &amp; co")
            assert told["actions"] == ["default", "Open"]
            service.order(alone=alone, click=told["shown"])
        assert desk.clicked == ["k"]
        desk.notifier.over("k")
        desk.qtbot.waitUntil(lambda: not bus_of(desk), timeout=PATIENCE)
    assert not desk.in_tray


def bus_of(desk: Desk) -> dict[int, str]:
    """What the notifier knows to be on the screen."""
    bus = desk.notifier._bus
    return bus._shown if bus else {}


def test_a_service_that_shows_plain_text_gets_it_as_it_is(desk: Desk, address: str) -> None:
    with notification_service(address) as service:
        desk.notifier.tell("k", "Title", "Lamp <b>")
        desk.qtbot.waitUntil(lambda: bool(bus_of(desk)), timeout=PATIENCE)
        told = service.told()
        assert (told["text"], told["actions"]) == ("Lamp <b>", [])


def test_without_a_service_the_tray_tells(desk: Desk, address: str) -> None:
    desk.notifier.tell("k", "Title", "Text")
    desk.qtbot.waitUntil(lambda: desk.in_tray == [("Title", "Text")], timeout=PATIENCE)
    desk.notifier.tray_clicked()
    assert desk.clicked == ["k"]


def test_a_bus_that_is_silent_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(notify_bus, "LONGEST_WAIT_MS", 50)
    with tempfile.TemporaryDirectory(prefix="msg-") as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/bus")
        listener.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/bus")
        desk.notifier.tell("k", "Title", "Text")
        qtbot.waitUntil(lambda: desk.in_tray == [("Title", "Text")], timeout=PATIENCE)


@pytest.mark.usefixtures("no_bus")
def test_each_thing_is_told_once_until_it_is_over(desk: Desk) -> None:
    for _ in range(3):
        desk.notifier.tell("k", "Title", "Text")
    assert desk.in_tray == [("Title", "Text")]
    desk.notifier.over("k")
    desk.notifier.tell("k", "Title", "Text")
    assert len(desk.in_tray) == 2


@pytest.mark.usefixtures("no_bus")
def test_nothing_is_told_that_is_not_wanted_or_seen_anyway(desk: Desk) -> None:
    desk.in_front = True
    desk.notifier.tell("seen", "Title", "Text")
    desk.in_front, desk.wanted = False, False
    desk.notifier.tell("unwanted", "Title", "Text")
    desk.wanted = True
    desk.notifier.tell("seen", "Title", "Text")
    assert not desk.in_tray
