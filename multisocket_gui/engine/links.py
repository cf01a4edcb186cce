"""Links that carry out one action each: an address with a random token, of which only a hash is kept.

What the address names stands here and not in it, so that whoever writes addresses of their own can do nothing with
them, and a link that was removed does nothing any more.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from multisocket_gui.home.problem import Trouble
from multisocket_gui.signin.private_file import PrivateFile

SCHEME = "multisocket-gui"
FILE = "links.json"
"""In the state folder."""
MOST = 200
"""So many links are kept."""
_TOKEN_BYTES = 24
VERSION = 1


class LinksUnusable(Exception):
    """The file of the links cannot be read or written; the text is a short reason."""


@dataclass(frozen=True, slots=True)
class Link:
    """`action` are the words of a command; `hash` is the SHA-256 of the token in hex, `made` a time in ISO 8601."""

    id: str
    action: tuple[str, ...]
    hash: str
    made: str


class Links:
    """The file is read each time: it is small, and seldom asked for. Mode 0600; atomic."""

    def __init__(self, file: Path) -> None:
        self._file = PrivateFile(file)

    def all(self) -> tuple[Link, ...]:
        """Every link, the oldest first. Raises `LinksUnusable`."""
        try:
            content = self._file.read()
            return () if content is None else tuple(_parsed(json.loads(content)))
        except Trouble as trouble:
            raise LinksUnusable(trouble.problem.detail) from trouble
        except (ValueError, LookupError, TypeError) as error:
            raise LinksUnusable("JSON") from error

    def add(self, action: Iterable[str]) -> tuple[Link, str]:
        """A new link and its address, which nobody can be told again. Raises `LinksUnusable`."""
        links = self.all()
        if len(links) >= MOST:
            raise LinksUnusable(str(MOST))
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        link = Link(secrets.token_hex(3), tuple(action), _hash(token), now)
        self._keep((*links, link))
        return link, f"{SCHEME}:{token}"

    def remove(self, link_id: str) -> Link | None:
        """Forget a link; None where there is none of that id. Raises `LinksUnusable`."""
        links = self.all()
        gone = next((link for link in links if link.id == link_id), None)
        if gone:
            self._keep(link for link in links if link is not gone)
        return gone

    def find(self, url: str) -> Link | None:
        """The link whose address it is; None for any other text. Raises `LinksUnusable`."""
        scheme, _, token = url.partition(":")
        if scheme.lower() != SCHEME or not token:
            return None
        wanted = _hash(token.removeprefix("//").rstrip("/"))
        found = [link for link in self.all() if hmac.compare_digest(link.hash, wanted)]
        return found[0] if found else None

    def _keep(self, links: Iterable[Link]) -> None:
        document = {"version": VERSION, "links": [asdict(link) for link in links]}
        try:
            self._file.write(json.dumps(document, ensure_ascii=False, indent=1).encode())
        except Trouble as trouble:
            raise LinksUnusable(trouble.problem.detail) from trouble


def _hash(token: str) -> str:
    """The token has 192 bits of chance: there is nothing to be guessed, and so nothing to be slowed down."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _parsed(document: dict[str, object]) -> Iterable[Link]:
    if document["version"] != VERSION or not isinstance(document["links"], list):
        raise ValueError("not a file of links of this version")
    for each in document["links"]:
        action = tuple(each["action"])
        if not action or not all(isinstance(text, str) for text in (*action, each["id"], each["hash"], each["made"])):
            raise ValueError("not a link")
        yield Link(each["id"], action, each["hash"], each["made"])
