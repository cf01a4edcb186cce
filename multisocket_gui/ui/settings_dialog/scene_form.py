"""One scene: its name, and which outlets are part of it, each on or off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Place, places
from multisocket_gui.home.truth import Phase
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import complaint_words, tr, trn

from .field import Field
from .form import Form, form_button
from .scene_drafts import SceneDraft
from .scene_row import SceneRow


class SceneForm(Form):
    """`edited` after the draft changed; removing is done by the section."""

    edited = Signal()
    remove_asked = Signal()

    def __init__(self, draft: SceneDraft, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(draft.title, parent)
        self._draft = draft
        self._store = store
        self._outlets: dict[OutletRef, SceneRow] = {}
        self._name = Field("scene/name", tr("Name of the scene"))
        self._name.typed.connect(self._on_name)
        self._name.show_text(draft.name.text)
        self._told = TextLine(Voice.QUIET, lines=4)
        self._told.setObjectName("scene/told")
        self._complaint = TextLine(Voice.ALARM, lines=3)
        self._complaint.setObjectName("scene/complaint")
        self.put(self._name)
        self.put_row(self._buttons())
        self.put(self._told)
        self.put(self._complaint)
        self._add_outlets()
        self._mark()
        self._say_unknown(draft.unknown)

    def take_name(self) -> None:
        """Let a new scene be named first."""
        self._name.editor.setFocus()
        self._name.editor.selectAll()

    def _buttons(self) -> WrapRow:
        self._as_now = form_button("scene/as-now", tr("Set them to how they are &now"))
        self._as_now.setToolTip(tr("On or off as confirmed now, for the outlets that are part of the scene"))
        self._as_now.clicked.connect(self._take_now)
        remove = form_button("scene/remove", tr("Re&move this scene"))
        remove.clicked.connect(lambda: self.remove_asked.emit())
        row = WrapRow()
        for button in (self._as_now, remove):
            row.add(button)
        return row

    def _add_outlets(self) -> None:
        """A row an outlet, under the name of its socket, and of its plant where there are several."""
        above: Place | None = None
        for place in places(self._store.plants):
            if len(self._store.plants) > 1 and (above is None or above.plant.id != place.plant.id):
                self._heading(place.plant.name, Voice.NAME)
            if above is None or above.ref.socket != place.ref.socket:
                self._heading(place.socket.name, Voice.QUIET)
            above = place
            self._add_row(place)

    def _heading(self, text: str, voice: Voice) -> None:
        title = TextLine(voice)
        title.say(text)
        self.put(title)

    def _add_row(self, place: Place) -> None:
        row = SceneRow(place)
        row.show_choice(self._draft.wants.get(place.ref))
        row.chosen.connect(lambda on: self._on_chosen(place.ref, on))
        self._outlets[place.ref] = row
        self.put(row)

    def _on_chosen(self, ref: OutletRef, on: bool | None) -> None:
        self._draft.choose(ref, on)
        self._say_unknown(0)
        self._mark()
        self.edited.emit()

    def _take_now(self) -> None:
        """What is confirmed counts; the others keep what was chosen."""
        unknown = 0
        for ref in self._outlets.keys() & self._draft.wants.keys():
            truth = self._store.truth(ref)
            if truth.phase is Phase.CONFIRMED and truth.on is not None:
                self._draft.choose(ref, truth.on)
                self._outlets[ref].show_choice(truth.on)
            else:
                unknown += 1
        words = trn(
            "{count} outlet keeps its choice: how it is now is not confirmed.",
            "{count} outlets keep their choice: how they are now is not confirmed.",
            unknown,
        )
        self._say(words if unknown else "")
        self.edited.emit()

    def _on_name(self, text: str) -> None:
        self._draft.name.type(text)
        self.retitle(self._draft.title)
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        self._name.complain(self._draft.name.complaint)
        complaint = self._draft.complaint
        self._complaint.say(complaint_words(complaint) if complaint else "")
        self._complaint.setVisible(complaint is not None)
        self._as_now.setEnabled(complaint is None)

    def _say_unknown(self, count: int) -> None:
        words = trn(
            "{count} outlet was left out: how it is now is not confirmed.",
            "{count} outlets were left out: how they are now is not confirmed.",
            count,
        )
        self._say(words if count else "")

    def _say(self, words: str) -> None:
        self._told.say(words)
        self._told.setVisible(bool(words))
