"""The account and the connection in one calm line, with what may be done about it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr

from .notices import Notice, Step, notice
from .style import GAP, GRID, GUTTER, colours
from .text_button import PAD_INSIDE, TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_SIGN = 4 * GRID


class NoticeLine(QWidget):
    """Hidden where all is well. The sign at its left tells news (a ring) from trouble (a triangle)."""

    settings_asked = Signal(str)
    refresh_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._shown: Notice | None = None
        self._buttons: list[TextButton] = []
        self._words = TextLine(Voice.PLAIN, lines=6)
        self._words.setObjectName("notice")
        self._row = WrapRow(self, hang=PAD_INSIDE)
        self._row.setContentsMargins(GUTTER + _SIGN + GAP, GRID, GUTTER, GRID)
        self._row.add(self._words)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is said."""
        return self._shown

    def show_store(self) -> None:
        """Say what most needs to be said."""
        now = notice(self._store, time.time())
        if now != self._shown:
            self._shown = now
            self._words.say(now.text if now else "")
            self._offer(now.steps if now else ())
            self.setVisible(now is not None)
            self.update()

    def _offer(self, steps: tuple[Step, ...]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(step) for step in steps]

    def _button(self, step: Step) -> TextButton:
        button = TextButton(_names()[step], self)
        button.setObjectName(f"notice-{step.name.lower().replace('_', '-')}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is: the button will go
        button.clicked.connect(lambda: self._do(step))
        self._row.add(button)
        button.show()
        return button

    def _do(self, step: Step) -> None:
        match step:
            case Step.SIGN_IN:
                self._controller.sign_in()
            case Step.CANCEL:
                self._controller.cancel_sign_in()
            case Step.COPY_LINK:
                QGuiApplication.clipboard().setText(self._store.account.link)
            case Step.OPEN_BROWSER:
                self._controller.open_browser()
            case Step.SETTINGS:
                self.settings_asked.emit("service")
            case Step.REFRESH:
                self.refresh_asked.emit()

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


def _names() -> dict[Step, str]:
    return {
        Step.SIGN_IN: tr("Sign in"),
        Step.CANCEL: tr("Cancel"),
        Step.COPY_LINK: tr("Copy link"),
        Step.OPEN_BROWSER: tr("Open browser"),
        Step.SETTINGS: tr("Settings"),
        Step.REFRESH: tr("Refresh"),
    }
