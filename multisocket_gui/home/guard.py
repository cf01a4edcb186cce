"""What locks and questions allow: the one rule that every way to a switch goes through."""

from __future__ import annotations

from .model import Guard, Outlet
from .problem import Kind, Problem


def refusal(outlet: Outlet, on: bool, *, confirmed: bool) -> Problem | None:
    """Why the outlet may not be asked for `on`; None where it may.

    `confirmed`: a person answered the question about this very outlet. `detail` holds the user's own words.
    """
    match outlet.guard:
        case Guard.LOCKED:
            return Problem(Kind.LOCKED, detail=outlet.guard_words)
        case Guard.ASK if not on and not confirmed:
            return Problem(Kind.ASK_FIRST, detail=outlet.guard_words)
    return None
