"""A computer with timers: its clocks, its disk, its connection, and the program that starts and ends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import delete

from multisocket_gui.engine.alarm import LookingAlarm
from multisocket_gui.engine.facts import Line
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.timer_file import TimerFile
from multisocket_gui.engine.timers import Timers
from multisocket_gui.home.model import Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.timer import End, RunEnd, Timer, TimerFailed
from multisocket_gui.settings import Settings

from .virtual import WorldClock

PLANT = Plant("p", "Home", (Socket(Selector(SelectorKey.ID, "S-1"), "Desk", (Outlet("Lamp"), Outlet("Heater"))),))
LAMP, HEATER = (OutletRef(SocketRef("p", Selector(SelectorKey.ID, "S-1")), index) for index in (0, 1))


class Hands(QObject):
    """Stands where the strips are switched: each run ends at once, unless the program is about to be killed."""

    ended = Signal(object)
    disputed = Signal(object)

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._store: Store | None = None

    def stands(self, target: OutletRef | str) -> bool:
        return target in (LAMP, HEATER)

    def begin(self, timer: Timer, at: float) -> None:
        world = self._world
        world.ran.append((timer.id, at, world.clock.wall, world.answering))
        if world.no_way:
            world.tries.append((timer.id, at))
            world.ran.pop()
            self.ended.emit(RunEnd(timer, at, End.FAILED, Problem(Kind.OFFLINE)))
        elif not world.dies:
            problem = None if self.stands(timer.target) else Problem(Kind.TARGET_GONE)
            self.ended.emit(RunEnd(timer, at, End.FAILED if problem else End.RAN, problem))


class Network(QObject):
    """Stands where the desktop says whether there is a network."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.offline = False
        self.watched = False

    def watch(self) -> None:
        self.watched = True


@dataclass
class World:
    """`ran` holds every run that was begun: timer, its moment, when that was, whether a person said so."""

    folder: Path
    wall: float = 1_750_000_000.0
    settings: Settings = field(default_factory=lambda: Settings(plants=(PLANT,)))
    ready: bool = True
    dies: bool = False
    no_way: bool = False
    answering: bool = False
    ran: list[tuple[str, float, float, bool]] = field(default_factory=list)
    tries: list[tuple[str, float]] = field(default_factory=list)
    """Runs that found no way to the service, so that nothing was sent."""
    ends: list[RunEnd] = field(default_factory=list)
    failed: list[TimerFailed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = WorldClock()
        self.clock.wall = self.wall
        self.start()

    def start(self) -> None:
        """Start the program."""
        self.store = Store(self.settings, Ledger())
        self.hands, self.network = Hands(self), Network()
        self.timers = Timers(
            self.store,
            self.hands,  # type: ignore[arg-type]  # stands in
            self.network,  # type: ignore[arg-type]  # stands in
            self.clock,
            LookingAlarm(self.clock),
            TimerFile(self.folder / "timers-state.json"),
            lambda: self.ready,
            self._change,
        )
        self.timers.ended.connect(self.ends.append)
        self.timers.failed.connect(self.failed.append)
        self.timers.start()

    def kill(self) -> None:
        """End the program wherever it stands."""
        self.clock.stop()
        for each in (self.timers, self.hands, self.network, self.store):
            delete(each)
        self.dies = False

    def pass_time(self, seconds: float) -> None:
        """Let the seconds go by."""
        self.clock.pass_time(seconds, lambda: None)

    def restart(self, off: float) -> None:
        """The computer is off for so many seconds."""
        self.kill()
        self.pass_time(off)
        self.start()

    def connect(self, ready: bool) -> None:
        """The person signs in or out."""
        self.ready = ready
        self.timers.look()

    def go_offline(self, offline: bool) -> None:
        """The system's network goes or comes."""
        self.network.offline = offline
        self.network.changed.emit()

    def lose_the_way(self, lost: bool) -> None:
        """The network is gone, and the system does not know."""
        self.no_way = lost

    def hear(self) -> None:
        """The service answers."""
        self.store.put_line(Line(heard=self.clock.wall))

    def told(self) -> list[Kind]:
        """What the window tells of runs that went wrong."""
        return [failed.problem.kind for failed in self.store.timer_failures]

    def answer(self, timer_id: str, run: bool) -> None:
        self.answering = True
        self.timers.answer(timer_id, run)
        self.answering = False

    def runs_of(self, timer: Timer) -> list[float]:
        """How long after its moment (seconds) each run of the timer was."""
        return [when - at for timer_id, at, when, _ in self.ran if timer_id == timer.id]

    def ends_of(self, timer: Timer) -> list[End]:
        return [end.end for end in self.ends if end.timer.id == timer.id]

    def _change(self, settings: Settings) -> None:
        self.settings = settings
        self.store.put_settings(settings)


def enabled(timer: Timer, on: bool) -> Timer:
    """The timer, switched on or off."""
    return replace(timer, enabled=on)


def by_kind(failed: list[TimerFailed]) -> Mapping[Kind, int]:
    """How many runs failed why."""
    return {kind: sum(each.problem.kind is kind for each in failed) for kind in {f.problem.kind for f in failed}}
