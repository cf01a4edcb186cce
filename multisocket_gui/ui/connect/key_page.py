"""The subscription key, which stays in the keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings_checks import check_subscription_key
from multisocket_gui.ui.settings_dialog.key_field import KeyField
from multisocket_gui.words import complaint_words, tr

from .copy_field import CopyField
from .page import Page
from .step import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

PORTAL = "https://developer.legrand.com"


class KeyPage(Page):
    """The field hands the key over when it is left; from then until the keyring answers, one waits."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(Step.KEY, parent)
        self._store = store
        self._given = False
        self.say(tr("The service answers only to calls that carry a subscription key."))
        self.say(
            tr(
                "With the account of the developer portal, subscribe to a product that holds the Multisocket API."
                " The key then stands in your profile there."
            )
        )
        portal = CopyField("connect/portal", tr("Developer portal"))
        portal.show_text(PORTAL)
        self.put(portal)
        self.field = KeyField(store, controller)
        self.field.typed.connect(lambda _: self.changed.emit())
        self.put(self.field)

    def missing(self) -> str:
        if self.is_waiting() or self._store.has_key is None:
            return tr("The keyring has not answered yet.")
        typed = self.field.editor.text().strip()
        complaint = check_subscription_key(typed) if typed else None
        if complaint:
            return complaint_words(complaint)
        return "" if self._store.has_key else tr("Type the subscription key first, or press Later until you have it.")

    def is_waiting(self) -> bool:
        return self._given or self.field.is_on_its_way

    def first(self) -> QWidget:
        return self.field.editor

    def commit(self) -> None:
        self.field.commit()

    def expect(self) -> None:
        """Another page gave the keyring a key."""
        self._given = True

    def show_store(self) -> None:
        self.field.show_store()

    def keyring_answered(self) -> None:
        """The keyring has answered."""
        self._given = False
        self.field.note_key()
