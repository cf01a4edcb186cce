"""What the history says of each entry, through gettext and without Qt."""

from __future__ import annotations

import time

from .home.history import Entry, Fate, Hand
from .home.problem import Problem
from .speech import tr
from .words import problem_words

_DAY = 86_400.0


def entry_line(entry: Entry) -> str:
    """What happened, to which outlet and by whose hand: only what a read showed is said without “asked” or “sent”."""
    return _line(entry).format(outlet=entry.names.outlet)


def _line(entry: Entry) -> str:
    on = entry.on
    if entry.hand is Hand.ELSEWHERE:
        return tr("{outlet} on, elsewhere") if on else tr("{outlet} off, elsewhere")
    return _timers_line(entry) if entry.by_timer else _own_line(entry)


def _timers_line(entry: Entry) -> str:
    on = entry.on
    match entry.fate:
        case Fate.CONFIRMED:
            return tr("{outlet} on, by a timer") if on else tr("{outlet} off, by a timer")
        case Fate.REFUSED:
            return tr("{outlet} not turned on, by a timer") if on else tr("{outlet} not turned off, by a timer")
        case Fate.SENT | Fate.DISPUTED:
            return tr("{outlet}: “on” sent, by a timer") if on else tr("{outlet}: “off” sent, by a timer")
    return tr("{outlet}: “on” asked, by a timer") if on else tr("{outlet}: “off” asked, by a timer")


def _own_line(entry: Entry) -> str:
    on = entry.on
    match entry.fate:
        case Fate.CONFIRMED:
            return tr("{outlet} on, from here") if on else tr("{outlet} off, from here")
        case Fate.REFUSED:
            return tr("{outlet} not turned on, from here") if on else tr("{outlet} not turned off, from here")
        case Fate.SENT | Fate.DISPUTED:
            return tr("{outlet}: “on” sent, from here") if on else tr("{outlet}: “off” sent, from here")
    return tr("{outlet}: “on” asked, from here") if on else tr("{outlet}: “off” asked, from here")


def entry_note(entry: Entry) -> str:
    """What else is known of it, or nothing."""
    if entry.hand is Hand.ELSEWHERE:
        return _still(entry)
    match entry.fate:
        case Fate.ASKED:
            return tr("Under way")
        case Fate.SENT:
            return tr("Not read back")
        case Fate.REFUSED if entry.problem:
            return problem_words(Problem(entry.problem), entry.when).title
        case Fate.DOUBT:
            return _doubt(entry)
        case Fate.DISPUTED if entry.seen:
            text = tr("The cloud said: on, at {time}") if entry.seen.on else tr("The cloud said: off, at {time}")
            return text.format(time=_clock(entry.seen.at, entry.when))
    return ""


def entry_place(entry: Entry, *, plant: bool) -> str:
    """The socket's name, with the plant's where that is needed."""
    return f"{entry.names.socket} · {entry.names.plant}" if plant else entry.names.socket


def entry_time(entry: Entry) -> str:
    """When, on its day."""
    return time.strftime("%H:%M", time.localtime(entry.when))


def spoken(entry: Entry) -> str:
    """All that is told of the entry in one sentence, for whoever hears it."""
    parts = (f"{entry_time(entry)} · {entry_line(entry)}", entry_place(entry, plant=True), entry_note(entry))
    return ". ".join(filter(None, parts))


def day_name(at: float, now: float) -> str:
    """ "Today" or "Yesterday", seen from `now` (both in seconds since the epoch); nothing for any other day."""
    day, today = time.localtime(at)[:3], time.localtime(now)[:3]
    if day == today:
        return tr("Today")
    noon = time.mktime((*today, 12, 0, 0, 0, 0, -1))  # a day before noon is yesterday, however long the day
    return tr("Yesterday") if day == time.localtime(noon - _DAY)[:3] else ""


def _still(entry: Entry) -> str:
    if entry.before is None:
        return ""
    text = tr("It was still on at {time}") if entry.before.on else tr("It was still off at {time}")
    return text.format(time=_clock(entry.before.at, entry.when))


def _doubt(entry: Entry) -> str:
    if entry.seen is None:
        return tr("No clear answer")
    on = tr("No clear answer, then seen on at {time}")
    text = on if entry.seen.on else tr("No clear answer, then seen off at {time}")
    return text.format(time=_clock(entry.seen.at, entry.when))


def _clock(at: float, day: float) -> str:
    """A time, with its date where that is another day's than `day`'s."""
    then = time.localtime(at)
    return time.strftime("%H:%M" if then[:3] == time.localtime(day)[:3] else "%Y-%m-%d, %H:%M", then)
