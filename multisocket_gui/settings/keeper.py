"""settings.json for a program that runs: others write it as well, and nobody's change is lost (docs/adr/0017)."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from multisocket_gui.file_lock import lock, unlock
from multisocket_gui.speech import tr

from .file import keep_before_import, load, read, save
from .values import Settings, SettingsBroken, SettingsUnwritable

LONGEST_WAIT = 1.0
"""Seconds to wait for another process; it holds the lock for as long as the disk takes to write a small file."""
LOCK_FILE = ".settings.lock"
_log = logging.getLogger(__name__)


class Keeper:
    """Remembers what it saw in the file last: whatever differs from that in the file is somebody else's change.

    One thread only.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known = Settings()

    @property
    def known(self) -> Settings:
        """What the file held when it was last read or written; the defaults before."""
        return self._known

    def load(self) -> Settings:
        """The settings in the file, or the defaults where there is none. Raises `SettingsBroken`."""
        self._known = load(self.file)
        return self._known

    def save(self, wanted: Settings) -> Settings:
        """Write `wanted`, which was made of what we knew, together with what others wrote since; returns both.

        A file that cannot be understood is kept beside (`file.save`). Raises `SettingsUnwritable`: nothing was
        written then, and the next call writes it all.
        """
        with self._alone():
            merged = self._merged(wanted)
            save(self.file, merged)
            self._known = merged
        return merged

    def news(self, wanted: Settings) -> Settings | None:
        """What the file holds together with `wanted`, where somebody else wrote to it; None where nobody did.

        A file that is gone is no news: nobody meant to remove everything. Raises `SettingsBroken`.
        """
        found = read(self.file)
        if found is None or found == self._known:
            return None
        merged = self._merged(wanted)
        self._known = found
        return merged

    def keep_before_import(self) -> Path:
        """Copy the file as it is, as settings.json.before-import; returns the copy. Raises `SettingsUnwritable`."""
        with self._alone():
            return keep_before_import(self.file)

    def _merged(self, wanted: Settings) -> Settings:
        try:
            found = read(self.file)
        except SettingsBroken:
            found = None
        if found is None or found == self._known:
            return wanted
        from .merged import merge  # not at the top: hardly ever needed

        return merge(self._known, wanted, found)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process of ours writes meanwhile."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stream = self.file.with_name(LOCK_FILE).open("ab")
        except OSError as error:
            raise SettingsUnwritable(error.strerror or type(error).__name__) from error
        with stream:
            held = _lock(stream)
            try:
                yield
            finally:
                if held:
                    unlock(stream)


def _lock(stream: IO[bytes]) -> bool:
    """Whether there is a lock to give back. Where the disk knows no locks, the change must be written all the same."""
    try:
        if lock(stream, LONGEST_WAIT):
            return True
    except OSError as error:
        _log.info("this disk knows no locks: %s", error)
        return False
    raise SettingsUnwritable(tr("another program holds {file}").format(file=LOCK_FILE))
