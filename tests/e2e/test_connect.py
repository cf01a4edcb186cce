"""A newcomer connects a home: from an empty folder to an outlet whose state is confirmed, by mouse and by key."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud

from .conftest import VISITOR, RealBrowser
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation

STEPS = ("needs", "key", "application", "client", "sign_in", "plant", "reading", "done")
_CLIPBOARD = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.clipboard().setText(sys.argv[1])
print("copied", flush=True)
application.exec()
"""


@pytest.fixture
def newcomer(desktop: dict[str, str], cloud: EmbeddedCloud, tmp_path: Path) -> Installation:
    """The program before its first start, with the embedded cloud where the service is."""
    folder = tmp_path / "home"
    folder.mkdir()
    service = {"api_url": cloud.service.api_url, "authority": cloud.service.authority}
    (folder / "settings.json").write_text(json.dumps({"version": 2, "service": service}), encoding="utf-8")
    own = {"BROWSER": VISITOR, "REQUESTS_CA_BUNDLE": str(cloud.service.ca_file)}
    return Installation(folder, desktop | own)


@contextmanager
def copied(text: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Another program has copied the text: that one gives it to whoever pastes."""
    order = [sys.executable, "-c", _CLIPBOARD, text]
    with subprocess.Popen(order, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "copied\n"
            yield
        finally:
            other.kill()


@dataclass
class Person:
    """Somebody before the steps, with a mouse and a keyboard."""

    hand: Hand
    eyes: Eyes

    def opens_the_steps(self) -> None:
        self.clicks("empty-step")
        until(lambda: any(window["name"] == "connect" and window["active"] for window in self.eyes.see("windows")))

    def is_at(self, step: str) -> bool:
        return bool(self.eyes.see("widgets", name=f"connect/{step}"))

    def sees(self, words: str) -> bool:
        """Whether words that begin so stand on the page."""
        return any(str(each["text"]).startswith(words) for each in self.eyes.see("widgets"))

    def clicks(self, name: str) -> None:
        self.hand.click(self.eyes.area(name))

    def clicks_next(self, then: str) -> None:
        self.clicks("connect/next")
        until(lambda: self.is_at(then))

    def types(self, name: str, text: str) -> None:
        """Type into a field that has the keyboard already."""
        until(lambda: self.eyes.widget(name)["focused"])
        self.hand.write(text)

    def presses_enter(self, then: str) -> None:
        self.hand.press("Return")
        until(lambda: self.is_at(then))


def try_it(cloud: EmbeddedCloud) -> str:
    """What the portal's page gives to copy: with the key and a token in it."""
    plant = cloud.home.plants_of(cloud.home.demo_user)[0]
    path = f"multioutlet/plug/energy/addressLocation/plants/{plant.id}/parameter/id/value/{plant.sockets[0].id}"
    key, token = cloud.service.subscription_key, cloud.id_token()
    return (
        f'@ECHO OFF\n\ncurl -v -X GET "{cloud.service.api_url}/{path}"\n'
        f'-H "Ocp-Apim-Subscription-Key: {key}"\n-H "Authorization: {token}"\n'
    )


def on_file(home: Installation) -> dict[str, Any]:
    return dict(json.loads((home.folder / "settings.json").read_text(encoding="utf-8")))


def first_outlet(home: Installation) -> dict[str, Any]:
    """What the command line says of the first outlet; nothing while there is none."""
    plants = home.status()["plants"]
    outlets = [outlet for plant in plants for socket in plant["sockets"] for outlet in socket["outlets"]]
    return dict(outlets[0]) if outlets else {}


def test_from_an_empty_folder_to_a_confirmed_outlet(
    newcomer: Installation, cloud: EmbeddedCloud, chromium: RealBrowser, hand: Hand
) -> None:
    newcomer.environment["BROWSER"] = chromium.command
    with newcomer.seen() as (program, eyes):
        program.window()
        person = Person(hand, eyes)
        person.opens_the_steps()
        person.presses_enter(then="key")

        person.clicks("connect/next")
        until(lambda: eyes.words("connect/why").startswith("Type the subscription key first"))
        person.types("service/subscription_key", cloud.service.subscription_key)
        person.presses_enter(then="application")
        assert eyes.words("connect/reply_url") == "http://localhost"
        person.presses_enter(then="client")
        person.types("connect/client_id", cloud.service.client_id)
        person.clicks_next(then="sign_in")

        person.clicks("connect/sign-in")
        assert until(chromium.last_heading) == "Almost done"
        until(lambda: person.sees("Signed in as Camille Lefèvre."))
        until(lambda: eyes.widget("connect/next")["focused"])
        person.presses_enter(then="plant")

        until(lambda: eyes.widget("connect/paste")["focused"])
        with copied(try_it(cloud), newcomer.environment):
            hand.press("ctrl+v")
            until(lambda: eyes.words("connect/found").startswith("Found the plant "))
        person.clicks_next(then="reading")

        calls = len(cloud.calls.snapshot())
        assert eyes.words("read/value") == cloud.home.plants_of(cloud.home.demo_user)[0].sockets[0].id
        until(lambda: eyes.widget("read/value")["focused"])
        hand.press("Return")
        until(lambda: eyes.widget("connect/next")["focused"])
        assert len(cloud.calls.snapshot()) == calls + 1
        person.presses_enter(then="done")
        assert person.sees("Your home is connected.")
        person.clicks("connect/next")

        until(lambda: not eyes.see("widgets", name="connect"))
        until(lambda: first_outlet(newcomer).get("phase") == "CONFIRMED")
    (plant,) = on_file(newcomer)["plants"]
    assert (plant["name"], plant["account"]) == ("Home", cloud.home.demo_user.id)
    assert not (newcomer.folder / "state" / "connect.json").exists()


def test_waiting_for_the_approval_over_a_restart(newcomer: Installation, cloud: EmbeddedCloud, hand: Hand) -> None:
    half = cloud.service.client_id[:13]
    with newcomer.seen() as (program, eyes):
        program.window()
        person = Person(hand, eyes)
        person.opens_the_steps()
        person.clicks("connect/step/application")
        person.clicks("connect/fixed-port")
        person.clicks_next(then="client")
        person.types("connect/client_id", half)
        person.clicks("connect/later")
        until(lambda: not eyes.see("widgets", name="connect"))
    assert on_file(newcomer)["service"]["redirect_port"] == 8400
    with newcomer.seen() as (program, eyes):
        program.window()
        person = Person(hand, eyes)
        person.opens_the_steps()
        assert person.is_at("client")
        assert eyes.words("connect/client_id") == half
        hand.press("End")
        hand.write(cloud.service.client_id[13:])
        person.presses_enter(then="sign_in")
    assert on_file(newcomer)["service"]["client_id"] == cloud.service.client_id


def test_the_demo_is_left_for_the_steps(demo: Installation, hand: Hand) -> None:
    with demo.seen() as (program, eyes):
        program.window()
        person = Person(hand, eyes)
        person.clicks("account")
        hand.click(eyes.action_area("Connect your home"))
        until(lambda: person.sees("This is the demo."))
        person.clicks("connect/next")
        program.ends()
    try:
        until(lambda: hand.sees_window("^Connect your home"))
        assert demo.status()["plants"] == []
    finally:
        demo.ask("quit")
        until(lambda: not demo.answers())
