"""A group action in place, under the tools: what it would do, how far it is, what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.together import Stage
from multisocket_gui.words import tr

from .accent_card import paint_accent_card
from .style import GAP, GRID, GUTTER
from .text_line import TextLine, Voice
from .together_parts import Line, Said, Step
from .together_words import said
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_PAD = 3 * GRID
_MOST_LINES = 7
"""Taller than so many lines of text, the names scroll."""


class TogetherPanel(QWidget):
    """Follows the store. The first button gets the keyboard when a preview opens; `left` when it would lose it."""

    left = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._said: Said | None = None
        self._previewing = False
        self.setObjectName("together")
        self._title = TextLine(Voice.NAME, lines=4)
        self._title.setObjectName("together-title")
        self._buttons = {step: self._button(step) for step in Step}
        self._details = _Details()
        head = WrapRow(gap=GAP)
        head.add(self._title)
        head.push(self._actions())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GUTTER + _PAD, GAP + _PAD, GUTTER + _PAD, _PAD)
        rows.setSpacing(GRID)
        rows.addLayout(head)
        rows.addWidget(self._details)
        self.hide()

    @property
    def said(self) -> Said | None:
        """What is said."""
        return self._said

    def show_store(self) -> None:
        """Show the action as the store has it."""
        action = self._store.together
        now = said(action, self._store, time.time()) if action else None
        opened = action is not None and action.stage is Stage.PREVIEW and not self._previewing
        self._previewing = action is not None and action.stage is Stage.PREVIEW
        if now == self._said:
            return
        self._said = now
        had_keyboard = self._has_keyboard()
        if now is None:
            self.hide()
            if had_keyboard:
                self.left.emit()
            return
        self._title.say(now.title)
        self._details.say(now.lines)
        self._offer(now, take_keyboard=had_keyboard or opened)
        self.show()

    def escape(self) -> bool:
        """Do what Escape means here: cancel, stop or close. Whether there was anything to do."""
        for step in (Step.CANCEL, Step.STOP, Step.CLOSE):
            if self._said and step in dict(self._said.steps):
                self._do(step)
                return True
        return False

    # How it is made

    def _button(self, step: Step) -> QPushButton:
        button = _Button()
        button.setObjectName(f"together-{step.name.lower()}")
        button.setAutoDefault(True)  # so that Return presses it where it has the keyboard
        button.setMinimumHeight(8 * GRID)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._do(step))
        button.hide()
        return button

    def _actions(self) -> QWidget:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = WrapRow(holder)
        for button in self._buttons.values():
            row.add(button)
        return holder

    def _offer(self, now: Said, *, take_keyboard: bool) -> None:
        """The new buttons come before the old ones go, so that the keyboard is never without a place."""
        self.setAccessibleName(now.title)
        description = " ".join((now.title, *(line.text for line in now.lines)))
        offered = dict(now.steps)
        for step, text in now.steps:
            self._buttons[step].setText(text)
            self._buttons[step].setAccessibleName(text)
            self._buttons[step].setAccessibleDescription(description)
            self._buttons[step].show()
        if take_keyboard:
            self.show()
            first = next((b for s, b in self._buttons.items() if s in offered and b.hasFocus()), None)
            (first or self._buttons[now.steps[0][0]]).setFocus(Qt.FocusReason.OtherFocusReason)
        for step, button in self._buttons.items():
            button.setVisible(step in offered)

    def _do(self, step: Step) -> None:
        together = self._controller.together
        does: dict[Step, Callable[[], None]] = {
            Step.GO: together.go,
            Step.STOP: together.stop,
            Step.RETRY: together.retry,
            Step.CANCEL: together.dismiss,
            Step.CLOSE: together.dismiss,
        }
        does[step]()

    def _has_keyboard(self) -> bool:
        return any(button.hasFocus() for button in self._buttons.values()) or self._details.hasFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_accent_card(self, top=GAP)


class _Button(QPushButton):
    """A key that is held down presses it once: what comes in its place is another question."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            super().keyPressEvent(event)


class _Details(QScrollArea):
    """Lines of names, as tall as they are up to a limit; beyond it they scroll, by keys too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("together-details")
        self.setAccessibleName(tr("What it is about"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, GRID)
        self._rows.setSpacing(GRID)
        self._lines: list[TextLine] = []
        self.setWidget(self._body)
        self.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
        self.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)

    def say(self, lines: tuple[Line, ...]) -> None:
        """Show the lines; nothing takes no room."""
        for old in self._lines:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [self._line(line) for line in lines]
        self.setVisible(bool(lines))
        self.updateGeometry()
        self._allow_keys()

    def _line(self, line: Line) -> TextLine:
        words = TextLine(line.voice, lines=100)
        words.say(line.text)
        self._rows.addWidget(words)
        words.show()  # a widget that is not shown yet takes no room in a layout
        return words

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(self._rows.heightForWidth(width), _MOST_LINES * self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        width = super().sizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._allow_keys()

    def _allow_keys(self) -> None:
        """The keyboard can come here where there is something to scroll."""
        scrolls = self._rows.heightForWidth(self.viewport().width()) > self.viewport().height()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)
