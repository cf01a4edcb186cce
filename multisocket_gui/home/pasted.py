"""Which plant and which sockets a pasted text tells of, whatever it is; secrets in it are found to be left out.

People have the plant's id in an address of the API, in an answer, in a settings.json, in the portal's "Try it" line
or alone. Only what the text itself calls a plant, or a UUID that is nothing else, is taken for one.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from .model import Selector, SelectorKey

MASK = "•••"
_MOST = 200_000
"""Characters that are looked at."""
_MOST_DOCUMENTS = 200
"""Places where a JSON document may begin that are tried."""
_PLAIN = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | dict.fromkeys("\u200b\ufeff\xad", ""))
"""What word processors make of hyphens, and what they hide between letters."""
_HEX = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}"
_UUID = rf"(?<![0-9a-z])(?<![0-9a-z]-)(?:{_HEX})(?![0-9a-z])(?!-[0-9a-z])"
_GAP = r"[\"'\s:=,\\^]{1,8}"
_FLAGS = re.IGNORECASE | re.ASCII

_ANY = re.compile(_UUID, _FLAGS)
_PLANT = re.compile(
    rf"(?<![a-z])plants?[-_ ]?(?:id)?[\"'\s:=/\\^\[{{(]{{1,12}}(?:id[\"'\s:=\\^]{{1,8}})?({_UUID})", _FLAGS
)
_NO_PLANT = re.compile(
    r"(?:(?:client|tenant|app|application|object|user|session|request|correlation|trace|activity|module|device|room"
    rf"|gateway|plug|socket)[-_ ]?(?:id)?|\b(?:aud|sub|oid|tid|jti|nonce|state)){_GAP}({_UUID})",
    _FLAGS,
)
_WORD = re.compile(r"[^\s\"'<>]+")
_SIGN_IN_PAGE = re.compile(r"(?:^|/)login|b2c_|oauth2|\.well-known|microsoft|/v2\.0", _FLAGS)
_SELECTOR = re.compile(r"parameter/(id|name|type)/value/([^\s\"'<>?#&/\\^]+)", _FLAGS)
_CLOSING = {")": "(", "]": "["}

_SUBSCRIPTION_KEY = re.compile(rf"subscription[-_ ]?key[\]\[]?{_GAP}(?=[\w-]*\d)([\w-]{{8,256}})", _FLAGS)
_TOKEN = re.compile(r"eyJ[\w-]{5,}(?:\.[\w-]*){0,4}", re.ASCII)
_COOKIE = re.compile(r"cookie[\"'\s]*:\s*[\"']?([^\"'\r\n]+)", _FLAGS)
_NAMED_SECRET = re.compile(
    r"(?:authorization|token|assertion|password|passwd|secret|api[-_]?key|\bcode|code[-_]verifier)"
    r"(?:[\"'\\^]*\s*[:=]|[\"']\s*,)[\"'\s\\^]*((?:(?:bearer|basic)\s+)?[^\s\"'&,;{}<>\\^]+)",
    _FLAGS,
)
_OPAQUE = re.compile(r"[\w+-]{40,}", re.ASCII)
_BEGINS = re.compile(r"[{\[]")
_PARTS = frozenset(
    ("module", "modules", "device", "devices", "room", "rooms", "gateways", "plugs", "sockets", "outlets")
)
"""Where JSON tells of parts of a home: the UUIDs in there are no plants."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a text holds. `plants`: ids in the service's writing, in the text's order.

    `sure`: it is one plant, and nothing else looks like it (a subscription key is 32 digits without hyphens, too).
    `others`: UUIDs that are known to be something else.
    """

    plants: tuple[str, ...] = ()
    sure: bool = False
    selectors: tuple[Selector, ...] = ()
    others: tuple[str, ...] = ()
    subscription_key: str = field(default="", repr=False)


def look_for(text: str, known: Collection[str] = ()) -> Pasted:
    """What `text` holds; `known` are UUIDs that are no plants (the client id, the tenant). Never raises."""
    plain = text[:_MOST].translate(_PLAIN)
    keys = [found[1] for found in _SUBSCRIPTION_KEY.finditer(plain)]
    clean = _without_secrets(plain)
    views = tuple(dict.fromkeys((clean, unquote(clean))))
    facts = _Facts()
    for view in views:
        facts.read(view)
    known_ids = {each.lower() for each in known}
    named = [each for each in facts.plants if each not in known_ids]
    others = dict.fromkeys([*facts.others, *(each for each in facts.every if each in known_ids)])
    loose = [each for each in facts.every if each not in others]
    plants = tuple(named or loose)
    return Pasted(
        plants,
        sure=len(plants) == 1 and (bool(named) or plants[0] in clean.lower()),
        selectors=tuple(dict.fromkeys([*_in_addresses(clean), *facts.selectors])),
        others=tuple(each for each in others if each not in plants),
        subscription_key=keys[0] if keys else "",
    )


def masked(text: str) -> str:
    """The text as it may be shown: whatever is or may be a secret is `MASK`. A UUID is none."""
    return _OPAQUE.sub(MASK, _without_secrets(text[:_MOST]))


def _without_secrets(text: str) -> str:
    for pattern in (_SUBSCRIPTION_KEY, _COOKIE, _NAMED_SECRET):
        text = pattern.sub(lambda found: found[0][: found.start(1) - found.start()] + MASK, text)
    return _TOKEN.sub(MASK, text)


def _in_addresses(text: str) -> Iterator[Selector]:
    for found in _SELECTOR.finditer(text):
        value = unquote(_without_stop(found[2])).strip()
        if value and not (value[0] in "{[<" and value[-1] in "}]>"):  # the portal's own "{parameterValue}"
            yield Selector(SelectorKey(found[1].lower()), value)


def _without_stop(value: str) -> str:
    """The value without what ends a sentence round an address."""
    while value and (value[-1] in ".,;:!" or (value[-1] in _CLOSING and _CLOSING[value[-1]] not in value)):
        value = value[:-1]
    return value


class _Facts:
    """What one text says, gathered in its order: dictionaries as ordered sets."""

    def __init__(self) -> None:
        self.plants: dict[str, None] = {}
        self.others: dict[str, None] = {}
        self.every: dict[str, None] = {}
        self.selectors: dict[Selector, None] = {}

    def read(self, text: str) -> None:
        """Gather what the words say, then what the JSON in it says."""
        _note(self.every, _ANY.findall(text))
        _note(self.plants, _PLANT.findall(text))
        _note(self.others, _NO_PLANT.findall(text))
        pages = (word for word in _WORD.findall(text) if _SIGN_IN_PAGE.search(word))
        values = (found[2] for found in _SELECTOR.finditer(text))
        for other in (*pages, *values):
            _note(self.others, _ANY.findall(other))
        for document in _documents(text):
            self._read_json(document)

    def _read_json(self, document: object) -> None:
        waiting: list[tuple[str, object, bool]] = [("", document, False)]
        while waiting:
            name, node, part = waiting.pop()
            if isinstance(node, list):
                waiting += [(name, each, part) for each in reversed(node)]
            elif isinstance(node, dict):
                self._read_object(name, node, part=part)
                inside = [(_folded(key), value, part or _folded(key) in _PARTS) for key, value in node.items()]
                waiting += reversed(inside)
            elif isinstance(node, str):
                self._read_text(name, node.strip(), part=part)

    def _read_object(self, name: str, node: dict[str, object], *, part: bool) -> None:
        own = node.get("id")
        if not isinstance(own, str):
            own = ""
        if name in ("plant", "plants") and _ANY.fullmatch(own.strip()):
            _note(self.plants, [own.strip()])
        elif own.strip() and (name == "plugs" or isinstance(node.get("status"), list)):
            self.selectors[Selector(SelectorKey.ID, own.strip())] = None
            _note(self.others, _ANY.findall(own))
        key, value = node.get("key", "id"), node.get("value")
        if name == "sockets" and part and key in tuple(SelectorKey) and isinstance(value, str) and value.strip():
            self.selectors[Selector(SelectorKey(str(key)), value.strip())] = None

    def _read_text(self, name: str, text: str, *, part: bool) -> None:
        if not _ANY.fullmatch(text):
            return
        if name in ("plantid", "plants", "plant"):
            _note(self.plants, [text])
        elif part:
            _note(self.others, [text])


def _note(where: dict[str, None], found: Iterable[str]) -> None:
    where.update(dict.fromkeys(str(uuid.UUID(each)) for each in found))


def _folded(key: str) -> str:
    return re.sub(r"[^a-z]", "", key.lower())


def _documents(text: str) -> Iterator[object]:
    """Every JSON object or array in the text, the outermost only."""
    decoder = json.JSONDecoder()
    place = 0
    for _ in range(_MOST_DOCUMENTS):
        begins = _BEGINS.search(text, place)
        if begins is None:
            return
        try:
            document, place = decoder.raw_decode(text, begins.start())
        except (ValueError, RecursionError):
            place = begins.start() + 1
        else:
            yield document
