"""How well typed words fit a name: whole words, then beginnings, then parts, then letters in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from .names import plain


class Fit(IntEnum):
    """The lower the better."""

    FULL = 0  # a whole name was typed
    WORDS = 1  # every typed word is a word of the names
    STARTS = 2  # every typed word begins one
    INSIDE = 3  # every typed word stands in one
    SCATTERED = 4  # its letters do, in their order, from the beginning of a word on


_COMMA = re.compile(r",(?= |$)")
"""What people write between two names; within a number or a name it is a letter like others."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The text as names and what is typed are compared: a slash or a comma between two names is a space."""
    return " ".join(_COMMA.sub(" ", plain(text).replace("/", " ")).split())


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called (`own`), what is around it, and the spellings that mean it and nothing less; folded."""

    own: str
    around: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()


def named(own: str, *around: str) -> Named:
    """Something called `own`; `around` are what it is in, the nearest first: a strip, then its plant."""
    names = tuple(map(folded, (own, *around)))
    whole = frozenset(" ".join(reversed(names[:count])) for count in range(1, len(names) + 1))
    return Named(names[0], names[1:], whole)


def fit(words: Sequence[str], name: Named) -> tuple[Fit, int] | None:
    """How well `words` fit, and how many of them fit only what is around; None where one of them fits nothing."""
    if words and " ".join(words) in name.whole:
        return Fit.FULL, 0
    worst, around = Fit.WORDS, 0
    for word in words:
        own, outside = _fit_of(word, name.own), min(map(_fit_of, (word,) * len(name.around), name.around), default=9)
        best = min(own, outside)
        if best > Fit.SCATTERED:
            return None
        worst, around = max(worst, Fit(best)), around + (outside < own)
    return worst, around


@lru_cache(maxsize=16384)
def _fit_of(word: str, name: str) -> int:
    """A `Fit`, or more where it does not fit."""
    at = name.find(word)
    best = 9 if at < 0 else int(Fit.INSIDE)
    while at >= 0 and best > Fit.WORDS:
        if at == 0 or not name[at - 1].isalnum():
            best = Fit.WORDS if not name[at + len(word) : at + len(word) + 1].isalnum() else Fit.STARTS
        at = name.find(word, at + 1)
    return best if best < 9 else Fit.SCATTERED if _scattered(word, name) else 9


def _scattered(word: str, name: str) -> bool:
    starts = (at for at, letter in enumerate(name) if letter == word[0] and (at == 0 or not name[at - 1].isalnum()))
    return any(_in_order(word, name[at:]) for at in starts)


def _in_order(word: str, letters: Iterable[str]) -> bool:
    left = iter(letters)
    return all(letter in left for letter in word)
