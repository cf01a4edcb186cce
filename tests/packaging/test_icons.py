"""The committed PNG icons are what their SVG sources draw."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage

ROOT = Path(__file__).resolve().parents[2]
ICONS: dict[str, Any] = runpy.run_path(str(ROOT / "packaging" / "icons.py"))
SAME = 8
"""How far a channel of 256 may be off: Qt's drawing differs a little from version to version."""


def furthest(one: QImage, other: QImage) -> int:
    """The largest difference of any channel of any pixel."""

    def channels(colour: QColor) -> tuple[int, ...]:
        return colour.red(), colour.green(), colour.blue(), colour.alpha()

    return max(
        abs(here - there)
        for y in range(one.height())
        for x in range(one.width())
        for here, there in zip(channels(one.pixelColor(x, y)), channels(other.pixelColor(x, y)), strict=True)
    )


def test_the_pngs_are_what_their_svg_draws() -> None:
    for file, picture in ICONS["pictures"]():
        committed = QImage(str(file))
        assert committed.size() == picture.size(), file
        if picture.width() <= 128:  # the rest only takes longer
            assert furthest(committed, picture) <= SAME, file


def test_no_png_is_there_that_nobody_draws() -> None:
    assert set(ICONS["ICONS"].glob("*.png")) == {file for file, _ in ICONS["pictures"]()}
