"""The tray: a real host, real clicks on the icon and in its menu."""

from __future__ import annotations

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud

from .eyes import Eyes
from .facts import until
from .hand import RIGHT, Hand
from .program import AT_ONCE, Installation, Running

pytestmark = pytest.mark.usefixtures("tray")


def strip(cloud: EmbeddedCloud) -> list[bool]:
    """What the first strip of the embedded cloud really is."""
    return cloud.house.state(cloud.home.plants[0].id, "MS-1001")


def hides(program: Running, eyes: Eyes, hand: Hand) -> None:
    """Close the window as a person does; the program must go on in the tray."""
    hand.close(program.window())
    until(lambda: not eyes.window_is_shown())


def open_menu(eyes: Eyes, hand: Hand) -> None:
    """Right click the icon; once more where the panel was still busy with a window that has just gone."""
    hand.click(eyes.tray_icon(), RIGHT)
    try:
        until(lambda: eyes.see("actions"), seconds=5)
    except AssertionError:
        hand.click(eyes.tray_icon(), RIGHT)


def reads(home: Installation, *, on: bool) -> bool:
    """Whether the program has read back that Console is so."""
    console = home.outlet("Console")
    return (console["phase"], console["on"]) == ("CONFIRMED", on)


def test_the_menu_switches_by_mouse_and_by_key(home: Installation, cloud: EmbeddedCloud, hand: Hand) -> None:
    with home.seen("--minimized") as (_program, eyes):
        home.sign_in()
        open_menu(eyes, hand)
        hand.click(eyes.action_area("Maison"))
        hand.click(eyes.action_area("Console — Off"))
        cloud.house.wait_for(lambda _house: strip(cloud) == [True, True, True, True])
        until(lambda: reads(home, on=True))

        open_menu(eyes, hand)
        eyes.action("Maison")
        hand.press("Down", "Right", "Down")
        assert eyes.action("Console — On")["checked"]
        hand.press("Return")
        cloud.house.wait_for(lambda _house: strip(cloud) == [True, False, True, True])
        until(lambda: reads(home, on=False))
        assert not eyes.window_is_shown()


def test_ways_to_the_window_that_hides_and_the_end(demo: Installation, hand: Hand) -> None:
    demo.decided("hide")
    with demo.seen("--minimized") as (program, eyes):
        assert not eyes.window_is_shown()
        assert demo.ask().returncode == 0  # a second start
        hides(program, eyes, hand)
        open_menu(eyes, hand)
        hand.click(eyes.action_area("Show window"))
        hides(program, eyes, hand)
        open_menu(eyes, hand)
        hand.click(eyes.action_area("Quit"))
        program.ends(within=AT_ONCE)


def test_a_menu_that_is_open_does_not_hold_up_the_end(demo: Installation, hand: Hand) -> None:
    with demo.seen("--minimized") as (program, eyes):
        open_menu(eyes, hand)
        hand.click(eyes.action_area("Maison"))
        eyes.action("Console")
        assert demo.ask("quit").returncode == 0
        program.ends(within=AT_ONCE)
