"""The small buttons in an outlet's tile: what ends a dispute, a failure or a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QPushButton

from multisocket_gui.words import tr

from .text_button import TextButton


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: its key, its words, what it means in full, and what it asks."""

    key: str
    text: str
    meaning: str
    asked: Callable[[], None]


class TileActions:
    """Owns the buttons of one tile; where the keyboard was on one that goes, it comes to the tile."""

    def __init__(self, tile: QPushButton) -> None:
        self._tile = tile
        self._buttons: tuple[TextButton, ...] = ()

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show a button for each of `offers` instead of those that were there."""
        had_focus = any(button.hasFocus() for button in self._buttons)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = tuple(map(self._button, offers))
        if had_focus:
            self._tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizes(self) -> list[QSize]:
        """What each button needs."""
        return [button.sizeHint() for button in self._buttons]

    def place(self, areas: Sequence[QRectF]) -> None:
        """Put each button where it belongs."""
        for button, area in zip(self._buttons, areas, strict=True):
            button.setGeometry(area.toRect())

    def focused(self) -> TextButton | None:
        """The button with the keyboard."""
        return next((button for button in self._buttons if button.hasFocus()), None)

    def take_keyboard(self) -> None:
        """Put the keyboard on the last button, which is the one that changes least."""
        if self._buttons:
            self._buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, offer: Offer) -> TextButton:
        name = tr("{action}: {outlet}").format(action=offer.text, outlet=self._tile.accessibleName())
        button = TextButton(offer.text, self._tile, name=name, small=True)
        button.setToolTip(offer.meaning)
        button.setAccessibleDescription(offer.meaning)
        button.setObjectName(f"{offer.key}/{self._tile.objectName()}")
        button.clicked.connect(lambda: offer.asked())
        button.show()
        return button
