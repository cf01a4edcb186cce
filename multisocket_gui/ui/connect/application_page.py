"""What is to be registered on the portal, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from multisocket_gui.engine.store import Store
from multisocket_gui.settings_checks import Complaint, check_port
from multisocket_gui.signin.loopback import reply_url
from multisocket_gui.ui.marks import TickBox
from multisocket_gui.ui.settings_dialog.checked import Checked
from multisocket_gui.ui.settings_dialog.field import Field
from multisocket_gui.ui.text_line import Voice
from multisocket_gui.words import complaint_words, tr

from .copy_field import CopyField
from .page import Page
from .step import Step

if TYPE_CHECKING:
    from multisocket_gui.engine.controller import Controller

FIXED_PORT = 8400
"""What is offered where the portal insists on a port: any that is free will do."""


class ApplicationPage(Page):
    """Whether it was approved only the person knows, so that nothing here holds them up but a wrong port."""

    def __init__(self, store: Store, controller: Controller, parent: QWidget | None = None) -> None:
        super().__init__(Step.APPLICATION, parent)
        self._store = store
        self._controller = controller
        self._port_text = Checked.kept("0", _check_port)
        self.say(tr("On the developer portal, under “My applications”, register an application with this reply URL:"))
        self._url = CopyField(
            "connect/reply_url", tr("Reply URL"), hint=tr("Exactly so: a slash at its end makes it another.")
        )
        self.put(self._url)
        self._fixed = TickBox(tr("The portal wants a port in it"))
        self._fixed.setObjectName("connect/fixed-port")
        self._fixed.clicked.connect(self._on_fixed)
        self.put(self._fixed)
        self._port = Field("connect/redirect_port", tr("Reply port"))
        self._port.typed.connect(self._on_port)
        self._port.left.connect(self.commit)
        self.put(self._port)
        self.say(tr("Tick there the scopes plug.read and plug.write. You are given a client id for the next step."))
        self.say(
            tr("An approval may take days. Press Later until it is there: the steps go on from here."), Voice.QUIET
        )
        self._show()

    def missing(self) -> str:
        return complaint_words(self._port_text.complaint) if self._port_text.complaint else ""

    def first(self) -> QWidget:
        return self._port.editor if self._port_text.complaint else self._url.editor

    def commit(self) -> None:
        self._shown = port = int(self._port_text.good or 0)
        service = self._store.settings.service
        if port != service.redirect_port:
            self._controller.change_settings(
                replace(self._store.settings, service=replace(service, redirect_port=port))
            )

    def show_store(self) -> None:
        if self._store.settings.service.redirect_port != self._shown:
            self._show()

    def texts(self) -> dict[str, str]:
        return {"redirect_port": self._port_text.text} if self._port_text.complaint else {}

    def restore(self, texts: Mapping[str, str]) -> None:
        if "redirect_port" in texts:
            self._fixed.setChecked(True)
            self._port.show_text(texts["redirect_port"])
            self._on_port(texts["redirect_port"])

    def _show(self) -> None:
        self._shown = port = self._store.settings.service.redirect_port
        self._port_text = Checked.kept(str(port), _check_port)
        self._fixed.setChecked(port != 0)
        self._port.show_text(str(port))
        self._show_url()

    def _show_url(self) -> None:
        self._url.show_text(reply_url(int(self._port_text.good or 0)))
        self._port.setVisible(self._fixed.isChecked())
        self._port.complain(self._port_text.complaint)

    def _on_fixed(self) -> None:
        self._port.show_text(str(FIXED_PORT if self._fixed.isChecked() else 0))
        self._on_port(self._port.editor.text())
        self.commit()

    def _on_port(self, text: str) -> None:
        self._port_text.type(text)
        self._show_url()
        self.changed.emit()


def _check_port(text: str) -> Complaint | None:
    digits = text.strip()
    return check_port(int(digits)) if digits.isascii() and digits.isdigit() else Complaint.NOT_A_PORT
