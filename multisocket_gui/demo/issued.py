"""Every secret that an embedded cloud has given out: what a finder of secrets must know, to find none.

It is no cloud's habit to keep this; it is here for tests, which look for these words in logs, files and windows.
"""

from __future__ import annotations

import threading


class Issued:
    """A record of secrets in the order in which they were given out; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: dict[tuple[str, str], None] = {}

    def note(self, kind: str, secret: str) -> str:
        """Keep a secret, and hand it back. `kind` says what it is, for a person."""
        with self._lock:
            self._secrets[kind, secret] = None
        return secret

    def snapshot(self) -> list[tuple[str, str]]:
        """Every (kind, secret) until now."""
        with self._lock:
            return list(self._secrets)
