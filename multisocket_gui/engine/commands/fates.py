"""What became of outlets that were asked for something, or why they were not even asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multisocket_gui.engine import status
from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Place
from multisocket_gui.home.names import full_name
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import guard_line, phase_line, problem_words, tr

from .said import EXITS, Exit, Said

if TYPE_CHECKING:
    from .desk import Desk

_WORST_LAST = (
    Exit.CONFIRMED,
    Exit.UNCONFIRMED,
    Exit.FAILED,
    Exit.LOCKED,
    Exit.QUOTA_USED_UP,
    Exit.NOT_SIGNED_IN,
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one outlet: an exit code, and why where there is more to say than its state."""

    exit: Exit
    why: str = ""
    kind: str = ""


def guarded(place: Place, problem: Problem) -> Said:
    """The outlet's guard stood in the way."""
    step = problem_words(problem, Moment.now().wall).step
    if problem.kind is Kind.ASK_FIRST:
        step = tr("Say --yes to switch it off.")
    return Said(EXITS[problem.kind], f"{guard_line(full_name(place), problem)}\n{step}", kind=str(problem.kind))


class Fates:
    """What becomes of the outlets that were asked for the states in `wishes`."""

    def __init__(self, desk: Desk, wishes: Mapping[OutletRef, bool]) -> None:
        self._store = desk.store
        self._strips = desk.controller.strips
        self._wishes = dict(wishes)

    def said(self, last: bool) -> Said | None:
        """All of it, once each outlet's fate is known; with `last`, as it stands."""
        fates = {ref: self._fate(ref, on, last) for ref, on in self._wishes.items()}
        known = {ref: fate for ref, fate in fates.items() if fate is not None}
        return told(self._store, known) if len(known) == len(fates) else None

    def _fate(self, ref: OutletRef, on: bool, last: bool) -> Fate | None:
        truth = self._store.truth(ref)
        if truth.phase is Phase.CONFIRMED and truth.on is on:
            return Fate(Exit.CONFIRMED)
        if truth.phase is Phase.FAILED and truth.problem:
            why = problem_words(truth.problem, Moment.now().wall).line
            return Fate(EXITS.get(truth.problem.kind, Exit.FAILED), why, str(truth.problem.kind))
        if truth.phase is Phase.DISPUTED:
            return Fate(Exit.UNCONFIRMED, kind="disputed")
        settled = truth.phase is not Phase.SENDING and not self._strips.busy(ref.socket)
        if last or settled:
            return Fate(Exit.FAILED if truth.phase is Phase.CONFIRMED else Exit.UNCONFIRMED)
        return None


def told(store: Store, fates: Mapping[OutletRef, Fate]) -> Said:
    """One line an outlet, the reasons below, and the exit code of what went worst."""
    now = Moment.now().wall
    named = [(place, fate) for ref, fate in fates.items() if (place := store.place(ref))]
    lines = [f"{full_name(place)}: {phase_line(store.truth(place.ref), now)}" for place, _ in named]
    worst = max(
        (fate for _, fate in named), key=lambda fate: _WORST_LAST.index(fate.exit), default=Fate(Exit.CONFIRMED)
    )
    return Said(
        worst.exit,
        "\n".join([*lines, *_reasons(fate for _, fate in named)]),
        {"outlets": [status.outlet_document(store, place.ref, full_name(place), now) for place, _ in named]},
        worst.kind,
    )


def _reasons(fates: Iterable[Fate]) -> Iterable[str]:
    return dict.fromkeys(fate.why for fate in fates if fate.why)
