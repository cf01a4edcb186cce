"""The window: plants as tabs, the account and the connection in view, and nothing that the store does not know."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QPalette,
    QShowEvent,
    QWindowStateChangeEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from multisocket_gui.engine.facts import AccountPhase, Change
from multisocket_gui.engine.history import History
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef, Plant, Selector, SocketRef
from multisocket_gui.home.together import Scope, Stage
from multisocket_gui.words import read_line, tr

from . import shortcuts
from .age_clock import AgeClock
from .beginning import Beginning
from .foot_line import FootLine
from .notice_line import NoticeLine
from .plant_page import PlantPage
from .together_panel import TogetherPanel
from .tool_line import ToolLine
from .top_line import TopLine
from .window_closing import WindowClosing
from .window_side import WindowSide
from .window_state import WindowState

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_SIZE = QSize(980, 640)
_LEAST = QSize(360, 320)


class MainWindow(QMainWindow):
    """A view of the store. `may_hide` tells whether a tray would bring it back when it is hidden."""

    quit_asked = Signal()
    settings_asked = Signal(str)
    """Which section of the settings is meant: "service", "plants", or "" for any."""
    scene_asked = Signal(str)
    """Somebody wants a scene of how the plant (its id) stands now."""
    connect_asked = Signal()
    """The person wants to be led through the connection of their home."""
    palette_asked = Signal()

    def __init__(
        self,
        store: Store,
        controller: Controller,
        history: History,
        *,
        mode: str,
        state_file: Path,
        may_hide: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._store = store
        self._controller = controller
        self._pages: dict[str, PlantPage] = {}
        self._hears_timers = False
        self.setObjectName("main-window")
        self.setWindowTitle(tr("Multisocket GUI"))
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self._top = TopLine(store, controller)
        self._notice = NoticeLine(store, controller)
        self._tools = ToolLine(store, controller)
        self._together = TogetherPanel(store, controller)
        self._stack = QStackedWidget()
        self._empty = Beginning(store, controller)
        self._stack.addWidget(self._empty)
        self._side = WindowSide(_column(self._tools, self._together, self._stack), store, controller, history)
        self._foot = FootLine(store, mode)
        self._clock = AgeClock(self)
        self._closing = WindowClosing(self, store, controller, may_hide=may_hide, put=self._put_on_top)
        self._lay_out()
        self._wire()
        self._state = WindowState(state_file)
        self._top.show_plants(self._state.restore(self))
        self._show_all()

    @property
    def page(self) -> PlantPage | None:
        """The plant in front, or None where there is none."""
        return self._pages.get(self._top.tabs.plant)

    def come_to_front(self) -> None:
        """Be shown, in front of the others, whatever the window was before."""
        if self.isVisible():
            self.raise_()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()

    def let_go(self) -> None:
        """The program quits: remember everything, and close when told to."""
        self.save_state()
        self._closing.let_go()

    def show_plant(self, plant_id: str) -> None:
        """Put that plant in front."""
        self._top.tabs.choose(plant_id)

    def open_history(self) -> None:
        """Show the history of everything; the keyboard goes there."""
        self._side.open_history()

    def open_timers(self) -> None:
        """Show the timers; the keyboard goes there."""
        self._side.open_timers()

    def open_help(self) -> None:
        """Show the keys and what the marks mean; the keyboard goes there."""
        self._side.open_help()

    def save_state(self) -> None:
        """Remember size, place and tab for the next start."""
        self._state.save(self, self._top.tabs.plant)

    # How it is made

    def _lay_out(self) -> None:
        body = QWidget()
        body.setBackgroundRole(QPalette.ColorRole.Base)
        body.setAutoFillBackground(True)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._top_part = _column(self._top, self._notice, self._side)
        rows.addWidget(self._top_part)
        rows.addWidget(self._foot)
        self.setCentralWidget(body)

    def _put_on_top(self, line: QWidget) -> None:
        layout = self._top_part.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, line)

    def _wire(self) -> None:
        self._store.changed.connect(self._on_changed)
        self._top.tabs.chosen.connect(self._on_chosen)
        self._top.settings_asked.connect(self.settings_asked)
        self._top.account.settings_asked.connect(self.settings_asked)
        self._top.account.quit_asked.connect(self._quit)
        self._top.account.connect_asked.connect(self.connect_asked)
        self._notice.settings_asked.connect(self.settings_asked)
        self._notice.refresh_asked.connect(self._refresh)
        self._notice.connect_asked.connect(self.connect_asked)
        self._tools.refresh_asked.connect(self._refresh)
        self._tools.all_asked.connect(self._preview_all)
        self._tools.scenes.edit_asked.connect(lambda: self.settings_asked.emit("scenes"))
        self._tools.scenes.new_asked.connect(lambda: self.scene_asked.emit(self._top.tabs.plant))
        self._together.left.connect(self._tools.take_keyboard_back)
        self._tools.search.textChanged.connect(self._filter)
        self._tools.search.left.connect(self._focus_first)
        self._empty.connect_asked.connect(self.connect_asked)
        self._empty.plants_asked.connect(lambda: self.settings_asked.emit("plants"))
        self._foot.undo_asked.connect(lambda: self._controller.undo())
        self._foot.history_asked.connect(self._side.toggle_history)
        self._foot.timers_asked.connect(self._side.toggle_timers)
        self._side.shown.connect(self._on_side)
        self._clock.ticked.connect(self._tell_time)
        self._clock.ticked.connect(self._side.tell_time)
        self._closing.quit_asked.connect(self._quit)
        self._listen_to_keys()

    def _listen_to_keys(self) -> None:
        shortcuts.on_key(self, shortcuts.QUIT, self._quit)
        shortcuts.on_key(self, shortcuts.SETTINGS, lambda: self.settings_asked.emit(""))
        shortcuts.on_key(self, shortcuts.REFRESH, self._refresh)
        shortcuts.on_key(self, shortcuts.FIND, self._to_find)
        shortcuts.on_key(self, shortcuts.UNDO, self._controller.undo)
        shortcuts.on_key(self, shortcuts.HISTORY, self._side.toggle_history)
        shortcuts.on_key(self, shortcuts.TIMERS, self._side.toggle_timers)
        shortcuts.on_key(self, shortcuts.PALETTE, self.palette_asked.emit)
        shortcuts.on_key(self, shortcuts.HELP, self._side.toggle_help)
        for keys in shortcuts.NEXT_PLANT:
            shortcuts.on_key(self, keys, lambda: self._top.tabs.step(1))
        for keys in shortcuts.PREVIOUS_PLANT:
            shortcuts.on_key(self, keys, lambda: self._top.tabs.step(-1))

    # What the store says

    def _on_changed(self, change: Change) -> None:
        if change.home:
            self._show_home(change)
            return
        for page in self._pages.values():
            page.show_change(change)
        if change.outlets:
            self._top.tabs.tell_counts()
            self._tell_reading(time.time())  # the tiles that changed told their age; the others have it from the clock
        if change.account:
            self._top.account.show_account()
            self._show_front()
        if change.quota:
            self._top.show_quota()
        if change.question:
            self._show_question()
        if change.timers:
            self._show_runs()
        if change.together or change.scenes or change.account or (change.outlets and self._store.together):
            self._show_together()
        self._notice.show_store()
        self._foot.show_store()

    def _show_home(self, change: Change) -> None:
        """Where only names, drawings, guards or the order changed, all that is there stays there."""
        if change.shape:
            self._top.show_plants(self._top.tabs.plant)
            self._drop_old_pages()
        else:
            self._top.tabs.arrange()
            plants = {plant.id: plant for plant in self._store.plants}
            for key, page in self._pages.items():
                page.show_plant(plants[key])
        for page in self._pages.values():
            page.show_change(change)  # what came in the same moment: whose home it is changes as somebody signs in
        self._show_all()
        self._show_question()

    def _show_runs(self) -> None:
        """Tell in the tiles what timers will do; who has none need not load what they take."""
        if not self._hears_timers and not self._store.settings.timers:
            return
        from multisocket_gui.timer_words import run_line

        timers = self._controller.timers
        if not self._hears_timers:
            self._hears_timers = True
            timers.changed.connect(self._show_runs)
        now = time.time()
        words = {run.timer.target: run_line(run, now) for run in reversed(timers.next_runs())}
        of_outlets = {target: line for target, line in words.items() if isinstance(target, OutletRef)}
        for page in self._pages.values():
            page.show_runs(of_outlets)

    def _show_question(self) -> None:
        """Show the question that waits in its tile; where the window is in front, that tile comes to sight."""
        question = self._store.question
        if question and self.isActiveWindow():
            self._top.tabs.choose(question.outlet.socket.plant)
            if self.page and not self.page.shows(question.outlet):
                self._tools.search.clear()
        for page in self._pages.values():
            page.show_question()

    def _show_all(self) -> None:
        self._top.account.show_account()
        self._top.show_quota()
        self._show_front()
        self._notice.show_store()
        self._foot.show_store()

    def _drop_old_pages(self) -> None:
        plants = {plant.id: plant for plant in self._store.plants}
        for key, page in list(self._pages.items()):
            if plants.get(key) != page.plant:
                del self._pages[key]
                self._stack.removeWidget(page)
                page.deleteLater()

    def _show_front(self) -> None:
        """Put the chosen plant in front, built when it is first wanted; or say what to do where there is none."""
        plant = next((plant for plant in self._store.plants if plant.id == self._top.tabs.plant), None)
        if plant is None:
            self._empty.show_store()
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self._pages.get(plant.id) or self._new_page(plant))
            self._filter(self._tools.search.text())
            self._show_runs()
        self._tools.setVisible(plant is not None)
        self._show_together()
        self._is_shown()

    def _show_together(self) -> None:
        """Show the group action, and offer the next where none waits for its strips' turns."""
        waits = self._store.together is not None and self._store.together.waiting > 0
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        self._together.show_store()
        self._tools.show_plant(self.page.plant if self.page else None, may_switch=signed_in and not waits)

    def _new_page(self, plant: Plant) -> PlantPage:
        page = PlantPage(plant, self._store, self._controller)
        page.settings_asked.connect(lambda: self.settings_asked.emit("plants"))
        page.all_asked.connect(self._tools.search.clear)
        page.history_asked.connect(self._show_history_of)
        page.timer_asked.connect(self.show_timers)
        self._pages[plant.id] = page
        self._stack.addWidget(page)
        return page

    def _tell_time(self, now: float) -> None:
        """What changes by itself while time passes: ages, and when calls are back."""
        self._notice.show_store()
        self._tell_age(now)
        self._top.show_quota()
        self._foot.show_store()

    def _tell_age(self, now: float) -> None:
        if self.page:
            self.page.tell_age(now)
        self._show_runs()
        self._tell_reading(now)

    def _tell_reading(self, now: float) -> None:
        page = self.page
        since = self._store.oldest_reading(page.plant) if page else None
        self._tools.say_age(read_line(since, now) if page and page.plant.sockets else "")
        if self._looked_at():
            self._clock.start(since, self._notice.since)

    # What the person asks

    def _on_chosen(self, _plant: str) -> None:
        if self._store.together and self._store.together.stage is Stage.PREVIEW:
            self._controller.together.dismiss()
        self._show_front()

    def _preview_all(self, group: Selector | None, on: bool) -> None:
        if self.page:
            self._controller.together.preview(Scope(self.page.plant.id, group), on)

    def _filter(self, text: str) -> None:
        if self.page:
            self.page.filter(text)

    def _show_history_of(self, ref: SocketRef) -> None:
        socket = self._store.socket(ref)
        self._side.open_history(ref, socket.name if socket else ref.selector.value)

    def show_timers(self, target: OutletRef | str | None = None, *, new: bool = False) -> None:
        """Show the timers, and with a `target` (or `new`) the form for another one."""
        self._side.open_timers(target, new=new)

    def _on_side(self) -> None:
        self._foot.show_open(history=self._side.shows_history, timers=self._side.shows_timers)

    def _to_find(self) -> None:
        if self._side.take_find():
            return
        self._tools.search.setFocus()
        self._tools.search.selectAll()

    def _focus_first(self) -> None:
        if self.page:
            self.page.focus_first()

    def _refresh(self) -> None:
        if self.page:
            self._controller.refresh(self.page.plant.id)

    def _quit(self) -> None:
        self.save_state()
        self.quit_asked.emit()

    # Qt's news

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self._escape():
            super().keyPressEvent(event)

    def _escape(self) -> bool:
        return self._closing.escape() or self._together.escape() or self._side.escape()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_state()
        self._closing.take(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._is_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_hidden()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if isinstance(event, QWindowStateChangeEvent):
            self._on_state(was_minimized=bool(event.oldState() & Qt.WindowState.WindowMinimized))

    def _on_state(self, *, was_minimized: bool) -> None:
        if self.isMinimized():
            self._is_hidden()
        elif was_minimized:
            self._is_shown()

    def _is_shown(self) -> None:
        """Ages grow, and the plant in front is kept up to date, while it can be seen."""
        self._tell_time(time.time())
        if self._looked_at():
            self._controller.show_plant(self._top.tabs.plant or None)

    def _is_hidden(self) -> None:
        self._clock.stop()
        self._controller.show_plant(None)

    def _looked_at(self) -> bool:
        return self.isVisible() and not self.isMinimized()


def _column(*parts: QWidget) -> QWidget:
    """The parts below each other; the last one has the room that is left."""
    holder = QWidget()
    rows = QVBoxLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for part in parts:
        rows.addWidget(part, 1 if part is parts[-1] else 0)
    return holder
