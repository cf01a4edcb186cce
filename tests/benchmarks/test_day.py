"""The day's calls are counted, not measured: the promise holds on every machine."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from benchmarks.figures import day


def test_a_typical_day_takes_at_most_half_of_the_days_calls(qtbot: QtBot) -> None:
    ours = day.calls(day.home_of_one_model())
    assert 3 * day.TOGGLES <= ours <= 250
