"""Verbs of the account: signing in and out, and reading, which needs it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.home.quota import Purpose
from multisocket_gui.words import problem_words, tr

from .said import EXITS, Exit, Said, failed, not_signed_in, refused

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    account = _Account(desk)
    return {"sign-in": account.sign_in, "sign-out": account.sign_out, "refresh": account.refresh}


class _Account:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._store = desk.store
        self._controller = desk.controller

    def sign_in(self, options: argparse.Namespace, tell: Tell) -> None:
        self._controller.sign_in()
        if options.wait:
            self._desk.wait(self._signed_in, tell, seconds=None)
        else:
            tell(self._signed_in(True) or Said(Exit.UNCONFIRMED, tr("Waiting for the browser…")))

    def sign_out(self, _options: argparse.Namespace, tell: Tell) -> None:
        self._controller.sign_out()
        tell(Said())

    def refresh(self, options: argparse.Namespace, tell: Tell) -> None:
        if self._store.account.phase is not AccountPhase.SIGNED_IN:
            tell(not_signed_in())
            return
        problem = self._store.refusal(Purpose.ASKED, Moment.now().wall)
        if problem and problem.kind in EXITS:
            tell(refused(problem))
            return
        self._controller.refresh()
        if not options.wait and self._reads():
            tell(Said(Exit.UNCONFIRMED, tr("Being read.")))
        else:
            self._desk.wait(self._refreshed, tell)

    def _signed_in(self, _last: bool) -> Said | None:
        account = self._store.account
        if account.phase is AccountPhase.SIGNING_IN:
            return None
        if account.phase is AccountPhase.SIGNED_IN:
            return Said(text=tr("Signed in as {name}.").format(name=account.name), data={"name": account.name})
        if account.problem is None:
            return not_signed_in()
        return failed(problem_words(account.problem, Moment.now().wall).line, str(account.problem.kind))

    def _refreshed(self, last: bool) -> Said | None:
        if not last and self._reads():
            return None
        problem = self._store.line.problem
        return Said() if problem is None else refused(problem)

    def _reads(self) -> bool:
        return any(self._controller.strips.busy(ref.socket) for ref in self._store.outlets())
