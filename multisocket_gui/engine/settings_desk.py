"""settings.json while the program runs: written with what others wrote, and taken over when they do (docs/adr/0017)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.settings import Keeper, Settings, SettingsBroken

from .store import Store

_SETTLED_MS = 200
"""An editor that writes a file in several steps is not disturbed in the middle of them."""


class SettingsDesk(QObject):
    """GUI thread only. The system tells when the file was written: nothing polls.

    `lent_service`: the service is not the file's but the embedded cloud's, and never gets there.
    """

    heard = Signal(object, object)
    """The `Settings` that hold since somebody else wrote, and the `Problem` with the file, or None."""

    def __init__(self, keeper: Keeper, store: Store, parent: QObject | None = None, *, lent_service: bool) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._store = store
        self._lent_service = lent_service
        self._watcher: QFileSystemWatcher | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SETTLED_MS)
        self._pause.timeout.connect(self._look)

    def save(self, wanted: Settings) -> Settings:
        """Write them; returns them with what others wrote meanwhile. Raises `SettingsUnwritable`."""
        saved = self._ours(self._keeper.save(self._files(wanted)), wanted)
        self._watch_what_is_there()
        return saved

    def watch(self) -> None:
        """Hear from now on who writes to the file, and what was written since it was read."""
        self._watcher = QFileSystemWatcher(self)
        # The folder too: whoever writes atomically puts another file in the place of the one that was there.
        self._watcher.fileChanged.connect(self._on_written)
        self._watcher.directoryChanged.connect(self._on_written)
        self._watch_what_is_there()
        self._look()

    def close(self) -> None:
        """Hear no more."""
        self._pause.stop()
        if self._watcher:
            self._watcher.blockSignals(True)
            self._watcher.deleteLater()
            self._watcher = None

    def _watch_what_is_there(self) -> None:
        if self._watcher is None:
            return
        watched = {*self._watcher.directories(), *self._watcher.files()}
        for place in (self._keeper.file.parent, self._keeper.file):
            if str(place) not in watched and place.exists():
                self._watcher.addPath(str(place))

    def _on_written(self) -> None:
        self._watch_what_is_there()
        self._pause.start()

    def _look(self) -> None:
        """Our own writes are no news, whoever tells of them."""
        now, problem = self._store.settings, self._store.settings_problem
        try:
            news = self._keeper.news(self._files(now))
        except SettingsBroken as broken:
            if broken.problem != problem:
                self.heard.emit(now, broken.problem)
            return
        left: Problem | None = None if problem and problem.kind is Kind.SETTINGS_BROKEN else problem
        if news or left != problem:
            self.heard.emit(self._ours(news, now) if news else now, left)

    def _files(self, settings: Settings) -> Settings:
        """As they stand in the file."""
        return replace(settings, service=self._keeper.known.service) if self._lent_service else settings

    def _ours(self, settings: Settings, now: Settings) -> Settings:
        """As they hold here."""
        return replace(settings, service=now.service) if self._lent_service else settings
