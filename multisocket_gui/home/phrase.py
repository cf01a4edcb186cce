"""What a person means by what they type into the palette: ranked, and the same for the same text.

The order never depends on what is on or off: who learns that "la", Enter is the lamp can rely on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .model import Group, OutletRef, Place, Plant, Selector, Socket, SocketRef, places, socket_refs
from .phrase_match import Fit, Named, fit, folded, named
from .phrase_read import After, At, Reading, When, readings
from .phrase_words import COMMANDS, Act
from .scene import Scene

__all__ = ["Act", "After", "At", "Home", "Meaning", "Strip", "Target", "When", "Whole", "understand"]


@dataclass(frozen=True, slots=True)
class Strip:
    """All outlets of one socket."""

    ref: SocketRef
    plant: Plant
    socket: Socket


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole plant, or one of its groups."""

    plant: Plant
    group: Group | None = None


Target = Place | Strip | Whole | Scene


@dataclass(frozen=True, slots=True)
class Home:
    """What may be meant. `recent` are the keys of what was chosen lately, the latest first."""

    plants: tuple[Plant, ...] = ()
    scenes: tuple[Scene, ...] = ()
    favourites: tuple[OutletRef, ...] = ()
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What Enter would do: `act`, to `target` (None: the program itself), at once or `when`."""

    act: Act
    target: Target | None = None
    when: When | None = None

    @property
    def key(self) -> str:
        """The target, or the command, as it is remembered among those that were chosen lately."""
        return key_of(self.target) if self.target else self.act.value


@dataclass(frozen=True, slots=True)
class _Known:
    """Something that has a name. `kind` decides between things that fit alike."""

    target: Target | None
    name: Named
    kind: int
    acts: Mapping[bool, tuple[Act, ...]]
    """What is meant where no verb says it: without a time, and with one (True)."""


_OUTLET, _SCENE, _STRIP, _WHOLE, _COMMAND = range(5)
_SWITCHES = frozenset((Act.ON, Act.OFF))
_SAID_OF = {
    _OUTLET: frozenset((Act.TOGGLE, Act.ON, Act.OFF, Act.LOCK, Act.UNLOCK)),
    _SCENE: _SWITCHES,
    _STRIP: _SWITCHES,
    _WHOLE: _SWITCHES,
}
_LATER = frozenset((_OUTLET, _SCENE))
"""What a timer can switch."""
_Rank = tuple[float | str, ...]


def understand(text: str, home: Home) -> tuple[Meaning, ...]:
    """Every meaning of the text, the most likely first.

    The better fit wins; where two are alike, the reading that leaves fewer words to be names; then what was called by
    its own name, favourites, what was chosen lately, and the alphabet: never the order in which the home is set up.
    """
    words = tuple(folded(text).split())
    known = tuple(_everything(home))
    ranks: dict[tuple[Act, str, When | None], tuple[_Rank, Meaning]] = {}
    for reading in readings(words):
        for each, rank in _fitting(reading, known, home):
            for order, act in enumerate(_acts(reading, each)):
                meaning = Meaning(act, each.target, reading.when)
                key = (act, meaning.key, reading.when)
                found = ((*rank, order), meaning)
                if key not in ranks or found[0] < ranks[key][0]:
                    ranks[key] = found
    return tuple(meaning for _, meaning in sorted(ranks.values(), key=lambda found: found[0]))


def key_of(target: Target) -> str:
    """What stays the same of a target when its names change."""
    match target:
        case Place(ref):
            return f"{_socket_key(ref.socket)}/{ref.index}"
        case Strip(ref):
            return _socket_key(ref)
        case Whole(plant, group):
            return f"all/{plant.id}" + (f"/{_selector_key(group.selector)}" if group else "")
    return f"scene/{target.id}"


def _socket_key(ref: SocketRef) -> str:
    return f"{ref.plant}/{_selector_key(ref.selector)}"


def _selector_key(selector: Selector) -> str:
    return f"{selector.key}={selector.value}"


# What there is


def _everything(home: Home) -> Iterator[_Known]:
    at_once, later = (Act.TOGGLE,), (Act.OFF, Act.ON)
    for place in places(home.plants):
        name = named(place.outlet.name, place.socket.name, place.plant.name)
        yield _Known(place, name, _OUTLET, {False: at_once, True: later})
    for scene in home.scenes:
        yield _Known(scene, named(scene.name), _SCENE, {False: (Act.ON,), True: (Act.ON,)})
    for plant in home.plants:
        yield from _at_once(plant)
    for act, phrases in COMMANDS.items():
        for phrase in phrases:
            yield _Known(None, named(phrase), _COMMAND, {False: (act,), True: ()})


def _at_once(plant: Plant) -> Iterator[_Known]:
    """What of a plant can be switched in one go."""
    both = {False: (Act.OFF, Act.ON), True: ()}
    yield _Known(Whole(plant), named(plant.name), _WHOLE, both)
    for group in plant.groups:
        yield _Known(Whole(plant, group), named(group.name, plant.name), _WHOLE, both)
    for ref, socket in socket_refs(plant):
        if socket.outlets:
            yield _Known(Strip(ref, plant, socket), named(socket.name, plant.name), _STRIP, both)


# What is meant of it


def _acts(reading: Reading, known: _Known) -> tuple[Act, ...]:
    return (reading.act,) if reading.act else known.acts[reading.when is not None]


def _fitting(reading: Reading, known: Iterable[_Known], home: Home) -> Iterator[tuple[_Known, _Rank]]:
    for each in known:
        if _may_be_meant(reading, each):
            found = fit(reading.words, each.name)
            if found and _close_enough(reading, each, found[0]):
                yield each, _rank(reading, each, found, home)


def _may_be_meant(reading: Reading, known: _Known) -> bool:
    """Whether the reading's verb, time and other words can be said of it at all."""
    if known.kind is _COMMAND:
        return reading.plain
    if reading.scene and known.kind is not _SCENE:
        return False
    if reading.every and known.kind not in (_STRIP, _WHOLE):
        return False
    if reading.when and known.kind not in _LATER:
        return False
    return reading.act is None or reading.act in _SAID_OF[known.kind]


def _close_enough(reading: Reading, known: _Known, found: Fit) -> bool:
    """What switches many at once is not guessed: it takes "all", or its whole name with a verb.

    Commands are found by how their words begin: letters scattered over them would be in everybody's way.
    """
    if known.kind is _COMMAND:
        return found <= Fit.STARTS
    if known.kind in (_STRIP, _WHOLE) and not reading.every:
        return reading.act is not None and (found is Fit.FULL or (not reading.words and known.kind is _WHOLE))
    return True


def _rank(reading: Reading, known: _Known, found: tuple[Fit, int], home: Home) -> _Rank:
    closeness, around = found
    left = -1.0 if closeness is Fit.FULL and reading.plain else len(reading.words) + reading.dropped / 2
    unsaid = reading.act is None  # "on" before "weekdays" may be taken for a verb or not: a verb is likelier
    first = _said_of_everything(reading, known)
    target = known.target
    key = key_of(target) if target else known.acts[False][0].value
    favourite = (
        home.favourites.index(target.ref) if isinstance(target, Place) and target.ref in home.favourites else 1e6
    )
    recent = home.recent.index(key) if key in home.recent else 1e6
    spelling = " ".join((known.name.own, *known.name.around))
    return closeness, left, unsaid, not first, around, favourite, recent, known.kind, spelling, key


def _said_of_everything(reading: Reading, known: _Known) -> bool:
    """ "Off", and no name: a whole plant comes first."""
    return not reading.words and reading.act is not None and isinstance(known.target, Whole) and not known.target.group
