"""The program's own pictures, from `resources/icons`."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QImageReader

from multisocket_gui.paths import resource


def icon(name: str) -> QIcon:
    """`name`.svg, or where Qt cannot draw SVG the PNGs `name`-<size>.png beside it."""
    folder = resource("icons")
    vector = folder / f"{name}.svg"
    if vector.exists() and "svg" in {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}:
        return QIcon(str(vector))
    found = QIcon()
    for bitmap in sorted(folder.glob(f"{name}-*.png")):
        found.addFile(str(bitmap))
    return found
