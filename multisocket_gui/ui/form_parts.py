"""The plain pieces of a form in place: a choice, a field, a button, a row of them."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from .style import GAP, GRID
from .text_button import TextButton
from .wrap_row import WrapRow


def choice(*options: tuple[str, str], parent: QWidget) -> QButtonGroup:
    """One of several buttons is down; numbered from 0."""
    group = QButtonGroup(parent)
    for number, (key, text) in enumerate(options):
        button = TextButton(text)
        button.setObjectName(key)
        button.setCheckable(True)
        group.addButton(button, number)
    return group


def press(group: QButtonGroup, number: int) -> None:
    group.button(number).setChecked(True)


def field(key: str, name: str, letters: int) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(key)
    field.setAccessibleName(name)
    field.setMinimumHeight(8 * GRID)
    field.setTextMargins(GRID, 0, GRID, 0)
    field.setMaximumWidth(field.fontMetrics().averageCharWidth() * letters * 2)
    return field


def button(key: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(key)
    button.setAccessibleName(text)
    button.setAutoDefault(True)
    button.setMinimumHeight(8 * GRID)
    return button


def row(*widgets: QWidget) -> WrapRow:
    row = WrapRow(gap=GAP)
    for widget in widgets:
        row.add(widget)
    return row
