"""What is said of a set-up that goes out to a file or comes in from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .settings.effect import Counts, Effect, Part
from .speech import tr, trn


def effect_lines(effect: Effect) -> tuple[str, ...]:
    """A sentence each for what comes, becomes another, goes and stays."""
    verbs: tuple[tuple[str, Callable[[Counts], int]], ...] = (
        (tr("Adds {parts}."), lambda counts: counts.added),
        (tr("Changes {parts}."), lambda counts: counts.changed),
        (tr("Removes {parts}."), lambda counts: counts.removed),
    )
    lines = [words.format(parts=parts) for words, of in verbs if (parts := _parts(effect.parts, of))]
    lines += [sentence for is_so, sentence in _others(effect) if is_so]
    if effect.is_none:
        lines = [tr("Nothing would change: all of it is here.")]
    kept = _parts(effect.parts, lambda counts: counts.kept)
    return (*lines, tr("Leaves {parts} as they are.").format(parts=kept)) if kept else tuple(lines)


def broken_line(place: str) -> str:
    """That a file is none of ours, and where the mistake is."""
    return tr("This file holds no set-up: {reason}.").format(reason=place)


def _parts(parts: Mapping[Part, Counts], of: Callable[[Counts], int]) -> str:
    return ", ".join(_count(part, of(counts)) for part, counts in parts.items() if of(counts))


def _count(part: Part, number: int) -> str:
    match part:
        case Part.PLANT:
            words = trn("{count} plant", "{count} plants", number)
        case Part.SOCKET:
            words = trn("{count} socket", "{count} sockets", number)
        case Part.SCENE:
            words = trn("{count} scene", "{count} scenes", number)
        case Part.TIMER:
            words = trn("{count} timer", "{count} timers", number)
        case Part.FAVOURITE:
            words = trn("{count} favourite", "{count} favourites", number)
    return words.format(count=number)


def _others(effect: Effect) -> tuple[tuple[bool, str], ...]:
    return (
        (effect.service, tr("Changes the service: you have to sign in again.")),
        (effect.quota, tr("Changes the limits of the day's calls.")),
        (effect.desktop, tr("Changes what closing means, the notifications or the palette's key.")),
        (effect.order, tr("Changes the order.")),
    )
