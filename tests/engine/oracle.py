"""What must be true whatever happens, worked out from what was clicked, what was sent and what the relays did.

It knows nothing of `merge` and `advance`: it keeps books of its own and compares them with what the program says.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol

from multisocket_gui import words
from multisocket_gui.cloud.errors import QuotaUsedUp
from multisocket_gui.demo.demo_home import DemoSocket
from multisocket_gui.engine import status
from multisocket_gui.engine.clock import Clock, Moment
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.facts import Moved
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.worker import Abandoned, Crashed, Ended, Superseded, Worker
from multisocket_gui.home.model import OutletRef, Selector, SocketRef
from multisocket_gui.home.problem import Kind, Trouble
from multisocket_gui.home.truth import Asked, Phase, Truth

from .model import Sent
from .virtual import HeldCall, WorldClock

TIME_TO_LIVE = 15.0
FRESH = 5.0


@dataclass(eq=False)
class Click:
    """What a person asked of one outlet, and every write that carried it."""

    ref: OutletRef
    on: bool
    ticket: int
    at: Moment
    writes: list[Sent] = field(default_factory=list)


@dataclass(frozen=True)
class Began:
    """What was so when a job's call was handed over."""

    job: object
    sockets: frozenset[SocketRef]
    clicks: Mapping[OutletRef, Click]
    """Those that it carries, each the last one on its outlet."""
    unseen: Mapping[OutletRef, bool]
    """Accepted, still settling, and shown by no read."""
    reads: Mapping[SocketRef, tuple[Sent, tuple[bool, ...]]]


@dataclass
class Books:
    """Of one socket: the newest read that the program was told, and what the last write left the others at."""

    read: tuple[Sent, tuple[bool, ...]] | None = None
    shown: tuple[Sent, tuple[bool, ...]] | None = None
    """The newest that had as many outlets as were set up: any other says nothing of them."""
    usable: bool = False
    """Whether the next write may be built from that read: no write was left in doubt since."""
    expected: dict[int, bool] = field(default_factory=dict)
    elsewhere: frozenset[int] = frozenset()


class World(Protocol):
    """What the oracle looks at: a program, and what left it."""

    clock: Clock
    store: Store
    controller: Controller
    worker: Worker
    model: Watched

    def sockets(self) -> Mapping[SocketRef, str]:
        """Each socket of the set-up and its id at the service."""


class Watched(Protocol):
    """Tells of every request as it leaves, and as a write takes effect."""

    sent: list[Sent]
    on_left: Callable[[Sent], None]
    on_effect: Callable[[Sent], None]

    def sockets(self, plant_id: str, selector: Selector) -> list[DemoSocket]:
        """What a selector means."""


class Oracle:
    """Watches one program. `check` raises AssertionError where it says or did what it must not."""

    def __init__(self, program: World, *, told_at_once: bool = True) -> None:
        self.p = program
        self._told_at_once = told_at_once
        """Whether the program hears of a call in the same moment as the ledger."""
        self.clicks: dict[OutletRef, Click] = {}
        """The last click on each outlet."""
        self.open: dict[OutletRef, Click] = {}
        """Clicks of which the program has not yet told the end."""
        self.began: dict[HeldCall, Began] = {}
        self.unseen: dict[OutletRef, tuple[bool, float]] = {}
        self.books: dict[SocketRef, Books] = {}
        self.decided: dict[OutletRef, int] = {}
        """The number of the last write that was decided and may have switched the outlet."""
        self.broken: list[str] = []
        self._permitted: dict[OutletRef, tuple[bool, Moment]] = {}
        self.submitted = 0
        self.ended: Counter[int] = Counter()
        self._held_of: dict[int, HeldCall] = {}
        self._kept: list[object] = []
        self._watch()

    def _watch(self) -> None:
        self.p.model.on_left, self.p.model.on_effect = self._left, self._effect
        submit = self.p.worker.submit

        def counted(job: Any) -> None:
            self.submitted += 1
            submit(job)

        self.p.worker.submit = counted  # type: ignore[method-assign]  # the only place where every job passes
        self.p.worker.ended.connect(self._ended)
        self.p.store.moved.connect(self._moved)
        self._hook, sys.excepthook = sys.excepthook, self._raised

    def close(self) -> None:
        sys.excepthook = self._hook

    @property
    def _put_back(self) -> bool:
        """Whether somebody ever set the clock back; nobody sets the system's."""
        return isinstance(self.p.clock, WorldClock) and self.p.clock.put_back

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.broken.append(f"a slot raised {kind.__name__}: {error}")

    def _must(self, fact: bool, otherwise: str) -> None:
        if not fact:
            self.broken.append(otherwise)

    # What happens

    def may_ask(self, wishes: Mapping[OutletRef, bool]) -> None:
        """To be told before the program is: a person does what asks for these states, now or one after the other."""
        now = self.p.clock.now()
        self._permitted |= {ref: (on, now) for ref, on in wishes.items()}

    def _moved(self, moves: Iterable[Moved]) -> None:
        for moved in moves:
            if isinstance(moved.event, Asked):
                self._asked(moved.outlet, moved.event)
            elif moved.after.phase is not Phase.SENDING:
                self.open.pop(moved.outlet, None)

    def _asked(self, ref: OutletRef, asked: Asked) -> None:
        on, now = asked.on, self.p.clock.now()
        permitted, at = self._permitted.pop(ref, (None, now))
        self._must(permitted is on, f"{ref} is asked {on}, a person asked {permitted}")
        self._must(now.seconds_since(at) <= TIME_TO_LIVE, f"{ref} is asked {on}, which was wanted long ago")
        self.clicks[ref] = self.open[ref] = Click(ref, on, asked.ticket, now)

    def forget(self, refs: frozenset[SocketRef]) -> None:
        """The set-up no longer holds these sockets as they were."""
        for ref in refs:
            self.books.pop(ref, None)
        for kept in (self.clicks, self.open, self.unseen, self.decided):
            for outlet in [outlet for outlet in kept if outlet.socket in refs]:
                del kept[outlet]  # type: ignore[attr-defined]

    def started(self, held: HeldCall) -> None:
        """A job's call is handed over: from here on, newer clicks are not its own."""
        job = held.call.args[0].job  # type: ignore[attr-defined]  # the worker binds the run to the call
        self._held_of[id(job)] = held
        sockets = frozenset(key for key in job.holds if isinstance(key, SocketRef))
        now, settling = self.p.clock.now().wall, self.p.store.lag.settling
        self.began[held] = Began(
            job,
            sockets,
            {ref: click for ref, click in self.open.items() if click.ticket in _tickets(job)},
            {ref: on for ref, (on, at) in self.unseen.items() if ref.socket in sockets and now - at < settling},
            {ref: books.read for ref, books in self.books.items() if books.read and books.usable},
        )

    def _left(self, sent: Sent) -> None:
        if sent.status is None:
            return
        began = self.began[sent.held]
        meant = {socket.id for socket in self.p.model.sockets(sent.plant, sent.selector)}
        for ref, name in self.p.sockets().items():
            if name not in meant:
                continue
            carried = [click for outlet, click in began.clicks.items() if outlet.socket == ref and self._young(click)]
            self._must(bool(carried), f"a write left for {name} that nobody asked for, or asked for too long ago")
            for click in carried:
                again = all(_may_be_sent_again(w.error) for w in click.writes)
                replays = sum(getattr(w.error, "replayable", False) for w in click.writes)
                self._must(
                    again and replays <= 1, f"{click.ref} was sent again after {[w.error for w in click.writes]}"
                )
                click.writes.append(sent)

    def _young(self, click: Click) -> bool:
        return self.p.clock.now().seconds_since(click.at) <= TIME_TO_LIVE

    def _effect(self, sent: Sent) -> None:
        """A write takes effect: every outlet gets what its last click asked, or keeps what it was known to be."""
        assert sent.status is not None
        began = self.began[sent.held]
        names = {name: ref for ref, name in self.p.sockets().items()}
        for name in sent.before:
            for index, on in enumerate(sent.status):
                if name in names:
                    self._changed(sent, began, OutletRef(names[name], index), on)

    def _changed(self, sent: Sent, began: Began, ref: OutletRef, on: bool) -> None:
        click = began.clicks.get(ref)
        if click and sent in click.writes:
            self._must(click.on is on, f"{ref} was asked {click.on} last and was sent {on}")
        elif ref in began.unseen:
            self._must(began.unseen[ref] is on, f"{ref} was taken back from {began.unseen[ref]} while it settled")
        else:
            self._kept_as_read(sent, began, ref, on)

    def _kept_as_read(self, sent: Sent, began: Began, ref: OutletRef, on: bool) -> None:
        own = [s for s in sent.held.sent if s.answered is not None]
        basis, known = (self._of(own[-1], ref.socket), own[-1].answered) if own else (None, None)
        if basis is None and ref.socket in began.reads:
            read, basis = began.reads[ref.socket]
            known = read.left
        age = sent.left.seconds_since(known) if known else 0.0
        hidden = self._put_back  # a sleep after that may be hidden from both clocks
        self._must(age <= FRESH or hidden, f"{ref} was sent {on} from a reading {age:.1f} s old")
        if basis is None:
            self._must(False, f"{ref}, which nobody named, was sent {on} without a reading")
            return
        self._must(len(basis) > ref.index and basis[ref.index] is on, f"{ref} was sent {on}, but {basis} was read")

    def _of(self, sent: Sent, ref: SocketRef) -> tuple[bool, ...] | None:
        return (sent.answer or {}).get(self.p.sockets()[ref]) if ref in self.p.sockets() else None

    # How jobs end

    def _ended(self, ended: Ended) -> None:
        self._kept.append(ended.job)  # so that no other object gets its identity
        self.ended[id(ended.job)] += 1
        self._must(not isinstance(ended.outcome, Crashed), f"a job crashed: {ended.outcome}")
        if isinstance(ended.outcome, Superseded):
            return
        held = self._held_of.get(id(ended.job))
        if held is not None:
            self._told(held, self.began[held], gone=isinstance(ended.outcome, Abandoned))

    def _told(self, held: HeldCall, began: Began, *, gone: bool) -> None:
        """A job that started has ended; `gone`: nobody listened any more."""
        mine = list(held.sent)
        for sent in mine:
            for ref in began.sockets:
                if not gone and (array := self._of(sent, ref)) is not None:
                    self._read(ref, sent, array)
        for sent in mine:
            if sent.may_have_switched or sent.in_doubt:
                self._wrote(sent, began, gone=gone)

    def _read(self, ref: SocketRef, sent: Sent, array: tuple[bool, ...]) -> None:
        books = self.books.setdefault(ref, Books())
        books.read, books.usable = (sent, array), True
        if len(array) == len(self.p.store.truths_of(ref)):
            books.shown = books.read
        for index, on in enumerate(array):
            outlet = OutletRef(ref, index)
            if self.unseen.get(outlet, (None, 0.0))[0] is on:
                del self.unseen[outlet]
        if books.expected:
            books.elsewhere = frozenset(i for i, on in books.expected.items() if i < len(array) and array[i] is not on)
            books.expected = {}

    def _wrote(self, sent: Sent, began: Began, *, gone: bool) -> None:
        assert sent.status is not None
        named = {ref for ref, click in began.clicks.items() if sent in click.writes}
        for ref in named:
            if sent.may_have_switched:
                self.decided[ref] = sent.number
            if sent.accepted and not gone:
                self.unseen[ref] = (began.clicks[ref].on, sent.accepted.wall)
            elif not gone:
                self.unseen.pop(ref, None)
        for socket in {ref.socket for ref in named}:
            books = self.books.setdefault(socket, Books())
            if sent.accepted and not gone:
                outlets = ((OutletRef(socket, i), on) for i, on in enumerate(sent.status))
                books.expected = {o.index: on for o, on in outlets if o not in named and o not in began.unseen}
                books.elsewhere = frozenset()
            elif not gone:
                books.usable = False

    # What is said

    def check(self) -> None:
        """After every step: nothing that was done or is shown may be untrue."""
        now = self.p.clock.now().wall
        document = json.loads(json.dumps(status.document(self.p.store, now)))
        shown = [outlet for plant in document["plants"] for socket in plant["sockets"] for outlet in socket["outlets"]]
        for ref, printed in zip(self.p.store.outlets(), shown, strict=True):
            truth = self.p.store.truth(ref)
            self._check_phase(ref, truth)
            self._check_words(ref, truth, printed, now)
        for socket, books in self.books.items():
            said = self.p.store.socket_state(socket).elsewhere
            self._must(said == books.elsewhere, f"{socket}: changed elsewhere {books.elsewhere}, said {said}")
        self._check_jobs()
        if self._told_at_once:
            self._check_ledger(document["quota"]["used_at_least"])
        if self.broken:
            raise AssertionError("\n".join(dict.fromkeys(self.broken)))

    def _check_phase(self, ref: OutletRef, truth: Truth) -> None:
        click = self.clicks.get(ref)
        seen = self._seen(ref)
        said = f"{ref} is said to be {truth.phase} {truth.on}"
        if truth.wish:
            self._must(click is not None and truth.wish.on is click.on, f"{said}, and {truth.wish} was not asked last")
        match truth.phase:
            case Phase.CONFIRMED:
                self._must(truth.on is not None and truth.on is seen, f"{said}, but the last read showed {seen}")
            case Phase.SENDING:
                self._must(self.open.get(ref) is click is not None, f"{said}, but that is over")
                self._must(self.p.controller.strips.busy(ref.socket), f"{said}, but nobody is at it")
            case Phase.SENT:
                self._must(bool(click and click.writes and click.writes[-1].accepted), f"{said}, but no 200 came")
            case Phase.FAILED:
                switched = [w for w in click.writes if w.may_have_switched] if click else []
                self._must(click is not None and not switched, f"{said}, but it may have switched")
            case Phase.DISPUTED:
                self._must(bool(click) and seen is (not click.on), f"{said}, but {seen} was read")
            case Phase.UNKNOWN:
                self._must(truth.on is None, said)
        if truth.phase in (Phase.SENDING, Phase.FAILED, Phase.DISPUTED):
            self._must(truth.on in (None, seen), f"{said}, but the last read showed {seen}")
        if truth.phase is not Phase.SENDING:
            self._must(ref not in self.open, f"{said}, but the click is under way")

    def _seen(self, ref: OutletRef) -> bool | None:
        """What the newest read showed, if nothing was written since."""
        books = self.books.get(ref.socket)
        if books is None or books.shown is None or books.shown[0].number < self.decided.get(ref, 0):
            return None
        return books.shown[1][ref.index]

    def _check_words(self, ref: OutletRef, truth: Truth, printed: Mapping[str, Any], now: float) -> None:
        line = words.phase_line(truth, now)
        plain = {True: line.startswith("On · "), False: line.startswith("Off · ")}
        confirmed = truth.phase is Phase.CONFIRMED
        self._must((plain[True] or plain[False]) is confirmed, f"{ref} is {truth.phase}, the words are “{line}”")
        if confirmed:
            self._must(plain[bool(self._seen(ref))], f"{ref} was read {self._seen(ref)}, the words are “{line}”")
            self._must(printed["on"] is self._seen(ref), f"{ref} was read {self._seen(ref)}, printed is {printed}")
            book = self.books[ref.socket].shown
            since = now - printed["age_s"] if book else 0.0
            latest = book[0].left.wall if book and not self._put_back else now
            self._must(since <= latest + 0.06, f"{ref} is said to be read too lately")
        self._must((printed["phase"] == "CONFIRMED") is confirmed, f"{ref} is {truth.phase}, printed is {printed}")

    def _check_jobs(self) -> None:
        twice = [count for count in self.ended.values() if count != 1]
        self._must(not twice, "a job ended more than once")
        running = [run for run in self.p.worker._running.values() if not run.over]
        alive = len(self.p.worker._waiting) + len(running)
        ended = sum(self.ended.values())
        self._must(self.submitted == ended + alive, f"{self.submitted} jobs, {ended} ended, {alive} are alive")

    def _check_ledger(self, used: int) -> None:
        """The service's day began at the latest at the last time that a 403 told, else at some midnight."""
        now = self.p.clock.now().wall
        told = [(s.error.problem.until or 0.0, s.number) for s in self.p.model.sent if isinstance(s.error, QuotaUsedUp)]
        begins, teller = max((each for each in told if each[0] <= now), default=(now - 86_400.0, 0))
        before = teller if self._put_back else 0  # by a clock that was put back since, what left before left later
        left = [one.left.wall for one in self.p.model.sent if one.number > before]
        sent = sum(wall >= max(begins, now - 86_400.0) for wall in left)
        self._must(used >= sent, f"{sent} calls were sent today, {used} are told")


def _tickets(job: Any) -> set[int]:
    """Of the clicks that a job carries; others may wait for their moment outside it."""
    return {intent.ticket for intent in job.intents.values()}


def _may_be_sent_again(error: Trouble | None) -> bool:
    """The one replay, and the one try with a fresh token."""
    return error is not None and (getattr(error, "replayable", False) or error.problem.kind is Kind.TOKEN_REFUSED)
