"""Pictures of every step that connects a home, as somebody takes them who has set nothing up yet.

    python docs/connect.py [--out docs/screenshots]

The embedded cloud stands in for the service; each theme, language and scale is a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from stage import Stage, dark_palette, folder_from_command_line, light_palette, running, send_a_visitor

from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.ui.connect.paste_box import PasteBox

THEMES = {"light": light_palette, "dark": dark_palette}
PORTAL = "https://api.developer.legrand.com/multioutlet/plug/energy/addressLocation"
VARIANTS = (("light", "en", "1"), ("dark", "en", "1"), ("light", "en", "2"), ("light", "fr", "1"))
"""Theme, language and scale."""


def main() -> None:
    out = folder_from_command_line("Take the pictures of the steps that connect a home.", "docs/screenshots").resolve()
    if variant := os.environ.get("SHOTS_VARIANT"):
        theme, language, scale = variant.split()
        os.environ["BROWSER"] = "true"  # it takes the link and shows nothing
        with running(language=language, palette=THEMES[theme](), visit=False, newcomer=True) as stage:
            name = f"{theme}-{language}" if scale == "1" else f"{theme}-{language}-{scale}x"
            Steps(stage, out, name).take()
        return
    for theme, language, scale in VARIANTS:
        print(f"{theme}, {language}, {scale}00 %", flush=True)
        environment = {**os.environ, "SHOTS_VARIANT": f"{theme} {language} {scale}", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, "--out", str(out)], env=environment, check=True)


class Steps:
    """A newcomer on the way from the first step to the last."""

    def __init__(self, stage: Stage, out: Path, name: str) -> None:
        self._stage = stage
        self._out = out
        self._name = name
        stage.program.show_connect()
        self._dialog = stage.widget(QWidget, "connect")
        stage.until(self._dialog.isVisible, "the steps")

    def take(self) -> None:
        """Go through all steps; a picture of each when it is filled in."""
        service, store = self._stage.cloud.service, self._stage.program.store
        self._picture(1)
        self._next()
        self._type("service/subscription_key", service.subscription_key)
        self._picture(2)
        self._next()
        self._stage.until(lambda: store.has_key is True, "the keyring")
        self._picture(3)
        self._next()
        self._type("connect/client_id", service.client_id)
        self._picture(4)
        self._next()
        self._sign_in()
        self._picture(5)
        self._next()
        self._paste(self._try_it())
        self._picture(6)
        self._next()
        self._read()
        self._picture(7)
        self._next()
        self._picture(8)

    def _try_it(self) -> str:
        """What the portal's page of the operation gives to copy, for the embedded cloud's plant."""
        home, service = self._stage.cloud.home, self._stage.cloud.service
        plant = home.plants_of(home.demo_user)[0]
        return (
            f'curl -v -X GET "{PORTAL}/plants/{plant.id}/parameter/id/value/{plant.sockets[0].id}"\n'
            f'-H "Ocp-Apim-Subscription-Key: {service.subscription_key}"\n'
            f'-H "Authorization: {self._stage.cloud.id_token()}"'
        )

    def _sign_in(self) -> None:
        store = self._stage.program.store
        self._click("connect/sign-in")
        self._stage.until(lambda: bool(store.account.link), "the link")
        self._picture(5, "waiting")
        self._click("connect/cancel")
        self._stage.until(lambda: store.account.phase is AccountPhase.SIGNED_OUT, "the end of the first try")
        send_a_visitor()
        self._click("connect/sign-in")
        self._stage.until(lambda: store.account.phase is AccountPhase.SIGNED_IN, "the sign-in")

    def _read(self) -> None:
        store = self._stage.program.store
        found = self._stage.widget(QLineEdit, "read/value", self._dialog).text()
        self._type("read/value", "S-4711")
        self._click("read/ask")
        mend = self._stage.widget(QWidget, "connect/mend", self._dialog)
        self._stage.until(mend.isVisible, "the answer that there is no such socket")
        self._picture(7, "not-found")
        self._type("read/value", found)
        self._click("read/ask")
        self._stage.until(lambda: bool(store.outlets()), "the first reading")

    def _picture(self, number: int, what: str = "") -> None:
        middle = f"{number}-{what}" if what else str(number)
        self._stage.picture(self._out / f"connect-{middle}-{self._name}.png", self._dialog)

    def _next(self) -> None:
        self._click("connect/next")

    def _click(self, name: str) -> None:
        QTest.mouseClick(self._stage.widget(QAbstractButton, name, self._dialog), Qt.MouseButton.LeftButton)

    def _type(self, name: str, text: str) -> None:
        editor = self._stage.widget(QLineEdit, name, self._dialog)
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, text)

    def _paste(self, text: str) -> None:
        copied = QMimeData()
        copied.setText(text)
        self._stage.widget(PasteBox, "connect/paste", self._dialog).insertFromMimeData(copied)


if __name__ == "__main__":
    main()
