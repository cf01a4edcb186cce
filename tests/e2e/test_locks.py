"""Locks from outside: second processes ask for everything there is, and the cloud's relays tell what came of it."""

from __future__ import annotations

from multisocket_gui.demo.cloud import EmbeddedCloud

from .program import Installation

BOX = "Maison/Salon / TV/Box internet"


def test_a_lock_and_a_question_hold_against_every_command(home: Installation, cloud: EmbeddedCloud) -> None:
    plant = cloud.home.plants[0].id
    with home.running():
        home.sign_in()
        assert cloud.house.state(plant, "MS-1001") == [True, False, True, True]
        assert home.ask("lock", "Box internet", "Never!").returncode == 0
        assert home.ask("ask", "Radio", "Grandma listens").returncode == 0
        for words in (["off", "box internet"], ["toggle", "Box internet"], ["off", "Box internet", "--yes"]):
            is_refused(home, "Never!", *words)
        is_refused(home, "Grandma listens", "off", "Radio")
        everything_else_goes_off(home, cloud, plant)
        assert home.ask("off", "Radio", "--yes").returncode == 0
        assert cloud.house.state(plant, "MS-1003") == [False, False, False]
        assert home.ask("on", "Radio").returncode == 0  # turning on needs no question
    with home.running():
        is_refused(home, "Never!", "off", "Box internet")  # nobody is signed in: the lock speaks first
        assert home.ask("unlock", "Box internet").returncode == 0
        home.sign_in()
        assert home.ask("off", "Box internet").returncode == 0
        assert not any(cloud.house.state(plant, "MS-1001"))


def is_refused(home: Installation, why: str, *words: str) -> None:
    answer = home.ask(*words)
    assert (answer.returncode, answer.stdout) == (5, "")
    assert f"“{why}”" in answer.stderr


def everything_else_goes_off(home: Installation, cloud: EmbeddedCloud, plant: str) -> None:
    """By one write a strip, which carries what was read of the guarded ones."""
    answer = home.ask("all-off", "Maison")
    assert answer.returncode == 0, answer.stderr
    assert BOX in answer.stdout + answer.stderr
    assert cloud.house.state(plant, "MS-1001") == [False, False, False, True]
    assert cloud.house.state(plant, "MS-1003") == [False, False, True]
    assert not any(cloud.house.state(plant, "MS-1002"))
