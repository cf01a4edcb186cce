"""What applying scenes changed, followed from then on and kept over restarts, so that turning one off reverses that."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from multisocket_gui.home.model import OutletRef, Selector, SelectorKey, SocketRef
from multisocket_gui.home.scene_trace import Trace, followed
from multisocket_gui.home.truth import Asked

from .clock import Clock
from .facts import Moved
from .store import Store
from .together import Together

Json = dict[str, Any]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A trace with what shows that its outlet is still the same: whose home it was, how many outlets its socket had."""

    trace: Trace
    account: str
    outlets: int

    @property
    def worth_keeping(self) -> tuple[bool | None, bool]:
        return self.trace.before, self.trace.overtaken


class SceneTraces(QObject):
    """GUI thread only. The file is for this session where it cannot be written; that is logged."""

    def __init__(
        self, store: Store, together: Together, clock: Clock, file: Path | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._together = together
        self._clock = clock
        self._file = file
        known = {scene.id for scene in store.settings.scenes}
        self._kept = {scene: kept for scene, kept in _load(file).items() if scene in known} if file else {}
        store.moved.connect(self._on_moved)

    def of(self, scene: str) -> dict[OutletRef, Trace]:
        """What applying that scene (its id) did to outlets that are set up as they were then, in the user's order."""
        kept = self._kept.get(scene, {})
        return {ref: kept[ref].trace for ref in self._store.outlets() if ref in kept and self._same(ref, kept[ref])}

    def _same(self, ref: OutletRef, kept: Kept) -> bool:
        return (kept.account, kept.outlets) == self._surroundings(ref)

    def _surroundings(self, ref: OutletRef) -> tuple[str, int]:
        place = self._store.place(ref)
        return self._store.settings.account, len(place.socket.outlets) if place else 0

    def _on_moved(self, moves: Iterable[Moved]) -> None:
        aim = self._together.asking
        asking = aim.scope.scene if aim else ""
        changed = False
        for moved in moves:
            scenes = {scene for scene, kept in self._kept.items() if moved.outlet in kept}
            if asking and isinstance(moved.event, Asked):
                scenes.add(asking)
            for scene in scenes:
                changed |= self._follow(scene, moved, aim.on if aim and scene == asking else None)
        if changed:
            self._save()

    def _follow(self, scene: str, moved: Moved, ours: bool | None) -> bool:
        """Whether something changed that outlives the program."""
        of_scene = self._kept.setdefault(scene, {})
        account, outlets = self._surroundings(moved.outlet)
        fresh = Kept(Trace(), account, outlets)
        kept = of_scene.get(moved.outlet, fresh)
        if (kept.account, kept.outlets) != (account, outlets):
            kept = fresh
        trace = followed(kept.trace, moved.event, moved.before, moved.after, ours, self._clock.now().wall)
        after = replace(kept, trace=trace)
        if trace.before is None and trace.applying is None:
            of_scene.pop(moved.outlet, None)
        else:
            of_scene[moved.outlet] = after
        return after.worth_keeping != kept.worth_keeping

    def _save(self) -> None:
        if self._file is None:
            return
        scenes = {scene: [_document(ref, each) for ref, each in kept.items()] for scene, kept in self._kept.items()}
        lasting = {scene: [each for each in kept if each["before"] is not None] for scene, kept in scenes.items()}
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = self._file.with_suffix(".new")
            temporary.write_text(json.dumps({"version": 1, "scenes": {k: v for k, v in lasting.items() if v}}), "utf-8")
            temporary.replace(self._file)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._file.name, error)


def _load(file: Path) -> dict[str, dict[OutletRef, Kept]]:
    """What `file` holds; nothing where there is none, or nothing that makes sense: then no scene can be turned off."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))["scenes"]
        return {str(scene): dict(map(_kept, kept)) for scene, kept in stored.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        _log.warning("%s cannot be read, it starts anew: %s", file.name, error)
        return {}


def _document(ref: OutletRef, kept: Kept) -> Json:
    selector = ref.socket.selector
    return {
        "account": kept.account,
        "plant": ref.socket.plant,
        "key": selector.key.value,
        "value": selector.value,
        "outlets": kept.outlets,
        "index": ref.index,
        "before": kept.trace.before,
        "overtaken": kept.trace.overtaken,
    }


def _kept(stored: Json) -> tuple[OutletRef, Kept]:
    selector = Selector(SelectorKey(stored["key"]), str(stored["value"]))
    ref = OutletRef(SocketRef(str(stored["plant"]), selector), int(stored["index"]))
    before, overtaken = stored["before"], stored["overtaken"]
    if not isinstance(before, bool) or not isinstance(overtaken, bool):
        raise TypeError("neither true nor false")
    return ref, Kept(Trace(before, overtaken), str(stored["account"]), int(stored["outlets"]))
