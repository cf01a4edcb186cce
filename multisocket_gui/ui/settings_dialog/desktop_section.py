"""How the program sits on the desktop: started at login or not, and whether it tells anything."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.desktop.login_item import LoginItem, Standing
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Trouble
from multisocket_gui.settings import Desktop
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import problem_words, tr

from .form import Form, form_button

if TYPE_CHECKING:
    from collections.abc import Callable


class DesktopSection(Form):
    """What is registered for the login is asked of the system each time that somebody looks."""

    changed = Signal(object)
    """The `Desktop` that is wanted."""

    def __init__(self, store: Store, login: LoginItem, parent: QWidget | None = None) -> None:
        super().__init__(tr("Desktop"), parent)
        self._store = store
        self._item = login
        self._login = _box("desktop/login", tr("&Start at login, in the tray where there is one"))
        self._login.clicked.connect(lambda on: self._register(login.enable if on else login.disable))
        self._state = TextLine(Voice.QUIET, lines=6)
        self._state.setObjectName("desktop/login/state")
        self._command = TextLine(Voice.QUIET, lines=6)
        self._command.setObjectName("desktop/login/command")
        self._trouble = TextLine(Voice.ALARM, lines=6)
        self._trouble.setObjectName("desktop/login/trouble")
        self._here = form_button("desktop/login/here", tr("Start &this program instead"))
        self._here.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._here.clicked.connect(lambda: self._register(login.enable))
        self._together(self._login, self._state, self._command, self._trouble, self._here)
        self._notify = _box("desktop/notify", tr("Tell by &notifications what happens by itself"))
        self._notify.clicked.connect(self._hand_over)
        hint = TextLine(Voice.QUIET, lines=4)
        hint.say(tr("That a timer failed or was missed, or that the sign-in ended. Never what you just did."))
        self._together(self._notify, hint)
        self.reload()

    def reload(self) -> None:
        """Show what the store holds."""
        self._notify.setChecked(self._store.settings.desktop.notify)

    def look(self) -> None:
        """Show what is registered with the system."""
        state = self._item.state()
        self._login.setChecked(state.standing is Standing.ON)
        self._login.setEnabled(state.standing is not Standing.UNAVAILABLE)
        elsewhere = state.standing is Standing.ELSEWHERE
        words = {
            Standing.ELSEWHERE: tr("Another program is started at login in its place:"),
            Standing.UNAVAILABLE: tr("Start at login cannot be set here: {detail}").format(detail=state.detail),
        }.get(state.standing, "")
        _say(self._state, words)
        _say(self._command, state.detail if elsewhere else "")
        self._here.setVisible(elsewhere)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _say(self._trouble, "")
        self.look()

    def _register(self, change: Callable[[], None]) -> None:
        try:
            change()
        except Trouble as trouble:
            _say(self._trouble, problem_words(trouble.problem, time.time()).line)
        else:
            _say(self._trouble, "")
        self.look()

    def _hand_over(self) -> None:
        wanted: Desktop = replace(self._store.settings.desktop, notify=self._notify.isChecked())
        self.changed.emit(wanted)

    def _together(self, *widgets: QWidget) -> None:
        """Closer to each other than to the rest: they are about one thing."""
        rows = QVBoxLayout()
        rows.setSpacing(GRID)
        for widget in widgets:
            rows.addWidget(widget)
        self.put_row(rows)


def _say(line: TextLine, text: str) -> None:
    """Take no room where there is nothing to say."""
    line.say(text)
    line.setVisible(bool(text))


def _box(key: str, text: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setObjectName(key)
    return box
