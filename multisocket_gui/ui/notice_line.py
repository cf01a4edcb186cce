"""The account and the connection in one calm line, with what may be done about it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store

from .account_steps import take
from .notice import Notice, Step, step_names
from .notices import notice
from .style import GAP, GRID, GUTTER, colours
from .text_button import PAD_INSIDE, TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_SIGN = 4 * GRID
_WAITING = (AccountPhase.RESTORING, AccountPhase.SIGNING_IN)


class NoticeLine(QWidget):
    """Hidden where all is well. The sign at its left tells news (a ring) from trouble (a triangle)."""

    settings_asked = Signal(str)
    refresh_asked = Signal()
    connect_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._shown: Notice | None = None
        self._buttons: dict[Step, TextButton] = {}
        self._waits_for: tuple[AccountPhase, bool] | None = None
        self._since: float | None = None
        self._words = TextLine(Voice.PLAIN, lines=6)
        self._words.setObjectName("notice")
        self._steps = QWidget()
        self._steps.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._row = WrapRow(self._steps)
        whole = WrapRow(self, hang=PAD_INSIDE)
        whole.setContentsMargins(GUTTER + _SIGN + GAP, GRID, GUTTER, GRID)
        whole.add(self._words)
        whole.add(self._steps)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is said."""
        return self._shown

    @property
    def since(self) -> float | None:
        """Since when (seconds since the epoch) the browser or the keyring is waited for; None: neither is."""
        return self._since

    def show_store(self) -> None:
        """Say what most needs to be said."""
        now = time.time()
        self._note_waiting(now)
        told = notice(self._store, now, now - self._since if self._since else 0.0)
        if told != self._shown:
            self._shown = told
            self._words.say(told.text if told else "")
            self._offer(told.steps if told else ())
            self.setVisible(told is not None)
            self.update()

    def _note_waiting(self, now: float) -> None:
        account = self._store.account
        waits_for = (account.phase, bool(account.link)) if account.phase in _WAITING else None
        if waits_for != self._waits_for:
            self._waits_for = waits_for
            self._since = now if waits_for else None

    def _offer(self, steps: tuple[Step, ...]) -> None:
        """Offer these steps; a button that stays keeps the keyboard, one that goes hands it to the first."""
        had_keyboard = self._has_keyboard()
        kept = {step: button for step, button in self._buttons.items() if step in steps}
        for step, button in self._buttons.items():
            self._row.removeWidget(button)
            if step not in kept:
                button.hide()
                button.deleteLater()
        self._buttons = {step: kept.get(step) or self._button(step) for step in steps}
        self._steps.setVisible(bool(steps))
        before: QWidget = self._words
        for button in self._buttons.values():
            self._row.add(button)
            self.setTabOrder(before, button)
            before = button
        if had_keyboard and self._buttons and not self._has_keyboard():
            next(iter(self._buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_keyboard(self) -> bool:
        """Whether a button has the window's focus, or had it when another window came to the front."""
        return self.window().focusWidget() in self._buttons.values()

    def _button(self, step: Step) -> TextButton:
        button = TextButton(step_names()[step], self._steps)
        button.setObjectName(f"notice-{step.name.lower().replace('_', '-')}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is: the button will go
        button.clicked.connect(lambda: self._do(step))
        button.show()
        return button

    def _do(self, step: Step) -> None:
        match step:
            case Step.CONNECT:
                self.connect_asked.emit()
            case Step.SETTINGS:
                self.settings_asked.emit("service")
            case Step.REFRESH:
                self.refresh_asked.emit()
            case _:
                take(step, self._store, self._controller)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inks = colours(self.palette())
        calm = self._shown is None or self._shown.calm
        painter.fillRect(self.rect(), inks.card if calm else inks.amber_ground)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), inks.line)
        area = QRectF(QPointF(GUTTER, self._words.geometry().center().y() - _SIGN / 2), QSize(_SIGN, _SIGN).toSizeF())
        painter.setPen(QPen(inks.accent if calm else inks.amber, 1.6))
        if calm:
            painter.drawEllipse(area.adjusted(2, 2, -2, -2))
            return
        top, bottom = QPointF(area.center().x(), area.top() + 1.5), area.bottom() - 1.5
        painter.drawPolygon([top, QPointF(area.right() - 0.5, bottom), QPointF(area.left() + 0.5, bottom)])
        painter.drawLine(top + QPointF(0, 4.5), top + QPointF(0, 8))
        painter.drawPoint(top + QPointF(0, 10.5))
