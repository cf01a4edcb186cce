"""What outlives the session: the sealed file of the kept sign-in, whose key is in the operating system's keyring.

The file: ``MSGVAULT``, one byte of version, a nonce of 12 bytes, then the content sealed with AES-256-GCM, its tag of
16 bytes last. What stands before the seal and the instance's name are sealed in with it. A keyring holds the key alone
because Windows' takes no more than 2,560 bytes an entry.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import threading
from pathlib import Path

from multisocket_gui.signin.errors import VaultDamaged, VaultKeyLost
from multisocket_gui.signin.keyring_entry import Entry, NoKeyring
from multisocket_gui.signin.private_file import PrivateFile

MAGIC = b"MSGVAULT"
VERSION = 1
_KEY, _NONCE, _TAG = 32, 12, 16
_HEADER = len(MAGIC) + 1 + _NONCE
# Of all vaults: two of one file may meet, where an abandoned worker still holds the earlier one.
_alone = threading.Lock()


def keyring_name(config: Path) -> str:
    """The keyring's service name for the instance with this configuration folder, so that instances do not mix."""
    return f"multisocket-gui {hashlib.sha256(str(config).encode()).hexdigest()[:16]}"


class Vault:
    """One sealed file. From any thread but the GUI's: a keyring may ask the person first, for some minutes.

    Each method finishes before the next one begins, so nothing is saved after a `clear` that came later. Raises, where
    said, `KeyringLocked` and `KeyringSilent`; the file is then as it was.
    """

    def __init__(self, file: Path, name: str) -> None:
        """`file` of the instance with this `keyring_name`; its folder is made, and kept from other people."""
        self._file = PrivateFile(file)
        self._name = name
        self._entry = Entry(name, "vault key")

    def load(self) -> bytes | None:
        """What was saved; None where nothing is kept, or there is no keyring.

        Also raises `VaultDamaged` (detail: what is wrong with the file) and `VaultKeyLost`.
        """
        with _alone:
            sealed = self._file.read()
            if sealed is None:
                return None
            _check_header(sealed)
            try:
                key = _decoded(self._entry.read())
            except NoKeyring:
                return None
            if key is None:
                raise VaultKeyLost
            return _unsealed(sealed, key, self._name)

    def save(self, content: bytes) -> bool:
        """Replace what is kept; whether it is kept. False: there is no keyring, and no file is left.

        Also raises `VaultUnwritable`.
        """
        with _alone:
            key = self._key()
            if key is None:
                self._file.remove()
                return False
            self._file.write(_sealed(content, key, self._name))
            return True

    def clear(self) -> None:
        """No file is left. Asks no keyring. Raises `VaultUnwritable`."""
        with _alone:
            self._file.remove()

    def forget(self) -> None:
        """No file is left, nor the key in the keyring. Also raises `VaultUnwritable`."""
        with _alone:
            self._file.remove()
            try:
                self._entry.delete()
            except NoKeyring:
                return

    def _key(self) -> bytes | None:
        """The key, a new one where there is none that can be used; None where none can be kept."""
        try:
            key = _decoded(self._entry.read())
            if key is None:
                key = os.urandom(_KEY)
                return key if self._entry.write(base64.b64encode(key).decode()) else None
        except NoKeyring:
            return None
        return key


def _decoded(text: str | None) -> bytes | None:
    try:
        key = base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == _KEY else None


def _check_header(sealed: bytes) -> None:
    if not sealed.startswith(MAGIC):
        raise VaultDamaged("header" if sealed else "empty")
    version = sealed[len(MAGIC) : len(MAGIC) + 1]
    if version and version[0] != VERSION:
        raise VaultDamaged(f"version {version[0]}")
    if len(sealed) < _HEADER + _TAG:
        raise VaultDamaged("cut")


def _sealed(content: bytes, key: bytes, name: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    header = MAGIC + bytes([VERSION]) + nonce
    return header + AESGCM(key).encrypt(nonce, content, header + name.encode())


def _unsealed(sealed: bytes, key: bytes, name: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header, body = sealed[:_HEADER], sealed[_HEADER:]
    try:
        return AESGCM(key).decrypt(header[-_NONCE:], body, header + name.encode())
    except InvalidTag as error:
        raise VaultDamaged("seal") from error
