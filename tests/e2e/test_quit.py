"""Quitting: at once, with exit code 0 and in silence, whatever hangs."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud

from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import AT_ONCE, Installation, Running

TILES = ("Console, Salon / TV", "Lampe, Bureau de Zoé", "Radio, Cuisine")
Leave = Callable[[Installation, Running], None]


def by_command(installation: Installation, _running: Running) -> None:
    assert installation.ask("quit").returncode == 0


def by_signal(_installation: Installation, running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)


def by_closing_the_window(_installation: Installation, running: Running) -> None:
    running.hand.close(running.window())


WAYS = (by_command, by_signal, by_closing_the_window)
NINE_TIMES = [WAYS[count % len(WAYS)] for count in range(9)]


@pytest.mark.parametrize("leave", NINE_TIMES)
def test_with_requests_that_hang(home: Installation, cloud: EmbeddedCloud, hand: Hand, leave: Leave) -> None:
    home.decided("quit")
    with home.seen() as (program, eyes):
        home.sign_in()
        cloud.knobs.fail_always("hang")
        arrived = cloud.calls.arrived
        for tile in TILES:
            hand.click(eyes.area(called=tile))
        until(lambda: cloud.calls.arrived == arrived + len(TILES))
        assert all(says(eyes, tile).startswith("Turning ") for tile in TILES)
        leave(home, program)
        program.ends(within=AT_ONCE)


def test_with_an_embedded_cloud_of_its_own_the_tenth_time(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        demo.sign_in()
        eyes.see("knobs", changes={"faults": [{"kind": "hang", "count": None}]})
        for tile in TILES:
            hand.click(eyes.area(called=tile))
        until(lambda: all(says(eyes, tile).startswith("Turning ") for tile in TILES))
        by_signal(demo, program)
        program.ends(within=AT_ONCE)


@pytest.mark.parametrize("leave", WAYS)
def test_with_a_sign_in_that_waits_for_the_browser(home: Installation, leave: Leave) -> None:
    home.environment["BROWSER"] = "true %s &"
    home.decided("quit")
    with home.seen() as (program, eyes), waiting_for_the_sign_in(home):
        until(lambda: eyes.words("notice") == "Waiting for the browser…")
        leave(home, program)
        program.ends(within=AT_ONCE)


@pytest.mark.parametrize(("part", "calls"), [("Discovery", 1), ("Token", 2)])
def test_with_a_sign_in_service_that_hangs(home: Installation, cloud: EmbeddedCloud, part: str, calls: int) -> None:
    cloud.knobs.fail_always("hang", on=part)
    with home.running() as program, waiting_for_the_sign_in(home):
        until(lambda: cloud.signin_calls.arrived == calls)
        by_signal(home, program)
        program.ends(within=AT_ONCE)


@contextmanager
def waiting_for_the_sign_in(home: Installation) -> Iterator[None]:
    """A command line that waits for a sign-in which does not come to its end."""
    with home.start("sign-in") as waiting:
        try:
            yield
            assert (*waiting.communicate(timeout=20), waiting.returncode) == ("", "", 3)
        finally:
            waiting.kill()


def says(eyes: Eyes, tile: str) -> str:
    return str(eyes.widget(called=tile)["description"])


def test_with_the_settings_open(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        hand.click(eyes.area("add-plant"))
        until(lambda: "settings" in [window["name"] for window in eyes.see("windows")])
        by_signal(demo, program)
        program.ends(within=AT_ONCE)
