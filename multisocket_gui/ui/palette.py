"""The palette: type a few letters of a name or a command, Return does it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.engine.facts import AccountPhase, Change
from multisocket_gui.engine.store import Store
from multisocket_gui.home.phrase import Home, Meaning, understand
from multisocket_gui.home.phrase_spell import spelled
from multisocket_gui.palette_words import Facts, question, settled
from multisocket_gui.words import tr

from .palette_acts import PaletteActs
from .palette_answer import PaletteAnswer
from .palette_line import PaletteLine
from .palette_list import PaletteList
from .palette_outcome import Outcome
from .palette_recent import Recent
from .palette_rows import MOST, PaletteRows, Row, row
from .style import GRID, colours

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_WIDE = 140 * GRID
_MARGIN = 4 * GRID
_FROM_TOP = 1 / 6
"""How far down (of the height of what it stands on) its upper edge is."""
_TOLD_MS = 2500
"""For so long what came of it stands there, where no window shows it."""


class Palette(QWidget):
    """One of them, made when it is first wanted. Hidden, it hears of nothing and wakes nobody."""

    done = Signal()
    """It was left."""

    def __init__(self, store: Store, controller: Controller, recent_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._store = store
        self._controller = controller
        self._recent = Recent(recent_file)
        self._over: QWidget | None = None
        self._outcome: Outcome | None = None
        self._to_plan: Meaning | None = None
        """A timer that waits for the answer to its outlet's question."""
        self._rows = PaletteRows(self)
        self._line = PaletteLine()
        self._list = PaletteList(self._rows)
        self._answer = PaletteAnswer()
        self.acts = PaletteActs(store, controller, self)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_TOLD_MS)
        self._leave.timeout.connect(self.hide)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Palette"))
        self.setWindowTitle(tr("Switch by typing"))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._lay_out()
        self._wire()

    def open_over(self, window: QWidget | None) -> None:
        """Show it near the top of the window, or of the screen where None is in front; an empty line."""
        self._over = window
        self._outcome = None
        self._answer.say("")
        self._line.clear()
        self._show_results()
        self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    # How it is made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self._list, 1)
        column.addWidget(self._answer)

    def _wire(self) -> None:
        self._line.textEdited.connect(self._on_typed)
        self._line.stepped.connect(self._list.step)
        self._line.completed.connect(self._complete)
        self._line.entered.connect(self._enter)
        self._line.left.connect(self.hide)
        self._list.selectionModel().currentChanged.connect(lambda: self._say_chosen())
        self._list.clicked.connect(lambda _index: self._enter())
        self._answer.answered.connect(self._on_answer)
        self._store.changed.connect(self._on_changed)

    # What is offered

    def _facts(self) -> Facts:
        return Facts(
            self._store.truth,
            time.time(),
            signed_in=self._store.account.phase is AccountPhase.SIGNED_IN,
            undo=self._store.undo is not None and not self._store.undo.refused,
            several=len(self._store.plants) > 1,
            zone=self._controller.timers.zone,
        )

    def _show_results(self) -> None:
        settings = self._store.settings
        home = Home(self._store.plants, self._controller.scenes.shown, settings.favourites, self._recent.keys)
        facts = self._facts()
        found = understand(self._line.text(), home)[:MOST]
        self._rows.show(row(meaning, facts) for meaning in found)
        if self._rows.rows and not self._list.currentIndex().isValid():
            self._list.choose(0)
        self._say_chosen()

    @property
    def chosen(self) -> Row | None:
        """What Enter would do."""
        at = self._list.currentIndex().row()
        return self._rows.rows[at] if 0 <= at < len(self._rows.rows) else None

    def _say_chosen(self) -> None:
        chosen = self.chosen
        nothing = tr("Nothing is called that.") if self._line.text().strip() else ""
        self._line.say_chosen(chosen.spoken if chosen else nothing)

    def _on_typed(self) -> None:
        self._forget_outcome()
        self._show_results()
        if self._rows.rows:
            self._list.choose(0)
        self._answer.say("" if self._rows.rows else tr("Nothing is called that."))
        self._place()

    def _complete(self) -> None:
        if self.chosen:
            self._line.setText(f"{spelled(self.chosen.meaning)} ")
            self._on_typed()

    # What is asked

    def _enter(self) -> None:
        chosen = self.chosen
        if chosen is None or self._outcome:
            return
        if not chosen.possible:
            self._say(f"{chosen.words}: {chosen.remark}")
            return
        self._recent.put(chosen.meaning.key)
        if chosen.meaning.when:
            self._ask_or_plan(chosen.meaning)
            return
        self._outcome = Outcome(chosen.meaning, settled(chosen.meaning, self._facts()))
        self.acts.do(chosen.meaning, self._outcome.act)
        self._tell_outcome()

    def _ask_or_plan(self, meaning: Meaning) -> None:
        asked = question(meaning, self._facts())
        if asked:
            self._to_plan = meaning
            self._answer.ask(asked)
            self._place()
        else:
            self._plan(meaning, confirmed=False)

    def _plan(self, meaning: Meaning, *, confirmed: bool) -> None:
        self._outcome = Outcome(meaning, meaning.act, self.acts.plan(meaning, confirmed=confirmed))
        self._tell_outcome()

    def _on_answer(self, yes: bool) -> None:
        if self._to_plan:
            self._on_plan_answer(self._to_plan, yes)
            return
        self._controller.answer(yes)
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        if not yes:
            self.hide()
        else:
            self._tell_outcome()

    def _on_plan_answer(self, meaning: Meaning, yes: bool) -> None:
        self._to_plan = None
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        if yes:
            self._plan(meaning, confirmed=True)
        else:
            self.hide()

    # What came of it

    def _on_changed(self, change: Change) -> None:
        if not self.isVisible():
            return
        if self._outcome:
            self._tell_outcome()
        elif change != Change(quota=True):
            self._show_results()

    def _tell_outcome(self) -> None:
        """A question stands here whatever lies in front; what came of it only where no window shows it."""
        outcome = self._outcome
        if outcome is None:
            return
        asked = outcome.question(self._store)
        if asked:
            self._answer.ask(asked)
            self._place()
            return
        told = outcome.told(self._store, self._controller, time.time())
        if told is None or (self._over and self._over.isVisible()):
            self.hide()
            return
        self._say(told.words)
        if told.over:
            self._leave.start()

    def _say(self, words: str) -> None:
        self._answer.say(words)
        self._line.say_chosen(words)
        self._place()

    def _forget_outcome(self) -> None:
        self._outcome = self._to_plan = None
        self._leave.stop()

    # Where it stands

    def _place(self) -> None:
        """Near the top of the window or the screen; its upper edge stays where it is while results come and go."""
        ground = self._ground()
        width = min(max(_WIDE, self.fontMetrics().averageCharWidth() * 64), ground.width() - 2 * _MARGIN)
        top = ground.top() + round(ground.height() * _FROM_TOP)
        below = self._answer.heightForWidth(width - 2) if not self._answer.isHidden() else 0
        wanted = self._line.sizeHint().height() + self._list.wanted_height(width - 2) + below + 2
        room = self._screen_of(ground).bottom() - top - _MARGIN
        self.setFixedSize(width, min(wanted, max(room, 10 * GRID)))
        self.move(QPoint(ground.left() + (ground.width() - width) // 2, top))

    def _ground(self) -> QRect:
        if self._over and self._over.isVisible():
            return self._over.frameGeometry()
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        return screen.availableGeometry()

    @staticmethod
    def _screen_of(ground: QRect) -> QRect:
        screen = QGuiApplication.screenAt(ground.center()) or QGuiApplication.primaryScreen()
        return screen.availableGeometry()

    # Qt's news

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate and self._answer.isHidden():
            self.hide()  # somebody clicked elsewhere, and nothing is told or asked here
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._outcome and self._outcome.question(self._store):
                self._controller.answer(False)
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget_outcome()
        self.done.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inks = colours(self.palette())
        painter.fillRect(self.rect(), inks.ground)
        painter.setPen(QPen(inks.edge, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(1, self._line.geometry().bottom(), self.width() - 2, 1, inks.line)
