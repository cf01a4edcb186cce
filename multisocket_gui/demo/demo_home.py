"""The demo home: who lives there, which plants they own and which sockets are in them.

Format of `home.json`, version 1:

    {"version": 1,
     "users": [{"id": "<uuid>", "email": "...", "password": "...", "name": "..."}],
     "plants": [{"id": "<uuid>", "name": "...", "owner": "<e-mail of a user>",
                 "sockets": [{"id": "...", "name": "...", "type": "...",
                              "outlets": [{"name": "...", "icon": "...", "on": true}]}]}],
     "types": {"<type>": "<what people call sockets of this type>"}}

The first user is the demo user. The values of `type` are the demo's own: nobody documents the service's.
The service knows no names and icons of outlets either; they are here for `settings_plants`. An icon may be left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multisocket_gui.paths import resource


@dataclass(frozen=True)
class DemoUser:
    """An account of the embedded sign-in; `id` becomes the token's `sub` and `oid`."""

    id: str
    email: str
    password: str
    name: str


@dataclass(frozen=True)
class DemoSocket:
    """A strip, or a single socket if it has one outlet; `initial` is one boolean an outlet."""

    id: str
    name: str
    type: str
    outlet_names: tuple[str, ...]
    initial: tuple[bool, ...]
    icons: tuple[str, ...] = ()

    def selected_by(self, key: str, value: str) -> bool:
        """Whether `parameter/{key}/value/{value}` means this socket. Exact match: demo's choice."""
        selectors = {"id": self.id, "name": self.name, "type": self.type}
        return selectors.get(key) == value


@dataclass(frozen=True)
class DemoPlant:
    """A plant; `id` is a lower-case UUID, `owner` the e-mail of its user."""

    id: str
    name: str
    owner: str
    sockets: tuple[DemoSocket, ...]

    def socket(self, socket_id: str) -> DemoSocket:
        """The socket with this id; KeyError if there is none."""
        for socket in self.sockets:
            if socket.id == socket_id:
                return socket
        raise KeyError(socket_id)


@dataclass(frozen=True)
class DemoHome:
    """Users and their plants, as read from `home.json`."""

    users: tuple[DemoUser, ...]
    plants: tuple[DemoPlant, ...]
    type_names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def default(cls) -> DemoHome:
        """The home that comes with the program, `resources/demo/home.json`."""
        return cls.load(resource("demo", "home.json"))

    @classmethod
    def load(cls, path: Path) -> DemoHome:
        """Read a home file; OSError, ValueError or KeyError if it is not one."""
        return cls.from_json(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DemoHome:
        """The home of an already parsed `home.json`; ValueError or KeyError if it is not one."""
        if data["version"] != 1:
            raise ValueError(f"unknown version of the demo home: {data['version']!r}")
        users = tuple(DemoUser(**user) for user in data["users"])
        return cls(users, tuple(_plant(plant) for plant in data["plants"]), dict(data.get("types", {})))

    @property
    def demo_user(self) -> DemoUser:
        """The user whose credentials are shown on the sign-in page."""
        return self.users[0]

    def plants_of(self, user: DemoUser) -> tuple[DemoPlant, ...]:
        """The plants that this user owns."""
        return tuple(plant for plant in self.plants if plant.owner == user.email)

    def settings_plants(self, user: DemoUser | None = None) -> list[dict[str, Any]]:
        """The user's plants (the demo user's by default) as the `plants` list of `settings.json`.

        Each type that two or more sockets of a plant share is a group of it.
        """
        return [self._settings_plant(plant) for plant in self.plants_of(user or self.demo_user)]

    def _settings_plant(self, plant: DemoPlant) -> dict[str, Any]:
        sockets = [_settings_socket(socket) for socket in plant.sockets]
        counts = Counter(socket.type for socket in plant.sockets)
        groups = [
            {"key": "type", "value": kind, "name": self.type_names.get(kind, kind)}
            for kind, count in counts.items()
            if count > 1
        ]
        document = {"id": plant.id, "name": plant.name, "sockets": sockets}
        return {**document, "groups": groups} if groups else document


def _plant(data: Mapping[str, Any]) -> DemoPlant:
    sockets = tuple(_socket(socket) for socket in data["sockets"])
    return DemoPlant(data["id"].lower(), data["name"], data["owner"], sockets)


def _socket(data: Mapping[str, Any]) -> DemoSocket:
    outlets = data["outlets"]
    return DemoSocket(
        id=data["id"],
        name=data["name"],
        type=data["type"],
        outlet_names=tuple(outlet["name"] for outlet in outlets),
        initial=tuple(bool(outlet["on"]) for outlet in outlets),
        icons=tuple(outlet.get("icon", "") for outlet in outlets),
    )


def _settings_socket(socket: DemoSocket) -> dict[str, Any]:
    icons = socket.icons or ("",) * len(socket.outlet_names)
    named = zip(socket.outlet_names, icons, strict=True)
    outlets = [{"name": name, "icon": icon} if icon else {"name": name} for name, icon in named]
    return {"key": "id", "value": socket.id, "name": socket.name, "outlets": outlets}
