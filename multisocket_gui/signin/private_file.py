"""A small file that its owner alone reads, and that is there whole or not at all."""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multisocket_gui.paths import private
from multisocket_gui.signin.errors import VaultDamaged, VaultUnwritable

_log = logging.getLogger(__name__)
LARGEST = 1_000_000
"""Bytes; a token cache has some thousands."""
_OTHERS = 0o077
# Not through a symbolic link, and not waiting for whoever writes into a pipe. Windows has neither flag, but its own.
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class PrivateFile:
    """Mode 0600 in a folder of mode 0700 (the platform's like on Windows). One thread at a time.

    What a writer that was killed left behind goes with the next use of whatever kind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._prefix = f".{path.name}-"

    def read(self) -> bytes | None:
        """The content, or None where there is no file. Raises `VaultDamaged` where it is not ours or cannot be read."""
        try:
            self._sweep()
        except OSError as error:
            _log.warning("what an earlier run left in %s stays: %s", self._path.parent, _reason(error))
        try:
            return self._content()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise VaultDamaged("link" if error.errno == errno.ELOOP else _reason(error)) from error

    def write(self, content: bytes) -> None:
        """Replace the content, whatever was there. Raises `VaultUnwritable`; then what was there is unchanged."""
        if len(content) > LARGEST:
            raise VaultUnwritable("size")
        with _unwritable():
            self._make_folder()
            self._sweep()
            try:
                self._replace(content)
            except BaseException:
                self._sweep()
                raise

    def remove(self) -> None:
        """There is no file any more. Raises `VaultUnwritable`."""
        with _unwritable():
            self._sweep()
            self._path.unlink(missing_ok=True)

    def _content(self) -> bytes:
        if self._path.is_symlink():  # where the flags cannot say it
            raise OSError(errno.ELOOP, "link")
        with open(self._path, "rb", opener=lambda path, flags: os.open(path, flags | _FLAGS)) as stream:
            self._check(stream.fileno())
            content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise VaultDamaged("size")
        return content

    def _check(self, handle: int) -> None:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise VaultDamaged("no file")
        if sys.platform != "win32":
            if status.st_uid != os.geteuid():
                raise VaultDamaged("owner")
            if status.st_mode & _OTHERS:
                _log.warning("%s could be read by others; it no longer can", self._path)
                os.fchmod(handle, 0o600)

    def _make_folder(self) -> None:
        folder = private(self._path.parent)
        if sys.platform != "win32" and folder.stat().st_mode & _OTHERS:
            folder.chmod(0o700)

    def _replace(self, content: bytes) -> None:
        handle, temporary = tempfile.mkstemp(prefix=self._prefix, dir=self._path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(self._path)
        self._make_lasting()

    def _make_lasting(self) -> None:
        """The file's new name must be on the disk too."""
        if sys.platform != "win32":
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _sweep(self) -> None:
        if self._path.parent.is_dir():
            for each in self._path.parent.iterdir():
                if each.name.startswith(self._prefix):
                    each.unlink(missing_ok=True)


@contextmanager
def _unwritable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VaultUnwritable(_reason(error)) from error


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
