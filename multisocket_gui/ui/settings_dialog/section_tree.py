"""The list of sections; below the scenes each scene, below the plants each plant with its sockets."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator, QWidget

from multisocket_gui.ui.style import GRID
from multisocket_gui.words import tr

from .drafts import HomeDraft, PlantDraft, SocketDraft
from .scene_drafts import SceneDraft, ScenesDraft

Target = str | PlantDraft | SocketDraft | SceneDraft
"""What a line stands for: "service", "account", "quota", "keyboard", "transfer", "scenes", "plants", or a draft."""
_ROLE = Qt.ItemDataRole.UserRole


class SectionTree(QTreeWidget):
    """What is incomplete says so in words. `scenes` are shown when it is made anew."""

    chosen = Signal(object)
    """A `Target`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scenes = ScenesDraft()
        self.setObjectName("sections")
        self.setAccessibleName(tr("Sections"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(4 * GRID)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(item.data(0, _ROLE)) if item else None)

    @property
    def target(self) -> Target:
        """What is chosen."""
        item = self.currentItem()
        return item.data(0, _ROLE) if item else "service"

    def rebuild(self, home: HomeDraft, target: Target) -> None:
        """Show the drafts, with `target` chosen; nothing is told."""
        self.blockSignals(True)
        self.clear()
        lines = {key: self._line(self.invisibleRootItem(), name, key) for key, name in _sections().items()}
        for scene in self.scenes.drafts:
            self._line(lines["scenes"], "", scene)
        plants = lines["plants"]
        for plant in home.plants:
            branch = self._line(plants, "", plant)
            for socket in plant.sockets:
                self._line(branch, "", socket)
        self.expandAll()
        self.retitle()
        items = self._items()
        self.setCurrentItem(next((item for item in items if item.data(0, _ROLE) == target), items[0]))
        self.blockSignals(False)

    def choose(self, target: Target) -> None:
        """Choose a line, as a click on it would."""
        item = next((item for item in self._items() if item.data(0, _ROLE) == target), None)
        if item:
            self.setCurrentItem(item)

    def retitle(self) -> None:
        """Write the names anew."""
        for item in self._items():
            draft = item.data(0, _ROLE)
            if isinstance(draft, PlantDraft | SocketDraft | SceneDraft):
                whole = draft.title if draft.complete else tr("{name} (incomplete)").format(name=draft.title)
                item.setText(0, whole)
                item.setToolTip(0, whole)

    def drawBranches(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """All is always unfolded: no arrows."""

    def _line(self, above: QTreeWidgetItem, name: str, target: Target) -> QTreeWidgetItem:
        item = QTreeWidgetItem(above, [name])
        item.setData(0, _ROLE, target)
        item.setSizeHint(0, QSize(0, max(8 * GRID, self.fontMetrics().height() + 2 * GRID)))
        return item

    def _items(self) -> list[QTreeWidgetItem]:
        walk = QTreeWidgetItemIterator(self)
        found: list[QTreeWidgetItem] = []
        while item := walk.value():
            found.append(item)
            walk += 1
        return found


def _sections() -> dict[str, str]:
    """The lines that are always there; the plants' last."""
    return {
        "service": tr("Service"),
        "account": tr("Account"),
        "quota": tr("The day's calls"),
        "tray": tr("Tray"),
        "keyboard": tr("Keyboard"),
        "desktop": tr("Desktop"),
        "transfer": tr("Export and import"),
        "scenes": tr("Scenes"),
        "plants": tr("Plants"),
    }
