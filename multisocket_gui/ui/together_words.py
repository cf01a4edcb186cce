"""What the panel of a group action says, and what it offers to do."""

from __future__ import annotations

from collections.abc import Iterable

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.together import GroupAction, Preview, Scope, Stage
from multisocket_gui.home.truth import Phase
from multisocket_gui.words import problem_words, tr, trn, within

from .scene_words import scene_previewed, scene_progress
from .text_line import Voice
from .together_parts import Line, Said, Step, by_socket, left_alone, outlets_words, socket_name


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
    """How people call the scope: the plant, the group and the plant, or the scene."""
    if scope.scene:
        scene = next((scene.name for scene in store.settings.scenes if scene.id == scope.scene), "")
        return tr("“{scene}”").format(scene=scene)
    plant = next((plant for plant in store.plants if plant.id == scope.plant), None)
    group = next((group.name for group in plant.groups if group.selector == scope.group), "") if plant else ""
    name = plant.name if plant else ""
    return tr("{group} ({plant})").format(group=group, plant=name) if group else name


# Before


def _previewed(shown: Preview, store: Store) -> Said:
    where = scope_name(shown.scope, store)
    close = ((Step.CLOSE, tr("Close")),)
    if shown.scope.scene:
        return scene_previewed(shown, where, store)
    if not shown.known:
        words = tr("Which sockets belong to {place} is not known before they were read together. Refresh reads them.")
        return Said(words.format(place=where), steps=close)
    if not shown.outlets:
        return Said(tr("No outlet is set up in {place}.").format(place=where), steps=close)
    if not shown.wishes:
        return Said(_nothing_to_do(shown).format(place=where), tuple(left_alone((), shown.left_out, store)), close)
    steps = ((Step.GO, _go(shown)), (Step.CANCEL, tr("Cancel")))
    return Said(_question(shown, where), tuple(_details(shown, store)), steps)


def _nothing_to_do(shown: Preview) -> str:
    if shown.left_out:
        return (
            tr("Everything in {place} that may be switched is on already.")
            if shown.on
            else tr("Everything in {place} that may be switched is off already.")
        )
    return tr("Everything in {place} is on already.") if shown.on else tr("Everything in {place} is off already.")


def _question(shown: Preview, where: str) -> str:
    if not shown.changing:
        nothing = (
            tr("Nothing in {place} is known to be off.") if shown.on else tr("Nothing in {place} is known to be on.")
        )
        ask = tr("Send “on” to {outlets} to be sure?") if shown.on else tr("Send “off” to {outlets} to be sure?")
        return f"{nothing} {ask}".format(place=where, outlets=outlets_words(len(shown.unsure)))
    ask = (
        tr("Turn on {outlets} of {sockets} in {place}?")
        if shown.on
        else tr("Turn off {outlets} of {sockets} in {place}?")
    )
    sockets = len({ref.socket for ref in shown.changing})
    count = trn("{count} socket", "{count} sockets", sockets)
    return ask.format(outlets=outlets_words(len(shown.changing)), sockets=count, place=where)


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
    for line in by_socket(shown.changing, store):
        yield Line(line)
    if shown.unsure and shown.changing:
        words = tr("Not known for sure, sent too: {outlets}")
        yield Line(words.format(outlets="; ".join(by_socket(shown.unsure, store))))
    elif shown.unsure:
        yield Line("; ".join(by_socket(shown.unsure, store)))
    if shown.already:
        words = tr("Already on: {outlets}") if shown.on else tr("Already off: {outlets}")
        yield Line(words.format(outlets="; ".join(by_socket(shown.already, store))), Voice.QUIET)
    yield from left_alone((), shown.left_out, store)


# While it runs, and after


def _progress(action: GroupAction, store: Store) -> str:
    count = {"done": action.done, "sockets": trn("{count} socket", "{count} sockets", action.sockets)}
    if action.scope is None:
        return tr("Taking it back: {done} of {sockets} done.").format(**count)
    if action.scope.scene:
        words = scene_progress(action.on)
    else:
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
        none_needed = action.scope.scene and not action.outcome.missed and not action.unsent and not action.refused
        words = tr("{place}: nothing had to be switched.") if none_needed else tr("{place}: nothing was switched.")
        return words.format(place=place)
    counts = [words for on in (True, False) for words in _counts(action, on)]
    return tr("{place}: {counts}.").format(place=place, counts=", ".join(counts))


def _counts(action: GroupAction, on: bool) -> Iterable[str]:
    """Of the outlets that were asked for `on`."""
    confirmed, sent = (
        sum(action.wants.get(ref, action.on) is on for ref in refs)
        for refs in (action.outcome.confirmed, action.outcome.sent)
    )
    return _counted(confirmed, sent, on=on)


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
        lines.append(Line(words.format(sockets=", ".join(socket_name(ref, store) for ref in action.unsent))))
    return (*lines, *left_alone(action.since, action.refused, store))


def _missed(ref: OutletRef, store: Store, now: float) -> str:
    place, truth = store.place(ref), store.truth(ref)
    if truth.problem:
        why = within(problem_words(truth.problem, now).title)
    elif truth.phase in (Phase.DISPUTED, Phase.CONFIRMED) and truth.on is not None:
        why = tr("the cloud says: on") if truth.on else tr("the cloud says: off")
    else:
        why = tr("not known")
    return tr("{outlet} ({why})").format(outlet=place.outlet.name if place else "", why=why)
