"""What happens by itself is told by the desktop's notifications, and the desktop starts the program at login."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from desktop.message_bus import NotificationService, message_bus, notification_service

from multisocket_gui import cli
from multisocket_gui.demo.cloud import EmbeddedCloud

from .facts import until
from .hand import Hand
from .program import Installation

TRAY_ICON = (24, 24)
"""The panel's icons, as `screen` sets it up."""


@pytest.fixture
def notifications(home: Installation) -> Iterator[NotificationService]:
    """A desktop with a message bus, and on it a service that shows notifications."""
    with (
        tempfile.TemporaryDirectory(prefix="msg-") as folder,
        message_bus(Path(folder)) as address,
        notification_service(address, "actions") as service,
    ):
        home.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        yield service


@pytest.mark.usefixtures("tray")
def test_a_timer_that_fails_is_told_and_a_click_on_that_raises_the_window(
    home: Installation, cloud: EmbeddedCloud, hand: Hand, notifications: NotificationService
) -> None:
    with home.seen("--minimized", meant=("Rejected",)) as (program, eyes):
        home.sign_in()
        cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
        assert cli.ask(home.address, ["timer", "add", "Télévision", "in", "1s", "off"])["exit"] == 0
        shown = notifications.told()
        assert shown["title"] == "A timer did not run as planned"
        assert "“Télévision" in shown["text"]
        assert not eyes.window_is_shown()
        notifications.order(click=shown["shown"])
        window = program.window()
        until(lambda: hand.active_window() == window)
        hand.click(eyes.area("notice-dismiss"))
        assert notifications.told() == {"closed": shown["shown"]}


@pytest.mark.usefixtures("tray")
def test_started_at_login_as_was_chosen_by_keyboard(home: Installation, tmp_path: Path, hand: Hand) -> None:
    home.environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    with home.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.has_keyboard(window))
        hand.press("ctrl+comma")
        until(lambda: any(each["focused"] for each in eyes.see("widgets", name="sections")))
        hand.write("Desk")
        until(lambda: eyes.see("widgets", name="desktop/login"))
        hand.press("Tab")
        until(lambda: eyes.widget("desktop/login")["focused"])
        hand.press("space")
        (entry,) = until(lambda: list((tmp_path / "config" / "autostart").glob("*.desktop")))
        assert home.ask("quit").returncode == 0
        program.ends()

    subprocess.run(["gio", "launch", str(entry)], env=home.environment, check=True, timeout=60)
    (started,) = until(lambda: _running_with(home.folder))
    try:
        until(home.answers)
        until(lambda: hand.sizes(started.pid) == [TRAY_ICON])  # and no other window
        assert home.ask("quit").returncode == 0
        started.wait(10)
    finally:
        if started.is_running():
            started.kill()


def _running_with(folder: Path) -> list[psutil.Process]:
    """The programs that run for that configuration folder."""
    return [each for each in psutil.process_iter(["cmdline"]) if str(folder) in (each.info["cmdline"] or [])]
