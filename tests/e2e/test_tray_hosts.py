"""Trays of both kinds, as their panels come, go and come anew; and that nothing happens while nothing happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud

from . import screen
from .eyes import Eyes
from .facts import until
from .hand import RIGHT, Area, Hand
from .program import Installation
from .quiet import settled, wakeups

Host = Callable[[dict[str, str], Path], AbstractContextManager[None]]
BUS = "DBUS_SESSION_BUS_ADDRESS"
SECONDS = 3.0
"""For so long nothing may happen; the benchmarks measure ten."""


@pytest.fixture
def bus(desktop: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The desktop with a message bus."""
    with screen.message_bus(tmp_path) as address:
        yield desktop | {BUS: address}


def strip(cloud: EmbeddedCloud) -> list[bool]:
    return cloud.house.state(cloud.home.plants[0].id, "MS-1001")


def favourite(cloud: EmbeddedCloud, index: int) -> dict[str, object]:
    return {"plant": cloud.home.plants[0].id, "key": "id", "value": "MS-1001", "index": index}


def panel_is_shown(eyes: Eyes) -> bool:
    return any(window["name"] == "tray-panel" for window in eyes.see("windows"))


def open_panel(eyes: Eyes, hand: Hand, icon: Area) -> None:
    """Click the icon; once more where the panel of the desktop was not ready to take the click."""
    hand.click(icon)
    try:
        until(lambda: panel_is_shown(eyes), seconds=5)
    except AssertionError:
        hand.click(icon)
        until(lambda: panel_is_shown(eyes))
    until(lambda: any(each["name"] == "tray-panel" and each["active"] for each in eyes.see("windows")))


def close_panel(eyes: Eyes, hand: Hand) -> None:
    hand.press("Escape")
    until(lambda: not panel_is_shown(eyes))


def test_a_desktop_that_shows_icons_over_the_bus(
    home: Installation, cloud: EmbeddedCloud, hand: Hand, bus: dict[str, str], tmp_path: Path
) -> None:
    home.has_set(favourites=[favourite(cloud, 1)])
    home.environment[BUS] = bus[BUS]
    with screen.notifier_host(bus, tmp_path), home.seen("--minimized") as (program, eyes):
        home.sign_in()
        assert not eyes.window_is_shown()
        until(lambda: eyes.see("tray")["available"])

        hand.click(screen.NOTIFIER_ICON, RIGHT)
        until(lambda: eyes.see("tray")["menu_open"])
        hand.press("Down", "Return")  # the first line is the favourite
        cloud.house.wait_for(lambda _house: strip(cloud) == [True, True, True, True])
        until(lambda: not eyes.see("tray")["menu_open"])
        until(home.all_confirmed)

        open_panel(eyes, hand, screen.NOTIFIER_ICON)
        hand.click(eyes.area(called="Console, Salon / TV"))
        cloud.house.wait_for(lambda _house: strip(cloud) == [True, False, True, True])
        until(home.all_confirmed)
        close_panel(eyes, hand)

        calls = cloud.calls.arrived
        settled(program.process.pid)
        assert wakeups(program.process.pid, SECONDS) == 0
        assert cloud.calls.arrived == calls


def embedded(eyes: Eyes) -> Area:
    return eyes.tray_icon()


def over_the_bus(_eyes: Eyes) -> Area:
    return screen.NOTIFIER_ICON


@pytest.mark.parametrize(
    ("host", "icon"), [(screen.tray_host, embedded), (screen.notifier_host, over_the_bus)], ids=["xembed", "sni"]
)
def test_panels_that_come_late_and_anew_and_go_for_good(
    demo: Installation,
    hand: Hand,
    bus: dict[str, str],
    tmp_path: Path,
    host: Host,
    icon: Callable[[Eyes], Area],
) -> None:
    demo.environment[BUS] = bus[BUS]
    demo.decided("hide")
    with demo.seen() as (program, eyes):
        window = program.window()
        assert not eyes.see("tray")["available"]
        with host(bus, tmp_path):
            until(lambda: eyes.see("tray")["available"])
            open_panel(eyes, hand, icon(eyes))
            close_panel(eyes, hand)
            hand.close(window)
            until(lambda: not eyes.window_is_shown())
        with host(bus, tmp_path):  # the same panel, started anew
            until(lambda: eyes.see("tray")["available"])
            open_panel(eyes, hand, icon(eyes))
            close_panel(eyes, hand)
            assert not eyes.window_is_shown()
            settled(program.process.pid)
        until(eyes.window_is_shown)
        assert demo.ask("quit").returncode == 0
        program.ends()


def test_at_login_the_panel_may_be_there_after_us(demo: Installation, desktop: dict[str, str], tmp_path: Path) -> None:
    with demo.seen("--minimized") as (_program, eyes), screen.tray_host(desktop, tmp_path):
        until(lambda: eyes.see("tray")["available"])
        until(lambda: not eyes.see("tray")["waiting"])
        assert not eyes.window_is_shown()
        eyes.tray_icon()
