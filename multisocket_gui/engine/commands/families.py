"""Which family carries out which verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import account, group, guards, links, looking, program, switching

if TYPE_CHECKING:
    from .desk import Desk, Verb


def verbs_of(desk: Desk) -> dict[str, Verb]:
    """Every verb of `options.parser`."""
    families = (looking.verbs, switching.verbs, group.verbs, guards.verbs, links.verbs, account.verbs, program.verbs)
    return {verb: carry_out for family in families for verb, carry_out in family(desk).items()}
