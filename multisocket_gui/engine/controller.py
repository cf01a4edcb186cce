"""What people may ask of the program, from wherever they ask: window, tray, command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.home.model import Guard, OutletRef, Selector, SocketRef
from multisocket_gui.home.problem import Kind, Problem, Trouble
from multisocket_gui.home.quota import Allowance, Ledger, Purpose
from multisocket_gui.home.skew import Skew
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Settings, Wire

from .clock import Clock, SystemClock
from .errand import Errand, or_problem, problem_of
from .facts import Change
from .home_looks import HomeLooks
from .key_desk import Key, KeyDesk
from .ledger import Ledgers
from .membership import Member, Membership
from .owners import Owners
from .plan import ReadingPlan
from .presence import Presence
from .questions import Questions
from .service import Service
from .store import Store
from .strip import Plug
from .strips import Strips
from .together import Together
from .undoing import Undoing
from .worker import Abandoned, Crashed, Crew, Ended, Superseded, Threads, Worker

if TYPE_CHECKING:
    from .timers import Timers

if TYPE_CHECKING:
    from multisocket_gui.signin.account import Account as SignIn

    from .scenes import Scenes


@dataclass(frozen=True, slots=True)
class Probed:
    """What a selector finds in a plant, or why nothing is known."""

    plant_id: str
    selector: Selector
    plugs: tuple[Plug, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _ClockOff:
    """This computer's clock is so many seconds ahead of the services'."""

    seconds: float


class Controller(QObject):
    """GUI thread only. Everything that blocks happens on two workers: one for the strips, one for the account."""

    probed = Signal(object)
    """A `Probed`."""
    key_revealed = Signal(object)
    """The subscription key, None where there is none, or a `Problem`."""
    key_tested = Signal(object)
    """A `KeyTested`."""

    def __init__(
        self,
        store: Store,
        wire: Wire,
        key: Key,
        new_account: Callable[[Skew], SignIn],
        save: Callable[[Settings], Settings],
        parent: QObject | None = None,
        *,
        clock: Clock | None = None,
        crew: Crew | None = None,
        ledgers: Ledgers | None = None,
        scenes_file: Path | None = None,
        timers_file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock or SystemClock()
        self._store = store
        self._wire = wire
        self._key = key
        self._save = save
        self._scenes_file = scenes_file
        self._service: Service | None = None
        self._ledgers = ledgers or Ledgers(now=lambda: self._clock.now().wall)
        self._calls = Worker(crew or Threads(8), self)
        self._desk = Worker(Threads(4), self)  # a keyring that waits for its password must not hold up a sign-in
        self._skew = Skew(lambda off: self._calls.note(_ClockOff(off)))
        self.strips = Strips(store, self._calls, self._clock, self)
        self._presence = Presence(self)
        self._plan = ReadingPlan(store, self.strips, self._presence, self._clock, self)
        self._questions = Questions(store, self.strips.guards, self._clock, self)
        self._undoing = Undoing(store, self.strips, self._questions, self._clock, self)
        self.together = Together(store, self.strips, self._undoing, self._clock, self._plan.look_at, self)
        self._keys = KeyDesk(store, self._desk, key, self._ledgers, self)
        self._keys.revealed.connect(self.key_revealed)
        self._keys.tested.connect(self.key_tested)
        self.looks = HomeLooks(store, self.change_settings)
        self._owners = Owners(store, self._clock, self._saved, self)
        self._membership = Membership(store, self._desk, lambda: new_account(self._skew), self._clock, self)
        self._membership.signed_in.connect(self._on_signed_in)
        self._membership.signed_out.connect(self._on_signed_out)
        self.strips.signed_out.connect(self._membership.expire)
        self._calls.noted.connect(self._on_noted)
        self._calls.freed.connect(self._membership.look_at_keeping)
        self._timers: Timers | None = None
        self._timers_file = timers_file
        self._started = False
        store.changed.connect(self._on_changed)
        self._ledgers.tell(self._calls.note)
        for worker in (self._calls, self._desk):
            worker.ended.connect(self._on_ended)

    def start(self, *, after: float = 0.0) -> None:
        """Ask the keyring for the subscription key, and for the kept sign-in; `after` so many seconds."""
        if self._store.settings.scenes:
            _ = self.scenes  # before anything is read: what they switched is followed
        self._clock.after(after, self, self._keys.look)
        self._membership.restore(after)
        self._started = True
        if self._timers or self._store.settings.timers:
            self.timers.start()

    def close(self) -> None:
        """Quit: nothing is sent any more, nothing is waited for."""
        if self._timers:
            self._timers.close()
        self._membership.close()
        if self._service:
            self._service.close()
        self._presence.close()
        self._clock.stop()
        self._calls.close()
        self._desk.close()
        self._ledgers.settle()

    # Outlets

    def switch(self, ref: OutletRef, on: bool, *, confirmed: bool = False) -> None:
        """Ask for a state of one outlet. A locked one only says so; one that asks first is asked about when it is to be
        switched off, unless that was `confirmed`: then nothing else happens."""
        named = (ref,) if confirmed else ()
        self._questions.tell(self._undoing.switch({ref: on}, confirmed=named), named=True)

    def switch_socket(self, ref: SocketRef, on: bool) -> None:
        """Ask for one state of all outlets of a socket, except those that are guarded against it, and say so."""
        wishes = dict.fromkeys(self._store.truths_of(ref), on)
        self._questions.tell(self._undoing.switch(wishes), named=len(wishes) == 1)

    def answer(self, yes: bool) -> None:
        """Answer the question in the store: switch that outlet off, or let it be."""
        ref = self._questions.take()
        if ref and yes:
            self.switch(ref, False, confirmed=True)

    def set_guard(self, ref: OutletRef, guard: Guard, words: str = "") -> None:
        """Lock the outlet, let it ask before it is switched off, or neither; `words` are the person's own."""
        outlet = self._store.settings.outlet(ref)
        if outlet:
            guarded = replace(outlet, guard=guard, guard_words=words)
            self.change_settings(self._store.settings.with_outlet(ref, guarded))

    def undo(self) -> None:
        """Take the last action back, as long as that is offered."""
        self.together.take_back()

    def dismiss_link(self) -> None:
        """Why a link was not carried out has been read."""
        self._store.put_unopened("")

    def try_again(self, ref: OutletRef) -> None:
        """Ask once more for what failed or is disputed; a question that was answered need not be answered again."""
        wish = self._store.truth(ref).wish
        if wish:
            named = (ref,) if wish.confirmed else ()
            self._questions.tell(self.strips.switch({ref: wish.on}, confirmed=named), named=True)

    def accept(self, ref: OutletRef) -> None:
        """What the cloud says counts."""
        self.strips.accept(ref)

    def refresh(self, plant_id: str | None = None) -> None:
        """Read every socket of one plant, or of all; failures that were told are let go."""
        for plant in self._store.plants:
            if plant_id in (None, plant.id):
                for ref in [r for r in self._refs_of(plant.id) if self._store.truth(r).phase is Phase.FAILED]:
                    self.strips.accept(ref)
        self.strips.read_all(plant_id)

    def read_socket(self, ref: SocketRef) -> None:
        """Read one socket."""
        self.strips.read([ref])

    def show_plant(self, plant_id: str | None) -> None:
        """A window shows this plant from now on, so that it is kept up to date; None: no window shows any."""
        self._plan.show(plant_id)

    def looked_at(self, plant_id: str | None = None) -> None:
        """Somebody comes to look at a plant, or at all of them: read what is old."""
        self._plan.look(plant_id)

    def _refs_of(self, plant_id: str) -> list[OutletRef]:
        return [ref for ref in self._store.outlets() if ref.socket.plant == plant_id]

    @cached_property
    def scenes(self) -> Scenes:
        """Made when there is one or when they are first asked for: who has none need not load them."""
        from .scene_traces import SceneTraces
        from .scenes import Scenes

        traces = SceneTraces(self._store, self.together, self._clock, self._scenes_file, self)
        return Scenes(self._store, self.together, traces, self._plan.look_at, self.change_settings, self)

    # Timers

    @property
    def timers(self) -> Timers:
        """Made when the first timer is, or when somebody asks: who has none need not load what they take."""
        if self._timers is None:
            self._timers = self._new_timers()
            if self._started:
                self._timers.start()
        return self._timers

    def _new_timers(self) -> Timers:
        from .alarm import new_alarm
        from .timer_file import TimerFile
        from .timer_runs import TimerRuns
        from .timers import Timers

        return Timers(
            self._store,
            TimerRuns(self._store, self.strips, lambda: self.scenes, self),
            self._presence,
            self._clock,
            new_alarm(self._clock, self),
            TimerFile(self._timers_file),
            lambda: self._service is not None and self._store.has_key is True,
            self.change_settings,
            self,
        )

    def _on_changed(self, change: Change) -> None:
        if change.timers and self._started and self._timers is None:
            self.timers.look()

    # The account

    def sign_in(self) -> None:
        """Open the browser and wait for its answer."""
        self._membership.sign_in()

    def cancel_sign_in(self) -> None:
        """Give the running try up."""
        self._membership.cancel()

    def open_browser(self) -> None:
        """Open the page of the running sign-in once more."""
        link = self._store.account.link
        if link:
            from multisocket_gui.signin.browser import open_link

            self._desk.submit(Errand("browser", lambda: open_link(link), lambda _: None))

    def sign_out(self) -> None:
        """Forget the tokens; what is known stays on the screen with its age."""
        self._membership.sign_out()

    def sign_in_as_another(self) -> None:
        """Sign out, then ask who it is."""
        self._membership.sign_in_as_another()

    def unlock(self) -> None:
        """Look for the subscription key and the kept sign-in once more: the keyring may have been locked."""
        self.start()

    def forget_computer(self) -> None:
        """Sign out; every secret leaves the keyring of this computer."""
        self._membership.forget()
        self._keys.keep("")

    def _on_signed_in(self, member: Member) -> None:
        self._owners.welcome(member.person)
        settings = self._store.settings.service
        self._service = Service(
            settings, self._wire, member.account, self._key.get, self._ledgers, self._allowance, self._skew.heard
        )
        self.strips.use(self._service)
        if member.asked:
            self.strips.read_all()
        else:
            self._plan.resume()
        if self._timers:
            self._timers.look()

    def _allowance(self) -> Allowance:
        return self._store.settings.quota

    def _on_signed_out(self) -> None:
        self._undoing.forget()
        self._owners.leave()
        self._service = None
        self.strips.use(None)

    # The set-up

    def change_settings(self, settings: Settings) -> None:
        """Take new settings and save them, with what others changed in the file meanwhile.

        A change of the service signs out, since tokens belong to it.
        """
        self._put_settings(*self._saved(settings))

    def set_favourite(self, ref: OutletRef, chosen: bool) -> None:
        """Show an outlet first in the tray, after those that are there already, or no longer."""
        self.change_settings(self._store.settings.with_favourite(ref, chosen))

    def move_favourite(self, ref: OutletRef, place: int) -> None:
        """Put a favourite at a place (from 0) among those of the home that is shown."""
        self.change_settings(self._store.settings.with_favourite_at(ref, place))

    def hear_settings(self, settings: Settings, problem: Problem | None = None) -> None:
        """Take settings that stand in the file already, since somebody else wrote them; or say why it cannot be read.

        Whose home is shown is a matter of who is signed in here.
        """
        self._put_settings(replace(settings, account=self._store.settings.account), problem)

    def _put_settings(self, settings: Settings, problem: Problem | None) -> None:
        service_changed = settings.service != self._store.settings.service
        self._store.put_settings(settings, problem)
        if service_changed:
            self._membership.start_over()

    def _saved(self, settings: Settings) -> tuple[Settings, Problem | None]:
        """The settings that hold from now on, and why they are not written."""
        try:
            return replace(self._save(settings), account=settings.account), None
        except Trouble as trouble:
            return settings, trouble.problem

    def set_subscription_key(self, text: str) -> None:
        """Keep the key in the keyring; an empty text forgets it."""
        self._keys.keep(text)

    def reveal_key(self) -> None:
        """Ask for the key itself; answers by `key_revealed`."""
        self._keys.reveal()

    def test_key(self) -> None:
        """Make one call with the key; answers by `key_tested`."""
        self._keys.test(self._calls, self._service)

    def read_sockets(self, plant_id: str, selector: Selector) -> None:
        """Ask the service what the selector finds, for the settings; one call. Answers by `probed`."""
        service = self._service
        if service is None:
            self.probed.emit(Probed(plant_id, selector, problem=Problem(Kind.SIGNED_OUT)))
            return

        def answer(outcome: object) -> None:
            found = outcome if isinstance(outcome, tuple) else ()
            self.probed.emit(Probed(plant_id, selector, found, problem_of(outcome)))

        self._calls.submit(Errand("probe", or_problem(lambda: service.read(plant_id, selector, Purpose.ASKED)), answer))

    # What the workers tell

    def _on_noted(self, note: object) -> None:
        match note:
            case Ledger():
                self._store.put_ledger(note)
            case _ClockOff(seconds):
                self._store.put_clock(seconds)

    def _on_ended(self, ended: Ended) -> None:
        if not isinstance(ended.job, Errand) or isinstance(ended.outcome, Superseded):
            return
        match ended.outcome:
            case Crashed():
                ended.job.then(Problem(Kind.INTERNAL))
            case Abandoned():
                ended.job.then(Problem(Kind.ABANDONED))
            case outcome:
                ended.job.then(outcome)
