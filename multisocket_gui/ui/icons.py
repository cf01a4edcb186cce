"""The program's own pictures, from `resources/icons`."""

from __future__ import annotations

import sys
from enum import StrEnum

from PySide6.QtGui import QIcon

from multisocket_gui.paths import resource


class Sign(StrEnum):
    """What the tray's icon tells; each is the name of a drawing. What comes first here counts most."""

    SIGNED_OUT = "signed-out"
    WORKING = "working"
    TROUBLE = "trouble"
    WELL = "well"


def icon(name: str) -> QIcon:
    """The icon of the PNGs `name`-<size>.png: the small ones are drawn for their size, which no SVG would be."""
    found = QIcon()
    for bitmap in sorted(resource("icons").glob(f"{name}-[0-9]*.png")):
        found.addFile(str(bitmap))
    return found


def tray_icon(sign: str, platform: str = sys.platform) -> QIcon:
    """The tray's icon that tells `sign`; for the menu bar of macOS one that the system paints in the bar's colour."""
    if platform != "darwin":
        return icon(f"tray-{sign}")
    template = icon(f"menu-bar-{sign}")
    template.setIsMask(True)
    return template
