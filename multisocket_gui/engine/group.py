"""One call for several sockets: a group's job, carried out on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Situation, Trouble
from multisocket_gui.home.quota import Purpose, most_urgent

from .clock import Clock
from .facts import Array
from .strip import GuardCame, Intent, Line, Order, Plug, Report, failed, is_late, newest, still_in_time


@dataclass(frozen=True, slots=True)
class GroupOrder:
    """What a thread needs for a group's job: the selector and, as in a strip's job, an order for each socket."""

    plant: str
    selector: Selector
    orders: tuple[Order, ...]
    purpose: Purpose
    clock: Clock


@dataclass(frozen=True, slots=True)
class GroupReport:
    """What became of a group's order: a report for each socket that the selector returned.

    `members` are those sockets, None where the read failed. `apart` are the orders that are still to be carried out
    socket by socket: the selector did not return the socket, or a write by it could have switched something else.
    """

    order: GroupOrder
    reports: tuple[Report, ...]
    members: frozenset[SocketRef] | None = None
    apart: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupJob:
    """What waits for a group: a reading of some of its sockets, or one state for all of their outlets."""

    plant: str
    selector: Selector
    refs: tuple[SocketRef, ...]
    start: Callable[[GroupJob], tuple[GroupOrder, Line]]
    """Called on the GUI thread when the job starts: looks up what is true then."""
    intents: Mapping[OutletRef, Intent] = field(default_factory=dict)
    reading: Purpose = Purpose.ASKED

    @property
    def key(self) -> Hashable:
        return ("group", self.plant, self.selector)

    @property
    def holds(self) -> tuple[Hashable, ...]:
        return (self.key, *self.refs)

    def folded(self, newer: GroupJob) -> GroupJob:
        return replace(
            newer,
            refs=tuple(dict.fromkeys((*self.refs, *newer.refs))),
            intents=newest(self.intents, newer.intents),
            reading=most_urgent(self.reading, newer.reading),
        )

    def prepare(self) -> Callable[[], GroupReport]:
        return partial(carry_out_group, *self.start(self))


def carry_out_group(order: GroupOrder, line: Line) -> GroupReport:
    """Read the group; then write one state to all of it, if that is asked for and safe. Runs on a worker thread.

    Safe is: every socket that the selector returned is one of the order's, has as many outlets as it was set up with
    and as the others have, one state is asked for all of their outlets, and none of those is guarded. A group is
    always read first: the service may have learnt of another socket that the selector means.
    """
    if _all_too_late(order):
        return GroupReport(order, tuple(Report(each, id=each.id, late=each.intents) for each in order.orders))
    began = order.clock.now()
    try:
        plugs = line.read(order.plant, order.selector, order.purpose)
    except Trouble as trouble:
        if trouble.problem.kind is not Kind.NOT_FOUND:
            return GroupReport(order, tuple(_not_read(each, trouble) for each in order.orders))
        plugs = ()
    found = dict(_matches(order, plugs))
    reports = tuple(
        Report(each, id=plug.id, array=Array(plug.status, began))
        for each in order.orders
        if (plug := found.get(each.ref))
    )
    read = GroupReport(order, reports, frozenset(found), tuple(each for each in order.orders if each.ref not in found))
    if not any(each.intents for each in order.orders):
        return read
    status = _uniform(reports, plugs)
    if status is None or any(map(_is_guarded, reports)):
        return _apart(read)
    try:
        return replace(read, reports=_write(order, reports, status, line))
    except GuardCame:
        return _apart(read)


def _all_too_late(order: GroupOrder) -> bool:
    """Whether nothing of what was asked may still be sent (the computer slept): then nothing need be read either."""
    intents = [intent for each in order.orders for intent in each.intents.values()]
    return bool(intents) and all(is_late(intent, order.clock) for intent in intents)


def _matches(order: GroupOrder, plugs: tuple[Plug, ...]) -> Iterator[tuple[SocketRef, Plug]]:
    """Which of the order's sockets each plug is, by the id that is set up or was read before."""
    by_id = {plug.id: plug for plug in plugs}
    for each in order.orders:
        selector = each.ref.selector
        known = selector.value if selector.key is SelectorKey.ID else each.id
        if known in by_id:
            yield each.ref, by_id[known]


def _uniform(reports: tuple[Report, ...], plugs: tuple[Plug, ...]) -> tuple[bool, ...] | None:
    """The array that may be written to everything that the selector returned, or None where that is not safe."""
    counts = {len(plug.status) for plug in plugs} | {report.order.count for report in reports}
    wanted = {intent.on for report in reports for intent in report.order.intents.values()}
    whole = all(len(report.order.intents) == report.order.count for report in reports)
    if len(reports) != len(plugs) or len(counts) != 1 or len(wanted) != 1 or not whole:
        return None
    return (wanted.pop(),) * counts.pop()


def _write(order: GroupOrder, reports: tuple[Report, ...], status: tuple[bool, ...], line: Line) -> tuple[Report, ...]:
    intents = [intent for report in reports for intent in report.order.intents.values()]
    if any(is_late(intent, order.clock) for intent in intents):
        return tuple(replace(report, late=report.order.intents) for report in reports)
    try:
        line.write(order.plant, order.selector, status, order.purpose, partial(_last_word, order, reports))
    except Trouble as trouble:
        return tuple(failed(report, trouble, Situation.WRITING) for report in reports)
    accepted = order.clock.now()
    return tuple(replace(report, written=report.order.intents, accepted=accepted) for report in reports)


def _last_word(order: GroupOrder, reports: tuple[Report, ...]) -> None:
    """Just before the write leaves. Raises `TooLate` and `GuardCame`."""
    still_in_time((intent for report in reports for intent in report.order.intents.values()), order.clock)
    if any(map(_is_guarded, reports)):
        raise GuardCame


def _is_guarded(report: Report) -> bool:
    """Whether any outlet of the socket is: a write by a group's selector carries one value for all of them."""
    return report.order.guards.stand_at(report.order.ref, report.order.count, report.id)


def _apart(read: GroupReport) -> GroupReport:
    """Nothing was written: what was read counts, and every order waits to be carried out by itself."""
    seen = tuple(replace(report, order=replace(report.order, intents={})) for report in read.reports)
    return replace(read, reports=seen, apart=read.order.orders)


def _not_read(order: Order, trouble: Trouble) -> Report:
    return failed(Report(order, id=order.id), trouble, Situation.READING_FIRST if order.intents else Situation.READING)
