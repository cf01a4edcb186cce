"""Which application asks: its client id, and what only few were given besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings import Service
from multisocket_gui.settings_checks import (
    Complaint,
    check_authority,
    check_policy,
    check_scope,
    check_uuid,
)
from multisocket_gui.ui.settings_dialog.checked import Check, Checked
from multisocket_gui.ui.settings_dialog.field import Field
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import complaint_words, tr

from .page import Page
from .step import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

_CLIENT_ID = "client_id"


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    hint: str
    check: Check
    text_of: Callable[[Service], str]


class ClientPage(Page):
    """Kept when a field is left: half an address that looks right would sign the person out."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(Step.CLIENT, parent)
        self._store = store
        self._controller = controller
        self._entries = _entries()
        self._fields: dict[str, Field] = {}
        self._values: dict[str, Checked] = {}
        self._shown = store.settings.service
        self._more = False
        self.say(tr("When the application is approved, “My applications” on the developer portal shows its client id."))
        self._add(_CLIENT_ID)
        self._fold = TextButton(tr("More"), name=tr("More: another user flow"))
        self._fold.setObjectName("connect/more")
        self._fold.clicked.connect(lambda: self._show_more(not self._more))
        row = WrapRow()
        row.add(self._fold)
        self.put_row(row)
        self._when = self.say(tr("Only if you were given another user flow than the usual one:"), Voice.QUIET)
        for key in self._entries:
            if key != _CLIENT_ID:
                self._add(key)
        self._reload()
        self._show_more(self._is_unusual())

    def missing(self) -> str:
        wrong = next((value.complaint for value in self._values.values() if value.complaint), None)
        if self._values[_CLIENT_ID].complaint is Complaint.EMPTY:
            return tr("Type the client id first, or press Later until you have it.")
        return complaint_words(wrong) if wrong else ""

    def is_done(self) -> bool:
        return check_uuid(self._store.settings.service.client_id) is None

    def first(self) -> QWidget:
        wrong = (key for key, value in self._values.items() if value.complaint)
        return self._fields[next(wrong, _CLIENT_ID)].editor

    def commit(self) -> None:
        self._shown = service = self._service()
        if service != self._store.settings.service:
            self._controller.change_settings(replace(self._store.settings, service=service))

    def show_store(self) -> None:
        if self._store.settings.service != self._shown:
            self._reload()

    def texts(self) -> dict[str, str]:
        return {key: value.text for key, value in self._values.items() if value.complaint and value.text}

    def restore(self, texts: Mapping[str, str]) -> None:
        for key in self._values.keys() & texts.keys():
            self._fields[key].show_text(texts[key])
            self._on_typed(key, texts[key])
        self._show_more(self._is_unusual())

    def _reload(self) -> None:
        self._shown = self._store.settings.service
        for key, entry in self._entries.items():
            self._values[key] = Checked.kept(entry.text_of(self._store.settings.service), entry.check)
            self._fields[key].show_text(self._values[key].text)
            self._mark(key)

    def _service(self) -> Service:
        kept = {key: (value.good or "").strip() for key, value in self._values.items()}
        return replace(
            self._store.settings.service,
            client_id=kept[_CLIENT_ID],
            authority=kept["authority"],
            reset_policy=kept["reset_policy"],
            scopes=tuple(kept["scopes"].split()),
        )

    def _is_unusual(self) -> bool:
        usual = Service()
        return any(
            self._values[key].text != entry.text_of(usual)
            for key, entry in self._entries.items()
            if key != _CLIENT_ID
        )  # fmt: skip

    def _add(self, key: str) -> None:
        entry = self._entries[key]
        field = Field(f"connect/{key}", entry.label, hint=entry.hint)
        field.typed.connect(lambda text: self._on_typed(key, text))
        field.left.connect(self.commit)
        self._fields[key] = field
        self.put(field)

    def _on_typed(self, key: str, text: str) -> None:
        self._values[key].type(text)
        self._mark(key)
        self.changed.emit()

    def _mark(self, key: str) -> None:
        """An empty client id is what everybody begins with: no complaint before one wants to go on."""
        complaint = self._values[key].complaint
        begins = key == _CLIENT_ID and complaint is Complaint.EMPTY
        self._fields[key].complain(None if begins else complaint)

    def _show_more(self, more: bool) -> None:
        self._more = more
        self._fold.setText(tr("Less") if more else tr("More"))
        self._fold.setAccessibleDescription(tr("Unfolded") if more else tr("Folded"))
        self._when.setVisible(more)
        for key, field in self._fields.items():
            field.setVisible(more or key == _CLIENT_ID)


def _entries() -> dict[str, _Entry]:
    return {
        _CLIENT_ID: _Entry(tr("Client id of your application"), "", _stripped(check_uuid), lambda s: s.client_id),
        "authority": _Entry(
            tr("Authority of the sign-in"),
            tr("The last part is the user flow that your application was given."),
            _stripped(check_authority),
            lambda s: s.authority,
        ),
        "reset_policy": _Entry(
            tr("User flow for a forgotten password"),
            tr("Its name alone. Usually nothing."),
            _stripped(check_policy),
            lambda s: s.reset_policy,
        ),
        "scopes": _Entry(
            tr("Scopes"),
            tr("Usually none. Several are separated by spaces."),
            lambda text: next((wrong for scope in text.split() if (wrong := check_scope(scope))), None),
            lambda s: " ".join(s.scopes),
        ),
    }


def _stripped(check: Check) -> Check:
    return lambda text: check(text.strip())
