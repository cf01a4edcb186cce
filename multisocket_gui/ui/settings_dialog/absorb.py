"""What a read of a plant's sockets adds to the set-up. Nothing that a person typed is changed, nothing is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.words import tr, trn

from .drafts import PlantDraft, SocketDraft


class Found(Protocol):
    """One socket of the service's answer."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> tuple[bool, ...]: ...


@dataclass(frozen=True, slots=True)
class Absorbed:
    """How many sockets were added, how many were known; `shorter`: those that have fewer outlets than are set up.

    `group` is the value of the selector where it was remembered as a new group, else "".
    """

    added: int
    known: int
    shorter: tuple[str, ...]
    group: str = ""

    @property
    def words(self) -> str:
        """The result in a sentence or two."""
        if not self.added + self.known:
            return tr("The service knows no such socket.")
        parts = [
            trn("{count} socket added.", "{count} sockets added.", self.added) if self.added else "",
            trn("{count} known socket updated.", "{count} known sockets updated.", self.known) if self.known else "",
        ]
        parts += [tr("“{socket}” has fewer outlets than are set up here: remove the last.").format(socket=name)
                  for name in self.shorter]  # fmt: skip
        if self.group:
            parts.append(tr("They can be switched together as “{group}”.").format(group=self.group))
        return " ".join(part for part in parts if part)


def absorb(plant: PlantDraft, asked: Selector, found: Sequence[Found]) -> Absorbed:
    """Take what the service answered to `asked` into the plant's draft."""
    added, known, shorter = 0, 0, []
    for each in found:
        draft = _known(plant, asked, each, alone=len(found) == 1)
        if draft is None:
            draft = SocketDraft.new(plant, each.id, each.name or each.id)
            plant.sockets.append(draft)
            added += 1
        else:
            known += 1
        if not draft.name.text.strip():
            draft.name.type(each.name)
        draft.add_outlets(len(each.status))
        if len(each.status) < len(draft.outlets):
            shorter.append(draft.title)
    several = len(found) > 1 and asked.key is not SelectorKey.ID
    new = several and plant.remember_group(asked)
    return Absorbed(added, known, tuple(shorter), asked.value if new else "")


def _known(plant: PlantDraft, asked: Selector, found: Found, *, alone: bool) -> SocketDraft | None:
    """The draft that means this socket: by its id, or by the very selector that found it alone."""
    means = [Selector(SelectorKey.ID, found.id)] + ([asked] if alone else [])
    return next((draft for wanted in means for draft in plant.sockets if draft.selector == wanted), None)
