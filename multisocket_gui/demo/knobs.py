"""What can be turned while the embedded cloud runs."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from multisocket_gui.demo.faults import Fault
from multisocket_gui.demo.trust import Certificate

Skew = float
"""Seconds ahead of this computer's clock; below 0 behind it."""
PARTS = ("api", "signin", "page")


def next_midnight() -> float:
    """The next 00:00 in seconds since the epoch. In UTC: the real time zone is not documented (demo's choice)."""
    now = datetime.datetime.now(datetime.UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    return midnight.timestamp()


@dataclass(eq=False)
class Knobs:
    """The dials of one embedded cloud; each can be set at any time from any thread.

    Durations are in seconds. `latency_s` delays API calls, `signin_latency_s` the sign-in's own endpoints;
    a GET shows a write only `read_lag_s` later. Sockets whose ids are in `offline` are not found (demo's choice).
    `quota_ends_at` is seconds since the epoch; then `quota_used` starts again at 0 for another day.
    `refresh_tokens_reusable`: a refresh token stays good when it was used, as B2C's do; else each is good once.
    `date_skew_s` is how far the header Date of every answer is ahead of this computer's clock (behind it below 0),
    `token_skew_s` the clock that ID tokens are stamped with, and held against by the API.
    `rate_limit` calls are let through in any `rate_period_s`; None: no limit. `certificate` is what new connections to
    the API are shown. `redirect_to` is where the fault "redirect" points.
    """

    latency_s: float = 0.0
    signin_latency_s: float = 0.0
    read_lag_s: float = 0.0
    drip_interval_s: float = 0.2
    offline: Collection[str] = frozenset()
    quota_limit: int = 500
    quota_used: int = 0
    quota_ends_at: float = field(default_factory=next_midnight)
    rate_limit: int | None = None
    rate_period_s: float = 60.0
    retry_after: bool = True
    backend_bodies: bool = False
    id_token_lifetime_s: float = 3600.0
    refresh_token_lifetime_s: float = 14 * 86400.0
    refresh_tokens_reusable: bool = False
    date_skew_s: Skew = 0.0
    token_skew_s: Skew = 0.0
    certificate: Certificate = "right"
    redirect_to: str = "https://elsewhere.invalid/"

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._refused: frozenset[str] = frozenset()
        self._on_refused: Callable[[frozenset[str]], None] = lambda _parts: None

    def fail_next(self, kind: str, *, on: str | None = None, count: int = 1) -> None:
        """Order the next `count` matching calls to fail so: see faults.OPERATIONS and `faults.kinds_for`."""
        self.order(Fault(kind, on, count))

    def fail_always(self, kind: str, *, on: str | None = None) -> None:
        """Order every matching call to fail in this way, until `heal`."""
        self.order(Fault(kind, on, None))

    def order(self, *faults: Fault) -> None:
        """Order faults beside those that are open."""
        with self._lock:
            self._faults.extend(faults)

    def order_only(self, faults: Iterable[Fault]) -> None:
        """Order faults in place of those that are open."""
        with self._lock:
            self._faults[:] = faults

    def heal(self) -> None:
        """Lift every fault that was ordered."""
        with self._lock:
            self._faults.clear()

    def faults(self) -> tuple[Fault, ...]:
        """The orders that are still open."""
        with self._lock:
            return tuple(self._faults)

    def take_fault(self, operation: str, kinds: Iterable[str] | None = None) -> str | None:
        """The kind of the oldest open order for this operation, counted as carried out; or None.

        With `kinds`, orders of other kinds are passed over.
        """
        wanted = None if kinds is None else frozenset(kinds)
        with self._lock:
            for place, fault in enumerate(self._faults):
                if (wanted is None or fault.kind in wanted) and fault.meets(operation):
                    rest = fault.spent_once()
                    self._faults[place : place + 1] = [rest] if rest else []
                    return fault.kind
        return None

    def take_call(self) -> float | None:
        """Count one call against the quota; the seconds until it is replenished if it is used up already."""
        with self._lock:
            now = time.time()
            while now >= self.quota_ends_at:
                self.quota_used = 0
                self.quota_ends_at += 86400
            if self.quota_used >= self.quota_limit:
                return self.quota_ends_at - now
            self.quota_used += 1
            return None

    @property
    def refused(self) -> frozenset[str]:
        """The parts (see PARTS) that refuse connections now. Setting it also cuts the connections they have."""
        return self._refused

    @refused.setter
    def refused(self, parts: Iterable[str]) -> None:
        refused = frozenset(parts)
        if unknown := refused.difference(PARTS):
            raise ValueError(f"unknown parts: {', '.join(sorted(unknown))}")
        self._refused = refused
        self._on_refused(refused)

    def when_refused(self, act: Callable[[frozenset[str]], None]) -> None:
        """Let the cloud that obeys these knobs open and shut its doors."""
        self._on_refused = act
        act(self._refused)

    def as_json(self) -> dict[str, Any]:
        """Every knob's value, for the control endpoint."""
        faults = [asdict(fault) for fault in self.faults()]
        return asdict(self) | {
            "offline": sorted(self.offline),
            "refused": sorted(self._refused),
            "faults": faults,
        }
