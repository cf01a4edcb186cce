"""A line of a side panel: widgets beside each other, between the panel's margins."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from .style import GUTTER
from .text_button import PAD_INSIDE, TextButton
from .wrap_row import WrapRow


def panel_line(*widgets: QWidget, pushed: tuple[QWidget, ...] = ()) -> QWidget:
    """`pushed` are moved to the right end."""
    holder = QWidget()
    row = WrapRow(holder, hang=PAD_INSIDE)
    row.setContentsMargins(GUTTER, 0, GUTTER - PAD_INSIDE if pushed else GUTTER, 0)
    for widget in widgets:
        row.add(widget)
    for widget in pushed:
        row.push(widget)
    return holder


def panel_button(key: str, text: str, name: str) -> TextButton:
    """`key` is its object name, `name` what it is called where that says more than `text`."""
    button = TextButton(text, name=name)
    button.setObjectName(key)
    return button
