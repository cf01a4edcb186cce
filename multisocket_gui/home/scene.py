"""Scenes: named sets of outlet states, across plants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import OutletRef


@dataclass(frozen=True, slots=True)
class Scene:
    """`id` is a UUID of our own; `wants` what each of its outlets shall be (outlet -> on), in the user's order."""

    id: str
    name: str
    wants: Mapping[OutletRef, bool] = field(default_factory=dict)
