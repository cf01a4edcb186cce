"""A sign-in outlives the program where there is a keyring to keep it, and ends with it where there is none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from signin.gnome_keyring import PASSWORD, Desktop
from signin.gnome_keyring import desktop as desktop_with_keyring

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.visitor import visit

from .conftest import Links
from .facts import until
from .hand import Hand
from .program import Installation

CAMILLE = "Camille Lefèvre"
SIGNED_OUT = "Not signed in. Outlets can be read and switched after signing in."


@pytest.fixture(scope="module")
def keyring() -> Iterator[Desktop]:
    """A real one, unlocked. (A socket's address has some 100 bytes at most: hence a short path.)"""
    short = tempfile.TemporaryDirectory(prefix="msg-", ignore_cleanup_errors=True)
    with short as folder, desktop_with_keyring(Path(folder)) as running:
        yield running


@pytest.fixture
def kept(home: Installation, keyring: Desktop, links: Links) -> Installation:
    """The program on a desktop with a keyring, where nobody is at the browser."""
    home.environment["DBUS_SESSION_BUS_ADDRESS"] = keyring.environment["DBUS_SESSION_BUS_ADDRESS"]
    home.environment["BROWSER"] = links.command
    return home


def signs_in(home: Installation, links: Links, count: int = 1) -> str:
    """Sign in from the command line; returns the link."""
    with home.start("sign-in") as waiting:
        link = links.wait_for(count)
        visit(link)
        said = (*waiting.communicate(timeout=20), waiting.returncode)
        assert said == (f"Signed in as {CAMILLE}.\n", "", 0)
    until(home.all_confirmed)
    return link


def whose(home: Installation) -> str:
    """Who is signed in; nothing for nobody."""
    account = home.status()["account"]
    return str(account["name"]) if account["signed_in"] else ""


def reads(home: Installation) -> bool:
    """Whether what the window shows was read; nobody looks at the rest yet."""
    return bool(home.outlet("Console")["phase"] == "CONFIRMED")


def prompt(link: str) -> list[str]:
    return parse_qs(urlsplit(link).query).get("prompt", [])


@pytest.mark.parametrize("end", ["quit", "crash"])
def test_the_next_start_needs_no_browser(kept: Installation, links: Links, end: str) -> None:
    with kept.running() as program:
        signs_in(kept, links)
        if end == "crash":
            program.killed()
    with kept.seen() as (_program, eyes):
        until(lambda: eyes.words("account") == CAMILLE)
        until(lambda: reads(kept))
        assert links.count() == 1


def test_what_is_kept_is_the_newest_refresh_token(kept: Installation, links: Links, cloud: EmbeddedCloud) -> None:
    """Each is good once, and ID tokens that live so shortly are renewed for each call."""
    cloud.knobs.id_token_lifetime_s = 20
    with kept.running():
        signs_in(kept, links)
    renewals = len([call for call in cloud.signin_calls if call.operation == "Token"])
    assert renewals > 1
    with kept.running():
        until(lambda: whose(kept) == CAMILLE and reads(kept))
        assert links.count() == 1
    assert all(call.status == 200 for call in cloud.signin_calls)


@pytest.fixture
def unlocking(keyring: Desktop) -> Iterator[Callable[[], object]]:
    """Unlocks the keyring, in the end at the latest."""
    unlock = partial(keyring.program.act, "unlock", PASSWORD)
    yield unlock
    unlock()


def test_a_locked_keyring_is_told_and_can_be_unlocked(
    kept: Installation, links: Links, hand: Hand, keyring: Desktop, unlocking: Callable[[], object]
) -> None:
    """Where no screen is to be had on which the keyring could ask for its password."""
    with kept.running():
        signs_in(kept, links)
    keyring.program.act("lock")
    with kept.seen() as (_program, eyes):
        until(lambda: eyes.words("notice").startswith("The keyring is locked. "))
        assert not whose(kept)
        unlocking()
        hand.click(eyes.area("notice-try-again"))
        until(lambda: whose(kept) == CAMILLE and reads(kept))
    assert links.count() == 1


def test_a_grant_that_ended_while_the_program_was_closed_is_told(
    kept: Installation, links: Links, hand: Hand, cloud: EmbeddedCloud
) -> None:
    with kept.running():
        signs_in(kept, links)
    cloud.revoke()
    cloud.knobs.fail_next("token_refused", on="GetPlugStatus")
    with kept.seen(meant=("TokenRefused", "SignInAgain")) as (_program, eyes):
        until(lambda: eyes.words("notice").startswith("Your sign-in has ended. "))
        assert not whose(kept)
        hand.click(eyes.area("notice-sign-in"))
        visit(links.wait_for(2))
        until(lambda: whose(kept) == CAMILLE and kept.all_confirmed())


def test_after_a_sign_out_the_next_start_knows_nobody_and_asks_who_it_is(kept: Installation, links: Links) -> None:
    with kept.running():
        signs_in(kept, links)
        assert kept.ask("sign-out").returncode == 0
    with kept.seen() as (_program, eyes):
        until(lambda: eyes.words("notice") == SIGNED_OUT)
        assert prompt(signs_in(kept, links, 2)) == ["login"]
    with kept.running():
        until(lambda: whose(kept) == CAMILLE)
        assert links.count() == 2


def test_without_a_keyring_the_next_start_asks_again(home: Installation, links: Links, hand: Hand) -> None:
    home.environment["BROWSER"] = links.command
    with home.seen() as (_program, eyes):
        signs_in(home, links)
        hand.click(eyes.area("account"))
        assert eyes.action("This session only: there is no keyring")
        hand.press("Escape")
    with home.seen() as (_program, eyes):
        until(lambda: eyes.words("notice") == SIGNED_OUT)
        assert prompt(signs_in(home, links, 2)) == []
