"""Where the tray's panel stands: at its icon, and wholly on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

from .style import GRID


def placed(anchor: QRect, size: QSize, screen: QRect) -> QRect:
    """The area of a panel of `size` beside `anchor`, the icon or the pointer, inside `screen` (what windows may use).

    On the side of the icon that faces the middle of the screen: above an icon below, and so on. A panel that is higher
    than the screen is cut to it.
    """
    fitting = size.boundedTo(screen.size() - QSize(2 * GRID, 2 * GRID))
    middle = anchor.center()
    below = middle.y() < screen.center().y()
    top = anchor.bottom() + 1 + GRID if below else anchor.top() - GRID - fitting.height()
    wanted = QPoint(middle.x() - fitting.width() // 2, top)
    inside = screen.adjusted(GRID, GRID, -GRID, -GRID)
    left = max(inside.left(), min(wanted.x(), inside.right() + 1 - fitting.width()))
    top = max(inside.top(), min(wanted.y(), inside.bottom() + 1 - fitting.height()))
    return QRect(QPoint(left, top), fitting)
