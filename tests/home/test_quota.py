"""The day's ledger."""

from __future__ import annotations

from multisocket_gui.home.quota import DAY, Ledger


def test_calls_are_counted_within_a_day_and_start_again_at_the_next() -> None:
    ledger = Ledger().counted(10.0).counted(20.0)
    assert ledger.used == 2
    assert ledger.counted(DAY + 1).used == 1


def test_a_403_closes_the_ledger_until_the_time_it_told() -> None:
    ledger = Ledger().counted(10.0).used_up(20.0, until=100.0)
    assert ledger.used == 500
    assert ledger.closed(99.0)
    assert not ledger.closed(100.0)
    assert ledger.today(100.0).used == 0


def test_a_403_without_a_time_says_that_all_is_used_but_closes_nothing() -> None:
    ledger = Ledger().used_up(20.0, until=None)
    assert ledger.used == 500
    assert not ledger.closed(21.0)
