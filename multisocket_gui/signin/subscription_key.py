"""The subscription key, in the operating system's keyring."""

from __future__ import annotations

import os
import threading

from multisocket_gui import log
from multisocket_gui.signin.keyring_entry import Entry, NoKeyring

VARIABLE = "MULTISOCKET_SUBSCRIPTION_KEY"


class SubscriptionKey:
    """The subscription key of one instance. From any thread but the GUI's: a keyring may ask the person first.

    MULTISOCKET_SUBSCRIPTION_KEY, where it is set, is the key, whatever the keyring says. Where there is no
    keyring the key is kept for this session only. Raises `KeyringLocked` or `KeyringSilent` if there is one that does
    not open.
    """

    def __init__(self, name: str) -> None:
        """Of the instance with this `vault.keyring_name`."""
        self._entry = Entry(name, "subscription key")
        self._lock = threading.Lock()
        self._key: str | None = None
        self._stored = False

    @property
    def stored(self) -> bool:
        """Whether the key that was last read or set is in the keyring, and will be there next time."""
        return self._stored

    def get(self) -> str | None:
        """The key, or None if there is none."""
        if given := os.environ.get(VARIABLE, "").strip():
            log.hide(given)
            return given
        with self._lock:
            if self._key is None:
                self._key = self._read()
                self._stored = self._key is not None
            return self._key

    def set(self, text: str) -> None:
        """Keep `text`; `stored` then tells whether for longer than this session."""
        log.hide(text)
        with self._lock:
            self._key, self._stored = text, False
            try:
                self._stored = self._entry.write(text)
            except NoKeyring:
                return

    def forget(self) -> None:
        """Remove the key from the keyring and from memory."""
        with self._lock:
            self._key, self._stored = None, False
            try:
                self._entry.delete()
            except NoKeyring:
                return

    def _read(self) -> str | None:
        try:
            return self._entry.read()
        except NoKeyring:
            return None
