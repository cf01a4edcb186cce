"""How many calls a typical day takes: twelve hours before the window, forty toggles on strips, three wake-ups.

Nothing is waited for: the real controller, reading plan and ledger run on a clock that is moved, against the demo's
house, whose readings show a write two seconds later. The naive program reads every socket of the plant each 30 s for
the same twelve hours and toggles as often, with one call each.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from PySide6.QtCore import QCoreApplication
from shiboken6 import delete

from benchmarks.desktop import Desktop
from benchmarks.simulation import ImmediateCrew, VirtualClock, pump
from benchmarks.table import Figure, Mark
from multisocket_gui.cloud.answers import Plug
from multisocket_gui.demo.demo_home import DemoHome, DemoSocket
from multisocket_gui.demo.house import House
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.presence import Presence
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Plant, Selector
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.skew import Skew
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings import Service, Settings, Wire, parse
from multisocket_gui.signin.account import Account, Attempt, Person

HOURS, TOGGLES, WAKE_UPS = 12, 40, 3
ASLEEP = 3600.0
LAG = 2.0
POLL = 30.0
WITHIN = Mark(most=250)
MORNING = 1_750_000_000.0 - 1_750_000_000.0 % 86_400 + 7 * 3600


def measure(desktop: Desktop, runs: int) -> Iterator[Figure]:
    """Two homes, each the same every time."""
    del desktop, runs
    yield _figure("three strips of one model and two sockets", home_of_one_model(), WITHIN)
    yield _figure("the same with three models of strips", DemoHome.default())


def _figure(what: str, home: DemoHome, mark: Mark | None = None) -> Figure:
    naive = len(home.plants[0].sockets) * HOURS * 3600 / POLL + TOGGLES
    return Figure(f"calls in a typical day: {what}", "", [calls(home)], [naive], "one a socket each 30 s", mark)


def calls(home: DemoHome) -> int:
    """The calls of the day. Every toggle must have ended as it was meant to."""
    app = QCoreApplication.instance() or QCoreApplication([])
    day = Day(home)
    day.spend(random.Random(1))
    day.close()
    del app
    return day.api.calls


class Day:
    """One person's day before one plant."""

    def __init__(self, home: DemoHome) -> None:
        self.clock = VirtualClock(MORNING)
        self.api = CountedApi(home, self.clock)
        self.store = Store(
            Settings(Service(), parse({"version": 1, "plants": home.settings_plants()}).plants), Ledger()
        )
        with (
            mock.patch("multisocket_gui.engine.controller.Threads", ImmediateCrew),
            mock.patch("multisocket_gui.engine.controller.Presence", Somebody),
        ):
            self.controller = Controller(self.store, Wire(), AKey(), AnAccount, lambda wanted: wanted, clock=self.clock)
        self.presence = self.controller.findChildren(Somebody)[0]

    @property
    def plant(self) -> Plant:
        return self.store.plants[0]

    def spend(self, chance: random.Random) -> None:
        """Toggles come evenly, each on a strip and an outlet by chance; the computer sleeps three times."""
        with mock.patch("multisocket_gui.cloud.api.MultisocketApi", return_value=self.api):
            self.controller.start()
            self.controller.sign_in()
            pump()
            self.controller.show_plant(self.plant.id)
            for number in range(TOGGLES):
                ref, wanted = self._toggle(chance)
                self.clock.pass_time(HOURS * 3600 / TOGGLES)
                self._must_be(ref, wanted)
                if number in (TOGGLES // 4, TOGGLES // 2, TOGGLES * 3 // 4):
                    self._sleep()
            self.controller.show_plant(None)

    def _toggle(self, chance: random.Random) -> tuple[OutletRef, bool]:
        strips = [ref for ref in self.store.outlets() if len(self.store.truths_of(ref.socket)) > 1]
        ref = chance.choice([ref for ref in strips if ref.socket.plant == self.plant.id])
        wanted = not self.store.truth(ref).on
        self.controller.switch(ref, wanted)
        pump()
        return ref, wanted

    def _must_be(self, ref: OutletRef, wanted: bool) -> None:
        truth = self.store.truth(ref)
        if (truth.phase, truth.on) != (Phase.CONFIRMED, wanted):
            raise RuntimeError(f"{ref} should be {wanted}: {truth}")

    def _sleep(self) -> None:
        self.presence.be(away=True)
        self.clock.sleep(ASLEEP)
        self.presence.be(away=False)
        pump()

    def close(self) -> None:
        self.controller.close()
        pump()
        for each in (self.controller, self.store):
            delete(each)


class CountedApi:
    """The service without a line: the demo's house behind the interface of `multisocket_gui.cloud.api`."""

    def __init__(self, home: DemoHome, clock: VirtualClock) -> None:
        self.calls = 0
        self._clock = clock
        self._house = House(home, lambda: clock.wall)

    def get_plug_status(
        self, _token: str, plant_id: str, selector: Selector, leave: Callable[[], None]
    ) -> tuple[Plug, ...]:
        sockets = self._call(plant_id, selector, leave)
        moment = self._clock.wall - LAG
        return tuple(Plug(s.id, s.name, tuple(self._house.state_at(plant_id, s.id, moment))) for s in sockets)

    def set_plug_status(
        self, _token: str, plant_id: str, selector: Selector, status: tuple[bool, ...], leave: Callable[[], None]
    ) -> None:
        sockets = self._call(plant_id, selector, leave)
        self._house.write(plant_id, {socket.id: status for socket in sockets})

    def _call(self, plant_id: str, selector: Selector, leave: Callable[[], None]) -> list[DemoSocket]:
        leave()
        self.calls += 1
        plant = self._house.plant(plant_id)
        return [s for s in plant.sockets if s.selected_by(selector.key, selector.value)] if plant else []


class Somebody(Presence):
    """There or away as the day goes; the desktop is not asked."""

    def watch(self) -> None:
        """Who is there is told by `be`."""

    def be(self, *, away: bool) -> None:
        self._away = away
        self.changed.emit()


class AKey:
    """A subscription key in memory."""

    stored = True

    def get(self) -> str | None:
        return "0" * 32

    def set(self, key: str) -> None:
        raise NotImplementedError(key)

    def forget(self) -> None:
        raise NotImplementedError


class AnAccount(Account):
    """Whoever asks is signed in."""

    def __init__(self, _skew: Skew) -> None:
        super().__init__(Service(), Wire())

    def sign_in(self, attempt: Attempt) -> Person:
        attempt.settle()
        return Person("A", "a")

    def sign_out(self) -> None:
        """Nothing is kept."""

    def id_token(self, *, renew: bool = False) -> str:
        return "renewed" if renew else "token"


def home_of_one_model() -> DemoHome:
    """The demo's first plant, but with strips of one model."""
    home = DemoHome.default()
    document: dict[str, Any] = {
        "version": 1,
        "users": [{"id": u.id, "email": u.email, "password": u.password, "name": u.name} for u in home.users],
        "plants": [
            {
                "id": home.plants[0].id,
                "name": home.plants[0].name,
                "owner": home.plants[0].owner,
                "sockets": [
                    {
                        "id": s.id,
                        "name": s.name,
                        "type": "strip" if len(s.initial) > 1 else s.type,
                        "outlets": [
                            {"name": n, "on": on} for n, on in zip(s.outlet_names[:4], s.initial[:4], strict=True)
                        ],
                    }
                    for s in home.plants[0].sockets
                ],
            }
        ],
    }
    return DemoHome.from_json(document)
