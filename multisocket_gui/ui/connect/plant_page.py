"""Which plant it is: told by whatever holds its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant
from multisocket_gui.home.pasted import Pasted, look_for
from multisocket_gui.settings_checks import check_text
from multisocket_gui.ui.marks import Choice
from multisocket_gui.ui.settings_dialog.checked import Checked
from multisocket_gui.ui.settings_dialog.field import Field
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .page import Page, push_button, tell
from .paste_box import PasteBox
from .step import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_PLANT, _NAME = "plant_id", "plant_name"


class PlantPage(Page):
    """A plant is kept once its id is sure, or chosen. One that was added here and not read yet can be exchanged."""

    selector_found = Signal(object)
    """A `Selector` that stood beside the plant's id."""
    key_given = Signal(str)
    """A subscription key that stood there and that the person wants to use."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(Step.PLANT, parent)
        self._store = store
        self._controller = controller
        self._found = Pasted()
        self._chosen = ""
        self._added = ""
        self._name_text = Checked.new(tr("Home"), check_text)
        self.say(
            tr("The service does not list plants, so it must be told which one is yours: by the plant's id, a UUID.")
        )
        self.say(
            tr(
                "Where you find it is not documented. Paste whatever you have, and it is looked for in there: the id,"
                " an address with /plants/ in it, an answer of the service, the code of the portal's “Try it”."
            ),
            Voice.QUIET,
        )
        self._box = PasteBox()
        self._box.setObjectName("connect/paste")
        self._box.setAccessibleName(tr("Anything that holds the plant's id"))
        self._box.setPlaceholderText(tr("Paste it here. Keys and tokens in it are neither shown nor kept."))
        self._box.pasted.connect(self._look)
        self._box.edited.connect(self._look)
        self.put(self._box)
        self._told = self.say("")
        self._told.setObjectName("connect/found")
        self._make_choices()
        self._make_key_offer()
        self._name = Field("connect/plant_name", tr("Name of the plant"))
        self._name.typed.connect(self._on_name)
        self._name.left.connect(self.commit)
        self._name.show_text(self._name_text.text)
        self.put(self._name)
        self._look("")

    @property
    def plant(self) -> Plant | None:
        """The plant that the next step reads: the one meant here, else the first without sockets, else the first."""
        plants = self._store.plants
        meant = [plant for plant in plants if plant.id == (self._chosen or self._added)]
        return next(iter([*meant, *(plant for plant in plants if not plant.sockets), *plants]), None)

    def missing(self) -> str:
        if self._chosen and self._name_text.complaint:
            return tr("Give the plant a name.")
        if self._chosen or (self._store.plants and not self._box.toPlainText().strip()):
            return ""
        if len(self._found.plants) > 1:
            return tr("Choose which of them is your plant.")
        if self._found.plants:
            return tr("Say first that it is your plant's id.")
        return tr("Paste something that holds the plant's id first, or press Later until you have it.")

    def is_done(self) -> bool:
        return bool(self._store.plants)

    def first(self) -> QWidget:
        if self._chosen and self._name_text.complaint:
            return self._name.editor
        return self._choices.buttons()[0] if self._choices.buttons() else self._box

    def commit(self) -> None:
        """Keep the plant under its name."""
        if not self._chosen or self._name_text.good is None:
            return
        name = self._name_text.good.strip()
        before = self._store.plants
        plants = [plant for plant in before if plant.sockets or plant.id not in ({self._added} - {self._chosen})]
        known = next((plant for plant in plants if plant.id == self._chosen), None)
        if known is None:
            plants.append(Plant(self._chosen, name))
            self._added = self._chosen
        elif known.id == self._added:
            plants[plants.index(known)] = replace(known, name=name)
        if tuple(plants) != before:
            signed_in = self._store.account.phase is AccountPhase.SIGNED_IN  # else nobody knows yet whose it will be
            self._controller.change_settings(self._store.settings.with_home(plants, claim_new=signed_in))

    def show_store(self) -> None:
        self._tell()

    def texts(self) -> dict[str, str]:
        kept = {_PLANT: self._chosen or self._added, _NAME: self._name_text.text}
        return {key: text for key, text in kept.items() if text and kept[_PLANT]}

    def restore(self, texts: Mapping[str, str]) -> None:
        if texts.get(_PLANT) not in {plant.id for plant in self._store.plants}:
            return  # it was removed meanwhile
        self._added = texts[_PLANT]
        self._box.show_text(self._added)
        name = texts.get(_NAME, self._name_text.text)
        self._name.show_text(name)
        self._name_text.type(name)
        self._look(self._added)

    def begin_anew(self) -> None:
        self._added = ""
        self._box.show_text("")
        self._look("")

    # What was pasted

    def _look(self, text: str) -> None:
        service = self._store.settings.service
        tenant = look_for(service.authority).others
        self._found = look_for(text, known=(service.client_id, *tenant))
        self._chosen = self._found.plants[0] if self._found.sure else ""
        self._show_choices()
        self._tell()
        for selector in self._found.selectors[:1]:
            self.selector_found.emit(selector)
        self.commit()
        self.changed.emit()

    def _tell(self) -> None:
        known = {plant.id: plant.name for plant in self._store.plants}
        mine = self._chosen in known and self._chosen != self._added
        self._name.setVisible(bool(self._chosen) and not mine)
        tell(self._told, self._words(known, mine=mine))
        key = self._found.subscription_key
        tell(self._key_words, self._key_sentence() if key else "")
        self._use_key.setVisible(bool(key) and self._store.has_key is False)

    def _words(self, known: Mapping[str, str], *, mine: bool) -> str:
        found = self._found
        if mine:
            return tr("This plant is set up already, as “{name}”.").format(name=known[self._chosen])
        if found.sure:
            return tr("Found the plant {id}.").format(id=found.plants[0])
        if len(found.plants) > 1:
            return tr("Several ids may be a plant's. Which is it?")
        if found.plants:
            return tr("This may be the plant's id. A subscription key looks the same: that belongs to step 2.")
        if found.others:
            return tr("There is an id in it, but not a plant's: it is that of an application, a sign-in or a socket.")
        if self._box.toPlainText().strip():
            return tr("No plant's id is in it yet: a UUID, like 0d8816d5-3e7f-4c86-8229-645137e0f222.")
        names = ", ".join(f"“{name}”" for name in known.values())
        return tr("Set up already: {plants}. Paste another to add it.").format(plants=names) if known else ""

    def _key_sentence(self) -> str:
        if self._store.has_key:
            return tr("A subscription key stood in it, too. It was left out: one is set up already.")
        return tr("A subscription key stood in it, too. It is not shown.")

    # What the person decides

    def _make_choices(self) -> None:
        self._choice_box = QWidget()
        self._choice_box.setObjectName("connect/choices")
        self._choice_rows = QVBoxLayout(self._choice_box)
        self._choice_rows.setContentsMargins(0, 0, 0, 0)
        self._choice_rows.setSpacing(GRID)
        self._choices = QButtonGroup(self)
        self.put(self._choice_box)

    def _show_choices(self) -> None:
        for old in self._choices.buttons():
            self._choices.removeButton(old)
            self._choice_rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        offered = () if self._found.sure else self._found.plants
        for plant_id in offered:
            alone = len(offered) == 1
            choice = Choice(tr("{id} is my plant").format(id=plant_id) if alone else plant_id)
            choice.setObjectName(f"connect/choice/{plant_id}")
            choice.clicked.connect(lambda _checked, chosen=plant_id: self._choose(chosen))
            self._choices.addButton(choice)
            self._choice_rows.addWidget(choice)
        self._choice_box.setVisible(bool(offered))

    def _choose(self, plant_id: str) -> None:
        self._chosen = plant_id
        self._tell()
        self.commit()
        self.changed.emit()

    def _make_key_offer(self) -> None:
        self._key_words = self.say("", Voice.QUIET)
        self._use_key = push_button(tr("Use this subscription key"), "connect/use-key", self._give_key)
        self._use_key.hide()
        row = WrapRow()
        row.add(self._use_key)
        self.put_row(row)

    def hideEvent(self, event: QHideEvent) -> None:
        """A key that nobody wanted to use is not kept for later."""
        super().hideEvent(event)
        if event.spontaneous():
            return  # made an icon: it will come back as it was
        self._found = replace(self._found, subscription_key="")

    def _give_key(self) -> None:
        key = self._found.subscription_key
        self._found = replace(self._found, subscription_key="")
        self._tell()
        self.key_given.emit(key)

    def _on_name(self, text: str) -> None:
        self._name_text.type(text)
        self._name.complain(self._name_text.complaint)
        self.changed.emit()
