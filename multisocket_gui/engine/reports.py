"""From a report to the truth: what an answer says of outlets, of its socket and of the line to the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from multisocket_gui.home.merge import changed_elsewhere
from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.problem import Kind, Problem, Situation
from multisocket_gui.home.truth import Accepted, Attempted, Doubted, Event, Refused, Seen

from .clock import Clock
from .facts import Line, SocketState
from .store import Store
from .strip import Intent, Report

OF_ONE_SOCKET = frozenset(
    (
        Kind.NOT_FOUND,
        Kind.REFUSED,
        Kind.SHAPE_CHANGED,
        Kind.AMBIGUOUS,
        Kind.EXPIRED,
        Kind.ABANDONED,
        Kind.BAD_ANSWER,
        Kind.SAVED,
        Kind.UNSETTLED,
    )
)
"""Problems that say nothing about the line to the service."""
ANSWERS = frozenset((Kind.NOT_FOUND, Kind.REFUSED, Kind.BAD_ANSWER))
"""Those of them that the service itself told, so that the line is well."""


class Reports:
    """Writes reports into the store. GUI thread only."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def take(self, report: Report, *, pending: frozenset[int] = frozenset()) -> None:
        """Let the report happen; nothing is decided about the `pending` outlets, which are asked for once more."""
        self._note_line(report)
        self._note_socket(report)
        self._store.apply(self._events(report, pending))

    def refuse(self, ref: SocketRef, intents: Mapping[int, Intent], problem: Problem) -> None:
        """Nothing was sent, and why; a doubt that a first try left stays a doubt."""
        self._store.apply(_each(ref, intents, self._ended(problem)))

    def doubt(self, ref: SocketRef, intents: Mapping[int, Intent], problem: Problem) -> None:
        """Nobody knows whether it was sent."""
        self._store.apply(_each(ref, intents, self._doubted(problem)))

    # Outlets

    def _events(self, report: Report, pending: frozenset[int]) -> list[tuple[OutletRef, Event]]:
        order = report.order
        events: list[tuple[OutletRef, Event]] = []
        if report.array and len(report.array.status) == order.count:
            seen = enumerate(report.array.status)
            at, settling = report.array.at.wall, self._store.lag.settling
            events += [(OutletRef(order.ref, i), Seen(on, at, order.began, settling)) for i, on in seen]
        if report.accepted:
            at = report.accepted.wall
            accepted = self._store.next_order()
            events += _each(order.ref, report.written, lambda i: Accepted(i.ticket, at, accepted))
        events += _each(order.ref, report.late, self._ended(Problem(Kind.EXPIRED)))
        for index, problem in report.refused.items():
            events += _each(order.ref, {index: order.intents[index]}, self._ended(problem))
        decided = {*report.late, *report.written, *report.refused, *pending}
        left = {i: intent for i, intent in order.intents.items() if i not in decided}
        if left:
            problem = report.problem or Problem(Kind.INTERNAL)
            events += _each(order.ref, left, (self._doubted if report.doubt else self._ended)(problem))
        if report.doubt:
            again = {i: intent for i, intent in order.intents.items() if i in pending}
            events += _each(order.ref, again, self._attempted())
        return events

    def _ended(self, problem: Problem) -> Callable[[Intent], Event]:
        refused, doubted = self._refused(problem), self._doubted(problem)
        return lambda intent: (doubted if intent.doubted else refused)(intent)

    def _refused(self, problem: Problem) -> Callable[[Intent], Event]:
        order = self._store.next_order()
        return lambda intent: Refused(intent.ticket, problem, order)

    def _doubted(self, problem: Problem) -> Callable[[Intent], Event]:
        order = self._store.next_order()
        return lambda intent: Doubted(intent.ticket, problem, order)

    def _attempted(self) -> Callable[[Intent], Event]:
        order = self._store.next_order()
        return lambda intent: Attempted(intent.ticket, order)

    # The socket

    def _note_socket(self, report: Report) -> None:
        state = self._store.socket_state(report.order.ref)
        expected, elsewhere = state.expected, state.elsewhere
        if report.array and expected:
            expected, elsewhere = {}, changed_elsewhere(expected, report.array.status)
        if report.accepted:
            expected, elsewhere = report.untouched, frozenset()
        array = None if report.doubt else report.array or state.array  # a doubt: what was read proves nothing any more
        sent = _still_unseen(state, report)
        noted = SocketState(report.id, array, _of_the_socket(report), sent, expected, elsewhere)
        self._store.put_socket(report.order.ref, noted)

    # The line

    def _note_line(self, report: Report) -> None:
        if report.unsent:
            return  # the line was not asked; what was saved or paused, the day's calls tell
        heard = report.accepted or (report.array.at if report.array else None)
        if report.problem is None or report.problem.kind in OF_ONE_SOCKET:
            if heard or (report.problem and report.problem.kind in ANSWERS):
                self._store.put_line(Line(heard.wall if heard else self._store.line.heard))
            return
        self._store.put_line(Line(self._store.line.heard, report.problem))


def _of_the_socket(report: Report) -> Problem | None:
    """What to say on the socket's card: not what the line, or the outlet that was to be switched, says already."""
    if report.array and len(report.array.status) != report.order.count:
        return Problem(Kind.SHAPE_CHANGED, detail=f"{len(report.array.status)}/{report.order.count}")
    problem = None if report.unsent else report.problem
    if problem and problem.kind in OF_ONE_SOCKET - {Kind.SAVED} and problem.situation is not Situation.WRITING:
        return problem
    return None


def _still_unseen(state: SocketState, report: Report) -> dict[int, tuple[bool, float]]:
    """What was accepted and no read has shown: the next write must not take it back because the cloud lags."""
    seen = dict(enumerate(report.array.status)) if report.array else {}
    sent = {i: (on, at) for i, (on, at) in state.sent.items() if seen.get(i) is not on}
    if report.doubt:
        return {i: one for i, one in sent.items() if i not in report.asked}
    accepted = report.accepted.wall if report.accepted else 0.0
    return sent | {i: (intent.on, accepted) for i, intent in report.written.items()}


def _each(
    ref: SocketRef, intents: Mapping[int, Intent], event: Callable[[Intent], Event]
) -> list[tuple[OutletRef, Event]]:
    return [(OutletRef(ref, index), event(intent)) for index, intent in intents.items()]
