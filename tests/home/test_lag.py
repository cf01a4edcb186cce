"""The settling time follows what readings measured, within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.lag import LEAST_LOOK, LEAST_SETTLING, MOST_SETTLING, REMEMBERED, Lag

lags = st.lists(st.floats(-1, 1e6), max_size=60)


@given(lags)
def test_both_answers_are_bounded_and_the_look_comes_before_the_end(seconds: list[float]) -> None:
    lag = Lag()
    for one in seconds:
        lag = lag.measured(one)
    assert LEAST_SETTLING <= lag.settling <= MOST_SETTLING
    assert LEAST_LOOK <= lag.first_look <= lag.settling
    assert len(lag.seconds) <= REMEMBERED


def test_a_slow_cloud_is_given_time_and_a_fast_one_is_looked_at_soon() -> None:
    slow, fast = Lag(), Lag()
    for _ in range(REMEMBERED):
        slow, fast = slow.measured(12.0), fast.measured(0.4)
    assert slow.settling == 24.0
    assert slow.first_look == 12.0
    assert (fast.settling, fast.first_look) == (LEAST_SETTLING, LEAST_LOOK)


def test_what_took_hours_is_not_taken_for_lag() -> None:
    assert Lag().measured(7200.0) == Lag()


def test_one_bad_day_is_forgotten() -> None:
    lag = Lag().measured(90.0)
    assert lag.settling == MOST_SETTLING
    for _ in range(REMEMBERED):
        lag = lag.measured(1.0)
    assert lag.settling == LEAST_SETTLING
