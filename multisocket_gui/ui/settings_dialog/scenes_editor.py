"""Adds, removes and keeps scenes while they are being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.truth import Phase

from .scene_drafts import SceneDraft, ScenesDraft
from .scene_form import SceneForm
from .scenes_form import ScenesForm
from .section_tree import SectionTree, Target
from .undo_line import UndoLine

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

SECTION = "scenes"


class ScenesEditor(QObject):
    """Owns the drafts; makes the form for each of them. `rebuilt` asks for the list to be made anew with a target."""

    changed = Signal(object)
    """All scenes as they are to be saved, a tuple of `Scene`."""
    rebuilt = Signal(object)

    def __init__(
        self, store: Store, controller: Controller, tree: SectionTree, undo: UndoLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._tree = tree
        self._undo = undo
        self._scenes = self._drafts()
        self._form: SceneForm | None = None

    def reload(self) -> None:
        """Begin again from what the store holds, where that is not what is typed here."""
        if self.to_save() == self._store.settings.scenes:
            return
        target = self._tree.target
        self._scenes = self._drafts()
        if isinstance(target, SceneDraft):
            target = next((each for each in self._scenes.drafts if each.id == target.id), SECTION)
        self.rebuilt.emit(target)

    def to_save(self) -> tuple[Scene, ...]:
        """The scenes as they can be saved."""
        return self._scenes.to_save(self._store.settings.scenes, self._controller.scenes.shown)

    def form(self, target: Target) -> QWidget:
        """The form for "scenes" or for a scene's draft."""
        if isinstance(target, SceneDraft):
            return self._scene_form(target)
        form = ScenesForm(some=bool(self._scenes.drafts))
        form.add_asked.connect(lambda: self._add(SceneDraft.new(self._scenes, {})))
        return form

    def add_from_now(self, plant_id: str) -> None:
        """Add a scene of how the plant's outlets stand, as far as that is confirmed."""
        truths = {ref: self._store.truth(ref) for ref in self._store.outlets() if ref.socket.plant == plant_id}
        confirmed = {ref: truth.on for ref, truth in truths.items() if truth.phase is Phase.CONFIRMED}
        draft = SceneDraft.new(self._scenes, {ref: on for ref, on in confirmed.items() if on is not None})
        draft.unknown = len(truths) - len(draft.wants)
        self._add(draft)

    def _drafts(self) -> ScenesDraft:
        drafts = ScenesDraft.of(self._controller.scenes.shown)
        self._tree.scenes = drafts
        return drafts

    def _scene_form(self, draft: SceneDraft) -> SceneForm:
        form = SceneForm(draft, self._store)
        form.edited.connect(self._on_edited)
        form.remove_asked.connect(lambda: self._remove(draft))
        self._form = form
        return form

    def _add(self, draft: SceneDraft) -> None:
        self._scenes.drafts.append(draft)
        self._show(draft)
        if self._form:
            self._form.take_name()

    def _remove(self, draft: SceneDraft) -> None:
        place = self._scenes.drafts.index(draft)
        self._scenes.drafts.remove(draft)

        def undo() -> None:
            self._scenes.drafts.insert(place, draft)
            self._show(draft)

        self._undo.offer(draft.title, undo)
        self._show(SECTION)

    def _show(self, target: Target) -> None:
        self.rebuilt.emit(target)
        self._on_edited()

    def _on_edited(self) -> None:
        self._scenes.look_again()
        self._tree.retitle()
        self.changed.emit(self.to_save())
