"""Adds, removes, reads and keeps plants and sockets while they are being typed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant, Selector
from multisocket_gui.words import problem_words, tr

from .absorb import absorb
from .drafts import HomeDraft, PlantDraft, SocketDraft
from .plant_form import PlantForm
from .plants_form import PlantsForm
from .scene_drafts import SceneDraft
from .section_tree import SectionTree, Target
from .socket_form import SocketForm
from .undo_line import UndoLine

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller, Probed


class HomeEditor(QObject):
    """Owns the drafts; makes the form for each of them."""

    changed = Signal(object)
    """The plants of the home that is shown as they are to be saved, a tuple of `Plant`, each with whose it is."""

    def __init__(
        self, store: Store, controller: Controller, tree: SectionTree, undo: UndoLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._tree = tree
        self._undo = undo
        self._home = HomeDraft.of(store.plants)
        self._form: PlantsForm | PlantForm | SocketForm | None = None
        self._asked: tuple[PlantDraft, Selector] | None = None
        controller.probed.connect(self._on_probed)

    def reload(self) -> None:
        """Begin again from what the store holds."""
        self._home = HomeDraft.of(self._store.plants)
        self._undo.drop()
        target = self._tree.target
        self._show(target if isinstance(target, str | SceneDraft) else "plants")

    def rebuild(self, target: Target) -> None:
        """Show the tree with `target` chosen."""
        self._tree.rebuild(self._home, target)

    def note_owners(self) -> None:
        """The store knows better whose the plants are."""
        self._home.note_owners(self._store.plants)

    def to_save(self) -> tuple[Plant, ...]:
        """The plants as they can be saved. One that is added while somebody is signed in is theirs at once."""
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        return self._home.to_save(self._store.settings.account if signed_in else "")

    def form(self, target: Target) -> QWidget:
        """The form for "plants", a plant's draft or a socket's."""
        if isinstance(target, PlantDraft):
            self._form = self._plant_form(target)
        elif isinstance(target, SocketDraft):
            self._form = self._socket_form(target)
        else:
            self._form = PlantsForm()
            self._form.add_asked.connect(self._add_plant)
        return self._form

    def _plant_form(self, draft: PlantDraft) -> PlantForm:
        form = PlantForm(draft)
        form.edited.connect(self._on_edited)
        form.add_asked.connect(lambda: self._add_socket(draft))
        form.remove_asked.connect(lambda: self._remove_plant(draft))
        form.read_asked.connect(lambda selector: self._read(draft, selector))
        form.read.wait(self._reads(draft))
        return form

    def _socket_form(self, draft: SocketDraft) -> SocketForm:
        form = SocketForm(draft)
        form.edited.connect(self._on_edited)
        form.remove_asked.connect(lambda: self._remove_socket(draft))
        form.read_asked.connect(lambda selector: self._read(draft.plant, selector))
        return form

    # Adding and removing

    def _add_plant(self) -> None:
        plant = PlantDraft.new(self._home)
        self._home.plants.append(plant)
        self._show(plant)

    def _add_socket(self, plant: PlantDraft) -> None:
        socket = SocketDraft.new(plant)
        plant.sockets.append(socket)
        self._show(socket)

    def _remove_plant(self, plant: PlantDraft) -> None:
        place = self._home.plants.index(plant)
        self._home.plants.remove(plant)
        self._offer_undo(plant.title, lambda: self._home.plants.insert(place, plant), plant)
        self._show("plants")

    def _remove_socket(self, socket: SocketDraft) -> None:
        sockets = socket.plant.sockets
        place = sockets.index(socket)
        sockets.remove(socket)
        self._offer_undo(socket.title, lambda: sockets.insert(place, socket), socket)
        self._show(socket.plant)

    def _offer_undo(self, name: str, put_back: object, target: Target) -> None:
        def undo() -> None:
            assert callable(put_back)
            put_back()
            self._show(target)

        self._undo.offer(name, undo)

    def _show(self, target: Target) -> None:
        self.rebuild(target)
        self._tree.chosen.emit(self._tree.target)
        self._on_edited()

    def _on_edited(self) -> None:
        self._look_again()
        self._tree.retitle()
        self.changed.emit(self.to_save())

    def _look_again(self) -> None:
        """A value that was there twice may now be there once."""
        for plant in self._home.plants:
            if plant.id.complaint:
                plant.id.look_again()
            for socket in plant.sockets:
                if socket.value.complaint:
                    socket.type_value(socket.value.text)

    # Reading

    def _reads(self, plant: PlantDraft) -> bool:
        return self._asked is not None and self._asked[0] is plant

    def _read(self, plant: PlantDraft, selector: Selector) -> None:
        if plant.id.good is None:
            return
        self._asked = (plant, selector)
        self._say(tr("Reading…"))
        if isinstance(self._form, PlantForm):
            self._form.read.wait(True)
        self._controller.read_sockets(plant.id.good.strip().lower(), selector)

    def _on_probed(self, probed: Probed) -> None:
        if self._asked is None or self._asked[1] != probed.selector:
            return
        plant, self._asked = self._asked[0], None
        if probed.problem:
            words = problem_words(probed.problem, time.time()).line
        else:
            words = absorb(plant, probed.selector, probed.plugs).words
            self.rebuild(self._tree.target)
            self._on_edited()
        if isinstance(self._form, PlantForm):
            self._form.read.wait(False)
            self._form.show_groups()
        if isinstance(self._form, SocketForm):
            self._form.show_outlets()
        self._say(words)

    def _say(self, words: str) -> None:
        if isinstance(self._form, PlantForm):
            self._form.read.say(words)
        elif isinstance(self._form, SocketForm):
            self._form.say(words)
