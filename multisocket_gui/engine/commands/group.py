"""Verbs that switch everything: one plant after the other, as “All off…” in the window does."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.store import AccountPhase, Store
from multisocket_gui.home.guard import refusal
from multisocket_gui.home.model import OutletRef, Place, Plant, places
from multisocket_gui.home.names import full_name
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.together import Scope, Stage, surely
from multisocket_gui.words import problem_words, tr

from .names import some_plants
from .said import Exit, Said, failed, not_signed_in
from .switching import Fates

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    return {
        "all-off": lambda options, tell: _begin(desk, options, tell, on=False),
        "all-on": lambda options, tell: _begin(desk, options, tell, on=True),
    }


def _begin(desk: Desk, options: argparse.Namespace, tell: Tell, *, on: bool) -> None:
    plants = some_plants(desk.store, options.plant)
    if isinstance(plants, Said):
        tell(plants)
        return
    plan = planned(desk.store, plants, on, yes=getattr(options, "yes", False))
    if options.dry_run:
        tell(Said(text=plan.text(), data=plan.document()))
    elif desk.store.account.phase is not AccountPhase.SIGNED_IN:
        tell(not_signed_in())
    else:
        _Sweep(desk, plants, on, plan, tell if options.wait else _nobody).next_plant()
        if not options.wait:
            tell(plan.under_way())


@dataclass(slots=True)
class Plan:
    """What asking every outlet for one state would do, by the readings of the last minute."""

    on: bool
    changing: list[Place] = field(default_factory=list)
    unsure: list[Place] = field(default_factory=list)
    already: list[Place] = field(default_factory=list)
    left_out: list[tuple[Place, Problem]] = field(default_factory=list)
    asked_for: list[OutletRef] = field(default_factory=list)
    """Those whose question `--yes` answers."""

    def text(self) -> str:
        """For people."""
        title = tr("Would be turned on:") if self.on else tr("Would be turned off:")
        unsure = tr("Would be asked as well, since nothing is known for sure:")
        already = tr("On already:") if self.on else tr("Off already:")
        parts = ((title, self.changing), (unsure, self.unsure), (already, self.already))
        lines = [_section(heading, map(full_name, some)) for heading, some in parts if some]
        return "".join([*lines, *([self.note()] if self.left_out else [])])

    def note(self) -> str:
        """What is left out, and why."""
        why = (f"{full_name(place)}: {_why(problem)}" for place, problem in self.left_out)
        return _section(tr("Left out:"), why) if self.left_out else ""

    def document(self) -> dict[str, Any]:
        """For programs."""
        known = {"changing": self.changing, "unsure": self.unsure, "already": self.already}
        return {key: [full_name(place) for place in some] for key, some in known.items()} | self.left_out_document()

    def left_out_document(self) -> dict[str, Any]:
        return {
            "left_out": [
                {"name": full_name(place), "kind": str(problem.kind), "text": _why(problem)}
                for place, problem in self.left_out
            ]
        }

    def under_way(self) -> Said:
        """What is said without waiting."""
        if not self.changing and not self.unsure:
            return Said(text=self.nothing_to_do(), data={"outlets": []} | self.left_out_document(), note=self.note())
        lines = [f"{full_name(place)}: {tr('Turning on…') if self.on else tr('Turning off…')}" for place in self.moving]
        return Said(Exit.UNCONFIRMED, "\n".join(lines), self.document(), note=self.note())

    @property
    def moving(self) -> list[Place]:
        return [*self.changing, *self.unsure]

    def nothing_to_do(self) -> str:
        return tr("Nothing to switch: all is on.") if self.on else tr("Nothing to switch: all is off.")


def planned(store: Store, plants: Iterable[Plant], on: bool, *, yes: bool) -> Plan:
    """Who would be switched, and who is left out."""
    plan, now = Plan(on), Moment.now().wall
    for place in places(tuple(plants)):
        known = surely(store.truth(place.ref), now)
        guard = refusal(place.outlet, on, confirmed=False)
        if known is on:
            plan.already.append(place)
        elif guard and not (yes and guard.kind is Kind.ASK_FIRST):
            plan.left_out.append((place, guard))
        else:
            (plan.unsure if known is None else plan.changing).append(place)
            if guard:
                plan.asked_for.append(place.ref)
    return plan


class _Sweep:
    """One plant after the other; then what came of all of it."""

    def __init__(self, desk: Desk, plants: Iterable[Plant], on: bool, plan: Plan, tell: Tell) -> None:
        self._desk = desk
        self._store = desk.store
        self._together = desk.controller.together
        self._plants = deque(plants)
        self._on = on
        self._plan = plan
        self._tell = tell
        self._wishes: dict[OutletRef, bool] = {}

    def next_plant(self) -> None:
        """Begin with the next one, or tell how it went."""
        if not self._plants:
            self._end()
            return
        scope = Scope(self._plants.popleft().id)
        self._together.preview(scope, self._on)
        action = self._store.together
        if action is None or action.stage is not Stage.PREVIEW or action.preview is None:
            self._tell(failed(tr("Many outlets are being switched already. Wait, then try again."), "busy"))
            return
        wishes = action.preview.wishes
        self._wishes |= wishes
        if wishes:
            self._together.go()
            self._desk.wait(lambda last: self._over(scope, last), lambda _: self.next_plant())
        else:
            self._together.dismiss()
            self.next_plant()

    def _over(self, scope: Scope, last: bool) -> Said | None:
        action = self._store.together
        runs = action is not None and action.scope == scope and action.stage is Stage.RUNNING
        return None if runs and not last else Said()

    def _end(self) -> None:
        for ref in self._plan.asked_for:
            self._desk.controller.switch(ref, self._on, confirmed=True)
            self._wishes[ref] = self._on
        self._desk.wait(self._said, self._tell)

    def _said(self, last: bool) -> Said | None:
        if not self._wishes:
            data: Mapping[str, Any] = {"outlets": []} | self._plan.left_out_document()
            return Said(text=self._plan.nothing_to_do(), data=data, note=self._plan.note())
        said = Fates(self._desk, self._wishes).said(last)
        if said is None:
            return None
        data = dict(said.data) | self._plan.left_out_document()
        return Said(said.exit, said.text, data, said.kind, note=self._plan.note())


def _why(problem: Problem) -> str:
    words = problem_words(problem, Moment.now().wall)
    return problem.detail or words.title


def _section(title: str, lines: Iterable[str]) -> str:
    return "".join([f"{title}\n", *(f"  {line}\n" for line in lines)])


def _nobody(_said: Said) -> None:
    """Nobody waits for it."""
