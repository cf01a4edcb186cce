"""What can be taken back, and what cannot."""

from __future__ import annotations

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Accepted, Asked, Refused, Seen, Truth, advance
from multisocket_gui.home.undo import action, changed_since, restorable

STRIP = SocketRef("p", Selector(SelectorKey.ID, "s"))
LAMP, FAN = OutletRef(STRIP, 0), OutletRef(STRIP, 1)


def seen(on: bool, began: int = 1) -> Truth:
    return advance(Truth(), Seen(on, at=0.0, began=began, settling=8.0))


def test_what_was_known_before_is_what_is_restored() -> None:
    truths = {LAMP: seen(False), FAN: seen(True)}
    done = action({LAMP: True, FAN: True}, truths.__getitem__, 5.0)
    assert done is not None
    assert done.prior == {LAMP: False, FAN: True}


def test_where_something_was_not_known_there_is_nothing_to_restore() -> None:
    assert action({LAMP: True, FAN: True}, {LAMP: seen(False), FAN: Truth()}.__getitem__, 5.0) is None
    assert action({}, {}.__getitem__, 5.0) is None


def test_a_wish_that_is_still_sent_counts_as_where_the_outlet_heads() -> None:
    truth = seen(False)
    done = action({LAMP: True}, {LAMP: truth}.__getitem__, 5.0)
    assert done is not None
    sending = advance(truth, Asked(True, 2))
    sent = advance(sending, Accepted(2, 5.0, 3))
    for now in (sending, sent, advance(sent, Seen(True, at=9.0, began=4, settling=8.0))):
        assert changed_since(done, {LAMP: now}.__getitem__) == ()


def test_an_outlet_that_refused_has_nothing_to_take_back() -> None:
    truth = seen(False)
    done = action({LAMP: True, FAN: True}, {LAMP: truth, FAN: truth}.__getitem__, 5.0)
    assert done is not None
    refused = advance(advance(truth, Asked(True, 2)), Refused(2, Problem(Kind.OFFLINE), 3))
    truths = {LAMP: refused, FAN: seen(True)}
    assert restorable(done, truths.__getitem__) == {FAN: False}
    assert changed_since(done, truths.__getitem__) == ()


def test_what_somebody_else_switched_since_is_named() -> None:
    truths = {LAMP: seen(False), FAN: seen(False)}
    done = action({LAMP: True, FAN: True}, truths.__getitem__, 5.0)
    assert done is not None
    assert changed_since(done, {LAMP: seen(True), FAN: seen(False)}.__getitem__) == (FAN,)
    assert changed_since(done, {LAMP: seen(True), FAN: Truth()}.__getitem__) == (FAN,)
