"""The command line as data, read from its parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from multisocket_gui import options

PROGRAM = "multisocket-gui"
LISTED = {
    "outlet": "outlets --spellings",
    "rule": "outlets --spellings",
    "plant": "plants",
    "scene": "scenes",
    "timer": "timers",
    "link": "links",
}
"""What a word is to be, by the argument's name -> how `list` tells what there is."""


@dataclass(frozen=True, slots=True)
class Option:
    """`takes` names its value, "" where it has none; `many` is argparse's word for how many there may be."""

    flags: tuple[str, ...]
    takes: str
    help: str
    choices: tuple[str, ...] = ()
    many: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """`words` lead to it: () for the program itself, ("timer", "add"). `commands` are those that may follow.

    `place` is what stands where its names go, `listed` what `list` takes to
    offer them, `files` that files go there.
    """

    words: tuple[str, ...]
    help: str
    options: tuple[Option, ...]
    commands: tuple[tuple[str, str], ...]
    place: Option | None
    listed: str
    files: bool

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def shape(self) -> str:
        """The command and what goes with it, without options."""
        if self.place is None:
            return self.name
        some = {"+": "{0}...", argparse.REMAINDER: "{0}...", "*": "[{0}...]", "?": "[{0}]"}
        return f"{self.name} {some.get(self.place.many, '{0}').format(self.place.takes)}"


def commands() -> tuple[Command, ...]:
    """Every command, the program itself first, in the order of the help."""
    return tuple(_walk((), "", options.parser()))


def _walk(words: tuple[str, ...], sentence: str, parser: argparse.ArgumentParser) -> Iterator[Command]:
    actions = parser._actions
    below = [each for each in actions if isinstance(each, argparse._SubParsersAction)]
    places = [each for each in actions if not each.option_strings and each not in below]
    place = places[0] if places else None
    follow = [(each.dest, each.help or "") for sub in below for each in sub._choices_actions]
    yield Command(
        words,
        sentence,
        tuple(_option(each) for each in actions if each.option_strings),
        tuple(follow),
        _option(place) if place else None,
        LISTED.get(place.dest, "") if place else "",
        place is not None and place.dest == "file",
    )
    helps = dict(follow)
    for sub in below:
        for name, each in sub.choices.items():
            yield from _walk((*words, name), helps[name], each)


def _option(action: argparse.Action) -> Option:
    takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    choices = tuple(map(str, action.choices or ()))
    return Option(tuple(action.option_strings), takes, action.help or "", choices, str(action.nargs or ""))
