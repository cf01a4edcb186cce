"""The sign-in with the account of the home, every state of it in words."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind
from multisocket_gui.ui.account_notice import account_notice, is_connected, session_only_at_length
from multisocket_gui.ui.account_steps import registered_url, take
from multisocket_gui.ui.notice import Notice, step_names
from multisocket_gui.ui.notice import Step as Offer
from multisocket_gui.ui.text_line import Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr

from .copy_field import CopyField
from .page import Page, push_button, tell
from .step import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class SignInPage(Page):
    """Offers what the account's line in the window offers; what is to be mended is mended in these steps."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(Step.SIGN_IN, parent)
        self._store = store
        self._controller = controller
        self._phase = store.account.phase
        self._shown: tuple[bool, tuple[Offer, ...]] | None = None
        self._buttons: list[QPushButton] = []
        self.say(tr("Sign in with the account of your home, the one of Legrand's app. It is not always the portal's."))
        self.say(tr("Your browser opens Legrand's page. This program never sees the password."), Voice.QUIET)
        self._state = self.say("")
        self._state.setObjectName("connect/account")
        self._hint = self.say("", Voice.QUIET)
        self._url = CopyField(
            "connect/registered",
            tr("Reply URL"),
            hint=tr("If the browser shows an error, this is perhaps not registered for your application, exactly so."),
        )
        self._row = WrapRow()
        self.put_row(self._row)
        self.put(self._url)
        self.show_store()

    def missing(self) -> str:
        match self._store.account.phase:
            case AccountPhase.SIGNED_IN:
                return ""
            case AccountPhase.SIGNING_IN:
                return tr("Finish the sign-in in the browser first, or cancel it.")
            case AccountPhase.RESTORING:
                return tr("The kept sign-in is being looked for.")
        return tr("Sign in first.") if is_connected(self._store) else self._no_client()

    def first(self) -> QWidget | None:
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        return None if signed_in or not self._buttons else self._buttons[0]

    def show_store(self) -> None:
        notice = self._notice()
        tell(self._state, notice.text)
        tell(self._hint, self._what_follows())
        self._url.show_text(registered_url(self._store))
        self._url.setVisible(self._may_lack_the_url())
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        if (signed_in, notice.steps) != self._shown:
            self._shown = (signed_in, notice.steps)
            self._offer(notice.steps)
        self.changed.emit()
        came, self._phase = self._store.account.phase is not self._phase, self._store.account.phase
        if came and self._phase is AccountPhase.SIGNED_IN:
            self.answered.emit(self.step)

    def _notice(self) -> Notice:
        notice = account_notice(self._store, time.time(), waited=0.0)
        if notice is None:
            name = self._store.account.name
            words = tr("Signed in as {name}.").format(name=name) if name else tr("Signed in")
            return Notice(words, (Offer.SIGN_IN,), calm=True)
        if Offer.CONNECT in notice.steps:
            return Notice(self._no_client(), (Offer.SETTINGS,))
        return replace(notice, steps=tuple(step for step in notice.steps if step is not Offer.COPY_REPLY_URL))

    def _may_lack_the_url(self) -> bool:
        """An error of the browser's page is never heard of here: the hint stands there as long as one waits."""
        account = self._store.account
        unheard = account.problem is not None and account.problem.kind is Kind.SIGN_IN_NO_ANSWER
        return unheard or (account.phase is AccountPhase.SIGNING_IN and bool(account.link))

    def _no_client(self) -> str:
        return tr("The client id is still missing: without it nobody can sign in.")

    def _what_follows(self) -> str:
        account = self._store.account
        if account.phase is not AccountPhase.SIGNED_IN:
            return ""
        if account.not_kept:
            return session_only_at_length(account.not_kept, time.time())
        return tr("If that is the portal's account and not the home's, use the other one.")

    def _offer(self, offers: tuple[Offer, ...]) -> None:
        had_keyboard = any(button.hasFocus() for button in self._buttons)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [self._button(offer) for offer in offers]
        for button in self._buttons:
            self._row.add(button)
            if self.isVisible():
                button.show()
        if had_keyboard and self._buttons:
            self._buttons[0].setFocus()

    def _button(self, offer: Offer) -> QPushButton:
        name = f"connect/{offer.name.lower().replace('_', '-')}"
        if offer is Offer.SETTINGS:
            return push_button(tr("To the client id"), name, lambda: self.turn_asked.emit(Step.CLIENT))
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        text = tr("Use another account") if signed_in else step_names()[offer]
        return push_button(text, name, lambda: take(offer, self._store, self._controller))
