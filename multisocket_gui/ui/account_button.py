"""Who is signed in, as one quiet menu."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QWidget

from multisocket_gui import __version__
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.words import tr

from .account_notice import session_only, signed_in_as
from .account_steps import take
from .notice import Step
from .shortcuts import QUIT, SETTINGS, shown
from .style import GRID, colours
from .text_button import TextButton

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_HEIGHT = 10 * GRID


class AccountButton(TextButton):
    """Shows the account's name; its menu signs in and out, connects a home, opens the settings and quits."""

    settings_asked = Signal(str)
    quit_asked = Signal()
    connect_asked = Signal()

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._store = store
        self._controller = controller
        self.setObjectName("account")
        self.use_text_colour()
        self._drop = QMenu(self)
        self._drop.aboutToShow.connect(self._fill)
        self.setMenu(self._drop)
        self.show_account()

    def show_account(self) -> None:
        """Show who is signed in."""
        words = account_words(self._store)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(tr("Account: {name}").format(name=words))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, _HEIGHT))

    def _fill(self) -> None:
        self._drop.clear()
        self._drop.setPalette(self._readable())
        self._add_steps()
        self._drop.addSeparator()
        self._add("connect", tr("Connect your &home…"), lambda: self.connect_asked.emit())
        self._add("settings", tr("S&ettings…"), lambda: self.settings_asked.emit(""), SETTINGS)
        self._drop.addSeparator()
        self._tell("about", tr("Multisocket GUI {version}").format(version=__version__))
        self._add("quit", tr("&Quit"), lambda: self.quit_asked.emit(), QUIT)

    def _readable(self) -> QPalette:
        """What only tells something is a line that cannot be chosen, and yet is there to be read."""
        palette = QPalette(self.palette())
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, colours(self.palette()).quiet)
        return palette

    def _add_steps(self) -> None:
        match self._store.account.phase:
            case AccountPhase.SIGNED_OUT:
                self._add_step("sign-in", tr("&Sign in"), Step.SIGN_IN)
            case AccountPhase.RESTORING:
                self._tell("restoring", tr("Looking for your kept sign-in…"))
                self._add_step("sign-in", tr("&Sign in"), Step.SIGN_IN)
            case AccountPhase.SIGNING_IN:
                self._add_step("cancel-sign-in", tr("&Cancel the sign-in"), Step.CANCEL)
                if self._store.account.link:
                    self._add_step("copy-link", tr("Copy &link"), Step.COPY_LINK)
            case AccountPhase.SIGNED_IN:
                self._add_member()

    def _add_member(self) -> None:
        account = self._store.account
        self._tell("member", signed_in_as(account))
        if account.not_kept:
            self._tell("session-only", session_only(account.not_kept, time.time()))
        self._add("sign-in-as-another", tr("Sign in &as somebody else…"), self._controller.sign_in_as_another)
        self._add("sign-out", tr("Sign &out"), self._controller.sign_out)

    def _tell(self, key: str, text: str) -> None:
        """A line that says something and does nothing."""
        line = self._drop.addAction(text.replace("&", "&&"))
        line.setObjectName(key)
        line.setEnabled(False)

    def _add_step(self, key: str, text: str, step: Step) -> None:
        self._add(key, text, lambda: take(step, self._store, self._controller))

    def _add(self, key: str, text: str, asked: Callable[[], None], keys: str = "") -> None:
        action = self._drop.addAction(text)
        action.setObjectName(key)
        action.triggered.connect(asked)
        if keys:
            shown(action, keys)


def account_words(store: Store) -> str:
    """The account in a word or two."""
    match store.account.phase:
        case AccountPhase.SIGNED_IN:
            return store.account.name or tr("Signed in")
        case AccountPhase.SIGNING_IN:
            return tr("Signing in…")
        case AccountPhase.RESTORING:
            return tr("Opening the keyring…")
    return tr("Not signed in")
