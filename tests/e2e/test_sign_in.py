"""A person signs in, or does not: the real window, the real browser, and what either says then."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from multisocket_gui.demo.cloud import EmbeddedCloud

from .browser import Surfer, browser
from .conftest import Links
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation, Running

SIGNED_OUT = "Not signed in. Outlets can be read and switched after signing in."
ALMOST_DONE, NOT_SIGNED_IN, NOTHING_WAITS = "Almost done", "Not signed in", "Nothing is waiting here"
NEW = "another-socket"


@pytest.fixture
def waiting(home: Installation, links: Links, hand: Hand) -> Iterator[tuple[Eyes, str]]:
    """A window that waits for the browser, and the link that the browser was given."""
    with signing_in(home, links, hand) as (_program, eyes, link):
        yield eyes, link


@contextmanager
def signing_in(home: Installation, links: Links, hand: Hand) -> Iterator[tuple[Running, Eyes, str]]:
    home.environment["BROWSER"] = links.command
    with home.seen() as (program, eyes):
        hand.click(eyes.area("notice-sign-in"))
        yield program, eyes, links.wait_for(1)


def set_up(home: Installation, **service: object) -> None:
    """Change fields of the service in the settings."""
    file = home.folder / "settings.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["service"] |= service
    file.write_text(json.dumps(document), encoding="utf-8")


def account(eyes: Eyes) -> str:
    """Who the window says is signed in."""
    return eyes.words("account")


def reply_port(link: str) -> int:
    """The port that the browser brings its answer to."""
    port = urlsplit(parse_qs(urlsplit(link).query)["redirect_uri"][0]).port
    assert port
    return port


def is_free(port: int) -> bool:
    """Whether a program may listen there. (That it was listened to before does not count.)"""
    with socket.socket(socket.AF_INET) as four, socket.socket(socket.AF_INET6) as six:
        for each, host in ((four, "127.0.0.1"), (six, "::1")):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                each.bind((host, port))
            except OSError:
                return False
    return True


def test_the_browser_ends_on_our_page_and_the_window_comes_to_the_front(
    home: Installation, links: Links, hand: Hand
) -> None:
    """The browser knows localhost as ::1 alone."""
    with signing_in(home, links, hand) as (program, eyes, link):
        window = program.window()
        with browser("--host-resolver-rules=MAP localhost [::1]", screen=home.environment) as surfer:
            surfer.opens(link)
            until(lambda: hand.active_window() not in (0, window))
            surfer.presses("sign-in")
            assert surfer.arrives() == ALMOST_DONE
            until(lambda: hand.active_window() == window)
        until(lambda: account(eyes) == "Camille Lefèvre")
        until(home.all_confirmed)


def test_connections_that_say_nothing_keep_nobody_waiting(waiting: tuple[Eyes, str], surfer: Surfer) -> None:
    """Browsers open connections before they need them."""
    eyes, link = waiting
    with ExitStack() as idle:
        for host in ("127.0.0.1", "::1"):
            idle.enter_context(socket.create_connection((host, reply_port(link))))
        surfer.opens(link)
        surfer.presses("sign-in")
        assert surfer.arrives() == ALMOST_DONE
        until(lambda: account(eyes) == "Camille Lefèvre")


def test_cancelled_on_the_page(waiting: tuple[Eyes, str], surfer: Surfer, cloud: EmbeddedCloud) -> None:
    eyes, link = waiting
    surfer.opens(link)
    surfer.presses("cancel")
    assert surfer.arrives() == NOT_SIGNED_IN
    until(lambda: eyes.words("notice") == SIGNED_OUT)
    assert [call.operation for call in cloud.signin_calls] == ["Discovery"]


def test_cancelled_in_the_window_the_page_that_is_left_is_good_for_nothing(
    home: Installation, links: Links, hand: Hand, surfer: Surfer, cloud: EmbeddedCloud, free_port: int
) -> None:
    set_up(home, redirect_port=free_port)
    with signing_in(home, links, hand) as (_program, eyes, link):
        surfer.opens(link)
        hand.click(eyes.area("notice-cancel"))
        until(lambda: is_free(free_port), seconds=1)
        assert eyes.words("notice") == SIGNED_OUT
        surfer.presses("sign-in")
        assert surfer.arrives() == "This site can’t be reached"
        assert [call.operation for call in cloud.signin_calls] == ["Discovery"]


def test_a_page_that_is_left_does_not_disturb_the_next_sign_in(
    home: Installation, links: Links, hand: Hand, surfer: Surfer, free_port: int
) -> None:
    set_up(home, redirect_port=free_port)
    with signing_in(home, links, hand) as (_program, eyes, left):
        surfer.opens(left)
        hand.click(eyes.area("notice-cancel"))
        hand.click(eyes.area("notice-sign-in"))
        surfer.opens_beside(links.wait_for(2))
        surfer.goes_to_tab(0)
        surfer.presses("sign-in")
        assert surfer.arrives() == NOTHING_WAITS
        assert eyes.words("notice") == "Waiting for the browser…"
        surfer.goes_to_tab(1)
        surfer.presses("sign-in")
        assert surfer.arrives() == ALMOST_DONE
        until(lambda: account(eyes) == "Camille Lefèvre")


def test_a_port_that_is_taken_is_named_and_works_once_it_is_free(
    home: Installation, links: Links, hand: Hand, surfer: Surfer, free_port: int
) -> None:
    set_up(home, redirect_port=free_port)
    home.environment["BROWSER"] = links.command
    with home.seen() as (_program, eyes):
        with socket.create_server(("127.0.0.1", free_port)):
            hand.click(eyes.area("notice-sign-in"))
            until(lambda: eyes.words("notice").startswith(f"Port {free_port} is taken. "))
        hand.click(eyes.area("notice-sign-in"))
        surfer.opens(links.wait_for(1))
        surfer.presses("sign-in")
        assert surfer.arrives() == ALMOST_DONE
        until(lambda: account(eyes) == "Camille Lefèvre")


def test_a_forgotten_password_without_a_policy_for_it(
    home: Installation, links: Links, hand: Hand, surfer: Surfer
) -> None:
    set_up(home, reset_policy="")
    with signing_in(home, links, hand) as (_program, eyes, link):
        surfer.opens(link)
        surfer.presses("forgot")
        assert surfer.arrives() == NOT_SIGNED_IN
        until(lambda: eyes.words("notice").startswith("Forgot the password. "))


def test_a_forgotten_password_is_changed_on_the_way(
    waiting: tuple[Eyes, str], links: Links, surfer: Surfer, cloud: EmbeddedCloud
) -> None:
    eyes, link = waiting
    surfer.opens(link)
    surfer.presses("forgot")
    surfer.opens(links.wait_for(2))
    assert surfer.sees("email") == cloud.service.user
    surfer.presses("change", password=NEW, again=NEW)
    surfer.opens(links.wait_for(3))
    assert surfer.sees("password") == NEW
    surfer.presses("sign-in")
    assert surfer.arrives() == ALMOST_DONE
    until(lambda: account(eyes) == "Camille Lefèvre")


def test_cancelled_at_another_provider(waiting: tuple[Eyes, str], surfer: Surfer, cloud: EmbeddedCloud) -> None:
    eyes, link = waiting
    cloud.knobs.fail_next("aadb2c:90273", on="Authorize")
    surfer.opens(link)
    assert surfer.arrives() == NOT_SIGNED_IN
    until(lambda: eyes.words("notice") == SIGNED_OUT)


def test_what_breaks_inside_the_service_is_tried_once_more_and_then_told_with_its_numbers(
    waiting: tuple[Eyes, str], links: Links, surfer: Surfer, cloud: EmbeddedCloud
) -> None:
    eyes, link = waiting
    cloud.knobs.fail_always("aadb2c:90085", on="Authorize")
    surfer.opens(link)
    assert surfer.arrives() == NOT_SIGNED_IN
    surfer.opens(links.wait_for(2))
    assert surfer.arrives() == NOT_SIGNED_IN
    words = until(lambda: told_in(eyes, "The sign-in service is in trouble. "))
    assert "AADB2C90085 " in words


def test_a_service_that_is_busy_is_said_to_be_out_of_reach(
    waiting: tuple[Eyes, str], surfer: Surfer, cloud: EmbeddedCloud
) -> None:
    eyes, link = waiting
    cloud.knobs.fail_always("aadb2c:90244", on="Authorize")
    surfer.opens(link)
    assert surfer.arrives() == NOT_SIGNED_IN
    until(lambda: told_in(eyes, "The sign-in service cannot be reached. "))


def told_in(eyes: Eyes, beginning: str) -> str:
    """The notice, if it begins so."""
    words = eyes.words("notice")
    return words if words.startswith(beginning) else ""
