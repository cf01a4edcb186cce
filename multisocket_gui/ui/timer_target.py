"""What a timer switches, as the timer's form asks for it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, places
from multisocket_gui.words import tr

from .style import GRID


class Targets(QComboBox):
    """Every outlet and scene of the home."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._targets: list[OutletRef | str] = []
        self.setObjectName("timer-what")
        self.setAccessibleName(tr("What to switch"))
        self.setMinimumHeight(8 * GRID)
        self.setMinimumContentsLength(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(12)

    @property
    def target(self) -> OutletRef | str | None:
        index = self.currentIndex()
        return self._targets[index] if 0 <= index < len(self._targets) else None

    def fill(self, chosen: OutletRef | str | None) -> None:
        """List what there is now, with `chosen` in front."""
        self.blockSignals(True)
        self.clear()
        self._targets = []
        many = len(self._store.plants) > 1
        for place in places(self._store.plants):
            where = f"{place.socket.name} · {place.plant.name}" if many else place.socket.name
            self._list(f"{place.outlet.name} · {where}", place.ref)
        for scene in self._store.settings.scenes:
            self._list(tr("Scene: {scene}").format(scene=scene.name), scene.id)
        if chosen in self._targets:
            self.setCurrentIndex(self._targets.index(chosen))
        self.blockSignals(False)

    def _list(self, text: str, target: OutletRef | str) -> None:
        self.addItem(text)
        self._targets.append(target)
