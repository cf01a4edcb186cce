"""What the panel of a group action says, and what it offers to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, SocketRef
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import problem_words, tr, trn, within

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


def said(action: GroupAction, store: Store, now: float) -> Said:
    """What to say of the action at `now` (seconds since the epoch)."""
    if action.preview:
        return _previewed(action.preview, store)
    if action.stage is Stage.RUNNING:
        step = (Step.STOP, tr("Stop")) if action.waiting else (Step.CLOSE, tr("Close"))
        return Said(_progress(action, store), _left_over(action, store, now), (step,))
    close = (Step.CLOSE, tr("Close"))
    steps = ((Step.RETRY, tr("Retry these")), close) if action.outcome.missed else (close,)
    return Said(_result(action, store), _left_over(action, store, now), steps)


def scope_name(scope: Scope, store: Store) -> str:
    """How people call the scope: the plant, or the group and the plant."""
    plant = next((plant for plant in store.plants if plant.id == scope.plant), None)
    group = next((group.name for group in plant.groups if group.selector == scope.group), "") if plant else ""
    name = plant.name if plant else ""
    return tr("{group} ({plant})").format(group=group, plant=name) if group else name


# Before


def _previewed(shown: Preview, store: Store) -> Said:
    where = scope_name(shown.scope, store)
    close = ((Step.CLOSE, tr("Close")),)
    if not shown.known:
        words = tr("Which sockets belong to {place} is not known before they were read together. Refresh reads them.")
        return Said(words.format(place=where), steps=close)
    if not shown.outlets:
        return Said(tr("No outlet is set up in {place}.").format(place=where), steps=close)
    if not shown.wishes:
        words = tr("Everything in {place} is on already.") if shown.on else tr("Everything in {place} is off already.")
        return Said(words.format(place=where), steps=close)
    steps = ((Step.GO, _go(shown)), (Step.CANCEL, tr("Cancel")))
    return Said(_question(shown, where), tuple(_details(shown, store)), steps)


def _question(shown: Preview, where: str) -> str:
    if not shown.changing:
        nothing = (
            tr("Nothing in {place} is known to be off.") if shown.on else tr("Nothing in {place} is known to be on.")
        )
        ask = tr("Send “on” to {outlets} to be sure?") if shown.on else tr("Send “off” to {outlets} to be sure?")
        return f"{nothing} {ask}".format(place=where, outlets=_outlets(len(shown.unsure)))
    ask = (
        tr("Turn on {outlets} of {sockets} in {place}?")
        if shown.on
        else tr("Turn off {outlets} of {sockets} in {place}?")
    )
    sockets = len({ref.socket for ref in shown.changing})
    count = trn("{count} socket", "{count} sockets", sockets)
    return ask.format(outlets=_outlets(len(shown.changing)), sockets=count, place=where)


def _go(shown: Preview) -> str:
    if not shown.changing:
        return tr("Send “on”") if shown.on else tr("Send “off”")
    count = len(shown.changing)
    return (
        trn("Turn {count} on", "Turn {count} on", count)
        if shown.on
        else trn("Turn {count} off", "Turn {count} off", count)
    )


def _details(shown: Preview, store: Store) -> Iterable[Line]:
    for line in _by_socket(shown.changing, store):
        yield Line(line)
    if shown.unsure and shown.changing:
        words = tr("Not known for sure, sent too: {outlets}")
        yield Line(words.format(outlets="; ".join(_by_socket(shown.unsure, store))))
    elif shown.unsure:
        yield Line("; ".join(_by_socket(shown.unsure, store)))
    if shown.already:
        words = tr("Already on: {outlets}") if shown.on else tr("Already off: {outlets}")
        yield Line(words.format(outlets="; ".join(_by_socket(shown.already, store))), Voice.QUIET)


# While it runs, and after


def _progress(action: GroupAction, store: Store) -> str:
    count = {"done": action.done, "sockets": trn("{count} socket", "{count} sockets", action.sockets)}
    if action.scope is None:
        return tr("Taking it back: {done} of {sockets} done.").format(**count)
    words = (
        tr("Turning on in {place}: {done} of {sockets} done.")
        if action.on
        else tr("Turning off in {place}: {done} of {sockets} done.")
    )
    return words.format(place=scope_name(action.scope, store), **count)


def _result(action: GroupAction, store: Store) -> str:
    """What is known of what was asked, where anything was switched at all."""
    confirmed, sent = len(action.outcome.confirmed), len(action.outcome.sent)
    if action.scope is None:
        if sent:
            return trn("Taking back was sent to {count} outlet.", "Taking back was sent to {count} outlets.", sent)
        words = trn("{count} outlet is as it was before.", "{count} outlets are as they were before.", confirmed)
        return words if confirmed else tr("Nothing was taken back.")
    place = scope_name(action.scope, store)
    if not confirmed + sent:
        return tr("{place}: nothing was switched.").format(place=place)
    counts = ", ".join(_counted(confirmed, sent, on=bool(action.on)))
    return tr("{place}: {counts}.").format(place=place, counts=counts)


def _counted(confirmed: int, sent: int, *, on: bool) -> Iterable[str]:
    if confirmed and on:
        yield trn("{count} outlet is on", "{count} outlets are on", confirmed)
    elif confirmed:
        yield trn("{count} outlet is off", "{count} outlets are off", confirmed)
    if sent and on:
        yield trn("“on” was sent to {count} outlet", "“on” was sent to {count} outlets", sent)
    elif sent:
        yield trn("“off” was sent to {count} outlet", "“off” was sent to {count} outlets", sent)


def _left_over(action: GroupAction, store: Store, now: float) -> tuple[Line, ...]:
    lines = []
    if action.outcome.missed:
        names = ", ".join(_missed(ref, store, now) for ref in action.outcome.missed)
        lines.append(Line(tr("Not switched: {outlets}").format(outlets=names), Voice.ALARM))
    if action.unsent:
        words = tr("Too late to send to {sockets}.") if action.late else tr("Stopped: nothing was sent to {sockets}.")
        lines.append(Line(words.format(sockets=", ".join(_socket_name(ref, store) for ref in action.unsent))))
    return tuple(lines)


def _missed(ref: OutletRef, store: Store, now: float) -> str:
    place, truth = store.place(ref), store.truth(ref)
    if truth.problem:
        why = within(problem_words(truth.problem, now).title)
    elif truth.phase in (Phase.DISPUTED, Phase.CONFIRMED) and truth.on is not None:
        why = tr("the cloud says: on") if truth.on else tr("the cloud says: off")
    else:
        why = tr("not known")
    return tr("{outlet} ({why})").format(outlet=place.outlet.name if place else "", why=why)


# Names


def _outlets(count: int) -> str:
    return trn("{count} outlet", "{count} outlets", count)


def _by_socket(outlets: Iterable[OutletRef], store: Store) -> list[str]:
    """A piece a socket: its name and those of its outlets, or one name where both are the same."""
    names: dict[SocketRef, list[str]] = {}
    for ref in outlets:
        if place := store.place(ref):
            names.setdefault(ref.socket, []).append(place.outlet.name)
    return [_piece(_socket_name(ref, store), each) for ref, each in names.items()]


def _piece(socket: str, outlets: list[str]) -> str:
    if outlets == [socket]:
        return socket
    return tr("{socket}: {outlets}").format(socket=socket, outlets=", ".join(outlets))


def _socket_name(ref: SocketRef, store: Store) -> str:
    socket = store.socket(ref)
    return socket.name if socket else ref.selector.value
