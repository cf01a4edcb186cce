"""Finds secrets where none may be: in files and their names, in logs, in what a program printed or shows.

It knows secrets by heart (those that an embedded cloud has issued) in whatever form they may be written, and others
by their looks. What may look like a secret and is none is listed at the end, with the reason.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, quote_plus

_SEALED = b"MSGVAULT"  # how the vault's file begins (signin/vault.py)
_SHORTEST = 6  # a known secret that is shorter would be found in any file


@dataclass(frozen=True)
class Finding:
    """One secret: what it is, where it stands, and as what it was recognised."""

    kind: str
    where: str
    seen: str


_LOOKS: dict[str, re.Pattern[bytes]] = {
    "token": re.compile(rb"eyJ[\w-]{8,}\.[\w-]*"),
    "private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "e-mail address": re.compile(rb"(?<![\w.+-])[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"),
    "subscription key": re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])"),
    "bearer": re.compile(rb"\b(?:bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE),
    "MSAL's cache": re.compile(rb"\"(?:home_account_id|credential_type)\""),
    "named secret": re.compile(
        rb"(?<![\w-])(?:code|code_verifier|nonce|client_info|(?:id_|access_|refresh_)?token|(?:client_)?secret|password"
        rb"|ocp-apim-subscription-key)(?:\\*[\"'])?\s*(?:[=:]|%3[AD])\s*\[?b?\\*[\"']?[\w.~+/%-]{8,}",
        re.IGNORECASE,
    ),
    "random text": re.compile(
        rb"(?<![\w+/-])(?=[\w+/-]*[0-9])(?=(?:[\w+/-]*?[0-9]){3})(?=(?:[\w+/-]*?[a-z]){5})(?=(?:[\w+/-]*?[A-Z]){5})"
        rb"[\w+-]{32,}"
    ),
}


class SecretFinder:
    """`known` are the secrets to look for, each with its kind: ("refresh token", "0.AX8…")."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._known = {
            form: kind for kind, secret in known if len(secret) >= _SHORTEST for form in _forms(secret) if form
        }

    def in_text(self, text: str | bytes, where: str) -> list[Finding]:
        """What stands in a text that people or programs may read."""
        raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        plain = _without_the_harmless(raw)
        looks = ((kind, found[0]) for kind, look in _LOOKS.items() for found in look.finditer(plain))
        return self.known_in(raw, where) + [Finding(kind, where, _excerpt(seen)) for kind, seen in looks]

    def known_in(self, content: bytes, where: str) -> list[Finding]:
        """What stands in a file of other people's or of random bytes, of whose looks nothing can be said."""
        return [Finding(kind, where, _excerpt(form)) for form, kind in self._known.items() if form in content]

    def in_folder(self, folder: Path, *, ours: bool = True) -> list[Finding]:
        """What stands in the names and contents of all files below a folder; not `ours`: others write there too."""
        look = self.in_text if ours else self.known_in
        return [finding for file in sorted(folder.rglob("*")) for finding in self._in_file(file, folder, look)]

    def _in_file(self, file: Path, folder: Path, look: Callable[[bytes, str], list[Finding]]) -> Iterator[Finding]:
        name = str(file.relative_to(folder))
        yield from look(os.fsencode(name), f"the name {name}")
        if file.is_symlink():
            yield from look(os.fsencode(file.readlink()), f"the link {name}")
        elif file.is_file():
            content = file.read_bytes()
            sealed = content.startswith(_SEALED)
            yield from (self.known_in if sealed else look)(content, name)


@cache
def _forms(secret: str) -> frozenset[bytes]:
    """Every form in which it may be written, as bytes."""
    raw = secret.encode()
    texts = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    texts |= {repr(secret)[1:-1], repr(raw)[2:-1], secret[::-1], raw.hex(), raw.hex().upper()}
    encoded = {text.encode() for text in texts} | {secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    return frozenset(encoded | {form for text in (raw, secret.encode("utf-16-le")) for form in _in_base64(text)})


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """What of it stands in base64 for certain, wherever in the encoded text it begins."""
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + raw)
        certain = encoded[-(-before * 4 // 3) : (before + len(raw)) * 4 // 3]
        yield certain
        yield certain.translate(bytes.maketrans(b"+/", b"-_"))


def _excerpt(seen: bytes) -> str:
    return seen[:60].decode("utf-8", "backslashreplace")


# A certificate is public. Its text is random all the same.
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----[\w+/=\s]*-----END CERTIFICATE-----")
# The window's place and size, as Qt keeps it.
_GEOMETRY = re.compile(rb"^\w+=@ByteArray\(.*\)$", re.MULTILINE)

# A lock, as Qt writes it: process, program, computer, and the numbers of the installation and of the boot.
_LOCK = re.compile(rb"\A[0-9]+\n[^\n]*\n[^\n]*\n(?:[0-9a-f]{32}|[0-9a-f-]{36})?\n(?:[0-9a-f-]{36})?\n\Z")


def _without_the_harmless(raw: bytes) -> bytes:
    return _LOCK.sub(b"", _GEOMETRY.sub(b"", _CERTIFICATE.sub(b"", raw)))
