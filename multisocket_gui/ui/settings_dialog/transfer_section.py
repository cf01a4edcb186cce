"""The whole set-up goes out to a file, and comes in from one: what an import would do is said before it happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, QStandardPaths, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from multisocket_gui.engine.facts import Change
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.transfer import Transfer
from multisocket_gui.home.problem import Trouble
from multisocket_gui.settings import SettingsBroken
from multisocket_gui.transfer_words import broken_line
from multisocket_gui.ui.style import GRID
from multisocket_gui.ui.text_line import TextLine, Voice
from multisocket_gui.ui.wrap_row import WrapRow
from multisocket_gui.words import problem_words, tr

from .form import Form, form_button
from .import_preview import ImportPreview
from .undo_line import UndoLine


class TransferSection(Form):
    """The dialog tells `show_change` what changed while an import is weighed."""

    settings_needed = Signal()
    """What stands in the dialog's fields has to be in the store now."""

    def __init__(self, store: Store, transfer: Transfer, undo: UndoLine, parent: QWidget | None = None) -> None:
        super().__init__(tr("Export and import"), parent)
        self._store = store
        self._transfer = transfer
        self._undo = undo
        contents = tr(
            "The file has homes, names, icons, locks, scenes, timers and favourites: no key, no sign-in, nobody's name."
        )
        self._hint("contents", contents)
        self._export = self._button("export", tr("&Export…"), self._ask_where)
        self._exported = self._line("exported", Voice.PLAIN)
        self._export_trouble = self._line("export-trouble", Voice.ALARM)
        between = QWidget()
        between.setFixedHeight(GRID)
        self.put(between)
        self._hint("before", tr("An import says first what it would do, and can be taken back."))
        self._import = self._button("import", tr("&Import…"), self._ask_which)
        self._preview = ImportPreview()
        self._preview.agreed.connect(self._on_agreed)
        self._preview.left.connect(self._put_aside)
        self._preview.way_chosen.connect(self._weigh)
        self._preview.hide()
        self.put(self._preview)
        self._imported = self._line("imported", Voice.PLAIN)
        self._import_trouble = self._line("import-trouble", Voice.ALARM)
        self._content = b""
        self._name = ""

    def show_change(self, change: Change) -> None:
        """What an import would do is told anew."""
        if not self._preview.isHidden() and (
            change.home or change.owners or change.favourites or change.scenes or change.timers or change.desktop
        ):
            self._weigh()

    # How it is made

    def _button(self, key: str, text: str, do: Callable[[], None]) -> QPushButton:
        button = form_button(f"transfer/{key}", text)
        button.clicked.connect(lambda: do())
        row = WrapRow()
        row.add(button)
        self.put_row(row)
        return button

    def _line(self, key: str, voice: Voice) -> TextLine:
        line = TextLine(voice, lines=4)
        line.setObjectName(f"transfer/{key}")
        line.hide()
        self.put(line)
        return line

    def _hint(self, key: str, words: str) -> None:
        line = self._line(key, Voice.QUIET)
        line.say(words)
        line.show()

    # Out

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"multisocket-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}.json"
        dialog = self._file_dialog(tr("Export the set-up"), str(Path(folder) / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda file: self._write(Path(file)))
        dialog.open()

    def _write(self, file: Path) -> None:
        self.settings_needed.emit()
        _say(self._exported, "")
        _say(self._export_trouble, "")
        try:
            self._transfer.write(file)
        except OSError as error:
            _say(self._export_trouble, tr("The file could not be written: {reason}.").format(reason=_reason(error)))
        else:
            _say(self._exported, tr("Exported to {file}.").format(file=file.name))
            self._exported.setToolTip(str(file))

    # In

    def _ask_which(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = self._file_dialog(tr("Import a set-up"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self._look_at(Path(file)))
        dialog.open()

    def _file_dialog(self, title: str, place: str) -> QFileDialog:
        dialog = QFileDialog(self, title, place)
        dialog.setObjectName("transfer-file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([tr("Set-up (*.json)"), tr("All files (*)")])
        return dialog

    def _look_at(self, file: Path) -> None:
        self.settings_needed.emit()
        self._say_import("")
        _say(self._exported, "")
        try:
            self._content, self._name = self._transfer.read(file), file.name
        except OSError as error:
            self._say_import("", tr("The file could not be read: {reason}.").format(reason=_reason(error)))
            return
        self._preview.begin(self._name)
        self._import.hide()
        self._preview.show()
        self._weigh()
        if not self._preview.isHidden():
            self._preview.setFocus()

    def _weigh(self) -> None:
        """Show what it would do as things are."""
        try:
            after = self._transfer.after(self._content, replacing=self._preview.replacing)
        except SettingsBroken as broken:
            self._put_aside()
            self._say_import("", broken_line(broken.problem.detail))
        else:
            self._preview.show_effect(self._store.settings, after)

    def _on_agreed(self) -> None:
        self.settings_needed.emit()
        try:
            self._transfer.take(self._content, replacing=self._preview.replacing)
        except Trouble as trouble:
            self._say_import("", problem_words(trouble.problem, time.time()).line)
            return
        self._put_aside()
        self._undo.tell(tr("Imported from {file}.").format(file=self._name), self._take_back)
        self._undo.setFocus()

    def _take_back(self) -> None:
        self._transfer.take_back()
        self._say_import(tr("The import was taken back."))
        self._import.setFocus()

    def _put_aside(self) -> None:
        """Weigh no import any more."""
        had_focus = self._preview.isAncestorOf(self.focusWidget() or self)
        self._preview.hide()
        self._import.show()
        self._say_import("")
        if had_focus:
            self._import.setFocus()

    def _say_import(self, words: str, trouble: str = "") -> None:
        _say(self._imported, words)
        _say(self._import_trouble, trouble)
        self._undo.drop()

    # Qt's news

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._preview.isHidden():
            self._put_aside()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back later begins anew."""
        super().hideEvent(event)
        if not event.spontaneous() and not self._preview.isHidden():  # a minimized window is not left
            self._put_aside()


def _say(line: TextLine, words: str) -> None:
    line.say(words)
    line.setVisible(bool(words))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
