"""Clicks on outlets: wish -> job -> report -> store, and the reads that follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import OutletRef, Plant, Selector, SocketRef, socket_refs
from multisocket_gui.home.problem import SIGN_IN_OVER, Kind, Problem
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.reading import reads
from multisocket_gui.home.truth import Asked, Dismissed, Phase

from .clock import Clock, Moment
from .facts import AccountPhase
from .group import GroupJob, GroupOrder, GroupReport
from .guards import Guards
from .looks import Looks
from .reports import Reports
from .service import Service
from .store import Store
from .strip import TIME_TO_LIVE, Intent, Order, Report, StripJob, purpose_of
from .worker import Abandoned, Crashed, Ended, Worker

PAUSE_BEFORE_REPLAY = 1.0
"""Seconds after a refused connection until the one replay: a service that restarts needs a moment."""
BETWEEN_STRIPS = 0.2
"""Seconds between the writes of strips that were asked for together, so that the service is not rushed."""
Intents = Mapping[int, Intent]


@dataclass(eq=False, slots=True)
class _Held:
    """Intents that wait for their moment outside the worker; `take_back` stops the wait."""

    ref: SocketRef
    intents: Intents
    take_back: Callable[[], None]


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
        self.guards = Guards(store)
        self._worker = worker
        self._service: Service | None = None
        self._reports = Reports(store, clock)
        self._looks = Looks(store, clock, partial(self.read, purpose=Purpose.VERIFY), self)
        self._held: list[_Held] = []
        worker.ended.connect(self._on_ended)
        worker.freed.connect(self.progressed)
        self._looks.looked.connect(self.progressed)

    def use(self, service: Service | None) -> None:
        """Send through `service` from now on; None after signing out, when all that waits is given up."""
        if self._service:
            self._service.close()
            self._worker.abandon()
            self._give_up_held()
        self._service = service

    def busy(self, ref: SocketRef) -> bool:
        """Whether more is to come for this socket: a job, or a look at whether a write took place."""
        return self._worker.busy(ref) or self._looks.planned(ref) or any(held.ref == ref for held in self._held)

    def at_work(self, ref: SocketRef) -> bool:
        """Whether a job for this socket runs or waits for its turn; a look that is planned for later does not count."""
        return self._worker.busy(ref)

    # What people ask for

    def admitted(
        self, wishes: Mapping[OutletRef, bool], *, confirmed: Collection[OutletRef] = ()
    ) -> tuple[dict[OutletRef, bool], dict[OutletRef, Problem]]:
        """What of the wishes the guards let pass at this moment, and why not the rest.

        `confirmed` are the outlets whose own question a person answered.
        """
        verdicts = {ref: self.guards.refusal(ref, on, confirmed=ref in confirmed) for ref, on in wishes.items()}
        refused = {ref: problem for ref, problem in verdicts.items() if problem}
        return {ref: on for ref, on in wishes.items() if ref not in refused}, refused

    def switch(
        self,
        wishes: Mapping[OutletRef, bool],
        group: Selector | None = None,
        asked: Moment | None = None,
        *,
        confirmed: Collection[OutletRef] = (),
        purpose: Purpose | None = None,
    ) -> dict[OutletRef, Problem]:
        """Ask for a state of each of the outlets: one job a strip, or one for all that `group` selects.

        `asked` is when a person did, if not now: their time to live counts from then. `purpose` is TIMER where nobody
        is there. What the guards do not let pass (`admitted`) is not asked for at all, and returned with the reason.

        A group must be asked for one state of every outlet of its sockets; where one write by its selector would not
        be safe, its strips are written one after the other.
        """
        asked = asked or self._clock.now()
        wishes, refused = self.admitted(wishes, confirmed=confirmed)
        by_timer = purpose is Purpose.TIMER
        intents = {
            ref: Intent(on, self._store.next_order(), asked, confirmed=ref in confirmed, by_timer=by_timer)
            for ref, on in wishes.items()
        }
        self._store.apply((ref, Asked(i.on, i.ticket, i.confirmed, i.by_timer)) for ref, i in intents.items())
        sockets = tuple(dict.fromkeys(ref.socket for ref in wishes))
        if group and self._in_one_call(sockets) and self._refusal(purpose_of(intents.values())) is None:
            self._worker.submit(GroupJob(sockets[0].plant, group, sockets, self._group_order, intents))
            return refused
        for socket in sockets:
            self._submit(socket, {ref.index: intent for ref, intent in intents.items() if ref.socket == socket})
        return refused

    def accept(self, ref: OutletRef) -> None:
        """What the cloud says counts: no more failure, no more dispute."""
        self._store.apply([(ref, Dismissed())])

    def read(self, refs: Iterable[SocketRef], purpose: Purpose = Purpose.ASKED) -> None:
        """Read the sockets in as few calls as possible; those that were never set up whole cannot be read."""
        wanted = {ref for ref in refs if (socket := self._store.socket(ref)) and socket.outlets}
        problem = self._refusal(purpose)
        if problem and problem.kind is Kind.BUSY and problem.until:
            wait = problem.until - self._clock.now().wall
            self._clock.after(wait, self, partial(self.read, tuple(wanted), purpose))
        elif problem is None:
            for plant in self._store.plants:
                self._read_of(plant, wanted, purpose)

    def read_all(self, plant_id: str | None = None, purpose: Purpose = Purpose.ASKED) -> None:
        """Read every socket of one plant, or of all."""
        plants = (plant for plant in self._store.plants if plant_id in (None, plant.id))
        self.read((ref for plant in plants for ref, _ in socket_refs(plant)), purpose)

    # From a wish to a job

    def _in_one_call(self, sockets: tuple[SocketRef, ...]) -> bool:
        """Whether one call is worth it, and reaches no outlet that is guarded."""
        counts = {ref: len(self._store.truths_of(ref)) for ref in sockets}
        return len(sockets) > 1 and not any(self.guards.stand_at(ref, count) for ref, count in counts.items())

    def _read_of(self, plant: Plant, wanted: Iterable[SocketRef], purpose: Purpose) -> None:
        for call in reads(plant, wanted, self._store.members(plant.id)):
            if call.group:
                self._worker.submit(GroupJob(plant.id, call.group, call.refs, self._group_order, reading=purpose))
            else:
                self._worker.submit(StripJob(call.refs[0], self._order, reading=purpose))

    def _submit(self, ref: SocketRef, intents: Intents) -> None:
        intents = self._newest(ref, intents)
        problem = self._refusal(purpose_of(intents.values()))
        if not intents:
            self.progressed.emit()
        elif problem is None:
            self._worker.submit(StripJob(ref, self._order, intents))
        elif (wait := self._wait_for(problem, intents)) is not None:
            self._hold(ref, intents, wait)
        else:
            self._reports.refuse(ref, intents, problem)
            self.progressed.emit()

    def _refusal(self, purpose: Purpose) -> Problem | None:
        """Why nothing can be sent at this moment; no call is spent to learn what is known."""
        if self._service is None or self._store.account.phase is not AccountPhase.SIGNED_IN:
            return Problem(Kind.SIGNED_OUT)
        if self._store.has_key is False:
            return Problem(Kind.KEY_MISSING)
        return self._store.refusal(purpose, self._clock.now().wall)

    def _newest(self, ref: SocketRef, intents: Intents) -> dict[int, Intent]:
        """The intents that are still what was asked for last."""
        tickets = {
            outlet.index: truth.wish.ticket
            for outlet, truth in self._store.truths_of(ref).items()
            if truth.wish and truth.phase is Phase.SENDING
        }
        return {i: intent for i, intent in intents.items() if tickets.get(i) == intent.ticket}

    def _order(self, job: StripJob) -> tuple[Order, Service]:
        assert self._service is not None  # signing out abandons every waiting job
        intents = self._newest(job.ref, job.intents)
        purpose = purpose_of(intents.values()) if intents else job.reading or Purpose.ASKED
        order = self._order_of(job.ref, intents, purpose)
        return replace(order, wanted=job.reading is not None, replayed=job.replayed), self._service

    def _group_order(self, job: GroupJob) -> tuple[GroupOrder, Service]:
        assert self._service is not None
        purpose = purpose_of(job.intents.values()) if job.intents else job.reading
        orders = []
        for ref in job.refs:
            asked = {outlet.index: intent for outlet, intent in job.intents.items() if outlet.socket == ref}
            orders.append(self._order_of(ref, self._newest(ref, asked), purpose))
        return GroupOrder(job.plant, job.selector, tuple(orders), purpose, self._clock), self._service

    def _order_of(self, ref: SocketRef, intents: Intents, purpose: Purpose) -> Order:
        state = self._store.socket_state(ref)
        now = self._clock.now().wall
        return Order(
            ref=ref,
            id=state.id,
            count=len(self._store.truths_of(ref)),
            intents=intents,
            settling={i: on for i, (on, at) in state.sent.items() if now - at < self._store.lag.settling},
            array=state.array,
            began=self._store.next_order(),
            purpose=purpose,
            clock=self._clock,
            guards=self.guards,
        )

    # Waiting outside the worker

    def _hold(self, ref: SocketRef, intents: Intents, seconds: float) -> None:
        """Send the intents later: in time, or not at all."""

        def go() -> None:
            self._held.remove(held)
            self._submit(ref, intents)

        held = _Held(ref, intents, self._clock.after(seconds, self, go))
        self._held.append(held)

    def _give_up_held(self) -> None:
        held, self._held = self._held, []
        for each in held:
            each.take_back()
            self._reports.refuse(each.ref, self._newest(each.ref, each.intents), Problem(Kind.ABANDONED))

    def _wait_for(self, problem: Problem, intents: Intents) -> float | None:
        """How long to wait where the service asked to wait, if that ends within the commands' time to live."""
        if problem.kind is not Kind.BUSY or problem.until is None:
            return None
        now = self._clock.now()
        wait = problem.until - now.wall
        oldest = max((now.seconds_since(intent.asked) for intent in intents.values()), default=0.0)
        return wait if oldest + wait < TIME_TO_LIVE else None

    # From a report to the truth

    def _on_ended(self, ended: Ended) -> None:
        match ended.job, ended.outcome:
            case _, Report() as report:
                self._on_reports((report,))
            case _, GroupReport() as report:
                self._on_group_report(report)
            case StripJob() as job, outcome:
                self._on_no_report(job.ref, job.intents, outcome)
            case GroupJob() as job, outcome:
                for ref in job.refs:
                    asked = {outlet.index: intent for outlet, intent in job.intents.items() if outlet.socket == ref}
                    self._on_no_report(ref, asked, outcome)

    def _on_no_report(self, ref: SocketRef, intents: Intents, outcome: object) -> None:
        match outcome:
            case Abandoned(started):
                end = self._reports.doubt if started else self._reports.refuse
                end(ref, intents, Problem(Kind.ABANDONED))
            case Crashed():
                self._reports.doubt(ref, intents, Problem(Kind.INTERNAL))
            case _:  # Superseded: its intents live on in the newer job
                return

    def _on_group_report(self, group: GroupReport) -> None:
        if group.members is not None:
            asked = [order.ref for order in group.order.orders]
            self._store.put_members(group.order.plant, group.order.selector, group.members, asked)
        self._on_reports(group.reports)
        for place, order in enumerate(order for order in group.apart if order.intents):
            self._hold(order.ref, order.intents, place * BETWEEN_STRIPS)
        self.read((order.ref for order in group.apart if not order.intents), group.order.purpose)

    def _on_reports(self, reports: tuple[Report, ...]) -> None:
        """Let them happen; what was written together, or is in doubt together, is read back together."""
        with self._store.at_once():
            in_doubt = [report.order.ref for report in reports if self._take(report)]
        self._looks.after_write([report.order.ref for report in reports if report.written])
        if in_doubt:
            self.read(in_doubt, Purpose.DOUBT)

    def _take(self, report: Report) -> bool:
        """Let the report happen, and what follows from it; whether it leaves a doubt.

        It tells nothing of a socket that is set up otherwise by now.
        """
        order = report.order
        if self._store.set_up_since(order.ref, order.began):
            self.read([order.ref], order.purpose)
            return False
        again = self._once_more(report)
        unproved = self._looks.unproved(order.ref)
        self._reports.take(report, pending=frozenset(again))
        if report.array:
            self._looks.measure(unproved, report.array.at.wall)
        if again:
            self._hold(order.ref, again, self._pause_before(report))
        elif report.problem and report.problem.kind in SIGN_IN_OVER:
            self.signed_out.emit(report.problem)
        elif report.replayable and order.wanted and not report.asked and not order.replayed:
            self._worker.submit(StripJob(order.ref, self._order, reading=order.purpose, replayed=True))
        elif report.array and not report.written and not report.doubt and not self._worker.waiting(order.ref):
            self._looks.after_read(order.ref)
        doubted = report.doubt or any(intent.doubted for intent in order.intents.values())
        return doubted and not again and not report.written

    def _once_more(self, report: Report) -> dict[int, Intent]:
        """The intents of the one replay: the line broke before the service can have seen them, they are still the
        newest and in time. And those that we held back ourselves, until they may leave."""
        asked = self._newest(report.order.ref, report.asked)
        if report.unsent and report.problem and self._wait_for(report.problem, asked) is not None:
            return asked
        if not report.replayable:
            return {}
        doubt = report.doubt
        return {i: replace(it, replayed=True, doubted=doubt) for i, it in asked.items() if not it.replayed}

    def _pause_before(self, report: Report) -> float:
        problem = report.problem
        if problem and report.unsent:
            return self._wait_for(problem, report.order.intents) or 0.0
        return PAUSE_BEFORE_REPLAY if problem and problem.kind is Kind.OFFLINE else 0.0
