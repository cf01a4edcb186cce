"""Scenes while they are being typed. What is wrong stays here; what is right can be saved."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.names import plain
from multisocket_gui.home.scene import Scene
from multisocket_gui.settings_checks import Complaint, check_text
from multisocket_gui.words import tr

from .checked import Checked


@dataclass(slots=True, eq=False)
class SceneDraft:
    """A scene. `wants` are the outlets that are part of it (outlet -> on), with those that are not set up here.

    `kept_wants` are the last ones that can be kept: a scene without any outlet is none.
    """

    scenes: ScenesDraft
    id: str
    name: Checked = field(init=False)
    wants: dict[OutletRef, bool] = field(default_factory=dict)
    kept_wants: dict[OutletRef, bool] = field(default_factory=dict)
    unknown: int = 0
    """How many outlets were left out of a scene of how things stand, since how they stand was not known."""

    @classmethod
    def of(cls, scenes: ScenesDraft, scene: Scene) -> SceneDraft:
        """The draft of a scene that settings.json holds."""
        draft = cls(scenes, scene.id, wants=dict(scene.wants), kept_wants=dict(scene.wants))
        draft.name = Checked.kept(scene.name, draft._check_name)
        return draft

    @classmethod
    def new(cls, scenes: ScenesDraft, wants: Mapping[OutletRef, bool]) -> SceneDraft:
        """A scene that is added, with the first name that is free."""
        draft = cls(scenes, str(uuid.uuid4()))
        draft.name = Checked.new(_free_name(scenes), draft._check_name)
        draft.want(wants)
        return draft

    @property
    def title(self) -> str:
        """How it is called while it may have no name."""
        return self.name.text.strip() or tr("New scene")

    @property
    def complaint(self) -> Complaint | None:
        """What is wrong with the outlets together."""
        return None if self.wants else Complaint.NOTHING_CHOSEN

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong."""
        return self.name.complaint is None and self.complaint is None

    def choose(self, ref: OutletRef, on: bool | None) -> None:
        """Let the outlet be on or off in the scene, or no part of it (None)."""
        wants = {each: wanted for each, wanted in self.wants.items() if each != ref or on is not None}
        self.want(wants if on is None else wants | {ref: on})

    def want(self, wants: Mapping[OutletRef, bool]) -> None:
        """Take these as what the scene holds."""
        self.wants = dict(wants)
        self.kept_wants = self.wants or self.kept_wants

    def scene(self) -> Scene | None:
        """What can be saved of it, or None where there is too little."""
        if self.name.good is None or not self.kept_wants:
            return None
        return Scene(self.id, self.name.good.strip(), self.kept_wants)

    def _check_name(self, text: str) -> Complaint | None:
        if complaint := check_text(text):
            return complaint
        taken = (plain(each.name.text) for each in self.scenes.drafts if each is not self)
        return Complaint.TWICE if plain(text) in taken else None


@dataclass(slots=True, eq=False)
class ScenesDraft:
    """The scenes of the home that is shown, in the user's order. `others` belong to homes that are not."""

    drafts: list[SceneDraft] = field(default_factory=list)

    @classmethod
    def of(cls, scenes: Iterable[Scene]) -> ScenesDraft:
        """The drafts of scenes that settings.json holds."""
        draft = cls()
        for scene in scenes:
            draft.drafts.append(SceneDraft.of(draft, scene))
        return draft

    def to_save(self, before: Iterable[Scene], shown: Iterable[Scene]) -> tuple[Scene, ...]:
        """What can be saved, in order. Of the scenes `before`, those that are not `shown` here stay as they are."""
        ours = {scene.id: scene for draft in self.drafts if (scene := draft.scene())}
        hidden = {scene.id for scene in shown} ^ {scene.id for scene in before}
        kept = [scene if scene.id in hidden else ours.pop(scene.id, None) for scene in before]
        added = (scene for scene in ours.values() if scene.id not in hidden)
        return (*(scene for scene in kept if scene), *added)

    def look_again(self) -> None:
        """A name that was there twice may now be there once."""
        for draft in self.drafts:
            if draft.name.complaint:
                draft.name.look_again()


def _free_name(scenes: ScenesDraft) -> str:
    taken = {plain(each.name.text) for each in scenes.drafts}
    names = (tr("Scene {number}").format(number=number) for number in range(1, len(taken) + 2))
    return next(name for name in names if plain(name) not in taken)
