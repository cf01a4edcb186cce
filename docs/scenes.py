"""Pictures of scenes: the menu, both previews, and the form that a scene is made in.

    python docs/scenes.py [--out docs/screenshots]

All of it on the embedded cloud; each theme, language and scale is a process of its own.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton, QTreeWidget, QWidget
from stage import Stage
from variants import take_all

from multisocket_gui.home.model import Guard
from multisocket_gui.home.scene import Activity, Scene
from multisocket_gui.home.together import Stage as Step

MOVIE, AWAY, PRINT = "movie", "away", "print"
NAMES = {
    "en": {MOVIE: "Movie night", AWAY: "Away", PRINT: "3D print"},
    "fr": {MOVIE: "Soirée ciné", AWAY: "Absence", PRINT: "Impression 3D"},
}
WANTS = {
    MOVIE: {"Télévision": True, "Enceintes": True, "Lampe": False, "Lampe de chevet": True},
    AWAY: {
        "Télévision": False, "Enceintes": False, "Box internet": False, "Lampe": False, "Écran gauche": False,
        "Écran droit": False, "Radio": False, "Lampe loupe": False, "Oscilloscope": False,
    },
    PRINT: {"Imprimante 3D": True, "Aspirateur": True},
}  # fmt: skip
LOCKED = {"en": "Alarm needs it!", "fr": "L’alarme en a besoin !"}


def main() -> None:
    take_all("Take the pictures of scenes.", take)


def take(stage: Stage, out: Path, language: str, name: str) -> None:
    """The scenes of one variant, in the order in which a person meets them."""
    stage.sign_in()
    set_up(stage, language)
    apply(stage, MOVIE)
    menu(stage, out / f"scenes-menu-{name}.png")
    stage.program.controller.scenes.preview(AWAY, True)
    stage.picture(out / f"scenes-apply-{name}.png")
    stage.program.controller.together.dismiss()
    somebody_takes_over(stage)
    stage.program.controller.scenes.preview(MOVIE, False)
    stage.picture(out / f"scenes-off-{name}.png")
    stage.program.controller.together.dismiss()
    form(stage, out / f"scenes-settings-{name}.png")


def set_up(stage: Stage, language: str) -> None:
    """Three scenes, and an outlet that is locked."""
    program = stage.program
    for key, wants in WANTS.items():
        by_outlet = {stage.outlet(name): on for name, on in wants.items()}
        program.controller.scenes.put(Scene(key, NAMES[language][key], by_outlet))
    settings, box = program.store.settings, stage.outlet("Box internet")
    outlet = settings.outlet(box)
    assert outlet
    locked = replace(outlet, guard=Guard.LOCKED, guard_words=LOCKED[language])
    program.controller.change_settings(settings.with_outlet(box, locked))


def apply(stage: Stage, scene: str) -> None:
    """Apply it, and wait until all of it is confirmed."""
    program = stage.program
    program.controller.scenes.run(scene, True)
    stage.until(lambda: program.controller.scenes.activity(scene) is Activity.ACTIVE, "the scene")
    stage.until(lambda: bool(program.store.together and program.store.together.stage is Step.ENDED), "its end")
    program.controller.together.dismiss()


def somebody_takes_over(stage: Stage) -> None:
    """Somebody presses the button of what the scene had switched."""
    lamp = stage.outlet("Lampe")
    stage.cloud.house.press(lamp.socket.plant, lamp.socket.selector.value, lamp.index)
    stage.program.controller.read_socket(lamp.socket)
    stage.until(lambda: stage.program.store.truth(lamp).on is True, "the lamp")


def menu(stage: Stage, file: Path) -> None:
    """The menu that the button opens."""
    opened = stage.widget(QPushButton, "scenes").menu()
    assert isinstance(opened, QMenu)
    opened.popup(QPoint(0, 0))
    stage.until(opened.isVisible, "the menu")
    stage.picture(file, opened)
    opened.close()


def form(stage: Stage, file: Path) -> None:
    """The first scene in the settings."""
    stage.program.show_settings("scenes")
    dialog = stage.widget(QWidget, "settings")
    stage.until(dialog.isVisible, "the settings")
    sections = stage.widget(QTreeWidget, "sections", dialog)
    name = stage.program.store.settings.scenes[0].name
    (line,) = sections.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    sections.setCurrentItem(line)
    stage.picture(file, dialog)
    dialog.close()


if __name__ == "__main__":
    main()
