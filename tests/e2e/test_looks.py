"""A person puts a tile elsewhere, locks an outlet and is asked about another, by real mouse and real keys."""

from __future__ import annotations

import json

from multisocket_gui import paths

from .eyes import Eyes
from .facts import until
from .hand import RIGHT, Hand
from .program import Installation

CONSOLE, TV, SPEAKERS = "Console, Salon / TV", "Télé, Salon / TV", "Enceintes, Salon / TV"


def relays(eyes: Eyes) -> list[bool]:
    """What the first strip of the program's own embedded cloud really is."""
    return [outlet["on"] for outlet in eyes.see("house")[0]["sockets"][0]["outlets"]]


def says(eyes: Eyes, tile: str) -> str:
    return str(eyes.widget(called=tile)["description"])


def order(demo: Installation) -> list[int]:
    file = paths.places(str(demo.folder), demo=True).settings_file
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return [index for plant in kept.get("plants", [])[:1] for index in plant["sockets"][0].get("order", [])]


def test_drag_lock_and_question(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        window = program.window()
        until(lambda: hand.active_window() == window)
        hand.click(eyes.area("notice-sign-in"))
        until(lambda: says(eyes, SPEAKERS).startswith("On · "))
        before = relays(eyes)

        hand.drag(eyes.area(called=CONSOLE), eyes.area(called=SPEAKERS))
        until(lambda: order(demo) == [0, 2, 1, 3])
        until(lambda: eyes.area(called=CONSOLE)[1] > eyes.area(called=SPEAKERS)[1])
        assert relays(eyes) == before

        hand.click(eyes.area(called=SPEAKERS), RIGHT)
        hand.click(eyes.action_area("Lock"))
        until(lambda: says(eyes, SPEAKERS).endswith(" · Locked"))
        hand.click(eyes.area(called=SPEAKERS))
        until(lambda: eyes.words("last") == "Enceintes is locked.")
        assert relays(eyes) == before

        hand.click(eyes.area(called=SPEAKERS), RIGHT)
        hand.click(eyes.action_area("Ask before switching off"))
        until(lambda: eyes.widget(called="Your own words for Enceintes")["focused"])
        hand.write("Freezer!")
        hand.press("Return")
        until(lambda: says(eyes, SPEAKERS).endswith(" · Asks first — Freezer!"))
        for keys in (("space", "Escape"), ("space", "Return")):
            until(lambda: eyes.widget(called=SPEAKERS)["focused"])
            hand.press(keys[0])
            until(lambda: eyes.widget(called=f"Keep on: {SPEAKERS}")["focused"])
            assert says(eyes, SPEAKERS) == "Freezer! Turn off?"
            hand.press(keys[1])
            until(lambda: says(eyes, SPEAKERS).startswith("On · "))
        assert relays(eyes) == before

        hand.press("space")
        until(lambda: eyes.widget(called=f"Keep on: {SPEAKERS}")["focused"])
        hand.press("Left", "Return")
        until(lambda: relays(eyes) == [*before[:2], False, before[3]])
        until(lambda: says(eyes, SPEAKERS).startswith("Off · "))
