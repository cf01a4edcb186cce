"""What is said of timers: when they run, what they switch, what became of a run."""

from __future__ import annotations

import time
from collections.abc import Iterable

from .home.model import OutletRef, Place, Plant, places
from .home.scene import Scene
from .home.timer import Late, Missed, MissedRun, Once, Run, Timer, TimerFailed
from .speech import tr, trn
from .words import clock_time, problem_words

_DAY = 86_400


def needs_computer() -> str:
    """What must be so for a timer to run; said wherever one is made."""
    return tr("A timer needs this computer awake and online.")


def rule_line(timer: Timer, now: float, zone: str = "") -> str:
    """ "off at 14:30", "on at 07:10, Mon–Fri"; `now` in seconds since the epoch.

    `zone` is this computer's time zone (IANA name): a rule of another one tells which.
    """
    rule = timer.rule
    if isinstance(rule, Once):
        return _moment_line(timer.on, rule.at.timestamp(), now)
    text = tr("on at {time}, {days}") if timer.on else tr("off at {time}, {days}")
    line = text.format(time=rule.at.strftime("%H:%M"), days=days_line(rule.days))
    return f"{line} ({rule.zone})" if zone and zone != rule.zone else line


def run_line(run: Run, now: float) -> str:
    """What a timer does next: "off at 14:30", "on tomorrow at 07:10"; `now` in seconds since the epoch."""
    return _moment_line(run.timer.on, run.at, now)


def target_line(target: OutletRef | str, plants: tuple[Plant, ...], scenes: tuple[Scene, ...]) -> str:
    """The name of what a timer switches, as the user gave it."""
    if isinstance(target, OutletRef):
        place = place_of(target, plants)
        return place.outlet.name if place else tr("An outlet that is gone")
    return next((scene.name for scene in scenes if scene.id == target), tr("A scene that is gone"))


def place_of(ref: OutletRef, plants: tuple[Plant, ...]) -> Place | None:
    """The outlet with everything around it, or None where the home no longer holds it."""
    return next((place for place in places(plants) if place.ref == ref), None)


def at_line(what: str, at: float, now: float) -> str:
    """`what` happens at a moment to come, with its day where that is another one."""
    then, ahead = time.localtime(at), _days_ahead(at, now)
    line = tr("{what} at {time}, {date}")
    if ahead in (0, 1):
        line = tr("{what} tomorrow at {time}") if ahead else tr("{what} at {time}")
    return line.format(what=what, time=time.strftime("%H:%M", then), date=time.strftime("%Y-%m-%d", then))


def _moment_line(on: bool, at: float, now: float) -> str:
    """What happens at a moment, with its day where that is another one."""
    then, ahead = time.localtime(at), _days_ahead(at, now)
    if ahead == 0:
        line = tr("on at {time}") if on else tr("off at {time}")
    elif ahead == 1:
        line = tr("on tomorrow at {time}") if on else tr("off tomorrow at {time}")
    else:
        line = tr("on at {time}, {date}") if on else tr("off at {time}, {date}")
    return line.format(time=time.strftime("%H:%M", then), date=time.strftime("%Y-%m-%d", then))


def day_title(at: float, now: float) -> str:
    """The heading over the runs of a day."""
    ahead = _days_ahead(at, now)
    if ahead <= 0:
        return tr("Today")
    if ahead == 1:
        return tr("Tomorrow")
    day = time.localtime(at)
    return day_names()[day.tm_wday] if ahead < 7 else f"{short_days()[day.tm_wday]} {time.strftime('%Y-%m-%d', day)}"


def in_line(seconds: float) -> str:
    """How long it is until then, roughly: "in 25 min", "in 2 h 5 min", "in 3 days"."""
    minutes = max(0, round(seconds / 60))
    if seconds < 60:
        return tr("in less than a minute") if seconds > 0 else tr("now")
    if minutes < 60:
        return tr("in {minutes} min").format(minutes=minutes)
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return (tr("in {hours} h {minutes} min") if rest else tr("in {hours} h")).format(hours=hours, minutes=rest)
    return trn("in {count} day", "in {count} days", round(seconds / _DAY))


def days_line(days: Iterable[int]) -> str:
    """The days of a week (0: Monday) as people say them: "every day", "Mon–Fri", "Mon, Wed–Fri"."""
    chosen = sorted(set(days))
    if len(chosen) == 7:
        return tr("every day")
    names, spans = short_days(), list[list[int]]()
    for day in chosen:
        if spans and spans[-1][-1] == day - 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(
        f"{names[span[0]]}–{names[span[-1]]}" if len(span) > 2 else ", ".join(names[day] for day in span)
        for span in spans
    )


def missed_line(missed: MissedRun, name: str, now: float) -> str:
    """The question of a run that was missed."""
    text = (
        tr("Missed: “{name}” was to be turned on at {time}. Run it now?")
        if missed.timer.on
        else tr("Missed: “{name}” was to be turned off at {time}. Run it now?")
    )
    return text.format(name=name, time=clock_time(missed.at, now))


def failed_line(failed: TimerFailed, name: str, now: float) -> str:
    """What became of a run that did not take place, or not surely."""
    text = (
        tr("Timer “{name}”, on at {time}: {problem}")
        if failed.timer.on
        else tr("Timer “{name}”, off at {time}: {problem}")
    )
    return text.format(name=name, time=clock_time(failed.at, now), problem=problem_words(failed.problem, now).line)


def late_line(missed: Missed, *, on: bool) -> str:
    """A timer's rule for being missed, in a sentence."""
    asks = missed.then is Late.ASK
    if missed.within == 0:
        return tr("Missed: it asks.") if asks else tr("Missed: it is skipped.")
    if on:
        text = tr("Missed: it asks.") if asks else tr("Missed: up to {count} min late it asks, later it is skipped.")
    else:
        asking = tr("Missed: up to {count} min late it runs, later it asks.")
        text = asking if asks else tr("Missed: up to {count} min late it runs, later it is skipped.")
    return text.format(count=missed.within)


def short_days() -> tuple[str, ...]:
    """The days of the week from Monday on, short."""
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def day_names() -> tuple[str, ...]:
    """The days of the week from Monday on."""
    return (
        *(tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday")),
        *(tr("Friday"), tr("Saturday"), tr("Sunday")),
    )


def _days_ahead(at: float, now: float) -> int:
    """How many midnights lie between; the length of a day does not matter."""
    noons = [time.mktime((*time.localtime(moment)[:3], 12, 0, 0, 0, 0, -1)) for moment in (now, at)]
    return round((noons[1] - noons[0]) / _DAY)
