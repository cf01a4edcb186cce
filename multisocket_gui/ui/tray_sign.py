"""What the tray's icon tells, by its shape and in words: signed out, working, all well, or trouble."""

from __future__ import annotations

import time

from multisocket_gui.engine.facts import AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import phase_line, problem_words, tr, trn

from .icons import Sign

_WAITING = (AccountPhase.RESTORING, AccountPhase.SIGNING_IN)
_TROUBLED = (Phase.DISPUTED, Phase.FAILED)


class TraySign:
    """Knows at each moment what is to be told, without looking at every outlet after every step of one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sending: set[OutletRef] = set()
        self._troubled: set[OutletRef] = set()
        self._sort(store.outlets())

    def take(self, change: Change) -> None:
        """Hear what changed."""
        if change.home or change.owners:
            self._sending, self._troubled = set(), set()
            self._sort(self._store.outlets())
        else:
            self._sort(change.outlets)

    @property
    def sign(self) -> Sign:
        """What the icon shows."""
        phase = self._store.account.phase
        if phase is AccountPhase.SIGNED_OUT:
            return Sign.SIGNED_OUT
        if self._sending or phase in _WAITING:
            return Sign.WORKING
        return Sign.TROUBLE if self._troubled or self._problem() else Sign.WELL

    def words(self) -> str:
        """The same for a tooltip."""
        told = {Sign.SIGNED_OUT: self._signed_out, Sign.WORKING: self._working, Sign.TROUBLE: self._trouble}
        words = told.get(self.sign, self._on)()
        return tr("Multisocket GUI: {state}").format(state=words)

    def _sort(self, outlets: frozenset[OutletRef] | tuple[OutletRef, ...]) -> None:
        for ref in outlets:
            phase = self._store.truth(ref).phase
            (self._sending.add if phase is Phase.SENDING else self._sending.discard)(ref)
            (self._troubled.add if phase in _TROUBLED else self._troubled.discard)(ref)

    def _problem(self) -> Problem | None:
        """What is wrong with more than one outlet."""
        store = self._store
        if store.settings_problem or store.account.problem:
            return store.settings_problem or store.account.problem
        if store.has_key is False:
            return store.key_problem or Problem(Kind.KEY_MISSING)
        if store.line.problem is None:
            return None
        from .notices import line_problem  # only where there is something to be looked at

        return line_problem(store, time.time())

    def _signed_out(self) -> str:
        return tr("signed out")

    def _working(self) -> str:
        if not self._sending:
            return tr("signing in…")
        return self._one(self._sending) or trn(
            "switching {count} outlet…", "switching {count} outlets…", len(self._sending)
        )

    def _trouble(self) -> str:
        problem = self._problem()
        if problem:
            return problem_words(problem, time.time()).title
        count = len(self._troubled)
        return self._one(self._troubled) or trn("{count} outlet needs a look", "{count} outlets need a look", count)

    def _on(self) -> str:
        count = sum(self._store.on_count(plant) for plant in self._store.plants)
        return trn("{count} outlet on", "{count} outlets on", count)

    def _one(self, outlets: set[OutletRef]) -> str:
        """The outlet and its state, where it is the only one."""
        place = self._store.place(next(iter(outlets))) if len(outlets) == 1 else None
        if place is None:
            return ""
        state = phase_line(self._store.truth(place.ref), time.time())
        return tr("{outlet} — {state}").format(outlet=place.outlet.name, state=state)
