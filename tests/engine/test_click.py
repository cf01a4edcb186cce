"""A click, there and back: what the store says, what the relays do, what it costs."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.simulation import VirtualClock
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Situation
from multisocket_gui.home.truth import Phase
from multisocket_gui.home.undo import OFFERED_FOR

from .conftest import Bench, end, new_bench


def test_a_click_is_sent_then_confirmed_and_moves_nothing_else(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    before = bench.relays(ref)
    bench.controller.switch(ref, True)
    assert bench.truth(ref).phase is Phase.SENDING
    bench.reach(ref, Phase.SENT)
    bench.reach(ref, Phase.CONFIRMED)
    assert bench.truth(ref).on is True
    assert bench.relays(ref) == [True if i == ref.index else on for i, on in enumerate(before)]


def test_quick_clicks_on_a_strip_are_folded_and_the_last_one_wins(bench: Bench) -> None:
    bench.sign_in()
    refs = [ref for ref in bench.store.outlets() if ref.socket == bench.outlet("Imprimante").socket]
    calls = len(list(bench.cloud.calls))
    for _ in range(5):
        for ref in refs:
            bench.controller.switch(ref, True)
            bench.controller.switch(ref, False)
    bench.wait(bench.all_confirmed)
    assert bench.relays(refs[0]) == [False] * len(refs)
    assert len(list(bench.cloud.calls)) - calls <= 5


def test_a_second_click_during_the_read_lag_does_not_undo_the_first(bench: Bench) -> None:
    """The reading lags behind the first write: building the second one from it alone would switch the first back."""
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 3.0
    first, second = bench.outlet("Console"), bench.outlet("Enceintes")
    bench.controller.switch(first, True)
    bench.reach(first, Phase.SENT)
    bench.controller.switch(second, False)
    bench.reach(second, Phase.SENT)
    relays = bench.relays(first)
    assert relays[first.index] is True
    assert relays[second.index] is False
    bench.wait(bench.all_confirmed)


@pytest.mark.logs("Rejected")
def test_an_accepted_write_is_not_taken_back_by_a_neighbour_after_the_next_one_was_refused(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 60.0
    first, second = bench.outlet("Console"), bench.outlet("Enceintes")
    bench.controller.switch(first, True)
    bench.reach(first, Phase.SENT)
    bench.cloud.knobs.fail_next("bad_request", on="SetPlugStatus")
    bench.controller.switch(first, False)
    bench.reach(first, Phase.FAILED)
    bench.controller.switch(second, False)
    bench.reach(second, Phase.SENT)
    assert bench.relays(first)[first.index] is True


def test_a_slow_read_that_began_while_the_write_settled_is_no_dispute(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 600.0
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.SENT)
    answered = len(bench.cloud.calls)
    bench.cloud.knobs.latency_s = 9.0
    bench.controller.read_socket(ref.socket)
    bench.wait(lambda: len(bench.cloud.calls) > answered)
    bench.cloud.knobs.latency_s = 0.0
    bench.reach(ref, Phase.DISPUTED)
    assert len(bench.cloud.calls) == answered + 2  # the one that began late enough


def test_a_fresh_write_that_a_lagging_read_contradicts_is_no_dispute_yet(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 4.0
    ref = bench.outlet("Console")
    seen = set()
    bench.store.changed.connect(lambda _: seen.add(bench.truth(ref).phase))
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    assert seen == {Phase.SENDING, Phase.SENT, Phase.CONFIRMED}


def test_the_settling_time_follows_the_lag_that_reads_measure(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 4.0
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    (measured,) = bench.store.lag.seconds
    assert 1.5 < measured < 12
    assert bench.store.lag.first_look == measured


def test_a_contradiction_after_the_settling_time_is_disputed_and_ends_when_the_cloud_comes_round(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.read_lag_s = 600.0
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    truth = bench.reach(ref, Phase.DISPUTED)
    assert (truth.asked, truth.on) == (True, False)
    bench.cloud.knobs.read_lag_s = 0.0
    bench.controller.read_socket(ref.socket)
    assert bench.reach(ref, Phase.CONFIRMED).on is True
    assert bench.store.lag.settling > 8.0


def test_an_action_is_taken_back_to_what_was_known_before(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    before = bench.relays(ref)
    bench.controller.switch_socket(ref.socket, False)
    bench.wait(bench.all_confirmed)
    assert bench.relays(ref) == [False] * 4
    bench.controller.undo()
    assert bench.store.undo is None
    bench.wait(bench.all_confirmed)
    assert bench.relays(ref) == before


def test_an_action_is_not_taken_back_where_somebody_else_switched_since(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, ref.index)
    bench.controller.read_socket(ref.socket)
    bench.wait(lambda: bench.truth(ref).on is False)
    calls = len(bench.cloud.calls)
    bench.controller.undo()
    assert bench.store.undo is not None
    assert bench.store.undo.refused == (ref,)
    assert bench.idle()
    assert len(bench.cloud.calls) == calls


@pytest.mark.logs("TermsChanged")
def test_nothing_is_offered_to_be_taken_back_where_nothing_was_switched(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("terms", on="SetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.FAILED)
    assert bench.store.undo is None


def test_an_action_is_offered_for_a_while_only(qtbot: QtBot, cloud: EmbeddedCloud) -> None:
    clock = VirtualClock()
    bench = new_bench(qtbot, cloud, clock)
    bench.sign_in()
    bench.controller.switch(bench.outlet("Console"), True)
    bench.reach(bench.outlet("Console"), Phase.SENT)
    clock.pass_time(OFFERED_FOR - 0.1)
    assert bench.store.undo is not None
    clock.pass_time(0.2)
    assert bench.store.undo is None
    end(bench.controller, bench.store)


def test_a_button_pressed_on_the_strip_itself_survives_our_write(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    pressed = OutletRef(ref.socket, 2)
    bench.forget_array(ref.socket)
    bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, pressed.index)
    after_press = bench.relays(ref)
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.CONFIRMED)
    assert bench.relays(ref)[pressed.index] is after_press[pressed.index]
    assert bench.truth(pressed).on is after_press[pressed.index]


def test_an_outlet_that_somebody_else_switches_meanwhile_is_told_and_left_alone(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    pressed = OutletRef(ref.socket, 2)
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.SENT)
    now = bench.cloud.house.press(ref.socket.plant, ref.socket.selector.value, pressed.index)
    bench.reach(ref, Phase.CONFIRMED)
    assert bench.store.socket_state(ref.socket).elsewhere == {pressed.index}
    assert bench.truth(pressed).on is now
    assert bench.relays(ref)[pressed.index] is now
    bench.controller.switch(ref, False)
    bench.reach(ref, Phase.CONFIRMED)
    assert not bench.store.socket_state(ref.socket).elsewhere
    assert bench.relays(ref)[pressed.index] is now


@pytest.mark.logs("NotFound", "QuotaUsedUp", "KeyRejected", "Busy", "Rejected", "TermsChanged", "TokenRefused")
@pytest.mark.parametrize(
    ("fault", "kind", "times"),
    [
        ("no_plug", Kind.NOT_FOUND, 1),
        ("quota", Kind.QUOTA_USED_UP, 1),
        ("key_invalid", Kind.KEY_REJECTED, 1),
        ("rate", Kind.BUSY, 1),
        ("terms", Kind.TERMS_CHANGED, 1),
        ("bad_request", Kind.REFUSED, 1),
        ("not_owner", Kind.NOT_YOURS, 2),
    ],
)
def test_a_refusal_is_failed_with_its_reason_and_nothing_moves(
    bench: Bench, fault: str, kind: Kind, times: int
) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    before = bench.relays(ref)
    bench.cloud.knobs.fail_next(fault, on="SetPlugStatus", count=times)
    bench.controller.switch(ref, True)
    truth = bench.reach(ref, Phase.FAILED)
    assert truth.problem is not None
    assert truth.problem.kind is kind
    assert truth.on is False
    assert bench.relays(ref) == before


@pytest.mark.logs("ServerTrouble")
@pytest.mark.parametrize(("fault", "moved"), [("reset_before", False), ("reset_after", True), ("server_error", False)])
def test_a_doubt_is_read_again_and_never_called_failed(bench: Bench, fault: str, moved: bool) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    phases = []
    bench.store.changed.connect(lambda _: phases.append(bench.truth(ref).phase))
    bench.cloud.knobs.fail_next(fault, on="SetPlugStatus", count=2)  # a kept connection is tried twice
    bench.controller.switch(ref, True)
    bench.wait(lambda: Phase.UNKNOWN in phases)
    assert bench.reach(ref, Phase.CONFIRMED).on is moved
    assert Phase.FAILED not in phases
    assert Phase.SENT not in phases


@pytest.mark.logs("ServerTrouble")
def test_where_the_strip_cannot_be_read_first_nothing_is_sent_and_that_is_said(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    before = bench.relays(ref)
    bench.forget_array(ref.socket)
    bench.cloud.knobs.fail_next("server_error", on="GetPlugStatus")
    bench.controller.switch(ref, True)
    truth = bench.reach(ref, Phase.FAILED)
    assert truth.problem is not None
    assert truth.problem.situation is Situation.READING_FIRST
    assert "POST" not in [call.method for call in bench.cloud.calls]
    assert bench.relays(ref) == before


def test_signed_out_nothing_is_sent(bench: Bench) -> None:
    bench.controller.start()
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    truth = bench.truth(ref)
    assert truth.phase is Phase.FAILED
    assert truth.problem is not None
    assert truth.problem.kind is Kind.SIGNED_OUT
    assert not list(bench.cloud.calls)


@pytest.mark.logs("QuotaUsedUp")
def test_no_call_is_spent_to_learn_that_none_is_left(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("quota", on="SetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    bench.reach(ref, Phase.FAILED)
    calls = len(list(bench.cloud.calls))
    bench.controller.switch(ref, True)
    truth = bench.truth(ref)
    assert truth.problem is not None
    assert truth.problem.kind is Kind.QUOTA_USED_UP
    assert truth.problem.until is not None
    bench.controller.refresh()
    assert bench.idle()
    assert len(list(bench.cloud.calls)) == calls


def test_signing_out_gives_up_what_waits_and_sends_nothing_afterwards(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    before = bench.relays(ref)
    bench.cloud.knobs.latency_s = 0.5
    bench.controller.read_socket(ref.socket)
    bench.controller.switch(ref, True)  # waits behind the read
    bench.controller.sign_out()
    truth = bench.truth(ref)
    assert truth.phase is Phase.FAILED
    assert truth.problem is not None
    assert truth.problem.kind is Kind.ABANDONED
    bench.wait(bench.idle)
    assert bench.relays(ref) == before


@pytest.mark.logs("TokenRefused")
def test_a_refused_token_is_renewed_once_and_the_command_goes_through(bench: Bench) -> None:
    bench.sign_in()
    bench.cloud.knobs.fail_next("token_refused", on="SetPlugStatus")
    ref = bench.outlet("Console")
    bench.controller.switch(ref, True)
    assert bench.reach(ref, Phase.CONFIRMED).on is True


def test_every_call_is_counted(bench: Bench) -> None:
    bench.sign_in()
    bench.controller.switch(bench.outlet("Console"), True)
    bench.wait(lambda: bench.idle() and bench.all_confirmed())
    assert bench.store.ledger.used(time.time()) == len(list(bench.cloud.calls))


def test_a_whole_strip_is_switched_by_one_write_without_reading_first(bench: Bench) -> None:
    bench.sign_in()
    ref = bench.outlet("Console")
    calls = len(list(bench.cloud.calls))
    bench.controller.switch_socket(ref.socket, False)
    bench.reach(ref, Phase.SENT)
    assert [call.method for call in list(bench.cloud.calls)[calls:]] == ["POST"]
    assert bench.relays(ref) == [False] * 4
    bench.wait(bench.all_confirmed)
