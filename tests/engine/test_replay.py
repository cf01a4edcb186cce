"""The one replay, and the pause that a 429 asks for: nothing is sent that is old, replaced or given up."""

from __future__ import annotations

import pytest

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Asked, Attempted, Phase, Refused

from .conftest import Bench


def posts(bench: Bench) -> int:
    return sum(call.method == "POST" for call in bench.cloud.calls)


def refuse_once(bench: Bench, name: str, on: bool) -> None:
    """Ask for `on` while the service refuses connections; return when it has refused the first."""
    ref = bench.outlet(name)
    bench.cloud.knobs.refused = {"api"}
    with bench.qtbot.waitSignal(bench.controller.strips.progressed):
        bench.controller.switch(ref, on)
    assert bench.truth(ref).phase is Phase.SENDING
    assert bench.controller.strips.busy(ref.socket)


def test_a_connection_that_was_refused_is_tried_once_more(bench: Bench) -> None:
    bench.sign_in()
    refuse_once(bench, "Console", True)
    bench.cloud.knobs.refused = ()
    assert bench.reach(bench.outlet("Console"), Phase.CONFIRMED).on is True
    assert posts(bench) == 1


def test_a_connection_that_is_refused_again_has_failed(bench: Bench) -> None:
    bench.sign_in()
    refuse_once(bench, "Console", True)
    failed = bench.reach(bench.outlet("Console"), Phase.FAILED)
    assert failed.problem is not None
    assert failed.problem.kind is Kind.OFFLINE
    assert posts(bench) == 0


def test_a_newer_click_replaces_what_waits_for_its_replay(bench: Bench) -> None:
    bench.sign_in()
    refuse_once(bench, "Console", True)
    bench.cloud.knobs.refused = ()
    bench.controller.switch(bench.outlet("Console"), False)
    assert bench.reach(bench.outlet("Console"), Phase.CONFIRMED).on is False
    bench.wait(bench.idle)
    assert bench.truth(bench.outlet("Console")).on is False
    assert bench.relays(bench.outlet("Console"))[bench.outlet("Console").index] is False


def test_signing_out_gives_up_what_waits_for_its_replay(bench: Bench) -> None:
    bench.sign_in()
    refuse_once(bench, "Console", True)
    bench.cloud.knobs.refused = ()
    bench.controller.sign_out()
    assert bench.truth(bench.outlet("Console")).phase is Phase.FAILED
    assert bench.idle()
    assert posts(bench) == 0


def test_a_kept_connection_that_had_died_is_replaced_and_the_command_sent_once_more(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    bench.cloud.knobs.fail_next("stale", on="SetPlugStatus")
    bench.controller.switch(ref, True)
    assert bench.reach(ref, Phase.CONFIRMED).on is True
    assert bench.relays(ref)[ref.index] is True


@pytest.mark.logs("ServerTrouble")
def test_a_replay_that_fails_leaves_the_doubt_of_the_first_try(bench: Bench) -> None:
    """The first try may have switched, so that “still off” would be a guess, whatever stopped the second one."""
    bench.sign_in()
    ref = bench.outlet("Console")
    bench.cloud.knobs.fail_next("reset_after", on="SetPlugStatus", count=2)  # on a kept connection: tried twice
    bench.cloud.knobs.fail_always("unavailable", on="GetPlugStatus")
    bench.controller.switch(ref, True)
    doubted = bench.reach(ref, Phase.UNKNOWN)
    assert doubted.on is None
    bench.wait(bench.idle)
    bench.cloud.knobs.heal()
    bench.controller.read_socket(ref.socket)
    assert bench.reach(ref, Phase.CONFIRMED).on is bench.relays(ref)[ref.index]


def test_a_newer_click_after_a_broken_try_knows_that_the_first_may_have_switched(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    store = bench.store
    store.apply([(ref, Asked(True, store.next_order()))])
    ticket = bench.truth(ref).wish.ticket
    store.apply([(ref, Attempted(ticket, store.next_order()))])
    store.apply([(ref, Asked(False, store.next_order()))])
    ticket = bench.truth(ref).wish.ticket
    store.apply([(ref, Refused(ticket, Problem(Kind.OFFLINE), store.next_order()))])
    assert bench.truth(ref).phase is Phase.FAILED
    assert bench.truth(ref).on is None


def test_a_reading_that_met_a_dead_connection_is_repeated(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    bench.cloud.knobs.fail_next("stale", on="GetPlugStatus")
    before = bench.truth(ref).reported
    bench.controller.read_socket(ref.socket)
    bench.wait(bench.idle)
    assert bench.truth(ref).reported != before
    assert bench.store.line.problem is None


@pytest.mark.logs("Busy")
def test_what_is_asked_during_a_short_pause_waits_for_its_end(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.rate_period_s = 2.0
    bench.cloud.knobs.fail_next("rate", on="SetPlugStatus")
    first, second = bench.outlet("Console"), bench.outlet("Radio")
    bench.controller.switch(first, True)
    bench.reach(first, Phase.FAILED)
    sent = posts(bench)
    bench.controller.switch(second, False)
    assert bench.truth(second).phase is Phase.SENDING
    assert bench.reach(second, Phase.CONFIRMED).on is False
    assert posts(bench) == sent + 1
    assert bench.truth(first).phase is Phase.FAILED  # what was refused is not sent again by itself


@pytest.mark.logs("Busy")
def test_what_cannot_wait_so_long_is_refused_and_no_call_is_spent(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.rate_period_s = 60.0
    bench.cloud.knobs.fail_next("rate", on="SetPlugStatus")
    first, second = bench.outlet("Console"), bench.outlet("Radio")
    bench.controller.switch(first, True)
    bench.reach(first, Phase.FAILED)
    spent = len(bench.cloud.calls)
    bench.controller.switch(second, False)
    refused = bench.reach(second, Phase.FAILED)
    assert refused.problem is not None
    assert refused.problem.kind is Kind.BUSY
    assert refused.problem.until is not None
    assert len(bench.cloud.calls) == spent
