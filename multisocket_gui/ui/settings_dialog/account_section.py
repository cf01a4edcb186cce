"""Who is signed in, and the way in and out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.account_notice import (
    account_notice,
    clock_problem,
    is_connected,
    is_plainly_signed_out,
    reply_url_hint,
    session_only_at_length,
    signed_in_as,
)
from multisocket_gui.ui.account_steps import take
from multisocket_gui.ui.notice import Step
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import problem_words, tr

from .forget_row import ForgetRow
from .form import Form, form_button

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


class AccountSection(Form):
    """The same steps as the line in the window, where one looks for them, and those that are seldom wanted."""

    connect_asked = Signal()

    def __init__(self, store: Store, controller: Controller, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Account"), parent)
        self._store = store
        self._controller = controller
        self._demo = demo
        self._words = self._line("account/state", Voice.PLAIN)
        self._hint = self._line("account/hint", Voice.QUIET)
        row = WrapRow()
        self._steps = {step: self._step(step, text) for step, text in _steps().items()}
        self._another = form_button("account/sign-in-as-another", tr("Sign in &as somebody else…"))
        self._another.clicked.connect(lambda: controller.sign_in_as_another())
        self._sign_out = form_button("account/sign-out", tr("Sign &out"))
        self._sign_out.clicked.connect(lambda: controller.sign_out())
        self._connect = form_button("account/connect", tr("Connect your &home…"))
        self._connect.clicked.connect(lambda: self.connect_asked.emit())
        self._buttons = (*self._steps.values(), self._another, self._sign_out, self._connect)
        for button in self._buttons:
            row.add(button)
        self.put_row(row)
        self._forget = ForgetRow()
        self._forget.agreed.connect(lambda: controller.forget_computer())
        self.put(self._forget)
        self._forget.setVisible(not demo)
        self.show_store()

    def show_store(self) -> None:
        """Show where the sign-in stands."""
        account, now = self._store.account, time.time()
        told = account_notice(self._store, now, 0.0)
        signed_in = account.phase is AccountPhase.SIGNED_IN
        self._words.say(self._signed_in(account, now) if told is None else told.text)
        if is_plainly_signed_out(account) and is_connected(self._store) and not self._store.clock_off:
            self._words.say(tr("Not signed in. It is the account of the home, not that of the developer portal."))
        self._say_hint(account, now)
        offered = {self._steps[step] for step in (told.steps if told else ()) if step in self._steps}
        if account.phase is AccountPhase.SIGNING_IN and account.link:
            offered.add(self._steps[Step.COPY_REPLY_URL])
        self._offer(offered | ({self._another, self._sign_out} if signed_in else set()) | {self._connect})

    def _offer(self, offered: set[QPushButton]) -> None:
        """Show these buttons; one that goes hands the keyboard to the first that stays."""
        shown = [button for button in self._buttons if button in offered]
        for button in shown:
            button.show()
        if self.window().focusWidget() in set(self._buttons) - offered:
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self._buttons:
            button.setVisible(button in offered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self._forget.take_back():
            super().keyPressEvent(event)

    def _signed_in(self, account: Account, now: float) -> str:
        problem = clock_problem(self._store, account.problem) or account.problem
        return problem_words(problem, now).line if problem else signed_in_as(account)

    def _say_hint(self, account: Account, now: float) -> None:
        """Here is room for what the line in the window says late or in few words."""
        self._hint.say(self._hint_words(account, now))
        self._hint.setVisible(bool(self._hint.text()))

    def _hint_words(self, account: Account, now: float) -> str:
        match account.phase:
            case AccountPhase.SIGNING_IN if account.link:
                return reply_url_hint(self._store)
            case AccountPhase.SIGNED_IN if account.not_kept:
                return session_only_at_length(account.not_kept, now)
            case AccountPhase.SIGNED_IN if not self._demo:
                return tr("The sign-in is kept on this computer, sealed with a key from its keyring.")
        return ""

    def _line(self, key: str, voice: Voice) -> TextLine:
        line = TextLine(voice, lines=8)
        line.setObjectName(key)
        self.put(line)
        return line

    def _step(self, step: Step, text: str) -> QPushButton:
        button = form_button(f"account/{step.name.lower().replace('_', '-')}", text)
        button.clicked.connect(lambda: take(step, self._store, self._controller))
        return button


def _steps() -> dict[Step, str]:
    return {
        Step.TRY_AGAIN: tr("&Try again"),
        Step.SIGN_IN: tr("Sign &in"),
        Step.OPEN_BROWSER: tr("Open &browser"),
        Step.COPY_LINK: tr("Copy &link"),
        Step.CANCEL: tr("&Cancel"),
        Step.COPY_REPLY_URL: tr("Copy reply &URL"),
    }
