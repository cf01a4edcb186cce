"""The first reading: one call that shows whether all of it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant, Selector, SelectorKey
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.ui.settings_dialog.absorb import absorb
from multisocket_gui.ui.settings_dialog.drafts import HomeDraft
from multisocket_gui.ui.settings_dialog.read_row import ReadRow
from multisocket_gui.ui.text_line import Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import problem_words, tr, trn

from .page import Page, push_button, tell
from .step import Step, step_names

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller, Probed

_MENDED_AT = {
    Kind.NOT_FOUND: Step.PLANT,
    Kind.NOT_YOURS: Step.SIGN_IN,
    Kind.TOKEN_REFUSED: Step.SIGN_IN,
    Kind.SIGNED_OUT: Step.SIGN_IN,
    Kind.SIGN_IN_AGAIN: Step.SIGN_IN,
    Kind.ACCOUNT_GONE: Step.SIGN_IN,
    Kind.KEY_REJECTED: Step.KEY,
    Kind.KEY_MISSING: Step.KEY,
    Kind.FORBIDDEN: Step.APPLICATION,
}
"""On which page the trouble of a reading is mended."""
_KEY, _VALUE = "socket_key", "socket_value"


class ReadingPage(Page):
    """Nothing is read before the person asks, and each try says what it costs."""

    def __init__(
        self,
        store: Store,
        controller: Controller,
        plant: Callable[[], Plant | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Step.READING, parent)
        self._store = store
        self._controller = controller
        self._plant = plant
        self._asked: tuple[str, Selector] | None = None
        self._offered: Selector | None = None
        self.has_read = False
        """Whether sockets were found that nobody has read since."""
        self._mended_at = Step.PLANT
        self.say(
            tr("One reading shows that all of it works: it asks for one of your sockets, by its id, name or type.")
        )
        self._where = self.say("", Voice.QUIET)
        self._row = ReadRow()
        self._row.asked.connect(self._read)
        self.put(self._row)
        self._told = self.say("")
        self._told.setObjectName("connect/told")
        self._meanings = [self.say("") for _ in range(3)]
        self._sockets = [self.say("") for _ in range(8)]
        self._mend = push_button("", "connect/mend", lambda: self.turn_asked.emit(self._mended_at))
        row = WrapRow()
        row.add(self._mend)
        self.put_row(row)
        self._say_nothing()
        controller.probed.connect(self._on_probed)

    def missing(self) -> str:
        if self.is_done():
            return ""
        if self._asked:
            return tr("The answer is on its way.")
        return tr("Read one socket first, or press Later: what is set up is kept.")

    def is_done(self) -> bool:
        return any(socket.outlets for plant in self._store.plants for socket in plant.sockets)

    def takes_enter(self) -> bool:
        """Enter in the line reads; it must not go on as well."""
        return self._row.editor.hasFocus()

    def first(self) -> QWidget:
        return self._row.editor

    def offer(self, selector: Selector) -> None:
        """Fill in a socket that was found beside the plant's id, where the person typed none."""
        if not self._row.typed.value or self._row.typed == self._offered:
            self._offered = selector
            self._row.offer(selector)

    def show_store(self) -> None:
        plant = self._plant()
        signed_in = self._store.account.phase is AccountPhase.SIGNED_IN
        self._row.set_possible(plant is not None and signed_in)
        name = tr("In “{plant}”, {id}").format(plant=plant.name, id=plant.id) if plant else ""
        tell(self._where, name)
        if self._asked is None:
            self._row.say(self._cost())
            if not (plant and signed_in):
                self._send_to(Step.SIGN_IN if plant else Step.PLANT)
        if plant and not self._told.text():
            self._show_sockets(plant)

    def enter(self) -> None:
        self._say_nothing()
        super().enter()

    def texts(self) -> dict[str, str]:
        typed = self._row.typed
        return {_KEY: str(typed.key), _VALUE: typed.value} if typed.value else {}

    def restore(self, texts: Mapping[str, str]) -> None:
        key = texts.get(_KEY, "")
        if key in tuple(SelectorKey) and _VALUE in texts:
            self._row.offer(Selector(SelectorKey(key), texts[_VALUE]))

    def begin_anew(self) -> None:
        self._row.offer(Selector(SelectorKey.ID, ""))

    # Reading

    def _read(self, selector: Selector) -> None:
        plant = self._plant()
        if plant is None or self._asked:
            return
        self._asked = (plant.id, selector)
        self._say_nothing()
        self._row.wait(True)
        self._controller.read_sockets(plant.id, selector)
        self.changed.emit()

    def _on_probed(self, probed: Probed) -> None:
        if self._asked != (probed.plant_id, probed.selector):
            return  # the settings asked
        self._asked = None
        self._row.wait(False)
        if probed.problem:
            self._tell_problem(probed.problem, probed.selector)
        else:
            self._take(probed)
        self._row.say(self._cost())
        self.changed.emit()

    def _take(self, probed: Probed) -> None:
        home = HomeDraft.of(self._store.plants)
        draft = next((plant for plant in home.plants if plant.id.good == probed.plant_id), None)
        if draft is None:
            return  # it was removed meanwhile
        words = absorb(draft, probed.selector, probed.plugs).words
        self._controller.change_settings(self._store.settings.with_home(home.to_save()))
        tell(self._told, words)
        plant = next((plant for plant in self._store.plants if plant.id == probed.plant_id), None)
        if plant:
            self._show_sockets(plant)
        if probed.plugs:
            self.has_read = True
            self.answered.emit(self.step)

    # What is said

    def _say_nothing(self) -> None:
        for line in (self._told, *self._meanings, *self._sockets):
            tell(line, "")
        self._mend.hide()

    def _cost(self) -> str:
        quota = self._store.quota(time.time())
        cost = tr("Reading costs one of the day's {limit} calls.").format(limit=quota.limit)
        left = max(0, quota.limit - quota.used)
        return f"{cost} " + trn("At most {count} is left.", "At most {count} are left.", left)

    def _tell_problem(self, problem: Problem, asked: Selector) -> None:
        words = problem_words(problem, time.time())
        step = _MENDED_AT.get(problem.kind)
        if problem.kind is Kind.NOT_FOUND:
            tell(self._told, tr("Not found. That means one of three things:"))
            for line, meaning in zip(self._meanings, _meanings(asked), strict=True):
                tell(line, meaning)
        else:
            tell(self._told, f"{words.title}. {words.text}" if step else words.line)
        if step:
            self._send_to(step)

    def _send_to(self, step: Step) -> None:
        self._mended_at = step
        self._mend.setText(tr("To step {number}: {step}").format(number=step.number, step=step_names()[step]))
        self._mend.show()

    def _show_sockets(self, plant: Plant) -> None:
        read = [socket for socket in plant.sockets if socket.outlets]
        most = len(self._sockets) - 1
        lines = [_counted(socket.name, len(socket.outlets)) for socket in read[:most]]
        if len(read) > most:
            lines.append(trn("and {count} more", "and {count} more", len(read) - most))
        for line, text in zip(self._sockets, lines + [""] * (len(self._sockets) - len(lines)), strict=True):
            tell(line, text)


def _counted(name: str, outlets: int) -> str:
    return f"{name} · " + trn("{count} outlet", "{count} outlets", outlets)


def _meanings(asked: Selector) -> tuple[str, str, str]:
    """A 404 tells no more than that (docs: the plant does not exist, or no plug was found)."""
    sockets = {
        SelectorKey.ID: tr("2. The plant has no socket with the id “{value}”."),
        SelectorKey.NAME: tr("2. The plant has no socket with the name “{value}”."),
        SelectorKey.TYPE: tr("2. The plant has no socket of the type “{value}”."),
    }
    return (
        tr("1. The plant's id is wrong."),
        sockets[asked.key].format(value=asked.value),
        tr("3. The socket is not connected: look whether Legrand's app reaches it."),
    )
