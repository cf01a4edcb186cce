"""What becomes of a timer's run that comes late, as the timer's form asks for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QVBoxLayout, QWidget

from multisocket_gui.home.timer import Late, Missed
from multisocket_gui.words import tr

from .form_parts import row
from .style import GRID
from .text_line import TextLine, Voice

LONGEST_LATE = 24 * 60
"""Minutes by which a run may be late at most."""


class Lateness(QWidget):
    """What becomes of a run that this computer missed, in plain words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        title = TextLine(Voice.QUIET, lines=3)
        title.say(tr("If this computer was off or asleep then:"))
        rows.addWidget(title)
        self._lead, self._else = TextLine(Voice.PLAIN), TextLine(Voice.PLAIN)
        self._within = QSpinBox()
        self._within.setObjectName("timer-late")
        self._within.setRange(0, LONGEST_LATE)
        self._within.setSuffix(f" {tr('min')}")
        self._within.setMinimumHeight(8 * GRID)
        self._within.setAccessibleName(tr("Minutes that it may be late"))
        self._then = QComboBox()
        self._then.setObjectName("timer-then")
        self._then.setAccessibleName(tr("What becomes of it later"))
        self._then.setMinimumHeight(8 * GRID)
        for late, text in ((Late.SKIP, tr("skip it")), (Late.ASK, tr("ask me"))):
            self._then.addItem(text, late.value)
        self._else.say(tr("late, else"))
        rows.addLayout(row(self._lead, self._within, self._else, self._then))
        self._within.valueChanged.connect(lambda: self.changed.emit())
        self._then.currentIndexChanged.connect(lambda: self.changed.emit())

    @property
    def missed(self) -> Missed:
        return Missed(self._within.value(), Late(self._then.currentData()))

    def show_missed(self, missed: Missed) -> None:
        self._within.setValue(missed.within)
        self._then.setCurrentIndex(self._then.findData(missed.then.value))

    def say(self, *, on: bool) -> None:
        """What turns something on never runs late without asking."""
        self._lead.say(tr("ask up to") if on else tr("run up to"))
