"""What the palette says of each meaning: what Enter will do, what is known, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from .home.model import Guard, OutletRef, Place
from .home.occurrence import UnknownZone, once_at
from .home.phrase import Act, After, At, Meaning, Strip, Whole
from .home.scene import Scene
from .home.truth import Phase, Truth
from .home.undo import target
from .speech import tr
from .timer_words import at_line, days_line, needs_computer
from .words import phase_line


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so at `now` (seconds since the epoch), as far as it decides what can be done.

    `several`: whether there is more than one plant, so that each is named. `undo`: something can be taken back.
    `zone` is this computer's time zone (IANA name).
    """

    truth: Callable[[OutletRef], Truth]
    now: float
    signed_in: bool = True
    undo: bool = False
    several: bool = False
    zone: str = "UTC"


def settled(meaning: Meaning, facts: Facts) -> Act | None:
    """What Enter comes to: to toggle is to turn on or off, or None where it is not known which."""
    if meaning.act is not Act.TOGGLE or not isinstance(meaning.target, Place):
        return meaning.act
    truth = facts.truth(meaning.target.ref)
    on = None if truth.phase is Phase.DISPUTED else target(truth)
    return None if on is None else Act.OFF if on else Act.ON


def promise(meaning: Meaning, facts: Facts) -> str:
    """What Enter will do, and when."""
    what = _at_once(meaning, facts)
    match meaning.when:
        case After(seconds):
            return at_line(what, facts.now + seconds, facts.now)
        case At(wall, None):
            return at_line(what, _next(wall, facts), facts.now)
        case At(wall, days) if days:
            clock, when = wall.strftime("%H:%M"), days_line(days)
            return tr("{what} at {time}, {days}").format(what=what, time=clock, days=when)
    return what


def _next(wall: time, facts: Facts) -> float:
    """When the clocks here show `wall` next, as the timer will have it."""
    try:
        return once_at(wall, facts.zone, facts.now).at.timestamp()
    except UnknownZone:
        return once_at(wall, "UTC", facts.now).at.timestamp()


def _at_once(meaning: Meaning, facts: Facts) -> str:
    act = settled(meaning, facts)
    match meaning.target:
        case Place(_, plant):
            name = outlet_name(meaning.target)
            name = tr("{outlet} in {plant}").format(outlet=name, plant=plant.name) if facts.several else name
            sentence = _of_outlet(act).format(outlet=name)
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


def outlet_name(place: Place) -> str:
    """The outlet with its socket, once where both have the same name."""
    if place.outlet.name == place.socket.name:
        return place.outlet.name
    return tr("{outlet}, {socket}").format(outlet=place.outlet.name, socket=place.socket.name)


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


def question(meaning: Meaning, facts: Facts) -> str:
    """What a person is asked before a timer is set that switches off an outlet which asks first; nothing for others."""
    if meaning.when is None or meaning.act is not Act.OFF or not isinstance(meaning.target, Place):
        return ""
    outlet = meaning.target.outlet
    if outlet.guard is not Guard.ASK:
        return ""
    return " ".join(
        filter(None, (outlet.guard_words, tr("{what}, without asking then?").format(what=promise(meaning, facts))))
    )


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
    if meaning.when:
        return needs_computer()
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
