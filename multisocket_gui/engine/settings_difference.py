"""What a view may have to repaint, and what is forgotten, when settings change."""

from __future__ import annotations

from multisocket_gui.home.model import SocketRef, socket_refs
from multisocket_gui.home.problem import Problem
from multisocket_gui.settings import Settings

from .facts import Change


def counts(settings: Settings) -> dict[SocketRef, int]:
    return {ref: len(socket.outlets) for plant in settings.home for ref, socket in socket_refs(plant)}


def shape_of(settings: Settings) -> object:
    """What decides which outlet is which, and whose."""
    groups = {plant.id: frozenset(group.selector for group in plant.groups) for plant in settings.home}
    return settings.account, counts(settings), groups


def difference(
    before: Settings, problem_before: Problem | None, after: Settings, problem: Problem | None, *, shape: bool
) -> Change:
    """What a view may have to repaint after settings were changed."""
    home = (before.home, before.service, before.quota) != (after.home, after.service, after.quota)
    return Change(
        home=shape or home or problem != problem_before,
        shape=shape,
        favourites=before.favourites != after.favourites,
        scenes=before.scenes != after.scenes,
        timers=before.timers != after.timers,
        desktop=before.desktop != after.desktop,
    )
