"""Pictures of the tray: its icons, its panel, all off, the question of closing, and the settings.

    python docs/tray.py [--out docs/screenshots]

All of it on the embedded cloud; each theme, language and scale is a process of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QListWidget, QWidget
from stage import Stage
from variants import take_all

from multisocket_gui.home.model import Guard
from multisocket_gui.home.together import Scope
from multisocket_gui.home.truth import Phase
from multisocket_gui.ui.icons import Sign, tray_icon
from multisocket_gui.ui.tray_panel import TrayPanel

FAVOURITES = ("Lampe de chevet", "Télévision", "Imprimante 3D", "Box internet", "Console")
WORDS = {"en": "Home office!", "fr": "Télétravail !"}
PANELS = (QColor("#f0f0f0"), QColor("#202124"))
"""A light panel of a desktop and a dark one."""


def main() -> None:
    take_all("Take the pictures of the tray.", take)


def take(stage: Stage, out: Path, language: str, name: str) -> None:
    """The tray of one variant, in the order in which a person meets it; all of it in the first."""
    whole = name == "light-en"
    stage.sign_in()
    closing(stage, out / f"tray-closing-{name}.png")
    panel = opened(stage)
    if whole:
        icons(out / "tray-icons.png")
        stage.picture(out / f"tray-panel-none-{name}.png", panel)
    choose(stage, language)
    stage.picture(out / f"tray-panel-{name}.png", panel)
    if whole:
        stage.program.controller.together.preview(Scope(stage.program.store.plants[0].id), False)
        stage.picture(out / f"tray-panel-off-{name}.png", panel)
        stage.program.controller.together.dismiss()
        panel.close()
        settings(stage, out / f"tray-settings-{name}.png")


def icons(file: Path) -> None:
    """What the icon tells, four times larger than it is, on a light panel and on a dark one."""
    side, gap = 24, 8
    sheet = QPixmap(4 * len(Sign) * (side + gap), 4 * 2 * (side + gap))
    painter = QPainter(sheet)
    painter.scale(4, 4)
    for row, ground in enumerate(PANELS):
        painter.fillRect(QRect(0, row * (side + gap), len(Sign) * (side + gap), side + gap), ground)
        for column, sign in enumerate(Sign):
            where = QPoint(column * (side + gap) + gap // 2, row * (side + gap) + gap // 2)
            painter.drawPixmap(QRect(where, where + QPoint(side - 1, side - 1)), tray_icon(sign).pixmap(48, 48))
    painter.end()
    file.parent.mkdir(parents=True, exist_ok=True)
    if not sheet.save(str(file)):
        sys.exit(f"{file} cannot be written")


def closing(stage: Stage, file: Path) -> None:
    """The question in the window, and then not answered."""
    stage.window.close()
    line = stage.widget(QWidget, "closing")
    stage.until(line.isVisible, "the question")
    stage.picture(file)
    line.hide()


def opened(stage: Stage) -> TrayPanel:
    stage.program.show_panel()
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, TrayPanel))


def choose(stage: Stage, language: str) -> None:
    """Favourites, one that asks, one with a timer, and one that is being switched."""
    controller, store = stage.program.controller, stage.program.store
    for name in FAVOURITES:
        controller.set_favourite(stage.outlet(name), True)
    controller.set_guard(stage.outlet("Box internet"), Guard.ASK, WORDS[language])
    controller.timers.off_in(stage.outlet("Télévision"), 1800)
    stage.cloud.knobs.latency_s = 60.0
    ref = stage.outlet("Console")
    controller.switch(ref, True)
    stage.until(lambda: store.truth(ref).phase is Phase.SENDING, "a switching under way")


def settings(stage: Stage, file: Path) -> None:
    stage.program.show_settings("tray")
    dialog = stage.widget(QWidget, "settings")
    stage.until(dialog.isVisible, "the settings")
    favourites = stage.widget(QListWidget, "tray/favourites", dialog)
    favourites.setCurrentRow(1)
    favourites.setFocus(Qt.FocusReason.TabFocusReason)
    stage.picture(file, dialog)
    dialog.close()


if __name__ == "__main__":
    main()
