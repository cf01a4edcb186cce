"""What was chosen lately in the palette, kept between starts: ids of our own and of the service, never names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

_KEY = "recent"
_MOST = 20


class Recent:
    """An ini file of Qt's, read when the palette is first wanted."""

    def __init__(self, file: Path) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)
        kept = self._kept.value(_KEY)
        self.keys = tuple(map(str, kept if isinstance(kept, list) else [kept] if kept else []))
        """The latest first."""

    def put(self, key: str) -> None:
        """That is the latest now."""
        self.keys = (key, *(each for each in self.keys if each != key))[:_MOST]
        self._kept.setValue(_KEY, list(self.keys))
        self._kept.sync()
