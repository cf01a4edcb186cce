"""Where secrets are kept: the subscription key in the operating system's keyring.

Tokens are not kept: they live in memory, for the session (`account`).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from multisocket_gui import log
from multisocket_gui.signin.errors import KeyringSilent

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VARIABLE = "MULTISOCKET_SUBSCRIPTION_KEY"
_ENTRY = "subscription key"


def keyring_name(config: Path) -> str:
    """The keyring's service name for the instance with this configuration folder, so that instances do not mix."""
    return f"multisocket-gui {hashlib.sha256(str(config).encode()).hexdigest()[:16]}"


class SubscriptionKey:
    """The subscription key of one instance. From any thread but the GUI's: a keyring may ask the person first.

    MULTISOCKET_SUBSCRIPTION_KEY, where it is set, is the key, whatever the keyring says. Where there is no
    keyring the key is kept for this session only. Raises `KeyringSilent` if there is one that does not open.
    """

    def __init__(self, name: str) -> None:
        self._name = name
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
            if self._key:
                log.hide(self._key)
            return self._key

    def set(self, text: str) -> None:
        """Keep `text`; `stored` then tells whether for longer than this session."""
        log.hide(text)
        with self._lock:
            self._key, self._stored = text, False
            self._write(text)
            self._stored = self._read() == text  # some back ends take everything and keep nothing

    def forget(self) -> None:
        """Remove the key from the keyring and from memory."""
        with self._lock:
            self._key, self._stored = None, False
            if self._read() is not None:
                _asked(lambda keyring: keyring.delete_password(self._name, _ENTRY))

    def _read(self) -> str | None:
        key = _asked(lambda keyring: keyring.get_password(self._name, _ENTRY))
        return key if isinstance(key, str) else None

    def _write(self, text: str) -> None:
        _asked(lambda keyring: keyring.set_password(self._name, _ENTRY, text))


def _asked(question: Callable[[KeyringBackend], object]) -> object:
    """The keyring's answer; None where there is no keyring, which is no error. Raises `KeyringSilent`."""
    import keyring
    from keyring.errors import NoKeyringError

    try:
        return question(keyring.get_keyring())
    except NoKeyringError:
        return None
    except Exception as error:  # back ends are plug-ins, and raise D-Bus's, COM's and their own errors
        raise KeyringSilent(type(error).__name__) from error
