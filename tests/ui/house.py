"""A home in every phase, and a controller that writes down what it was asked."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import cached_property

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.alarm import LookingAlarm
from multisocket_gui.engine.clock import SystemClock
from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.home_looks import HomeLooks
from multisocket_gui.engine.presence import Presence
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.timer_file import TimerFile
from multisocket_gui.engine.timer_runs import TimerRuns
from multisocket_gui.engine.timers import Timers
from multisocket_gui.home.model import Guard, Outlet, OutletRef, Plant, Selector, SelectorKey, Socket, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import MINUTE, Ledger
from multisocket_gui.home.scene import Activity, Scene, activity
from multisocket_gui.home.together import Scope
from multisocket_gui.home.truth import Accepted, Asked, Doubted, Event, Phase, Refused, Seen
from multisocket_gui.settings import Service, Settings

MAISON = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
ATELIER = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b02"
CLIENT_ID = "3c9d1f06-5a72-4e0b-9a3d-6f1c2b7e8d40"
UNREACHABLE = Problem(Kind.OFFLINE)
OFFSCREEN = "This plugin does not support"
"""What Qt says of popups and raised windows where there is no screen."""


class AsksTogether:
    """Stands where group actions stand."""

    def __init__(self, heard: list[tuple[object, ...]]) -> None:
        self._heard = heard

    def preview(self, scope: Scope, on: bool) -> None:
        self._heard.append(("preview", scope, on))

    def go(self) -> None:
        self._heard.append(("go",))

    def stop(self) -> None:
        self._heard.append(("stop",))

    def retry(self) -> None:
        self._heard.append(("retry",))

    def dismiss(self) -> None:
        self._heard.append(("dismiss",))


class AsksScenes:
    """Stands where scenes stand; how they are and which are shown is as the store has it."""

    def __init__(self, store: Store, heard: list[tuple[object, ...]]) -> None:
        self._store = store
        self._heard = heard

    @property
    def shown(self) -> tuple[Scene, ...]:
        return self._store.settings.scenes

    def activity(self, scene_id: str) -> Activity:
        return activity(self._wants(scene_id), self._store.truth)

    def oldest_reading(self, scene_id: str) -> float | None:
        readings = [self._store.truth(ref).reported for ref in self._wants(scene_id)]
        return min((reading.at for reading in readings if reading), default=None)

    def look(self) -> None:
        self._heard.append(("look at scenes",))

    def preview(self, scene_id: str, on: bool) -> None:
        self._heard.append(("scene", scene_id, on))

    def run(self, scene_id: str, on: bool) -> None:
        self._heard.append(("run scene", scene_id, on))

    def _wants(self, scene_id: str) -> Mapping[OutletRef, bool]:
        (scene,) = (scene for scene in self.shown if scene.id == scene_id)
        return scene.wants


class AsksStrips:
    """Stands where the strips are switched: nothing stands in the way, and the next reading shows what was asked."""

    def __init__(self, store: Store, heard: list[tuple[object, ...]]) -> None:
        self._store = store
        self._heard = heard

    def switch(self, wishes: Mapping[OutletRef, bool], **how: object) -> dict[OutletRef, Problem]:
        self._heard.append(("timer", dict(wishes)))
        for ref, on in wishes.items():
            seen(self._store, ref, on)
        return {}


class Asks(QObject):
    """Stands where the controller stands; `heard` holds what it was asked, in order."""

    probed = Signal(object)
    key_revealed = Signal(object)
    key_tested = Signal(object)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.heard: list[tuple[object, ...]] = []
        self.shown: str | None = None
        self.looked = 0
        self.looked_plants: list[str] = []
        self.together = AsksTogether(self.heard)
        self.looks = HomeLooks(store, self.change_settings)
        self.scenes = AsksScenes(store, self.heard)

    @cached_property
    def timers(self) -> Timers:
        """The real ones, on the computer's clock."""
        clock = SystemClock()
        runs = TimerRuns(self._store, AsksStrips(self._store, self.heard), lambda: None, self)
        timers = Timers(
            self._store,
            runs,
            Presence(self),
            clock,
            LookingAlarm(clock, self),
            TimerFile(None),
            lambda: True,
            self.change_settings,
            self,
        )
        timers.start()
        return timers

    def switch(self, ref: OutletRef, on: bool, *, confirmed: bool = False) -> None:
        self.heard.append(("switch", ref, on, *(["confirmed"] if confirmed else [])))

    def switch_socket(self, ref: SocketRef, on: bool) -> None:
        self.heard.append(("switch_socket", ref, on))

    def answer(self, yes: bool) -> None:
        self.heard.append(("answer", yes))

    def set_guard(self, ref: OutletRef, guard: Guard, words: str = "") -> None:
        self.heard.append(("set_guard", ref, guard, words))

    def try_again(self, ref: OutletRef) -> None:
        self.heard.append(("try_again", ref))

    def accept(self, ref: OutletRef) -> None:
        self.heard.append(("accept", ref))

    def undo(self) -> None:
        self.heard.append(("undo",))

    def refresh(self, plant_id: str | None = None) -> None:
        self.heard.append(("refresh", plant_id))

    def read_socket(self, ref: SocketRef) -> None:
        self.heard.append(("read_socket", ref))

    def sign_in(self) -> None:
        self.heard.append(("sign_in",))

    def cancel_sign_in(self) -> None:
        self.heard.append(("cancel_sign_in",))

    def open_browser(self) -> None:
        self.heard.append(("open_browser",))

    def sign_out(self) -> None:
        self.heard.append(("sign_out",))

    def sign_in_as_another(self) -> None:
        self.heard.append(("sign_in_as_another",))

    def unlock(self) -> None:
        self.heard.append(("unlock",))

    def forget_computer(self) -> None:
        self.heard.append(("forget_computer",))

    def reveal_key(self) -> None:
        self.heard.append(("reveal_key",))

    def test_key(self) -> None:
        self.heard.append(("test_key",))

    def change_settings(self, settings: Settings) -> None:
        self.heard.append(("change_settings", settings))
        self._store.put_settings(settings)

    def set_favourite(self, ref: OutletRef, chosen: bool) -> None:
        self._store.put_settings(self._store.settings.with_favourite(ref, chosen))

    def move_favourite(self, ref: OutletRef, place: int) -> None:
        self._store.put_settings(self._store.settings.with_favourite_at(ref, place))

    def set_subscription_key(self, text: str) -> None:
        self.heard.append(("set_subscription_key", text))

    def read_sockets(self, plant_id: str, selector: Selector) -> None:
        self.heard.append(("read_sockets", plant_id, selector))

    def show_plant(self, plant: str | None) -> None:
        self.shown = plant

    def looked_at(self, plant: str | None = None) -> None:
        self.looked += 1
        if plant is not None:
            self.looked_plants.append(plant)


def socket(value: str, name: str, *outlets: str) -> Socket:
    return Socket(Selector(SelectorKey.ID, value), name, tuple(Outlet(outlet) for outlet in outlets))


def plants() -> tuple[Plant, ...]:
    return (
        Plant(
            MAISON,
            "Maison & jardin",
            (
                socket("S-1", "Bureau d’été", "Lampe", "Imprimante", "Écran", "Ventilateur"),
                socket("S-2", "Salon / TV", "Télé", "Console", "Son"),
                socket("W-1", "Entrée", "Guirlande"),
            ),
        ),
        Plant(ATELIER, "Atelier", (socket("S-9", "Établi", "Perceuse", "Lampe"), socket("S-10", "Neuf"))),
    )


def ref(value: str, index: int, plant: str = MAISON) -> OutletRef:
    return OutletRef(SocketRef(plant, Selector(SelectorKey.ID, value)), index)


LAMPE = ref("S-1", 0)


def new_store(home: tuple[Plant, ...] | None = None, *, client_id: str = CLIENT_ID) -> Store:
    """A store of somebody who is signed in; without a `client_id` the home was never connected."""
    now = time.time()
    settings = Settings(Service(client_id=client_id), plants() if home is None else home)
    store = Store(settings, Ledger({int(now // MINUTE): 143}))
    store.put_account(Account(AccountPhase.SIGNED_IN, name="Camille Martin"))
    store.put_key(known=True, stored=True)
    return store


def seen(store: Store, outlet: OutletRef, on: bool, *, ago: float = 0.0) -> None:
    """A read shows `on`."""
    store.apply([(outlet, Seen(on, time.time() - ago, store.next_order(), settling=10.0))])


def put(store: Store, outlet: OutletRef, phase: Phase, *, on: bool, known: bool = True) -> None:
    """Bring the outlet into `phase`. `on` is what is shown; for SENDING, SENT, DISPUTED and FAILED what was asked."""
    if phase is Phase.UNKNOWN:
        return
    if phase is Phase.CONFIRMED:
        seen(store, outlet, on)
        return
    if known:
        seen(store, outlet, not on)
    ticket, now = store.next_order(), time.time()
    events: list[Event] = [Asked(on, ticket)]
    if phase in (Phase.SENT, Phase.DISPUTED):
        events.append(Accepted(ticket, now - 60, store.next_order()))
    if phase is Phase.DISPUTED:
        events.append(Seen(not on, now, store.next_order(), settling=10.0))
    if phase is Phase.FAILED:
        events.append(Refused(ticket, UNREACHABLE, store.next_order()))
    store.apply((outlet, event) for event in events)


def doubt(store: Store, outlet: OutletRef) -> None:
    """A time-out after the request left."""
    ticket = store.next_order()
    problem = Problem(Kind.TIMED_OUT)
    store.apply([(outlet, Asked(True, ticket)), (outlet, Doubted(ticket, problem, store.next_order()))])


def palette(window: str, base: str, text: str, highlight: str) -> QPalette:
    """A palette whose every role follows these four."""
    made = QPalette(QColor(window), QColor(window))
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: window,
        roles.Button: window,
        roles.Base: base,
        roles.WindowText: text,
        roles.Text: text,
        roles.ButtonText: text,
        roles.Highlight: highlight,
    }.items():
        made.setColor(role, QColor(colour))
    return made


LIGHT = palette("#f5f5f5", "#ffffff", "#1c1c1e", "#2f6fde")
DARK = palette("#1e1f22", "#2a2b2e", "#ededee", "#79a5ff")


def running_timers(top: QWidget) -> list[str]:
    """Who below `top` would wake the program up."""
    dispatcher = QAbstractEventDispatcher.instance()
    everything: Iterable[QObject] = [top, *top.findChildren(QObject)]
    return [repr(each) for each in everything if dispatcher.registeredTimers(each)]
