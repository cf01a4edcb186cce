"""Links: one action each, a token that is nowhere kept, and nothing for whoever guesses."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from multisocket_gui.engine.links import FILE, MOST, Links, LinksUnusable

from .conftest import Ask, Bench

CONSOLE = "Maison/Salon / TV/Console"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def test_the_token_is_not_kept_and_the_file_is_its_owners_alone(file: Path) -> None:
    link, url = Links(file).add(["toggle", CONSOLE])
    token = url.removeprefix("multisocket-gui:")
    assert len(token) >= 32
    assert token not in file.read_text(encoding="utf-8")
    assert CONSOLE not in url
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Links(file).all() == (link,)


def test_only_the_very_address_is_found(file: Path) -> None:
    links = Links(file)
    one, url = links.add(["on", CONSOLE])
    _, other = links.add(["off", CONSOLE])
    assert links.find(url) == one
    assert links.find(url.replace("multisocket-gui:", "MULTISOCKET-GUI://")) == one  # as browsers may hand it on
    assert url != other
    for wrong in (url[:-1], url + "x", "multisocket-gui:", "multisocket-gui", url.split(":")[1], one.hash, f"x:{url}"):
        assert links.find(wrong) is None


def test_a_removed_link_is_gone(file: Path) -> None:
    links = Links(file)
    link, url = links.add(["on", CONSOLE])
    assert links.remove("none") is None
    assert links.remove(link.id) == link
    assert links.find(url) is None
    assert links.all() == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 2, "links": []}', '{"version": 1, "links": [{}]}'])
def test_what_cannot_be_understood_is_said_and_not_overwritten(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(LinksUnusable):
        Links(file).add(["on", CONSOLE])
    assert file.read_text(encoding="utf-8") == content


def test_there_is_an_end_to_it(file: Path) -> None:
    entry = {"id": "a", "action": ["show"], "hash": "0", "made": ""}
    file.write_text(json.dumps({"version": 1, "links": [entry] * MOST}), encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(LinksUnusable, match=str(MOST)):
        Links(file).add(["show"])


def test_a_link_does_its_one_action(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    made = ask("link", "add", "--json", "toggle", "Console")
    document = json.loads(made["out"])
    assert document["action"] == ["toggle", "Console"]
    ref = bench.outlet("Console")
    before = bench.relays(ref)[ref.index]
    reply = ask("open", document["url"])
    assert (reply["exit"], reply["out"].startswith(CONSOLE)) == (0, True)
    assert bench.relays(ref)[ref.index] is not before
    assert ask("link", "list")["out"] == f"{document['id']}  toggle Console\n"
    assert ask("list", "links")["out"] == f"{document['id']}\n"
    assert ask("link", "remove", document["id"])["exit"] == 0
    gone = ask("open", document["url"])
    assert (gone["exit"], "removed" in gone["err"]) == (1, True)
    assert bench.relays(ref)[ref.index] is not before


def test_a_link_answers_no_question_and_opens_no_lock(bench: Bench, ask: Ask) -> None:
    bench.sign_in()
    url = ask("link", "add", "off", "Radio")["out"].strip()
    assert ask("ask", "radio")["exit"] == 0
    assert ask("open", url)["exit"] == 5
    assert ask("lock", "radio")["exit"] == 0
    assert ask("open", url)["exit"] == 5
    ref = bench.outlet("Radio")
    assert bench.relays(ref)[ref.index] is True


@pytest.mark.parametrize(
    "action",
    [["quit"], ["off", "Radio", "--yes"], ["off", "Piano"], ["link", "list"], ["sign-out"], ["fly"], []],
)
def test_a_link_holds_nothing_else(bench: Bench, ask: Ask, action: list[str], tmp_path: Path) -> None:
    assert ask("link", "add", *action)["exit"] == 2
    assert not (tmp_path / FILE).exists()


def test_what_was_told_of_a_link_is_let_go(bench: Bench) -> None:
    bench.store.put_unopened("This link does nothing here.")
    bench.controller.dismiss_link()
    assert bench.store.unopened == ""
