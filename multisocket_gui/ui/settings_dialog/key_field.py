"""The subscription key: typed here, kept in the keyring, never shown again."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings_checks import check_subscription_key
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.words import problem_words, tr

from .field import Field

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

VARIABLE = "MULTISOCKET_SUBSCRIPTION_KEY"


class KeyField(Field):
    """Handed over when the field is left, since half a key is worth nothing."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__("service/subscription_key", tr("Subscription key"), parent=parent)
        self._store = store
        self._controller = controller
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self._show = TextButton(tr("Show"), name=tr("Show the subscription key"))
        self._show.setObjectName("service/subscription_key/show")
        self._show.clicked.connect(self._turn_echo)
        self._forget = TextButton(tr("Forget"), name=tr("Forget the subscription key"))
        self._forget.setObjectName("service/subscription_key/forget")
        self._forget.clicked.connect(lambda: controller.set_subscription_key(""))
        self.add_beside(self._show)
        self.add_beside(self._forget)
        self.typed.connect(self._check)
        self.left.connect(self.commit)
        self.show_store()

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

    def commit(self) -> None:
        """Hand over what was typed, if it may be a key."""
        text = self.editor.text().strip()
        if text and check_subscription_key(text) is None:
            self.editor.clear()
            self._controller.set_subscription_key(text)

    def _check(self, text: str) -> None:
        self.complain(check_subscription_key(text.strip()) if text else None)

    def _kept(self) -> str:
        if self._store.key_problem:
            return problem_words(self._store.key_problem, time.time()).line
        match self._store.has_key:
            case None:
                return tr("Asking the keyring…")
            case False:
                return tr("Needed. Copy it from your profile on the developer portal.")
        if self._store.key_stored:
            return tr("A key is kept in this computer's keyring.")
        return tr("A key is known for this session only: no keyring keeps it.")

    def _turn_echo(self) -> None:
        hidden = self.editor.echoMode() is QLineEdit.EchoMode.Password
        self.editor.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._show.setText(tr("Hide") if hidden else tr("Show"))
        self._show.setAccessibleName(tr("Hide the subscription key") if hidden else tr("Show the subscription key"))
