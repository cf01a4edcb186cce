"""Verbs that switch everything: one plant after the other, as “All off…” in the window does."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from multisocket_gui.home.together import Scope

from .many import act
from .names import some_plants
from .said import Said

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    return {
        "all-off": lambda options, tell: _all(desk, options, tell, on=False),
        "all-on": lambda options, tell: _all(desk, options, tell, on=True),
    }


def _all(desk: Desk, options: argparse.Namespace, tell: Tell, *, on: bool) -> None:
    plants = some_plants(desk.store, options.plant)
    if isinstance(plants, Said):
        tell(plants)
    else:
        act(desk, [Scope(plant.id) for plant in plants], on, options, tell)
