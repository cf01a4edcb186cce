"""The grid, the colours and the fonts. All from the system's palette and font; only ratios are fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QStyle, QWidget

GRID = 4
GAP = 2 * GRID
"""Between things inside a card."""
GUTTER = 4 * GRID
"""Between cards, and around the page."""
RADIUS = 2 * GRID
RING = 3
"""Room around a tile for its focus ring."""
TARGET = 11 * GRID
"""The least height (logical pixels) of what a finger should hit."""
WORDS = 4.5
"""The least contrast of words (WCAG 2.2, 1.4.3)."""
SHAPES = 3.0
"""The least contrast of shapes that tell something (WCAG 2.2, 1.4.11)."""
_STATE_SIZE = 0.92


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """Every colour of the window. `*_ground` are filled areas; what stands on them keeps `WORDS` or `SHAPES`.

    Told apart by identity, so that pictures can be kept for them: `colours` returns the same for the same palette.
    """

    ground: QColor
    card: QColor
    line: QColor
    tile: QColor
    on_ground: QColor
    ink: QColor
    quiet: QColor
    edge: QColor
    accent: QColor
    on_accent: QColor
    link: QColor
    amber: QColor
    amber_ground: QColor
    red: QColor


_of_palettes: dict[tuple[int, QPalette.ColorGroup], Colours] = {}
_MOST_PALETTES = 64


def colours(palette: QPalette) -> Colours:
    """The colours that go with the palette, light or dark alike."""
    # Every widget asks at every paint, and four roles of a palette cost more than what is drawn with them.
    key = (palette.cacheKey(), palette.currentColorGroup())
    if key not in _of_palettes:
        if len(_of_palettes) >= _MOST_PALETTES:
            _of_palettes.clear()
        _of_palettes[key] = _read(palette)
    return _of_palettes[key]


def _read(palette: QPalette) -> Colours:
    roles = QPalette.ColorRole
    window, base, text, accent = (
        palette.color(role).rgb() for role in (roles.Window, roles.Base, roles.WindowText, roles.Highlight)
    )
    return _derived(window, base, text, accent)


@lru_cache(maxsize=8)
def _derived(window: int, base: int, text: int, highlight: int) -> Colours:
    card, tile, ink, accent = (QColor.fromRgb(rgb) for rgb in (window, base, text, highlight))
    dark = luminance(tile) < luminance(ink)
    on_ground = mixed(tile, accent, 0.24 if dark else 0.14)
    amber_ground = mixed(tile, QColor(255, 179, 0), 0.18)
    fields = (card, tile, on_ground)
    shape = away(accent, fields, SHAPES, ink)
    return Colours(
        ground=tile,
        card=card,
        line=mixed(card, ink, 0.14),
        tile=tile,
        on_ground=on_ground,
        ink=away(ink, (*fields, amber_ground), WORDS, ink),
        quiet=away(mixed(tile, ink, 0.62), fields, WORDS, ink),
        edge=away(mixed(tile, ink, 0.5), fields, SHAPES, ink),
        accent=shape,
        on_accent=away(tile, (shape,), SHAPES, tile),
        link=away(accent, (*fields, amber_ground), WORDS, ink),
        amber=away(QColor(255, 193, 70) if dark else QColor(140, 90, 0), (amber_ground, tile), WORDS, ink),
        amber_ground=amber_ground,
        red=away(QColor(255, 138, 128) if dark else QColor(176, 32, 32), (tile, card), WORDS, ink),
    )


@lru_cache(maxsize=8)
def faded(inks: Colours) -> Colours:
    """The same without the accent, for what is only remembered; words and shapes stand out as much as before."""
    ground = mixed(inks.tile, inks.ink, 0.06)
    fields = (inks.card, inks.tile, ground)
    return replace(
        inks,
        on_ground=ground,
        ink=away(inks.quiet, (*fields, inks.amber_ground), WORDS, inks.ink),
        quiet=away(inks.quiet, fields, WORDS, inks.ink),
        edge=away(inks.edge, fields, SHAPES, inks.ink),
        accent=away(inks.edge, fields, SHAPES, inks.ink),
        on_accent=inks.tile,
        link=away(inks.link, (*fields, inks.amber_ground), WORDS, inks.ink),
    )


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """`share` (0 to 1) of `ink` on `ground`."""

    def part(below: int, above: int) -> int:
        return round(below + (above - below) * share)

    return QColor(part(ground.red(), ink.red()), part(ground.green(), ink.green()), part(ground.blue(), ink.blue()))


def away(colour: QColor, grounds: tuple[QColor, ...], ratio: float, ink: QColor) -> QColor:
    """The colour, moved towards `ink`, then to black or white, until it stands out from each ground by `ratio`."""
    far = max((QColor("black"), QColor("white")), key=lambda end: min(contrast(end, ground) for ground in grounds))
    steps = [mixed(colour, ink, step / 20) for step in range(21)] + [
        mixed(ink, far, step / 10) for step in range(1, 11)
    ]
    enough = (tried for tried in steps if all(contrast(tried, ground) >= ratio for ground in grounds))
    return next(enough, far)


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def name_font(font: QFont) -> QFont:
    """The font of names: the system's size, half bold."""
    named = QFont(font)
    named.setWeight(QFont.Weight.DemiBold)
    return named


def state_font(font: QFont) -> QFont:
    """The font of states: a little smaller than the system's."""
    state = QFont(font)
    if font.pointSizeF() > 0:
        state.setPointSizeF(font.pointSizeF() * _STATE_SIZE)
    else:
        state.setPixelSize(max(1, round(font.pixelSize() * _STATE_SIZE)))
    return state


def calm_motion(widget: QWidget) -> bool:
    """Whether the person asked the system for less motion."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) == 0
