"""The whole program by keyboard alone: real keys in a real window, and what the embedded cloud has of them."""

from __future__ import annotations

import json

from multisocket_gui.demo.cloud import EmbeddedCloud

from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation

MAISON = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
TELEVISION, CONSOLE, SPEAKERS = ("MS-1001", 0), ("MS-1001", 1), ("MS-1001", 2)
SCENE = {TELEVISION: True, CONSOLE: True}


def _have_the_scene(home: Installation) -> None:
    file = home.folder / "settings.json"
    wants = [
        {"plant": MAISON, "key": "id", "value": value, "index": index, "on": on} for (value, index), on in SCENE.items()
    ]
    settings = json.loads(file.read_text(encoding="utf-8")) | {"version": 2}
    settings["scenes"] = [{"id": "evening", "name": "Evening", "wants": wants}]
    file.write_text(json.dumps(settings), encoding="utf-8")


def _type(hand: Hand, eyes: Eyes, window: int, text: str, promise: str) -> None:
    """Open the palette over the window, type, and press Return once it says what that will do."""
    until(lambda: hand.has_keyboard(window))
    hand.press("ctrl+k")
    until(lambda: eyes.widget("palette-line")["focused"])
    hand.write(text)
    until(lambda: eyes.widget("palette-line")["description"].startswith(promise))
    hand.press("Return")


def test_everything_by_keyboard_alone(home: Installation, cloud: EmbeddedCloud, hand: Hand) -> None:
    def is_on(place: tuple[str, int]) -> bool:
        return bool(cloud.house.state(MAISON, place[0])[place[1]])

    _have_the_scene(home)
    with home.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.has_keyboard(window))
        home.sign_in()
        assert (is_on(TELEVISION), is_on(CONSOLE), is_on(SPEAKERS)) == (True, False, True)

        _type(hand, eyes, window, "cons", "Turn on Console")
        until(lambda: is_on(CONSOLE))
        until(lambda: hand.has_keyboard(window))

        hand.press("ctrl+f")
        hand.write("encein")
        hand.press("Down")
        until(lambda: eyes.widget(called="Enceintes, Salon / TV")["focused"])
        hand.press("space")
        until(lambda: not is_on(SPEAKERS))
        hand.press("ctrl+f", "Escape")

        _type(hand, eyes, window, "all off maison", "Turn off all of Maison")
        until(lambda: eyes.widget("together-go")["focused"])
        assert is_on(CONSOLE)
        hand.press("Return")
        until(lambda: not (is_on(TELEVISION) or is_on(CONSOLE)))

        _type(hand, eyes, window, "scene evening", "Apply scene Evening")
        until(lambda: is_on(TELEVISION) and is_on(CONSOLE))

        _type(hand, eyes, window, "lock console", "Lock Console")
        _type(hand, eyes, window, "off console", "Turn off Console")
        until(lambda: eyes.words("palette-said").endswith(": Locked"))
        hand.press("Escape")
        until(lambda: hand.has_keyboard(window))
        assert is_on(CONSOLE)

        _type(hand, eyes, window, "television off in 1s", "Turn off Télévision")
        until(lambda: not is_on(TELEVISION))

        hand.press("F1")
        until(lambda: eyes.widget("help")["focused"])
        hand.press("Escape")

        hand.minimize(window)
        assert home.ask("palette").returncode == 0
        until(lambda: eyes.widget("palette-line")["focused"])
        hand.write("encein")
        until(lambda: eyes.widget("palette-line")["description"].startswith("Turn on Enceintes"))
        hand.press("Return")
        until(lambda: eyes.words("palette-said").startswith("Enceintes: On · "))
        assert is_on(SPEAKERS)
        until(lambda: not eyes.words("palette-said"))
