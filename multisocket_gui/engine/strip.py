"""One strip's job: what was asked of its outlets and whether to read it, carried out on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, TypeVar

from multisocket_gui.home.merge import FRESH_FOR, merge, needs_reading
from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.problem import Kind, Problem, Situation, Trouble
from multisocket_gui.home.quota import Purpose, most_urgent

from .clock import Clock, Moment
from .facts import Array
from .guards import Guards

Of = TypeVar("Of")
TIME_TO_LIVE = 15.0
"""No command older than this (seconds) is sent: a heater that switches on an hour later is worse than an error."""


class Plug(Protocol):
    """One socket of an answer (`cloud.answers.Plug`)."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> tuple[bool, ...]: ...


class Line(Protocol):
    """What a job needs of the service (`engine.service.Service`)."""

    def read(self, plant_id: str, selector: Selector, purpose: Purpose) -> tuple[Plug, ...]: ...
    def write(
        self,
        plant_id: str,
        selector: Selector,
        status: tuple[bool, ...],
        purpose: Purpose,
        last_word: Callable[[], None],
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Intent:
    """What a person asked of one outlet, and when.

    `replayed`: a line that broke at once has cost it one try; `doubted`: that try may have been carried out after all.
    `confirmed`: the outlet's own question was answered. `by_timer`: nobody is there; the day's calls for timers serve.
    """

    on: bool
    ticket: int
    asked: Moment
    replayed: bool = False
    doubted: bool = False
    confirmed: bool = False
    by_timer: bool = False

    @property
    def purpose(self) -> Purpose:
        """What a call that sends it alone is for."""
        if self.by_timer:
            return Purpose.TIMER
        return Purpose.ON if self.on else Purpose.OFF


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that a thread needs to carry out a strip's job, as it was true when the job started.

    Without intents it is a reading, if one is `wanted`. The `guards` are asked again just before a write leaves: a lock
    counts from the moment at which it is set.
    """

    ref: SocketRef
    id: str | None
    count: int
    intents: Mapping[int, Intent]
    settling: Mapping[int, bool]
    array: Array | None
    began: int
    purpose: Purpose
    clock: Clock
    guards: Guards
    wanted: bool = True
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of an order. `read` is when the answer with the `array` came. `written` are the intents that a 200
    took, `untouched` the values that the same write carried for the outlets that nobody named, `late` the intents that
    were too old to send, `refused` why an outlet's guard let others not pass.

    `doubt`: the write left and nobody knows what it did. `replayable`: the line broke before the service can have
    seen anything. `unsent`: the call that failed was held back by ourselves.
    """

    order: Order
    id: str | None = None
    array: Array | None = None
    read: Moment | None = None
    written: Mapping[int, Intent] = field(default_factory=dict)
    untouched: Mapping[int, bool] = field(default_factory=dict)
    accepted: Moment | None = None
    late: Mapping[int, Intent] = field(default_factory=dict)
    refused: Mapping[int, Problem] = field(default_factory=dict)
    problem: Problem | None = None
    doubt: bool = False
    replayable: bool = False
    unsent: bool = False

    @property
    def asked(self) -> dict[int, Intent]:
        """The order's intents that no guard stopped."""
        return {i: intent for i, intent in self.order.intents.items() if i not in self.refused}

    @property
    def basis(self) -> Array | None:
        """The newest reading there is to build a write from."""
        return self.array or self.order.array


@dataclass(frozen=True, slots=True)
class StripJob:
    """What waits for one strip: the newest intent an outlet, and whether somebody wants a reading."""

    ref: SocketRef
    start: Callable[[StripJob], tuple[Order, Line]]
    """Called on the GUI thread when the job starts: looks up what is true then."""
    intents: Mapping[int, Intent] = field(default_factory=dict)
    reading: Purpose | None = None
    """What somebody wants a reading for."""
    replayed: bool = False

    @property
    def key(self) -> SocketRef:
        return self.ref

    @property
    def holds(self) -> tuple[SocketRef]:
        return (self.ref,)

    def folded(self, newer: StripJob) -> StripJob:
        readings = [each for each in (self.reading, newer.reading) if each]
        return replace(
            newer,
            intents=newest(self.intents, newer.intents),
            reading=most_urgent(*readings) if readings else None,
            replayed=self.replayed and newer.replayed,
        )

    def prepare(self) -> Callable[[], Report]:
        return partial(carry_out, *self.start(self))


def newest(*several: Mapping[Of, Intent]) -> dict[Of, Intent]:
    """Of each outlet the intent that was asked for last."""
    pairs = [pair for intents in several for pair in intents.items()]
    return dict(sorted(pairs, key=lambda pair: pair[1].ticket))


def purpose_of(intents: Iterable[Intent]) -> Purpose:
    """What the calls are for that send the intents: nothing rides on a call that is saved for something better."""
    return max((intent.purpose for intent in intents), key=list(Purpose).index, default=Purpose.OFF)


class WrongPlug(Trouble):
    """The answer does not name exactly one socket."""

    kind = Kind.AMBIGUOUS


class TooLate(Trouble):
    """The command outlived its time before it could be sent."""

    kind = Kind.EXPIRED


class NoPlug(Trouble):
    """The answer holds no socket."""

    kind = Kind.NOT_FOUND


class Unsettled(Trouble):
    """What was read of a locked outlet is not what was sent to it just before: either value could switch it."""

    kind = Kind.UNSETTLED


class TooOld(Exception):
    """What was read is too old by now to build a write from."""


class GuardCame(Exception):
    """An outlet that was to be switched is guarded by now: the write has to be put together anew."""


def carry_out(order: Order, line: Line) -> Report:
    """Read if that is needed, then write what was asked. Runs on a worker thread; never raises a `Trouble`."""
    report = Report(order, id=order.id)
    too_old = False
    while True:
        report = _guarded(report)
        if _must_read(report, too_old=too_old):
            try:
                report = _guarded(_read(order, line, report))
            except Trouble as trouble:
                return failed(report, trouble, Situation.READING_FIRST if report.asked else Situation.READING)
        if not report.asked:
            return report
        try:
            return _write(order, line, report)
        except TooOld:
            too_old = True  # not for ever: the commands' time to live ends it
        except GuardCame:
            continue


def failed(report: Report, trouble: Trouble, situation: Situation) -> Report:
    """The report of what failed in the middle of `situation`."""
    return replace(
        report,
        problem=replace(trouble.problem, situation=situation),
        doubt=situation is Situation.WRITING and getattr(trouble, "doubtful", False),
        replayable=getattr(trouble, "replayable", False),
        unsent=getattr(trouble, "unsent", False),
    )


def _guarded(report: Report) -> Report:
    """The report with what the guards say now of what was asked."""
    order = report.order
    verdicts = {
        i: order.guards.refusal(OutletRef(order.ref, i), intent.on, confirmed=intent.confirmed, socket_id=report.id)
        for i, intent in order.intents.items()
    }
    return replace(report, refused={i: problem for i, problem in verdicts.items() if problem})


def _must_read(report: Report, *, too_old: bool) -> bool:
    order = report.order
    if not report.asked:
        return order.wanted and report.array is None
    if all(is_late(intent, order.clock) for intent in report.asked.values()):
        return False  # the computer slept: nothing will be written, so nothing need be read for it
    known = _known(report)
    if too_old or report.id is None or known is None:
        return True
    others_matter = needs_reading(report.asked, order.count)
    return others_matter and order.clock.now().seconds_since(known) > FRESH_FOR


def _known(report: Report) -> Moment | None:
    """From when on what a write is built from grows old."""
    return report.read or (report.order.array.at if report.order.array else None)


def _read(order: Order, line: Line, report: Report) -> Report:
    began = order.clock.now()  # not when it ended: a slow answer may tell of its beginning
    plug = resolved(order.ref.selector, line.read(order.ref.plant, order.ref.selector, order.purpose))
    return replace(report, id=plug.id, array=Array(plug.status, began), read=order.clock.now())


def resolved(selector: Selector, plugs: tuple[Plug, ...]) -> Plug:
    """The one socket that `selector` means among those that a read by it returned."""
    if selector.key is SelectorKey.ID:
        plugs = tuple(plug for plug in plugs if plug.id == selector.value)
    if not plugs:
        raise NoPlug(selector.value)
    if len(plugs) > 1:
        raise WrongPlug(selector.value)
    return plugs[0]


def _write(order: Order, line: Line, report: Report) -> Report:
    late = {i: intent for i, intent in report.asked.items() if is_late(intent, order.clock)}
    due = {i: intent for i, intent in report.asked.items() if i not in late}
    report = replace(report, late=late)
    array = report.basis
    if not due or array is None or report.id is None:
        return report
    wanted = {index: intent.on for index, intent in due.items()}
    target = Selector(SelectorKey.ID, report.id)
    try:
        status = merge(wanted, order.settling, array.status, order.count)
        _mind_the_guards(report, status)
        line.write(order.ref.plant, target, status, order.purpose, partial(_last_word, report, due, status))
    except Trouble as trouble:
        return failed(report, trouble, Situation.WRITING)
    untouched = {i: on for i, on in enumerate(status) if i not in wanted and i not in order.settling}
    return replace(report, written=due, untouched=untouched, accepted=order.clock.now())


def _last_word(report: Report, due: Mapping[int, Intent], status: tuple[bool, ...]) -> None:
    """A token or a connection may have taken long to come. Raises `TooLate`, `TooOld`, `GuardCame`, `Unsettled`."""
    order = report.order
    still_in_time(due.values(), order.clock)
    known = _known(report)
    if known and needs_reading(due, order.count) and order.clock.now().seconds_since(known) > FRESH_FOR:
        raise TooOld
    _mind_the_guards(report, status)


def _mind_the_guards(report: Report, status: tuple[bool, ...]) -> None:
    """Whether the array may be written as things stand now. Raises `GuardCame`, `TooOld` and `Unsettled`.

    A locked outlet has to get back exactly what was read. Where a write from before the lock still settles, what was
    read may lag behind the relay: then it takes a newer reading, or nothing is sent.
    """
    order, basis = report.order, report.basis
    if _guarded(report).refused != report.refused:
        raise GuardCame
    locked = (i for i in range(len(status)) if order.guards.locked(OutletRef(order.ref, i), report.id))
    if basis and any(status[i] is not basis.status[i] for i in locked):
        raise Unsettled if report.array else TooOld


def is_late(intent: Intent, clock: Clock) -> bool:
    """Whether it may no longer be sent."""
    return clock.now().seconds_since(intent.asked) > TIME_TO_LIVE


def still_in_time(intents: Iterable[Intent], clock: Clock) -> None:
    """The last word before a write leaves: getting a token may have taken long. Raises `TooLate`."""
    if any(is_late(intent, clock) for intent in intents):
        raise TooLate
