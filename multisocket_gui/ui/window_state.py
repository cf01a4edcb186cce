"""Size, place and tab of the window, kept between starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

_GEOMETRY = "window/geometry"
_PLANT = "window/plant"


class WindowState:
    """An ini file of Qt's; what it does not hold stays as the program chose it."""

    def __init__(self, file: Path) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def plant(self) -> str:
        """The id of the plant that was in front, or ""."""
        return str(self._kept.value(_PLANT) or "")

    def restore(self, window: QWidget) -> str:
        """Put the window where it was; returns the id of the plant that was in front, or ""."""
        geometry = self._kept.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        return self.plant

    def save(self, window: QWidget, plant: str) -> None:
        """Remember where the window is and which plant is in front."""
        self._kept.setValue(_GEOMETRY, window.saveGeometry())
        self._kept.setValue(_PLANT, plant)
        self._kept.sync()
