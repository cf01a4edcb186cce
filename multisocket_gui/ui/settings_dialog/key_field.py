"""The subscription key: typed here, kept in the keyring, shown again only to who asks for it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Problem
from multisocket_gui.settings_checks import check_subscription_key
from multisocket_gui.ui.account_notice import key_line
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.words import tr

from .field import Field

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

VARIABLE = "MULTISOCKET_SUBSCRIPTION_KEY"


class KeyField(Field):
    """Handed over when the field is left, since half a key is worth nothing.

    The kept key stands in the field only while it is looked at: it goes with the section, the dialog, and when
    another window comes to the front.
    """

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__("service/subscription_key", tr("Subscription key"), parent=parent)
        self._store = store
        self._controller = controller
        self._wanted = False
        self._revealed = False
        self._handed_over = False
        self._show = TextButton(tr("Show"), name=tr("Show the subscription key"))
        self._show.setObjectName("service/subscription_key/show")
        self._show.clicked.connect(self._on_show)
        self._forget = TextButton(tr("Forget"), name=tr("Forget the subscription key"))
        self._forget.setObjectName("service/subscription_key/forget")
        self._forget.clicked.connect(lambda: controller.set_subscription_key(""))
        self.add_beside(self._show)
        self.add_beside(self._forget)
        self.typed.connect(self._check)
        self.left.connect(self.commit)
        controller.key_revealed.connect(self._on_revealed)
        self._hide()
        self.show_store()

    @property
    def is_on_its_way(self) -> bool:
        """Whether a typed key was handed over and the keyring has not answered yet."""
        return self._handed_over

    def show_store(self) -> None:
        """Say what is known of the key."""
        given = bool(os.environ.get(VARIABLE))
        self.editor.setDisabled(given)
        self._show.setDisabled(given)
        self._forget.setVisible(not given and self._store.has_key is True)
        self.editor.setPlaceholderText(tr("Kept; type another to replace it") if self._store.has_key else "")
        self.advise(
            tr("{variable} gives the key for this session.").format(variable=VARIABLE) if given else self._kept()
        )

    def note_key(self) -> None:
        """The keyring answered: another key may be kept now."""
        self._handed_over = False
        if self._revealed:
            self._hide()
        self.show_store()

    def commit(self) -> None:
        """Hand over what was typed, if it may be a key."""
        text = "" if self._revealed else self.editor.text().strip()
        if text and check_subscription_key(text) is None:
            self.editor.setText("")  # not clear(), which could be undone
            self._handed_over = True
            self._controller.set_subscription_key(text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wanted = False
        self._hide()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate and self._revealed:
            self._hide()
        if event.type() is QEvent.Type.WindowActivate and self._wanted:
            self._controller.reveal_key()  # the keyring's own question had been in front
        return super().event(event)

    def _check(self, text: str) -> None:
        self.complain(check_subscription_key(text.strip()) if text else None)

    def _kept(self) -> str:
        if self._store.key_problem:
            return key_line(self._store.key_problem, time.time())
        match self._store.has_key:
            case None:
                return tr("Asking the keyring…")
            case False:
                return tr("Needed. Copy it from your profile on the developer portal.")
        if self._store.key_stored:
            return tr("A key is kept in this computer's keyring.")
        return tr("A key is known for this session only: no keyring keeps it.")

    # Showing

    def _on_show(self) -> None:
        if self.editor.echoMode() is QLineEdit.EchoMode.Normal:
            self._hide()
        elif self.editor.text() or not self._store.has_key:
            self._turn_echo(QLineEdit.EchoMode.Normal)
        else:
            self._wanted = True
            self.advise(tr("Asking the keyring…"))
            self._controller.reveal_key()

    def _on_revealed(self, answer: str | Problem | None) -> None:
        if not self._wanted or not self.isActiveWindow():
            return
        self._wanted = False
        self.show_store()
        if isinstance(answer, Problem):
            self.advise(key_line(answer, time.time()))
        elif answer and not self.editor.text():
            self._revealed = True
            self.editor.setReadOnly(True)
            self.editor.setText(answer)
            self.editor.setCursorPosition(0)
            self._turn_echo(QLineEdit.EchoMode.Normal)

    def _hide(self) -> None:
        if self._revealed:
            self._revealed = False
            self.editor.setText("")
            self.editor.setReadOnly(False)
        self._turn_echo(QLineEdit.EchoMode.Password)

    def _turn_echo(self, mode: QLineEdit.EchoMode) -> None:
        shown = mode is QLineEdit.EchoMode.Normal
        self.editor.setEchoMode(mode)
        self._show.setText(tr("Hide") if shown else tr("Show"))
        self._show.setAccessibleName(tr("Hide the subscription key") if shown else tr("Show the subscription key"))
