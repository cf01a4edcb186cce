"""What an outlet's tile offers beside the switch: an answer to its question, or a way out of a dispute or a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from multisocket_gui.home.truth import Phase
from multisocket_gui.words import tr

from .tile_actions import Offer

if TYPE_CHECKING:
    from .outlet_button import OutletButton


def offers(tile: OutletButton) -> list[Offer]:
    """As the tile is now; the offer that changes least comes last."""

    def again() -> None:
        tile.again_asked.emit(tile.ref)

    if tile.asks:
        return [
            Offer("turn-off", tr("Turn off"), tr("Switch it off all the same"), lambda: tile.answered.emit(True)),
            Offer("keep-on", tr("Keep on"), tile.words, lambda: tile.answered.emit(False)),
        ]
    meaning = tr("Send the command once more")
    if tile.truth.phase is Phase.DISPUTED:
        accept = tr("Accept what the cloud says")
        return [
            Offer("again", tr("Ask again"), meaning, again),
            Offer("accept", tr("Accept"), accept, lambda: tile.accept_asked.emit(tile.ref)),
        ]
    return [Offer("again", tr("Try again"), meaning, again)] if tile.truth.phase is Phase.FAILED else []
