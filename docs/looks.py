"""Pictures of what is a home's own: icons, guards, a question in its tile, a drag, the menu and the settings of it.

    python docs/looks.py [--out docs/screenshots]

Each theme, language and scale is a process of its own, since Qt takes a scale only at its start.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTreeWidget, QWidget
from stage import Stage
from variants import take_all

from multisocket_gui.home.model import Guard
from multisocket_gui.ui.outlet_button import OutletButton

FREEZER = {"en": "Freezer!", "fr": "Congélateur !"}


def main() -> None:
    take_all("Take the pictures of names, icons, order and locks.", take)


def take(stage: Stage, out: Path, language: str, name: str) -> None:
    """All pictures of one variant."""
    stage.sign_in()
    controller, words = stage.program.controller, FREEZER[language]
    radio, box = stage.outlet("Radio"), stage.outlet("Box internet")
    controller.looks.name_outlet(radio, words.rstrip(" !"))
    controller.looks.draw_outlet(radio, "freezer")
    controller.set_guard(radio, Guard.ASK, words)
    controller.set_guard(box, Guard.LOCKED)
    controller.timers.off_in(stage.outlet("Enceintes"), 1800)
    stage.window.activateWindow()
    stage.until(stage.window.isActiveWindow, "the window in front")
    stage.picture(out / f"looks-{name}.png")
    drag(stage, out / f"looks-drag-{name}.png")
    stage.click_tile(box)
    stage.click_tile(radio)
    stage.until(lambda: stage.program.store.question is not None, "the question")
    stage.picture(out / f"looks-question-{name}.png")
    controller.answer(False)
    menu(stage, out / f"looks-menu-{name}.png")
    settings(stage, out / f"looks-settings-{name}.png")


def drag(stage: Stage, file: Path) -> None:
    """A tile on its way to another's place, and then not put there."""
    tile, there = stage.tile(stage.outlet("Lampe")), stage.tile(stage.outlet("Chargeur"))
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, pos=QPoint(40, 24))
    for share in (0.5, 0.9):
        way = tile.mapFromGlobal(there.mapToGlobal(QPoint(80, 40))) - QPoint(40, 24)
        QTest.mouseMove(tile, QPoint(40, 24) + way * share)
        QTest.qWait(10)
    stage.picture(file)
    QTest.keyClick(tile, Qt.Key.Key_Escape)
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, pos=QPoint(40, 24))


def menu(stage: Stage, file: Path) -> None:
    """The context menu of a tile, with its drawings."""
    tile = stage.tile(stage.outlet("Lampe"))
    assert isinstance(tile, OutletButton)
    shown = tile.menu_of_asks()
    icons = stage.widget(QMenu, "icon", shown)
    icons.popup(QPoint(0, 0))
    stage.until(icons.isVisible, "the drawings")
    stage.picture(file, icons)
    icons.close()
    shown.close()


def settings(stage: Stage, file: Path) -> None:
    """The rows of a socket's outlets."""
    stage.program.show_settings("plants")
    dialog = stage.widget(QWidget, "settings")
    stage.until(dialog.isVisible, "the settings")
    sections = stage.widget(QTreeWidget, "sections", dialog)
    (line,) = sections.findItems("Cuisine", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    sections.setCurrentItem(line)
    stage.picture(file, dialog)
    dialog.close()


if __name__ == "__main__":
    main()
