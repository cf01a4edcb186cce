"""Plants, sockets and outlets while they are being typed. What is wrong stays here; what is right can be saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from multisocket_gui.home.model import Group, Guard, Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.settings_checks import Complaint, check_text, check_uuid
from multisocket_gui.words import tr

from .checked import Checked


@dataclass(slots=True, eq=False)
class OutletDraft:
    """An outlet of a socket; only its name can be wrong."""

    name: Checked
    icon: str = ""
    guard: Guard = Guard.NONE
    guard_words: str = ""

    @classmethod
    def of(cls, outlet: Outlet) -> OutletDraft:
        """The draft of an outlet that settings.json holds."""
        return cls(Checked.kept(outlet.name, check_text), outlet.icon, outlet.guard, outlet.guard_words)

    @classmethod
    def new(cls, number: int) -> OutletDraft:
        """An outlet that is added as the `number`th of its socket, from 1."""
        return cls(Checked.new(tr("Outlet {number}").format(number=number), check_text))

    def outlet(self) -> Outlet:
        """What can be saved of it."""
        words = self.guard_words.strip() if self.guard else ""
        return Outlet((self.name.good or "").strip(), self.icon, self.guard, words)


@dataclass(slots=True, eq=False)
class SocketDraft:
    """A socket of a plant. `selector` is the last right pair of key and value; the value is checked with its key.

    `order` is that in which the window shows the outlets, as `Socket.order`.
    """

    plant: PlantDraft
    key: SelectorKey
    value: Checked = field(init=False)
    name: Checked = field(init=False)
    outlets: list[OutletDraft] = field(default_factory=list)
    order: tuple[int, ...] = ()
    selector: Selector | None = None

    @classmethod
    def of(cls, plant: PlantDraft, socket: Socket) -> SocketDraft:
        """The draft of a socket that settings.json holds."""
        draft = cls(plant, socket.selector.key, order=socket.order, selector=socket.selector)
        draft.value = Checked.kept(socket.selector.value, draft._check_value)
        draft.name = Checked.kept(socket.name, check_text)
        draft.outlets = [OutletDraft.of(outlet) for outlet in socket.outlets]
        return draft

    @classmethod
    def new(cls, plant: PlantDraft, value: str = "", name: str = "") -> SocketDraft:
        """A socket that is added, by its id."""
        draft = cls(plant, SelectorKey.ID)
        draft.value = Checked.new(value, draft._check_value)
        draft.name = Checked.new(name, check_text)
        draft.note_selector()
        return draft

    @property
    def title(self) -> str:
        """How it is called while it may have no name."""
        return self.name.text.strip() or self.value.text.strip() or tr("New socket")

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong."""
        return not any(each.complaint for each in (self.value, self.name, *(outlet.name for outlet in self.outlets)))

    def type_key(self, key: SelectorKey) -> None:
        """Choose what the value names."""
        self.key = key
        self.type_value(self.value.text)

    def type_value(self, text: str) -> None:
        """Take what was typed as the selector's value."""
        self.value.type(text)
        self.note_selector()

    def note_selector(self) -> None:
        """Keep key and value where they are right together."""
        if self.value.complaint is None:
            self.selector = Selector(self.key, self.value.text.strip())

    def add_outlets(self, count: int) -> None:
        """Add outlets at the end until there are `count`."""
        for number in range(len(self.outlets) + 1, count + 1):
            self.outlets.append(OutletDraft.new(number))

    def socket(self) -> Socket | None:
        """What can be saved of it, or None where there is too little."""
        if self.selector is None:
            return None
        outlets = tuple(each.outlet() for each in self.outlets)
        return Socket(self.selector, (self.name.good or self.selector.value).strip(), outlets, self.order)

    def _check_value(self, text: str) -> Complaint | None:
        if complaint := check_text(text):
            return complaint
        wanted = Selector(self.key, text.strip())
        others = (each for each in self.plant.sockets if each is not self)
        return Complaint.TWICE if any(each.selector == wanted for each in others) else None


@dataclass(slots=True, eq=False)
class GroupDraft:
    """Sockets that one selector targets together; only its name is typed here."""

    selector: Selector
    name: Checked

    @classmethod
    def of(cls, group: Group) -> GroupDraft:
        """The draft of a group that settings.json holds, or that a read found."""
        return cls(group.selector, Checked.kept(group.name, check_text))

    def group(self) -> Group:
        """What can be saved of it."""
        return Group(self.selector, (self.name.good or self.selector.value).strip())


@dataclass(slots=True, eq=False)
class PlantDraft:
    """A plant with its sockets; its id is checked against the other plants.

    `account` is whose it is, as `Plant.account`; None while it is added here and was not kept yet.
    """

    home: HomeDraft
    id: Checked = field(init=False)
    name: Checked = field(init=False)
    sockets: list[SocketDraft] = field(default_factory=list)
    groups: list[GroupDraft] = field(default_factory=list)
    account: str | None = None

    @classmethod
    def of(cls, home: HomeDraft, plant: Plant) -> PlantDraft:
        """The draft of a plant that settings.json holds."""
        draft = cls(home, account=plant.account)
        draft.id = Checked.kept(plant.id, draft._check_id)
        draft.name = Checked.kept(plant.name, check_text)
        draft.sockets = [SocketDraft.of(draft, socket) for socket in plant.sockets]
        draft.groups = [GroupDraft.of(group) for group in plant.groups]
        return draft

    @classmethod
    def new(cls, home: HomeDraft) -> PlantDraft:
        """A plant that is added."""
        draft = cls(home)
        draft.id = Checked.new("", draft._check_id)
        draft.name = Checked.new(tr("Home"), check_text)
        return draft

    @property
    def title(self) -> str:
        """How it is called while it may have no name."""
        return self.name.text.strip() or tr("New plant")

    @property
    def complete(self) -> bool:
        """Whether nothing is wrong."""
        own = (self.id, self.name, *(group.name for group in self.groups))
        return not any(each.complaint for each in own) and all(each.complete for each in self.sockets)

    def remember_group(self, selector: Selector) -> bool:
        """Keep the selector as a group; whether it is new."""
        if any(group.selector == selector for group in self.groups):
            return False
        self.groups.append(GroupDraft.of(Group(selector, selector.value)))
        return True

    def plant(self, newcomers: str = "") -> Plant | None:
        """What can be saved of it, or None where it has no right id yet; `newcomers` is whose it is if it is new."""
        if self.id.good is None:
            return None
        sockets = {socket.selector: socket for draft in self.sockets if (socket := draft.socket())}
        name = (self.name.good or self.id.good).strip()
        groups = tuple(draft.group() for draft in self.groups)
        account = newcomers if self.account is None else self.account
        return Plant(self.id.good.strip().lower(), name, tuple(sockets.values()), groups, account)

    def _check_id(self, text: str) -> Complaint | None:
        if complaint := check_uuid(text.strip()):
            return complaint
        taken = (each.id.good for each in self.home.plants if each is not self)
        return Complaint.TWICE if text.strip().lower() in taken else None


@dataclass(slots=True, eq=False)
class HomeDraft:
    """All plants of the home that is shown, while they are being typed."""

    plants: list[PlantDraft] = field(default_factory=list)

    @classmethod
    def of(cls, plants: tuple[Plant, ...]) -> HomeDraft:
        """The drafts of what settings.json holds."""
        home = cls()
        home.plants = [PlantDraft.of(home, plant) for plant in plants]
        return home

    def to_save(self, newcomers: str = "") -> tuple[Plant, ...]:
        """What can be saved, in order, no id twice; `newcomers` is whose the plants are that were added here."""
        kept = {plant.id: plant for draft in self.plants if (plant := draft.plant(newcomers))}
        return tuple(kept.values())

    def note_owners(self, plants: tuple[Plant, ...]) -> None:
        """Take over whose the plants are that are kept; what is being typed stays as it is."""
        owners = {plant.id: plant.account for plant in plants}
        for draft in self.plants:
            saved = draft.plant()
            draft.account = owners.get(saved.id, draft.account) if saved else draft.account
