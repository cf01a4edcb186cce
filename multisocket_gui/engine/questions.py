"""The question of an outlet that asks before it is switched off: put, answered, or gone by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.problem import Kind, Problem

from .clock import Clock, Moment
from .facts import Change, Question
from .guards import Guards
from .store import Store

OPEN_FOR = 30.0
"""Seconds for which a question waits. An answer to what was asked long ago may be meant for something else."""


class Questions(QObject):
    """One question at a time, in `store.question`. GUI thread only."""

    def __init__(self, store: Store, guards: Guards, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._guards = guards
        self._clock = clock
        self._asked: Moment = clock.now()
        self._was_on: bool | None = None
        self._end: Callable[[], None] | None = None
        store.changed.connect(self._on_changed)

    def tell(self, refused: Mapping[OutletRef, Problem], *, named: bool) -> None:
        """Say why outlets were left out: by a question where a person named that one, else by a line about the first.

        Nothing was sent to any of them, and nothing is known of them that was not known before.
        """
        for ref, problem in refused.items():
            if named and problem.kind is Kind.ASK_FIRST:
                self._put(Question(ref, problem.detail))
            else:
                self._store.put_refusal(ref, problem)
            return

    def take(self) -> OutletRef | None:
        """The outlet that the question is about, which is answered with this; None where it waited too long."""
        question, waited = self._store.question, self._clock.now().seconds_since(self._asked)
        self._drop()
        return question.outlet if question and waited <= OPEN_FOR else None

    def _put(self, question: Question) -> None:
        self._drop()
        self._asked, self._was_on = self._clock.now(), self._store.truth(question.outlet).on
        self._store.put_question(question)
        self._end = self._clock.after(OPEN_FOR, self, self._drop)

    def _drop(self) -> None:
        if self._end:
            self._end()
            self._end = None
        self._store.put_question(None)

    def _on_changed(self, change: Change) -> None:
        question = self._store.question
        if question is None:
            return
        if change.home and not self._still_asks(question.outlet):
            self._drop()
        elif question.outlet in change.outlets:
            on = self._store.truth(question.outlet).on
            if on is False and self._was_on is not False:
                self._drop()  # it is off by now: there is nothing left to be asked
            else:
                self._was_on = on

    def _still_asks(self, ref: OutletRef) -> bool:
        guards = {outlet.guard for outlet in self._guards.of(ref)}
        return guards == {Guard.ASK}
