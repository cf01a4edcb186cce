"""Export and import in the settings: what would happen is said before it does, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.transfer import Transfer
from multisocket_gui.home.scene import Scene
from multisocket_gui.settings import Keeper, Settings, load
from multisocket_gui.settings.transfer import exported
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.ui.text_line import TextLine

from .house import LAMPE, OFFSCREEN, Asks, new_store

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN)
EVENING = Scene("s", "Soirée", {LAMPE: True})


class Kept:
    """A dialog on settings that stand in a file, as in the program."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.keeper = Keeper(folder / "settings.json")
        self.store = new_store()
        self.asks = Asks(self.store)
        self.keeper.save(self.store.settings)
        transfer = Transfer(self.store, self._change, self.keeper.keep_before_import, with_service=True)
        self.dialog = SettingsDialog(self.store, self.asks, demo=False, transfer=transfer)
        self.qtbot = qtbot
        qtbot.addWidget(self.dialog)
        self.dialog.show_section("transfer")
        self.dialog.show()
        qtbot.waitExposed(self.dialog)
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)

    def _change(self, settings: Settings) -> None:
        self.keeper.save(settings)
        self.asks.change_settings(settings)

    def button(self, key: str) -> QAbstractButton:
        found = self.dialog.findChild(QAbstractButton, key)
        assert found is not None
        return found

    def says(self, key: str) -> str:
        line = self.dialog.findChild(TextLine, f"transfer/{key}")
        assert line is not None
        return line.text() if line.isVisible() else ""

    def effect(self) -> list[str]:
        holder = self.dialog.findChild(QWidget, "transfer/preview/effect")
        assert holder is not None
        return [line.text() for line in holder.findChildren(TextLine) if line.isVisible()]

    def choose(self, button: str, file: Path) -> None:
        self.button(f"transfer/{button}").click()
        dialog = self.dialog.findChild(QFileDialog, "transfer-file")
        assert dialog is not None
        dialog.fileSelected.emit(str(file))
        dialog.close()
        self.qtbot.waitUntil(lambda: self.dialog.findChild(QFileDialog, "transfer-file") is None)
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)


@pytest.fixture
def kept(tmp_path: Path, qtbot: QtBot) -> Kept:
    return Kept(tmp_path, qtbot)


@pytest.fixture
def file(tmp_path: Path, kept: Kept) -> Path:
    """Of another computer: the same home with one socket under another name, and a scene."""
    plant, *others = kept.store.settings.home
    renamed = replace(plant, sockets=(replace(plant.sockets[0], name="Elsewhere"), *plant.sockets[1:]))
    theirs = replace(kept.store.settings, plants=(renamed, *others), scenes=(EVENING,))
    written = tmp_path / "other.json"
    written.write_bytes(exported(theirs, with_service=True))
    return written


def test_it_is_written_where_the_person_says(kept: Kept, tmp_path: Path) -> None:
    kept.choose("export", tmp_path / "mine.json")
    assert kept.says("exported") == "Exported to mine.json."
    assert (tmp_path / "mine.json").read_bytes() == exported(kept.store.settings, with_service=True)
    kept.choose("export", tmp_path / "none" / "mine.json")
    assert kept.says("exported") == ""
    assert kept.says("export-trouble") == "The file could not be written: No such file or directory."


def test_what_it_would_do_is_said_before_anything_happens(kept: Kept, file: Path) -> None:
    before = kept.store.settings
    kept.choose("import", file)
    assert kept.effect()[:2] == ["Adds 1 scene.", "Changes 1 socket."]
    assert kept.effect()[2].startswith("Leaves 2 plants")
    assert kept.button("transfer/merge").hasFocus()
    assert not kept.button("transfer/import").isVisible()
    kept.button("transfer/cancel").click()
    assert kept.store.settings == before
    assert kept.button("transfer/import").hasFocus()


def test_an_import_keeps_what_there_was_and_can_be_undone(kept: Kept, file: Path) -> None:
    before, content = kept.store.settings, kept.keeper.file.read_bytes()
    kept.choose("import", file)
    kept.button("transfer/go").click()
    assert kept.store.settings.scenes == (EVENING,)
    assert load(kept.keeper.file).home[0].sockets[0].name == "Elsewhere"
    copy = kept.keeper.file.with_name("settings.json.before-import")
    assert (copy.read_bytes(), copy.stat().st_mode & 0o777) == (content, 0o600)
    assert kept.button("undo").hasFocus()
    kept.button("undo").click()
    assert kept.store.settings == before == load(kept.keeper.file)
    assert kept.says("imported") == "The import was taken back."


def test_undo_leaves_what_was_changed_since(kept: Kept, file: Path) -> None:
    kept.choose("import", file)
    kept.button("transfer/go").click()
    kept.store.put_settings(kept.store.settings.with_favourite(LAMPE, True))
    kept.button("undo").click()
    assert (kept.store.settings.scenes, kept.store.settings.favourites) == ((), (LAMPE,))


def test_replacing_says_what_goes(kept: Kept, tmp_path: Path) -> None:
    plants = kept.store.settings.home
    small = tmp_path / "small.json"
    small.write_bytes(exported(replace(kept.store.settings, plants=plants[:1]), with_service=True))
    kept.choose("import", small)
    assert kept.effect()[0] == "Nothing would change: all of it is here."
    assert not kept.button("transfer/go").isEnabled()
    kept.button("transfer/replace").click()
    assert kept.effect()[0] == "Removes 1 plant."
    kept.button("transfer/go").click()
    assert kept.store.settings.home == plants[:1]


def test_what_changes_meanwhile_is_weighed_anew(kept: Kept, file: Path) -> None:
    kept.choose("import", file)
    kept.store.put_settings(replace(kept.store.settings, scenes=(EVENING,)))
    assert kept.effect()[0] == "Changes 1 socket."


@pytest.mark.parametrize(
    ("content", "place"),
    [('{"version": 2,\n oops}', "JSON, line 2"), ('{"version": 2, "plants": [{"id": "x"}]}', "plants[0].id")],
)
def test_a_broken_file_is_told_with_its_mistake(kept: Kept, tmp_path: Path, content: str, place: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(content, encoding="utf-8")
    kept.choose("import", broken)
    assert kept.says("import-trouble") == f"This file holds no set-up: {place}."
    assert kept.effect() == []
    assert kept.button("transfer/import").isVisible()
    kept.choose("import", tmp_path / "gone.json")
    assert kept.says("import-trouble") == "The file could not be read: No such file or directory."


def test_where_nothing_can_be_kept_nothing_is_imported(kept: Kept, file: Path) -> None:
    kept.keeper.file.with_name("settings.json.before-import").mkdir()
    before = kept.store.settings
    kept.choose("import", file)
    kept.button("transfer/go").click()
    assert kept.store.settings == before
    assert kept.says("import-trouble").startswith("The settings could not be saved")


@pytest.mark.parametrize(
    "leave",
    [
        lambda kept: QTest.keyClick(kept.button("transfer/merge"), Qt.Key.Key_Escape),
        lambda kept: kept.dialog.show_section("desktop"),
    ],
)
def test_escape_and_leaving_put_an_import_aside(kept: Kept, file: Path, leave: Callable[[Kept], None]) -> None:
    kept.choose("import", file)
    leave(kept)
    assert kept.dialog.isVisible()
    kept.dialog.show_section("transfer")
    assert kept.effect() == []
    assert kept.button("transfer/import").isVisible()
