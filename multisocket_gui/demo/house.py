"""What the relays of the demo home really are, and what the cloud has learnt of it so far."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from multisocket_gui.demo.demo_home import DemoHome, DemoPlant

_REMEMBERED_STATES = 256

SocketAddress = tuple[str, str]
"""A plant's id and a socket's id in it."""


class House:
    """The state of every outlet; safe to use from any thread.

    Addresses are a plant's id and a socket's id; an unknown one raises KeyError. Moments are seconds of `clock`.
    """

    def __init__(self, home: DemoHome, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._plants = {plant.id: plant for plant in home.plants}
        self._changed = threading.Condition()
        self._history: dict[SocketAddress, deque[tuple[float, tuple[bool, ...]]]] = {
            (plant.id, socket.id): deque([(float("-inf"), socket.initial)], maxlen=_REMEMBERED_STATES)
            for plant in home.plants
            for socket in plant.sockets
        }

    def plants(self) -> tuple[DemoPlant, ...]:
        """Every plant of every user."""
        return tuple(self._plants.values())

    def plant(self, plant_id: str) -> DemoPlant | None:
        """The plant with this id (in any case), or None."""
        return self._plants.get(plant_id.lower())

    def state(self, plant_id: str, socket_id: str) -> list[bool]:
        """What the relays are now, one boolean an outlet."""
        return self.state_at(plant_id, socket_id, self._clock())

    def state_at(self, plant_id: str, socket_id: str, moment: float) -> list[bool]:
        """What the relays were at a moment of the clock; before the oldest remembered state, that one."""
        with self._changed:
            history = self._history[plant_id, socket_id]
            for since, status in reversed(history):
                if since <= moment:
                    return list(status)
            return list(history[0][1])

    def write(self, plant_id: str, states: Mapping[str, Sequence[bool]]) -> None:
        """Set whole sockets of one plant at once; `states` is socket id -> one boolean an outlet."""
        with self._changed:
            for socket_id, status in states.items():
                self._append(plant_id, socket_id, tuple(status))
            self._changed.notify_all()

    def press(self, plant_id: str, socket_id: str, outlet_index: int) -> bool:
        """Press the button on the strip itself: the second writer. Returns the outlet's new state.

        IndexError if the socket has no outlet with that index (from 0).
        """
        with self._changed:
            status = list(self._history[plant_id, socket_id][-1][1])
            if not 0 <= outlet_index < len(status):
                raise IndexError(f"{socket_id} has no outlet {outlet_index}")
            status[outlet_index] = not status[outlet_index]
            self._append(plant_id, socket_id, tuple(status))
            self._changed.notify_all()
            return status[outlet_index]

    def wait_for(self, predicate: Callable[[House], bool], timeout: float = 5.0) -> None:
        """Wait until the house is as the predicate asks; TimeoutError after `timeout` seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: predicate(self), timeout):
                raise TimeoutError("the demo home did not reach the expected state")

    def _append(self, plant_id: str, socket_id: str, status: tuple[bool, ...]) -> None:
        history = self._history[plant_id, socket_id]
        if len(status) != len(history[-1][1]):
            raise ValueError(f"{socket_id} has {len(history[-1][1])} outlets, not {len(status)}")
        history.append((self._clock(), status))
