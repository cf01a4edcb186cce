"""Where commands arrive: they are read, handed to their family, and answered when the facts are there."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.instance import Answer
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.options import Misused, understood

from .said import UNCONFIRMED, Exit, Said, not_signed_in, printed, refused

if TYPE_CHECKING:
    from . import Commands

Tell = Callable[[Said], None]
Verdict = Callable[[bool], Said | None]
"""None as long as nothing is decided; with True it must decide by what is known now."""
Verb = Callable[[argparse.Namespace, Tell], None]
LONGEST_WAIT = 60.0
"""Seconds after which a command says that nothing is confirmed; every job ends long before."""
_NEED_NO_ACCOUNT = ("status", "list", "history", "lock", "ask", "unlock", "link", "export", "import", "show", "palette")
_NOR_THESE = ("sign-out", "panel", "quit")
"""What is asked while the keyring is opened waits for it; who is signed in by then decides what is answered."""


@dataclass(eq=False, slots=True)
class _Wait:
    """A command that waits."""

    verdict: Verdict
    tell: Tell


class Desk(QObject):
    """One for all commands; `commands` is whom they were sent to. GUI thread only."""

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        from .families import verbs_of

        self.commands = commands
        self.store = commands.store
        self.controller = commands.controller
        self._waits: list[_Wait] = []
        self._early: list[tuple[argparse.Namespace, Tell]] = []
        self._verbs = verbs_of(self)
        self.store.changed.connect(self.check)
        self.controller.strips.progressed.connect(self.check)

    def handle(self, words: list[str], answer: Answer, folder: str) -> None:
        """Read the words and carry them out; answers once."""
        try:
            options = understood(words)
        except Misused as misused:
            answer(printed(Said(Exit.USAGE, str(misused)), as_json="--json" in words))
            return
        options.folder = folder
        try:
            self.carry_out(options, lambda said: answer(printed(said, as_json=options.json)))
        except Exception:
            answer(printed(refused(Problem(Kind.INTERNAL)), as_json=options.json))  # nobody is left waiting
            raise

    def carry_out(self, options: argparse.Namespace, tell: Tell) -> None:
        """Do what was understood, now or as soon as it is known who is signed in."""
        needs_account = options.verb not in (*_NEED_NO_ACCOUNT, *_NOR_THESE)
        if needs_account and self.store.account.phase is AccountPhase.RESTORING:
            self._early.append((options, tell))
        else:
            self._verbs[options.verb](options, tell)

    def close(self) -> None:
        """Whoever still waits hears that nothing is confirmed."""
        waits, self._waits = self._waits, []
        for wait in waits:
            wait.tell(wait.verdict(True) or UNCONFIRMED)
        early, self._early = self._early, []
        for _, tell in early:
            tell(not_signed_in())

    # Waiting for facts

    def wait(self, verdict: Verdict, tell: Tell, seconds: float | None = LONGEST_WAIT) -> None:
        """Tell once the verdict is there, at the latest after so many seconds (None: however long it takes)."""
        wait = _Wait(verdict, tell)
        self._waits.append(wait)
        if seconds is not None:
            QTimer.singleShot(int(seconds * 1000), self, lambda: self._end(wait, verdict(True) or UNCONFIRMED))
        self.check()

    def answer(self, options: argparse.Namespace, verdict: Verdict, tell: Tell) -> None:
        """Tell what came of it: at once by what is known now (`--no-wait`), else when the facts are there."""
        if options.wait:
            self.wait(verdict, tell)
        else:
            tell(verdict(True) or UNCONFIRMED)

    def check(self, _change: object = None) -> None:
        """Something happened: who waited for that?"""
        if self._early and self.store.account.phase is not AccountPhase.RESTORING:
            early, self._early = self._early, []
            for options, tell in early:
                self.carry_out(options, tell)
        for wait in list(self._waits):
            said = wait.verdict(False)
            if said is not None:
                self._end(wait, said)

    def _end(self, wait: _Wait, said: Said) -> None:
        if wait in self._waits:
            self._waits.remove(wait)
            wait.tell(said)
