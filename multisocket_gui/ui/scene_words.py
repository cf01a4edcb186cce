"""What the panel says of a scene that is to be applied or turned off."""

from __future__ import annotations

from collections.abc import Iterable

from multisocket_gui.engine.store import Store
from multisocket_gui.home.together import Preview
from multisocket_gui.words import tr, trn

from .text_line import Voice
from .together_parts import Line, Said, Step, by_socket, left_alone, outlets_words


def scene_previewed(shown: Preview, name: str, store: Store) -> Said:
    """What is said before a scene, of that name, is applied or turned off."""
    close = ((Step.CLOSE, tr("Close")),)
    go = (Step.GO, tr("Apply") if shown.on else tr("Turn the scene off"))
    steps = (go, (Step.CANCEL, tr("Cancel"))) if shown.wishes else close
    lines = _details(shown, store) if shown.wants else left_alone(shown.since, {}, store)
    return Said(_question(shown, name), tuple(lines), steps)


def scene_progress(on: bool | None) -> str:
    """How far it is, with `place`, `done` and `sockets` to be filled in."""
    words = tr("Applying {place}: {done} of {sockets} done.")
    return words if on else tr("Turning {place} off: {done} of {sockets} done.")


def _question(shown: Preview, name: str) -> str:
    """What is asked before a scene is applied or turned off, or why there is nothing to ask."""
    if shown.changing:
        words = tr("Apply {scene}: {changes}?") if shown.on else tr("Turn {scene} off: {changes}?")
        return words.format(scene=name, changes=", ".join(_changes(shown)))
    if not shown.on and not shown.wants and not shown.since:
        words = tr("{scene} has switched nothing that could be turned back.")
    elif not shown.on:
        words = tr("Nothing of {scene} is left to be turned back.")
    elif shown.wishes:
        words = tr("Nothing is known to stand otherwise than {scene} wants. Send it to {outlets} to be sure?")
    elif not shown.wants:
        words = tr("{scene} has no outlet that is set up here.")
    else:
        words = tr("All that {scene} may switch is so already.") if shown.left_out else tr("{scene} is active already.")
    return words.format(scene=name, outlets=outlets_words(len(shown.unsure)))


def _changes(shown: Preview) -> Iterable[str]:
    on = sum(shown.wants[ref] for ref in shown.changing)
    off = len(shown.changing) - on
    if on:
        yield trn("turn {count} on", "turn {count} on", on)
    if off:
        yield trn("turn {count} off", "turn {count} off", off)


def _details(shown: Preview, store: Store) -> Iterable[Line]:
    for on, words in ((True, tr("On: {outlets}")), (False, tr("Off: {outlets}"))):
        if turned := [ref for ref in shown.changing if shown.wants[ref] is on]:
            yield Line(words.format(outlets="; ".join(by_socket(turned, store))))
    if shown.unsure:
        words = (
            tr("Not known for sure, left alone: {outlets}")
            if shown.careful
            else tr("Not known for sure, sent too: {outlets}")
        )
        yield Line(words.format(outlets="; ".join(by_socket(shown.unsure, store))))
    if shown.already and not shown.careful:
        words = tr("So already: {outlets}")
        yield Line(words.format(outlets="; ".join(by_socket(shown.already, store))), Voice.QUIET)
    yield from left_alone(shown.overtaken, shown.left_out, store)
