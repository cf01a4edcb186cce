"""The service as a model: the demo's house behind the interface of `cloud.api`, each request in its stages.

A request stops three times: while the connection is made ("connecting", where nothing has left yet), on its way
("leaving", where it may be lost or refused) and, when the relays have moved or the picture is taken, on its way back
("answering", where the answer may be lost). Every request that left is written down.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from multisocket_gui.cloud.answers import Plug
from multisocket_gui.cloud.errors import (
    BadAnswer,
    Busy,
    CutOff,
    Forbidden,
    KeyMissing,
    NotFound,
    Offline,
    QuotaUsedUp,
    Refused,
    Rejected,
    ServerTrouble,
    Stale,
    TimedOut,
    TokenRefused,
)
from multisocket_gui.demo.demo_home import DemoHome, DemoSocket
from multisocket_gui.demo.house import House
from multisocket_gui.engine.clock import Moment
from multisocket_gui.home.model import Selector
from multisocket_gui.home.problem import Trouble

from .virtual import HeldCall, WorldClock

CONNECTING: dict[object, Callable[[], Trouble]] = {"offline": Offline, "nobody_listens": Refused}
"""What may come in place of a connection."""
ON_THE_WAY: dict[str, Callable[[float], Trouble]] = {
    "stale": lambda _: Stale(),
    "lost": lambda _: TimedOut(),
    "cut": lambda _: CutOff(),
    "server_error": lambda _: ServerTrouble("500"),
    "bad": lambda _: BadAnswer("not JSON"),
    "refused": lambda _: Rejected("400"),
    "not_found": lambda _: NotFound(),
    "forbidden": lambda _: Forbidden(),
    "token_refused": lambda _: TokenRefused(),
    "quota": lambda now: QuotaUsedUp(until=now + 600.0),
    "busy": lambda now: Busy(until=now + 7.0),
}
"""What a request may meet before it takes effect; the argument is the time in seconds since the epoch."""
ON_THE_WAY_BACK = ("lost", "cut", "stale", "server_error", "bad")
"""What may become of the answer when the request has taken effect."""
SHAPE = "shape"
"""A read returns arrays that are one outlet shorter."""


@dataclass(eq=False)
class Sent:
    """One request, as the service and the line know it. `number`s are places in the order of everything."""

    number: int
    held: HeldCall
    left: Moment
    plant: str
    selector: Selector
    status: tuple[bool, ...] | None
    """What a write carries; None for a read."""
    before: dict[str, tuple[bool, ...]] = field(default_factory=dict)
    """The relays of each socket that a write took effect on, as they were until then."""
    served: float | None = None
    """When a read's picture was taken."""
    answer: dict[str, tuple[bool, ...]] | None = None
    """What a read returned, `answered` when."""
    answered: Moment | None = None
    error: Trouble | None = None
    accepted: Moment | None = None
    """When a write's 200 came back."""

    @property
    def in_doubt(self) -> bool:
        """Whether whoever sent a write cannot tell what became of it."""
        return self.status is not None and getattr(self.error, "doubtful", False)

    @property
    def may_have_switched(self) -> bool:
        """Whether a write took effect or may have. A line that was dead before took nothing to the service."""
        doubt = self.in_doubt and not getattr(self.error, "replayable", False)
        return self.status is not None and (self.error is None or doubt)


class Model:
    """The house, how far reads lag, and what was sent. `on_left` and `on_effect` see a request at once."""

    def __init__(self, home: DemoHome, clock: WorldClock) -> None:
        self.home = home
        self.house = House(home, lambda: clock.true)
        self.lag = 0.0
        self.sent: list[Sent] = []
        self.on_left: Callable[[Sent], None] = lambda _: None
        self.on_effect: Callable[[Sent], None] = lambda _: None
        self._clock = clock
        self._numbers = itertools.count(1)

    def next_number(self) -> int:
        return next(self._numbers)

    def sockets(self, plant_id: str, selector: Selector) -> list[DemoSocket]:
        plant = self.house.plant(plant_id)
        return [s for s in plant.sockets if s.selected_by(selector.key, selector.value)] if plant else []

    def request(
        self, plant: str, selector: Selector, status: tuple[bool, ...] | None, leave: Callable[[], None]
    ) -> Sent:
        """Carry one request there and back. Raises what `cloud.api` would."""
        fate = HeldCall.mine().pause("connecting")
        if fate in CONNECTING:
            raise CONNECTING[fate]()
        leave()
        sent = Sent(self.next_number(), HeldCall.mine(), self._clock.now(), plant, selector, status)
        self.sent.append(sent)
        sent.held.sent.append(sent)
        self.on_left(sent)
        try:
            self._there(sent, sent.held.pause("leaving"))
            self._back(sent, sent.held.pause("answering"))
        except Trouble as error:
            sent.error = error
            raise
        return sent

    def _there(self, sent: Sent, fate: object) -> None:
        if isinstance(fate, str) and fate in ON_THE_WAY:
            raise ON_THE_WAY[fate](self._clock.wall)
        sockets = self.sockets(sent.plant, sent.selector)
        if not sockets:
            raise NotFound
        if sent.status is None:
            sent.served = self._clock.true
            moment = sent.served - self.lag
            pictures = {s.id: tuple(self.house.state_at(sent.plant, s.id, moment)) for s in sockets}
            sent.answer = {i: p[:-1] or (*p, False) for i, p in pictures.items()} if fate == SHAPE else pictures
        else:
            self._write(sent, sockets, sent.status)

    def _write(self, sent: Sent, sockets: Sequence[DemoSocket], status: tuple[bool, ...]) -> None:
        fitting = [s for s in sockets if len(s.initial) == len(status)]
        if not fitting:
            raise Rejected("400")
        sent.before = {s.id: tuple(self.house.state(sent.plant, s.id)) for s in fitting}
        self.on_effect(sent)
        self.house.write(sent.plant, {s.id: status for s in fitting})

    def _back(self, sent: Sent, fate: object) -> None:
        if fate in ON_THE_WAY_BACK:
            sent.answer = None
            raise ON_THE_WAY[str(fate)](self._clock.wall)
        if sent.status is not None:
            sent.accepted = self._clock.now()
        else:
            sent.answered = self._clock.now()


class ModelApi:
    """`cloud.api.MultisocketApi` without a line."""

    def __init__(self, model: Model, subscription_key: Callable[[], str | None]) -> None:
        self._model = model
        self._subscription_key = subscription_key

    def get_plug_status(
        self, id_token: str, plant_id: str, selector: Selector, leave: Callable[[], None]
    ) -> tuple[Plug, ...]:
        names = {s.id: s.name for s in self._model.sockets(plant_id, selector)}
        answer = self._request(plant_id, selector, None, leave).answer
        assert answer is not None
        return tuple(Plug(socket_id, names[socket_id], status) for socket_id, status in answer.items())

    def set_plug_status(
        self, id_token: str, plant_id: str, selector: Selector, status: tuple[bool, ...], leave: Callable[[], None]
    ) -> None:
        self._request(plant_id, selector, status, leave)

    def _request(
        self, plant_id: str, selector: Selector, status: tuple[bool, ...] | None, leave: Callable[[], None]
    ) -> Sent:
        if not self._subscription_key():
            raise KeyMissing
        return self._model.request(plant_id, selector, status, leave)
