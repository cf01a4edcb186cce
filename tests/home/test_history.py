"""What the history tells of each step, and whose hand it names, whatever the order of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multisocket_gui.home.history import Entry, Fate, Hand, Names, State, Step, interrupted, told
from multisocket_gui.home.lag import MOST_SETTLING
from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import (
    Accepted,
    Asked,
    Attempted,
    Dismissed,
    Doubted,
    Event,
    Phase,
    Refused,
    Seen,
    Truth,
    advance,
)

LAMP = OutletRef(SocketRef("plant", Selector(SelectorKey.ID, "S-1")), 0)
NAMES = Names("Home", "Desk", "Lamp")
CUT, QUOTA = Problem(Kind.CUT_OFF), Problem(Kind.QUOTA_USED_UP)
SETTLING = 8.0


@dataclass
class Life:
    """One outlet's truth and its history, as the store and the engine keep them; a second passes with each event."""

    now: float = 1000.0
    order: int = 0
    settling: float = SETTLING
    ticket: int = 0
    truth: Truth = field(default_factory=Truth)
    book: dict[int, Entry] = field(default_factory=dict)

    def happen(self, event: Event) -> None:
        after = advance(self.truth, event)
        if after != self.truth:
            earlier = [self.book[number] for number in sorted(self.book, reverse=True)]
            step = Step(LAMP, NAMES, event, self.truth, after, self.now)
            self.book |= {entry.number: entry for entry in told(step, earlier, max(self.book, default=0) + 1)}
        self.truth = after
        self.now += 1.0

    def step(self) -> int:
        self.order += 1
        return self.order

    def see(self, on: bool) -> None:
        self.happen(Seen(on, self.now, self.step(), self.settling))

    def ask(self, on: bool) -> None:
        self.ticket = self.step()
        self.happen(Asked(on, self.ticket))

    def accept(self, ticket: int | None = None) -> None:
        self.happen(Accepted(ticket or self.ticket, self.now, self.step()))

    def refuse(self, ticket: int | None = None) -> None:
        self.happen(Refused(ticket or self.ticket, QUOTA, self.step()))

    def doubt(self, ticket: int | None = None) -> None:
        self.happen(Doubted(ticket or self.ticket, CUT, self.step()))

    def attempt(self) -> None:
        """The line was cut, and it is sent once more."""
        self.happen(Attempted(self.ticket, self.step()))

    def dismiss(self) -> None:
        self.happen(Dismissed())

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def restart(self) -> None:
        self.truth = Truth()
        self.book = {number: interrupted(entry) for number, entry in self.book.items()}

    @property
    def entries(self) -> list[Entry]:
        """Oldest first."""
        return [self.book[number] for number in sorted(self.book)]

    @property
    def lines(self) -> list[tuple[bool, Hand, Fate]]:
        return [(entry.on, entry.hand, entry.fate) for entry in self.entries]


HERE, ELSEWHERE = Hand.HERE, Hand.ELSEWHERE


def test_the_first_reading_is_no_history() -> None:
    life = Life()
    life.see(True)
    assert life.lines == []


def test_a_click_is_one_entry_from_asking_to_the_read_that_shows_it() -> None:
    life = Life()
    life.see(False)
    fates = []
    for step in (lambda: life.ask(True), life.accept, lambda: life.see(True), lambda: life.see(True)):
        step()
        fates.append(life.lines)
    assert fates == [[(True, HERE, fate)] for fate in (Fate.ASKED, Fate.SENT, Fate.CONFIRMED, Fate.CONFIRMED)]
    (entry,) = life.entries
    assert entry.names == NAMES
    assert entry.seen == State(True, 1003.0)


def test_what_a_read_shows_and_nobody_asked_was_done_elsewhere_since_the_read_before() -> None:
    life = Life()
    life.see(False)
    life.wait(60.0)
    life.see(True)
    life.see(True)
    (entry,) = life.entries
    assert (entry.on, entry.hand, entry.fate) == (True, ELSEWHERE, Fate.SEEN)
    assert (entry.before, entry.when) == (State(False, 1000.0), 1061.0)


def test_a_refusal_keeps_its_reason_and_moves_nothing() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.refuse()
    life.see(False)
    (entry,) = life.entries
    assert (entry.on, entry.hand, entry.fate, entry.problem) == (True, HERE, Fate.REFUSED, Kind.QUOTA_USED_UP)


def test_what_was_refused_here_and_is_seen_all_the_same_was_done_elsewhere() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.refuse()
    life.see(True)
    assert life.lines == [(True, HERE, Fate.REFUSED), (True, ELSEWHERE, Fate.SEEN)]


@pytest.mark.parametrize("seen", [True, False])
def test_a_doubt_keeps_what_was_seen_afterwards_and_is_never_called_elsewhere(seen: bool) -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.doubt()
    life.see(seen)
    (entry,) = life.entries
    assert (entry.on, entry.hand, entry.fate, entry.problem) == (True, HERE, Fate.DOUBT, Kind.CUT_OFF)
    assert entry.seen == State(seen, 1003.0)


def test_a_doubtful_write_may_show_late_but_not_later_than_any_cloud_lags() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.doubt()
    life.see(False)
    life.wait(60.0)
    life.see(True)
    (entry,) = life.entries
    assert entry.seen is not None
    assert (entry.hand, entry.seen.on) == (HERE, True)
    later = Life()
    later.see(False)
    later.ask(True)
    later.doubt()
    later.see(False)
    later.wait(MOST_SETTLING)
    later.see(True)
    assert later.lines == [(True, HERE, Fate.DOUBT), (True, ELSEWHERE, Fate.SEEN)]


def test_a_doubt_explains_only_what_it_asked() -> None:
    life = Life()
    life.see(True)
    life.ask(True)
    life.doubt()
    life.see(False)
    assert life.lines == [(False, ELSEWHERE, Fate.SEEN), (True, HERE, Fate.DOUBT)]
    life.see(True)
    assert life.lines == [(False, ELSEWHERE, Fate.SEEN), (True, HERE, Fate.DOUBT)]
    life.see(False)
    assert life.lines[2:] == [(False, ELSEWHERE, Fate.SEEN)]


def test_a_dispute_keeps_both_sides_and_ends_when_the_cloud_comes_round() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.accept()
    life.wait(SETTLING)
    life.see(False)
    assert life.lines == [(True, HERE, Fate.DISPUTED)]
    assert life.entries[0].seen == State(False, 1011.0)
    life.see(False)
    assert life.entries[0].seen == State(False, 1011.0)
    life.wait(3600.0)
    life.see(True)
    assert life.lines == [(True, HERE, Fate.CONFIRMED)]


def test_an_accepted_dispute_that_turns_out_late_is_still_ours_and_later_is_not() -> None:
    def disputed() -> Life:
        life = Life()
        life.see(False)
        life.ask(True)
        life.accept()
        life.wait(SETTLING)
        life.see(False)
        life.dismiss()
        return life

    soon, late = disputed(), disputed()
    soon.see(True)
    assert soon.lines == [(True, HERE, Fate.CONFIRMED)]
    late.wait(MOST_SETTLING)
    late.see(True)
    assert late.lines == [(True, HERE, Fate.DISPUTED), (True, ELSEWHERE, Fate.SEEN)]


def test_a_lagging_read_tells_nothing() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.accept()
    life.see(False)
    assert life.lines == [(True, HERE, Fate.SENT)]


def test_a_click_that_was_overtaken_under_way_is_not_called_elsewhere_when_it_shows() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    first = life.ticket
    life.ask(False)
    life.accept(first)
    life.refuse()
    life.see(True)
    on, off = life.entries
    assert (on.on, on.hand, on.fate, on.seen) == (True, HERE, Fate.DOUBT, State(True, 1005.0))
    assert (off.on, off.hand, off.fate) == (False, HERE, Fate.REFUSED)
    assert on.when < off.when


def test_an_overtaken_click_that_changes_nothing_tells_nothing() -> None:
    life = Life()
    life.see(True)
    life.ask(False)
    life.ask(True)
    life.see(True)
    assert life.lines == [(True, HERE, Fate.ASKED)]


def test_what_was_read_before_a_write_left_was_done_elsewhere_and_the_write_stays_open() -> None:
    life = Life()
    life.see(False)
    life.ask(False)
    life.see(True)
    assert life.lines == [(True, ELSEWHERE, Fate.SEEN), (False, HERE, Fate.ASKED)]
    life.doubt()
    life.see(False)
    assert life.lines == [(True, ELSEWHERE, Fate.SEEN), (False, HERE, Fate.DOUBT)]


def test_a_write_that_is_sent_once_more_and_was_done_the_first_time_is_ours() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.attempt()
    life.see(True)  # before it is sent again
    assert life.lines == [(True, HERE, Fate.ASKED)]
    life.accept()
    life.see(True)
    assert life.lines == [(True, HERE, Fate.CONFIRMED)]


def test_what_was_asked_here_and_done_elsewhere_before_it_was_sent_is_told_of_both() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.see(True)
    life.refuse()
    assert life.lines == [(True, ELSEWHERE, Fate.SEEN), (True, HERE, Fate.REFUSED)]


def test_what_is_refused_after_a_try_was_cut_is_in_doubt_and_what_it_did_is_ours() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.attempt()
    life.refuse()
    life.wait(60.0)
    life.see(True)
    (entry,) = life.entries
    assert (entry.hand, entry.fate, entry.problem) == (HERE, Fate.DOUBT, Kind.QUOTA_USED_UP)
    assert entry.seen == State(True, 1064.0)


def test_after_a_refusal_the_write_before_it_is_still_ours() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.accept()
    life.ask(False)
    life.refuse()
    life.see(True)
    assert life.lines == [(True, HERE, Fate.CONFIRMED), (False, HERE, Fate.REFUSED)]


def test_a_write_that_a_newer_one_made_stale_explains_nothing_any_more() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.accept()
    life.ask(False)
    life.accept()
    life.see(False)
    life.wait(SETTLING)
    life.see(True)
    assert life.lines == [(True, HERE, Fate.SENT), (False, HERE, Fate.CONFIRMED), (True, ELSEWHERE, Fate.SEEN)]


def test_while_writes_settle_a_lagging_read_that_shows_an_older_one_is_not_called_elsewhere() -> None:
    life = Life()
    life.see(False)
    for on in (True, False):
        life.ask(on)
        life.accept()
    for on in (False, True, False):  # what was before both writes, the first one, the second one
        life.see(on)
    assert life.lines == [(True, HERE, Fate.CONFIRMED), (False, HERE, Fate.CONFIRMED)]


def test_what_changed_while_the_program_was_not_running_is_told_by_the_next_first_reading() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.accept()
    life.see(True)
    life.restart()
    life.wait(36_000.0)
    life.see(False)
    entry = life.entries[-1]
    assert (entry.on, entry.hand, entry.before) == (False, ELSEWHERE, State(True, 1003.0))


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_under_way_at_the_end_of_the_program_is_still_ours_at_the_next_start(accepted: bool) -> None:
    life = Life()
    life.see(True)
    life.wait(5.0)
    life.see(False)
    life.ask(True)
    if accepted:
        life.accept()
    life.restart()
    life.wait(36_000.0)
    life.see(True)
    assert [entry.hand for entry in life.entries] == [ELSEWHERE, HERE]
    assert life.entries[1].fate is (Fate.CONFIRMED if accepted else Fate.DOUBT)


def test_a_doubt_whose_entry_is_gone_is_not_called_elsewhere() -> None:
    life = Life()
    life.see(False)
    life.ask(True)
    life.doubt()
    life.book.clear()
    life.see(True)
    assert life.lines == []


def test_a_decision_whose_entry_is_gone_is_told_anew() -> None:
    life = Life()
    life.ask(True)
    life.book.clear()
    life.accept()
    assert life.lines == [(True, HERE, Fate.SENT)]


# Any order of events


@dataclass
class World:
    """A relay that this program, and perhaps somebody else, switches; reads show it as it was `lag` seconds ago."""

    life: Life = field(default_factory=Life)
    relay: list[tuple[float, bool]] = field(default_factory=lambda: [(0.0, False)])
    lag: float = 0.0
    pressed: int = 0
    asked: list[bool] = field(default_factory=list)
    under_way: tuple[int, bool] | None = None
    waiting: tuple[int, bool] | None = None

    @property
    def on(self) -> bool:
        return self.relay[-1][1]

    def put(self, on: bool) -> None:
        self.relay.append((self.life.now, on))

    def press(self) -> None:
        self.pressed += 1
        self.put(not self.on)

    def read(self) -> None:
        shown = next(on for at, on in reversed(self.relay) if at <= self.life.now - self.lag)
        self.life.see(shown)

    def ask(self, on: bool) -> None:
        self.asked.append(on)
        self.life.ask(on)
        self.waiting = (self.life.ticket, on)

    def start(self) -> None:
        """One job at a time, with the newest of what waits; it reads first."""
        if self.waiting and self.under_way is None:
            self.under_way, self.waiting = self.waiting, None
            self.read()

    def end(self, how: str) -> None:
        if self.under_way is None:
            return
        ticket, on = self.under_way
        self.under_way = None
        if how in ("accepted", "doubted and done"):
            self.put(on)
        if how == "accepted":
            self.life.accept(ticket)
        elif how == "refused":
            self.life.refuse(ticket)
        else:
            self.life.doubt(ticket)

    def begin_again(self, *, done: bool) -> None:
        """The line was cut before any answer came: the one replay, which reads first."""
        if self.under_way:
            if done:
                self.put(self.under_way[1])
            self.life.happen(Attempted(self.under_way[0], self.life.step()))
            self.read()

    def restart(self) -> None:
        if self.under_way:  # it may have left, and nobody hears of it
            self.put(self.under_way[1])
        self.under_way = self.waiting = None
        self.life.restart()


ENDS = ("accepted", "refused", "doubted", "doubted and done")
ACTS = ("on", "off", "start", "cut", "cut and done", *ENDS, "read", "read", "dismiss", "restart")
CLICKS = [(on, "start", *then) for on in ("on", "off") for then in ((), ("cut",), ("cut and done",), *zip(ENDS))]
OURS = st.sampled_from([*zip(ACTS), *CLICKS, ("on", "off"), ("off", "on")])
"""One act, or some that go together, so that most runs come to a decision."""
ANYBODYS = OURS | st.just(("press",))


def runs(acts: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[list[str]]:
    return st.lists(acts, min_size=3, max_size=25).map(lambda parts: ["read", *chain(*parts)])


def play(world: World, acts: list[str]) -> World:
    for act in acts:
        match act:
            case "on" | "off":
                world.ask(act == "on")
            case "start":
                world.start()
            case "read" if world.under_way is None:
                world.read()
            case "dismiss":
                world.life.dismiss()
            case "press":
                world.press()
            case "cut" | "cut and done":
                world.begin_again(done=act == "cut and done")
            case "restart":
                world.restart()
            case _:
                world.end(act)
    return world


@settings(max_examples=500)
@given(runs(OURS), st.sampled_from([0.0, 3.0, 20.0]))
def test_where_nobody_else_switches_nothing_is_called_elsewhere(acts: list[str], lag: float) -> None:
    world = play(World(Life(settling=max(SETTLING, 2 * lag)), lag=lag), acts)
    assert ELSEWHERE not in {entry.hand for entry in world.life.entries}, world.life.lines


@settings(max_examples=500)
@given(runs(ANYBODYS), st.sampled_from([0.0, 20.0]))
def test_nothing_is_said_from_here_that_nobody_asked_here(acts: list[str], lag: float) -> None:
    world = play(World(Life(settling=max(SETTLING, 2 * lag)), lag=lag), acts)
    here = [entry.on for entry in world.life.entries if entry.hand is HERE]
    assert here.count(True) <= world.asked.count(True)
    assert here.count(False) <= world.asked.count(False)
    elsewhere = [entry for entry in world.life.entries if entry.hand is ELSEWHERE]
    assert len(elsewhere) <= world.pressed or lag


@settings(max_examples=500)
@given(runs(ANYBODYS))
def test_only_what_a_read_returned_is_called_confirmed_or_elsewhere(acts: list[str]) -> None:
    life = play(World(), acts).life
    for entry in life.entries:
        assert entry.fate is not Fate.CONFIRMED or (entry.seen is not None and entry.seen.on is entry.on)
        assert (entry.hand is ELSEWHERE) == (entry.fate is Fate.SEEN)
    assert [entry.fate for entry in life.entries].count(Fate.ASKED) == (life.truth.phase is Phase.SENDING)


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_where_nobody_here_asks_every_change_between_reads_is_told_once(reads: list[bool]) -> None:
    life = Life()
    for on in reads:
        life.see(on)
    changes = [now for before, now in pairwise(reads) if before is not now]
    assert life.lines == [(on, ELSEWHERE, Fate.SEEN) for on in changes]
