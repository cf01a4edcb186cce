"""What the panel of group actions is made of: steps, lines, and the names in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.words import tr, trn

from .text_line import Voice


class Step(Enum):
    """What the panel offers; its first step gets the keyboard."""

    GO = auto()
    STOP = auto()
    RETRY = auto()
    CANCEL = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words and how loud they are."""

    text: str
    voice: Voice = Voice.PLAIN


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, what belongs to it, and what may be done: each step with its name."""

    title: str
    lines: tuple[Line, ...] = ()
    steps: tuple[tuple[Step, str], ...] = ()


def left_alone(since: Iterable[OutletRef], refused: Mapping[OutletRef, Problem], store: Store) -> Iterable[Line]:
    """What is not switched though the action would: somebody changed it since, or its guard is in the way."""
    if names := by_socket(since, store):
        yield Line(tr("Changed since, left alone: {outlets}").format(outlets="; ".join(names)))
    if refused:
        names = [_guarded(ref, problem, store) for ref, problem in refused.items()]
        yield Line(tr("Left out: {outlets}").format(outlets=", ".join(names)))


def _guarded(ref: OutletRef, problem: Problem, store: Store) -> str:
    """The outlet with its guard and the user's own words."""
    place = store.place(ref)
    why = tr("locked") if problem.kind is Kind.LOCKED else tr("asks first")
    if problem.detail:
        why = tr("{guard}: “{words}”").format(guard=why, words=problem.detail)
    return tr("{outlet} ({why})").format(outlet=place.outlet.name if place else "", why=why)


def outlets_words(count: int) -> str:
    return trn("{count} outlet", "{count} outlets", count)


def by_socket(outlets: Iterable[OutletRef], store: Store) -> list[str]:
    """A piece a socket: its name and those of its outlets, or one name where both are the same.

    Where they are of several plants, the first socket of each is named with its own.
    """
    names: dict[SocketRef, list[str]] = {}
    for ref in outlets:
        if place := store.place(ref):
            names.setdefault(ref.socket, []).append(place.outlet.name)
    pieces = [_piece(socket_name(ref, store), each) for ref, each in names.items()]
    plants = [ref.plant for ref in names]
    if len(set(plants)) < 2:
        return pieces
    called = {plant.id: plant.name for plant in store.plants}
    words = tr("{plant} — {places}")
    return [
        piece if index and plants[index - 1] == plant else words.format(plant=called[plant], places=piece)
        for index, (plant, piece) in enumerate(zip(plants, pieces, strict=True))
    ]


def _piece(socket: str, outlets: list[str]) -> str:
    if outlets == [socket]:
        return socket
    return tr("{socket}: {outlets}").format(socket=socket, outlets=", ".join(outlets))


def socket_name(ref: SocketRef, store: Store) -> str:
    socket = store.socket(ref)
    return socket.name if socket else ref.selector.value
