"""A timer made by keyboard in a real window, a crash before it is due, and a start after it."""

from __future__ import annotations

import json

from multisocket_gui.demo.cloud import EmbeddedCloud

from .facts import until
from .hand import Hand
from .program import Installation


def writes(cloud: EmbeddedCloud) -> int:
    return sum(call.method == "POST" for call in cloud.calls)


def test_a_timer_outlives_a_crash_and_runs_once(home: Installation, cloud: EmbeddedCloud, hand: Hand) -> None:
    plant = cloud.home.plants_of(cloud.home.demo_user)[0]
    socket = plant.sockets[0]
    with home.seen() as (program, eyes):
        home.sign_in()
        window = program.window()
        until(lambda: hand.has_keyboard(window))
        hand.press("ctrl+t")
        until(lambda: eyes.widget("timer-add")["focused"])
        hand.press("space")
        until(lambda: eyes.widget("timer-what")["focused"])
        hand.click(eyes.area("timer-duration"))
        hand.press("ctrl+a")
        hand.write("6 s")
        hand.press("Return")
        until(lambda: eyes.words("show-timers") == "&Timers (1)")
        program.killed()
    assert cloud.house.state(plant.id, socket.id)[0] is True
    (timer,) = json.loads((home.folder / "settings.json").read_text(encoding="utf-8"))["timers"]
    assert timer["outlet"]["value"] == socket.id

    with home.running():
        home.sign_in()
        until(lambda: cloud.house.state(plant.id, socket.id)[0] is False)
        until(lambda: not json.loads((home.folder / "settings.json").read_text(encoding="utf-8"))["timers"])
        assert writes(cloud) == 1
        until(lambda: home.outlet("Télévision")["phase"] == "CONFIRMED")
