"""What the palette says of each meaning: what Enter will do, what is known, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .home.model import Guard, OutletRef, Place
from .home.phrase import Act, Meaning, Strip, Whole
from .home.scene import Scene
from .home.truth import Phase, Truth
from .home.undo import target
from .speech import tr
from .words import phase_line


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so at `now` (seconds since the epoch), as far as it decides what can be done.

    `several`: whether there is more than one plant, so that each is named. `undo`: something can be taken back.
    """

    truth: Callable[[OutletRef], Truth]
    now: float
    signed_in: bool = True
    undo: bool = False
    several: bool = False


def settled(meaning: Meaning, facts: Facts) -> Act | None:
    """What Enter comes to: to toggle is to turn on or off, or None where it is not known which."""
    if meaning.act is not Act.TOGGLE or not isinstance(meaning.target, Place):
        return meaning.act
    truth = facts.truth(meaning.target.ref)
    on = None if truth.phase is Phase.DISPUTED else target(truth)
    return None if on is None else Act.OFF if on else Act.ON


def promise(meaning: Meaning, facts: Facts) -> str:
    """What Enter will do."""
    act = settled(meaning, facts)
    match meaning.target:
        case Place(_, plant, socket, outlet):
            name = tr("{outlet}, {socket}").format(outlet=outlet.name, socket=socket.name)
            name = tr("{outlet} in {plant}").format(outlet=name, plant=plant.name) if facts.several else name
            sentence = _of_outlet(act).format(outlet=name, socket=socket.name)
        case Strip(_, _, socket):
            sentence = _of_many(act).format(what=socket.name)
        case Whole(plant, group):
            sentence = tr("{what}…").format(what=_of_many(act).format(what=group.name if group else plant.name))
        case Scene(_, title):
            sentence = (tr("Apply scene {scene}") if act is Act.ON else tr("Turn off scene {scene}")).format(
                scene=title
            )
        case _:
            return _of_program(meaning.act)
    return sentence


def _of_outlet(act: Act | None) -> str:
    match act:
        case Act.ON:
            return tr("Turn on {outlet}")
        case Act.OFF:
            return tr("Turn off {outlet}")
        case Act.LOCK:
            return tr("Lock {outlet}")
        case Act.UNLOCK:
            return tr("Unlock {outlet}")
    return tr("Read {outlet} again")


def _of_many(act: Act | None) -> str:
    return tr("Turn on all of {what}") if act is Act.ON else tr("Turn off all of {what}")


def _of_program(act: Act) -> str:
    return {
        Act.UNDO: tr("Undo the last switching"),
        Act.REFRESH: tr("Read every socket again"),
        Act.SHOW: tr("Show the window"),
        Act.SETTINGS: tr("Open the settings"),
        Act.HISTORY: tr("Open the history"),
        Act.TIMERS: tr("Open the timers"),
        Act.HELP: tr("Show the keys and what the marks mean"),
        Act.SIGN_IN: tr("Sign in with the browser"),
        Act.SIGN_OUT: tr("Sign out"),
        Act.QUIT: tr("Quit Multisocket GUI"),
    }[act]


def hindrance(meaning: Meaning, facts: Facts) -> str:
    """Why Enter cannot do that now; nothing where it can."""
    act, outlet = meaning.act, meaning.target.outlet if isinstance(meaning.target, Place) else None
    if act in (Act.LOCK, Act.UNLOCK) and outlet:
        locked = outlet.guard is Guard.LOCKED
        return ("" if locked else tr("Not locked")) if act is Act.UNLOCK else tr("Locked already") if locked else ""
    if outlet and outlet.guard is Guard.LOCKED:
        return tr("Locked: {words}").format(words=outlet.guard_words) if outlet.guard_words else tr("Locked")
    if act is Act.UNDO and not facts.undo:
        return tr("Nothing to undo")
    if act is Act.SIGN_IN:
        return tr("Signed in already") if facts.signed_in else ""
    needs_account = (meaning.target is not None and meaning.when is None) or act in (Act.REFRESH, Act.SIGN_OUT)
    return tr("Not signed in") if needs_account and not facts.signed_in else ""


def remark(meaning: Meaning, facts: Facts) -> str:
    """What else there is to know before Enter: why not, that a question comes first, how the outlet stands."""
    why_not = hindrance(meaning, facts)
    if why_not:
        return why_not
    match meaning.target:
        case Place(ref, _, _, outlet):
            state = phase_line(facts.truth(ref), facts.now)
            if settled(meaning, facts) is Act.OFF and outlet.guard is Guard.ASK:
                asks = tr("Asks first: {words}").format(words=outlet.guard_words) if outlet.guard_words else ""
                return f"{state} · {asks or tr('Asks first')}"
            return state
        case Whole():
            return tr("Shows first what would change")
    return ""
