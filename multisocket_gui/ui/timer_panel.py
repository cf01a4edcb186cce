"""The timers beside the cards: what runs next, what was missed, and a form in place for another one."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.timer import MissedRun, Timer
from multisocket_gui.timer_words import missed_line, needs_computer, rule_line, target_line
from multisocket_gui.words import tr

from .page_scroll import PageScroll
from .panel_line import panel_button, panel_line
from .side_column import SidePanel
from .style import GRID
from .text_button import TextButton
from .text_line import TextLine, Voice
from .timer_form import TimerForm
from .timer_list import TimerList

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class TimerPanel(SidePanel):
    """Follows the timers while it is shown."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._timers = controller.timers
        self._removed: Timer | None = None
        self._asking: tuple[MissedRun, ...] = ()
        self.setObjectName("timers")
        self.setAccessibleName(tr("Timers"))
        self._add = panel_button("timer-add", tr("Add a timer"), "")
        self._form = TimerForm(store, self._timers)
        self._missed = QVBoxLayout()
        self._list = TimerList(store, self._timers)
        self._empty = TextLine(Voice.PLAIN, lines=4)
        self._gone = TextLine(Voice.PLAIN, lines=3)
        self._undo = panel_button("timer-undo", tr("Undo"), tr("Undo the removal of the timer"))
        self._lay_out()
        self._wire()
        self._say_removed(None)

    def make(self, target: OutletRef | str | None = None) -> None:
        """Open the form for another timer, of `target` where one is named."""
        self._form.begin(target)
        self._show_form(True)

    def take_keyboard(self) -> None:
        (self._form if self._form.isVisibleTo(self) else self._add).setFocus()

    def tell_time(self, now: float) -> None:
        if self.isVisible():
            self._list.show_timers(now)
            self._form.tell_time(now)

    def closed(self) -> None:
        self._say_removed(None)
        self._show_form(False)

    # How it is made

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 2 * GRID, 0, 2 * GRID)
        rows.setSpacing(2 * GRID)
        title = TextLine(Voice.NAME)
        title.say(tr("Timers"))
        close = panel_button("timers-close", tr("Close"), tr("Close the timers"))
        close.clicked.connect(self.close_asked)
        rows.addWidget(panel_line(title, pushed=(close,)))
        rows.addWidget(self._page(), 1)
        self._gone_line = panel_line(self._gone, self._undo)
        self._gone.setObjectName("timer-removed")
        rows.addWidget(self._gone_line)
        needs = TextLine(Voice.QUIET, lines=3)
        needs.setObjectName("timers-need")
        needs.say(needs_computer())
        rows.addWidget(panel_line(needs))

    def _page(self) -> QWidget:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        self._missed.setSpacing(GRID)
        rows.addLayout(self._missed)
        rows.addWidget(panel_line(self._add))
        rows.addWidget(self._form)
        self._form.hide()
        self._empty.setObjectName("timers-empty")
        self._empty.say(tr("No timer yet."))
        self._empty_line = panel_line(self._empty)
        rows.addWidget(self._empty_line)
        rows.addWidget(self._list)
        rows.addStretch(1)
        scroll = PageScroll(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setBackgroundRole(QPalette.ColorRole.Base)
        return scroll

    def _wire(self) -> None:
        self._timers.changed.connect(self._on_changed)
        self._store.changed.connect(self._on_store)
        self._add.clicked.connect(lambda: self.make())
        self._form.done.connect(self._on_done)
        self._form.left.connect(lambda: self._show_form(False))
        self._list.edit_asked.connect(self._edit)
        self._list.remove_asked.connect(self._remove)
        self._undo.clicked.connect(self._on_undo)

    # What is shown

    def _on_store(self, change: Change) -> None:
        if change.home or change.scenes or change.timers:
            self._on_changed()

    def _on_changed(self) -> None:
        if self.isVisible():
            self._show(time.time())

    def _show(self, now: float) -> None:
        self._show_missed(now)
        self._list.show_timers(now)
        self._empty_line.setVisible(self._list.is_empty and not self._timers.waiting)

    def _show_missed(self, now: float) -> None:
        """Built anew only when others ask: a button that stays keeps the keyboard."""
        if self._timers.waiting == self._asking:
            return
        self._asking = self._timers.waiting
        while (item := self._missed.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for missed in self._asking:
            words = TextLine(Voice.PLAIN, lines=5)
            words.say(missed_line(missed, self._name(missed.timer), now))
            answers = [
                self._answer(missed.timer, tr("Run now"), "run", run=True),
                self._answer(missed.timer, tr("Skip"), "skip", run=False),
            ]
            line = panel_line(words, *answers)
            self._missed.addWidget(line)
            line.show()  # a widget that is not shown yet takes no room in a layout

    def _answer(self, timer: Timer, text: str, key: str, *, run: bool) -> TextButton:
        button = panel_button(f"timer-{key}/{timer.id}", text, f"{text}: {self._name(timer)}")
        button.clicked.connect(lambda: self._timers.answer(timer.id, run))
        return button

    def _show_form(self, shown: bool) -> None:
        had_keyboard = self._form.isAncestorOf(self.focusWidget() or self)
        self._form.setVisible(shown)
        self._add.setVisible(not shown)
        if shown:
            self._form.setFocus()
        elif had_keyboard:
            self._add.setFocus()

    def _name(self, timer: Timer) -> str:
        return target_line(timer.target, self._store.plants, self._store.settings.scenes)

    # What is asked

    def _on_done(self, timer: Timer) -> None:
        self._show_form(False)
        self._timers.put(timer)
        self._list.focus(timer.id)

    def _edit(self, timer: Timer) -> None:
        self._form.begin(timer=timer)
        self._show_form(True)

    def _remove(self, timer: Timer) -> None:
        self._timers.remove(timer.id)
        self._say_removed(timer)
        self._undo.setFocus()

    def _on_undo(self) -> None:
        timer = self._removed
        self._say_removed(None)
        if timer:
            self._timers.put(replace(timer))
            self._list.focus(timer.id)

    def _say_removed(self, timer: Timer | None) -> None:
        self._removed = timer
        if timer:
            what = f"{self._name(timer)}, {rule_line(timer, time.time(), self._timers.zone)}"
            self._gone.say(tr("“{name}” was removed.").format(name=what))
        self._gone_line.setVisible(timer is not None)

    # Qt's news

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(time.time())
