"""Group actions of the command line: what they would do, beginning them, and what came of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.names import full_name
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.together import GroupAction, Preview, Scope
from multisocket_gui.words import problem_words, tr

from .fates import Fates
from .said import Exit, Said, not_signed_in

if TYPE_CHECKING:
    from .desk import Desk, Tell


def act(desk: Desk, scopes: Iterable[Scope], on: bool, options: argparse.Namespace, tell: Tell) -> None:
    """Ask every scope for `on` and tell what came of it, as the options say: a preview alone, without waiting, …"""
    foresight = desk.controller.together.foresight
    plan = Plan(desk.store, [foresight.preview(scope, on) for scope in scopes])
    if options.dry_run:
        tell(Said(text=plan.text(), data=plan.document()))
    elif desk.store.account.phase is not AccountPhase.SIGNED_IN:
        tell(not_signed_in())
    else:
        _Round(desk, plan, on, yes=getattr(options, "yes", False)).begin(options, tell)


@dataclass(slots=True)
class Plan:
    """What would change, by the readings of the last minute."""

    store: Store
    previews: list[Preview]

    def text(self) -> str:
        """For people."""
        sections = (
            (tr("Would be switched:"), self.changing),
            (tr("Would be asked as well, since nothing is known for sure:"), self.unsure),
            (tr("As wanted already:"), self.already),
        )
        lines = [_section(title, self._lines(some)) for title, some in sections if some]
        return "".join([*lines, self.note()]) or tr("There is nothing to switch.")

    def note(self) -> str:
        """What is left out, and why."""
        left_out = [f"{self._name(ref)}: {_why(problem)}" for ref, problem in self.left_out.items()]
        changed = [f"{self._name(ref)}: {tr('somebody changed it since')}" for ref in self.since]
        return _section(tr("Left out:"), [*left_out, *changed]) if left_out or changed else ""

    def document(self) -> dict[str, Any]:
        """For programs."""
        known = {"changing": self.changing, "unsure": self.unsure, "already": self.already}
        wants = self.wants
        return {
            key: [{"name": self._name(ref), "on": wants[ref]} for ref in some] for key, some in known.items()
        } | self.left_out_document()

    def left_out_document(self) -> dict[str, Any]:
        """What is left out, beside whatever else is told."""
        left_out = [
            {"name": self._name(ref), "kind": str(problem.kind), "text": _why(problem)}
            for ref, problem in self.left_out.items()
        ]
        changed = [
            {"name": self._name(ref), "kind": "changed_since", "text": tr("somebody changed it since")}
            for ref in self.since
        ]
        return {"left_out": [*left_out, *changed]}

    @property
    def wants(self) -> Mapping[OutletRef, bool]:
        return {ref: on for each in self.previews for ref, on in each.wants.items()}

    @property
    def changing(self) -> list[OutletRef]:
        return [ref for each in self.previews for ref in each.changing]

    @property
    def unsure(self) -> list[OutletRef]:
        return [ref for each in self.previews for ref in each.unsure]

    @property
    def already(self) -> list[OutletRef]:
        return [ref for each in self.previews for ref in each.already]

    @property
    def left_out(self) -> dict[OutletRef, Problem]:
        return {ref: problem for each in self.previews for ref, problem in each.left_out.items()}

    @property
    def since(self) -> list[OutletRef]:
        return [ref for each in self.previews for ref in each.since]

    def _lines(self, refs: Iterable[OutletRef]) -> list[str]:
        wants = self.wants
        return [f"{self._name(ref)}: {tr('on') if wants[ref] else tr('off')}" for ref in refs]

    def _name(self, ref: OutletRef) -> str:
        place = self.store.place(ref)
        return full_name(place) if place else ""


@dataclass(eq=False)
class _Round:
    """One action a scope, and what they wanted and left out in the end."""

    desk: Desk
    plan: Plan
    on: bool
    yes: bool
    ended: dict[Scope, GroupAction] = field(default_factory=dict)
    answered: dict[OutletRef, bool] = field(default_factory=dict)

    def begin(self, options: argparse.Namespace, tell: Tell) -> None:
        together = self.desk.controller.together
        together.ended.connect(self._on_ended)
        together.run_all([each.scope for each in self.plan.previews], self.on)
        if self.yes:
            self._answer_questions()
        if options.wait:
            self.desk.wait(self._said, partial(self._end, tell))
        else:
            self._forget()
            tell(self._under_way())

    def _answer_questions(self) -> None:
        """`--yes` answers each outlet's own question: those are switched one by one, as outlets that were named."""
        for ref, problem in self.plan.left_out.items():
            if problem.kind is Kind.ASK_FIRST:
                self.desk.controller.switch(ref, self.plan.wants[ref], confirmed=True)
                self.answered[ref] = self.plan.wants[ref]

    def _on_ended(self, action: GroupAction) -> None:
        if action.scope and action.on is self.on:
            self.ended[action.scope] = action
            self.desk.check()

    def _end(self, tell: Tell, said: Said) -> None:
        self._forget()
        tell(said)

    def _forget(self) -> None:
        self.desk.controller.together.ended.disconnect(self._on_ended)

    def _said(self, last: bool) -> Said | None:
        if not last and any(each.scope not in self.ended for each in self.plan.previews):
            return None
        moving = {*self.plan.changing, *self.plan.unsure}
        missed = {ref for action in self.ended.values() for ref in action.outcome.missed}
        wishes = {ref: on for ref, on in self.plan.wants.items() if ref in moving | missed} | self.answered
        if not wishes:
            return self._with_left_out(Said(text=tr("There is nothing to switch."), data={"outlets": []}))
        said = Fates(self.desk, wishes).said(last)
        return self._with_left_out(said) if said else None

    def _under_way(self) -> Said:
        doing = [*self.plan.changing, *self.plan.unsure, *self.answered]
        if not doing:
            return self._with_left_out(Said(text=tr("There is nothing to switch."), data={"outlets": []}))
        wishes = {ref: self.plan.wants[ref] for ref in doing}
        said = Fates(self.desk, wishes).said(True)
        return self._with_left_out(Said(Exit.UNCONFIRMED, tr("Under way."), said.data if said else {}))

    def _with_left_out(self, said: Said) -> Said:
        plan = Plan(self.desk.store, [_without(each, self.answered) for each in self.plan.previews])
        return Said(said.exit, said.text, dict(said.data) | plan.left_out_document(), said.kind, note=plan.note())


def _without(preview: Preview, answered: Mapping[OutletRef, bool]) -> Preview:
    return replace(preview, refused={ref: why for ref, why in preview.refused.items() if ref not in answered})


def _why(problem: Problem) -> str:
    return problem.detail or problem_words(problem, Moment.now().wall).title


def _section(title: str, lines: Iterable[str]) -> str:
    return "".join([f"{title}\n", *(f"  {line}\n" for line in lines)])
