"""The one question that closing the window brings up, in place: go on without a window, or quit."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from multisocket_gui.settings import Closing
from multisocket_gui.words import tr

from .accent_card import paint_accent_card
from .style import GAP, GRID, GUTTER
from .text_line import TextLine, Voice
from .wrap_row import WrapRow

_PAD = 3 * GRID


class Close(Enum):
    """What closing the window does at this moment."""

    ASK = auto()
    HIDE = auto()
    MINIMIZE = auto()
    QUIT = auto()


def close_means(chosen: Closing, *, tray: bool) -> Close:
    """Going on without a window needs a tray to come back by; without one the window is only made small."""
    match chosen:
        case Closing.HIDE:
            return Close.HIDE if tray else Close.MINIMIZE
        case Closing.QUIT:
            return Close.QUIT
    return Close.ASK


def tray_hint(environment: Mapping[str, str]) -> str:
    """How a desktop without a tray gets one; it names itself in XDG_CURRENT_DESKTOP."""
    if "GNOME" in environment.get("XDG_CURRENT_DESKTOP", "").upper().split(":"):
        extension = "AppIndicator and KStatusNotifierItem Support"
        return tr("GNOME shows tray icons with the extension “{extension}”.").format(extension=extension)
    return tr("There is no tray here; many panels can show one.")


class ClosingLine(QWidget):
    """Hidden until it is asked. The answer is kept by whoever listens; Escape keeps the window as it is."""

    answered = Signal(Closing)
    left = Signal()
    """It was left without an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("closing")
        self._words = TextLine(Voice.NAME, lines=4)
        self._words.setObjectName("closing-words")
        self._hint = TextLine(Voice.QUIET, lines=4)
        self._hint.setObjectName("closing-hint")
        self._keep = self._button("closing-keep", Closing.HIDE)
        self._quit = self._button("closing-quit", Closing.QUIT)
        self._quit.setText(tr("Quit"))
        buttons = QWidget()
        buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = WrapRow(buttons)
        row.add(self._keep)
        row.add(self._quit)
        head = WrapRow(gap=GAP)
        head.add(self._words)
        head.push(buttons)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GUTTER + _PAD, GAP + _PAD, GUTTER + _PAD, _PAD)
        rows.setSpacing(GRID)
        rows.addLayout(head)
        rows.addWidget(self._hint)
        self.hide()

    def ask(self, *, tray: bool) -> None:
        """Ask, with the keyboard on the answer that loses nothing."""
        if tray:
            self._words.say(tr("Go on in the tray when the window is closed?"))
            self._keep.setText(tr("Keep running in the tray"))
        else:
            self._words.say(tr("Go on as a minimized window when it is closed?"))
            self._keep.setText(tr("Minimize"))
        later = tr("This is asked once; the settings can change it.")
        self._hint.say(later if tray else f"{tray_hint(os.environ)} {later}")
        self.setAccessibleName(self._words.text())
        for button in (self._keep, self._quit):
            button.setAccessibleDescription(f"{self._words.text()} {self._hint.text()}")
        self.show()
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Do what Escape means here; whether there was anything to do."""
        if self.isHidden():
            return False
        self.hide()
        self.left.emit()
        return True

    def _button(self, key: str, answer: Closing) -> QPushButton:
        button = QPushButton()
        button.setObjectName(key)
        button.setAutoDefault(True)  # so that Return presses it where it has the keyboard
        button.setMinimumHeight(8 * GRID)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._answer(answer))
        return button

    def _answer(self, answer: Closing) -> None:
        self.hide()
        self.answered.emit(answer)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_accent_card(self, top=GAP)
