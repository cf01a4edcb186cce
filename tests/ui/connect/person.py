"""Somebody before the steps that connect a home: what they see and do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant, Selector, SelectorKey
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.connect import ConnectDialog
from multisocket_gui.ui.connect.paste_box import PasteBox
from multisocket_gui.ui.connect.step import Step
from multisocket_gui.ui.connect.step_list import StepLine
from ui.house import CLIENT_ID, MAISON, socket

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl"
TENANT = "0d8816d5-3e7f-4c86-8229-645137e0f222"
ADDRESS = f"https://api.developer.legrand.com/multioutlet/plug/energy/addressLocation/plants/{MAISON}/parameter"
HEADERS = f'-H "Ocp-Apim-Subscription-Key: {KEY}" -H "Authorization: {TOKEN}"'
TRY_IT = f'curl -X POST "{ADDRESS}/name/value/Desk%20strip" {HEADERS}'
SIGNED_IN = Account(AccountPhase.SIGNED_IN, name="Camille Martin")
S_1 = Selector(SelectorKey.ID, "S-1")


@dataclass(frozen=True)
class Plug:
    """One socket of an answer."""

    id: str
    name: str
    status: tuple[bool, ...]


class Connecting(ConnectDialog):
    """With what a person sees and does."""

    def sees(self, name: str) -> str:
        """The words of that label; nothing where it is not there."""
        shown = [label.text() for label in self.findChildren(QLabel, name) if label.isVisible()]
        return shown[0].replace("\u2060", "") if shown else ""

    @property
    def page(self) -> str:
        """All words of the step that is shown."""
        shown = (label.text() for label in self._stack.currentWidget().findChildren(QLabel) if label.isVisible())
        return "\n".join(shown).replace("\u2060", "")

    @property
    def why(self) -> str:
        return self.sees("connect/why")

    def button(self, name: str) -> QAbstractButton:
        shown = [each for each in self.findChildren(QAbstractButton, name) if each.isVisible()]
        assert len(shown) == 1, name
        return shown[0]

    def press(self, name: str) -> None:
        assert self.button(name).isEnabled()
        self.button(name).click()

    def editor(self, name: str) -> QLineEdit:
        shown = [each for each in self.findChildren(QLineEdit, name) if each.isVisible()]
        assert len(shown) == 1, name
        return shown[0]

    def fill(self, name: str, text: str, *, leave: bool = True) -> None:
        editor = self.editor(name)
        editor.clear()
        editor.insert(text)
        editor.textEdited.emit(text)
        if leave:
            editor.editingFinished.emit()

    def paste(self, text: str) -> PasteBox:
        data = QMimeData()
        data.setText(text)
        box = self.findChild(PasteBox)
        assert box is not None
        box.insertFromMimeData(data)
        return box

    def ticked(self) -> set[Step]:
        lines = self.findChildren(StepLine)
        assert [line.objectName() for line in lines] == [f"connect/step/{step}" for step in Step]
        return {step for step, line in zip(Step, lines, strict=True) if line.is_done}

    def go(self, step: Step) -> None:
        self.press(f"connect/step/{step}")
        assert self.step is step


NewDialog = Callable[..., Connecting]


def set_client(store: Store, client_id: str = CLIENT_ID) -> None:
    store.put_settings(replace(store.settings, service=replace(store.settings.service, client_id=client_id)))


def set_up(store: Store) -> None:
    """As after the last step."""
    store.put_key(known=True, stored=True)
    store.put_settings(
        Settings(Service(client_id=CLIENT_ID), (Plant(MAISON, "Maison", (socket("S-1", "Bureau", "a"),)),))
    )
    store.put_account(SIGNED_IN)
