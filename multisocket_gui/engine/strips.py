"""Clicks on outlets: wish -> job -> report -> store, and the reads that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.merge import changed_elsewhere
from multisocket_gui.home.model import OutletRef, SocketRef, socket_refs
from multisocket_gui.home.problem import Kind, Problem, Situation
from multisocket_gui.home.truth import Accepted, Asked, Dismissed, Doubted, Event, Phase, Refused, Seen

from .clock import Clock
from .service import Service
from .store import AccountPhase, Line, SocketState, Store
from .strip import Intent, Order, Report, StripJob
from .worker import Abandoned, Crashed, Ended, Worker

OF_ONE_SOCKET = frozenset(
    (Kind.NOT_FOUND, Kind.REFUSED, Kind.SHAPE_CHANGED, Kind.AMBIGUOUS, Kind.EXPIRED, Kind.ABANDONED, Kind.BAD_ANSWER)
)
"""Problems that say nothing about the line to the service."""
ANSWERS = frozenset((Kind.NOT_FOUND, Kind.REFUSED, Kind.BAD_ANSWER))
"""Those of them that the service itself told, so that the line is well."""


class Strips(QObject):
    """The path of a click. GUI thread only."""

    progressed = Signal()
    """Something ended: a job, or the wait for one that will not come."""
    signed_out = Signal(object)
    """A `Problem`: a job found that the sign-in is over."""

    def __init__(self, store: Store, worker: Worker, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._store = store
        self._worker = worker
        self._service: Service | None = None
        self._looking: set[SocketRef] = set()
        self._contradicted: dict[OutletRef, float] = {}
        """When a read last contradicted a write that is not settled, in seconds since the epoch."""
        worker.ended.connect(self._on_ended)
        worker.freed.connect(self.progressed)

    def use(self, service: Service | None) -> None:
        """Send through `service` from now on; None after signing out, when all that waits is given up."""
        if self._service:
            self._service.close()
            self._worker.abandon()
        self._service = service

    def busy(self, ref: SocketRef) -> bool:
        """Whether more is to come for this socket: a job, or a look at whether a write took place."""
        return self._worker.busy(ref) or ref in self._looking

    # What people ask for

    def switch(self, wishes: Mapping[OutletRef, bool]) -> None:
        """Ask for a state of each of the outlets; one job a strip."""
        now = self._clock.now()
        intents = {ref: Intent(on, self._store.next_order(), now) for ref, on in wishes.items()}
        self._store.apply((ref, Asked(intent.on, intent.ticket)) for ref, intent in intents.items())
        for socket in dict.fromkeys(ref.socket for ref in wishes):
            self._submit(socket, {ref.index: intent for ref, intent in intents.items() if ref.socket == socket})

    def accept(self, ref: OutletRef) -> None:
        """What the cloud says counts: no more failure, no more dispute."""
        self._store.apply([(ref, Dismissed())])

    def read(self, refs: Iterable[SocketRef]) -> None:
        """Read the sockets; those that were never set up whole cannot be read."""
        for ref in refs:
            socket = self._store.socket(ref)
            if socket and socket.outlets and self._refusal() is None:
                self._submit(ref, {})

    def read_all(self, plant_id: str | None = None) -> None:
        """Read every socket of one plant, or of all."""
        plants = (plant for plant in self._store.plants if plant_id in (None, plant.id))
        self.read(ref for plant in plants for ref, _ in socket_refs(plant))

    # From a wish to a job

    def _submit(self, ref: SocketRef, intents: Mapping[int, Intent]) -> None:
        problem = self._refusal()
        if problem is None:
            self._worker.submit(StripJob(ref, self._order, intents))
            return
        self._store.apply(self._each(ref, intents, lambda i: Refused(i.ticket, problem, self._store.next_order())))
        self.progressed.emit()

    def _refusal(self) -> Problem | None:
        """Why nothing can be sent at this moment; no call is spent to learn what is known."""
        if self._service is None or self._store.account.phase is not AccountPhase.SIGNED_IN:
            return Problem(Kind.SIGNED_OUT)
        if self._store.has_key is False:
            return Problem(Kind.KEY_MISSING)
        if self._store.ledger.closed(self._clock.now().wall):
            return Problem(Kind.QUOTA_USED_UP, self._store.ledger.spent_until)
        return None

    def _order(self, job: StripJob) -> tuple[Order, Service]:
        assert self._service is not None  # signing out abandons every waiting job
        state = self._store.socket_state(job.ref)
        truths = self._store.truths_of(job.ref)
        now = self._clock.now().wall
        settling = {i: on for i, (on, at) in state.sent.items() if now - at < self._store.lag.settling}
        order = Order(
            ref=job.ref,
            id=state.id,
            count=len(truths),
            intents=job.intents,
            settling=settling,
            array=state.array,
            began=self._store.next_order(),
            purpose=job.purpose,
            clock=self._clock,
        )
        return order, self._service

    # From a report to the truth

    def _on_ended(self, ended: Ended) -> None:
        if not isinstance(ended.job, StripJob):
            return
        if isinstance(ended.outcome, Report):
            self._on_report(ended.outcome)
        else:
            self._on_no_report(ended.job, ended.outcome)

    def _on_no_report(self, job: StripJob, outcome: object) -> None:
        match outcome:
            case Abandoned(started):
                end = (self._doubted if started else self._refused)(Problem(Kind.ABANDONED))
            case Crashed():
                end = self._doubted(Problem(Kind.INTERNAL))
            case _:  # Superseded: its intents live on in the newer job
                return
        self._store.apply(self._each(job.ref, job.intents, end))

    def _on_report(self, report: Report) -> None:
        order = report.order
        self._note_line(report)
        self._note_socket(report)
        unproved = self._unproved(order.ref)
        self._store.apply(self._events(report))
        if report.array:
            self._measure(unproved, report.array.at.wall)
        if report.problem and report.problem.kind is Kind.SIGNED_OUT:
            self.signed_out.emit(report.problem)
        elif report.doubt:
            self._store.forget_array(order.ref)
            self.read([order.ref])
        elif report.written:
            self._look_after(order.ref, self._store.lag.first_look)
        elif report.array and not self._worker.waiting(order.ref):
            self._look_again(order.ref)

    def _events(self, report: Report) -> list[tuple[OutletRef, Event]]:
        order = report.order
        events: list[tuple[OutletRef, Event]] = []
        if report.array and len(report.array.status) == order.count:
            seen = enumerate(report.array.status)
            at, settling = report.array.at.wall, self._store.lag.settling
            events += [(OutletRef(order.ref, i), Seen(on, at, order.began, settling)) for i, on in seen]
        if report.accepted:
            at = report.accepted.wall
            accepted = self._store.next_order()
            events += self._each(order.ref, report.written, lambda i: Accepted(i.ticket, at, accepted))
        events += self._each(order.ref, report.late, self._refused(Problem(Kind.EXPIRED)))
        left = {i: intent for i, intent in order.intents.items() if i not in report.late and i not in report.written}
        if left:
            problem = report.problem or Problem(Kind.INTERNAL)
            events += self._each(order.ref, left, (self._doubted if report.doubt else self._refused)(problem))
        return events

    def _note_socket(self, report: Report) -> None:
        state = self._store.socket_state(report.order.ref)
        problem = report.problem
        if report.array and len(report.array.status) != report.order.count:
            problem = Problem(Kind.SHAPE_CHANGED, detail=f"{len(report.array.status)}/{report.order.count}")
        if problem and (problem.kind not in OF_ONE_SOCKET or problem.situation is Situation.WRITING):
            problem = None  # told by the line, or by the outlet that was to be switched
        expected, elsewhere = state.expected, state.elsewhere
        if report.array and expected:
            expected, elsewhere = {}, changed_elsewhere(expected, report.array.status)
        if report.accepted:
            expected, elsewhere = report.untouched, frozenset()
        array = report.array or state.array
        sent = self._still_unseen(state, report)
        self._store.put_socket(report.order.ref, SocketState(report.id, array, problem, sent, expected, elsewhere))

    @staticmethod
    def _still_unseen(state: SocketState, report: Report) -> dict[int, tuple[bool, float]]:
        """What was accepted and no read has shown: the next write must not take it back because the cloud lags."""
        seen = dict(enumerate(report.array.status)) if report.array else {}
        sent = {i: (on, at) for i, (on, at) in state.sent.items() if seen.get(i) is not on}
        if report.doubt:
            return {i: one for i, one in sent.items() if i not in report.order.intents}
        accepted = report.accepted.wall if report.accepted else 0.0
        return sent | {i: (intent.on, accepted) for i, intent in report.written.items()}

    def _note_line(self, report: Report) -> None:
        heard = report.accepted or (report.array.at if report.array else None)
        if report.problem is None or report.problem.kind in OF_ONE_SOCKET:
            if heard or (report.problem and report.problem.kind in ANSWERS):
                self._store.put_line(Line(heard.wall if heard else self._store.line.heard))
            return
        self._store.put_line(Line(self._store.line.heard, report.problem))
        if report.problem.kind is Kind.QUOTA_USED_UP:
            now = self._clock.now().wall
            self._store.put_ledger(self._store.ledger.used_up(now, report.problem.until))

    # Did it take place?

    def _look_after(self, ref: SocketRef, seconds: float) -> None:
        if ref not in self._looking:
            self._looking.add(ref)
            self._clock.after(seconds, self, partial(self._look, ref))

    def _look(self, ref: SocketRef) -> None:
        self._looking.discard(ref)
        if any(truth.phase is Phase.SENT for truth in self._store.truths_of(ref).values()):
            self.read([ref])
        self.progressed.emit()

    def _look_again(self, ref: SocketRef) -> None:
        """A read left a write unproved: look once more when the settling time is over."""
        sent = [accepted for outlet, accepted in self._unproved(ref).items() if self._phase(outlet) is Phase.SENT]
        wait = max(sent, default=0.0) + self._store.lag.settling - self._clock.now().wall + 0.1
        if wait > 0:
            self._look_after(ref, wait)

    def _unproved(self, ref: SocketRef) -> dict[OutletRef, float]:
        """The outlets whose accepted write no read has shown, and when it was accepted."""
        return {
            outlet: truth.wish.accepted_at
            for outlet, truth in self._store.truths_of(ref).items()
            if truth.phase in (Phase.SENT, Phase.DISPUTED) and truth.wish and truth.wish.accepted_at
        }

    def _measure(self, unproved: Mapping[OutletRef, float], now: float) -> None:
        """Learn from a read: the write came to be seen between the last read that did not show it and now."""
        for outlet, accepted in unproved.items():
            if self._phase(outlet) is Phase.CONFIRMED:
                since = max(accepted, self._contradicted.pop(outlet, accepted))
                self._store.put_lag(self._store.lag.measured((since + now) / 2 - accepted))
            else:
                self._contradicted[outlet] = now

    def _phase(self, outlet: OutletRef) -> Phase:
        return self._store.truth(outlet).phase

    # Events for each of a job's intents

    @staticmethod
    def _each(
        ref: SocketRef, intents: Mapping[int, Intent], event: Callable[[Intent], Event]
    ) -> list[tuple[OutletRef, Event]]:
        return [(OutletRef(ref, index), event(intent)) for index, intent in intents.items()]

    def _refused(self, problem: Problem) -> Callable[[Intent], Event]:
        order = self._store.next_order()
        return lambda intent: Refused(intent.ticket, problem, order)

    def _doubted(self, problem: Problem) -> Callable[[Intent], Event]:
        order = self._store.next_order()
        return lambda intent: Doubted(intent.ticket, problem, order)
