"""What the store holds and tells beside the outlets' truths: values that never change, of which new ones are put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum, auto

from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.problem import Problem
from multisocket_gui.home.truth import Event, Truth
from multisocket_gui.home.undo import Action

from .clock import Moment


class AccountPhase(StrEnum):
    """Where the person stands with the sign-in."""

    SIGNED_OUT = auto()
    RESTORING = auto()
    SIGNING_IN = auto()
    SIGNED_IN = auto()


@dataclass(frozen=True, slots=True)
class Account:
    """`link` is the sign-in page's address while SIGNING_IN; `problem` why the last try ended, or the kept sign-in
    could not be used (RESTORING: it is being looked for). `not_kept` is why a sign-in ends with this session.
    """

    phase: AccountPhase = AccountPhase.SIGNED_OUT
    name: str = ""
    link: str = field(default="", repr=False)
    browser_opened: bool = True
    problem: Problem | None = None
    not_kept: Problem | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """How the service answered last: `heard` is the time (seconds since the epoch) of its last good answer."""

    heard: float | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Array:
    """A strip's whole array as a read that began `at` showed it, for the next write to be built from."""

    status: tuple[bool, ...]
    at: Moment


@dataclass(frozen=True, slots=True)
class SocketState:
    """What is known of one socket as a whole.

    `id` is what its reads resolved it to; `problem` its last trouble; `sent` what was accepted and when (seconds
    since the epoch), until a read shows it, whatever is asked of those outlets meanwhile; `expected` what our last
    write left the outlets at that it did not name, until a read is held against it (index -> on); `elsewhere` the
    outlets that such a read showed otherwise, until the next write: somebody else switched them at the same moment.
    """

    id: str | None = None
    array: Array | None = None
    problem: Problem | None = None
    sent: Mapping[int, tuple[bool, float]] = field(default_factory=dict)
    expected: Mapping[int, bool] = field(default_factory=dict)
    elsewhere: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """One step of one outlet through the transition table, for whoever keeps a record of it."""

    outlet: OutletRef
    event: Event
    before: Truth
    after: Truth


@dataclass(frozen=True, slots=True)
class Happening:
    """The last thing that happened to one outlet, for the foot of the window.

    `problem`: it was not even asked for, since the outlet's guard stood in the way (LOCKED).
    """

    outlet: OutletRef
    truth: Truth
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An outlet's own question, which waits for a person: shall it really be switched off? `words` are the user's."""

    outlet: OutletRef
    words: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """The action that can be taken back; `refused` are the outlets because of which it was not."""

    action: Action
    refused: tuple[OutletRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a view may have to repaint."""

    outlets: frozenset[OutletRef] = field(default_factory=frozenset)
    sockets: frozenset[SocketRef] = field(default_factory=frozenset)
    home: bool = False
    shape: bool = False
    """With `home`: other sockets or groups, other counts of outlets, or another account's home."""
    favourites: bool = False
    scenes: bool = False
    timers: bool = False
    missed: bool = False
    """Timers' runs that were missed, or failed."""
    desktop: bool = False
    question: bool = False
    owners: bool = False
    account: bool = False
    line: bool = False
    offline: bool = False
    quota: bool = False
    lag: bool = False
    undo: bool = False
    together: bool = False
    key: bool = False
    clock: bool = False

    def __or__(self, other: Change) -> Change:
        """Both as one."""
        return Change(**{each.name: getattr(self, each.name) | getattr(other, each.name) for each in fields(self)})
