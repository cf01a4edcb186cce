"""What a command says, and how that is printed: for people, or for programs as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from multisocket_gui.engine.clock import Moment
from multisocket_gui.engine.instance import Reply
from multisocket_gui.home.problem import SIGN_IN_OVER, Kind, Problem
from multisocket_gui.words import problem_words, tr


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


@dataclass(frozen=True, slots=True)
class Said:
    """How it went, in words and as data.

    `data` is the verb's own document, whatever the exit code; `kind` names what went wrong (of a code other than 0),
    `candidates` are names that would have been understood. `note` is worth saying beside a good outcome.
    """

    exit: Exit = Exit.CONFIRMED
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    kind: str = ""
    candidates: tuple[str, ...] = ()
    note: str = ""


EXITS = {
    Kind.QUOTA_USED_UP: Exit.QUOTA_USED_UP,
    Kind.SAVED: Exit.QUOTA_USED_UP,
    Kind.LOCKED: Exit.LOCKED,
    Kind.ASK_FIRST: Exit.LOCKED,
    **dict.fromkeys(SIGN_IN_OVER, Exit.NOT_SIGNED_IN),
}
"""Refusals that have an exit code of their own."""
_KINDS = {
    Exit.FAILED: "failed",
    Exit.USAGE: "usage",
    Exit.UNCONFIRMED: "not_confirmed",
    Exit.QUOTA_USED_UP: str(Kind.QUOTA_USED_UP),
    Exit.LOCKED: str(Kind.LOCKED),
    Exit.NOT_SIGNED_IN: str(Kind.SIGNED_OUT),
}


def printed(said: Said, *, as_json: bool) -> Reply:
    """What the command line prints of it."""
    if as_json:
        document = dict(said.data) | ({"error": _error(said)} if said.exit else {})
        return Reply(said.exit, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    lines = _lines([said.text, *(f"  {name}" for name in said.candidates)])
    note = _lines([said.note])
    return Reply(said.exit, err=lines + note) if said.exit else Reply(said.exit, lines, note)


def _error(said: Said) -> dict[str, Any]:
    error: dict[str, Any] = {
        "exit": int(said.exit),
        "kind": said.kind or _KINDS[said.exit],
        "text": said.text.rstrip("\n"),
    }
    return error | ({"candidates": list(said.candidates)} if said.candidates else {})


def _lines(parts: Iterable[str]) -> str:
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts if part)


def refused(problem: Problem) -> Said:
    """Nothing was sent, or it was refused for certain."""
    words = problem_words(problem, Moment.now().wall)
    return Said(EXITS.get(problem.kind, Exit.FAILED), words.line, kind=str(problem.kind))


def failed(text: str, kind: str = "") -> Said:
    return Said(Exit.FAILED, text, kind=kind)


def usage(text: str, candidates: Iterable[str] = (), kind: str = "") -> Said:
    return Said(Exit.USAGE, text, kind=kind, candidates=tuple(candidates))


def not_signed_in() -> Said:
    return Said(Exit.NOT_SIGNED_IN, tr("Not signed in."))


UNCONFIRMED = Said(Exit.UNCONFIRMED)
"""More is not known."""
