"""Where the service is, which application asks, and with which key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings import Service
from multisocket_gui.settings_checks import (
    Complaint,
    check_authority,
    check_policy,
    check_port,
    check_scope,
    check_url,
    check_uuid,
)
from multisocket_gui.signin.loopback import reply_url
from multisocket_gui.ui.text_button import TextButton
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import tr

from .checked import Check, Checked
from .field import Field
from .form import Form
from .key_field import KeyField
from .key_test import KeyTest

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    label: str
    hint: str
    check: Check
    text_of: Callable[[Service], str]


class ServiceSection(Form):
    """Handed over when a field is left: half an address that looks right would sign the person out."""

    changed = Signal(object)
    """A `Service` in which every field was right."""

    def __init__(self, store: Store, controller: Controller, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Service"), parent)
        self._store = store
        self._entries = {entry.key: entry for entry in _entries()}
        self._fields: dict[str, Field] = {}
        self._values: dict[str, Checked] = {}
        if demo:
            self._note(tr("The demo brings its own service. Nothing here can be changed."))
        for entry in self._entries.values():
            self._add(entry, read_only=demo)
        self._key = KeyField(store, controller)
        self.put(self._key)
        self._test = KeyTest(store, controller, lambda: self._key.is_on_its_way)
        self.put(self._test)
        self._key.setVisible(not demo)
        self._test.setVisible(not demo)
        self._copy = TextButton(tr("Copy"), name=tr("Copy the reply URL"))
        self._copy.setObjectName("service/copy-reply-url")
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.reply_url))
        self._fields["redirect_port"].add_beside(self._copy)
        self.reload()

    @property
    def reply_url(self) -> str:
        """The URL to register for the application; with port 0 any port is accepted for it."""
        return reply_url(int(self._values["redirect_port"].good or "0"))

    def reload(self) -> None:
        """Show what the store holds."""
        for key, entry in self._entries.items():
            self._values[key] = Checked.kept(entry.text_of(self._store.settings.service), entry.check)
            self._fields[key].show_text(self._values[key].text)
            self._fields[key].complain(self._values[key].complaint)
        self._say_reply_url()

    def show_key(self) -> None:
        """Say what is known of the key: the keyring answered."""
        self._key.note_key()
        self._test.note_key()

    def show_test(self) -> None:
        """Say whether the key can be tested."""
        self._test.show_store()

    def commit(self) -> None:
        """Hand over what was typed and is right."""
        service = self._service()
        if service != self._store.settings.service:
            self.changed.emit(service)
        self._key.commit()

    def _service(self) -> Service:
        good = {key: value.good or "" for key, value in self._values.items()}
        kept = {key: text.strip() for key, text in good.items()}
        return Service(
            api_url=kept["api_url"].rstrip("/"),
            authority=kept["authority"],
            client_id=kept["client_id"],
            scopes=tuple(kept["scopes"].split()),
            redirect_port=int(kept["redirect_port"]),
            authorization_prefix=good["authorization_prefix"],
            reset_policy=kept["reset_policy"],
        )

    def _note(self, text: str) -> None:
        note = TextLine(Voice.QUIET, lines=3)
        note.say(text)
        self.put(note)

    def _add(self, entry: _Entry, *, read_only: bool) -> None:
        field = Field(f"service/{entry.key}", entry.label, hint=entry.hint)
        field.editor.setReadOnly(read_only)
        field.typed.connect(lambda text: self._on_typed(entry.key, text))
        field.left.connect(self.commit)
        self._fields[entry.key] = field
        self.put(field)

    def _on_typed(self, key: str, text: str) -> None:
        self._values[key].type(text)
        self._fields[key].complain(self._values[key].complaint)
        self._say_reply_url()

    def _say_reply_url(self) -> None:
        text = tr("Register this reply URL for your application: {url}").format(url=self.reply_url)
        self._fields["redirect_port"].advise(text)


def _entries() -> tuple[_Entry, ...]:
    return (
        _Entry("api_url", tr("Address of the service"), "", _stripped(check_url), lambda s: s.api_url),
        _Entry(
            "authority",
            tr("Authority of the sign-in"),
            tr("The last part is the user flow that your application was given."),
            _stripped(check_authority),
            lambda s: s.authority,
        ),
        _Entry(
            "reset_policy",
            tr("User flow for a forgotten password"),
            tr("Optional, like B2C_1_reset. Without it, “forgot my password” can only be settled in Legrand's app."),
            _stripped(check_policy),
            lambda s: s.reset_policy,
        ),
        _Entry(
            "client_id",
            tr("Client id of your application"),
            tr("On the developer portal, under “My applications”."),
            _stripped(check_uuid),
            lambda s: s.client_id,
        ),
        _Entry("redirect_port", tr("Reply port"), "", _check_port, lambda s: str(s.redirect_port)),
        _Entry(
            "scopes",
            tr("Scopes"),
            tr("Usually none. Several are separated by spaces."),
            _check_scopes,
            lambda s: " ".join(s.scopes),
        ),
        _Entry(
            "authorization_prefix",
            tr("Before the token"),
            tr("Usually nothing. Sent as it stands here, so that “Bearer ” needs its space."),
            lambda _: None,
            lambda s: s.authorization_prefix,
        ),
    )


def _stripped(check: Check) -> Check:
    return lambda text: check(text.strip())


def _check_port(text: str) -> Complaint | None:
    digits = text.strip()
    return check_port(int(digits)) if digits.isascii() and digits.isdigit() else Complaint.NOT_A_PORT


def _check_scopes(text: str) -> Complaint | None:
    return next((complaint for scope in text.split() if (complaint := check_scope(scope))), None)
