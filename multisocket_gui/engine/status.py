"""What `status` prints, for programs and for people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from multisocket_gui.home.model import OutletRef, Plant, Socket, SocketRef, outlet_refs, socket_refs
from multisocket_gui.home.quota import Standing
from multisocket_gui.words import phase_line, quota_step, tr

from .facts import AccountPhase
from .store import Store


def document(store: Store, now: float) -> dict[str, Any]:
    """The state as scripts rely on it; `now` in seconds since the epoch, ages in seconds."""
    quota = store.quota(now)
    account = store.account
    return {
        "account": {"signed_in": account.phase is AccountPhase.SIGNED_IN, "name": account.name or None},
        "quota": {"limit": quota.limit, "used_at_least": quota.used, "resets": _iso(_resets(quota))},
        "plants": [_plant(store, plant, now) for plant in store.plants],
    }


def _plant(store: Store, plant: Plant, now: float) -> dict[str, Any]:
    sockets = [_socket(store, ref, socket, now) for ref, socket in socket_refs(plant)]
    return {"id": plant.id, "name": plant.name, "sockets": sockets}


def _socket(store: Store, ref: SocketRef, socket: Socket, now: float) -> dict[str, Any]:
    known = store.socket_state(ref).id or (socket.selector.value if socket.selector.key == "id" else None)
    outlets = [outlet_document(store, outlet_ref, outlet.name, now) for outlet_ref, outlet in outlet_refs(ref, socket)]
    return {"id": known, "name": socket.name, "outlets": outlets}


def outlet_document(store: Store, ref: OutletRef, name: str, now: float) -> dict[str, Any]:
    """What is known of one outlet, for scripts."""
    truth = store.truth(ref)
    at = truth.known_at
    age = None if at is None else round(max(0.0, now - at), 1)
    return {"name": name, "phase": truth.phase.value, "on": truth.on, "age_s": age}


def _resets(quota: Standing) -> float | None:
    """When calls are back; a pause of a moment is nothing to plan for."""
    return None if quota.paused else quota.back


def _iso(at: float | None) -> str | None:
    """ISO 8601 in the computer's time zone, to the second."""
    return None if at is None else datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")


def as_text(store: Store, now: float) -> str:
    """The same for people: one line an outlet."""
    quota = store.quota(now)
    account = store.account
    signed_in = account.phase is AccountPhase.SIGNED_IN
    lines = [
        tr("Signed in as {name}.").format(name=account.name) if signed_in else tr("Not signed in."),
        tr("At least {used} of {limit} calls used today.").format(used=quota.used, limit=quota.limit),
        *filter(None, [quota_step(quota, now)]),
    ]
    for plant in store.plants:
        for ref, socket in socket_refs(plant):
            lines += [
                f"{plant.name}/{socket.name}/{outlet.name}: {phase_line(store.truth(outlet_ref), now)}"
                for outlet_ref, outlet in outlet_refs(ref, socket)
            ]
    return "\n".join(lines) + "\n"
