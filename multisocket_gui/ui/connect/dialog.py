"""The window that leads through the steps, one a screen."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.settings_dialog.form import scrolled
from multisocket_gui.words import problem_words, tr

from . import progress
from .application_page import ApplicationPage
from .client_page import ClientPage
from .done_page import DonePage
from .foot import Foot
from .key_page import KeyPage
from .needs_page import NeedsPage
from .page import Page
from .plant_page import PlantPage
from .progress import Progress
from .reading_page import ReadingPage
from .side import Side
from .sign_in_page import SignInPage
from .step import TO_DO, Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_SIZE = QSize(860, 620)
_LEAST = QSize(360, 320)
_LETTERS_BESIDE = 75
"""Narrower than this many letters, one line above the page stands for the list."""


class ConnectDialog(QDialog):
    """Not modal. What is right is kept at once; the step, and what is half typed, when the window goes."""

    settings_asked = Signal(str)
    left = Signal()
    """It is finished, or put aside."""
    demo_left = Signal()
    """The person wants to leave the demo and connect a home of their own."""

    def __init__(
        self, store: Store, controller: Controller, *, state_file: Path, demo: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._file = state_file
        self._demo = demo
        self._step = Step.NEEDS
        self._seen: set[Step] = set()
        self._goes_on = False
        self.setObjectName("connect")
        self.setWindowTitle(tr("Connect your home"))
        self.setModal(False)
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self._pages = self._make_pages()
        self._side = Side()
        self._side.chosen.connect(self._turn_to)
        self._foot = Foot(demo=self._demo)
        self._foot.back_asked.connect(self._go_back)
        self._foot.later_asked.connect(self.close)
        self._foot.next_asked.connect(self._go_on)
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(scrolled(page))
        self._lay_out()
        self._restore()
        self._warn()
        store.changed.connect(self._on_changed)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._step

    # How it is made

    def _make_pages(self) -> Mapping[Step, Page]:
        self._key = KeyPage(self._store, self._controller)
        self._plant = PlantPage(self._store, self._controller)
        self._reading = ReadingPage(self._store, self._controller, lambda: self._plant.plant)
        self._plant.selector_found.connect(self._reading.offer)
        self._plant.key_given.connect(self._use_key)
        pages = (
            NeedsPage(demo=self._demo),
            self._key,
            ApplicationPage(self._store, self._controller),
            ClientPage(self._store, self._controller),
            SignInPage(self._store, self._controller),
            self._plant,
            self._reading,
            DonePage(self._store, self._is_done),
        )
        for page in pages:
            page.changed.connect(self._look_again)
            page.answered.connect(self._on_answered)
            page.turn_asked.connect(self._turn_to)
            page.settings_asked.connect(self.settings_asked)
        return {page.step: page for page in pages}

    def _lay_out(self) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(0)
        self._columns.addWidget(self._side)
        self._columns.addWidget(self._stack, 1)
        rows = QVBoxLayout(self)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the pages scroll
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._columns, 1)
        rows.addWidget(self._foot)

    def _restore(self) -> None:
        kept = Progress() if self._demo else progress.load(self._file)
        self._seen = set(kept.seen)
        for page in self._pages.values():
            page.restore(kept.texts)
        if self._demo:
            self._side.close_list()
        self._turn_to(kept.step)

    # From step to step

    def _go_on(self) -> None:
        page = self._pages[self._step]
        page.commit()
        if self._demo:
            self.demo_left.emit()
        elif why := page.missing():
            self._goes_on = page.is_waiting()
            self._foot.explain(why)
            self._focus(page)
        elif self._step is Step.DONE:
            self._finish()
        else:
            self._seen.add(self._step)
            self._turn_to(tuple(Step)[self._step.number])

    def _finish(self) -> None:
        self._seen.clear()
        self._step = Step.NEEDS
        for page in self._pages.values():
            page.begin_anew()
        self.close()

    def _go_back(self) -> None:
        self._turn_to(tuple(Step)[max(0, self._step.number - 2)])

    def _turn_to(self, step: Step) -> None:
        self._pages[self._step].commit()
        self._step, self._goes_on = step, False
        page = self._pages[step]
        self._stack.setCurrentIndex(step.number - 1)
        page.enter()
        self._foot.explain("")
        self._show_steps()
        self._focus(page)
        self._save()

    def _next_words(self) -> str:
        if self._demo:
            return tr("Leave the demo and &connect my home")
        return tr("&Open my home") if self._step is Step.DONE else tr("&Next")

    def _focus(self, page: Page) -> None:
        field = page.first()
        if field:
            field.setFocus(Qt.FocusReason.TabFocusReason)  # which selects what stands in it
        else:
            self._foot.take_keyboard()

    def _look_again(self) -> None:
        """What was missing may be there now."""
        page = self._pages[self._step]
        why = page.missing()
        if self._goes_on and not page.is_waiting():
            self._goes_on = False
            self._foot.explain("")
            if not why:
                self._go_on()
                return
        if self._foot.why:
            self._foot.explain(why)
        self._show_steps()

    def _on_answered(self, step: Step) -> None:
        """What one waited for is there: Enter goes on."""
        if step is self._step:
            self._foot.take_keyboard()

    # What is done

    def _is_done(self, step: Step) -> bool:
        match step:
            case Step.NEEDS | Step.APPLICATION:
                return step in self._seen or bool(self._store.settings.service.client_id)
            case Step.DONE:
                return all(self._is_done(each) for each in TO_DO)
        return self._pages[step].is_done()

    def _show_steps(self) -> None:
        done = frozenset() if self._demo else frozenset(step for step in Step if self._is_done(step))
        self._side.show_steps(self._step, done)
        ended = self._step is Step.DONE and Step.DONE in done
        self._foot.offer(self._next_words(), back=self._step is not Step.NEEDS, later=not ended)

    def _use_key(self, key: str) -> None:
        self._key.expect()
        self._controller.set_subscription_key(key)

    def _warn(self) -> None:
        """What is typed is not kept where the settings cannot be written, or not understood."""
        problem = self._store.settings_problem
        self._foot.warn(problem_words(problem, time.time()).line if problem else "")

    def _on_changed(self, change: Change) -> None:
        if change.home or change.owners:
            self._warn()
        if change.key:
            self._key.keyring_answered()
        if change.home or change.owners or change.account or change.key or change.quota or change.clock:
            self._pages[self._step].show_store()
            self._look_again()

    # Coming and going

    def _save(self) -> None:
        if self._demo:
            return
        texts = {name: text for page in self._pages.values() for name, text in page.texts().items()}
        if self._step is Step.NEEDS and not self._seen and not texts:
            progress.clear(self._file)
        else:
            progress.save(self._file, Progress(self._step, frozenset(self._seen), texts))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._turn_to(self._step)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._pages[self._step].commit()
            self._save()
            self._read_what_is_new()
            self.left.emit()

    def _read_what_is_new(self) -> None:
        """The first reading told which sockets there are; what their outlets are, the window is told by the next."""
        if self._reading.has_read:
            self._reading.has_read = False
            self._controller.looked_at()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif not self._pages[self._step].takes_enter():
            self._go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        beside = self.width() >= _LETTERS_BESIDE * letter
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._side.stand(beside=beside, width=self.width())
