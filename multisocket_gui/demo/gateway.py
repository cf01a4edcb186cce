"""What stands before the Multisocket backend: routes, subscription key, rate and quota, as Azure API Management."""

from __future__ import annotations

import hmac
import re
import threading
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import unquote

from multisocket_gui.demo import faults
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.wire import Answer, Request

_ROUTE = re.compile(
    r"/multioutlet/plug/energy/addressLocation/plants/(?P<plant>[^/]+)/parameter/(?P<key>[^/]+)/value/(?P<value>[^/]+)"
)
_OPERATIONS = {"GET": "GetPlugStatus", "POST": "SetPlugStatus"}


@dataclass(frozen=True)
class Route:
    """An operation and its path parameters, percent-decoded (so `%2F` in a value is a slash)."""

    operation: str
    plant_id: str
    parameter_key: str
    parameter_value: str


def find_route(request: Request) -> Route | None:
    """The operation that a request is for; None if the gateway knows none."""
    operation = _OPERATIONS.get(request.method)
    match = _ROUTE.fullmatch(request.path)
    if operation is None or match is None:
        return None
    return Route(operation, *(unquote(match[name]) for name in ("plant", "key", "value")))


class Gateway:
    """Checks each call in the order of the real gateway: subscription key, rate, quota."""

    def __init__(self, subscription_key: str, knobs: Knobs) -> None:
        self._subscription_key = subscription_key.encode()
        self._knobs = knobs
        self._lock = threading.Lock()
        self._recent: deque[float] = deque()

    def refusal(self, request: Request) -> Answer | None:
        """The gateway's own answer; None if the call may pass (and is counted)."""
        return self._wrong_key(request) or self._too_fast() or self._too_many()

    def ordered(self, kind: str) -> Answer:
        """The answer of one of GATEWAY_KINDS, on order. It costs no quota."""
        match kind:
            case "key_missing":
                return faults.key_missing()
            case "key_invalid":
                return faults.key_invalid()
            case "rate":
                return faults.rate_limited(self._knobs.rate_period_s, retry_after=self._knobs.retry_after)
            case "quota":
                return self._quota_used_up(self._knobs.quota_ends_at - time.time())
            case _:
                return faults.no_route()

    def _wrong_key(self, request: Request) -> Answer | None:
        key = request.headers.get(faults.SUBSCRIPTION_HEADER)
        if not key:
            return faults.key_missing()
        matches = hmac.compare_digest(key.encode("utf-8", "replace"), self._subscription_key)
        return None if matches else faults.key_invalid()

    def _too_fast(self) -> Answer | None:
        limit, period = self._knobs.rate_limit, self._knobs.rate_period_s
        if limit is None:
            return None
        with self._lock:
            now = time.monotonic()
            while self._recent and self._recent[0] <= now - period:
                self._recent.popleft()
            if len(self._recent) < limit:
                self._recent.append(now)
                return None
            wait = self._recent[0] + period - now if self._recent else period
        return faults.rate_limited(wait, retry_after=self._knobs.retry_after)

    def _too_many(self) -> Answer | None:
        wait = self._knobs.take_call()
        return None if wait is None else self._quota_used_up(wait)

    def _quota_used_up(self, seconds: float) -> Answer:
        return faults.quota_used_up(seconds, retry_after=self._knobs.retry_after)
