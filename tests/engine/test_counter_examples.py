"""What the state machine found once, shrunk, as plain tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.truth import Phase

from .oracle import Oracle
from .program import Program, small_settings
from .virtual import pump


class Bench(Program):
    """A program with an oracle that looks on."""

    def __init__(self, limit: int = 8) -> None:
        super().__init__(small_settings(), limit, lambda held: self.oracle.started(held))
        self.oracle = Oracle(self)

    def outlet(self, name: str) -> OutletRef:
        (found,) = [ref for ref in self.store.outlets() if (p := self.store.place(ref)) and p.outlet.name == name]
        return found

    def ready(self) -> None:
        self.sign_in()
        self.finish_all()
        self.oracle.check()

    def click(self, name: str, on: bool) -> OutletRef:
        ref = self.outlet(name)
        self.oracle.may_ask({ref: on})
        self.controller.switch(ref, on)
        pump()
        return ref

    def until(self, stop: str, which: int = 0) -> None:
        """Let the `which`-th call go on to a stop."""
        held = self.crew.calls[which]
        while held.stop != stop:
            self.crew.go_on(held)

    def set_up(self, *, fewer: bool) -> None:
        self.change_the_set_up(fewer=fewer)
        self.oracle.forget(frozenset([self.store.outlets()[0].socket]))
        pump()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.oracle.close()
    bench.close()


def test_what_was_read_for_an_older_set_up_is_not_said_of_the_new_one(bench: Bench) -> None:
    bench.sign_in()
    bench.set_up(fewer=True)
    bench.finish_all()
    bench.oracle.check()
    assert bench.store.truth(bench.outlet("a0")).phase is Phase.UNKNOWN


def test_a_write_that_the_set_up_overtook_is_read_again(bench: Bench) -> None:
    """Its read came before its write, and nobody remembers that the write was asked for."""
    bench.ready()
    bench.clock.pass_time(6.0)
    ref = bench.click("a0", True)
    bench.until("answering")
    bench.until("leaving")
    bench.set_up(fewer=True)
    bench.set_up(fewer=False)
    bench.finish_all()
    bench.oracle.check()
    truth = bench.store.truth(ref)
    assert (truth.phase, truth.on) == (Phase.CONFIRMED, True)


def test_a_refusal_is_not_told_beside_what_an_accepted_write_made_untrue(bench: Bench) -> None:
    """The first click was accepted while the second waited; the second is refused. Nobody has read since."""
    bench.ready()
    ref = bench.click("a0", True)
    bench.until("answering")
    bench.click("a0", False)
    bench.finish(0)
    bench.finish(0, {"leaving": "refused"})
    bench.oracle.check()
    truth = bench.store.truth(ref)
    assert truth.phase is Phase.FAILED
    assert truth.on is not False


def test_a_write_that_was_held_up_is_not_built_from_what_was_read_long_before(bench: Bench) -> None:
    """Getting a token took longer than a reading is worth: somebody may have pressed a button meanwhile."""
    bench.ready()
    bench.clock.pass_time(3.0)
    ref = bench.click("a0", True)
    bench.until("token")
    bench.clock.pass_time(9.0)
    bench.model.house.press(ref.socket.plant, "A", 2)
    pressed = bench.model.house.state(ref.socket.plant, "A")[2]
    bench.finish_all()
    bench.oracle.check()
    assert bench.model.house.state(ref.socket.plant, "A") == [True, True, pressed]
