"""The whole program and a real browser at an OpenID provider that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.wait import WebDriverWait
from signin.openid_provider import OpenIdProvider, running_provider

from multisocket_gui import settings

from .browser import PATIENCE, Surfer, browser
from .conftest import Links
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation

BUTTON = (By.CSS_SELECTOR, "button[type=submit]")


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[OpenIdProvider]:
    folder = tmp_path / "provider"
    folder.mkdir()
    with running_provider(folder) as running:
        yield running


@pytest.fixture
def home(desktop: dict[str, str], provider: OpenIdProvider, links: Links, tmp_path: Path) -> Installation:
    """The program set up for that provider, with no plant to read."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.save(folder / "settings.json", settings.Settings(provider.service))
    return Installation(folder, desktop | {"BROWSER": links.command, "REQUESTS_CA_BUNDLE": str(provider.ca_file)})


def test_sign_in_out_and_in_again(home: Installation, provider: OpenIdProvider, links: Links, hand: Hand) -> None:
    with home.seen() as (_program, eyes), a_browser() as surfer:
        asks_to_sign_in(eyes, hand)
        signs_in(surfer, links.wait_for(1))
        until(lambda: eyes.words("account") == "ada of the tests")
        assert home.ask("sign-out").returncode == 0
        until(lambda: eyes.words("account") == "Not signed in")

        asks_to_sign_in(eyes, hand)
        signs_in(surfer, links.wait_for(2))  # it asks who it is, though the browser is still known there
        until(lambda: eyes.words("account") == "ada of the tests")
    assert provider.grants() == ["grant.success authorization_code"] * 2


def test_given_up_on_its_page(home: Installation, provider: OpenIdProvider, links: Links, hand: Hand) -> None:
    with home.seen() as (_program, eyes), a_browser() as surfer:
        asks_to_sign_in(eyes, hand)
        surfer.opens(links.wait_for(1))
        surfer.chromium.find_element(By.PARTIAL_LINK_TEXT, "Cancel").click()
        assert ends_with(surfer) == "Not signed in"
        until(lambda: eyes.words("account") == "Not signed in")
    assert provider.grants() == []


def asks_to_sign_in(eyes: Eyes, hand: Hand) -> None:
    hand.click(eyes.area("account"))
    hand.click(eyes.action_area("Sign in"))


def a_browser() -> AbstractContextManager[Surfer]:
    # Its pages want a font from elsewhere; and the browser knows nothing of our certificate authority.
    return browser("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost", "--ignore-certificate-errors")


def signs_in(surfer: Surfer, link: str) -> None:
    surfer.opens(link)
    for name, text in (("login", "ada"), ("password", "any will do")):
        surfer.chromium.find_element(By.NAME, name).send_keys(text)
    presses(surfer)
    wait(surfer).until(lambda chromium: chromium.title == "Sign-in" and not chromium.find_elements(By.NAME, "login"))
    presses(surfer)
    assert ends_with(surfer) == "Almost done"


def presses(surfer: Surfer) -> None:
    wait(surfer).until(element_to_be_clickable(BUTTON)).click()


def ends_with(surfer: Surfer) -> str:
    """The heading of the program's own page, once the browser is there."""
    wait(surfer).until(lambda chromium: chromium.current_url.startswith("http://localhost:"))
    return str(wait(surfer).until(lambda chromium: chromium.find_element(By.TAG_NAME, "h1").text))


def wait(surfer: Surfer) -> WebDriverWait[Chrome]:
    return WebDriverWait(surfer.chromium, PATIENCE, poll_frequency=0.05)
