"""GetPlugStatus and SetPlugStatus, as the contract documents them, behind the gateway.

Demo's choices, where the contract is silent:
  * a `status` array that fits no matched socket is a 400;
  * with `name` or `type`, each matched socket with as many outlets as the array is set, the others stay as they are;
  * a plant id that is no UUID, and a parameter key that is none of id, name, type, are not found (404);
  * an offline socket is not found;
  * a redirect is a 307 to wherever the knob `redirect_to` says;
  * errors of the backend have no body (see `Knobs.backend_bodies`), nor has the 200 to SetPlugStatus.
"""

from __future__ import annotations

import json
import time

import jwt

from multisocket_gui.demo import faults
from multisocket_gui.demo.calls import Call, Calls
from multisocket_gui.demo.demo_home import DemoHome, DemoPlant, DemoSocket, DemoUser
from multisocket_gui.demo.gateway import Gateway, Route, find_route
from multisocket_gui.demo.house import House
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.spoiled import SPOILED, spoiled
from multisocket_gui.demo.tokens import Mint
from multisocket_gui.demo.wire import Answer, Pause, Request, json_answer


class Refused(Exception):
    """The backend refuses a request; `kind` is one of faults.BACKEND_SENTENCES."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class MultisocketApi:
    """Serves the API's door."""

    def __init__(self, home: DemoHome, house: House, knobs: Knobs, gateway: Gateway, mint: Mint, pause: Pause) -> None:
        self.calls = Calls()
        self._users = {user.id: user for user in home.users}
        self._house = house
        self._knobs = knobs
        self._gateway = gateway
        self._mint = mint
        self._pause = pause

    def serve(self, request: Request) -> Answer:
        """Answer one request, and record it in `calls`."""
        self.calls.note_arrival()
        self._pause(self._knobs.latency_s)
        route = find_route(request)
        answer = self._answer(request, route) if route else faults.no_route()
        operation = route.operation if route else ""
        self.calls.add(
            Call(request.method, request.path, operation, answer.sent_status, time.monotonic(), request.body)
        )
        return answer

    def _answer(self, request: Request, route: Route) -> Answer:
        if request.line_used and self._knobs.take_fault(route.operation, (faults.STALE,)):
            return faults.stale()
        if self._knobs.take_fault(route.operation, (faults.REDIRECT,)):
            return faults.redirect(self._knobs.redirect_to)
        if kind := self._knobs.take_fault(route.operation, faults.GATEWAY_KINDS):
            return self._gateway.ordered(kind)
        if refusal := self._gateway.refusal(request):
            return refusal
        kind = self._knobs.take_fault(route.operation, faults.BEHIND_GATEWAY_KINDS)
        if kind and kind not in faults.DEAD_AFTER:
            return self._trouble(kind)
        answer = self._backend(request, route)
        if kind:
            return faults.broken(answer, kind, self._knobs.drip_interval_s)
        spoil = self._knobs.take_fault(route.operation, SPOILED)
        return spoiled(answer, spoil) if spoil else answer

    def _trouble(self, kind: str) -> Answer:
        if kind in faults.BACKEND_SENTENCES:
            return faults.backend(kind, with_body=self._knobs.backend_bodies)
        return faults.trouble(kind)

    def _backend(self, request: Request, route: Route) -> Answer:
        try:
            claims = self._mint.check(request.headers.get("Authorization", ""))
        except jwt.InvalidTokenError:
            return faults.token_refused()
        try:
            plant = self._owned_plant(self._users.get(claims["sub"]), route.plant_id)
            if route.operation == "SetPlugStatus":
                return self._set(plant, route, _status(request.body))
            return self._get(plant, self._sockets(plant, route))
        except Refused as refused:
            return faults.backend(refused.kind, with_body=self._knobs.backend_bodies)

    def _owned_plant(self, user: DemoUser | None, plant_id: str) -> DemoPlant:
        if user is None:
            raise Refused("unknown_user")
        plant = self._house.plant(plant_id)
        if plant is None:
            raise Refused("no_plant")
        if plant.owner != user.email:
            raise Refused("not_owner")
        return plant

    def _sockets(self, plant: DemoPlant, route: Route) -> list[DemoSocket]:
        offline = frozenset(self._knobs.offline)
        found = [
            socket
            for socket in plant.sockets
            if socket.selected_by(route.parameter_key, route.parameter_value) and socket.id not in offline
        ]
        if not found:
            raise Refused("no_plug")
        return found

    def _get(self, plant: DemoPlant, sockets: list[DemoSocket]) -> Answer:
        moment = time.monotonic() - self._knobs.read_lag_s
        plugs = [{"id": s.id, "name": s.name, "status": self._house.state_at(plant.id, s.id, moment)} for s in sockets]
        return json_answer(200, {"plugs": plugs})

    def _set(self, plant: DemoPlant, route: Route, status: list[bool]) -> Answer:
        fitting = [s for s in self._sockets(plant, route) if len(s.initial) == len(status)]
        if not fitting:
            raise Refused("bad_request")
        self._house.write(plant.id, {socket.id: status for socket in fitting})
        return Answer(200)


def _status(body: bytes) -> list[bool]:
    """The `status` of a SetPlugStatus body; Refused if it is missing or no array of booleans."""
    try:
        content = json.loads(body)
    except ValueError as exc:
        raise Refused("bad_request") from exc
    if not isinstance(content, dict) or "status" not in content:
        raise Refused("bad_request")
    status = content["status"]
    if not isinstance(status, list) or not all(isinstance(item, bool) for item in status):
        raise Refused("not_an_array")
    return status
