"""Which family carries out which verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import account, group, guards, links, looking, program, scenes, switching, timers, transfer

if TYPE_CHECKING:
    from .desk import Desk, Verb

_FAMILIES = (
    looking.verbs,
    switching.verbs,
    group.verbs,
    scenes.verbs,
    timers.verbs,
    guards.verbs,
    links.verbs,
    account.verbs,
    transfer.verbs,
    program.verbs,
)


def verbs_of(desk: Desk) -> dict[str, Verb]:
    """Every verb of `options.parser`."""
    return {verb: carry_out for family in _FAMILIES for verb, carry_out in family(desk).items()}
