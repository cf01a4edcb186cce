"""What came of what was asked in the palette, as the store tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Outlet, OutletRef, Place, SocketRef
from multisocket_gui.home.phrase import Act, Meaning, Strip
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Timer
from multisocket_gui.home.together import Stage
from multisocket_gui.home.truth import Phase
from multisocket_gui.palette_words import outlet_name
from multisocket_gui.timer_words import needs_computer, rule_line
from multisocket_gui.words import phase_line, tr

from .together_words import said

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_OVER = (Phase.CONFIRMED, Phase.DISPUTED, Phase.FAILED, Phase.SENT)


@dataclass(frozen=True, slots=True)
class Told:
    """What to say, and whether nothing more is to be waited for."""

    words: str
    over: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one meaning; `act` is what it came to when Enter was pressed, `timer` what was set for later."""

    meaning: Meaning
    act: Act | None
    timer: Timer | None = None

    def question(self, store: Store) -> str:
        """The outlet's own question, while it waits for an answer."""
        target, asked = self.meaning.target, store.question
        if asked is None or not isinstance(target, Place) or asked.outlet != target.ref:
            return ""
        question = tr("Turn off {outlet}?").format(outlet=outlet_name(target))
        return f"{asked.words} {question}" if asked.words else question

    def told(self, store: Store, controller: Controller, now: float) -> Told | None:
        """What is known of it at `now` (seconds since the epoch); None where there is nothing to tell."""
        target = self.meaning.target
        match target:
            case Place(_, _, _, Outlet(name)) | Scene(_, name) if self.timer:
                return Told(f"{name}: {rule_line(self.timer, now)}. {needs_computer()}", over=True)
            case Place(ref) if self.act in (Act.LOCK, Act.UNLOCK):
                text = tr("{outlet} is locked.") if self.act is Act.LOCK else tr("{outlet} is no longer locked.")
                return Told(text.format(outlet=target.outlet.name), over=True)
            case Place(ref):
                truth = store.truth(ref)
                busy = controller.strips.busy(ref.socket)
                line = f"{target.outlet.name}: {phase_line(truth, now)}"
                return Told(line, over=truth.phase in _OVER and not busy)
            case Strip(ref, _, socket):
                return Told(f"{socket.name}: {_of_strip(store, ref, now)}", over=not controller.strips.busy(ref))
            case Scene() if store.together:
                action = store.together
                return Told(said(action, store, now).title, over=action.stage is Stage.ENDED)
        return None


def _of_strip(store: Store, ref: SocketRef, now: float) -> str:
    """What is known of all its outlets: said once where it is the same."""
    lines: dict[str, list[OutletRef]] = {}
    for outlet, truth in store.truths_of(ref).items():
        lines.setdefault(phase_line(truth, now), []).append(outlet)
    if len(lines) == 1:
        return next(iter(lines))
    return ", ".join(f"{_names(store, outlets)}: {line}" for line, outlets in lines.items())


def _names(store: Store, outlets: list[OutletRef]) -> str:
    return ", ".join(place.outlet.name for ref in outlets if (place := store.place(ref)))
