"""The set-up goes out to a file, and comes in from one; the last import can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from multisocket_gui.settings import Settings
from multisocket_gui.settings.merged import merge
from multisocket_gui.settings.transfer import LARGEST, exported, replaced, taken_over
from multisocket_gui.speech import tr

from .store import Store


class Transfer:
    """`keep` copies settings.json as it is before an import. Without `with_service` the service is lent, as in the
    demo: it belongs into no file, and is taken from none."""

    def __init__(
        self,
        store: Store,
        change_settings: Callable[[Settings], None],
        keep: Callable[[], object],
        *,
        with_service: bool,
    ) -> None:
        self._store = store
        self._change = change_settings
        self._keep = keep
        self._with_service = with_service
        self._last: tuple[Settings, Settings] | None = None

    def write(self, file: Path) -> None:
        """Write what is set up. Raises OSError."""
        file.write_bytes(exported(self._store.settings, with_service=self._with_service))

    def read(self, file: Path) -> bytes:
        """What the file holds, which need not be a set-up. Raises OSError.

        Of a regular file only: whoever reads from a pipe may wait for ever, and this is the window's thread.
        """
        if file.exists() and not file.is_file():
            raise OSError(0, tr("not a file"))
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)

    def after(self, content: bytes, *, replacing: bool) -> Settings:
        """What would hold after an import of `content`. Raises `SettingsBroken`."""
        take = replaced if replacing else taken_over
        return take(self._store.settings, content, with_service=self._with_service)

    def take(self, content: bytes, *, replacing: bool) -> None:
        """Import it. Raises `SettingsBroken`, or `SettingsUnwritable` where what there is cannot be kept: nothing
        happened then."""
        before, after = self._store.settings, self.after(content, replacing=replacing)
        self._keep()
        self._last = before, after
        self._change(after)

    def take_back(self) -> None:
        """Undo the last import. What was changed since stays."""
        if self._last is None:
            return
        (before, after), now = self._last, self._store.settings
        self._last = None
        self._change(replace(merge(after, before, now), account=now.account))
