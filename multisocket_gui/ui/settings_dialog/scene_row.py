"""One outlet's part in a scene: none, on or off, one key away from each other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from multisocket_gui.home.model import Guard, Outlet, Place
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr


class SceneRow(QWidget):
    """`chosen` tells True (on), False (off) or None (no part of the scene). Arrow keys go from one to the next."""

    chosen = Signal(object)

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        selector = place.ref.socket.selector
        self._key = f"scene/{place.plant.id}/{selector.key}/{selector.value}/{place.ref.index}"
        self._place = place
        name = TextLine(Voice.PLAIN)
        name.say(_with_guard(place.outlet))
        name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._choices = {
            None: self._choice("none", tr("Not part of it")),
            True: self._choice("on", tr("On")),
            False: self._choice("off", tr("Off")),
        }
        row = WrapRow(self, gap=4 * GRID)
        row.add(name)
        row.push(self._holder())

    def show_choice(self, on: bool | None) -> None:
        """Show what is chosen."""
        self._choices[on].setChecked(True)

    def _holder(self) -> QWidget:
        """Its own parent for the three, so that choosing one of them lets the others go."""
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * GRID)
        for on, button in self._choices.items():
            row.addWidget(button)
            button.clicked.connect(lambda _checked, on=on: self.chosen.emit(on))
        return holder

    def _choice(self, key: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(f"{self._key}/{key}")
        whole = tr("{outlet}, {socket}").format(outlet=self._place.outlet.name, socket=self._place.socket.name)
        button.setAccessibleName(tr("{outlet}: {state}").format(outlet=whole, state=text))
        button.setMinimumHeight(8 * GRID)
        return button


def _with_guard(outlet: Outlet) -> str:
    """Why a scene may not switch the outlet, or not off, stands behind its name."""
    why = {Guard.LOCKED: tr("locked"), Guard.ASK: tr("asks first")}.get(outlet.guard, "")
    return tr("{outlet} ({why})").format(outlet=outlet.name, why=why) if why else outlet.name
