from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.skew import TOLERANCE, Skew, amount

NOW = 1_800_000_000.0


def date(at: float) -> str:
    return formatdate(at, usegmt=True)


class Told(list[float]):
    """What a skew tells."""

    def __init__(self) -> None:
        super().__init__()
        self.skew = Skew(self.append)

    def hears(self, off: float, took: float = 0.0, age: str | None = None) -> None:
        """An answer of a service whose clock is right, when ours is `off`."""
        self.skew.heard(date(NOW), NOW + off, NOW + off + took, age)


def test_a_clock_that_is_right_is_no_news() -> None:
    told = Told()
    for off in (0.0, 30.0, -30.0, 59.0):
        told.hears(off)
    assert told == []
    assert told.skew.seconds == 0.0


@pytest.mark.parametrize("off", [120.0, -120.0, 7_500.0, -86_400.0 * 365])
def test_a_wrong_clock_is_told_once_and_when_it_is_right_again(off: float) -> None:
    told = Told()
    told.hears(off)
    told.hears(off + 1)
    told.hears(off - 1)
    assert list(told) == pytest.approx([off], abs=1)
    assert told.skew.seconds == pytest.approx(off, abs=2)
    told.hears(0.0)
    assert told[1:] == [0.0]
    assert told.skew.seconds == 0.0


def test_a_clock_that_is_wrong_otherwise_is_told_again() -> None:
    told = Told()
    for off in (120.0, 150.0, 185.0, -185.0):
        told.hears(off)
    assert list(told) == pytest.approx([120.0, 185.0, -185.0], abs=1)


def test_an_answer_that_took_long_proves_nothing() -> None:
    """The Date may be as old as the exchange: only what is certain counts."""
    told = Told()
    told.hears(-10.0, took=200.0)
    told.hears(0.0, took=120.0)
    assert told == []
    told.hears(120.0)
    told.hears(-100.0, took=200.0)
    assert len(told) == 1, "nor does it prove that the clock is right again"


def test_what_a_cache_had_kept_is_older() -> None:
    told = Told()
    told.hears(600.0, age="600")
    assert told == []
    told.hears(0.0, age="600")
    assert list(told) == pytest.approx([-600.0], abs=1)


@pytest.mark.parametrize(
    ("written", "age"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("Mon, 23 Nov 2026 01:00:00", None),
        ("Mon, 23 Nov 2026 01:00:00 -0000", None),
        ("Mon, 99 Nov 2026 01:00:00 GMT", None),
        ("Mon, 23 Nov 99999 01:00:00 GMT", None),
        (date(0.0), "long"),
        (date(0.0), "-5"),
        (date(0.0), "1e3"),
        (date(0.0), "9" * 400),
    ],
)
def test_what_cannot_be_read_tells_nothing(written: str | None, age: str | None) -> None:
    told = Told()
    told.skew.heard(written, NOW, NOW, age)
    assert told == []


def test_a_clock_that_was_set_back_in_the_middle_tells_nothing() -> None:
    told = Told()
    told.skew.heard(date(NOW), NOW + 7200.0, NOW)
    assert told == []


@given(st.text(), st.text())
def test_no_header_of_any_shape_breaks_it(written: str, age: str) -> None:
    Skew().heard(written, NOW, NOW, age)


@given(
    off=st.floats(-1e6, 1e6),
    written=st.floats(0.0, 1.0),
    took=st.floats(0.0, 100.0),
    fraction=st.floats(0.0, 1.0),
    age=st.integers(0, 10_000),
)
def test_what_is_told_is_true(off: float, written: float, took: float, fraction: float, age: int) -> None:
    """The answer was written at some moment of the exchange, and lay in a cache; it never slanders a clock."""
    moment = NOW + written
    before = moment - took * fraction + off
    skew = Skew()
    skew.heard(date(moment - age), before, before + took, str(age))
    if abs(off) <= TOLERANCE:
        assert skew.seconds == 0.0
    if abs(off) > TOLERANCE + took + 2:
        assert skew.seconds == pytest.approx(off, abs=took / 2 + 2)


def test_many_threads_end_with_what_was_heard_last() -> None:
    told = Told()
    together = Barrier(8)

    def hear(number: int) -> None:
        together.wait(10)
        for each in range(200):
            told.hears(600.0 * (number + each % 7))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hear, range(8)))
    assert told[-1] == pytest.approx(told.skew.seconds, abs=TOLERANCE)
    told.hears(0.0)
    assert told[-1] == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (61.0, "+1 min"),
        (-420.0, "-7 min"),
        (3599.0, "+1 h 00 min"),
        (7500.0, "+2 h 05 min"),
        (-7500.0, "-2 h 05 min"),
        (90_000.0, "+25 h"),
    ],
)
def test_the_amount_in_words_of_no_language(seconds: float, text: str) -> None:
    assert amount(seconds) == text


def test_the_start_of_the_program_does_not_pay_for_dates() -> None:
    program = "import sys, multisocket_gui.home.skew; print('email' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
