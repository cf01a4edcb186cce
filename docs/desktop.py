"""Pictures of how the program sits on the desktop: the settings' section, and what it says where something else starts.

    python docs/desktop.py [--out docs/screenshots]

Nothing is registered with the system: the registration lies in a folder of the script's own. Each theme, language and
scale is a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from stage import Stage, dark_palette, folder_from_command_line, light_palette, running

from multisocket_gui.desktop.login_item import MINIMIZED, Command
from multisocket_gui.desktop.login_linux import AutostartFile
from multisocket_gui.ui.settings_dialog import SettingsDialog

THEMES = {"light": light_palette, "dark": dark_palette}
VARIANTS = (("light", "en", "1"), ("dark", "en", "1"), ("light", "en", "2"), ("light", "fr", "1"))
"""Theme, language and scale."""
PROGRAM = "/usr/bin/multisocket-gui"
EARLIER = "/home/camille/Downloads/multisocket-gui/multisocket-gui"


def main() -> None:
    out = folder_from_command_line("Take the pictures of the desktop's settings.", "docs/screenshots").resolve()
    if variant := os.environ.get("SHOTS_VARIANT"):
        theme, language, scale = variant.split()
        with running(language=language, palette=THEMES[theme]()) as stage, tempfile.TemporaryDirectory() as folder:
            take(stage, Path(folder), out, f"{theme}-{language}" if scale == "1" else f"{theme}-{language}-{scale}x")
        return
    for theme, language, scale in VARIANTS:
        print(f"{theme}, {language}, {scale}00 %", flush=True)
        environment = {**os.environ, "SHOTS_VARIANT": f"{theme} {language} {scale}", "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, "--out", str(out)], env=environment, check=True)


def take(stage: Stage, folder: Path, out: Path, name: str) -> None:
    """Registered as it runs; then with the registration of where the program was before."""
    file = folder / "autostart" / "me.desktop"
    item = AutostartFile(file, Command((PROGRAM, MINIMIZED)))
    item.enable()
    dialog = SettingsDialog(stage.program.store, stage.program.controller, demo=True, login=item, parent=stage.window)
    dialog.show_section("desktop")
    dialog.show()
    stage.widget(QCheckBox, "desktop/login", dialog).setFocus(Qt.FocusReason.TabFocusReason)
    stage.picture(out / f"desktop-{name}.png", dialog)
    AutostartFile(file, Command((EARLIER, MINIMIZED))).enable()
    dialog.hide()
    dialog.show()
    stage.picture(out / f"desktop-elsewhere-{name}.png", dialog)
    dialog.close()


if __name__ == "__main__":
    main()
