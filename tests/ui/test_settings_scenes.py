"""Scenes in the settings: made, named, chosen outlet by outlet, removed and put back; what is right is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton, QTreeWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Guard, OutletRef
from multisocket_gui.home.scene import Scene
from multisocket_gui.home.truth import Phase
from multisocket_gui.settings_checks import Complaint
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.words import complaint_words

from .house import ATELIER, LAMPE, MAISON, Asks, put, ref, seen

ECRAN, DRILL = ref("S-1", 2), ref("S-9", 0, ATELIER)
EVENING, AWAY = Scene("1", "Soirée", {LAMPE: True, ECRAN: False}), Scene("2", "Away", {DRILL: False})


@pytest.fixture
def open_dialog(store: Store, asks: Asks, qtbot: QtBot) -> Callable[..., SettingsDialog]:
    def make(*scenes: Scene) -> SettingsDialog:
        store.put_settings(replace(store.settings, scenes=scenes))
        dialog = SettingsDialog(store, asks, demo=False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog.show_section("scenes")
        return dialog

    return make


def _tree(dialog: SettingsDialog) -> QTreeWidget:
    tree = dialog.findChild(QTreeWidget, "sections")
    assert tree is not None
    return tree


def _scenes_listed(dialog: SettingsDialog) -> list[str]:
    (section,) = _tree(dialog).findItems("Scenes", Qt.MatchFlag.MatchExactly)
    return [section.child(index).text(0) for index in range(section.childCount())]


def _go(dialog: SettingsDialog, name: str) -> None:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (item,) = _tree(dialog).findItems(name, flags)
    _tree(dialog).setCurrentItem(item)


def _press(dialog: SettingsDialog, name: str) -> None:
    (button,) = [each for each in dialog.findChildren(QPushButton, name) if each.isVisible()]
    button.click()


def _name(dialog: SettingsDialog) -> QLineEdit:
    (editor,) = [each for each in dialog.findChildren(QLineEdit, "scene/name") if each.isVisible()]
    return editor


def _type(dialog: SettingsDialog, text: str) -> None:
    _name(dialog).setText(text)
    _name(dialog).textEdited.emit(text)


def _choice(dialog: SettingsDialog, outlet: OutletRef, key: str) -> QRadioButton:
    socket = outlet.socket
    name = f"scene/{socket.plant}/{socket.selector.key}/{socket.selector.value}/{outlet.index}/{key}"
    (button,) = [each for each in dialog.findChildren(QRadioButton, name) if each.isVisible()]
    return button


def _told(dialog: SettingsDialog, name: str) -> str:
    return "".join(each.text() for each in dialog.findChildren(QLabel, name) if each.isVisible())


def _kept(dialog: SettingsDialog, store: Store) -> tuple[Scene, ...]:
    """What is kept once the pause after typing is over."""
    dialog.hide()
    return store.settings.scenes


def test_without_a_scene_there_is_one_sentence_and_one_button(open_dialog: Callable[..., SettingsDialog]) -> None:
    dialog = open_dialog()
    assert _told(dialog, "scenes/words").startswith("No scene yet")
    assert _scenes_listed(dialog) == []


def test_a_new_scene_is_named_first_and_kept_once_it_holds_an_outlet(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    dialog = open_dialog()
    _press(dialog, "scenes/add")
    assert QApplication.focusWidget() is _name(dialog)
    assert _name(dialog).selectedText() == "Scene 1"
    assert _scenes_listed(dialog) == ["Scene 1 (incomplete)"]
    assert _told(dialog, "scene/complaint") == complaint_words(Complaint.NOTHING_CHOSEN)
    _type(dialog, "Movie night")
    assert store.settings.scenes == ()
    _choice(dialog, LAMPE, "off").click()
    _choice(dialog, DRILL, "on").click()
    assert _scenes_listed(dialog) == ["Movie night"]
    assert not _told(dialog, "scene/complaint")
    (scene,) = _kept(dialog, store)
    assert (scene.name, scene.wants) == ("Movie night", {LAMPE: False, DRILL: True})


def test_what_is_chosen_can_be_changed_by_keys_and_the_last_right_choice_is_kept(
    open_dialog: Callable[..., SettingsDialog], store: Store, qtbot: QtBot
) -> None:
    dialog = open_dialog(AWAY)
    _go(dialog, "Away")
    off = _choice(dialog, DRILL, "off")
    assert off.isChecked()
    assert off.accessibleName() == "Perceuse, Établi: Off"
    off.setFocus()
    qtbot.keyClick(off, Qt.Key.Key_Left)
    on = _choice(dialog, DRILL, "on")
    assert on.isChecked()
    qtbot.keyClick(on, Qt.Key.Key_Left)
    assert _choice(dialog, DRILL, "none").isChecked()
    assert _told(dialog, "scene/complaint") == complaint_words(Complaint.NOTHING_CHOSEN)
    assert _kept(dialog, store) == (replace(AWAY, wants={DRILL: True}),)


def test_names_differ_without_regard_to_case_and_accents(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    dialog = open_dialog(EVENING, AWAY)
    _go(dialog, "Away")
    _type(dialog, "SOIREE")
    assert _told(dialog, "scene/name/complaint") == complaint_words(Complaint.TWICE)
    assert _scenes_listed(dialog) == ["Soirée", "SOIREE (incomplete)"]
    _type(dialog, " ")
    assert _told(dialog, "scene/name/complaint") == complaint_words(Complaint.EMPTY)
    _type(dialog, "Gone")
    assert [scene.name for scene in _kept(dialog, store)] == ["Soirée", "Gone"]


def test_from_now_takes_what_is_confirmed_in_the_plant_and_says_what_it_left_out(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    dialog = open_dialog(EVENING)
    seen(store, LAMPE, True)
    seen(store, ECRAN, False)
    seen(store, DRILL, True)  # of another plant
    put(store, ref("S-2", 0), Phase.SENT, on=True)
    dialog.new_scene(MAISON)
    assert _told(dialog, "scene/told") == "6 outlets were left out: how they are now is not confirmed."
    assert _choice(dialog, LAMPE, "on").isChecked()
    assert _choice(dialog, ECRAN, "off").isChecked()
    assert _choice(dialog, ref("S-2", 0), "none").isChecked()
    assert _choice(dialog, DRILL, "none").isChecked()
    before, scene = _kept(dialog, store)
    assert before == EVENING
    assert (scene.name, scene.wants) == ("Scene 1", {LAMPE: True, ECRAN: False})


def test_the_chosen_ones_can_be_set_to_how_they_are_now(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    dialog = open_dialog(EVENING)
    _go(dialog, "Soirée")
    seen(store, ECRAN, True)
    seen(store, DRILL, True)
    _press(dialog, "scene/as-now")
    assert _told(dialog, "scene/told") == "1 outlet keeps its choice: how it is now is not confirmed."
    assert _choice(dialog, ECRAN, "on").isChecked()
    assert _choice(dialog, DRILL, "none").isChecked()
    assert _kept(dialog, store) == (replace(EVENING, wants={LAMPE: True, ECRAN: True}),)


def test_a_removed_scene_can_be_put_back(open_dialog: Callable[..., SettingsDialog], store: Store) -> None:
    dialog = open_dialog(EVENING, AWAY)
    _go(dialog, "Soirée")
    _press(dialog, "scene/remove")
    assert _scenes_listed(dialog) == ["Away"]
    _press(dialog, "undo")
    assert _scenes_listed(dialog) == ["Soirée", "Away"]
    assert _kept(dialog, store) == (EVENING, AWAY)


def test_a_removed_scene_is_gone(open_dialog: Callable[..., SettingsDialog], store: Store) -> None:
    dialog = open_dialog(EVENING, AWAY)
    _go(dialog, "Soirée")
    _press(dialog, "scene/remove")
    assert _kept(dialog, store) == (AWAY,)


def test_outlets_that_are_not_set_up_here_stay_in_the_scene(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    elsewhere = ref("S-77", 0)
    dialog = open_dialog(replace(EVENING, wants={LAMPE: True, elsewhere: True}))
    _go(dialog, "Soirée")
    _choice(dialog, LAMPE, "off").click()
    assert _kept(dialog, store) == (replace(EVENING, wants={elsewhere: True, LAMPE: False}),)


def test_what_changes_elsewhere_is_shown_and_not_written_over(
    open_dialog: Callable[..., SettingsDialog], store: Store
) -> None:
    dialog = open_dialog(EVENING)
    _go(dialog, "Soirée")
    store.put_settings(replace(store.settings, scenes=(replace(EVENING, name="Dusk"), AWAY), favourites=(LAMPE,)))
    assert _scenes_listed(dialog) == ["Dusk", "Away"]
    assert _name(dialog).text() == "Dusk"
    _choice(dialog, DRILL, "on").click()
    assert [scene.name for scene in _kept(dialog, store)] == ["Dusk", "Away"]
    assert store.settings.favourites == (LAMPE,)


def test_what_a_guard_will_leave_out_says_so(open_dialog: Callable[..., SettingsDialog], store: Store) -> None:
    lamp = store.settings.outlet(LAMPE)
    assert lamp
    store.put_settings(store.settings.with_outlet(LAMPE, replace(lamp, guard=Guard.LOCKED)))
    dialog = open_dialog(EVENING)
    _go(dialog, "Soirée")
    assert "Lampe (locked)" in [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]


def test_in_a_narrow_dialog_no_choice_is_cut(open_dialog: Callable[..., SettingsDialog]) -> None:
    dialog = open_dialog(EVENING)
    dialog.resize(dialog.minimumSize())
    _go(dialog, "Soirée")
    for key in ("none", "on", "off"):
        button = _choice(dialog, LAMPE, key)
        right = button.mapTo(dialog, button.rect().bottomRight()).x()
        assert right <= dialog.width()
        assert button.width() >= button.sizeHint().width()
