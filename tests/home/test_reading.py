"""One read serves as many sockets as it is known to return."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Group, Plant, Selector, SelectorKey, Socket, SocketRef, socket_refs
from multisocket_gui.home.reading import Read, reads

STRIPS, SINGLES = (Group(Selector(SelectorKey.TYPE, value), value) for value in ("strip", "single"))


def plant(*groups: Group, count: int = 5) -> Plant:
    sockets = tuple(Socket(Selector(SelectorKey.ID, str(number)), f"S{number}", ()) for number in range(count))
    return Plant("p", "Home", sockets, groups)


HOME = plant(STRIPS, SINGLES)
A, B, C, D, E = REFS = tuple(ref for ref, _ in socket_refs(HOME))


def test_without_groups_each_socket_takes_a_call() -> None:
    assert reads(plant(), REFS, {}) == tuple(Read((ref,)) for ref in REFS)


def test_known_groups_take_one_call_each() -> None:
    members = {STRIPS.selector: frozenset((A, B)), SINGLES.selector: frozenset((C, D))}
    assert reads(HOME, REFS, members) == (Read((A, B), STRIPS.selector), Read((C, D), SINGLES.selector), Read((E,)))


def test_one_socket_alone_is_read_by_itself() -> None:
    assert reads(HOME, (A, E), {STRIPS.selector: frozenset((A, B)), SINGLES.selector: frozenset()}) == (
        Read((A,)),
        Read((E,)),
    )


def test_a_group_that_was_never_read_is_tried_with_everything_that_is_left() -> None:
    members = {STRIPS.selector: frozenset((A, B))}
    assert reads(HOME, REFS, members) == (Read((A, B), STRIPS.selector), Read((C, D, E), SINGLES.selector))


@given(
    st.sets(st.sampled_from(REFS)),
    st.dictionaries(
        st.sampled_from((STRIPS.selector, SINGLES.selector)), st.frozensets(st.sampled_from(REFS)), max_size=2
    ),
)
def test_every_wanted_socket_is_in_exactly_one_call_and_no_other_is(
    wanted: set[SocketRef], members: dict[Selector, frozenset[SocketRef]]
) -> None:
    calls = reads(HOME, wanted, members)
    assert sorted(ref for call in calls for ref in call.refs) == sorted(wanted)
    assert len(calls) <= len(wanted)
