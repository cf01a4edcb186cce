"""What the timers have before them: the runs to come, and when the next thing is to be decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.occurrence import UnknownZone, coming, decided_until, due
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.timer import MissedRun, Run, Timer

from .timer_book import TimerBook


class Agenda(NamedTuple):
    """`coming`: the next run of each timer that is not switched off, soonest first. `waiting`: the missed runs that
    ask, oldest first. `troubles`: by timers' ids, why they cannot run as they are made.
    """

    coming: tuple[Run, ...]
    waiting: tuple[MissedRun, ...]
    troubles: dict[str, Problem]


def plan(
    book: TimerBook,
    now: float,
    stands: Callable[[OutletRef | str], bool],
    pause_of: Callable[[Timer, float], float | None],
) -> tuple[Agenda, float | None]:
    """The agenda at `now`, and the soonest moment at which anything is to be decided (seconds since the epoch).

    `stands`: whether the home still has the target. `pause_of`: until when a timer is not tried again.
    """
    runs: list[Run] = []
    rings: list[float] = []
    troubles: dict[str, Problem] = {}
    for timer in book.timers:
        if not stands(timer.target):
            troubles[timer.id] = Problem(Kind.TARGET_GONE)
        try:
            held, following = due(timer, book.of(timer), now), coming(timer, book.of(timer), now)
        except UnknownZone as unknown:
            troubles[timer.id] = Problem(Kind.ZONE_UNKNOWN, detail=str(unknown.args[0]))
            continue
        if not timer.enabled:
            continue
        runs += [Run(timer, at) for at in (held, following) if at is not None][:1]
        rings += [following] if following is not None else []
        rings += [_next_try(timer, held, pause_of(timer, now))] if held is not None else []
    agenda = Agenda(tuple(sorted(runs, key=lambda run: run.at)), book.waiting(), troubles)
    return agenda, min(rings, default=None)


def _next_try(timer: Timer, at: float, pause: float | None) -> float:
    """When a run that is held back is to be looked at again: after a pause, or when it is too late."""
    too_late = decided_until(timer.missed, at, turns_on=turns_on(timer)) + 1.0
    return min(too_late, pause or too_late)


def turns_on(timer: Timer) -> bool:
    """A scene may turn something on whatever is asked of it: it never runs late without asking."""
    return timer.on or not isinstance(timer.target, OutletRef)
