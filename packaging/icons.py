"""Draws the PNG icons from their SVG sources: `.venv/bin/python packaging/icons.py`. The PNGs are committed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
# Which drawing serves which sizes, in pixels: the small ones leave out what would blur.
DRAWINGS = {
    "multisocket-gui-small": (16, 22, 24),
    "multisocket-gui": (32, 48, 64, 128, 256, 512),
    "tray": (16, 22, 24, 32, 48),
}


def drawn(source: Path, pixels: int) -> QImage:
    """Draw an SVG file as a square image of so many pixels a side, on a transparent ground."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def png(drawing: str, pixels: int) -> Path:
    return ICONS / f"{drawing.removesuffix('-small')}-{pixels}.png"


def main() -> None:
    for drawing, sizes in DRAWINGS.items():
        for pixels in sizes:
            if not drawn(ICONS / f"{drawing}.svg", pixels).save(str(png(drawing, pixels))):
                raise SystemExit(f"{png(drawing, pixels)} could not be written")


if __name__ == "__main__":
    main()
