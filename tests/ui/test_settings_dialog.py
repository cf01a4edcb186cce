"""The settings: each field is checked as it is typed, what is right is kept, what is wrong is marked and not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from multisocket_gui import settings
from multisocket_gui.engine.controller import Probed
from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Group, Guard, Outlet, Plant, Selector, SelectorKey, Socket
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Allowance
from multisocket_gui.settings import Settings
from multisocket_gui.settings_checks import Complaint
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.ui.settings_dialog.field import Field
from multisocket_gui.ui.settings_dialog.key_field import VARIABLE
from multisocket_gui.ui.text_line import TextLine
from multisocket_gui.words import complaint_words

from .house import LAMPE, MAISON, Asks, new_store, plants, running_timers

NEW_ID = "0d8816d5-3e7f-4c86-8229-645137e0f222"
KEY = "0123456789abcdef0123456789abcdef"


class FilingAsks(Asks):
    """Saves as the program does."""

    def __init__(self, store: Store, file: Path) -> None:
        super().__init__(store)
        self.file = file

    def change_settings(self, changed: Settings) -> None:
        settings.save(self.file, changed)
        super().change_settings(changed)


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def asks(store: Store, tmp_path: Path) -> FilingAsks:
    return FilingAsks(store, tmp_path / "settings.json")


@pytest.fixture
def new_dialog(store: Store, asks: FilingAsks, qtbot: QtBot) -> Callable[..., SettingsDialog]:
    def make(*, demo: bool = False) -> SettingsDialog:
        dialog = SettingsDialog(store, asks, demo=demo)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return make


@pytest.fixture
def dialog(new_dialog: Callable[..., SettingsDialog]) -> SettingsDialog:
    return new_dialog()


def _editor(dialog: SettingsDialog, name: str) -> QLineEdit:
    shown = [editor for editor in dialog.findChildren(QLineEdit, name) if not editor.isHidden() and editor.isVisible()]
    assert len(shown) == 1, name
    return shown[0]


def _type(dialog: SettingsDialog, name: str, text: str) -> QLineEdit:
    """Replace what stands in a field, as a person does."""
    editor = _editor(dialog, name)
    editor.clear()
    editor.insert(text)
    editor.textEdited.emit(text)
    return editor


def _leave(editor: QLineEdit) -> None:
    editor.editingFinished.emit()


def _complaint(dialog: SettingsDialog, name: str) -> str:
    shown = [label for label in dialog.findChildren(QLabel, f"{name}/complaint") if label.isVisible()]
    return shown[0].text() if shown else ""


def _press(dialog: SettingsDialog, name: str) -> None:
    shown = [button for button in dialog.findChildren(QPushButton, name) if button.isVisible()]
    assert len(shown) == 1, name
    assert shown[0].isEnabled(), name
    shown[0].click()


def _tree(dialog: SettingsDialog) -> QTreeWidget:
    tree = dialog.findChild(QTreeWidget, "sections")
    assert tree is not None
    return tree


def _go(dialog: SettingsDialog, *names: str) -> None:
    """Choose a line of the list by the names that lead to it."""
    item = _tree(dialog).invisibleRootItem()
    for name in names:
        item = next(item.child(index) for index in range(item.childCount()) if item.child(index).text(0) == name)
    _tree(dialog).setCurrentItem(item)


def _on_file(asks: FilingAsks) -> Settings:
    return settings.load(asks.file)


# Service

GOOD = [
    ("api_url", "https://api.example.org/", "https://api.example.org"),
    ("authority", "https://login.example.org/tenant/B2C_1_policy", "https://login.example.org/tenant/B2C_1_policy"),
    ("reset_policy", " B2C_1_reset ", "B2C_1_reset"),
    ("client_id", NEW_ID, NEW_ID),
    ("redirect_port", "8400", 8400),
    ("scopes", "plug.read  plug.write", ("plug.read", "plug.write")),
    ("authorization_prefix", "Bearer ", "Bearer "),
]


@pytest.mark.parametrize(("field", "typed", "kept"), GOOD)
def test_a_right_field_is_kept_when_it_is_left(
    dialog: SettingsDialog, asks: FilingAsks, field: str, typed: str, kept: object
) -> None:
    editor = _type(dialog, f"service/{field}", typed)
    assert asks.heard == []
    _leave(editor)
    assert getattr(_on_file(asks).service, field) == kept
    assert _on_file(asks).plants == plants()
    assert _complaint(dialog, f"service/{field}") == ""


BAD = [
    ("api_url", "http://api.example.org", Complaint.NOT_A_URL),
    ("api_url", "", Complaint.EMPTY),
    ("authority", "https://login.example.org/tenant", Complaint.NOT_AN_AUTHORITY),
    ("reset_policy", "reset", Complaint.NOT_A_POLICY),
    ("client_id", "my-app", Complaint.NOT_A_UUID),
    ("redirect_port", "80", Complaint.NOT_A_PORT),
    ("redirect_port", "any", Complaint.NOT_A_PORT),
    ("redirect_port", "²", Complaint.NOT_A_PORT),
    ("scopes", "plug.read openid", Complaint.RESERVED_SCOPE),
]


@pytest.mark.parametrize(("field", "typed", "wrong"), BAD)
def test_a_wrong_field_is_marked_at_once_and_not_kept(
    dialog: SettingsDialog, asks: FilingAsks, store: Store, field: str, typed: str, wrong: Complaint
) -> None:
    editor = _type(dialog, f"service/{field}", typed)
    assert _complaint(dialog, f"service/{field}") == complaint_words(wrong)
    assert complaint_words(wrong) in editor.accessibleDescription()
    _leave(editor)
    assert asks.heard == []
    dialog.close()
    assert asks.heard == []
    dialog.show()
    assert _complaint(dialog, f"service/{field}") == complaint_words(wrong)


def test_a_wrong_field_does_not_hold_up_the_others(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _type(dialog, "service/api_url", "nonsense")
    _leave(_type(dialog, "service/client_id", NEW_ID))
    assert _on_file(asks).service == settings.Service(client_id=NEW_ID)


@pytest.mark.parametrize(("port", "url"), [("0", "http://localhost"), ("8400", "http://localhost:8400")])
def test_the_reply_url_to_register_is_shown_and_copied(dialog: SettingsDialog, port: str, url: str) -> None:
    editor = _type(dialog, "service/redirect_port", port)
    shown = [label.text() for label in dialog.findChildren(TextLine) if label.isVisible()]
    assert f"Register this reply URL for your application: {url}" in shown
    assert url in editor.accessibleDescription()
    _press(dialog, "service/copy-reply-url")
    assert QGuiApplication.clipboard().text() == url


def test_the_demo_brings_its_own_service(new_dialog: Callable[..., SettingsDialog]) -> None:
    dialog = new_dialog(demo=True)
    editors = [editor for editor in dialog.findChildren(QLineEdit) if editor.isVisible()]
    assert len(editors) == 7
    assert all(editor.isReadOnly() for editor in editors)
    assert any("The demo brings its own service" in label.text() for label in dialog.findChildren(TextLine))


# The key


def test_a_key_is_handed_over_when_the_field_is_left(dialog: SettingsDialog, asks: FilingAsks) -> None:
    editor = _type(dialog, "service/subscription_key", f" {KEY}\n")
    assert asks.heard == []
    _leave(editor)
    assert asks.heard == [("set_subscription_key", KEY)]
    assert editor.text() == ""


def test_half_a_key_is_marked_and_stays(dialog: SettingsDialog, asks: FilingAsks) -> None:
    editor = _type(dialog, "service/subscription_key", "abc def")
    assert _complaint(dialog, "service/subscription_key") == complaint_words(Complaint.NOT_A_KEY)
    _leave(editor)
    dialog.close()
    assert asks.heard == []


def test_closing_hands_over_what_is_right(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _type(dialog, "service/subscription_key", KEY)
    _type(dialog, "service/client_id", NEW_ID)
    dialog.close()
    assert [heard[0] for heard in asks.heard] == ["change_settings", "set_subscription_key"]


def test_a_key_can_be_forgotten(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _press(dialog, "service/subscription_key/forget")
    assert asks.heard == [("set_subscription_key", "")]


@pytest.mark.parametrize(
    ("known", "stored", "problem", "words"),
    [
        (True, True, None, "A key is kept in this computer's keyring."),
        (True, False, None, "A key is known for this session only: no keyring keeps it."),
        (False, True, None, "Needed. Copy it from your profile on the developer portal."),
        (False, False, Problem(Kind.KEYRING_SILENT), "The keyring did not answer."),
    ],
)
def test_it_says_where_the_key_is(
    dialog: SettingsDialog, store: Store, known: bool, stored: bool, problem: Problem | None, words: str
) -> None:
    store.put_key(known=known, stored=stored, problem=problem)
    assert _editor(dialog, "service/subscription_key").accessibleDescription().startswith(words)


def test_the_variable_beats_the_keyring(
    new_dialog: Callable[..., SettingsDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    dialog = new_dialog()
    editor = _editor(dialog, "service/subscription_key")
    assert not editor.isEnabled()
    assert VARIABLE in editor.accessibleDescription()
    assert KEY not in editor.accessibleDescription() + editor.text() + editor.placeholderText()


# The account


@pytest.mark.parametrize(
    ("account", "words", "button", "asked"),
    [
        (Account(), "Not signed in.", "sign-in", [("sign_in",)]),
        (Account(AccountPhase.SIGNING_IN, link="x"), "Waiting for the browser…", "cancel", [("cancel_sign_in",)]),
        (Account(AccountPhase.SIGNED_IN, name="Zoé"), "Signed in as Zoé.", "sign-out", [("sign_out",)]),
        (Account(problem=Problem(Kind.PORT_TAKEN, detail="8400")), "Port 8400 is taken.", "sign-in", [("sign_in",)]),
    ],
)
def test_the_account_section(
    dialog: SettingsDialog,
    store: Store,
    asks: FilingAsks,
    account: Account,
    words: str,
    button: str,
    asked: list[tuple[object, ...]],
) -> None:
    _go(dialog, "Account")
    store.put_account(account)
    label = dialog.findChild(QLabel, "account/state")
    assert label is not None
    assert label.text().startswith(words)
    _press(dialog, f"account/{button}")
    assert asks.heard == asked


# Plants


def _plant_names(saved: Settings) -> list[str]:
    return [plant.name for plant in saved.plants]


def test_a_plant_is_added(dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot) -> None:
    _go(dialog, "Plants")
    _press(dialog, "plants/add")
    _type(dialog, "plant/name", "Chalet")
    assert _complaint(dialog, "plant/id") == complaint_words(Complaint.EMPTY)
    assert asks.heard == []
    _type(dialog, "plant/id", NEW_ID.upper())
    qtbot.waitUntil(lambda: asks.heard != [])
    added = _on_file(asks).plants[-1]
    assert (added.id, added.name, added.sockets) == (NEW_ID, "Chalet", ())


def test_typing_is_kept_after_a_pause_not_at_each_letter(
    dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot
) -> None:
    _go(dialog, "Plants", "Atelier")
    for length in range(1, len("Garage") + 1):
        _type(dialog, "plant/name", "Garage"[:length])
    assert asks.heard == []
    qtbot.waitUntil(lambda: asks.heard != [])
    assert _plant_names(_on_file(asks)) == ["Maison & jardin", "Garage"]
    assert len(asks.heard) == 1


def test_closing_keeps_what_was_typed_last(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/name", "Garage")
    dialog.close()
    assert _plant_names(_on_file(asks)) == ["Maison & jardin", "Garage"]


@pytest.mark.parametrize(
    ("typed", "wrong"), [("maison", Complaint.NOT_A_UUID), ("", Complaint.EMPTY), (MAISON, Complaint.TWICE)]
)
def test_a_wrong_plant_id_is_marked_and_the_old_one_kept(
    dialog: SettingsDialog, asks: FilingAsks, typed: str, wrong: Complaint
) -> None:
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/id", typed)
    assert _complaint(dialog, "plant/id") == complaint_words(wrong)
    _type(dialog, "plant/name", "Garage")
    dialog.close()
    assert _plant_names(_on_file(asks)) == ["Maison & jardin", "Garage"]
    assert _on_file(asks).plants[1].id == plants()[1].id


def test_what_is_incomplete_says_so_in_the_list(dialog: SettingsDialog) -> None:
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/id", "x")
    names = [
        item.text(0) for item in _tree(dialog).findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    ]
    assert "Atelier (incomplete)" in names


def test_a_removed_plant_can_be_had_back(dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    _press(dialog, "plant/remove")
    qtbot.waitUntil(lambda: asks.heard != [])
    assert _plant_names(_on_file(asks)) == ["Atelier"]
    _press(dialog, "undo")
    dialog.close()
    assert _on_file(asks).plants == plants()


# Sockets and outlets


def _first_socket(asks: FilingAsks) -> Socket:
    return _on_file(asks).plants[0].sockets[0]


def test_a_socket_is_renamed_and_found_otherwise(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _type(dialog, "socket/name", "Bureau")
    _type(dialog, "socket/value", "Bureau de Zoé")
    box = dialog.findChild(QComboBox, "socket/key")
    assert box is not None
    box.setCurrentIndex(1)
    box.activated.emit(1)
    dialog.close()
    socket = _first_socket(asks)
    assert (socket.name, socket.selector) == ("Bureau", Selector(SelectorKey.NAME, "Bureau de Zoé"))
    assert socket.outlets == plants()[0].sockets[0].outlets


@pytest.mark.parametrize(("typed", "wrong"), [("", Complaint.EMPTY), ("S-2", Complaint.TWICE)])
def test_a_wrong_value_is_marked_and_the_old_one_kept(
    dialog: SettingsDialog, asks: FilingAsks, typed: str, wrong: Complaint
) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _type(dialog, "socket/value", typed)
    assert _complaint(dialog, "socket/value") == complaint_words(wrong)
    _type(dialog, "socket/name", "Bureau")
    dialog.close()
    assert _first_socket(asks).selector == Selector(SelectorKey.ID, "S-1")
    assert _first_socket(asks).name == "Bureau"


def test_a_value_that_was_there_twice_is_right_once_the_other_is_gone(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _type(dialog, "socket/value", "S-2")
    _go(dialog, "Plants", "Maison & jardin (incomplete)", "Salon / TV")
    _press(dialog, "socket/remove")
    dialog.close()
    assert [socket.selector.value for socket in _on_file(asks).plants[0].sockets] == ["S-2", "W-1"]


def test_a_socket_is_added_by_hand(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    _press(dialog, "plant/add-socket")
    _type(dialog, "socket/name", "Cave")
    _type(dialog, "socket/value", "S-77")
    _press(dialog, "outlet/add")
    _press(dialog, "outlet/add")
    _type(dialog, "outlet/2", "Congélateur")
    dialog.close()
    added = _on_file(asks).plants[0].sockets[-1]
    assert (added.selector, added.name) == (Selector(SelectorKey.ID, "S-77"), "Cave")
    assert [outlet.name for outlet in added.outlets] == ["Outlet 1", "Congélateur"]


def test_outlets_are_removed_at_the_end(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _press(dialog, "outlet/remove")
    dialog.close()
    assert [outlet.name for outlet in _first_socket(asks).outlets] == ["Lampe", "Imprimante", "Écran"]


def test_an_outlet_without_a_name_is_marked_and_keeps_the_old_one(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _type(dialog, "outlet/1", "  ")
    assert _complaint(dialog, "outlet/1") == complaint_words(Complaint.EMPTY)
    _type(dialog, "outlet/2", "Scanner")
    dialog.close()
    assert [outlet.name for outlet in _first_socket(asks).outlets][:2] == ["Lampe", "Scanner"]


def _choose(dialog: SettingsDialog, name: str, data: str) -> None:
    box = dialog.findChild(QComboBox, name)
    assert box is not None
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_an_outlet_has_an_icon_and_a_guard_with_words(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    words = dialog.findChild(QLineEdit, "outlet/2/words")
    assert words is not None
    assert not words.isVisible()
    _choose(dialog, "outlet/2/icon", "freezer")
    _choose(dialog, "outlet/2/guard", "locked")
    assert _editor(dialog, "outlet/2/words").isVisible()
    _type(dialog, "outlet/2/words", " Freezer! ")
    dialog.close()
    assert _first_socket(asks).outlets[1] == Outlet("Imprimante", "freezer", Guard.LOCKED, "Freezer!")


def test_without_a_guard_its_words_are_not_kept(dialog: SettingsDialog, store: Store, asks: FilingAsks) -> None:
    store.put_settings(store.settings.with_outlet(LAMPE, Outlet("Lampe", "lamp", Guard.ASK, "Freezer!")))
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    assert _editor(dialog, "outlet/1/words").text() == "Freezer!"
    _choose(dialog, "outlet/1/guard", "")
    _choose(dialog, "outlet/1/icon", "plug")
    dialog.close()
    assert _first_socket(asks).outlets[0] == Outlet("Lampe")


def test_what_is_typed_here_keeps_icons_guards_and_order(
    dialog: SettingsDialog, store: Store, asks: FilingAsks
) -> None:
    outlet = Outlet("Lampe", "lamp", Guard.ASK, "Freezer!")
    store.put_settings(store.settings.with_outlet(LAMPE, outlet))
    asks.looks.place_outlet(LAMPE, 2)
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _type(dialog, "socket/name", "Bureau")
    dialog.close()
    kept = _first_socket(asks)
    assert (kept.name, kept.outlets[0], kept.order) == ("Bureau", outlet, (1, 2, 0, 3))


def test_a_removed_socket_can_be_had_back(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin", "Bureau d’été")
    _press(dialog, "socket/remove")
    _press(dialog, "undo")
    dialog.close()
    assert asks.heard == []


# Reading sockets


class Plug:
    """One socket of an answer."""

    def __init__(self, plug_id: str, name: str, count: int) -> None:
        self.id = plug_id
        self.name = name
        self.status = (False,) * count


def _told(dialog: SettingsDialog, name: str = "read/told") -> str:
    return next(label.text() for label in dialog.findChildren(QLabel, name) if label.isVisible())


def _read(dialog: SettingsDialog, key: int, value: str) -> None:
    box = dialog.findChild(QComboBox, "read/key")
    assert box is not None
    box.setCurrentIndex(key)
    _editor(dialog, "read/value").setText(value)
    _press(dialog, "read/ask")


def test_reading_costs_one_call_and_says_so(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    assert _told(dialog) == "Reading costs one call of the day's quota."
    _read(dialog, 2, "strip")
    assert asks.heard == [("read_sockets", MAISON, Selector(SelectorKey.TYPE, "strip"))]
    assert _told(dialog) == "Reading…"
    button = next(b for b in dialog.findChildren(QPushButton, "read/ask") if b.isVisible())
    assert not button.isEnabled()


def test_what_is_found_is_filled_in(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    _read(dialog, 2, "strip")
    found = (Plug("S-1", "Ignored: we have a name", 5), Plug("S-77", "Cave", 3), Plug("S-2", "Salon", 2))
    asks.probed.emit(Probed(MAISON, Selector(SelectorKey.TYPE, "strip"), found))
    assert _told(dialog) == (
        "1 socket added. 2 known sockets updated. “Salon / TV” has fewer outlets than are set up here: remove the last."
        " They can be switched together as “strip”."
    )
    dialog.close()
    sockets = {socket.selector.value: socket for socket in _on_file(asks).plants[0].sockets}
    assert list(sockets) == ["S-1", "S-2", "W-1", "S-77"]
    assert sockets["S-1"].name == "Bureau d’été"
    assert [o.name for o in sockets["S-1"].outlets] == ["Lampe", "Imprimante", "Écran", "Ventilateur", "Outlet 5"]
    assert [o.name for o in sockets["S-77"].outlets] == ["Outlet 1", "Outlet 2", "Outlet 3"]
    assert sockets["S-77"].name == "Cave"
    assert len(sockets["S-2"].outlets) == 3


def test_what_was_found_together_is_a_group_that_can_be_named_and_removed(
    dialog: SettingsDialog, asks: FilingAsks
) -> None:
    strips = Selector(SelectorKey.TYPE, "strip")
    _go(dialog, "Plants", "Maison & jardin")
    for key, value in ((2, "strip"), (0, "S-1"), (2, "strip")):
        selector = Selector((SelectorKey.ID, SelectorKey.NAME, SelectorKey.TYPE)[key], value)
        _read(dialog, key, value)
        asks.probed.emit(Probed(MAISON, selector, (Plug("S-1", "", 4), Plug("S-2", "", 3))[: key or 1]))
    _type(dialog, "group/type/strip", "Les multiprises")
    dialog.close()
    assert _on_file(asks).plants[0].groups == (Group(strips, "Les multiprises"),)
    dialog.show()
    assert _type(dialog, "group/type/strip", " ").text() == " "
    assert _complaint(dialog, "group/type/strip")
    dialog.close()
    assert _on_file(asks).plants[0].groups == (Group(strips, "Les multiprises"),)
    dialog.show()
    _press(dialog, "group/type/strip/remove")
    dialog.close()
    assert _on_file(asks).plants[0].groups == ()


def test_groups_survive_other_changes(
    new_dialog: Callable[..., SettingsDialog], store: Store, asks: FilingAsks
) -> None:
    group = Group(Selector(SelectorKey.NAME, "Salon"), "Salon")
    maison, atelier = plants()
    store.put_settings(Settings(plants=(replace(maison, groups=(group,)), atelier)))
    dialog = new_dialog()
    _go(dialog, "Plants", "Maison & jardin")
    _type(dialog, "plant/name", "Maison")
    dialog.close()
    assert _on_file(asks).plants[0].name == "Maison"
    assert _on_file(asks).plants[0].groups == (group,)


def test_a_socket_set_up_by_name_is_filled_in_itself(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Atelier")
    _press(dialog, "plant/add-socket")
    box = dialog.findChild(QComboBox, "socket/key")
    assert box is not None
    box.setCurrentIndex(1)
    box.activated.emit(1)
    _type(dialog, "socket/value", "Rabot")
    _press(dialog, "socket/read")
    asks.probed.emit(Probed(plants()[1].id, Selector(SelectorKey.NAME, "Rabot"), (Plug("S-5", "Rabot", 2),)))
    assert _editor(dialog, "outlet/2").text() == "Outlet 2"
    assert _told(dialog, "socket/told") == "1 known socket updated."
    dialog.close()
    assert [socket.selector.value for socket in _on_file(asks).plants[1].sockets] == ["S-9", "S-10", "Rabot"]


def test_a_read_that_failed_says_why(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    _read(dialog, 0, "S-404")
    asks.probed.emit(Probed(MAISON, Selector(SelectorKey.ID, "S-404"), problem=Problem(Kind.NOT_FOUND)))
    assert _told(dialog).startswith("Not found.")
    _press(dialog, "read/ask")
    assert len(asks.heard) == 2


def test_an_answer_to_somebody_else_is_left_alone(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Maison & jardin")
    _read(dialog, 0, "S-3")
    asks.probed.emit(Probed(MAISON, Selector(SelectorKey.ID, "other"), (Plug("other", "x", 1),)))
    assert _told(dialog) == "Reading…"


def test_an_unknown_plant_cannot_be_read(dialog: SettingsDialog) -> None:
    _go(dialog, "Plants")
    _press(dialog, "plants/add")
    _editor(dialog, "read/value").setText("S-1")
    button = next(b for b in dialog.findChildren(QPushButton, "read/ask") if b.isVisible())
    assert not button.isEnabled()
    _type(dialog, "plant/id", NEW_ID)
    assert button.isEnabled()


# Whose plants they are


HERS = Plant(MAISON, "Maison de Zoé", account="zoe")


@pytest.fixture
def of_camille(store: Store) -> Store:
    """Camille's home: one plant of hers, one that is nobody's; and one of somebody else's."""
    maison, atelier = plants()
    home = (HERS, replace(maison, account="camille"), atelier)
    store.put_settings(Settings(plants=home, account="camille"))
    return store


def _owners(saved: Settings) -> list[tuple[str, str]]:
    return [(plant.name, plant.account) for plant in saved.plants]


def _add_plant(dialog: SettingsDialog, name: str) -> None:
    _go(dialog, "Plants")
    _press(dialog, "plants/add")
    _type(dialog, "plant/name", name)
    _type(dialog, "plant/id", NEW_ID)


@pytest.mark.usefixtures("of_camille")
def test_anothers_plants_are_not_shown_and_stay_as_they_are(dialog: SettingsDialog, asks: FilingAsks) -> None:
    tree = _tree(dialog).findItems("Maison", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    assert [item.text(0) for item in tree] == ["Maison & jardin"]
    _go(dialog, "Plants", "Maison & jardin")
    _type(dialog, "plant/name", "Chez nous")
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/name", "Garage")
    dialog.close()
    assert _owners(_on_file(asks)) == [("Maison de Zoé", "zoe"), ("Chez nous", "camille"), ("Garage", "")]
    assert _on_file(asks).plants[0] == HERS


@pytest.mark.usefixtures("of_camille")
def test_a_plant_that_is_retyped_stays_whose_it_was(dialog: SettingsDialog, asks: FilingAsks) -> None:
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/id", NEW_ID)
    dialog.close()
    assert [(plant.id, plant.account) for plant in _on_file(asks).home] == [(MAISON, "camille"), (NEW_ID, "")]


@pytest.mark.usefixtures("of_camille")
def test_a_plant_that_is_added_while_signed_in_is_the_accounts_at_once(
    dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot
) -> None:
    _add_plant(dialog, "Chalet")
    qtbot.waitUntil(lambda: asks.heard != [])
    assert _owners(_on_file(asks))[-1] == ("Chalet", "camille")
    asks._store.put_account(Account())  # signed out, and the same plant is typed on
    _type(dialog, "plant/name", "Chalet d’hiver")
    dialog.close()
    assert _owners(_on_file(asks))[-1] == ("Chalet d’hiver", "camille")


def test_a_plant_that_is_added_while_signed_out_is_nobodys(
    dialog: SettingsDialog, asks: FilingAsks, of_camille: Store
) -> None:
    of_camille.put_account(Account())
    _add_plant(dialog, "Chalet")
    dialog.close()
    assert _owners(_on_file(asks))[-1] == ("Chalet", "")


@pytest.mark.usefixtures("of_camille")
def test_nobodys_plant_that_is_had_back_is_still_nobodys(
    dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot
) -> None:
    _go(dialog, "Plants", "Atelier")
    _press(dialog, "plant/remove")
    qtbot.waitUntil(lambda: asks.heard != [])
    assert [name for name, _ in _owners(_on_file(asks))] == ["Maison de Zoé", "Maison & jardin"]
    _press(dialog, "undo")
    dialog.close()
    assert _owners(_on_file(asks))[-1] == ("Atelier", "")


def test_a_claim_does_not_disturb_what_is_typed(
    dialog: SettingsDialog, asks: FilingAsks, of_camille: Store, qtbot: QtBot
) -> None:
    _type(dialog, "service/api_url", "nonsense")
    _go(dialog, "Plants", "Atelier")
    _type(dialog, "plant/id", "half an id")
    _type(dialog, "plant/name", "Garage")
    of_camille.put_owners(of_camille.settings.claimed(plants()[1].id, "camille"))
    assert _editor(dialog, "plant/id").text() == "half an id"
    qtbot.waitUntil(lambda: asks.heard != [])
    assert _owners(_on_file(asks))[-1] == ("Garage", "camille")
    dialog.show_section("service")
    assert _editor(dialog, "service/api_url").text() == "nonsense"


def test_a_claim_alone_asks_for_nothing(dialog: SettingsDialog, asks: FilingAsks, of_camille: Store) -> None:
    of_camille.put_owners(of_camille.settings.claimed(plants()[1].id, "camille"))
    dialog.close()
    assert asks.heard == []


def test_the_first_sign_in_does_not_disturb_what_is_typed(
    dialog: SettingsDialog, asks: FilingAsks, store: Store
) -> None:
    store.put_account(Account())
    _go(dialog, "Plants")
    _press(dialog, "plants/add")
    _type(dialog, "plant/name", "Chalet")
    store.put_account(Account(AccountPhase.SIGNED_IN, name="Zoé"))
    store.put_settings(store.settings.of_account("zoe"))
    assert _editor(dialog, "plant/name").text() == "Chalet"
    _type(dialog, "plant/id", NEW_ID)
    dialog.close()
    assert _owners(_on_file(asks)) == [("Maison & jardin", ""), ("Atelier", ""), ("Chalet", "zoe")]


def test_when_somebody_else_signs_in_the_home_is_theirs(
    dialog: SettingsDialog, asks: FilingAsks, of_camille: Store
) -> None:
    _add_plant(dialog, "Chalet")
    _go(dialog, "Plants", "Maison & jardin")
    _type(dialog, "plant/name", "Chez nous")
    of_camille.put_settings(of_camille.settings.of_account("zoe"))
    _go(dialog, "Plants", "Maison de Zoé")
    dialog.close()
    assert asks.heard == []
    assert of_camille.settings.plants[0] == HERS


# As a whole


def test_opening_and_closing_changes_nothing(dialog: SettingsDialog, asks: FilingAsks, qtbot: QtBot) -> None:
    for path in (("Account",), ("Plants",), ("Plants", "Atelier"), ("Plants", "Atelier", "Établi"), ("Service",)):
        _go(dialog, *path)
    dialog.close()
    assert asks.heard == []
    qtbot.waitUntil(lambda: running_timers(dialog) == [])


def test_settings_that_change_elsewhere_are_shown(dialog: SettingsDialog, store: Store) -> None:
    store.put_settings(Settings(settings.Service(client_id=NEW_ID), plants()[1:]))
    assert _editor(dialog, "service/client_id").text() == NEW_ID
    _go(dialog, "Plants", "Atelier", "Établi")
    assert _editor(dialog, "outlet/1").text() == "Perceuse"


def test_what_cannot_be_saved_is_said(dialog: SettingsDialog, store: Store) -> None:
    store.put_settings(store.settings, Problem(Kind.SETTINGS_UNWRITABLE, detail="No space left"))
    shown = [label.text() for label in dialog.findChildren(TextLine) if label.isVisible()]
    assert any("No space left" in text for text in shown)


def test_every_field_and_button_has_a_name(dialog: SettingsDialog) -> None:
    for path in (("Service",), ("Account",), ("Plants",), ("Plants", "Atelier"), ("Plants", "Atelier", "Établi")):
        _go(dialog, *path)
        shown = [w for kind in (QAbstractButton, QLineEdit, QComboBox) for w in dialog.findChildren(kind)]
        nameless = [
            each
            for each in shown
            if each.isVisible() and not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
        ]
        assert nameless == []


def test_sections_can_be_asked_for(dialog: SettingsDialog) -> None:
    dialog.show_section("plants")
    assert _tree(dialog).currentItem().text(0) == "Plants"
    dialog.show_section("service")
    assert _editor(dialog, "service/api_url").isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [860, 360])
def test_nothing_is_cut(
    new_dialog: Callable[..., SettingsDialog], looks: Callable[..., None], scale: float, width: int
) -> None:
    looks(None, scale)
    dialog = new_dialog()
    dialog.resize(width, 620)
    for path in (("Service",), ("Account",), ("Plants",), ("Plants", "Atelier"), ("Plants", "Atelier", "Établi")):
        _go(dialog, *path)
        QApplication.processEvents()
        labels = [label for label in dialog.findChildren(TextLine) if label.isVisible()]
        assert [label.text() for label in labels if label.fitted().cut] == []
        fields = [field for field in dialog.findChildren(Field) if field.isVisible()]
        assert [field for field in fields if field.mapTo(dialog, field.rect().topRight()).x() > dialog.width()] == []


def test_a_store_without_plants_begins_empty(qtbot: QtBot, tmp_path: Path) -> None:
    store = new_store(())
    dialog = SettingsDialog(store, FilingAsks(store, tmp_path / "s.json"), demo=False)
    qtbot.addWidget(dialog)
    dialog.show_section("plants")
    dialog.show()
    _press(dialog, "plants/add")
    assert _editor(dialog, "plant/name").text() == "Home"


# The day's calls


def test_the_days_calls_are_kept_when_a_field_is_left(dialog: SettingsDialog, asks: FilingAsks) -> None:
    dialog.show_section("quota")
    editor = _type(dialog, "quota/limit", "800")
    assert asks.heard == []
    _leave(editor)
    assert settings.load(asks.file).quota == Allowance(limit=800)
    _leave(_type(dialog, "quota/reserve_off", " 30 "))
    assert settings.load(asks.file).quota == Allowance(800, 30, 60)


@pytest.mark.parametrize("text", ["", "many", "-5", "1.5", "٣", "12345678"])
def test_what_is_no_number_is_marked_and_not_kept(dialog: SettingsDialog, asks: FilingAsks, text: str) -> None:
    dialog.show_section("quota")
    _leave(_type(dialog, "quota/reserve_timers", text))
    assert _complaint(dialog, "quota/reserve_timers") == complaint_words(Complaint.NOT_A_COUNT)
    assert asks.heard == []


def test_numbers_that_do_not_go_together_are_marked_until_they_do(dialog: SettingsDialog, asks: FilingAsks) -> None:
    dialog.show_section("quota")
    _leave(_type(dialog, "quota/limit", "60"))
    assert _complaint(dialog, "quota/limit") == complaint_words(Complaint.NOT_AN_ALLOWANCE)
    for name in ("quota/reserve_off", "quota/reserve_timers"):
        assert asks.heard == []
        _leave(_type(dialog, name, "12"))
    assert _complaint(dialog, "quota/limit") == ""
    assert settings.load(asks.file).quota == Allowance(60, 12, 12)


def test_the_section_says_when_what_ends(dialog: SettingsDialog) -> None:
    dialog.show_section("quota")
    (steps,) = dialog.findChildren(TextLine, "quota/steps")
    assert "when 240 calls are left" in steps.text()
    assert "when 180 are left" in steps.text()
    assert "when 120 are left" in steps.text()
    _type(dialog, "quota/limit", "x")
    assert steps.text() == ""


def test_an_allowance_that_came_from_elsewhere_is_shown(dialog: SettingsDialog, store: Store) -> None:
    dialog.show_section("quota")
    store.put_settings(replace(store.settings, quota=Allowance(200, 20, 20)))
    assert _editor(dialog, "quota/limit").text() == "200"
