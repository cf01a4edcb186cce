"""Keyrings of the test process, with the faults of real ones. Real subclasses of keyring's own class."""

from __future__ import annotations

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

VAULT_KEY, SUBSCRIPTION_KEY = "vault key", "subscription key"
WINDOWS_LIMIT = 2560
"""CRED_MAX_CREDENTIAL_BLOB_SIZE in bytes; keyring writes UTF-16."""


class MemoryKeyring(KeyringBackend):
    """It can be locked."""

    priority = 1
    viable = False  # never found by itself, only set

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.open()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.open()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.open()
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not there")
        del self.entries[service, username]

    def open(self) -> None:
        self.asked += 1
        if self.locked:
            raise KeyringLocked("locked")


class WindowsError(Exception):
    """As pywintypes.error, which is on Windows alone."""

    def __init__(self, winerror: int) -> None:
        super().__init__(winerror, "CredWrite", "said in the system's language")
        self.winerror = winerror


class WindowsKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > WINDOWS_LIMIT:
            raise WindowsError(1783)
        super().set_password(service, username, password)


class ForgetfulKeyring(MemoryKeyring):
    """It takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.open()


class ClingingKeyring(MemoryKeyring):
    """It says that it deletes, and does not."""

    def delete_password(self, service: str, username: str) -> None:
        self.open()


class OddKeyring(MemoryKeyring):
    """It raises what it is given."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def open(self) -> None:
        raise self.error


def use(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
