"""Draws the PNG icons from their SVG sources: `.venv/bin/python packaging/icons.py`. The PNGs are committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
# Which drawing serves which sizes, in pixels: the small ones leave out what would blur.
DRAWINGS = {
    "multisocket-gui-small": (16, 22, 24),
    "multisocket-gui": (32, 48, 64, 128, 256, 512),
    "tray-signed-out": (16, 22, 24, 32, 48),
    "tray-working": (16, 22, 24, 32, 48),
    "tray-well": (16, 22, 24, 32, 48),
    "tray-trouble": (16, 22, 24, 32, 48),
}
# The menu bar of macOS paints its icons itself, in one colour: it takes only where a drawing covers (a "template").
MENU_BAR = (18, 36)


def drawn(source: Path, pixels: int) -> QImage:
    """Draw an SVG file as a square image of so many pixels a side, on a transparent ground."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def covered(source: Path, pixels: int) -> QImage:
    """Draw an SVG file of black and white as a picture that is opaque where the drawing is black."""
    image = drawn(source, pixels)
    for y in range(pixels):
        for x in range(pixels):
            colour = image.pixelColor(x, y)
            image.setPixelColor(x, y, QColor(0, 0, 0, round(colour.alpha() * (255 - colour.lightness()) / 255)))
    return image


def pictures() -> Iterator[tuple[Path, QImage]]:
    """Each PNG with what belongs into it."""
    for drawing, sizes in DRAWINGS.items():
        source = ICONS / f"{drawing}.svg"
        yield from ((png(drawing, pixels), drawn(source, pixels)) for pixels in sizes)
        if drawing.startswith("tray-"):
            bar = drawing.replace("tray-", "menu-bar-")
            yield from ((png(bar, pixels), covered(source, pixels)) for pixels in MENU_BAR)


def png(drawing: str, pixels: int) -> Path:
    return ICONS / f"{drawing.removesuffix('-small')}-{pixels}.png"


def main() -> None:
    for file, picture in pictures():
        if not picture.save(str(file)):
            raise SystemExit(f"{file} could not be written")


if __name__ == "__main__":
    main()
