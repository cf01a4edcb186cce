"""How long, at what time and on which days, as people type it: in English and in French, whatever the screen speaks.

What is understood stands in the tables; accents and case do not matter. What is not understood wholly is not
understood at all: the answer is None, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import time

LONGEST = 366 * 24 * 3600
"""Seconds: nobody means more by "off in …"."""

_UNITS: Mapping[int, tuple[str, ...]] = {
    1: ("s", "sec", "secs", "second", "seconds", "seconde", "secondes"),
    60: ("m", "mn", "min", "mins", "minute", "minutes"),
    3600: ("h", "hr", "hrs", "hour", "hours", "heure", "heures"),
    86400: ("d", "day", "days", "j", "jour", "jours"),
}
_WHOLE_PHRASES: Mapping[int, tuple[str, ...]] = {
    900: ("a quarter of an hour", "quarter of an hour", "un quart d'heure", "quart d'heure"),
    1800: ("half an hour", "a half hour", "une demi-heure", "une demi heure", "demi-heure"),
    60: ("a minute", "one minute", "une minute"),
    3600: ("an hour", "one hour", "une heure"),
    5400: ("an hour and a half", "une heure et demie"),
}
_IN = ("in", "dans")
_AT = ("at", "a")  # "à"
_NAMED_TIMES: Mapping[str, time] = {
    "noon": time(12),
    "midday": time(12),
    "midi": time(12),
    "midnight": time(0),
    "minuit": time(0),
}
_DAYS: Mapping[int, tuple[str, ...]] = {
    0: ("mon", "monday", "mondays", "lun", "lundi", "lundis"),
    1: ("tue", "tues", "tuesday", "tuesdays", "mar", "mardi", "mardis"),
    2: ("wed", "wednesday", "wednesdays", "mer", "mercredi", "mercredis"),
    3: ("thu", "thur", "thurs", "thursday", "thursdays", "jeu", "jeudi", "jeudis"),
    4: ("fri", "friday", "fridays", "ven", "vendredi", "vendredis"),
    5: ("sat", "saturday", "saturdays", "sam", "samedi", "samedis"),
    6: ("sun", "sunday", "sundays", "dim", "dimanche", "dimanches"),
}
WEEKDAYS, WEEKEND, DAILY = frozenset(range(5)), frozenset((5, 6)), frozenset(range(7))
_MANY_DAYS: Mapping[frozenset[int], tuple[str, ...]] = {
    WEEKDAYS: (
        *("weekday", "weekdays", "week days", "workday", "workdays", "working days", "school days"),
        *("semaine", "en semaine", "la semaine", "jours ouvres", "jours ouvrables", "jours de semaine"),
    ),
    WEEKEND: ("weekend", "weekends", "week-end", "week-ends", "week end", "fin de semaine"),
    DAILY: (
        *("daily", "day", "days", "everyday", "all days", "all week"),
        *("jour", "jours", "quotidien", "quotidiennement", "toute la semaine"),
    ),
}
_UNTIL = ("to", "till", "until", "through", "thru", "a", "au", "jusqu'a", "jusqu'au")
_FILLERS = (
    "on",
    "every",
    "each",
    "all",
    "from",
    "the",
    "le",
    "les",
    "la",
    "du",
    "de",
    "chaque",
    "tous",
    "toutes",
    "en",
)
_AND = ("and", "et")

_SECONDS = {word: seconds for seconds, words in _UNITS.items() for word in words}
_PHRASE_SECONDS = {phrase: seconds for seconds, phrases in _WHOLE_PHRASES.items() for phrase in phrases}
_PART = re.compile(r"(?P<number>[0-9]{1,6}(?:[.,][0-9]{1,3})?) ?(?P<unit>[a-z]+)(?: ?(?:and|et|,) | ?)")
_REST = re.compile(r"(?P<minutes>[0-5]?[0-9])")
_TIME = re.compile(
    r"(?P<hour>[01]?[0-9]|2[0-3]) ?(?::(?P<minute>[0-5][0-9])|h(?: ?(?P<after_h>[0-5][0-9]))?|heures?)?"
    r" ?(?P<half>[ap]\.?m\.?)?"
)


def parse_duration(text: str) -> int | None:
    """The seconds of "20m", "1h30", "1.5 h", "90 min", "in 30 min", "dans une heure"; None if it is not one.

    A bare number is none: it may be minutes or the hour of a clock.
    """
    typed = _without(_plain(text), _IN)
    seconds = _PHRASE_SECONDS.get(typed) or _sum_of_parts(typed)
    return seconds if seconds and 0 < seconds <= LONGEST else None


def parse_time(text: str) -> time | None:
    """The wall-clock time of "7:10", "07:10", "19h30", "7 pm", "at noon", "à 7 h"; None if it is not one."""
    typed = _without(_plain(text), _AT)
    if typed in _NAMED_TIMES:
        return _NAMED_TIMES[typed]
    found = _TIME.fullmatch(typed)
    if not found or found["hour"] == typed:  # a bare number
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or found["after_h"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] == "p" else 0)
    return time(hour, minute)


def parse_days(text: str) -> frozenset[int] | None:
    """The days (0: Monday) of "weekdays", "mon-fri", "sat,sun", "daily", "du lundi au jeudi"; None if they are none.

    A span may go over the end of the week: "fri-mon" has four days.
    """
    days: set[int] = set()
    start: frozenset[int] | None = None
    pending = False  # a span was begun
    for token in _day_tokens(_plain(text)):
        if token is None:
            return None
        if not token:  # until
            if start is None or len(start) != 1 or pending:
                return None
            pending = True
            continue
        if pending:
            if len(token) != 1 or start is None:
                return None
            days |= _span(*start, *token)
            start, pending = None, False
        else:
            days |= token
            start = token
    return frozenset(days) if days and not pending else None


def _plain(text: str) -> str:
    """Without accents, case, typographic dashes and apostrophes, or more than single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.translate(_TYPOGRAPHIC).split())


_TYPOGRAPHIC = str.maketrans({"\u2019": "'", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-", "\u2212": "-"})


def _without(typed: str, openings: Iterable[str]) -> str:
    for opening in openings:
        if typed.startswith(f"{opening} "):
            return typed.removeprefix(opening).strip()
    return typed


def _sum_of_parts(typed: str) -> int | None:
    """The sum of "1 h 20 min 5 s": each unit once, the largest first; the last may be left out: "1h30"."""
    total, last, rest = 0.0, LONGEST, typed
    while found := _PART.match(rest):
        unit = _SECONDS.get(found["unit"])
        if unit is None or unit >= last:
            return None
        total += float(found["number"].replace(",", ".")) * unit
        last, rest = unit, rest[found.end() :]
    if rest and last in (60, 3600) and (found := _REST.fullmatch(rest)):
        total, rest = total + int(found["minutes"]) * last / 60, ""
    return None if rest or not total else round(total)


def _span(first: int, last: int) -> frozenset[int]:
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


_UNTIL_TOKEN: frozenset[int] = frozenset()
_MEANINGS: Mapping[str, frozenset[int]] = {
    **{word: frozenset((day,)) for day, words in _DAYS.items() for word in words},
    **{phrase: days for days, phrases in _MANY_DAYS.items() for phrase in phrases},
    **dict.fromkeys((*_UNTIL, "-"), _UNTIL_TOKEN),
}
_IGNORED = frozenset((*_FILLERS, *_AND, ",", ";", "/", "+", "&"))
_TOKEN = re.compile("|".join(f"{re.escape(each)}(?![a-z])" if each[-1].isalpha() else re.escape(each)
                             for each in sorted((*_MEANINGS, *_IGNORED), key=len, reverse=True)))  # fmt: skip


def _day_tokens(typed: str) -> Iterable[frozenset[int] | None]:
    """Each word's days, no days for "until", None for a word that says nothing of days."""
    position = 0
    while position < len(typed):
        found = _TOKEN.match(typed, position)
        if not found:
            yield None
            return
        if found[0] not in _IGNORED:
            yield _MEANINGS[found[0]]
        position = found.end() + (typed[found.end() : found.end() + 1] == " ")
