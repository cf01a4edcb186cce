"""The key that opens the palette from anywhere: what works here, told as it is, and what can be bound instead."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QCheckBox, QKeySequenceEdit, QLabel, QWidget

from multisocket_gui.desktop.shortcut import GlobalShortcut, State, WhyNot
from multisocket_gui.engine.store import Store
from multisocket_gui.ui import shortcuts
from multisocket_gui.ui.connect.copy_field import CopyField
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.words import tr

from .form import Form

USUAL = "Ctrl+Alt+K"
_WITH = ("Ctrl+", "Alt+", "Meta+")


class KeyboardSection(Form):
    """Asks the desktop only when it is looked at; `changed` tells the keys ("": none) that are wanted."""

    changed = Signal(str)

    def __init__(self, store: Store, shortcut: GlobalShortcut, command: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard"), parent)
        self._store = store
        self._shortcut = shortcut
        self._put_line(self._keys_words(), Voice.PLAIN)
        self._wanted = QCheckBox(tr("Open the palette from &anywhere, also while the window is hidden"))
        self._wanted.setObjectName("keyboard/anywhere")
        self._wanted.clicked.connect(self._hand_over)
        self.put(self._wanted)
        self._keys = QKeySequenceEdit()
        self._keys.setObjectName("keyboard/keys")
        self._keys.setAccessibleName(tr("Keys"))
        self._keys.setMaximumSequenceLength(1)
        self._keys.setMinimumHeight(8 * GRID)
        self._keys.setMaximumWidth(60 * GRID)
        self._keys.editingFinished.connect(self._hand_over)
        self._label = QLabel(tr("&Keys"))
        self._label.setBuddy(self._keys)
        self.put(self._label)
        self.put(self._keys)
        self._state = self._put_line("", Voice.QUIET)
        self._state.setObjectName("keyboard/state")
        self._command = CopyField("keyboard/command", tr("Command"), hint=_how_to_bind())
        self._command.show_text(command)
        self.put(self._command)
        shortcut.changed.connect(self.show_state)
        self.reload()

    def look(self) -> None:
        """Somebody looks at this section: find out what works here."""
        self._shortcut.look()

    def reload(self) -> None:
        """Show what the store holds."""
        kept = self._store.settings.desktop.shortcut
        self._wanted.setChecked(bool(kept))
        self._keys.setKeySequence(QKeySequence(kept or USUAL))
        self.show_state()

    def show_state(self) -> None:
        """Say what works here, in so many words."""
        offered = self._shortcut.available
        for widget in (self._wanted, self._label, self._keys):
            widget.setVisible(offered)
        self._keys.setEnabled(self._wanted.isChecked())
        self._state.say(self._state_words())

    def _state_words(self) -> str:
        trigger, wanted = self._shortcut.trigger, bool(self._store.settings.desktop.shortcut)
        match self._shortcut.state:
            case State.UNKNOWN:
                return tr("The desktop is being asked whether it offers a key.")
            case State.UNAVAILABLE:
                return _why_not(self._shortcut.why_not)
            case State.ASKING:
                return tr("The desktop is asking you for the keys now.")
            case State.ON:
                return tr("Works: {keys}. The desktop keeps it.").format(keys=trigger or tr("as set in the desktop"))
            case State.REFUSED:
                return tr("The desktop did not give the keys. Choose others, or bind the command below.")
        return "" if wanted else tr("Off. The desktop asks you when you turn it on.")

    def _hand_over(self) -> None:
        """Keys without Ctrl, Alt or the system's own would take a letter away from every program."""
        if not any(each in self._text() for each in _WITH):
            self._keys.setKeySequence(QKeySequence(self._store.settings.desktop.shortcut or USUAL))
        wanted = self._text() if self._wanted.isChecked() else ""
        self._keys.setEnabled(self._wanted.isChecked())
        if wanted != self._store.settings.desktop.shortcut:
            self.changed.emit(wanted)

    def _text(self) -> str:
        return self._keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    @staticmethod
    def _keys_words() -> str:
        native = QKeySequence.SequenceFormat.NativeText
        palette, help_ = (QKeySequence(keys).toString(native) for keys in (shortcuts.PALETTE, shortcuts.HELP))
        text = tr("In the window, {palette} opens the palette: type the name of an outlet. {help} shows all keys.")
        return text.format(palette=palette, help=help_)

    def _put_line(self, text: str, voice: Voice) -> TextLine:
        line = TextLine(voice, lines=6)
        line.say(text)
        self.put(line)
        return line


def _why_not(reason: WhyNot | None) -> str:
    match reason:
        case WhyNot.NO_PORTAL:
            return tr(
                "This desktop gives programs no key of their own. Bind the command below in its keyboard settings."
            )
        case WhyNot.NO_BUS:
            return tr("There is no message bus to ask the desktop by. Bind the command below in its keyboard settings.")
    return tr("Not available on this system. Bind the command below in its keyboard settings.")


def _how_to_bind() -> str:
    return tr("Opens the palette from anywhere while the program runs. The user guide tells where to bind it.")
