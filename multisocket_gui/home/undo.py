"""Taking back the last action: what it touched, what was known before, and whether that can be restored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .model import OutletRef
from .truth import Phase, Truth

OFFERED_FOR = 10.0
"""Seconds for which an action can be taken back."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a person asked for, and what was known of the same outlets at that moment (outlet -> on)."""

    asked: Mapping[OutletRef, bool]
    prior: Mapping[OutletRef, bool]
    at: float


def action(asked: Mapping[OutletRef, bool], truth: Callable[[OutletRef], Truth], at: float) -> Action | None:
    """The action to remember at `at` (seconds since the epoch); None where a prior state was not known."""
    prior = {ref: target(truth(ref)) for ref in asked}
    known = {ref: on for ref, on in prior.items() if on is not None}
    return Action(dict(asked), known, at) if len(known) == len(prior) and asked else None


def joined(first: Action, more: Action) -> Action:
    """Two parts of one action: what was known before the first of them counts."""
    return Action({**first.asked, **more.asked}, {**more.prior, **first.prior}, first.at)


def target(truth: Truth) -> bool | None:
    """Where an outlet heads while a wish is sent, else where it is known to stand; None where neither is known."""
    return truth.asked if truth.phase is Phase.SENDING else truth.on


def restorable(done: Action, truth: Callable[[OutletRef], Truth]) -> dict[OutletRef, bool]:
    """What to ask for to take the action back: nothing for an outlet that refused and so never changed."""
    return {ref: on for ref, on in done.prior.items() if truth(ref).phase is not Phase.FAILED}


def changed_since(done: Action, truth: Callable[[OutletRef], Truth]) -> tuple[OutletRef, ...]:
    """The outlets that no longer are, or head, where the action put them: restoring them would undo somebody else."""
    return tuple(ref for ref in restorable(done, truth) if target(truth(ref)) is not done.asked[ref])
