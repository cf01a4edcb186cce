"""Who is signed in, as one quiet menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMenu, QWidget

from multisocket_gui import __version__
from multisocket_gui.engine.store import AccountPhase, Store
from multisocket_gui.words import tr

from .shortcuts import QUIT, SETTINGS, shown
from .style import GRID
from .text_button import TextButton

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_HEIGHT = 10 * GRID


class AccountButton(TextButton):
    """Shows the account's name; its menu signs in and out, opens the settings and quits."""

    settings_asked = Signal(str)
    quit_asked = Signal()

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
        match self._store.account.phase:
            case AccountPhase.SIGNED_OUT:
                self._add("sign-in", tr("&Sign in"), self._controller.sign_in)
            case AccountPhase.SIGNING_IN:
                self._add("cancel-sign-in", tr("&Cancel the sign-in"), self._controller.cancel_sign_in)
            case AccountPhase.SIGNED_IN:
                self._add("sign-out", tr("Sign &out"), self._controller.sign_out)
        self._drop.addSeparator()
        self._add("settings", tr("S&ettings…"), lambda: self.settings_asked.emit(""), SETTINGS)
        self._drop.addSeparator()
        about = self._drop.addAction(tr("Multisocket GUI {version}").format(version=__version__))
        about.setEnabled(False)
        self._add("quit", tr("&Quit"), lambda: self.quit_asked.emit(), QUIT)

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
    return tr("Not signed in")
