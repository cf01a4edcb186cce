"""What Enter does in the palette: the controller is asked, or whoever shows windows is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, Place
from multisocket_gui.home.phrase import Act, After, At, Meaning, Strip, Whole
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.timer import Timer
from multisocket_gui.home.together import Scope

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class PaletteActs(QObject):
    """Signals are for what needs a window."""

    show_asked = Signal()
    preview_asked = Signal(object, bool)
    """A `Scope` and whether it shall be turned on: shown first, done later."""
    settings_asked = Signal()
    history_asked = Signal()
    timers_asked = Signal()
    help_asked = Signal()
    quit_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller

    def do(self, meaning: Meaning, act: Act | None) -> None:
        """Do what the meaning came to (`palette_words.settled`)."""
        match meaning.target:
            case Place():
                self._do_to_outlet(meaning.target, act)
            case Strip(ref):
                self._controller.switch_socket(ref, act is Act.ON)
            case Whole(plant, group):
                self.preview_asked.emit(Scope(plant.id, group.selector if group else None), act is Act.ON)
            case Scene(scene_id):
                self._controller.scenes.run(scene_id, act is Act.ON)
            case None:
                self._of_program()[meaning.act]()

    def plan(self, meaning: Meaning, *, confirmed: bool) -> Timer:
        """Set a timer; `confirmed`: the outlet's question was answered for it."""
        target = meaning.target
        assert isinstance(target, Place | Scene)
        what = target.ref if isinstance(target, Place) else target.id
        timers, on = self._controller.timers, meaning.act is Act.ON
        match meaning.when:
            case After(seconds):
                return timers.once_in(what, seconds, on=on, confirmed=confirmed)
            case At(wall, days):
                return timers.at(what, wall, days or (), on=on, confirmed=confirmed)
        raise ValueError(meaning)

    def _do_to_outlet(self, place: Place, act: Act | None) -> None:
        match act:
            case None:
                self._controller.read_socket(place.ref.socket)
            case Act.LOCK | Act.UNLOCK:
                guard = Guard.LOCKED if act is Act.LOCK else Guard.NONE
                self._controller.set_guard(place.ref, guard, place.outlet.guard_words)
            case _:
                self._controller.switch(place.ref, act is Act.ON)

    def _of_program(self) -> dict[Act, Callable[[], object]]:
        return {
            Act.UNDO: self._controller.undo,
            Act.REFRESH: self._controller.refresh,
            Act.SHOW: self.show_asked.emit,
            Act.SETTINGS: self.settings_asked.emit,
            Act.HISTORY: self.history_asked.emit,
            Act.TIMERS: self.timers_asked.emit,
            Act.HELP: self.help_asked.emit,
            Act.SIGN_IN: self._controller.sign_in,
            Act.SIGN_OUT: self._controller.sign_out,
            Act.QUIT: self.quit_asked.emit,
        }
