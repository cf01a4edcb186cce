"""What is set up, and what is still missing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.ui.account_notice import session_only
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import tr, trn

from .page import Page, Paragraph, push_button, tell
from .step import Step, step_names

_TOLD = (Step.KEY, Step.CLIENT, Step.SIGN_IN, Step.PLANT, Step.READING)


class DonePage(Page):
    """One line for each thing that the program needs."""

    def __init__(self, store: Store, done: Callable[[Step], bool], parent: QWidget | None = None) -> None:
        super().__init__(Step.DONE, parent)
        self._store = store
        self._done = done
        self._head = self.say("")
        self._lines: dict[Step, TextLine] = {}
        self._ways: dict[Step, TextButton] = {}
        for step in _TOLD:
            self._add(step)
        self._more = self.say(tr("More sockets, and names for the outlets, are added in the settings."), Voice.QUIET)
        self._settings = push_button(
            tr("Open the settings"), "connect/open-settings", lambda: self.settings_asked.emit("plants")
        )
        row = WrapRow()
        row.add(self._settings)
        self.put_row(row)

    def missing(self) -> str:
        lacking = [step for step in _TOLD if not self._done(step)]
        return self._lacks(lacking[0]) if lacking else ""

    def show_store(self) -> None:
        whole = not self.missing()
        tell(self._head, tr("Your home is connected.") if whole else tr("Something is still missing:"))
        words = self._words()
        for step, line in self._lines.items():
            done = self._done(step)
            tell(line, f"✓ {words[step]}" if done else self._lacks(step))
            self._ways[step].setVisible(not done)
        self._more.setVisible(whole)
        self._settings.setVisible(whole)

    def _add(self, step: Step) -> None:
        self._lines[step] = line = Paragraph()
        line.setObjectName(f"connect/done/{step}")
        way = TextButton(tr("To step {number}").format(number=step.number))
        way.setObjectName(f"connect/to/{step}")
        way.clicked.connect(lambda: self.turn_asked.emit(step))
        self._ways[step] = way
        row = WrapRow()
        row.add(line)
        row.add(way)
        self.put_row(row)

    def _lacks(self, step: Step) -> str:
        return tr("Step {number} is still to be done: {step}.").format(number=step.number, step=step_names()[step])

    def _words(self) -> Mapping[Step, str]:
        plants = self._store.plants
        sockets = [socket for plant in plants for socket in plant.sockets]
        return {
            Step.KEY: self._key(),
            Step.CLIENT: tr("The application is set up."),
            Step.SIGN_IN: self._account(),
            Step.PLANT: tr("Plant: {names}").format(names=", ".join(plant.name for plant in plants)),
            Step.READING: ", ".join(
                (
                    trn("{count} socket", "{count} sockets", len(sockets)),
                    trn("{count} outlet", "{count} outlets", sum(len(socket.outlets) for socket in sockets)),
                )
            ),
        }

    def _key(self) -> str:
        if self._store.key_stored:
            return tr("The subscription key is in this computer's keyring.")
        return tr("The subscription key is known for this session only.")

    def _account(self) -> str:
        account = self._store.account
        if account.phase is not AccountPhase.SIGNED_IN:
            return ""
        words = tr("Signed in as {name}.").format(name=account.name) if account.name else tr("Signed in") + "."
        return f"{words} {session_only(account.not_kept, time.time())}." if account.not_kept else words
