"""The ways in which a typed line can be read: which of its words say what to do or when, and which name something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from itertools import islice, product

from .duration import parse_days, parse_duration, parse_time
from .phrase_words import ALL, FILLERS, SCENE, VERBS, Act

_LONGEST = 12
"""A line of more words is a name and nothing else: nobody types so many to ask for something."""
_LONGEST_WHEN = 6
_MOST = 128
"""So many readings are enough for a line that is nothing but verbs and days."""


@dataclass(frozen=True, slots=True)
class After:
    """So many seconds from now."""

    seconds: int


@dataclass(frozen=True, slots=True)
class At:
    """At a time of the wall clock: the next time it comes, or on each of the days (0: Monday)."""

    time: time
    days: frozenset[int] | None = None


When = After | At
_Dated = tuple[When, set[int]]
"""When, and the places of the words that say so."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: `words` name something; `dropped` more were taken for words that mean nothing."""

    words: tuple[str, ...]
    act: Act | None = None
    every: bool = False
    scene: bool = False
    when: When | None = None
    dropped: int = 0

    @property
    def plain(self) -> bool:
        """Whether all that was typed names something."""
        return self.act is None and not (self.every or self.scene or self.when or self.dropped)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The words from `start` to before `end` say something that is no name."""

    start: int
    end: int
    said: object


def readings(words: Sequence[str]) -> Iterator[Reading]:
    """Every way to read the words; the first is that all of them are names."""
    yield Reading(tuple(words))
    if words and len(words) <= _LONGEST:
        yield from islice(dict.fromkeys(_with_marks(words)), _MOST)


def _with_marks(words: Sequence[str]) -> Iterator[Reading]:
    for act, every, scene, when, days in product(
        _marks(words, _ACTS), _marks(words, _EVERY), _marks(words, _SCENES), _times(words), _days(words)
    ):
        taken = [mark for mark in (act, every, scene, when, days) if mark]
        dated = days is None or (when is not None and isinstance(when.said, At))
        if taken and dated and not _overlap(taken):
            yield from _read(words, act, every, scene, _when(when, days))


def _read(
    words: Sequence[str],
    act: _Mark | None,
    every: _Mark | None,
    scene: _Mark | None,
    when: tuple[When, set[int]] | None,
) -> Iterator[Reading]:
    places = {at for mark in (act, every, scene) if mark for at in range(mark.start, mark.end)}
    then, places_of_when = when or (None, set())
    left = tuple(word for at, word in enumerate(words) if at not in places | places_of_when)
    said = act.said if act else None
    found = Reading(left, said if isinstance(said, Act) else None, every is not None, scene is not None, then)
    yield found
    bare = tuple(filter(None, map(_without_article, left)))
    if bare and bare != left:
        dropped = len(left) - len(bare) or 1
        yield Reading(bare, found.act, found.every, found.scene, then, dropped)


def _without_article(word: str) -> str:
    if word in FILLERS:
        return ""
    return word[2:] if word[:2] in FILLERS and word[1:2] == "'" else word


def _marks(words: Sequence[str], phrases: Mapping[tuple[str, ...], object]) -> list[_Mark | None]:
    found = (
        _Mark(at, at + size, phrases[tuple(words[at : at + size])])
        for size in (1, 2)
        for at in range(len(words) - size + 1)
        if tuple(words[at : at + size]) in phrases
    )
    return [None, *found]


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST_WHEN) + 1):
            yield start, end, " ".join(words[start:end])


def _times(words: Sequence[str]) -> list[_Mark | None]:
    """The words that say a duration or a time of day, with "in" or "at" before them or without."""
    found: list[_Mark | None] = [None]
    for start, end, text in _spans(words):
        when = _when_of(text)
        if when:
            found.append(_Mark(start, end, when))
    return found


@lru_cache(maxsize=1024)
def _when_of(text: str) -> When | None:
    seconds, clock = parse_duration(text), parse_time(text)
    if seconds is not None:
        return After(seconds)
    return At(clock) if clock is not None else None


_days_of = lru_cache(maxsize=1024)(parse_days)


def _days(words: Sequence[str]) -> list[_Mark | None]:
    spans = ((start, end, _days_of(text)) for start, end, text in _spans(words))
    return [None, *(_Mark(start, end, days) for start, end, days in spans if days is not None)]


def _when(when: _Mark | None, days: _Mark | None) -> _Dated | None:
    if when is None or not isinstance(when.said, After | At):
        return None
    places = set(range(when.start, when.end)) | (set(range(days.start, days.end)) if days else set())
    if days and isinstance(when.said, At) and isinstance(days.said, frozenset):
        return At(when.said.time, days.said), places
    return when.said, places


def _overlap(marks: Iterable[_Mark]) -> bool:
    end = 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.start < end:
            return True
        end = mark.end
    return False


def _phrases(words: Mapping[Act, Iterable[str]]) -> dict[tuple[str, ...], object]:
    return {tuple(phrase.split()): act for act, phrases in words.items() for phrase in phrases}


_ACTS = _phrases(VERBS)
_EVERY: Mapping[tuple[str, ...], object] = {(word,): True for word in ALL}
_SCENES: Mapping[tuple[str, ...], object] = {(word,): True for word in SCENE}
