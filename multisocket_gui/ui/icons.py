"""The program's own pictures, from `resources/icons`."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from multisocket_gui.paths import resource


def icon(name: str) -> QIcon:
    """The icon of the PNGs `name`-<size>.png: the small ones are drawn for their size, which no SVG would be."""
    found = QIcon()
    for bitmap in sorted(resource("icons").glob(f"{name}-*.png")):
        found.addFile(str(bitmap))
    return found
