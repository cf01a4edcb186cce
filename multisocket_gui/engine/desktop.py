"""What a Linux desktop says over its message buses: asleep, locked, screen saver, network. Asked once, then heard.

Names, paths and meanings: org.freedesktop.login1(5); the NMState of NetworkManager's D-Bus API; the screen savers'
own interfaces, which agree on GetActive and ActiveChanged.

logind's signals Lock and Unlock are not taken: they ask a screen locker to lock, and those that never say that it is
over (i3lock, swaylock) would leave us away for good. LockedHint is what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from jeepney.wrappers import DBusAddress
from PySide6.QtCore import QObject, Signal

from .bus import Body, Bus

ASLEEP, LOCKED, OFFLINE = "asleep", "locked", "offline"
"""Facts, beside the names of the screen savers that are active."""
DBUS = "org.freedesktop.DBus"
PROPERTIES = "org.freedesktop.DBus.Properties"
LOGIN = "org.freedesktop.login1"
LOGIN_MANAGER, LOGIN_SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"
NETWORK = "org.freedesktop.NetworkManager"
NO_NETWORK = range(10, 31)
"""NM_STATE_ASLEEP, _DISCONNECTED, _DISCONNECTING."""
SCREEN_SAVERS = {
    "org.freedesktop.ScreenSaver": ("/org/freedesktop/ScreenSaver", "/ScreenSaver"),
    "org.gnome.ScreenSaver": ("/org/gnome/ScreenSaver",),
    "org.cinnamon.ScreenSaver": ("/org/cinnamon/ScreenSaver",),
    "org.mate.ScreenSaver": ("/org/mate/ScreenSaver",),
    "org.xfce.ScreenSaver": ("/org/xfce/ScreenSaver",),
}
"""Service -> where its object may lie."""


class Witness(QObject):
    """What the services on one bus say: `facts` holds what is so now, and nothing that nobody vouches for any more."""

    told = Signal()
    """After `facts` changed."""

    def __init__(self, socket_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.facts: frozenset[str] = frozenset()
        self.bus = Bus(socket_name, self)
        self.bus.greeted.connect(self.listen)
        self.bus.lost.connect(self._on_lost)

    def listen(self) -> None:
        """Say which services are followed."""
        raise NotImplementedError

    def follow(self, service: str, facts: tuple[str, ...], ask: Callable[[], None]) -> None:
        """Ask now, and again when the service starts anew; forget its facts when it ends."""
        heard = partial(self._on_owner, facts, ask)
        self.bus.hear(DBUS, "NameOwnerChanged", heard, sender=DBUS, about=service)
        ask()

    def tell(self, fact: str, holds: object) -> None:
        """Take what a service says; anything but a plain yes or no says nothing."""
        if isinstance(holds, bool):
            self._put(self.facts | {fact} if holds else self.facts - {fact})

    def close(self) -> None:
        """Leave the bus, for good."""
        self.bus.close()
        self.deleteLater()

    def _on_owner(self, facts: tuple[str, ...], ask: Callable[[], None], change: Body) -> None:
        _, _, new = change
        self._put(self.facts - set(facts))
        if new:
            ask()

    def _on_lost(self) -> None:
        self._put(frozenset())

    def _put(self, facts: frozenset[str]) -> None:
        if facts != self.facts:
            self.facts = facts
            self.told.emit()


class SessionWitness(Witness):
    """The screen savers, on the person's bus."""

    def listen(self) -> None:
        for service, paths in SCREEN_SAVERS.items():
            self.bus.hear(service, "ActiveChanged", partial(self._on_active, service), sender=service)
            self.follow(service, (service,), partial(self._ask, service, paths))

    def _ask(self, service: str, paths: tuple[str, ...]) -> None:
        for path in paths:
            address = DBusAddress(path, service, service)
            self.bus.call(address, "GetActive", answer=partial(self._on_active, service))

    def _on_active(self, service: str, said: Body) -> None:
        self.tell(service, said[0])


class SystemWitness(Witness):
    """logind and NetworkManager, on the system's bus."""

    _manager = DBusAddress("/org/freedesktop/login1", LOGIN, LOGIN_MANAGER)
    _network = DBusAddress("/org/freedesktop/NetworkManager", NETWORK, PROPERTIES)

    def listen(self) -> None:
        self.bus.hear(LOGIN_MANAGER, "PrepareForSleep", self._on_sleep, sender=LOGIN)
        self.follow(LOGIN, (ASLEEP, LOCKED), self._ask_for_session)
        self.bus.hear(NETWORK, "StateChanged", self._on_network, sender=NETWORK)
        self.follow(NETWORK, (OFFLINE,), self._ask_for_network)

    def _on_sleep(self, begins: Body) -> None:
        self.tell(ASLEEP, begins[0])

    def _ask_for_session(self) -> None:
        # "auto" is the session of our process or, where a service manager started us, the one on the person's screen.
        self.bus.call(self._manager, "GetSession", ("auto",), self._on_session)

    def _on_session(self, answer: Body) -> None:
        path = str(answer[0])
        heard = partial(self._on_properties, path)
        self.bus.hear(PROPERTIES, "PropertiesChanged", heard, sender=LOGIN, path=path, about=LOGIN_SESSION)
        self._ask_for_lock(path)

    def _ask_for_lock(self, path: str) -> None:
        question = (LOGIN_SESSION, "LockedHint")
        self.bus.call(DBusAddress(path, LOGIN, PROPERTIES), "Get", question, lambda body: self._on_hint(body[0]))

    def _on_properties(self, path: str, change: Body) -> None:
        _, changed, invalidated = change
        if "LockedHint" in changed:
            self._on_hint(changed["LockedHint"])
        elif "LockedHint" in invalidated:
            self._ask_for_lock(path)

    def _on_hint(self, variant: tuple[str, object]) -> None:
        self.tell(LOCKED, variant[1])

    def _ask_for_network(self) -> None:
        self.bus.call(self._network, "Get", (NETWORK, "State"), lambda body: self._on_network((body[0][1],)))

    def _on_network(self, state: Body) -> None:
        self.tell(OFFLINE, state[0] in NO_NETWORK)
