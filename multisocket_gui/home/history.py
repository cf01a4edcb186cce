"""What happened to the outlets, by whose hand as far as that is known, and how one step of the truth is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .lag import MOST_SETTLING
from .model import OutletRef
from .problem import Kind
from .truth import Accepted, Asked, Attempted, Dismissed, Doubted, Event, Phase, Refused, Seen, Truth

REMEMBERED = 1000
"""So many entries are kept; older ones make room."""


class Hand(StrEnum):
    """Who did it."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


class Fate(StrEnum):
    """What became of it, as far as that is known."""

    ASKED = "asked"  # a wish waits or is under way
    SENT = "sent"  # the service took it; no read has shown it
    CONFIRMED = "confirmed"  # a read showed it
    REFUSED = "refused"  # certainly not done
    DOUBT = "doubt"  # no answer came: it may have been done
    DISPUTED = "disputed"  # the service took it, and a read after the settling time said otherwise
    SEEN = "seen"  # a read showed it, and nobody here had asked for it


TROUBLE = frozenset((Fate.REFUSED, Fate.DOUBT, Fate.DISPUTED))
_DONE = frozenset((Fate.SENT, Fate.DOUBT, Fate.DISPUTED, Fate.CONFIRMED))
_OPEN = frozenset((Fate.ASKED, Fate.SENT, Fate.DOUBT, Fate.DISPUTED))


@dataclass(frozen=True, slots=True)
class State:
    """On or off at a time (seconds since the epoch)."""

    on: bool
    at: float


@dataclass(frozen=True, slots=True)
class Names:
    """What an outlet and what is around it were called at the time."""

    plant: str
    socket: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to one outlet.

    `number` names the entry: one with the same number takes its place. `when` (seconds since the epoch) is when it was
    asked or, once that is known, decided; for what was done elsewhere, when a read showed it. `on` is what was asked
    here, or what was seen. `problem` is why it was not done for certain, or what became of a first try of it. `seen` is
    what a read held against it showed. `before` is what an earlier read had shown, where something was done elsewhere
    in between. `overtaken` are clicks that this one followed before their outcome was known: they may have been sent
    as well. `by_timer`: it was asked here, and nobody was asked for it at that time.
    """

    number: int
    when: float
    outlet: OutletRef
    names: Names
    on: bool
    hand: Hand
    fate: Fate
    problem: Kind | None = None
    seen: State | None = None
    before: State | None = None
    overtaken: tuple[State, ...] = ()
    by_timer: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an outlet through the transition table, told at `now` (seconds since the epoch)."""

    outlet: OutletRef
    names: Names
    event: Event
    before: Truth
    after: Truth
    now: float


def told(step: Step, earlier: Sequence[Entry], number: int) -> tuple[Entry, ...]:
    """The entries that `step` adds, under `number`, or amends.

    `earlier` are the outlet's entries by number, newest first; what is added while one of them is still open goes
    under that one's number, and the open one moves up, since its end is yet to come.

    =========  ==============================================  =================================================
    event      when                                            tells
    =========  ==============================================  =================================================
    Asked      another click is under way                      that click's entry is now this one's
    Asked      otherwise                                       HERE, ASKED
    Accepted   of a click that another one overtook            nothing: a later read shows what it did
    to Doubted
    Attempted  otherwise                                       its entry: a line was cut under it
    Accepted   otherwise                                       its entry: SENT
    Refused    a line was cut under it before                  its entry: DOUBT, with the reason
    Refused    otherwise                                       its entry: REFUSED, with the reason
    Doubted    otherwise                                       its entry: DOUBT, with the reason
    Seen       agrees with what was sent                       its entry: CONFIRMED, or DOUBT with what was seen
    Seen       contradicts what was sent, settled              its entry: DISPUTED, or DOUBT with what was seen
    Seen       a click under way may have done it before its   its entry: what was seen
               line was cut
    Seen       an overtaken click may have done it             HERE, DOUBT with what was seen
    Seen       a write of ours that still settles did it, and  nothing
               was seen before: a cloud that lags shows it once more
    Seen       another value than last, and nothing of ours    ELSEWHERE, SEEN
               may have done it
    Dismissed  always                                          nothing
    =========  ==============================================  =================================================
    """
    match step.event:
        case Asked():
            return (_asked(step, step.event, earlier, number),)
        case Seen():
            return _seen(step, step.event, earlier, number)
        case Dismissed():
            return ()
    if not _decides(step.before, step.event.ticket):
        return ()
    entry = _under_way(step, earlier, number)
    match step.event:
        case Attempted():
            return (replace(entry, problem=Kind.CUT_OFF),)
        case Accepted(at=at):
            return (replace(entry, fate=Fate.SENT, when=at, seen=None, problem=None),)
        case Refused(problem=problem):
            fate = Fate.DOUBT if entry.problem else Fate.REFUSED
            return (replace(entry, fate=fate, when=step.now, problem=problem.kind),)
        case Doubted(problem=problem):
            return (replace(entry, fate=Fate.DOUBT, when=step.now, problem=problem.kind),)


def interrupted(entry: Entry) -> Entry:
    """The entry as a later start of the program finds it: what was under way then may or may not have been sent."""
    return replace(entry, fate=Fate.DOUBT, problem=Kind.ABANDONED) if entry.fate is Fate.ASKED else entry


def is_open(entry: Entry) -> bool:
    """Whether a later read may still tell what became of it."""
    return entry.fate in _OPEN or bool(entry.overtaken)


def _decides(truth: Truth, ticket: int) -> bool:
    """Whether what became of this click is what became of the wish."""
    return truth.phase is Phase.SENDING and truth.wish is not None and truth.wish.ticket == ticket


def _asked(step: Step, asked: Asked, earlier: Sequence[Entry], number: int) -> Entry:
    pending = _newest(earlier, Fate.ASKED)
    if pending is None:
        return replace(_fresh(step, number, asked.on), by_timer=asked.by_timer)
    overtaken = {state.on: state for state in (*pending.overtaken, State(pending.on, pending.when))}
    return replace(
        pending,
        on=asked.on,
        when=step.now,
        seen=None,
        problem=None,
        overtaken=tuple(overtaken.values()),
        by_timer=asked.by_timer,
    )


def _under_way(step: Step, earlier: Sequence[Entry], number: int) -> Entry:
    wished = step.before.wish.on if step.before.wish else False
    return _newest(earlier, Fate.ASKED) or _fresh(step, number, wished)


def _fresh(step: Step, number: int, on: bool) -> Entry:
    return Entry(number, step.now, step.outlet, step.names, on, Hand.HERE, Fate.ASKED)


def _newest(earlier: Sequence[Entry], *fates: Fate) -> Entry | None:
    return next((entry for entry in earlier if entry.fate in fates), None)


def _seen(step: Step, seen: Seen, earlier: Sequence[Entry], number: int) -> tuple[Entry, ...]:
    sight = State(seen.on, seen.at)
    open_entries = list(_open(step.before, earlier, seen.at))
    late = [entry for entry in earlier if entry.hand is Hand.HERE and seen.at - entry.when < seen.settling]
    shown = next((entry for entry in (*open_entries, *late) if _is_first_shown(entry, seen.on)), None)
    contradicted = _contradicted(step.after, open_entries, sight)
    amended = ([_confirmed(shown, sight)] if shown else []) + ([contradicted] if contradicted else [])
    last = _last_known(step.before, earlier)
    ours = shown or any(entry.fate in _DONE and entry.on is seen.on for entry in late)
    if ours or last is None or last.on is seen.on or _doubt_without_entry(step.before, open_entries):
        return tuple(amended)
    open_now, late_now = ([_latest(entry, amended) for entry in entries] for entries in (open_entries, late))
    added = _changed(step, seen, last, open_now, late_now, number)
    return (*(entry for entry in amended if entry.number not in {each.number for each in added}), *added)


def _changed(
    step: Step, seen: Seen, last: State, open_entries: Sequence[Entry], late: Sequence[Entry], number: int
) -> tuple[Entry, ...]:
    """Another value than last, and no decided write that did it: perhaps one under way or overtaken, else not ours."""
    cut = next((each for each in open_entries if each.fate is Fate.ASKED and each.problem and each.on is seen.on), None)
    if cut:
        return (replace(cut, seen=State(seen.on, seen.at)),)
    followers = (*open_entries, *late)
    overtaker = next((entry for entry in followers if any(state.on is seen.on for state in entry.overtaken)), None)
    if overtaker:
        return _overtaken(overtaker, State(seen.on, seen.at), number)
    elsewhere = Entry(number, seen.at, step.outlet, step.names, seen.on, Hand.ELSEWHERE, Fate.SEEN, before=last)
    return _below(elsewhere, open_entries[0]) if open_entries else (elsewhere,)


def _is_first_shown(entry: Entry, on: bool) -> bool:
    """Whether a read that shows `on` tells what became of this write."""
    agreed = entry.seen is not None and entry.seen.on is entry.on
    return _is_sent(entry) and entry.on is on and not agreed


def _open(truth: Truth, earlier: Sequence[Entry], at: float) -> Iterator[Entry]:
    """The entries, newest first, of writes whose effect a read at `at` may be the first to show.

    What a read has contradicted may still come true for as long as any cloud lags, or as the wish stands.
    """
    standing = _standing(truth, earlier)
    for entry in earlier:
        if _is_settled(entry):
            return
        fresh = at - entry.when < MOST_SETTLING
        unread = entry.seen is None and entry.fate is not Fate.REFUSED
        if entry is standing or unread or (fresh and (entry.overtaken or entry.fate is not Fate.REFUSED)):
            yield entry


def _standing(truth: Truth, earlier: Sequence[Entry]) -> Entry | None:
    """The entry of the wish that stands."""
    if truth.phase is Phase.SENDING:
        return _newest(earlier, Fate.ASKED)
    return _newest(earlier, Fate.SENT, Fate.DISPUTED) if truth.phase in (Phase.SENT, Phase.DISPUTED) else None


def _is_settled(entry: Entry) -> bool:
    agreed = entry.seen is not None and entry.seen.on is entry.on
    return entry.fate in (Fate.CONFIRMED, Fate.SEEN) or (entry.fate is Fate.DOUBT and agreed)


def _is_sent(entry: Entry) -> bool:
    return entry.fate in (Fate.SENT, Fate.DISPUTED, Fate.DOUBT)


def _confirmed(entry: Entry, sight: State) -> Entry:
    return replace(entry, fate=entry.fate if entry.fate is Fate.DOUBT else Fate.CONFIRMED, seen=sight)


def _contradicted(after: Truth, open_entries: Sequence[Entry], sight: State) -> Entry | None:
    """The newest write with what a read says against it; None where the read says nothing new."""
    entry = next(filter(_is_sent, open_entries), None)
    if entry is None or entry.on is sight.on or (entry.seen and entry.seen.on is sight.on):
        return None
    return replace(entry, fate=Fate.DISPUTED if after.phase is Phase.DISPUTED else entry.fate, seen=sight)


def _overtaken(overtaker: Entry, sight: State, number: int) -> tuple[Entry, Entry]:
    """The click that was overtaken, and seems to have been sent, in an entry of its own below its overtaker's."""
    when = next(state.at for state in overtaker.overtaken if state.on is sight.on)
    click = replace(overtaker, number=number, when=when, on=sight.on, fate=Fate.DOUBT, problem=None, seen=sight)
    left = tuple(state for state in overtaker.overtaken if state.on is not sight.on)
    return _below(replace(click, overtaken=()), replace(overtaker, overtaken=left))


def _below(new: Entry, still_open: Entry) -> tuple[Entry, Entry]:
    return replace(new, number=still_open.number), replace(still_open, number=new.number)


def _latest(entry: Entry, amended: Sequence[Entry]) -> Entry:
    return next((each for each in amended if each.number == entry.number), entry)


def _last_known(truth: Truth, earlier: Sequence[Entry]) -> State | None:
    """What the last read showed, in this run of the program or in an earlier one."""
    if truth.reported:
        return State(truth.reported.on, truth.reported.at)
    proofs = [entry.seen or State(entry.on, entry.when) for entry in earlier if entry.seen or entry.fate is Fate.SEEN]
    return max(proofs, key=lambda state: state.at, default=None)


def _doubt_without_entry(truth: Truth, open_entries: Sequence[Entry]) -> bool:
    """A doubtful write whose entry is gone may have done what is seen."""
    return truth.phase is Phase.UNKNOWN and truth.problem is not None and not open_entries
