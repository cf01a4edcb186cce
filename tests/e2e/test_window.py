"""A person at the window: a real click, a real key, a real browser, and what the embedded cloud has of it."""

from __future__ import annotations

import pytest

from .conftest import RealBrowser
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation

CONSOLE, SPEAKERS = "Console, Salon / TV", "Enceintes, Salon / TV"


def relays(eyes: Eyes) -> list[bool]:
    """What the first strip of the program's own embedded cloud really is."""
    return [outlet["on"] for outlet in eyes.see("house")[0]["sockets"][0]["outlets"]]


def says(eyes: Eyes, tile: str) -> str:
    """The state that the tile tells."""
    return str(eyes.widget(called=tile)["description"])


def test_a_newcomer_signs_in_and_switches_by_mouse_and_by_key(
    demo: Installation, chromium: RealBrowser, hand: Hand
) -> None:
    demo.environment["BROWSER"] = chromium.command
    with demo.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.active_window() == window)
        assert says(eyes, CONSOLE) == "Not known yet"
        hand.click(eyes.area("notice-sign-in"))
        assert until(chromium.last_heading) == "Almost done"
        until(lambda: says(eyes, CONSOLE).startswith("Off · "))
        until(lambda: not eyes.words("notice"))

        hand.click(eyes.area(called=CONSOLE))
        until(lambda: relays(eyes) == [True, True, True, True])
        until(lambda: says(eyes, CONSOLE).startswith("On · "))
        assert eyes.words("last") == "Console is on."

        hand.press("Tab")
        until(lambda: eyes.widget(called=SPEAKERS)["focused"])
        hand.press("space")
        until(lambda: relays(eyes) == [True, True, False, True])
        until(lambda: says(eyes, SPEAKERS).startswith("Off · "))


def test_without_a_tray_closing_asks_once_and_never_hides(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        window = program.window()
        assert not eyes.see("tray")["available"]

        def minimized() -> bool:
            return [each["minimized"] for each in eyes.see("windows") if each["name"] == "main-window"] == [True]

        hand.close_until(window, lambda: eyes.words("closing-keep"))
        hand.click(eyes.area("closing-keep"))  # Minimize
        until(minimized)
        assert demo.ask().returncode == 0  # a second start brings it back
        hand.close_until(window, minimized)
        assert demo.ask("quit").returncode == 0
        program.ends()


def test_quit_is_an_answer_too(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        hand.close_until(program.window(), lambda: eyes.words("closing-quit"))
        hand.click(eyes.area("closing-quit"))
        program.ends()


def test_without_a_tray_minimized_still_shows_the_window(demo: Installation) -> None:
    with demo.running("--minimized") as program:
        assert program.window()


def test_settings_that_cannot_be_read_are_told_and_kept(home: Installation) -> None:
    broken = '{"version": 1, "service": {"redirect_port": "many"}}'
    (home.folder / "settings.json").write_text(broken)
    with home.seen() as (program, eyes):
        program.window()
        words = until(lambda: eyes.words("notice"))
        assert words.startswith("settings.json cannot be read. The mistake is at: service.redirect_port.")
        assert home.ask("quit").returncode == 0
        program.ends()
    assert (home.folder / "settings.json").read_text() == broken


@pytest.mark.parametrize("screen", [{"DISPLAY": ""}, {"DISPLAY": ":4711"}, {"DISPLAY": ":4711", "QT_QPA_PLATFORM": ""}])
def test_a_screen_that_does_not_answer_is_told_in_one_line(home: Installation, screen: dict[str, str]) -> None:
    start = home.ask(environment=screen)
    assert (start.returncode, start.stdout) == (1, "")
    assert start.stderr == "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY names one that answers.\n"
