"""What a group action would do, what it sends and what may be tried again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Group, Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.together import Scope, in_one_call, outcome, outlets_of, preview, sure_until, surely, uniform
from multisocket_gui.home.truth import Accepted, Asked, Dismissed, Doubted, Event, Phase, Refused, Seen, Truth, advance

NOW = 1000.0
OFFLINE = Problem(Kind.OFFLINE)
SINGLE = Selector(SelectorKey.TYPE, "single")


def socket(value: str, count: int) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), value, tuple(Outlet(f"{value}{n}") for n in range(count)))


HOME = Plant("p", "Home", (socket("a", 3), socket("b", 1), socket("c", 1)), (Group(SINGLE, "Singles"),))
OTHER = Plant("q", "Other", (socket("a", 2),))
A, B, C = (SocketRef("p", s.selector) for s in HOME.sockets)
WHOLE = Scope("p")
OUTLETS = outlets_of(WHOLE, (HOME, OTHER), {}) or ()


def truth_of(*events: Event) -> Truth:
    truth = Truth()
    for event in events:
        truth = advance(truth, event)
    return truth


def read(on: bool, *, ago: float = 0.0, began: int = 1) -> Seen:
    return Seen(on, at=NOW - ago, began=began, settling=8.0)


ON, OFF = truth_of(read(True)), truth_of(read(False))


def test_a_plant_holds_all_its_outlets_and_a_group_those_that_a_read_by_it_showed() -> None:
    expected = (*(OutletRef(A, n) for n in range(3)), OutletRef(B, 0), OutletRef(C, 0))
    assert outlets_of(WHOLE, (HOME, OTHER), {}) == expected
    group = Scope("p", SINGLE)
    assert outlets_of(group, (HOME,), {}) is None
    assert outlets_of(group, (HOME,), {SINGLE: frozenset((C, B))}) == (OutletRef(B, 0), OutletRef(C, 0))
    assert outlets_of(Scope("gone"), (HOME,), {}) == ()


def test_known_otherwise_changes_known_so_stays_and_the_rest_is_sent_too() -> None:
    truths = dict(zip(OUTLETS, (ON, OFF, OFF, OFF, Truth()), strict=True))
    shown = preview(WHOLE, False, uniform(OUTLETS, False), truths.__getitem__, NOW)
    assert shown.changing == OUTLETS[:1]
    assert shown.already == OUTLETS[1:4]
    assert shown.unsure == OUTLETS[4:]
    assert shown.sockets == (A, C)
    assert shown.wishes == dict.fromkeys((*OUTLETS[:3], OUTLETS[4]), False)  # b is surely off


def test_where_all_is_surely_right_nothing_is_sent() -> None:
    shown = preview(WHOLE, False, uniform(OUTLETS, False), lambda _: OFF, NOW)
    assert (shown.sockets, shown.wishes) == ((), {})


def test_without_knowing_what_the_group_holds_there_is_nothing_to_send() -> None:
    shown = preview(Scope("p", SINGLE), False, None, lambda _: ON, NOW)
    assert not shown.known
    assert not shown.wishes


def test_one_call_is_for_a_whole_group_of_sockets_of_one_length() -> None:
    scope = Scope("p", SINGLE)

    def call(held: set[SocketRef], truth: Truth, right: SocketRef | None = None) -> Selector | None:
        members = {SINGLE: frozenset(held)}
        outlets = outlets_of(scope, (HOME,), members)
        shown = preview(scope, False, uniform(outlets, False), lambda ref: OFF if ref.socket == right else truth, NOW)
        return in_one_call(shown, members)

    assert call({B, C}, ON) == SINGLE
    assert call({B, C}, Truth()) == SINGLE
    assert call({B, C}, ON, right=C) is None  # the write would reach what need not be touched
    assert call({A, B, C}, ON) is None
    assert call({B}, ON) is None
    assert in_one_call(preview(WHOLE, False, uniform(OUTLETS, False), lambda _: ON, NOW), {}) is None


def test_sure_is_only_what_a_young_reading_shows_with_nothing_open() -> None:
    failed = (Asked(True, 2), Refused(2, OFFLINE, 3))
    assert surely(truth_of(read(True, ago=60)), NOW) is True
    assert surely(truth_of(read(True, ago=61)), NOW) is None
    assert surely(truth_of(read(True, ago=-61)), NOW) is None  # the clock was set back
    assert surely(truth_of(read(False), *failed), NOW) is False
    for events in (
        (),
        failed,
        (read(True), Asked(True, 2)),
        (read(True), Asked(True, 2), Accepted(2, NOW, 3)),
        (read(True), Asked(True, 2), Doubted(2, OFFLINE, 3)),
        (Asked(True, 2), Accepted(2, NOW - 90, 3), read(False, began=4)),
    ):
        assert surely(truth_of(*events), NOW) is None


def test_a_preview_tells_when_it_grows_old() -> None:
    truths = dict(zip(OUTLETS, (ON, truth_of(read(True, ago=20)), Truth(), OFF, OFF), strict=True))
    assert sure_until(OUTLETS, truths.__getitem__, NOW) == NOW + 40
    assert sure_until(OUTLETS[2:3], truths.__getitem__, NOW) is None


def test_each_outlet_has_one_fate() -> None:
    refused = truth_of(read(True), Asked(False, 2), Refused(2, OFFLINE, 3))
    sending = truth_of(read(True), Asked(False, 2))
    sent = truth_of(read(True), Asked(False, 2), Accepted(2, NOW, 3))
    truths = dict(zip(OUTLETS, (OFF, sent, sending, refused, ON), strict=True))
    came = outcome(dict.fromkeys(OUTLETS, False), truths.__getitem__)
    assert [came.confirmed, came.sent, came.under_way, came.missed] == [
        OUTLETS[:1],
        OUTLETS[1:2],
        OUTLETS[2:3],
        OUTLETS[3:],  # the last one is confirmed to be otherwise, after a doubt
    ]


def test_a_doubt_is_under_way_until_it_was_read_again() -> None:
    doubted = truth_of(Asked(False, 2), Doubted(2, OFFLINE, 3))
    wanted = {OUTLETS[0]: False}
    assert outcome(wanted, lambda _: doubted, reading={A}).under_way == OUTLETS[:1]
    assert outcome(wanted, lambda _: doubted).missed == OUTLETS[:1]


def test_what_somebody_asked_otherwise_is_none_of_our_business() -> None:
    otherwise = truth_of(Asked(True, 2), Refused(2, OFFLINE, 3))
    came = outcome({OUTLETS[0]: False, OUTLETS[1]: False}, lambda _: otherwise, overruled={OUTLETS[1]})
    assert came == outcome({}, lambda _: otherwise)


def test_what_was_seen_as_wanted_stays_done_whatever_somebody_presses_later() -> None:
    assert outcome({OUTLETS[0]: False}, lambda _: ON, confirmed=OUTLETS[:1]).confirmed == OUTLETS[:1]


def test_a_guarded_outlet_is_left_out_and_its_strip_is_never_in_one_call() -> None:
    refused = {OUTLETS[3]: Problem(Kind.LOCKED, detail="Freezer!"), OUTLETS[1]: Problem(Kind.LOCKED)}
    truths = dict(zip(OUTLETS, (ON, OFF, ON, ON, ON), strict=True))
    shown = preview(WHOLE, False, uniform(OUTLETS, False), truths.__getitem__, NOW, refused=refused)
    assert shown.changing == (OUTLETS[0], OUTLETS[2], OUTLETS[4])
    assert shown.left_out == {OUTLETS[3]: refused[OUTLETS[3]]}  # the other one is off already
    assert shown.wishes == dict.fromkeys((OUTLETS[0], OUTLETS[2], OUTLETS[4]), False)
    group, members = Scope("p", SINGLE), {SINGLE: frozenset((B, C))}
    both = preview(group, False, uniform(OUTLETS[3:], False), lambda _: ON, NOW, refused={OUTLETS[3]: OFFLINE})
    assert in_one_call(both, members) is None


def test_what_is_turned_back_must_stand_as_it_was_put_for_all_that_is_known() -> None:
    sent = truth_of(read(False), Asked(True, 2), Accepted(2, NOW - 600, 3))
    truths = dict(zip(OUTLETS, (ON, OFF, sent, Truth(), truth_of(read(True, ago=100))), strict=True))
    shown = preview(
        Scope(scene="s"), False, uniform(OUTLETS, False), truths.__getitem__, NOW, since=(OUTLETS[4],), careful=True
    )
    assert shown.wishes == {OUTLETS[0]: False, OUTLETS[2]: False}
    assert shown.unsure == (OUTLETS[3], OUTLETS[4])
    assert shown.overtaken == (OUTLETS[4], OUTLETS[1])


# For any truths

events = st.lists(
    st.sampled_from(["ask on", "ask off", "accept", "refuse", "doubt", "see on", "see off", "old", "dismiss"]),
    max_size=6,
)


def lived(kinds: list[str]) -> Truth:
    truth = Truth()
    for order, kind in enumerate(kinds, 1):
        ticket = truth.wish.ticket if truth.wish else 0
        happens: dict[str, Event] = {
            "ask on": Asked(True, order),
            "ask off": Asked(False, order),
            "accept": Accepted(ticket, NOW - 20, order),
            "refuse": Refused(ticket, OFFLINE, order),
            "doubt": Doubted(ticket, OFFLINE, order),
            "see on": read(True, began=order),
            "see off": read(False, began=order),
            "old": read(False, ago=100, began=order),
            "dismiss": Dismissed(),
        }
        truth = advance(truth, happens[kind])
    return truth


truths_of_all = st.fixed_dictionaries({ref: events.map(lived) for ref in OUTLETS})
groups = st.one_of(st.none(), st.sets(st.sampled_from([A, B, C])).map(frozenset))


@given(truths_of_all, groups, st.booleans())
def test_the_wishes_name_nothing_outside_the_scope_and_leave_alone_what_is_right(
    truths: dict[OutletRef, Truth], held: frozenset[SocketRef] | None, on: bool
) -> None:
    scope, members = (WHOLE, {}) if held is None else (Scope("p", SINGLE), {SINGLE: held})
    outlets = outlets_of(scope, (HOME, OTHER), members)
    assert outlets is not None
    shown = preview(scope, on, uniform(outlets, on), truths.__getitem__, NOW)
    assert set(shown.wishes) <= set(outlets)
    assert all(ref.socket.plant == "p" and (held is None or ref.socket in held) for ref in shown.wishes)
    assert set(shown.wishes.values()) <= {on}
    for sent_to in {ref.socket for ref in outlets}:
        named = [ref for ref in shown.wishes if ref.socket == sent_to]
        whole = [ref for ref in outlets if ref.socket == sent_to]
        right = all(surely(truths[ref], NOW) is on for ref in whole)
        assert sorted(named) == ([] if right else sorted(whole))


@given(truths_of_all, st.sets(st.sampled_from(OUTLETS)), st.sets(st.sampled_from(OUTLETS)), st.booleans())
def test_a_retry_never_names_what_was_confirmed_or_newly_wished(
    truths: dict[OutletRef, Truth], confirmed: set[OutletRef], overruled: set[OutletRef], on: bool
) -> None:
    wanted = dict.fromkeys(OUTLETS, on)
    came = outcome(wanted, truths.__getitem__, confirmed=confirmed, overruled=overruled)
    assert confirmed.isdisjoint(came.missed)
    assert overruled.isdisjoint((*came.confirmed, *came.sent, *came.under_way, *came.missed))
    for ref in came.missed:
        assert truths[ref].phase in (Phase.FAILED, Phase.DISPUTED, Phase.UNKNOWN, Phase.CONFIRMED)
        assert truths[ref].phase is not Phase.CONFIRMED or truths[ref].on is not on
        assert truths[ref].asked in (None, on)
    everywhere = [*came.confirmed, *came.sent, *came.under_way, *came.missed]
    assert len(everywhere) == len(set(everywhere))


wants_of_all = st.dictionaries(st.sampled_from(OUTLETS), st.booleans())


@given(truths_of_all, wants_of_all, st.sets(st.sampled_from(OUTLETS)), st.booleans())
def test_mixed_wishes_are_sent_as_wanted_to_no_guarded_outlet_and_every_outlet_is_told_of_once(
    truths: dict[OutletRef, Truth], wants: dict[OutletRef, bool], guarded: set[OutletRef], careful: bool
) -> None:
    refused = {ref: OFFLINE for ref in wants if ref in guarded}
    shown = preview(Scope(scene="s"), not careful, wants, truths.__getitem__, NOW, refused=refused, careful=careful)
    assert all(wants[ref] is on for ref, on in shown.wishes.items())
    assert guarded.isdisjoint(shown.wishes)
    told = [*shown.changing, *shown.unsure, *shown.already, *shown.left_out]
    assert sorted(told) == sorted(wants)
    assert set(shown.changing) <= set(shown.wishes)
    if careful:
        assert set(shown.wishes) == set(shown.changing)
    else:
        assert set(shown.unsure) <= set(shown.wishes)
