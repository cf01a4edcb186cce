"""The promise under all that may happen, in any order: clicks, a second writer, lag, faults, sleep, a sign-out."""

from __future__ import annotations

import os

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytestqt.qtbot import QtBot

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey
from multisocket_gui.home.together import Scope, Stage
from multisocket_gui.home.truth import Phase

from .model import CONNECTING, ON_THE_WAY, ON_THE_WAY_BACK, SHAPE
from .oracle import Oracle
from .program import PLANT, TOKENS, Program, small_settings
from .virtual import pump

WELL = None
STRIPS = Selector(SelectorKey.TYPE, "strip")
before = st.sampled_from([WELL] * 20 + [*TOKENS, *CONNECTING])
there = st.sampled_from([WELL] * 24 + [SHAPE, *ON_THE_WAY])
back = st.sampled_from([WELL] * 12 + [*ON_THE_WAY_BACK])
which = st.integers(0, 6)
seconds = st.sampled_from([0.5, 1.6, 4.0, 5.5, 9.0, 16.0, 61.0, 200.0])


def fates(first: object, fate: object, answer: object) -> dict[str, object]:
    """What a call meets at each of its stops."""
    return {"token": first, "connecting": first, "leaving": fate, "answering": answer}


class TruthMachine(RuleBasedStateMachine):
    """Each rule is something that a person, the service or the computer does."""

    @initialize(limit=st.sampled_from([8, 1, 2]), groups=st.booleans(), read=st.sampled_from([True, True, False]))
    def begin(self, limit: int, groups: bool, read: bool) -> None:
        self.groups, self.fewer = groups, False
        self.p = Program(small_settings(groups=groups), limit, lambda held: self.oracle.started(held))
        self.oracle = Oracle(self.p)
        self.p.sign_in()
        if read:
            self.p.finish_all()

    def outlet(self, number: int) -> OutletRef:
        outlets = self.p.store.outlets()
        return outlets[number % len(outlets)]

    # A person

    @rule(number=which, on=st.booleans())
    def click(self, number: int, on: bool) -> None:
        ref = self.outlet(number)
        self.oracle.may_ask({ref: on})
        self.p.controller.switch(ref, on)
        pump()

    @rule(number=which, on=st.booleans())
    def click_the_whole_socket(self, number: int, on: bool) -> None:
        socket = self.outlet(number).socket
        self.oracle.may_ask(dict.fromkeys(self.p.store.truths_of(socket), on))
        self.p.controller.switch_socket(socket, on)
        pump()

    @precondition(lambda self: self.p.store.undo)
    @rule()
    def undo(self) -> None:
        offer = self.p.store.undo
        assert offer
        self.oracle.may_ask(offer.action.prior)
        self.p.controller.undo()

    @precondition(lambda self: self.wished())
    @rule(number=which)
    def try_again(self, number: int) -> None:
        ref = self.wished()[number % len(self.wished())]
        wish = self.p.store.truth(ref).wish
        assert wish
        self.oracle.may_ask({ref: wish.on})
        self.p.controller.try_again(ref)
        pump()

    @precondition(lambda self: self.wished())
    @rule(number=which)
    def accept(self, number: int) -> None:
        self.p.controller.accept(self.wished()[number % len(self.wished())])

    @rule(number=which)
    def read_socket(self, number: int) -> None:
        self.p.controller.read_socket(self.outlet(number).socket)

    @rule()
    def show_the_window(self) -> None:
        self.p.controller.looked_at()

    @precondition(lambda self: not self.p.signed_in)
    @rule()
    def sign_in(self) -> None:
        self.p.sign_in()

    @rule(on=st.booleans(), grouped=st.booleans())
    def preview_all(self, on: bool, grouped: bool) -> None:
        self.p.controller.together.preview(Scope(PLANT, STRIPS if grouped and self.groups else None), on)

    @precondition(lambda self: self.stage() is Stage.PREVIEW)
    @rule()
    def do_what_is_previewed(self) -> None:
        told = self.p.store.together
        if told and told.stage is Stage.PREVIEW and told.on is not None:
            self.oracle.may_ask(dict.fromkeys(self.p.store.outlets(), told.on))
            self.p.controller.together.go()

    @precondition(lambda self: self.stage() is Stage.ENDED)
    @rule()
    def retry_these(self) -> None:
        told = self.p.store.together
        if told and told.stage is Stage.ENDED and told.on is not None:
            self.oracle.may_ask(dict.fromkeys(self.p.store.outlets(), told.on))
            self.p.controller.together.retry()

    @precondition(lambda self: self.stage() is Stage.RUNNING)
    @rule()
    def stop_what_has_not_left(self) -> None:
        self.p.controller.together.stop()

    # The service and the line

    @precondition(lambda self: self.p.crew.calls)
    @rule(number=which, first=before, fate=there, answer=back)
    def a_call_ends(self, number: int, first: object, fate: object, answer: object) -> None:
        self.p.finish(number, fates(first, fate, answer))

    @precondition(lambda self: self.p.crew.calls)
    @rule(number=which, first=before, fate=there, answer=back)
    def a_call_goes_on(self, number: int, first: object, fate: object, answer: object) -> None:
        held = self.p.crew.calls[number % len(self.p.crew.calls)]
        self.p.crew.go_on(held, fates(first, fate, answer).get(held.stop))

    @precondition(lambda self: self.p.crew.calls)
    @rule()
    def all_calls_end(self) -> None:
        self.p.finish_all()

    @rule(number=which)
    def somebody_presses_a_button(self, number: int) -> None:
        ref = self.outlet(number)
        self.p.model.house.press(ref.socket.plant, self.p.sockets()[ref.socket], ref.index)

    @rule(lag=st.sampled_from([0.0, 3.0, 40.0]))
    def reads_lag(self, lag: float) -> None:
        self.p.model.lag = lag

    # The computer

    @rule(gone=seconds)
    def time_passes(self, gone: float) -> None:
        self.p.clock.pass_time(gone)

    @rule(what=st.sampled_from(["sleep", "refresh", "sign out", "set up", "clock"]), back=st.booleans())
    def something_rare(self, what: str, back: bool) -> None:
        match what:
            case "sleep":
                self.p.clock.sleep(20.0 if back else 3600.0)
            case "refresh":
                self.p.controller.refresh()
            case "sign out":
                self.p.controller.sign_out()
            case "clock":
                self.p.clock.set(-3600.0 if back else 3600.0)
            case _:
                self.change_the_set_up()

    def change_the_set_up(self) -> None:
        self.fewer = not self.fewer
        changed = frozenset([self.p.store.outlets()[0].socket])
        self.p.change_the_set_up(fewer=self.fewer, groups=self.groups)
        self.oracle.forget(changed)
        pump()

    def wished(self) -> list[OutletRef]:
        """The outlets that something may be answered to."""
        return [r for r in self.p.store.outlets() if self.p.store.truth(r).phase in (Phase.FAILED, Phase.DISPUTED)]

    def stage(self) -> Stage | None:
        return self.p.store.together.stage if self.p.store.together else None

    @invariant()
    def nothing_is_untrue(self) -> None:
        if hasattr(self, "oracle"):
            pump()
            self.oracle.check()

    def teardown(self) -> None:
        if not hasattr(self, "oracle"):
            return
        try:
            if not self.oracle.broken:
                self.come_to_rest()
        finally:
            self.oracle.close()
            self.p.close()

    def come_to_rest(self) -> None:
        """Everything heals: in the end the program says what the relays are, and no job is left."""
        self.p.finish_all()
        self.oracle.check()
        if self.fewer:
            self.change_the_set_up()
        self.p.model.lag = 0.0
        for _ in range(2):
            self.p.clock.pass_time(3600.0)
            self.p.finish_all()
        self.p.sign_in()
        self.p.finish_all()
        self.p.controller.refresh()
        self.p.finish_all()
        self.oracle.check()
        for ref in self.p.store.outlets():
            self.p.controller.accept(ref)
        for ref in self.p.store.outlets():
            truth = self.p.store.truth(ref)
            assert (truth.phase, truth.on) == (Phase.CONFIRMED, self.p.relay(ref)), f"{ref} {truth}"
            assert not self.p.controller.strips.busy(ref.socket)
        assert not self.oracle.open


def test_the_promise_holds_whatever_happens(qtbot: QtBot) -> None:
    """TRUTH_EXAMPLES=5000 looks longer."""
    run_state_machine_as_test(
        TruthMachine,
        settings=settings(
            max_examples=int(os.environ.get("TRUTH_EXAMPLES", "100")),
            stateful_step_count=60,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
