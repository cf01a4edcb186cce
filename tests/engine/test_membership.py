"""Who is signed in, as the store says: kept, found again, expired, another one, forgotten. A real sign-in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.instance import Reply
from multisocket_gui.engine.key_desk import KeyTested
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase
from multisocket_gui.signin.errors import VaultUnwritable

from .conftest import Bench, Computer, end, new_bench, new_commands


class Kept:
    """A vault in memory; `shut` is a keyring that waits for its password."""

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.key, self.full = True, False
        self.shut = threading.Event()
        self.shut.set()
        self.asked, self.saving = threading.Event(), threading.Event()

    def load(self) -> bytes | None:
        self.asked.set()
        assert self.shut.wait(20)
        return self.content

    def save(self, content: bytes) -> bool:
        self.saving.set()
        assert self.shut.wait(20)
        if self.full:
            raise VaultUnwritable("No space left on device")
        self.content, self.key = content, True
        return True

    def clear(self) -> None:
        self.content = None

    def forget(self) -> None:
        self.content, self.key = None, False


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def computer(kept: Kept, tmp_path: Path) -> Computer:
    return Computer(kept, tmp_path / "signed-out")


@pytest.fixture
def first(qtbot: QtBot, cloud: EmbeddedCloud, computer: Computer) -> Iterator[Bench]:
    """The program's first run on this computer, after which somebody is signed in."""
    bench = new_bench(qtbot, cloud, computer=computer)
    bench.sign_in()
    yield bench
    end(bench.controller, bench.store)


@pytest.fixture
def second(first: Bench, qtbot: QtBot, cloud: EmbeddedCloud, computer: Computer) -> Iterator[Bench]:
    """Its second run, not started yet; no browser opens."""
    bench = new_bench(qtbot, cloud, computer=computer)
    bench.browser[0] = lambda _link: False
    yield bench
    end(bench.controller, bench.store)


def name_of(bench: Bench) -> str:
    return bench.store.account.name


def is_in(bench: Bench) -> bool:
    return bench.store.account.phase is AccountPhase.SIGNED_IN


def test_a_kept_sign_in_is_found_and_nothing_is_read_that_nobody_looks_at(
    first: Bench, second: Bench, cloud: EmbeddedCloud
) -> None:
    calls = len(cloud.calls)
    second.controller.start()
    assert second.store.account.phase is AccountPhase.RESTORING
    second.wait(lambda: is_in(second))
    assert name_of(second) == name_of(first) != ""
    assert second.store.account.not_kept is None
    second.controller.show_plant(second.store.plants[0].id)
    second.wait(second.idle)
    assert len(cloud.calls) > calls
    assert {call.path.split("/plants/")[1].split("/")[0] for call in list(cloud.calls)[calls:]} == {
        second.store.plants[0].id
    }


def test_nobody_needs_the_keyring_to_sign_in(second: Bench, kept: Kept) -> None:
    kept.shut.clear()
    second.controller.start()
    assert kept.asked.wait(20)
    second.controller.sign_in()
    second.wait(lambda: bool(second.store.account.link))
    assert second.store.account.phase is AccountPhase.SIGNING_IN
    kept.shut.set()


def test_whoever_was_found_while_the_browser_was_open_is_signed_in_when_it_is_left(
    second: Bench, kept: Kept, first: Bench
) -> None:
    kept.shut.clear()
    second.controller.start()
    second.controller.sign_in()
    second.wait(lambda: bool(second.store.account.link))
    kept.shut.set()
    second.wait(lambda: second.controller._membership._found is not None)
    assert second.store.account.phase is AccountPhase.SIGNING_IN
    second.controller.cancel_sign_in()
    assert is_in(second)
    assert name_of(second) == name_of(first)


def test_it_is_too_late_to_cancel_a_sign_in_that_is_being_kept(
    qtbot: QtBot, cloud: EmbeddedCloud, computer: Computer, kept: Kept
) -> None:
    bench = new_bench(qtbot, cloud, computer=computer)
    bench.controller.start()
    bench.wait(lambda: bench.store.account.phase is AccountPhase.SIGNED_OUT)
    kept.shut.clear()
    bench.controller.sign_in()
    bench.wait(kept.saving.is_set)
    bench.controller.cancel_sign_in()
    assert bench.store.account.phase is AccountPhase.SIGNING_IN
    kept.shut.set()
    bench.wait(lambda: is_in(bench))
    bench.wait(bench.idle)
    end(bench.controller, bench.store)


def test_whoever_signs_out_while_the_keyring_is_asked_is_not_brought_back(second: Bench, kept: Kept) -> None:
    kept.shut.clear()
    second.controller.start()
    assert kept.asked.wait(20)
    second.controller.sign_out()
    kept.shut.set()
    second.wait(lambda: not second.controller._desk.busy("restore") and not second.controller._desk.busy("account"))
    assert second.store.account.phase is AccountPhase.SIGNED_OUT
    assert kept.content is None


@pytest.mark.logs("TokenRefused")
def test_a_sign_in_that_has_ended_keeps_what_is_known(first: Bench, cloud: EmbeddedCloud, kept: Kept) -> None:
    lamp = first.outlet("Lampe")
    known = first.truth(lamp)
    cloud.knobs.fail_next("token_refused")
    cloud.knobs.fail_next("invalid_grant", on="Token")
    first.controller.read_socket(lamp.socket)
    first.wait(lambda: first.store.account.phase is AccountPhase.SIGNED_OUT)
    problem = first.store.account.problem
    assert problem is not None
    assert problem.kind is Kind.SIGN_IN_AGAIN
    assert first.truth(lamp) == known
    assert kept.content is None
    first.controller.sign_in()
    first.wait(lambda: is_in(first))
    assert "prompt=login" not in first.links[-1]
    assert first.truth(lamp).phase is Phase.CONFIRMED


@pytest.mark.logs("TokenRefused", "is not kept")
def test_a_renewed_sign_in_that_cannot_be_kept_is_told(first: Bench, cloud: EmbeddedCloud, kept: Kept) -> None:
    lamp = first.outlet("Lampe")
    for full, told in ((True, Kind.VAULT_UNWRITABLE), (False, None)):
        kept.full = full
        cloud.knobs.fail_next("token_refused")
        first.controller.read_socket(lamp.socket)
        first.wait(lambda told=told: (first.store.account.not_kept and first.store.account.not_kept.kind) == told)
        assert is_in(first)
        first.wait(first.idle)


def test_somebody_else_is_asked_who_it_is(first: Bench) -> None:
    first.controller.sign_in_as_another()
    first.wait(lambda: is_in(first))
    assert "prompt=login" in first.links[-1]


def test_a_forgotten_computer_knows_nothing(first: Bench, kept: Kept) -> None:
    first.controller.forget_computer()
    assert first.store.account.phase is AccountPhase.SIGNED_OUT
    first.wait(lambda: first.store.has_key is False and not kept.key)
    assert kept.content is None
    assert first.key.key is None


def test_the_key_is_shown_to_whoever_asks(first: Bench, cloud: EmbeddedCloud) -> None:
    told: list[object] = []
    first.controller.key_revealed.connect(told.append)
    first.controller.reveal_key()
    first.wait(lambda: bool(told))
    assert told == [cloud.service.subscription_key]


@pytest.mark.logs("KeyRejected")
def test_a_key_is_tested_by_one_call(first: Bench, cloud: EmbeddedCloud) -> None:
    told: list[object] = []
    first.controller.key_tested.connect(told.append)
    for key, problem in ((cloud.service.subscription_key, None), ("0" * 32, Kind.KEY_REJECTED)):
        first.controller.set_subscription_key(key)
        first.wait(lambda key=key: first.key.key == key)
        calls = len(cloud.calls)
        told.clear()
        first.controller.test_key()
        first.wait(lambda: bool(told))
        assert [each.problem and each.problem.kind for each in told if isinstance(each, KeyTested)] == [problem]
        assert len(cloud.calls) == calls + 1


def test_a_key_is_not_tested_while_nobody_is_signed_in(second: Bench) -> None:
    told: list[object] = []
    second.controller.key_tested.connect(told.append)
    second.controller.test_key()
    assert told == [KeyTested(Problem(Kind.SIGNED_OUT))]


def test_a_command_waits_for_the_kept_sign_in(second: Bench, kept: Kept, tmp_path: Path) -> None:
    kept.shut.clear()
    second.controller.start()
    commands, replies = new_commands(second, tmp_path), list[Reply]()
    commands.handle(["on", "Lampe"], replies.append)
    commands.handle(["status"], replies.append)
    assert [reply.exit for reply in replies] == [0]
    kept.shut.set()
    second.wait(lambda: len(replies) == 2)
    assert replies[1].exit == 0
    assert second.truth(second.outlet("Lampe")).on is True


def test_a_command_that_waits_for_the_keyring_is_answered_when_the_program_quits(
    second: Bench, kept: Kept, tmp_path: Path
) -> None:
    kept.shut.clear()
    second.controller.start()
    commands, replies = new_commands(second, tmp_path), list[Reply]()
    commands.handle(["refresh"], replies.append)
    commands.close()
    assert [reply.exit for reply in replies] == [6]
    kept.shut.set()
    second.wait(lambda: not second.controller._desk.busy("restore"))
