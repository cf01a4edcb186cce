"""A scene by mouse in a real window: applied, and turned off after a restart by what it had really changed."""

from __future__ import annotations

from multisocket_gui.demo.cloud import EmbeddedCloud

from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation

MAISON = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
ATELIER = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b02"
NAME = "Departure"
LAMP, CONSOLE, TELEVISION, SOLDERING = (MAISON, "MS-1002", 0), (MAISON, "MS-1001", 1), (MAISON, "MS-1001", 0), (
    ATELIER, "MS-1101", 1,
)  # fmt: skip
WANTS = {LAMP: True, CONSOLE: True, TELEVISION: False, SOLDERING: True}
"""The lamp is on before."""


def _have_the_scene(home: Installation) -> None:
    wants = [
        {"plant": plant, "key": "id", "value": value, "index": index, "on": on}
        for (plant, value, index), on in WANTS.items()
    ]
    scene = {"id": "departure", "name": NAME, "wants": wants}
    home.has_set(version=2, scenes=[scene], desktop={"closing": "quit"})


def _relays(cloud: EmbeddedCloud) -> dict[tuple[str, str, int], bool]:
    return {(plant, value, index): cloud.house.state(plant, value)[index] for plant, value, index in WANTS}


def _choose(eyes: Eyes, hand: Hand, scene: str, entry: str) -> None:
    hand.click(eyes.area("scenes"))
    hand.click(eyes.action_area(scene))
    hand.click(eyes.action_area(entry))


def test_applied_and_turned_off_after_a_restart(home: Installation, cloud: EmbeddedCloud, hand: Hand) -> None:
    _have_the_scene(home)
    before = _relays(cloud)
    with home.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.active_window() == window)
        home.sign_in()
        _choose(eyes, hand, f"{NAME} — partly active", "Apply")
        assert until(lambda: eyes.words("together-title")) == (f"Apply “{NAME}”: turn 2 on, turn 1 off?")
        assert _relays(cloud) == before
        hand.click(eyes.area("together-go"))
        until(lambda: _relays(cloud) == WANTS)
        until(lambda: eyes.words("together-title") == f"“{NAME}”: 2 outlets are on, 1 outlet is off.")
        hand.click(eyes.area("scenes"))
        assert eyes.action(NAME)["text"] == f"{NAME} — active"
        hand.press("Escape")
        hand.close(window)
        program.ends()

    cloud.house.press(*CONSOLE)  # somebody presses the button on the strip
    with home.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.active_window() == window)
        home.sign_in()
        _choose(eyes, hand, f"{NAME} — partly active", "Turn off")
        until(lambda: eyes.words("together-title") == f"Turn “{NAME}” off: turn 1 on, turn 1 off?")
        hand.click(eyes.area("together-go"))
        until(lambda: _relays(cloud) == before)  # the lamp and the console were left alone, and are as they were
        hand.close(window)
        program.ends()
