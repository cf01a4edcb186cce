"""What a click on an outlet means, by what is known of it."""

from __future__ import annotations

from enum import Enum, auto

from multisocket_gui.home.truth import Phase, Truth


class Click(Enum):
    """What is asked when an outlet is clicked."""

    TURN_ON = auto()
    TURN_OFF = auto()
    READ = auto()
    TRY_AGAIN = auto()


def meaning(truth: Truth) -> Click:
    """The opposite of what is shown or wished; where neither is known for certain, nothing is switched."""
    match truth.phase:
        case Phase.UNKNOWN | Phase.DISPUTED:
            return Click.READ
        case Phase.FAILED:
            return Click.TRY_AGAIN
        case Phase.SENDING:
            shown = truth.asked
        case _:
            shown = truth.on
    return Click.TURN_OFF if shown else Click.TURN_ON
