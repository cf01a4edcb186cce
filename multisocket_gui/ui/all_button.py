"""Asks for a preview of switching a whole plant, or one of its groups."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from multisocket_gui.home.model import Plant
from multisocket_gui.words import tr

from .style import GRID


class AllButton(QPushButton):
    """A plain button where the plant has no groups; else its menu has the plant and each group."""

    asked = Signal(object, bool)
    """The group's `Selector` or None for the whole plant, and `on`."""

    def __init__(self, on: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("All o&n…") if on else tr("All o&ff…"), parent)
        self._on = on
        self._plant: Plant | None = None
        self._choice = QMenu(self)
        self.setObjectName("preview-on" if on else "preview-off")
        self.setMinimumHeight(8 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_plant(self, plant: Plant | None) -> None:
        """Offer the plant and its groups."""
        if plant == self._plant:
            return
        self._plant = plant
        name = plant.name if plant else ""
        words = (
            tr("Turn all of {plant} on, after a preview")
            if self._on
            else tr("Turn all of {plant} off, after a preview")
        )
        self.setToolTip(words.format(plant=name))
        self.setAccessibleDescription(self.toolTip())
        self._choice.clear()
        groups = plant.groups if plant else ()
        self._offer("all", tr("All of {plant}").format(plant=name), None)
        for group in groups:
            self._offer(f"group/{group.selector.key}/{group.selector.value}", group.name, group.selector)
        # None takes the menu away (Qt's documentation of QPushButton::setMenu), which PySide's stub does not know.
        self.setMenu(self._choice if groups else None)  # type: ignore[arg-type]
        self.updateGeometry()

    def _offer(self, key: str, text: str, selector: object) -> None:
        action = self._choice.addAction(text.replace("&", "&&"))
        action.setObjectName(key)
        action.triggered.connect(lambda: self.asked.emit(selector, self._on))

    def _on_clicked(self) -> None:
        if self.menu() is None:
            self.asked.emit(None, self._on)
