"""The array of a write: one click never moves an outlet that it did not name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.merge import ShapeChanged, changed_elsewhere, merge


@given(st.data(), st.lists(st.booleans(), min_size=1, max_size=6))
def test_only_what_was_asked_changes(data: st.DataObject, reading: list[bool]) -> None:
    indexes = st.integers(0, len(reading) - 1)
    intents = data.draw(st.dictionaries(indexes, st.booleans()))
    settling = data.draw(st.dictionaries(indexes, st.booleans()))
    status = merge(intents, settling, reading, len(reading))
    for index, value in enumerate(status):
        assert value is intents.get(index, settling.get(index, reading[index]))


def test_what_nobody_here_named_and_reads_otherwise_was_changed_elsewhere() -> None:
    assert changed_elsewhere({1: True, 2: False}, [True, False, False]) == {1}
    assert changed_elsewhere({}, [True, False]) == frozenset()
    assert changed_elsewhere({1: True, 5: True}, [False]) == frozenset()


def test_a_whole_strip_needs_no_reading() -> None:
    assert merge({0: True, 1: True}, {}, None, 2) == (True, True)


@pytest.mark.parametrize(
    ("intents", "reading", "count"),
    [({0: True}, None, 2), ({0: True}, [True, False, True], 2), ({2: True}, [True, False], 2), ({0: True}, [], 2)],
)
def test_a_shape_that_does_not_agree_is_refused(
    intents: dict[int, bool], reading: list[bool] | None, count: int
) -> None:
    with pytest.raises(ShapeChanged):
        merge(intents, {}, reading, count)
