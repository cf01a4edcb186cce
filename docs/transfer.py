"""Pictures of export and import in the settings: what an import would do, before it happens.

    python docs/transfer.py [--out docs/screenshots]

Each theme, language and scale is a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from stage import Stage, dark_palette, folder_from_command_line, light_palette, running

from multisocket_gui.home.model import Guard
from multisocket_gui.home.scene import Scene

THEMES = {"light": light_palette, "dark": dark_palette}
VARIANTS = (("light", "en", "1"), ("dark", "en", "1"), ("light", "en", "2"), ("light", "fr", "1"))
"""Theme, language and scale."""


def main() -> None:
    out = folder_from_command_line("Take the pictures of export and import.", "docs/screenshots").resolve()
    if variant := os.environ.get("SHOTS_VARIANT"):
        theme, language, scale = variant.split()
        with running(language=language, palette=THEMES[theme]()) as stage:
            take(stage, out, f"{theme}-{language}" if scale == "1" else f"{theme}-{language}-{scale}x")
        return
    for theme, language, scale in VARIANTS:
        print(f"{theme}, {language}, {scale}00 %", flush=True)
        environment = {**os.environ, "SHOTS_VARIANT": f"{theme} {language} {scale}", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, "--out", str(out)], env=environment, check=True)


def take(stage: Stage, out: Path, name: str) -> None:
    """A set-up is written, the home is changed, and the file is about to be taken over."""
    stage.sign_in()
    set_up(stage)
    stage.program.show_settings("transfer")
    dialog = stage.widget(QWidget, "settings")
    stage.until(dialog.isVisible, "the settings")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "multisocket.json"
        choose(stage, dialog, "export", file)
        change(stage)
        choose(stage, dialog, "import", file)
    stage.picture(out / f"transfer-{name}.png", dialog)
    stage.widget(QAbstractButton, "transfer/go", dialog).click()
    stage.picture(out / f"transfer-done-{name}.png", dialog)
    dialog.close()


def choose(stage: Stage, dialog: QWidget, button: str, file: Path) -> None:
    """As a person does who picks that file."""
    stage.widget(QAbstractButton, f"transfer/{button}", dialog).click()
    picker = stage.widget(QFileDialog, "transfer-file", dialog)
    picker.fileSelected.emit(str(file))
    picker.close()
    stage.until(lambda: dialog.findChild(QFileDialog, "transfer-file") is None, "the file dialog's end")


def set_up(stage: Stage) -> None:
    """Two scenes and two timers."""
    controller, (one, other, *_rest) = stage.program.controller, stage.program.store.outlets()
    for key, scene in (("film", "Film"), ("away", "Away")):
        controller.scenes.put(Scene(key, scene, {one: False, other: True}))
    controller.timers.at(one, time(7, 10), range(5), on=True)
    controller.timers.at(other, time(23, 30), range(7), on=False)


def change(stage: Stage) -> None:
    """Since it was written a scene went, a plant came and an outlet was locked."""
    controller, store = stage.program.controller, stage.program.store
    controller.scenes.remove("away")
    controller.set_guard(store.outlets()[0], Guard.LOCKED)
    plant = replace(store.settings.home[0], id="0d8816d5-3e7f-4c86-8229-645137e0f2aa", name="Chalet", sockets=())
    controller.change_settings(store.settings.with_home((*store.settings.home, plant)))


if __name__ == "__main__":
    main()
