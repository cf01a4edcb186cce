"""The control endpoint: the knobs, the house and the calls over plain HTTP, for tests in other processes.

    GET  /state    {"plants": [...], "knobs": {...}}
    POST /knobs    {"read_lag_s": 2, "faults": [{"kind": "hang", "on": "SetPlugStatus", "count": 1}], ...}
    POST /press    {"plant": "<id>", "socket": "<id>", "outlet": 0}  ->  {"on": true}
    POST /revoke   {"user": "<e-mail>"}: every grant and browser session of the user ends
    GET  /secrets  {"secrets": [{"kind": "refresh token", "secret": "..."}, ...]}: see `EmbeddedCloud.secrets`
    GET  /calls    {"arrived": n, "calls": [{"method", "path", "operation", "status", "at"}], "signin": [...]}

Every request must carry the header X-Demo-Control with the token that was printed at the start: a page in the browser
can reach loopback, but it must not press buttons. Errors answer 400 with {"error": "<sentence>"}.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from multisocket_gui.demo.calls import Calls
from multisocket_gui.demo.faults import Fault
from multisocket_gui.demo.house import House
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.trust import CERTIFICATES
from multisocket_gui.demo.wire import Answer, Request, json_answer

_LONGEST_SKEW_S = 366 * 86400.0
CONTROL_HEADER = "X-Demo-Control"


@dataclass(frozen=True)
class ControlAddress:
    """Where the control endpoint listens, and the token that its callers must show."""

    url: str
    token: str


class Control:
    """Serves the control door."""

    def __init__(
        self,
        knobs: Knobs,
        house: House,
        api_calls: Calls,
        signin_calls: Calls,
        revoke: Callable[[str], None],
        issued: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        self.token = secrets.token_urlsafe(24)
        self._knobs = knobs
        self._house = house
        self._api_calls = api_calls
        self._signin_calls = signin_calls
        self._revoke_all_of = revoke
        self._issued = issued
        self._routes: dict[tuple[str, str], Callable[[Any], object]] = {
            ("GET", "/state"): lambda _content: self._state(),
            ("POST", "/knobs"): self._turn,
            ("POST", "/press"): self._press,
            ("POST", "/revoke"): self._revoke,
            ("GET", "/secrets"): lambda _content: self._secrets(),
            ("GET", "/calls"): lambda _content: self._calls(),
        }

    def serve(self, request: Request) -> Answer:
        """Answer one request."""
        shown = request.headers.get(CONTROL_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), self.token.encode()):
            return json_answer(403, {"error": f"the header {CONTROL_HEADER} must carry the token"})
        act = self._routes.get((request.method, request.path))
        if act is None:
            return json_answer(404, {"error": "no such control"})
        try:
            return json_answer(200, act(json.loads(request.body or b"{}")))
        except (ValueError, TypeError, LookupError) as exc:
            return json_answer(400, {"error": str(exc)})

    def _state(self) -> object:
        return {"plants": plants_json(self._house, self._knobs), "knobs": self._knobs.as_json()}

    def _turn(self, content: Any) -> object:
        turn(self._knobs, content)
        return self._knobs.as_json()

    def _press(self, content: Any) -> object:
        return {"on": self._house.press(content["plant"], content["socket"], content["outlet"])}

    def _revoke(self, content: Any) -> object:
        self._revoke_all_of(_text(content["user"]))
        return {}

    def _secrets(self) -> object:
        return {"secrets": [{"kind": kind, "secret": secret} for kind, secret in self._issued()]}

    def _calls(self) -> object:
        return {
            "arrived": self._api_calls.arrived,
            "calls": _calls_json(self._api_calls),
            "signin": _calls_json(self._signin_calls),
        }


def plants_json(house: House, knobs: Knobs) -> list[dict[str, Any]]:
    """Every plant with its sockets and the true state of their outlets."""
    return [
        {
            "id": plant.id,
            "name": plant.name,
            "owner": plant.owner,
            "sockets": [
                {
                    "id": socket.id,
                    "name": socket.name,
                    "type": socket.type,
                    "online": socket.id not in knobs.offline,
                    "outlets": [
                        {"name": name, "on": on}
                        for name, on in zip(socket.outlet_names, house.state(plant.id, socket.id), strict=True)
                    ],
                }
                for socket in plant.sockets
            ],
        }
        for plant in house.plants()
    ]


def turn(knobs: Knobs, changes: Mapping[str, Any]) -> None:
    """Set knobs by name, all or none: the fields of Knobs, `refused`, and `faults` (replaces those that are open).

    Raises ValueError or TypeError, naming the knob, if one does not exist or a value does not suit it.
    """
    if not isinstance(changes, Mapping):
        raise TypeError("an object with knobs is wanted")
    checked = {name: _checked(name, value) for name, value in changes.items()}
    faults = checked.pop("faults", None)
    for name, value in checked.items():
        setattr(knobs, name, value)
    if faults is not None:
        knobs.order_only(faults)


def _calls_json(calls: Calls) -> list[dict[str, Any]]:
    return [
        {"method": c.method, "path": c.path, "operation": c.operation, "status": c.status, "at": c.at} for c in calls
    ]


def _checked(name: str, value: Any) -> Any:
    kinds: dict[str, str] = {field.name: str(field.type) for field in fields(Knobs)}
    kinds |= {"refused": "Collection[str]", "faults": "faults"}
    if name not in kinds:
        raise ValueError(f"no knob {name!r}; there are {', '.join(sorted(kinds))}")
    try:
        return _READERS[kinds[name]](value)
    except (TypeError, ValueError) as exc:
        raise ValueError(f"{name}: {exc}") from exc


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"a number from 0 is wanted, not {value!r}")
    return float(value)


def _signed(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LONGEST_SKEW_S:
        raise ValueError(f"a number of seconds, less than a year, is wanted, not {value!r}")
    return float(value)


def _whole(value: Any) -> int:
    if _number(value) != int(value):
        raise ValueError(f"a whole number from 0 is wanted, not {value!r}")
    return int(value)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false is wanted, not {value!r}")
    return value


def _names(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"a list of names is wanted, not {value!r}")
    return frozenset(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is wanted, not {value!r}")
    return value


def _one_of(words: Collection[str], value: Any) -> str:
    if value not in words:
        raise ValueError(f"one of {', '.join(words)} is wanted, not {value!r}")
    return str(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "float": _number,
    "Skew": _signed,
    "int": _whole,
    "int | None": lambda value: None if value is None else _whole(value),
    "bool": _yes_or_no,
    "Collection[str]": _names,
    "str": _text,
    "Certificate": lambda value: _one_of(CERTIFICATES, value),
    "faults": lambda value: [Fault(**fault) for fault in value],
}
