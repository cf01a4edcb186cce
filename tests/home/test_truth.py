"""The transition table, row by row, and what must hold for any order of events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Accepted, Asked, Dismissed, Doubted, Event, Phase, Refused, Seen, Truth, advance

OFFLINE = Problem(Kind.OFFLINE)


def seen(on: bool, *, began: int, at: float = 0.0) -> Seen:
    return Seen(on, at=at, began=began, settling=8.0)


def after(*events: Event) -> Truth:
    truth = Truth()
    for event in events:
        truth = advance(truth, event)
    return truth


@pytest.mark.parametrize(
    ("events", "phase", "on"),
    [
        ([], Phase.UNKNOWN, None),
        ([seen(True, began=1)], Phase.CONFIRMED, True),
        ([Asked(True, 1)], Phase.SENDING, None),
        ([seen(False, began=1), Asked(True, 2)], Phase.SENDING, False),
        ([Asked(True, 1), Accepted(1, 0.0, 2)], Phase.SENT, True),
        ([Asked(True, 1), Refused(1, OFFLINE, 2)], Phase.FAILED, None),
        ([seen(False, began=1), Asked(True, 2), Doubted(2, OFFLINE, 3)], Phase.UNKNOWN, None),
        ([Asked(True, 1), Accepted(1, 0.0, 2), seen(True, began=3, at=1)], Phase.CONFIRMED, True),
        ([Asked(True, 1), Accepted(1, 0.0, 2), seen(False, began=3, at=1)], Phase.SENT, True),
        ([Asked(True, 1), Accepted(1, 0.0, 2), seen(False, began=3, at=9)], Phase.DISPUTED, False),
        ([Asked(True, 1), Refused(1, OFFLINE, 2), seen(True, began=3)], Phase.CONFIRMED, True),
        ([Asked(True, 1), Refused(1, OFFLINE, 2), seen(False, began=3)], Phase.FAILED, False),
        ([Asked(True, 1), Refused(1, OFFLINE, 2), seen(False, began=3), Dismissed()], Phase.CONFIRMED, False),
        ([Asked(True, 1), Refused(1, OFFLINE, 2), Dismissed()], Phase.UNKNOWN, None),
    ],
)
def test_the_table(events: list[Event], phase: Phase, on: bool | None) -> None:
    truth = after(*events)
    assert (truth.phase, truth.on) == (phase, on)


def test_a_read_that_began_before_the_write_was_taken_changes_nothing() -> None:
    sent = after(Asked(True, 2), Accepted(2, 0.0, 4))
    assert advance(sent, seen(True, began=3, at=100.0)) == sent


def test_a_refusal_after_an_accepted_write_does_not_claim_what_was_read_before_that_write() -> None:
    sent = after(seen(False, began=1), Asked(True, 2), Accepted(2, 0.0, 3))
    failed = advance(advance(sent, Asked(False, 4)), Refused(4, OFFLINE, 5))
    assert (failed.phase, failed.on, failed.known_at) == (Phase.FAILED, None, None)
    assert advance(failed, Dismissed()).phase is Phase.UNKNOWN
    assert advance(failed, seen(True, began=6)).on is True


def test_reads_that_overtake_each_other_keep_the_younger_one() -> None:
    truth = after(seen(True, began=5), seen(False, began=4))
    assert truth.on is True


def test_an_answer_to_an_older_wish_does_not_decide_the_newer_one() -> None:
    truth = after(Asked(True, 1), Asked(False, 2), Accepted(1, 0.0, 3))
    assert truth.phase is Phase.SENDING
    assert truth.asked is False


@pytest.mark.parametrize("older", [Accepted(1, 0.0, 3), Doubted(1, OFFLINE, 3)])
def test_what_was_read_before_an_older_wish_took_effect_is_no_longer_known(older: Event) -> None:
    truth = after(seen(False, began=0), Asked(True, 1), Asked(False, 2), older, Refused(2, OFFLINE, 4))
    assert (truth.phase, truth.on) == (Phase.FAILED, None)


def test_the_dispute_ends_when_the_cloud_comes_round() -> None:
    disputed = after(Asked(True, 1), Accepted(1, 0.0, 2), seen(False, began=3, at=9))
    assert advance(disputed, seen(True, began=4, at=20)).phase is Phase.CONFIRMED


kinds = st.sampled_from(["ask", "accept", "refuse", "doubt", "see", "see late", "dismiss"])


@given(st.lists(st.tuples(kinds, st.booleans(), st.integers(0, 5)), max_size=30))
def test_never_confirmed_but_by_a_read(steps: list[tuple[str, bool, int]]) -> None:
    truth, read = Truth(), []
    for order, (kind, on, back) in enumerate(steps, 1):
        ticket = max(1, order - back)
        began = order if kind == "see" else max(1, order - back)
        event: Event = {
            "ask": Asked(on, order),
            "accept": Accepted(ticket, float(order), order),
            "refuse": Refused(ticket, OFFLINE, order),
            "doubt": Doubted(ticket, OFFLINE, order),
            "see": seen(on, began=began, at=float(order)),
            "see late": seen(on, began=began, at=float(order)),
            "dismiss": Dismissed(),
        }[kind]
        truth = advance(truth, event)
        if isinstance(event, Seen):
            read.append(on)
        if truth.phase is Phase.CONFIRMED:
            assert truth.on in read
            assert truth.wish is None
        assert (truth.on is None) == (truth.known_at is None)
        assert (truth.phase is Phase.FAILED) <= (truth.problem is not None)
