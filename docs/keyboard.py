"""Pictures of switching by typing, of the help, and of the settings' keyboard section.

    python docs/keyboard.py [--out docs/screenshots]

Each theme, language and scale is a process of its own, since Qt takes a scale only at its start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from stage import Stage
from variants import take_all

from multisocket_gui.home.model import Guard
from multisocket_gui.ui.palette import Palette
from multisocket_gui.ui.palette_line import PaletteLine


def main() -> None:
    take_all("Take the pictures of the palette and the help.", take)


def take(stage: Stage, out: Path, language: str, name: str) -> None:
    """All pictures of one variant."""
    stage.sign_in()
    controller = stage.program.controller
    controller.set_guard(stage.outlet("Écran droit"), Guard.LOCKED, "Server" if language == "en" else "Serveur")
    stage.window.activateWindow()
    stage.until(stage.window.isActiveWindow, "the window in front")
    stage.program.show_palette()
    palette = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Palette))
    write(palette, "ec")
    together(stage, out / f"palette-{name}.png", palette)
    write(palette, "éteins chevet 20 min" if language == "fr" else "chevet off 20m")
    stage.picture(out / f"palette-timer-{name}.png", palette)
    palette.hide()
    stage.window.open_help()
    stage.picture(out / f"help-{name}.png")
    stage.program.show_settings("keyboard")
    settings = stage.widget(QWidget, "settings")
    stage.widget(QLineEdit, "keyboard/command", settings).setText("multisocket-gui palette")  # as installed
    stage.picture(out / f"keyboard-settings-{name}.png", settings)


def write(palette: Palette, text: str) -> None:
    line = palette.findChild(PaletteLine)
    assert line
    line.setText(text)
    line.textEdited.emit(text)


def together(stage: Stage, file: Path, palette: Palette) -> None:
    """The palette where it stands over the window: a picture of each, one on the other."""
    stage.picture(file, palette)
    ground, above = stage.window.grab(), palette.grab()
    painter = QPainter(ground)
    painter.drawPixmap(palette.pos() - stage.window.pos(), above)
    painter.end()
    if not ground.save(str(file)):
        sys.exit(f"{file} cannot be written")


if __name__ == "__main__":
    main()
