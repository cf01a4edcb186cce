"""No path switches a locked outlet, and one that asks first goes off by an answered question alone.

Everything that leaves is written down by the model of the service and held against what was read, whoever asked for
whatever on whichever way, and whenever a lock came.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
import pytest
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

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.commands import Commands
from multisocket_gui.engine.facts import Change, Happening, Moved, Question
from multisocket_gui.engine.history import History
from multisocket_gui.engine.questions import OPEN_FOR
from multisocket_gui.engine.strip import TIME_TO_LIVE, Intent, purpose_of
from multisocket_gui.home.merge import FRESH_FOR
from multisocket_gui.home.model import Guard, Outlet, OutletRef, Selector, SelectorKey, Socket, SocketRef, places
from multisocket_gui.home.names import full_name
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.together import Scope, Stage
from multisocket_gui.home.truth import Asked, Phase
from multisocket_gui.settings import Settings

from .model import Sent
from .program import PLANT, Program, small_settings
from .test_truth_machine import back, before, fates, there
from .virtual import pump

STRIPS = Selector(SelectorKey.TYPE, "strip")
SCENE = "evening"
which = st.sampled_from([0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 6, 7, 8])
guards = st.sampled_from([Guard.LOCKED, Guard.ASK, Guard.ASK, Guard.NONE])


def set_up(*, twins: bool) -> Settings:
    """The small home with a scene; with `twins`, strip A is set up once more by its name."""
    plain = small_settings()
    plant = plain.plants[0]
    if twins:
        again = Socket(Selector(SelectorKey.NAME, "Strip A"), "A again", tuple(Outlet(f"again{i}") for i in range(3)))
        plant = replace(plant, sockets=(*plant.sockets, again))
    wants = {place.ref: place.ref.index == 2 for place in places((plant,))}
    return replace(plain, plants=(plant,), scenes=(Scene(SCENE, "Evening", wants),))


class Watch:
    """Holds every write that leaves against what was read, and against what a person answered."""

    def __init__(self, program: Program) -> None:
        self.p = program
        self.broken: list[str] = []
        self.answers = False
        """Whether a person is answering an outlet's question at this very moment."""
        self.answered: dict[OutletRef, Moment] = {}
        """When an outlet was last asked for “off” as the answer to its question."""
        self.by_answer: dict[OutletRef, bool] = {}
        """Whether what was asked last of an outlet was that."""
        self.asked_since: Moment | None = None
        self.promised: set[OutletRef] = set()
        """Outlets with a timer whose maker answered the question."""
        self._by_timer = False
        self._watch_timers()
        program.model.on_left = self._left
        program.store.moved.connect(self._moved)
        program.store.changed.connect(self._changed)

    def _watch_timers(self) -> None:
        """What a timer asks for is asked for the timers' calls."""
        switch = self.p.controller.strips.switch

        def watched(*args: Any, purpose: Purpose | None = None, **more: Any) -> dict[OutletRef, Problem]:
            self._by_timer = purpose is Purpose.TIMER
            try:
                return switch(*args, purpose=purpose, **more)
            finally:
                self._by_timer = False

        self.p.controller.strips.switch = watched  # type: ignore[method-assign]  # the only place where all of it passes

    @contextmanager
    def a_person_answers(self, answers: bool = True) -> Iterator[None]:
        self.answers = answers
        try:
            yield
        finally:
            self.answers = False

    def check(self) -> None:
        now = self.p.clock.now()
        if self.p.store.question and self.asked_since and now.steady - self.asked_since.steady > OPEN_FOR:
            self.broken.append("a question waits for longer than it should")
        assert not self.broken, "\n".join(dict.fromkeys(self.broken))

    def guards_of(self, ref: OutletRef, *, leaving: bool = False) -> set[Guard]:
        """How the outlet is guarded under all names that its socket is known to be set up by.

        Before a first reading of a name nobody can know that; a write that is `leaving` was preceded by one.
        """
        ids = self.p.sockets()
        same = [
            socket
            for socket, name in ids.items()
            if socket == ref.socket
            or (name == ids[ref.socket] and self._known(socket) and (leaving or self._known(ref.socket)))
        ]
        outlets = [self.p.store.settings.outlet(OutletRef(socket, ref.index)) for socket in same]
        return {outlet.guard for outlet in outlets if outlet}

    def _known(self, socket: SocketRef) -> bool:
        return socket.selector.key is SelectorKey.ID or self.p.store.socket_state(socket).id is not None

    def _changed(self, change: Change) -> None:
        if change.question:
            self.asked_since = self.p.clock.now() if self.p.store.question else None

    def _moved(self, moves: Iterable[Moved]) -> None:
        for moved in moves:
            if isinstance(moved.event, Asked):
                self._asked(moved.outlet, moved.event.on)

    def _asked(self, ref: OutletRef, on: bool) -> None:
        guards = self.guards_of(ref)
        answered = self.answers or (self._by_timer and ref in self.promised)
        if Guard.LOCKED in guards:
            self.broken.append(f"{ref} is locked and asked for {on}")
        if Guard.ASK in guards and not on and not answered:
            self.broken.append(f"{ref} is to be switched off, and nobody answered its question")
        self.by_answer[ref] = answered
        if answered and not on:
            self.answered[ref] = self.p.clock.now()

    # What leaves

    def _left(self, sent: Sent) -> None:
        if sent.status is None:
            return
        holds = sent.held.call.args[0].job.holds  # type: ignore[attr-defined]  # the worker binds the run to the call
        for socket in self.p.model.sockets(sent.plant, sent.selector):
            for ref, name in self.p.sockets().items():
                if name == socket.id and (self._known(ref) or ref in holds):
                    self._socket_is_written(sent, ref, socket.id, sent.status)

    def _socket_is_written(self, sent: Sent, ref: SocketRef, name: str, status: tuple[bool, ...]) -> None:
        for index, on in enumerate(status):
            outlet = OutletRef(ref, index)
            guards = self.guards_of(outlet, leaving=True) - {Guard.NONE}
            if guards and sent.selector.key is not SelectorKey.ID:
                self.broken.append(f"{outlet} is guarded and was written by a group's call")
            elif Guard.LOCKED in guards and on not in self._read(sent, name, index):
                self.broken.append(f"{outlet} is locked, was read {self._read(sent, name, index)} and written {on}")
            elif Guard.ASK in guards and not on and False not in self._read(sent, name, index):
                self._goes_off(sent, name, outlet)

    def _read(self, sent: Sent, name: str, index: int) -> set[bool]:
        """What the call itself has read of the outlet, or where it read nothing, others within the last seconds."""
        mine = [read for read in sent.held.sent if read.answer and read.answered][-1:]
        recent = [
            read
            for read in self.p.model.sent
            if read.answer and read.answered and sent.left.seconds_since(read.left) <= FRESH_FOR
        ]
        answers = (read.answer or {} for read in mine or recent)
        return {answer[name][index] for answer in answers if name in answer and index < len(answer[name])}

    def _goes_off(self, sent: Sent, name: str, outlet: OutletRef) -> None:
        """Only after a person's answer, or as what an accepted write that still settles left it at."""
        since = [sent.left.seconds_since(at) for ref, at in self.answered.items() if self._same(ref, outlet)]
        settling = self.p.store.lag.settling
        left_off = [
            write
            for write in self.p.model.sent
            if write.accepted
            and write.status
            and name in write.before
            and not write.status[outlet.index]
            and sent.left.wall - write.accepted.wall < settling
        ]
        if not left_off and not any(age <= TIME_TO_LIVE for age in since):
            self.broken.append(f"{outlet} asks first and was written off, answered {since} s ago")

    def _same(self, one: OutletRef, other: OutletRef) -> bool:
        ids = self.p.sockets()
        return one.index == other.index and ids.get(one.socket) == ids.get(other.socket)


class LockMachine(RuleBasedStateMachine):
    """Each rule is something that a person, another process, the service or the computer does."""

    @initialize(
        twins=st.sampled_from([False, False, True]),
        read=st.sampled_from([True, True, True, False]),
        locked=st.none() | which,
        asking=st.none() | which,
    )
    def begin(self, twins: bool, read: bool, locked: int | None, asking: int | None) -> None:
        self.p = Program(set_up(twins=twins), 8)
        self.watch = Watch(self.p)
        self.folder = TemporaryDirectory()
        history = History(self.p.store, Path(self.folder.name) / "history.json", self.p.controller)
        self.commands = Commands(self.p.store, self.p.controller, history, Path(self.folder.name), self.p.controller)
        for number, guard in ((asking, Guard.ASK), (locked, Guard.LOCKED)):
            if number is not None:
                self.p.controller.set_guard(self.outlet(number), guard, "Freezer!")
        self.p.sign_in()
        if read:
            self.p.finish_all()

    def outlet(self, number: int) -> OutletRef:
        outlets = self.p.store.outlets()
        return outlets[number % len(outlets)]

    def say(self, *words: str) -> None:
        """To the command line."""
        self.commands.handle([*words, "--no-wait"], lambda reply: None)

    # What may come at any moment

    @rule(number=which, guard=guards, words=st.sampled_from(["", "Freezer!"]))
    def a_guard_is_set(self, number: int, guard: Guard, words: str) -> None:
        self.p.controller.set_guard(self.outlet(number), guard, words)

    @rule(number=which, verb=st.sampled_from(["lock", "ask", "unlock"]))
    def a_guard_is_set_by_command(self, number: int, verb: str) -> None:
        self.say_of(number, verb)

    @rule(fewer=st.booleans())
    def the_set_up_is_changed_elsewhere(self, fewer: bool) -> None:
        """By another process: strip A has an outlet more or less, and guards stay as they are."""
        shown = self.p.store.plants[0]
        strip, *others = shown.sockets
        outlets = strip.outlets[:2] if fewer else (*strip.outlets[:2], Outlet("a2", guard=strip.outlets[0].guard))
        plant = replace(shown, sockets=(replace(strip, outlets=outlets), *others))
        self.p.controller.change_settings(self.p.store.settings.with_home([plant]))

    # A person

    @rule(number=which, on=st.booleans())
    def click(self, number: int, on: bool) -> None:
        self.p.controller.switch(self.outlet(number), on)

    @rule(number=which, on=st.booleans())
    def click_the_whole_socket(self, number: int, on: bool) -> None:
        self.p.controller.switch_socket(self.outlet(number).socket, on)

    @precondition(lambda self: self.p.store.question)
    @rule(yes=st.sampled_from([True, True, False]))
    def answer(self, yes: bool) -> None:
        since = self.watch.asked_since
        with self.watch.a_person_answers(bool(since and self.p.clock.now().seconds_since(since) <= OPEN_FOR)):
            self.p.controller.answer(yes)

    @precondition(lambda self: self.wished())
    @rule(number=which)
    def try_again(self, number: int) -> None:
        ref = self.wished()[number % len(self.wished())]
        with self.watch.a_person_answers(self.watch.by_answer[ref]):
            self.p.controller.try_again(ref)

    @rule(number=which, verb=st.sampled_from(["on", "off", "toggle"]), yes=st.booleans())
    def command(self, number: int, verb: str, yes: bool) -> None:
        with self.watch.a_person_answers(yes):
            self.say_of(number, verb, *(["--yes"] if yes else []))

    @rule(words=st.sampled_from([["all-off"], ["undo"], ["scene", "on", "Evening"], ["scene", "off", "Evening"]]))
    def command_many(self, words: list[str]) -> None:
        self.say(*words)

    @precondition(lambda self: self.p.store.undo)
    @rule()
    def undo(self) -> None:
        self.p.controller.undo()

    @rule(on=st.booleans(), grouped=st.booleans())
    def preview_all(self, on: bool, grouped: bool) -> None:
        self.p.controller.together.preview(Scope(PLANT, STRIPS if grouped else None), on)

    @precondition(lambda self: self.stage() is Stage.PREVIEW)
    @rule()
    def do_what_is_previewed(self) -> None:
        self.p.controller.together.go()

    @precondition(lambda self: self.stage() is Stage.ENDED)
    @rule()
    def retry_these(self) -> None:
        self.p.controller.together.retry()

    @rule(on=st.booleans(), by_timer=st.booleans())
    def apply_the_scene(self, on: bool, by_timer: bool) -> None:
        self.p.controller.scenes.run(SCENE, on, by_timer=by_timer)

    @rule(number=which, on=st.booleans(), confirmed=st.booleans(), seconds=st.sampled_from([1.0, 8.0]))
    def a_timer_is_made(self, number: int, on: bool, confirmed: bool, seconds: float) -> None:
        ref = self.outlet(number)
        if confirmed:
            self.watch.promised.add(ref)
        self.p.controller.timers.off_in(ref, seconds, on=on, confirmed=confirmed)

    @precondition(lambda self: self.p.controller.timers.waiting)
    @rule(run=st.booleans())
    def a_missed_timer_is_answered(self, run: bool) -> None:
        """Whatever it was for: who lets it run was not asked the outlet's own question."""
        self.p.controller.timers.answer(self.p.controller.timers.waiting[0].timer.id, run)

    @rule(on=st.booleans())
    def everything_at_once_past_all_views(self, on: bool) -> None:
        """As a view with a mistake would: the strips themselves keep what is guarded."""
        self.p.controller.strips.switch(dict.fromkeys(self.p.store.outlets(), on), STRIPS)

    # The service, the line and the computer

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

    @rule(gone=st.sampled_from([0.3, 1.6, 5.5, 9.0, 31.0]))
    def time_passes(self, gone: float) -> None:
        self.p.clock.pass_time(gone)

    @rule(what=st.sampled_from(["sleep", "refresh", "sign out", "sign in"]))
    def something_rare(self, what: str) -> None:
        match what:
            case "sleep":
                self.p.clock.sleep(60.0)
            case "refresh":
                self.p.controller.refresh()
            case "sign out":
                self.p.controller.sign_out()
            case _ if not self.p.signed_in:
                self.p.sign_in()

    def say_of(self, number: int, verb: str, *more: str) -> None:
        place = self.p.store.place(self.outlet(number))
        assert place
        self.say(verb, full_name(place), *more)

    def wished(self) -> list[OutletRef]:
        return [r for r in self.p.store.outlets() if self.p.store.truth(r).phase in (Phase.FAILED, Phase.DISPUTED)]

    def stage(self) -> Stage | None:
        return self.p.store.together.stage if self.p.store.together else None

    @invariant()
    def no_guard_was_passed(self) -> None:
        if hasattr(self, "watch"):
            pump()
            self.watch.check()

    def teardown(self) -> None:
        if not hasattr(self, "watch"):
            return
        try:
            self.p.finish_all()
            self.watch.check()
        finally:
            self.commands.close()
            self.p.close()
            self.folder.cleanup()


def test_no_path_passes_a_guard(qtbot: QtBot) -> None:
    """LOCK_EXAMPLES=5000 looks longer."""
    run_state_machine_as_test(
        LockMachine,
        settings=settings(
            max_examples=int(os.environ.get("LOCK_EXAMPLES", "40")),
            stateful_step_count=40,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


# What the machine rarely meets, one by one


@pytest.fixture
def p(qtbot: QtBot) -> Iterator[Program]:
    program = Program(set_up(twins=False), 8)
    program.sign_in()
    program.finish_all()
    yield program
    program.close()


def outlet(p: Program, name: str) -> OutletRef:
    (found,) = [ref for ref in p.store.outlets() if (place := p.store.place(ref)) and place.outlet.name == name]
    return found


def writes(p: Program) -> list[tuple[str, tuple[bool, ...]]]:
    return [(sent.selector.value, sent.status) for sent in p.model.sent if sent.status is not None]


def rest(p: Program) -> None:
    pump()
    p.finish_all()


def go_to(p: Program, stop: str) -> None:
    """Let the one call go on until it stands there."""
    (held,) = p.crew.calls
    while held.stop != stop:
        p.crew.go_on(held)


def test_a_locked_outlet_only_says_so(p: Program) -> None:
    a1 = outlet(p, "a1")
    p.controller.set_guard(a1, Guard.LOCKED, "Server!")
    before = p.store.truth(a1)
    p.controller.switch(a1, False)
    rest(p)
    assert not writes(p)
    assert p.store.truth(a1) == before
    assert p.store.last == Happening(a1, before, Problem(Kind.LOCKED, detail="Server!"))
    assert p.store.question is p.store.undo is None


def test_one_that_asks_goes_off_when_its_question_is_answered(p: Program) -> None:
    a1 = outlet(p, "a1")
    p.controller.set_guard(a1, Guard.ASK, "Freezer!")
    p.controller.switch(a1, False)
    rest(p)
    assert p.store.question == Question(a1, "Freezer!")
    assert not writes(p)
    p.controller.answer(True)
    assert p.store.question is None
    rest(p)
    assert writes(p) == [("A", (False, False, False))]


def test_one_that_asks_stays_on_when_the_answer_is_no(p: Program) -> None:
    a1 = outlet(p, "a1")
    p.controller.set_guard(a1, Guard.ASK)
    p.controller.switch(a1, False)
    p.controller.answer(False)
    p.controller.answer(True)  # there is no question any more
    rest(p)
    assert not writes(p)


def test_a_question_goes_by_itself(p: Program) -> None:
    a1, b1 = outlet(p, "a1"), outlet(p, "b1")
    for ref in (a1, b1):
        p.controller.set_guard(ref, Guard.ASK)
    p.controller.switch(a1, False)
    p.controller.switch(b1, False)
    assert p.store.question == Question(b1)  # another one takes its place
    p.clock.pass_time(OPEN_FOR)
    assert p.store.question is None
    p.controller.switch(a1, False)
    p.model.house.press(PLANT, "A", 1)
    p.controller.read_socket(a1.socket)
    rest(p)
    assert p.store.question is None  # somebody switched it off by hand
    p.controller.switch(b1, False)
    p.controller.set_guard(b1, Guard.LOCKED)
    assert p.store.question is None


def test_an_answer_after_the_computer_slept_is_too_late(p: Program) -> None:
    a1 = outlet(p, "a1")
    p.controller.set_guard(a1, Guard.ASK)
    p.controller.switch(a1, False)
    p.clock.sleep(3600.0)
    p.controller.answer(True)
    rest(p)
    assert not writes(p)


def test_trying_a_confirmed_wish_again_asks_no_second_time(p: Program) -> None:
    a1 = outlet(p, "a1")
    p.controller.set_guard(a1, Guard.ASK)
    p.controller.switch(a1, False, confirmed=True)
    p.finish(0, {"leaving": "refused"})
    assert p.store.truth(a1).phase is Phase.FAILED
    p.controller.try_again(a1)
    rest(p)
    assert p.store.question is None
    assert p.relay(a1) is False


@pytest.mark.parametrize("guard", [Guard.LOCKED, Guard.ASK])
@pytest.mark.parametrize("stop", ["start", "token", "connecting"])
def test_a_guard_counts_until_the_write_leaves(p: Program, guard: Guard, stop: str) -> None:
    a0, a1 = outlet(p, "a0"), outlet(p, "a1")
    p.controller.switch_socket(a1.socket, False)
    go_to(p, stop)
    p.controller.set_guard(a1, guard, "Freezer!")
    rest(p)
    assert p.relay(a1) is True
    assert p.store.truth(a1).problem == p.controller.strips.admitted({a1: False})[1][a1]
    assert (p.store.truth(a1).phase, p.store.truth(a0).phase) == (Phase.FAILED, Phase.SENT)
    assert writes(p) == [("A", (False, True, False))]


@pytest.mark.parametrize("stop", ["leaving", "token", "connecting"])
def test_a_guard_that_comes_to_a_group_splits_its_one_call(p: Program, stop: str) -> None:
    a1 = outlet(p, "a1")
    strips = [ref for ref in p.store.outlets() if ref.socket.selector.value != "C"]
    p.controller.strips.switch(dict.fromkeys(strips, True), STRIPS)
    (held,) = p.crew.calls
    while not (held.stop == stop and held.sent):  # while it reads, or when it has read and is about to write
        p.crew.go_on(held)
    p.controller.set_guard(a1, Guard.LOCKED)
    rest(p)
    p.clock.pass_time(1.0)
    rest(p)
    assert "strip" not in [selector for selector, _ in writes(p)]
    assert {p.relay(ref) for ref in strips} == {True}


def test_a_whole_strip_leaves_a_guarded_outlet_as_it_was_read_and_says_so(p: Program) -> None:
    a2 = outlet(p, "a2")
    p.controller.set_guard(a2, Guard.LOCKED)
    p.clock.pass_time(60.0)
    p.model.house.press(PLANT, "A", 2)  # since the last reading
    p.controller.switch_socket(a2.socket, False)
    rest(p)
    assert writes(p) == [("A", (False, False, True))]
    assert p.store.last
    assert p.store.last.outlet != a2  # what was switched is told after it
    assert a2 not in (p.store.undo.action.asked if p.store.undo else {})


def test_nothing_is_sent_while_it_is_not_sure_what_a_locked_outlet_is(p: Program) -> None:
    """Its own last write settles, and the cloud lags: neither the value read nor the one sent is surely its state."""
    a0, a2 = outlet(p, "a0"), outlet(p, "a2")
    p.model.lag = 40.0
    p.controller.switch(a2, True)
    rest(p)
    p.controller.set_guard(a2, Guard.LOCKED)
    p.controller.switch(a0, True)
    rest(p)
    assert p.store.truth(a0).problem
    assert p.store.truth(a0).problem.kind is Kind.UNSETTLED
    assert writes(p) == [("A", (False, True, True))]
    p.model.lag = 0.0
    p.controller.try_again(a0)
    rest(p)
    assert writes(p)[1:] == [("A", (True, True, True))]


def test_undo_leaves_out_what_was_locked_since(p: Program) -> None:
    a1, a2 = outlet(p, "a1"), outlet(p, "a2")
    p.controller.switch_socket(a1.socket, True)
    rest(p)
    p.controller.set_guard(a2, Guard.LOCKED)
    p.controller.undo()
    assert p.store.last
    rest(p)
    assert (p.relay(a1), p.relay(a2), p.relay(outlet(p, "a0"))) == (True, True, False)


def test_undo_of_turning_on_asks_where_the_outlet_asks(p: Program) -> None:
    a2 = outlet(p, "a2")
    p.controller.set_guard(a2, Guard.ASK, "Freezer!")
    p.controller.switch(a2, True)
    rest(p)
    p.controller.undo()
    rest(p)
    assert (p.store.question, p.relay(a2)) == (Question(a2, "Freezer!"), True)
    p.controller.answer(True)
    rest(p)
    assert p.relay(a2) is False


def test_what_was_refused_leaves_the_earlier_undo_as_it_was(p: Program) -> None:
    a1, b1 = outlet(p, "a1"), outlet(p, "b1")
    p.controller.set_guard(b1, Guard.LOCKED)
    p.controller.switch(a1, False)
    rest(p)
    offer = p.store.undo
    p.controller.switch(b1, False)
    assert offer
    assert p.store.undo == offer


def test_a_strip_that_is_set_up_twice_is_locked_under_both_names(qtbot: QtBot) -> None:
    p = Program(set_up(twins=True), 8)
    try:
        p.sign_in()
        p.finish_all()
        p.controller.set_guard(outlet(p, "a1"), Guard.LOCKED)
        p.controller.switch(outlet(p, "again1"), False)
        p.controller.switch(outlet(p, "again0"), True)
        rest(p)
        assert writes(p) == [("A", (True, True, False))]
    finally:
        p.close()


def test_a_timers_calls_are_counted_as_a_timers(p: Program) -> None:
    a1 = outlet(p, "a1")
    by_timer = [Intent(on, 1, p.clock.now(), by_timer=True) for on in (True, False)]
    by_hand = [Intent(on, 1, p.clock.now()) for on in (True, False)]
    assert purpose_of(by_timer) is Purpose.TIMER
    assert purpose_of([by_timer[0], by_hand[1]]) is Purpose.TIMER
    assert purpose_of([by_timer[0], by_hand[0]]) is Purpose.ON
    p.controller.strips.switch({a1: False}, purpose=Purpose.TIMER)
    rest(p)
    assert p.relay(a1) is False
