"""Verbs of scenes: listed, applied, turned off, looked at."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from multisocket_gui.home.names import full_name
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.together import Scope
from multisocket_gui.scene_words import activity_word
from multisocket_gui.words import tr

from .many import act
from .said import Said, usage

if TYPE_CHECKING:
    from .desk import Desk, Tell, Verb


def verbs(desk: Desk) -> dict[str, Verb]:
    return {"scene": _Scenes(desk).scene}


class _Scenes:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._scenes = desk.controller.scenes

    def scene(self, options: argparse.Namespace, tell: Tell) -> None:
        if options.deed == "list":
            shown = self._scenes.shown
            lines = "".join(f"{scene.name}: {self._word(scene)}\n" for scene in shown)
            tell(Said(text=lines or tr("There are no scenes."), data={"scenes": list(map(self._document, shown))}))
            return
        name = " ".join(options.scene)
        scene = self._scenes.find(name)
        if scene is None:
            names = (each.name for each in self._scenes.shown)
            tell(usage(tr("No scene is named “{name}”. There are:").format(name=name), names, "unknown_name"))
        elif options.deed == "status":
            tell(Said(text=f"{scene.name}: {self._word(scene)}", data=self._document(scene)))
        else:
            act(self._desk, [Scope(scene=scene.id)], options.deed == "apply", options, tell)

    def _word(self, scene: Scene) -> str:
        return activity_word(self._scenes.activity(scene.id))

    def _document(self, scene: Scene) -> dict[str, Any]:
        store = self._desk.store
        outlets = [
            {"name": full_name(place), "on": on} for ref, on in scene.wants.items() if (place := store.place(ref))
        ]
        return {"name": scene.name, "activity": self._scenes.activity(scene.id).value, "outlets": outlets}
