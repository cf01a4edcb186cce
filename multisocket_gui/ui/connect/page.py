"""What every step's page has: a title, words, fields, and whether one may go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QWidget

from multisocket_gui.ui.settings_dialog.form import Form
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice

from .step import Step, step_names

_LINES = 16
"""A paragraph is never cut, even where the words are large and the window is narrow."""
_JOINER = "\u2060"


class Page(Form):
    """Shows one step. What is right in it is kept at once, or when its field is left."""

    changed = Signal()
    """Whether one may go on may have changed."""
    answered = Signal(object)
    """The page's `Step`: what was asked for in it has come."""
    turn_asked = Signal(object)
    """The trouble is mended on the page of another `Step`."""
    settings_asked = Signal(str)

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(step_names()[step], parent)
        self.step = step
        self.setObjectName(f"connect/{step}")

    def missing(self) -> str:
        """Why one cannot go on yet, in a sentence; nothing where one can."""
        return ""

    def is_done(self) -> bool:
        """Whether all that the step is about is there, so that it wants a tick."""
        return not self.missing()

    def is_waiting(self) -> bool:
        """Whether what is missing is on its way: then one goes on as soon as it is there."""
        return False

    def takes_enter(self) -> bool:
        """Whether Enter means something else here than to go on."""
        return False

    def first(self) -> QWidget | None:
        """Where the keyboard begins; None: nothing is to be typed."""
        return None

    def enter(self) -> None:
        """The page comes to the front."""
        self.show_store()

    def commit(self) -> None:
        """Keep what was typed and is right."""

    def show_store(self) -> None:
        """Show what the store holds."""

    def texts(self) -> dict[str, str]:
        """What is typed, not kept elsewhere, and no secret; by the field's name."""
        return {}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put back what `texts` gave."""

    def begin_anew(self) -> None:
        """All is done: what was typed is not wanted any more."""

    def say(self, text: str, voice: Voice = Voice.PLAIN) -> TextLine:
        """A paragraph below the others; hidden while it says nothing."""
        line = Paragraph() if voice is Voice.PLAIN else TextLine(voice, lines=_LINES)
        tell(line, text)
        self.put(line)
        return line


class Paragraph(TextLine):
    """What is to be read, in the size of the fields' names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Voice.PLAIN, parent, lines=_LINES)

    def shown_font(self) -> QFont:
        return QFont(self.font())


def tell(line: TextLine, text: str) -> None:
    """Say it; a line that says nothing takes no room. An address is not broken at its slashes."""
    line.say(text.replace("/", f"{_JOINER}/{_JOINER}"))
    line.setVisible(bool(text))


def push_button(text: str, name: str, do: Callable[[], object]) -> QPushButton:
    """A button as high as the fields."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.setMinimumHeight(8 * GRID)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda: do())
    return button
