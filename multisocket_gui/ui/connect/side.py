"""Where one is: the list of the steps, or one line in its place where there is no room for a list."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from multisocket_gui.ui.style import GAP, GUTTER
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import tr

from .step import TO_DO, Step, step_names
from .step_list import StepList


class Side(QWidget):
    """Stands at the left of the page, or above it."""

    chosen = Signal(object)
    """A `Step`, as a person chose it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._list = StepList()
        self._list.chosen.connect(self.chosen)
        self._where = TextLine(Voice.QUIET, lines=2)
        self._where.setObjectName("connect/where")
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(0)
        self._rows.addWidget(self._where)
        self._rows.addWidget(self._list, 1)

    def close_list(self) -> None:
        """Let no step be chosen."""
        self._list.setEnabled(False)

    def show_steps(self, current: Step, done: Collection[Step]) -> None:
        """Show where one is and what is done."""
        self._list.show_steps(current, done)
        name = step_names()[current]
        whole = tr("Step {number} of {count}: {step}").format(number=current.number, count=len(TO_DO), step=name)
        self._where.say(name if current is Step.DONE else whole)

    def stand(self, *, beside: bool, width: int) -> None:
        """Be as wide as the list beside a page, or `width` (logical pixels) above it."""
        self._list.setVisible(beside)
        self._where.setVisible(not beside)
        margin = GAP if beside else GUTTER
        self._rows.setContentsMargins(margin, GAP, margin, GAP)
        self.setFixedWidth(self._list.sizeHint().width() + 2 * GAP if beside else width)
