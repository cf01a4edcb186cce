"""The only writer of truth. Views read it and repaint when it says what changed."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.lag import Lag
from multisocket_gui.home.model import (
    Guard,
    OutletRef,
    Place,
    Plant,
    Selector,
    Socket,
    SocketRef,
    outlet_refs,
    places,
    socket_refs,
)
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.quota import Ledger, Purpose, Standing
from multisocket_gui.home.reading import Members
from multisocket_gui.home.timer import MissedRun, TimerFailed
from multisocket_gui.home.together import GroupAction
from multisocket_gui.home.truth import Event, Phase, Truth, advance
from multisocket_gui.settings import Settings

from .facts import Account, Change, Happening, Line, Moved, Question, SocketState, Undo
from .settings_difference import counts, difference, shape_of

_UNMEASURED = Lag()


class Store(QObject):
    """All that the program knows at this moment. GUI thread only."""

    changed = Signal(object)
    """A `Change`, after it took place."""
    moved = Signal(object)
    """A tuple of `Moved`, after they took place and before `changed`."""

    def __init__(
        self, settings: Settings, ledger: Ledger, parent: QObject | None = None, *, lag: Lag = _UNMEASURED
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.ledger = ledger
        self.lag = lag
        self.account = Account()
        self.line = Line()
        self.offline = False
        """The system says that there is no network, and no call has been answered since it did."""
        self.has_key: bool | None = None
        """Whether a subscription key is known; None until the keyring answered."""
        self.key_stored = True
        """Whether the key outlives this session (False: there is no keyring)."""
        self.key_problem: Problem | None = None
        self.clock_off = 0.0
        """By how many seconds this computer's clock is ahead of the services' (behind: below 0), where it matters."""
        self.settings_problem: Problem | None = None
        self.last: Happening | None = None
        self.question: Question | None = None
        self.unopened = ""
        """Why a link that the desktop opened was not carried out, until somebody has read it."""
        self.missed: tuple[MissedRun, ...] = ()
        """Timers' runs that were missed and ask what shall become of them."""
        self.timer_failures: tuple[TimerFailed, ...] = ()
        """Timers' runs that did not take place, or not surely, and that nobody has read of yet; the last at the end."""
        self.undo: Undo | None = None
        self.together: GroupAction | None = None
        self._order = itertools.count(1)
        self._truths: dict[OutletRef, Truth] = {}
        self._sockets: dict[SocketRef, SocketState] = {}
        self._set_up: dict[SocketRef, int] = {}
        self._untold: Change | None = None
        self._find_places()
        self._members: dict[str, dict[Selector, frozenset[SocketRef]]] = {}

    # What views read

    @property
    def plants(self) -> tuple[Plant, ...]:
        """The plants of whose home is shown; what belongs to other accounts is nobody's business here."""
        return self.settings.home

    def truth(self, ref: OutletRef) -> Truth:
        return self._truths.get(ref, _NOTHING)

    def socket_state(self, ref: SocketRef) -> SocketState:
        return self._sockets.get(ref, _NO_STATE)

    def socket(self, ref: SocketRef) -> Socket | None:
        """The socket as it is set up, or None where the set-up no longer holds it."""
        found = (s for plant in self.plants for r, s in socket_refs(plant) if r == ref)
        return next(found, None)

    def outlets(self) -> tuple[OutletRef, ...]:
        """Every outlet of the set-up, in the user's order."""
        return tuple(self._places)

    @property
    def guarded(self) -> tuple[Place, ...]:
        """Every outlet that is locked or asks first. A new tuple after each change, so that any thread may look."""
        return self._guarded

    def place(self, ref: OutletRef) -> Place | None:
        """The outlet with its names, or None where the set-up no longer holds it."""
        return self._places.get(ref)

    def set_up_since(self, ref: SocketRef, began: int) -> bool:
        """Whether the socket was set up otherwise after `began`, a place in the order of events."""
        return began < self._set_up.get(ref, 0)

    def truths_of(self, ref: SocketRef) -> dict[OutletRef, Truth]:
        """The truth of each outlet of the socket, in the service's order."""
        socket = self.socket(ref)
        return {outlet: self.truth(outlet) for outlet, _ in outlet_refs(ref, socket)} if socket else {}

    def members(self, plant_id: str) -> Members:
        """Which sockets the last read by each of the plant's groups returned."""
        return self._members.get(plant_id, {})

    def refusal(self, purpose: Purpose, now: float) -> Problem | None:
        """Why a call for this purpose would be in vain, or is saved for something better, at `now`."""
        return self.ledger.refusal(purpose, self.settings.quota, now)

    def quota(self, now: float) -> Standing:
        """The day's calls as they stand at `now`."""
        return self.ledger.standing(self.settings.quota, now)

    def on_count(self, plant: Plant) -> int:
        """How many of the plant's outlets are known to be on."""
        return self._on_counts[plant.id]

    def oldest_reading(self, plant: Plant) -> float | None:
        """When the plant was last read as a whole, in seconds since the epoch; None while something was never read."""
        reads = [
            truth.reported.at if (truth := self.truth(ref)).reported else None for ref in self._refs.get(plant.id, ())
        ]
        return min((at for at in reads if at is not None), default=None) if None not in reads else None

    def _find_places(self) -> None:
        """Views ask for every outlet after each step of any: what only the set-up decides is made once."""
        self._places = {place.ref: place for place in places(self.plants)}
        self._guarded = tuple(place for place in self._places.values() if place.outlet.guard is not Guard.NONE)
        self._refs: dict[str, list[OutletRef]] = {plant.id: [] for plant in self.plants}
        for ref in self._places:
            self._refs[ref.socket.plant].append(ref)
        self._on_counts = Counter(ref.socket.plant for ref in self._places if self.truth(ref).on)

    # What the controller writes

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Views hear of all that happens inside as of one change, when it is over: forty sockets, painted once."""
        if self._untold is not None:
            yield
            return
        self._untold = Change()
        try:
            yield
        finally:
            untold, self._untold = self._untold, None
            if untold != Change():
                self.changed.emit(untold)

    def _tell(self, change: Change) -> None:
        if self._untold is None:
            self.changed.emit(change)
        else:
            self._untold |= change

    def next_order(self) -> int:
        """The next place in the order of events."""
        return next(self._order)

    def apply(self, events: Iterable[tuple[OutletRef, Event]]) -> None:
        """Let the events happen, each to its outlet; views hear of those that changed, all at once."""
        moved = []
        for ref, event in events:
            before = self.truth(ref)
            after = advance(before, event)
            if after != before:
                self._truths[ref] = after
                if ref in self._places:
                    self._on_counts[ref.socket.plant] += bool(after.on) - bool(before.on)
                moved.append(Moved(ref, event, before, after))
                self._remember(ref, before, after)
        if moved:
            self.moved.emit(tuple(moved))
            self._tell(Change(outlets=frozenset(each.outlet for each in moved)))

    def _remember(self, ref: OutletRef, before: Truth, after: Truth) -> None:
        asked = before.wish is not None or after.wish is not None
        if asked and after.phase is not before.phase and after.phase is not Phase.SENDING:
            self.last = Happening(ref, after)

    def put_socket(self, ref: SocketRef, state: SocketState) -> None:
        if state != self.socket_state(ref):
            self._sockets[ref] = state
            self._tell(Change(sockets=frozenset((ref,))))

    def put_members(
        self, plant_id: str, group: Selector, members: frozenset[SocketRef], asked: Iterable[SocketRef]
    ) -> None:
        """Of those that were `asked` for, the group holds `members`; of the others this read told nothing."""
        known = self._members.setdefault(plant_id, {})
        known[group] = members | (known.get(group, frozenset()) - frozenset(asked))

    def put_account(self, account: Account) -> None:
        if account != self.account:
            self.account = account
            self._tell(Change(account=True))

    def put_line(self, line: Line) -> None:
        if line != self.line:
            answered = line.problem is None and line.heard != self.line.heard
            self.line = line
            self._tell(Change(line=True))
            if answered:
                self.put_offline(False)

    def put_offline(self, offline: bool) -> None:
        """What the system says of the network; an answer of the service proves it wrong."""
        if offline is not self.offline:
            self.offline = offline
            self._tell(Change(offline=True))

    def put_ledger(self, ledger: Ledger) -> None:
        if ledger != self.ledger:
            self.ledger = ledger
            self._tell(Change(quota=True))

    def put_lag(self, lag: Lag) -> None:
        if lag != self.lag:
            self.lag = lag
            self._tell(Change(lag=True))

    def put_undo(self, undo: Undo | None) -> None:
        if undo != self.undo:
            self.undo = undo
            self._tell(Change(undo=True))

    def put_missed(self, missed: tuple[MissedRun, ...]) -> None:
        if missed != self.missed:
            self.missed = missed
            self._tell(Change(missed=True))

    def put_unopened(self, text: str) -> None:
        if text != self.unopened:
            self.unopened = text
            self._tell(Change(line=True))

    def put_timer_failures(self, failures: tuple[TimerFailed, ...]) -> None:
        if failures != self.timer_failures:
            self.timer_failures = failures
            self._tell(Change(missed=True))

    def put_question(self, question: Question | None) -> None:
        if question != self.question:
            self.question = question
            self._tell(Change(question=True))

    def put_refusal(self, ref: OutletRef, problem: Problem) -> None:
        """Say that the outlet was not even asked for anything, and why; its truth is what it was."""
        self.last = Happening(ref, self.truth(ref), problem)
        self._tell(Change(outlets=frozenset((ref,))))

    def put_together(self, action: GroupAction | None) -> None:
        if action != self.together:
            self.together = action
            self._tell(Change(together=True))

    def put_clock(self, off: float) -> None:
        if off != self.clock_off:
            self.clock_off = off
            self._tell(Change(clock=True))

    def put_key(self, *, known: bool, stored: bool, problem: Problem | None = None) -> None:
        self.has_key, self.key_stored, self.key_problem = known, stored, problem
        self._tell(Change(key=True))

    def put_owners(self, settings: Settings, problem: Problem | None = None) -> None:
        """Take settings that differ only in whose the plants are: nothing that is shown or under way is touched."""
        self.settings, self.settings_problem = settings, problem
        self._find_places()
        self._tell(Change(owners=True))

    def put_settings(self, settings: Settings, problem: Problem | None = None) -> None:
        """Take new settings; what is known of outlets that they no longer show, or renumber, is forgotten.

        With another account's home all of it is: under the same id the service may show that person something else.
        """
        before, self.settings_problem = (self.settings, self.settings_problem), problem
        shape = shape_of(settings) != shape_of(self.settings)
        if shape:
            self._forget_what_is_gone(settings)
        self.settings = settings
        self._find_places()
        self._tell(difference(*before, settings, problem, shape=shape))

    def _forget_what_is_gone(self, settings: Settings) -> None:
        after, before = counts(settings), counts(self.settings)
        same = settings.account == self.settings.account
        kept = {ref for ref, count in after.items() if same and before.get(ref) == count}
        self._truths = {ref: truth for ref, truth in self._truths.items() if ref.socket in kept}
        self._sockets = {ref: state for ref, state in self._sockets.items() if ref in kept}
        self._members = {}
        renewed = {*after, *before} - kept
        self._set_up |= dict.fromkeys(renewed, self.next_order())
        if self.last and self.last.outlet.socket not in kept:
            self.last = None
        self.undo = self.question = None


_NOTHING = Truth()
_NO_STATE = SocketState()
