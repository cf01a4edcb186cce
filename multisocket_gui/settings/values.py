"""All of settings.json that the program understands, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from multisocket_gui.home.model import Outlet, OutletRef, Plant, places
from multisocket_gui.home.problem import Kind, Trouble
from multisocket_gui.home.quota import Allowance
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Timer

TENANT = "0d8816d5-3e7f-4c86-8229-645137e0f222"


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service is and which registered application asks. Ports count from 0 (0: any free one)."""

    api_url: str = "https://api.developer.legrand.com"
    authority: str = f"https://login.eliotbylegrand.com/{TENANT}/B2C_1_Eliot-SignUpOrSignIn"
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    redirect_port: int = 0
    authorization_prefix: str = ""
    reset_policy: str = ""
    """The user flow that changes a forgotten password, as "B2C_1_name"; empty: none is known."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long (seconds) to wait for a connection, for each piece of an answer, and for all of it together."""

    connect: float = 5.0
    read: float = 10.0
    whole: float = 15.0


@dataclass(frozen=True, slots=True)
class Wire:
    """How the line is made: a CA file of one's own, whether proxies and CAs come from the environment, and how long
    the service is waited for."""

    ca_file: Path | None = None
    trust_env: bool = True
    patience: Patience = field(default_factory=Patience)


class Closing(StrEnum):
    """What closing the window means."""

    ASK = "ask"
    HIDE = "hide"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Desktop:
    """How the program sits on the desktop. `shortcut` opens the palette from anywhere ("Ctrl+Alt+K"); "": nothing does.

    `notify`: whether something is said through the system's notifications.
    """

    closing: Closing = Closing.ASK
    notify: bool = True
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`plants` are everybody's, in the user's order, an id at most once for each account and once for nobody.

    `account` is whose home is shown: the subject (`sub`) of who signed in last, "" before the first sign-in.
    `favourites` are what the tray shows first, `scenes` and `timers` the user's own; what they name need not be set up.
    """

    service: Service = field(default_factory=Service)
    plants: tuple[Plant, ...] = ()
    quota: Allowance = field(default_factory=Allowance)
    account: str = ""
    favourites: tuple[OutletRef, ...] = ()
    scenes: tuple[Scene, ...] = ()
    timers: tuple[Timer, ...] = ()
    desktop: Desktop = field(default_factory=Desktop)

    @property
    def home(self) -> tuple[Plant, ...]:
        """The plants that are shown: the account's own and nobody's. Its own stands for nobody's of the same id."""
        own = {plant.id for plant in self.plants if plant.account == self.account}
        return tuple(
            plant
            for plant in self.plants
            if plant.account == self.account or (not plant.account and plant.id not in own)
        )

    def with_home(self, plants: Iterable[Plant], *, claim_new: bool = True) -> Settings:
        """The same with `plants` shown instead; what belongs to other accounts stays as it is.

        A plant that was shown before stays whose it was. One that is nobody's and was not shown becomes the account's,
        unless `claim_new` is False. Another account's plant is no part of this home and is left out. What is removed
        takes nobody's of the same id along: it must not come back under another name.
        """
        shown = {plant.id: plant.account for plant in self.home}
        newcomers = self.account if claim_new else ""
        mine = {
            plant.id: replace(plant, account=plant.account or shown.get(plant.id, newcomers))
            for plant in plants
            if plant.account in ("", self.account)
        }
        covered = {plant_id for plant_id in mine if shown.get(plant_id)}
        left = iter(mine.values())
        placed = [
            plant if plant.account != self.account and (plant.account or plant.id in covered) else next(left, None)
            for plant in self.plants
        ]
        return replace(self, plants=(*filter(None, placed), *left))

    def outlet(self, ref: OutletRef) -> Outlet | None:
        """The outlet as it is set up in the home that is shown, or None."""
        for plant in self.home:
            for socket in plant.sockets:
                if (plant.id, socket.selector) == (ref.socket.plant, ref.socket.selector):
                    return socket.outlets[ref.index] if 0 <= ref.index < len(socket.outlets) else None
        return None

    def with_outlet(self, ref: OutletRef, outlet: Outlet) -> Settings:
        """The same with that outlet of the home that is shown instead; unchanged where there is none."""
        if self.outlet(ref) is None:
            return self
        return self.with_home(_with_outlet(plant, ref, outlet) for plant in self.home)

    @property
    def shown_favourites(self) -> tuple[OutletRef, ...]:
        """The favourites that the home that is shown holds, in the user's order."""
        known = {place.ref for place in places(self.home)}
        return tuple(ref for ref in self.favourites if ref in known)

    def with_favourite(self, ref: OutletRef, chosen: bool) -> Settings:
        """The same with that outlet among the favourites, as the last where it is new, or not among them."""
        others = tuple(each for each in self.favourites if each != ref)
        if chosen == (others != self.favourites):
            return self
        return replace(self, favourites=(*others, ref) if chosen else others)

    def with_favourite_at(self, ref: OutletRef, place: int) -> Settings:
        """The same with that favourite at a place (from 0) of those shown; those of other homes stay where they are."""
        shown = list(self.shown_favourites)
        if ref not in shown:
            return self
        keep = frozenset(shown)
        shown.remove(ref)
        shown.insert(max(0, place), ref)
        ordered = iter(shown)
        return replace(self, favourites=tuple(next(ordered) if each in keep else each for each in self.favourites))

    def of_account(self, subject: str) -> Settings:
        """The same with that account's home shown."""
        return replace(self, account=subject)

    def claimed(self, plant_id: str, subject: str) -> Settings:
        """The same after a reading proved that nobody's plant of this id is the account's.

        Where the account has one of that id already, its own stays as it is, and nobody's leaves only if all of its
        sockets and groups stand in the own one: nothing that was set up is lost.
        """
        found = {plant.account: plant for plant in self.plants if plant.id == plant_id}
        nobodys, own = found.get(""), found.get(subject)
        if not subject or nobodys is None or (own and not own.knows(nobodys)):
            return self
        claimed = () if own else (replace(nobodys, account=subject),)
        place = self.plants.index(nobodys)
        return replace(self, plants=(*self.plants[:place], *claimed, *self.plants[place + 1 :]))


def _with_outlet(plant: Plant, ref: OutletRef, outlet: Outlet) -> Plant:
    if plant.id != ref.socket.plant:
        return plant
    sockets = (
        replace(socket, outlets=tuple(outlet if i == ref.index else each for i, each in enumerate(socket.outlets)))
        if socket.selector == ref.socket.selector
        else socket
        for socket in plant.sockets
    )
    return replace(plant, sockets=tuple(sockets))


class SettingsBroken(Trouble):
    """settings.json cannot be read as a version that we know; `detail` names the place."""

    kind = Kind.SETTINGS_BROKEN


class SettingsUnwritable(Trouble):
    """settings.json cannot be written; `detail` is the system's reason."""

    kind = Kind.SETTINGS_UNWRITABLE
