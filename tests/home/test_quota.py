"""The day's ledger: it never counts less than was sent, and saves calls in steps."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import (
    CUT,
    DAY,
    HOUR,
    LONGEST_CLOSURE,
    LONGEST_DAY,
    LONGEST_PAUSE,
    MINUTE,
    PAUSE,
    QUARTER,
    Allowance,
    Ledger,
    Purpose,
    Step,
    most_urgent,
)

MIDNIGHT = 20_000 * DAY
STARTER, SMALL = Allowance(), Allowance(100, 12, 12)
Went = list[tuple[tuple[bool, float], int, int]]
allowances = st.builds(
    lambda limit, off, timers: Allowance(limit, limit * off // 100, limit * timers // 100),
    st.integers(1, 2_000),
    st.integers(0, 45),
    st.integers(0, 45),
)


def used(calls: int, at: float = MIDNIGHT) -> Ledger:
    return Ledger().counted(at, calls)


# What is counted


def test_a_call_counts_for_the_longest_day_while_nobody_told_when_days_begin() -> None:
    ledger = Ledger().counted(MIDNIGHT).counted(MIDNIGHT + HOUR, 2)
    assert ledger.used(MIDNIGHT + HOUR) == 3
    assert ledger.used(MIDNIGHT + LONGEST_DAY) == 3
    assert ledger.used(MIDNIGHT + LONGEST_DAY + MINUTE) == 2
    assert ledger.used(MIDNIGHT + LONGEST_DAY + HOUR + MINUTE) == 0


def test_a_told_midnight_clears_what_was_sent_before_it() -> None:
    ledger = used(400, MIDNIGHT - 5 * HOUR).used_up(MIDNIGHT - HOUR, MIDNIGHT).counted(MIDNIGHT + 10)
    assert ledger.used(MIDNIGHT + CUT - 1) == 401
    assert ledger.used(MIDNIGHT + CUT) == 1


def test_a_told_midnight_comes_again_each_day_with_an_hour_for_changed_clocks() -> None:
    ledger = Ledger().used_up(MIDNIGHT - HOUR, MIDNIGHT).counted(MIDNIGHT + HOUR, 7)
    assert ledger.used(MIDNIGHT + DAY + HOUR - 1) == 7
    assert ledger.used(MIDNIGHT + DAY + HOUR) == 0


def test_an_odd_time_clears_the_count_but_is_no_midnight() -> None:
    odd = MIDNIGHT + 754
    ledger = used(400, MIDNIGHT - HOUR).used_up(MIDNIGHT, odd).counted(odd + MINUTE, 5)
    assert ledger.used(odd + MINUTE) == 5
    assert ledger.used(odd + DAY + HOUR) == 5


def test_a_quota_that_ends_in_days_tells_nothing_of_midnight() -> None:
    until = MIDNIGHT + 3 * DAY
    ledger = used(5).used_up(MIDNIGHT, until)
    assert ledger.refusal(Purpose.OFF, STARTER, until - 1) == Problem(Kind.QUOTA_USED_UP, until)
    assert ledger.used(MIDNIGHT + HOUR) == 5
    assert ledger.day_begins is None


def test_a_call_that_never_left_is_given_back() -> None:
    assert Ledger().counted(MIDNIGHT).counted(MIDNIGHT, -1).tidied(MIDNIGHT) == Ledger()


def test_what_others_counted_is_added() -> None:
    mine, theirs = used(3), used(4).counted(MIDNIGHT + MINUTE).busy(MIDNIGHT, MIDNIGHT + 5)
    both = mine.plus(theirs)
    assert both.used(MIDNIGHT) == 8
    assert both.paused_until == MIDNIGHT + 5


def test_a_clock_that_was_put_back_loses_no_call_and_keeps_none_for_ever() -> None:
    ledger = used(9, MIDNIGHT + 300 * DAY).tidied(MIDNIGHT)
    assert ledger.used(MIDNIGHT) == 9
    assert ledger.used(MIDNIGHT + LONGEST_DAY) == 9
    assert ledger.used(MIDNIGHT + LONGEST_DAY + MINUTE) == 0


@dataclass
class Cloud:
    """A service that counts by days of its own, which begin anywhere and may be an hour too long or too short."""

    begins: float
    limit: int
    shifts: list[float]
    mine: int = 0
    others: int = 0
    day: int = field(default=0)

    def today(self, now: float) -> None:
        while now >= self.next_day():
            self.day += 1
            self.mine = self.others = 0

    def next_day(self) -> float:
        return self.begins + (self.day + 1) * DAY + self.shifts[self.day % len(self.shifts)]

    def full(self) -> bool:
        return self.mine + self.others >= self.limit


near = st.sampled_from([-HOUR, -MINUTE, -1.0, 0.0, 1.0, MINUTE, HOUR])
pauses = st.tuples(st.just(False), st.floats(0, 9 * HOUR)) | st.tuples(st.just(True), near)
"""So many seconds; or until so many before or after the service's next midnight."""
steps = st.lists(st.tuples(pauses, st.integers(0, 30), st.integers(0, 30)), max_size=30)
shifts = st.lists(st.sampled_from([0.0, HOUR]), min_size=1, max_size=4)
beginnings = st.floats(0, DAY) | st.integers(0, 95).map(lambda quarter: quarter * QUARTER)


@settings(max_examples=200)
@example(0.0, [0.0], [((False, 0.0), 2, 0), ((True, -1.0), 9, 30)], -1.0)  # told a second too early
@given(beginnings, shifts, steps, st.floats(-1, 15))
def test_it_never_undercounts(begins: float, shifted: list[float], went: Went, slow: float) -> None:
    """Whenever days begin, whatever others use, and although a told time is cut to seconds and hears of the way."""
    cloud = Cloud(MIDNIGHT - 2 * DAY + begins, 40, shifted)
    ledger, now = Ledger(), MIDNIGHT
    for (to_midnight, seconds), mine, others in went:
        now = max(now, cloud.next_day() + seconds) if to_midnight else now + seconds
        cloud.today(now)
        cloud.others = min(cloud.limit - cloud.mine, cloud.others + others)
        for _ in range(mine):
            if ledger.refusal(Purpose.OFF, Allowance(cloud.limit, 0, 0), now):
                break
            ledger = ledger.counted(now).tidied(now)
            if cloud.full():
                ledger = ledger.used_up(now, now + max(0, int(cloud.next_day() - now) + slow))
            else:
                cloud.mine += 1
        assert ledger.used(now) >= cloud.mine
        assert ledger.standing(STARTER, now).used >= ledger.used(now)


@given(st.lists(st.tuples(st.floats(0, 3 * HOUR), st.booleans()), max_size=60))
def test_tidying_changes_nothing_that_counts(went: list[tuple[float, bool]]) -> None:
    tidy, whole, now = Ledger(), Ledger(), MIDNIGHT
    for seconds, told in went:
        now += seconds
        tidy, whole = tidy.counted(now).tidied(now), whole.counted(now)
        if told:
            tidy, whole = tidy.used_up(now, now + HOUR), whole.used_up(now, now + HOUR)
        assert tidy.standing(STARTER, now) == whole.standing(STARTER, now)


# When nothing may be sent


def test_a_403_closes_the_ledger_until_the_time_it_told() -> None:
    until = MIDNIGHT + 754
    ledger = used(3).used_up(MIDNIGHT, until)
    for purpose in Purpose:
        assert ledger.refusal(purpose, STARTER, until + CUT - 0.1) == Problem(Kind.QUOTA_USED_UP, until)
        assert ledger.refusal(purpose, STARTER, until + CUT) is None
    standing = ledger.standing(STARTER, MIDNIGHT)
    assert (standing.used, standing.step, standing.back) == (500, Step.NOTHING, until)


def test_a_403_without_a_time_closes_it_until_the_next_full_hour_where_midnight_is_unknown() -> None:
    ledger = Ledger().used_up(MIDNIGHT + 5 * MINUTE, None)
    assert ledger.spent_until == MIDNIGHT + HOUR


def test_a_403_without_a_time_closes_it_until_the_midnight_that_was_told_before() -> None:
    ledger = Ledger().used_up(MIDNIGHT - HOUR, MIDNIGHT).used_up(MIDNIGHT + 30 * HOUR, None)
    assert ledger.spent_until == MIDNIGHT + 2 * DAY


def test_no_answer_closes_it_for_ever() -> None:
    assert Ledger().used_up(MIDNIGHT, MIDNIGHT + 1e9).spent_until == MIDNIGHT + LONGEST_CLOSURE
    assert Ledger().busy(MIDNIGHT, MIDNIGHT + 1e9).paused_until == MIDNIGHT + LONGEST_PAUSE


def test_our_own_count_closes_it_without_a_call_until_the_oldest_calls_are_gone() -> None:
    ledger = Ledger().counted(MIDNIGHT, 3).counted(MIDNIGHT + HOUR, 497)
    back = MIDNIGHT + LONGEST_DAY + MINUTE
    now = MIDNIGHT + 2 * HOUR
    assert ledger.refusal(Purpose.OFF, STARTER, now) == Problem(Kind.QUOTA_USED_UP, back)
    assert ledger.standing(STARTER, now).step is Step.NOTHING
    assert ledger.refusal(Purpose.OFF, STARTER, back) is None


def test_a_429_pauses_exactly_as_long_as_told() -> None:
    ledger = used(3).busy(MIDNIGHT, MIDNIGHT + 7.5)
    assert ledger.refusal(Purpose.OFF, STARTER, MIDNIGHT + 7.4) == Problem(Kind.BUSY, MIDNIGHT + 7.5)
    assert ledger.standing(STARTER, MIDNIGHT).paused
    assert ledger.standing(STARTER, MIDNIGHT).used == 3
    assert ledger.refusal(Purpose.PLAN, STARTER, MIDNIGHT + 7.5) is None


def test_a_429_without_a_time_pauses_for_a_moment() -> None:
    assert Ledger().busy(MIDNIGHT, None).paused_until == MIDNIGHT + PAUSE


# What is saved for what


@pytest.mark.parametrize(
    ("left", "step", "may"),
    [
        (500, Step.ALL, set(Purpose)),
        (241, Step.ALL, set(Purpose)),
        (240, Step.NO_VERIFYING, set(Purpose) - {Purpose.VERIFY}),
        (180, Step.NO_PLAN, set(Purpose) - {Purpose.VERIFY, Purpose.PLAN}),
        (121, Step.NO_PLAN, set(Purpose) - {Purpose.VERIFY, Purpose.PLAN}),
        (120, Step.ONLY_OFF, {Purpose.OFF, Purpose.DOUBT, Purpose.TIMER}),
        (60, Step.ONLY_OFF, {Purpose.OFF, Purpose.DOUBT}),
        (1, Step.ONLY_OFF, {Purpose.OFF, Purpose.DOUBT}),
        (0, Step.NOTHING, set()),
        (-3, Step.NOTHING, set()),
    ],
)
def test_the_steps_of_the_starter_kit(left: int, step: Step, may: set[Purpose]) -> None:
    ledger = used(500 - left)
    assert ledger.standing(STARTER, MIDNIGHT).step is step
    assert {purpose for purpose in Purpose if ledger.refusal(purpose, STARTER, MIDNIGHT) is None} == may


def test_a_small_subscription_comes_down_in_small_steps() -> None:
    steps = [SMALL.step(left) for left in range(100, -1, -1)]
    assert {step: steps.count(step) for step in Step} == {
        Step.ALL: 52,
        Step.NO_VERIFYING: 12,
        Step.NO_PLAN: 12,
        Step.ONLY_OFF: 24,
        Step.NOTHING: 1,
    }


def test_a_saved_call_says_when_it_can_be_sent_again() -> None:
    ledger = Ledger().counted(MIDNIGHT, 1).counted(MIDNIGHT + HOUR, 379)
    now = MIDNIGHT + 2 * HOUR
    assert ledger.refusal(Purpose.ON, STARTER, now) == Problem(Kind.SAVED, MIDNIGHT + LONGEST_DAY + MINUTE)
    assert ledger.standing(STARTER, now).back == MIDNIGHT + LONGEST_DAY + MINUTE


@given(allowances, st.integers(-10, 2_000), st.integers(0, 50))
def test_more_calls_never_allow_less(allowance: Allowance, left: int, more: int) -> None:
    assert allowance.step(left + more) <= allowance.step(left)
    kept = [allowance.kept_from(purpose) for purpose in (Purpose.OFF, Purpose.TIMER, Purpose.ON, Purpose.PLAN)]
    assert kept == sorted(kept)
    assert allowance.kept_from(Purpose.VERIFY) < allowance.limit


@given(
    allowances, st.lists(st.tuples(st.floats(0, 30 * HOUR), st.integers(1, 200)), max_size=30), st.floats(0, 40 * HOUR)
)
def test_a_refusal_ends_when_it_says(allowance: Allowance, sent: list[tuple[float, int]], now: float) -> None:
    ledger = Ledger()
    for at, calls in sent:
        ledger = ledger.counted(MIDNIGHT + at, calls)
    for purpose in Purpose:
        problem = ledger.refusal(purpose, allowance, MIDNIGHT + now)
        if problem:
            assert problem.until is not None
            assert problem.until > MIDNIGHT + now
            assert ledger.refusal(purpose, allowance, problem.until - 0.001) is not None
            assert ledger.refusal(purpose, allowance, problem.until) is None


def test_the_most_urgent_purpose_of_several_counts() -> None:
    assert most_urgent(Purpose.PLAN, Purpose.DOUBT, Purpose.ASKED) is Purpose.DOUBT
