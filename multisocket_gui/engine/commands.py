"""The command line's verbs, carried out by the running instance. Commands wait for the outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, QTimer, Signal

from multisocket_gui.home.model import Place
from multisocket_gui.home.names import find, full_name
from multisocket_gui.home.problem import SIGN_IN_OVER, Kind, Problem
from multisocket_gui.home.quota import Purpose
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import phase_line, problem_words, tr

from .clock import Moment
from .controller import Controller
from .instance import Answer, Reply
from .status import as_json, as_text
from .store import AccountPhase, Store

_NEED_THE_ACCOUNT = ("on", "off", "toggle", "refresh", "sign-in")
"""What is asked while the keyring is opened waits for it; who is signed in by then decides what is answered."""
LONGEST_WAIT = 60.0
"""Seconds after which a command says that nothing is confirmed; every job ends long before."""


class Exit(IntEnum):
    """The exit codes that scripts rely on."""

    CONFIRMED = 0
    FAILED = 1
    USAGE = 2
    UNCONFIRMED = 3
    QUOTA_USED_UP = 4
    LOCKED = 5
    NOT_SIGNED_IN = 6
    NO_INSTANCE = 7


@dataclass(eq=False, slots=True)
class _Wait:
    """A command that waits: `verdict` answers None as long as nothing is decided."""

    verdict: Callable[[bool], Reply | None]
    answer: Answer


class Commands(QObject):
    """Parses nothing but the verb's own words; `cli` did the options."""

    show_asked = Signal()
    connect_asked = Signal()
    quit_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._waits: list[_Wait] = []
        self._early: list[tuple[list[str], Answer]] = []
        self._verbs: dict[str, Callable[[list[str], Answer], None]] = {
            "status": self._status,
            "on": lambda args, answer: self._switch(args, answer, lambda _: True),
            "off": lambda args, answer: self._switch(args, answer, lambda _: False),
            "toggle": lambda args, answer: self._switch(args, answer, self._opposite),
            "sign-in": self._sign_in,
            "sign-out": self._sign_out,
            "refresh": self._refresh,
            "show": self._show,
            "quit": self._quit,
        }
        store.changed.connect(self._check)
        controller.strips.progressed.connect(self._check)

    def handle(self, args: list[str], answer: Answer) -> None:
        """Carry out `args` (the verb and its words) and answer once."""
        verb = self._verbs.get(args[0])
        if verb is None:
            answer(_usage(tr("There is no command “{verb}”.").format(verb=args[0])))
        elif args[0] in _NEED_THE_ACCOUNT and self._store.account.phase is AccountPhase.RESTORING:
            self._early.append((args, answer))
        else:
            verb(args[1:], answer)

    def _handle_early(self) -> None:
        """What was asked before the kept sign-in was found, or was not."""
        early, self._early = self._early, []
        for args, answer in early:
            self.handle(args, answer)

    def close(self) -> None:
        """Quitting: whoever still waits hears that nothing is confirmed."""
        waits, self._waits = self._waits, []
        for wait in waits:
            wait.answer(wait.verdict(True) or _UNCONFIRMED)
        early, self._early = self._early, []
        for _, answer in early:
            answer(_not_signed_in())

    # The verbs

    def _status(self, args: list[str], answer: Answer) -> None:
        now = Moment.now().wall
        answer(Reply(Exit.CONFIRMED, as_json(self._store, now) if "--json" in args else as_text(self._store, now)))

    def _switch(self, args: list[str], answer: Answer, wanted: Callable[[Place], bool | None]) -> None:
        place = self._one_place(" ".join(args), answer)
        if place is None:
            return
        on = wanted(place)
        if on is None:
            text = tr("{outlet}: not known whether it is on, so there is no opposite. Say “on” or “off”.")
            answer(Reply(Exit.FAILED, err=text.format(outlet=full_name(place)) + "\n"))
            return
        self._controller.switch(place.ref, on)
        self._wait(lambda last: self._switched(place, on, last), answer)

    def _sign_in(self, _args: list[str], answer: Answer) -> None:
        self._controller.sign_in()
        self._wait(self._signed_in, answer, seconds=None)

    def _sign_out(self, _args: list[str], answer: Answer) -> None:
        self._controller.sign_out()
        answer(Reply(Exit.CONFIRMED))

    def _refresh(self, _args: list[str], answer: Answer) -> None:
        if self._store.account.phase is not AccountPhase.SIGNED_IN:
            answer(_not_signed_in())
            return
        problem = self._store.refusal(Purpose.ASKED, Moment.now().wall)
        if problem and problem.kind in _REFUSALS:
            answer(_refused(problem))
            return
        self._controller.refresh()
        self._wait(self._refreshed, answer)

    def _show(self, args: list[str], answer: Answer) -> None:
        asked = self.connect_asked if "--connect" in args else self.show_asked
        asked.emit()
        answer(Reply(Exit.CONFIRMED))

    def _quit(self, _args: list[str], answer: Answer) -> None:
        answer(Reply(Exit.CONFIRMED))
        self.quit_asked.emit()

    # Names

    def _one_place(self, name: str, answer: Answer) -> Place | None:
        found = find(self._store.plants, name)
        if len(found) == 1:
            return found[0]
        if found:
            answer(_usage(tr("“{name}” names several outlets:").format(name=name), map(full_name, found)))
            return None
        everything = map(full_name, (p for ref in self._store.outlets() if (p := self._store.place(ref))))
        answer(_usage(tr("No outlet is named “{name}”. There are:").format(name=name), everything))
        return None

    def _opposite(self, place: Place) -> bool | None:
        truth = self._store.truth(place.ref)
        known = truth.asked if truth.phase is Phase.SENDING else truth.on
        return None if known is None else not known

    # Waiting for facts

    def _wait(
        self, verdict: Callable[[bool], Reply | None], answer: Answer, seconds: float | None = LONGEST_WAIT
    ) -> None:
        wait = _Wait(verdict, answer)
        self._waits.append(wait)
        if seconds is not None:
            QTimer.singleShot(int(seconds * 1000), self, lambda: self._end(wait, verdict(True) or _UNCONFIRMED))
        self._check()

    def _check(self, _change: object = None) -> None:
        if self._early and self._store.account.phase is not AccountPhase.RESTORING:
            self._handle_early()
        for wait in list(self._waits):
            reply = wait.verdict(False)
            if reply is not None:
                self._end(wait, reply)

    def _end(self, wait: _Wait, reply: Reply) -> None:
        if wait in self._waits:
            self._waits.remove(wait)
            wait.answer(reply)

    def _switched(self, place: Place, on: bool, last: bool) -> Reply | None:
        truth = self._store.truth(place.ref)
        line = f"{full_name(place)}: {phase_line(truth, Moment.now().wall)}\n"
        if truth.phase is Phase.CONFIRMED and truth.on is on:
            return Reply(Exit.CONFIRMED, line)
        if truth.phase is Phase.FAILED and truth.problem:
            why = problem_words(truth.problem, Moment.now().wall).line
            return Reply(_REFUSALS.get(truth.problem.kind, Exit.FAILED), err=f"{line}{why}\n")
        if truth.phase is Phase.DISPUTED:
            return Reply(Exit.UNCONFIRMED, err=line)
        settled = truth.phase is not Phase.SENDING and not self._controller.strips.busy(place.ref.socket)
        if last or settled:
            code = Exit.FAILED if truth.phase is Phase.CONFIRMED else Exit.UNCONFIRMED
            return Reply(code, err=line)
        return None

    def _signed_in(self, _last: bool) -> Reply | None:
        account = self._store.account
        if account.phase is AccountPhase.SIGNING_IN:
            return None
        if account.phase is AccountPhase.SIGNED_IN:
            return Reply(Exit.CONFIRMED, tr("Signed in as {name}.").format(name=account.name) + "\n")
        return (
            _not_signed_in()
            if account.problem is None
            else Reply(Exit.FAILED, err=problem_words(account.problem, Moment.now().wall).line + "\n")
        )

    def _refreshed(self, last: bool) -> Reply | None:
        if not last and any(self._controller.strips.busy(ref.socket) for ref in self._store.outlets()):
            return None
        problem = self._store.line.problem
        return Reply(Exit.CONFIRMED) if problem is None else _refused(problem)


_REFUSALS = {
    Kind.QUOTA_USED_UP: Exit.QUOTA_USED_UP,
    Kind.SAVED: Exit.QUOTA_USED_UP,
    **dict.fromkeys(SIGN_IN_OVER, Exit.NOT_SIGNED_IN),
}
_UNCONFIRMED = Reply(Exit.UNCONFIRMED)


def _refused(problem: Problem) -> Reply:
    words = problem_words(problem, Moment.now().wall)
    return Reply(_REFUSALS.get(problem.kind, Exit.FAILED), err=words.line + "\n")


def _not_signed_in() -> Reply:
    return Reply(Exit.NOT_SIGNED_IN, err=tr("Not signed in.") + "\n")


def _usage(sentence: str, candidates: Iterable[str] = ()) -> Reply:
    return Reply(Exit.USAGE, err="\n".join([sentence, *(f"  {name}" for name in candidates)]) + "\n")
