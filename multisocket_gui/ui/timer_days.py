"""On which days a timer runs, as the timer's form asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from multisocket_gui.timer_words import day_names, short_days
from multisocket_gui.words import tr

from .style import GRID
from .text_button import TextButton
from .text_line import TextLine, Voice
from .wrap_row import WrapRow


class Days(QWidget):
    """The days of the week; without any, the timer runs once."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = WrapRow(self, gap=GRID)
        row.setContentsMargins(0, 0, 0, 0)
        self._buttons: list[TextButton] = []
        for day, (short, name) in enumerate(zip(short_days(), day_names(), strict=True)):
            button = TextButton(short, name=name)
            button.setObjectName(f"timer-day-{day}")
            button.setCheckable(True)
            button.toggled.connect(lambda: self.changed.emit())
            self._buttons.append(button)
            row.add(button)
        self._once = TextLine(Voice.QUIET)
        self._once.say(tr("No day chosen: once."))
        row.add(self._once)
        self.changed.connect(lambda: self._once.setVisible(not self.chosen))

    @property
    def chosen(self) -> frozenset[int]:
        """0: Monday."""
        return frozenset(day for day, button in enumerate(self._buttons) if button.isChecked())

    def choose(self, days: Iterable[int]) -> None:
        wanted = frozenset(days)
        for day, button in enumerate(self._buttons):
            button.setChecked(day in wanted)
        self.changed.emit()
