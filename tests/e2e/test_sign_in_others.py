"""Two people at one computer: each has a home of their own."""

from __future__ import annotations

import json
from typing import Any

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.demo_home import DemoUser

from .browser import Surfer
from .conftest import Links
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation


def document(home: Installation) -> Any:
    return json.loads((home.folder / "settings.json").read_text(encoding="utf-8"))


def owners(home: Installation) -> dict[str, str]:
    """Whose each plant in the settings is; nothing where it is nobody's yet."""
    return {plant["name"]: plant.get("account", "") for plant in document(home)["plants"]}


def shown(home: Installation) -> list[str]:
    return [plant["name"] for plant in home.status()["plants"]]


def signs_in(surfer: Surfer, link: str, user: DemoUser) -> None:
    surfer.opens(link)
    surfer.presses("sign-in", email=user.email, password=user.password)
    assert surfer.arrives() == "Almost done"


def signs_in_as_somebody_else(eyes: Eyes, hand: Hand) -> None:
    hand.click(eyes.area("account"))
    hand.click(eyes.action_area("Sign in as somebody else"))


def test_each_person_sees_a_home_of_their_own_and_neither_loses_anything(
    home: Installation, links: Links, hand: Hand, surfer: Surfer, cloud: EmbeddedCloud
) -> None:
    home.environment["BROWSER"] = links.command
    camille, noor = cloud.home.users
    both = document(home)
    both["plants"] += cloud.home.settings_plants(noor)
    (home.folder / "settings.json").write_text(json.dumps(both), encoding="utf-8")
    with home.seen(meant=("TokenRefused",)) as (_program, eyes):  # Noor's plant, as long as Camille reads it
        hand.click(eyes.area("notice-sign-in"))
        signs_in(surfer, links.wait_for(1), camille)
        hers = {"Maison": camille.id, "Atelier": camille.id}
        until(lambda: owners(home) == hers | {"Appartement de Noor": ""})
        assert shown(home) == ["Maison", "Atelier", "Appartement de Noor"]  # a plant of nobody's is everybody's

        signs_in_as_somebody_else(eyes, hand)
        link = links.wait_for(2)
        cloud.calls.clear()
        signs_in(surfer, link, noor)
        until(lambda: eyes.words("account") == noor.name)
        until(lambda: shown(home) == ["Appartement de Noor"] and home.all_confirmed())
        until(lambda: owners(home) == hers | {"Appartement de Noor": noor.id})
        assert eyes.widget(called="Lampadaire, Entrée")["description"].startswith("Off · ")
        (flat,) = cloud.home.plants_of(noor)
        assert all(f"/plants/{flat.id}/" in call.path for call in cloud.calls)

        signs_in_as_somebody_else(eyes, hand)
        signs_in(surfer, links.wait_for(3), camille)
        until(lambda: shown(home) == ["Maison", "Atelier"] and home.all_confirmed())
        assert owners(home) == hers | {"Appartement de Noor": noor.id}
