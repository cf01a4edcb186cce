"""A column of fields under a title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from multisocket_gui.ui.style import GRID, GUTTER
from multisocket_gui.ui.text_line import TextLine, Voice

_LETTERS = 90


class Form(QWidget):
    """As wide as its place, up to what reads well."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(max(170 * GRID, _LETTERS * self.fontMetrics().averageCharWidth()))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(GUTTER, GUTTER, GUTTER, GUTTER)
        self._rows.setSpacing(3 * GRID)
        self._title = TextLine(Voice.NAME)
        self._title.say(title)
        self._rows.addWidget(self._title)
        self._rows.addStretch()

    def retitle(self, title: str) -> None:
        """Show another title."""
        self._title.say(title)

    def put(self, widget: QWidget) -> None:
        """Add below the others."""
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def put_row(self, row: QLayout) -> None:
        """Add a row of widgets below the others."""
        self._rows.insertLayout(self._rows.count() - 1, row)


def form_button(key: str, text: str) -> QPushButton:
    """A button in a form; Return in a field is not meant for it."""
    button = QPushButton(text)
    button.setObjectName(key)
    button.setAutoDefault(False)
    button.setMinimumHeight(8 * GRID)
    return button


def scrolled(form: QWidget) -> QScrollArea:
    """The form in a place that may be smaller."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setBackgroundRole(QPalette.ColorRole.Window)
    area.setWidget(form)
    return area
