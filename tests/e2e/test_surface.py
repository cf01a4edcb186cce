"""What anybody can see of the running program (windows, screen reader, process list, clipboard) holds no secret."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import psutil
from secret_finder import SecretFinder

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.visitor import visit

from .conftest import Links
from .eyes import Eyes
from .facts import until
from .hand import Hand
from .program import Installation, Running


def test_nothing_that_can_be_seen_of_it_holds_a_secret(
    home: Installation, links: Links, hand: Hand, cloud: EmbeddedCloud
) -> None:
    home.environment["BROWSER"] = links.command
    with home.seen() as (program, eyes):
        hand.click(eyes.area("notice-sign-in"))
        link = links.wait_for(1)
        of_the_link = [(name, parameter(link, name)) for name in ("state", "nonce", "code_challenge")]
        assert found(home, program, eyes, SecretFinder([*cloud.secrets(), *of_the_link])) == []

        hand.click(eyes.area("account"))
        hand.click(eyes.action_area("Copy link"))
        until(lambda: eyes.see("everything")["clipboard"][0] == link)  # it was asked for
        assert SecretFinder(cloud.secrets()).known_in(link.encode(), "the link") == []

        visit(link)
        until(home.all_confirmed)
        hand.click(eyes.area("account"))
        assert eyes.action("Sign out")
        hand.press("Escape")
        hand.press("ctrl+comma")
        until(lambda: any(window["name"] == "settings" for window in eyes.see("windows")))
        finder = SecretFinder([*cloud.secrets(), *of_the_link])
        shown = eyes.see("everything")
        assert shown["clipboard"][0] == link
        shown["clipboard"] = []
        assert finder.in_text(json.dumps(shown), "what is shown") == []
        assert found(home, program, eyes, SecretFinder(cloud.secrets())) == []


def test_a_crash_writes_no_memory_to_the_disk(demo: Installation) -> None:
    with demo.running() as program:
        assert psutil.Process(program.process.pid).rlimit(psutil.RLIMIT_CORE)[0] == 0


def found(home: Installation, program: Running, eyes: Eyes, finder: SecretFinder) -> list[object]:
    shown = eyes.see("everything")
    assert len(shown["widgets"]) > 20
    copied = "\n".join(shown.pop("clipboard"))
    arguments = "\n".join(" ".join(each.cmdline()) for each in whole_family(program))
    assert "tests.e2e.observed" in arguments
    return [
        *finder.in_text(json.dumps(shown, ensure_ascii=False), "what is shown"),
        *finder.in_text(json.dumps(home.status(), ensure_ascii=False), "status --json"),
        *finder.in_text(arguments, "the process list"),
        *finder.known_in(copied.encode(), "the clipboard"),
    ]


def whole_family(program: Running) -> list[psutil.Process]:
    one = psutil.Process(program.process.pid)
    return [one, *one.children(recursive=True)]


def parameter(link: str, name: str) -> str:
    return parse_qs(urlsplit(link).query)[name][0]
