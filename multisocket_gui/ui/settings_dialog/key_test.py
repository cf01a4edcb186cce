"""Whether the service takes the subscription key: one call, and it says so before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind
from multisocket_gui.ui.text_button import PAD_INSIDE, TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import problem_words, tr, within

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller
    from multisocket_gui.engine.key_desk import KeyTested


class KeyTest(QWidget):
    """A button with what it costs, why it cannot be pressed, or what came out of it.

    `is_on_its_way` says whether a typed key has still to reach the keyring: the test waits for it.
    """

    def __init__(
        self,
        store: Store,
        controller: Controller,
        is_on_its_way: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._is_on_its_way = is_on_its_way
        self._waits = False
        self._asked = False
        self._answer: KeyTested | None = None
        self._button = TextButton(tr("Test"), name=tr("Test the subscription key"))
        self._button.setObjectName("service/subscription_key/test")
        self._button.clicked.connect(self._on_pressed)
        self._words = TextLine(Voice.QUIET, lines=6)
        self._words.setObjectName("service/subscription_key/tested")
        self._trouble = TextLine(Voice.ALARM, lines=6)
        self._trouble.setObjectName("service/subscription_key/test-trouble")
        row = WrapRow(self, hang=PAD_INSIDE)
        for widget in (self._words, self._trouble, self._button):
            row.add(widget)
        controller.key_tested.connect(self._on_tested)
        self.show_store()

    def show_store(self) -> None:
        """Say whether the test can be made, or what came out of it."""
        refusal = self._refusal()
        self._button.setEnabled(not refusal or self._asked)
        if self._asked:
            self._say(tr("Testing…"))
        elif self._answer:
            self._say_answer(self._answer)
        else:
            self._say(refusal or tr("Reads the first socket, which costs one call of the day."))

    def note_key(self) -> None:
        """Another key is kept: what came out for the last one says nothing of it, and a test may wait for it."""
        self._answer = None
        if self._waits and not self._refusal():
            self._ask()
        self._waits = False
        self.show_store()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._answer = None
        self.show_store()

    def _refusal(self) -> str:
        """Why the test cannot be made, or nothing."""
        if self._store.account.phase is not AccountPhase.SIGNED_IN:
            return tr("It can be tested once you are signed in.")
        if not any(plant.sockets for plant in self._store.plants):
            return tr("It can be tested once a socket is set up.")
        if self._store.has_key is None:
            return tr("Asking the keyring…")
        return "" if self._store.has_key else tr("It can be tested once there is a key.")

    def _on_pressed(self) -> None:
        if self._is_on_its_way():
            self._waits = True
        elif not self._asked:
            self._ask()
            self.show_store()

    def _ask(self) -> None:
        self._asked = True
        self._answer = None
        self._controller.test_key()

    def _on_tested(self, answer: KeyTested) -> None:
        if self._asked:
            self._asked = False
            self._answer = answer
            self.show_store()

    def _say_answer(self, answer: KeyTested) -> None:
        if answer.problem is None:
            self._say(tr("The service takes the key."))
            return
        words = problem_words(answer.problem, time.time())
        if answer.problem.kind is Kind.KEY_REJECTED:
            self._say("", words.line)
        else:
            unclear = tr("Whether the key is right could not be told: {why}.").format(why=within(words.title))
            self._say("", " ".join(part for part in (unclear, words.step) if part))

    def _say(self, words: str, trouble: str = "") -> None:
        self._words.say(words)
        self._words.setVisible(bool(words))
        self._trouble.say(trouble)
        self._trouble.setVisible(bool(trouble))
        self._button.setAccessibleDescription(words or trouble)
