"""One outlet as a line of the tray's menu: what it says, and what can be asked by it."""

from __future__ import annotations

import time
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from multisocket_gui.home.model import Guard, Outlet, Place
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.words import phase_line, tr

from .click import Click, meaning

if TYPE_CHECKING:
    from .tray_items import TrayItems

_MARKS = {Phase.UNKNOWN: "?", Phase.DISPUTED: "≠", Phase.FAILED: "!"}


class Shape(Enum):
    """What a line of an outlet is: a click, a choice, an answer, or only words."""

    CLICK = auto()
    CHOICE = auto()
    ANSWER = auto()
    WORDS = auto()


def shape_of(outlet: Outlet, truth: Truth) -> Shape:
    """What can be asked of the outlet, by its guard and by what is known of it."""
    if outlet.guard is Guard.LOCKED:
        return Shape.WORDS
    means = meaning(truth)
    if means is Click.READ:
        return Shape.CHOICE
    return Shape.ANSWER if outlet.guard is Guard.ASK and means is Click.TURN_OFF else Shape.CLICK


class TrayLine:
    """One outlet in one menu; its action is another one where something else can be asked."""

    def __init__(self, items: TrayItems, menu: QMenu, place: Place, name: str, before: QAction | None) -> None:
        self._items = items
        self._menu = menu
        self._place = place
        self._name = name
        self._before = before
        self._made_for: tuple[Shape, Phase | None] | None = None
        self.action = QAction()

    def show(self, truth: Truth) -> None:
        """Show what is known."""
        shape = shape_of(self._place.outlet, truth)
        made_for = (shape, truth.phase if shape is Shape.CHOICE else None)
        if made_for != self._made_for:
            self._make(shape, truth)
            self._made_for = made_for
        state = phase_line(truth, time.time())
        if truth.phase in _MARKS:
            state = f"{_MARKS[truth.phase]} {state}"
        text = tr("{outlet} — {state}").format(outlet=self._name, state=state)
        if shape is Shape.WORDS:
            text = tr("{outlet} ({guard})").format(outlet=text, guard=self._place.outlet.guard_words or tr("locked"))
        self.action.setText(unmarked(text))
        self.action.setChecked(truth.on is True and truth.phase in (Phase.CONFIRMED, Phase.SENT))

    def _make(self, shape: Shape, truth: Truth) -> None:
        old, place = self.action, self._place
        before = self._next(old) if self._made_for else self._before
        match shape:
            case Shape.CHOICE:
                self.action = self._items.choice(self._menu, place, truth).menuAction()
            case Shape.ANSWER:
                self.action = self._items.question(self._menu, place).menuAction()
            case _:
                self.action = QAction(self._items)
                self.action.triggered.connect(self._on_triggered)
        self.action.setCheckable(shape is not Shape.CHOICE)
        self.action.setEnabled(shape is not Shape.WORDS)
        self.action.setObjectName(f"outlet/{place.plant.id}/{place.socket.selector.value}/{place.ref.index}")
        self._items.put(self._menu, self.action, before)
        if self._made_for:
            self._menu.removeAction(old)

    def _next(self, action: QAction) -> QAction | None:
        """The line below."""
        actions = self._menu.actions()
        below = actions.index(action) + 1
        return actions[below] if below < len(actions) else None

    def _on_triggered(self) -> None:
        self.action.setChecked(not self.action.isChecked())  # the menu's own tick says nothing: the store will
        self._items.click(self._place.ref)


def turn_off(outlet: Outlet) -> str:
    """The answer to the outlet's question, in the user's own words."""
    words = outlet.guard_words
    return unmarked(tr("Turn off — {words}").format(words=words) if words else tr("Turn off all the same"))


def unmarked(text: str) -> str:
    """The text without mnemonics."""
    return text.replace("&", "&&")
