"""Who is signed in, and the way in and out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.engine.store import Account, AccountPhase, Store
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import problem_words, tr

from .form import Form

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class AccountSection(Form):
    """The same steps as the line in the window, where one looks for them."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(tr("Account"), parent)
        self._store = store
        self._words = TextLine(Voice.PLAIN, lines=6)
        self._words.setObjectName("account/state")
        self.put(self._words)
        row = WrapRow()
        self._sign_in = self._button("sign-in", tr("Sign &in"), controller.sign_in)
        self._cancel = self._button("cancel", tr("&Cancel"), controller.cancel_sign_in)
        self._copy = self._button("copy-link", tr("Copy &link"), self._copy_link)
        self._sign_out = self._button("sign-out", tr("Sign &out"), controller.sign_out)
        for button in (self._sign_in, self._cancel, self._copy, self._sign_out):
            row.add(button)
        self.put_row(row)
        self.show_store()

    def show_store(self) -> None:
        """Show where the sign-in stands."""
        account = self._store.account
        self._words.say(_words(account))
        self._sign_in.setVisible(account.phase is AccountPhase.SIGNED_OUT)
        self._cancel.setVisible(account.phase is AccountPhase.SIGNING_IN)
        self._copy.setVisible(account.phase is AccountPhase.SIGNING_IN and bool(account.link))
        self._sign_out.setVisible(account.phase is AccountPhase.SIGNED_IN)

    def _button(self, key: str, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"account/{key}")
        button.setAutoDefault(False)
        button.setMinimumHeight(8 * GRID)
        button.clicked.connect(lambda: do())
        return button

    def _copy_link(self) -> None:
        QGuiApplication.clipboard().setText(self._store.account.link)


def _words(account: Account) -> str:
    if account.problem:
        return problem_words(account.problem, time.time()).line
    match account.phase:
        case AccountPhase.SIGNED_IN:
            return tr("Signed in as {name}.").format(name=account.name) if account.name else tr("Signed in")
        case AccountPhase.SIGNING_IN if account.browser_opened:
            return tr("Waiting for the browser…")
        case AccountPhase.SIGNING_IN:
            return tr("No browser could be opened. Copy the link and open it in any browser.")
    return tr("Not signed in. It is the account of the home, not that of the developer portal.")
