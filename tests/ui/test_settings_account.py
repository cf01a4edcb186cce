"""The settings' account section, and the subscription key: shown, tested, forgotten, and never left lying about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.key_desk import KeyTested
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.settings_dialog import SettingsDialog
from multisocket_gui.ui.settings_dialog.key_field import VARIABLE
from multisocket_gui.ui.text_line import TextLine

from .house import CLIENT_ID, DARK, LIGHT, MAISON, Asks, plants

KEY = "0123456789abcdef0123456789abcdef"
OTHER_KEY = "fedcba9876543210fedcba9876543210"
LINK = "https://login.example.org/authorize?state=1"
SHOW, TEST = "service/subscription_key/show", "service/subscription_key/test"
NewDialog = Callable[..., SettingsDialog]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def new_dialog(store: Store, asks: Asks, qtbot: QtBot) -> NewDialog:
    def make(section: str, *, demo: bool = False) -> SettingsDialog:
        dialog = SettingsDialog(store, asks, demo=demo)
        qtbot.addWidget(dialog)
        dialog.show_section(section)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


@pytest.fixture
def account(new_dialog: NewDialog) -> SettingsDialog:
    return new_dialog("account")


@pytest.fixture
def service(new_dialog: NewDialog) -> SettingsDialog:
    return new_dialog("service")


@pytest.fixture
def other_window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QLineEdit()
    qtbot.addWidget(window)
    yield window
    window.close()


def _shown(dialog: SettingsDialog) -> list[str]:
    """The buttons of the section that can be seen, without the section's name."""
    buttons = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
    return [name.removeprefix("account/") for b in buttons if (name := b.objectName()).startswith("account/")]


def _button(dialog: SettingsDialog, name: str) -> QPushButton:
    (button,) = [button for button in dialog.findChildren(QPushButton, name) if button.isVisible()]
    return button


def _press(dialog: SettingsDialog, name: str) -> None:
    assert _button(dialog, name).isEnabled()
    _button(dialog, name).click()


def _words(dialog: SettingsDialog, name: str) -> str:
    return next((label.text() for label in dialog.findChildren(QLabel, name) if label.isVisible()), "")


def _editor(dialog: SettingsDialog) -> QLineEdit:
    editor = dialog.findChild(QLineEdit, "service/subscription_key")
    assert isinstance(editor, QLineEdit)
    return editor


# The account

ALWAYS = ["connect", "forget"]
SECTIONS: list[tuple[Account, str, str, list[str]]] = [
    (Account(), "Not signed in. It is the account of the home", "", ["sign-in"]),
    (Account(AccountPhase.RESTORING), "Opening the keyring…", "", ["sign-in"]),
    (Account(AccountPhase.SIGNING_IN), "Preparing the sign-in…", "", ["cancel"]),
    (
        Account(AccountPhase.SIGNING_IN, link=LINK),
        "Waiting for the browser…",
        "If the browser shows an error, register exactly http://localhost ",
        ["open-browser", "copy-link", "cancel", "copy-reply-url"],
    ),
    (
        Account(AccountPhase.SIGNING_IN, link=LINK, browser_opened=False),
        "No browser could be opened.",
        "If the browser shows an error",
        ["open-browser", "copy-link", "cancel", "copy-reply-url"],
    ),
    (
        Account(AccountPhase.SIGNED_IN, name="Zoé"),
        "Signed in as Zoé.",
        "The sign-in is kept on this computer",
        ["sign-in-as-another", "sign-out"],
    ),
    (
        Account(AccountPhase.SIGNED_IN, name="Zoé", not_kept=Problem(Kind.NO_KEYRING)),
        "Signed in as Zoé.",
        "This session only: there is no keyring. The sign-in ends when the program does. Install a keyring",
        ["sign-in-as-another", "sign-out"],
    ),
    (
        Account(AccountPhase.SIGNED_IN, name="Zoé", not_kept=Problem(Kind.KEYRING_LOCKED)),
        "Signed in as Zoé.",
        "This session only: the keyring is locked. The sign-in ends when the program does. Unlock it and sign in",
        ["sign-in-as-another", "sign-out"],
    ),
    (Account(problem=Problem(Kind.KEYRING_LOCKED)), "The keyring is locked.", "", ["try-again", "sign-in"]),
    (Account(problem=Problem(Kind.VAULT_DAMAGED)), "The kept sign-in is damaged.", "", ["sign-in"]),
    (
        Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER, detail="http://localhost")),
        "No answer from the browser.",
        "",
        ["sign-in", "copy-reply-url"],
    ),
    (
        Account(AccountPhase.SIGNED_IN, problem=Problem(Kind.SIGN_IN_UNREACHABLE)),
        "The sign-in service cannot be reached. You stay signed in.",
        "The sign-in is kept",
        ["sign-in-as-another", "sign-out"],
    ),
]


@pytest.mark.parametrize(("state", "words", "hint", "buttons"), SECTIONS)
def test_each_state_is_told_with_its_steps(
    account: SettingsDialog, store: Store, state: Account, words: str, hint: str, buttons: list[str]
) -> None:
    store.put_account(state)
    assert _words(account, "account/state").startswith(words)
    assert _words(account, "account/hint").startswith(hint)
    assert bool(_words(account, "account/hint")) is bool(hint)
    assert sorted(_shown(account)) == sorted(buttons + ALWAYS)


@pytest.mark.parametrize(
    ("state", "button", "asked"),
    [
        (Account(AccountPhase.RESTORING), "sign-in", "sign_in"),
        (Account(AccountPhase.SIGNING_IN, link=LINK), "open-browser", "open_browser"),
        (Account(AccountPhase.SIGNING_IN, link=LINK), "cancel", "cancel_sign_in"),
        (Account(problem=Problem(Kind.KEYRING_SILENT)), "try-again", "unlock"),
        (Account(AccountPhase.SIGNED_IN), "sign-in-as-another", "sign_in_as_another"),
        (Account(AccountPhase.SIGNED_IN), "sign-out", "sign_out"),
    ],
)
def test_each_button_asks_for_what_it_says(
    account: SettingsDialog, store: Store, asks: Asks, state: Account, button: str, asked: str
) -> None:
    store.put_account(state)
    _press(account, f"account/{button}")
    assert asks.heard == [(asked,)]


def test_links_and_the_reply_url_are_copied_when_asked(account: SettingsDialog, store: Store) -> None:
    store.put_settings(replace(store.settings, service=Service(client_id=CLIENT_ID, redirect_port=8400)))
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))
    for button, copied in (("copy-link", LINK), ("copy-reply-url", "http://localhost:8400")):
        _press(account, f"account/{button}")
        assert QGuiApplication.clipboard().text() == copied


def test_a_wrong_clock_is_told(account: SettingsDialog, store: Store) -> None:
    store.put_clock(-420.0)
    assert _words(account, "account/state").startswith("This computer's clock is 7 minutes slow.")
    store.put_clock(0.0)
    assert _words(account, "account/state") == "Signed in as Camille Martin."


def test_connecting_a_home_can_be_asked_for(account: SettingsDialog, store: Store, qtbot: QtBot) -> None:
    store.put_settings(Settings())
    store.put_account(Account())
    assert _words(account, "account/state") == "Your home is not connected yet."
    with qtbot.waitSignal(account.connect_asked):
        _press(account, "account/connect")


def test_the_keyboard_goes_to_what_is_offered_next(account: SettingsDialog, store: Store) -> None:
    store.put_account(Account())
    _button(account, "account/sign-in").setFocus()
    store.put_account(Account(AccountPhase.SIGNING_IN))
    assert account.focusWidget() is _button(account, "account/cancel")
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))
    assert account.focusWidget() is _button(account, "account/cancel")


# Forgetting this computer


def test_forgetting_needs_a_second_press_and_says_what_goes(account: SettingsDialog, asks: Asks, qtbot: QtBot) -> None:
    _press(account, "account/forget")
    assert asks.heard == []
    what = _words(account, "account/forget/what")
    assert "Your sign-in and the subscription key are removed from this computer and its keyring." in what
    assert _button(account, "account/forget/agree").accessibleDescription() == what
    qtbot.keyClick(account.focusWidget(), Qt.Key.Key_Space)  # as somebody who presses twice
    assert asks.heard == []
    _press(account, "account/forget")
    _press(account, "account/forget/agree")
    assert asks.heard == [("forget_computer",)]
    assert _words(account, "account/forget/what") == ""
    assert "forget" in _shown(account)


def test_escape_takes_it_back_and_the_next_one_closes(account: SettingsDialog, asks: Asks, qtbot: QtBot) -> None:
    _button(account, "account/forget").setFocus()
    _press(account, "account/forget")
    qtbot.keyClick(account.focusWidget(), Qt.Key.Key_Escape)
    assert account.isVisible()
    assert _words(account, "account/forget/what") == ""
    assert account.focusWidget() is _button(account, "account/forget")
    qtbot.keyClick(account.focusWidget(), Qt.Key.Key_Escape)
    assert not account.isVisible()
    assert asks.heard == []


@pytest.mark.parametrize("way", ["section", "dialog"])
def test_leaving_takes_it_back(account: SettingsDialog, asks: Asks, way: str) -> None:
    _press(account, "account/forget")
    if way == "section":
        account.show_section("quota")
        account.show_section("account")
    else:
        account.close()
        account.show()
    assert "forget/agree" not in _shown(account)
    assert "forget" in _shown(account)
    assert asks.heard == []


def test_the_demo_keeps_nothing_and_so_has_nothing_to_forget(new_dialog: NewDialog) -> None:
    dialog = new_dialog("account", demo=True)
    assert sorted(_shown(dialog)) == ["connect", "sign-in-as-another", "sign-out"]
    assert _words(dialog, "account/hint") == ""


# Showing the key


def _reveal(dialog: SettingsDialog, asks: Asks, answer: object = KEY) -> None:
    _press(dialog, SHOW)
    asks.key_revealed.emit(answer)


def test_the_kept_key_is_shown_and_hidden_again(service: SettingsDialog, asks: Asks) -> None:
    QGuiApplication.clipboard().setText("before")
    _press(service, SHOW)
    assert asks.heard == [("reveal_key",)]
    assert "Asking the keyring…" in _editor(service).accessibleDescription()
    asks.key_revealed.emit(KEY)
    editor = _editor(service)
    assert (editor.text(), editor.echoMode(), editor.isReadOnly()) == (KEY, QLineEdit.EchoMode.Normal, True)
    assert KEY not in editor.accessibleDescription()
    assert _button(service, SHOW).text() == "Hide"
    assert _button(service, SHOW).accessibleName() == "Hide the subscription key"
    _press(service, SHOW)
    assert (editor.text(), editor.echoMode(), editor.isReadOnly()) == ("", QLineEdit.EchoMode.Password, False)
    assert _button(service, SHOW).text() == "Show"
    assert QGuiApplication.clipboard().text() == "before"
    assert asks.heard == [("reveal_key",)]


def test_a_key_that_was_shown_cannot_be_had_back_by_undoing(service: SettingsDialog, asks: Asks) -> None:
    _reveal(service, asks)
    _press(service, SHOW)
    _editor(service).undo()
    assert _editor(service).text() == ""


@pytest.mark.parametrize("way", ["section", "dialog", "window"])
def test_leaving_hides_the_key(
    service: SettingsDialog, asks: Asks, other_window: QWidget, qtbot: QtBot, way: str
) -> None:
    _reveal(service, asks)
    match way:
        case "section":
            service.show_section("account")
        case "dialog":
            service.close()
        case "window":
            other_window.show()
            other_window.activateWindow()
            qtbot.waitUntil(other_window.isActiveWindow)
    editor = _editor(service)
    assert (editor.text(), editor.echoMode(), editor.isReadOnly()) == ("", QLineEdit.EchoMode.Password, False)
    assert asks.heard == [("reveal_key",)]


def test_an_answer_that_comes_too_late_is_not_shown(service: SettingsDialog, asks: Asks) -> None:
    _press(service, SHOW)
    service.show_section("account")
    service.show_section("service")
    asks.key_revealed.emit(KEY)
    assert _editor(service).text() == ""


def test_a_key_that_somebody_else_asked_for_is_not_shown(service: SettingsDialog, asks: Asks) -> None:
    asks.key_revealed.emit(KEY)
    assert _editor(service).text() == ""


def test_the_keyrings_own_question_may_come_to_the_front(
    service: SettingsDialog, asks: Asks, other_window: QWidget, qtbot: QtBot
) -> None:
    _press(service, SHOW)
    other_window.show()
    other_window.activateWindow()
    qtbot.waitUntil(other_window.isActiveWindow)
    asks.key_revealed.emit(KEY)
    assert _editor(service).text() == ""
    service.activateWindow()
    qtbot.waitUntil(service.isActiveWindow)
    qtbot.waitUntil(lambda: asks.heard == [("reveal_key",), ("reveal_key",)])
    asks.key_revealed.emit(KEY)
    assert _editor(service).text() == KEY


def test_a_keyring_that_does_not_tell_says_why(service: SettingsDialog, asks: Asks) -> None:
    _reveal(service, asks, Problem(Kind.KEYRING_LOCKED))
    assert _editor(service).accessibleDescription().startswith("The keyring is locked.")
    assert _editor(service).text() == ""
    _reveal(service, asks, None)
    assert _editor(service).text() == ""


def test_what_is_typed_has_its_own_echo(service: SettingsDialog, asks: Asks) -> None:
    editor = _editor(service)
    editor.insert("abcdef")
    _press(service, SHOW)
    assert (editor.text(), editor.echoMode()) == ("abcdef", QLineEdit.EchoMode.Normal)
    assert not editor.isReadOnly()
    _press(service, SHOW)
    assert (editor.text(), editor.echoMode()) == ("abcdef", QLineEdit.EchoMode.Password)
    assert asks.heard == []


def test_another_key_hides_the_one_that_is_shown(service: SettingsDialog, store: Store, asks: Asks) -> None:
    _reveal(service, asks)
    store.put_key(known=False, stored=False)
    assert _editor(service).text() == ""
    assert not _editor(service).isReadOnly()


def test_a_key_from_the_variable_is_not_shown(new_dialog: NewDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    dialog = new_dialog("service")
    assert not _button(dialog, SHOW).isEnabled()
    assert _button(dialog, TEST).isEnabled()


# Testing the key


def _told(dialog: SettingsDialog) -> str:
    name = "service/subscription_key"
    return _words(dialog, f"{name}/tested") or _words(dialog, f"{name}/test-trouble")


def test_it_says_before_what_a_test_costs(service: SettingsDialog, asks: Asks) -> None:
    assert _told(service) == "Reads the first socket, which costs one call of the day."
    assert _button(service, TEST).accessibleDescription() == _told(service)
    _press(service, TEST)
    _press(service, TEST)
    assert asks.heard == [("test_key",)]
    assert _told(service) == "Testing…"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (None, "The service takes the key."),
        (Problem(Kind.KEY_REJECTED), "The subscription key is wrong. The service does not know"),
        (
            Problem(Kind.OFFLINE),
            "Whether the key is right could not be told: the service cannot be reached. Check the network",
        ),
        (Problem(Kind.SAVED), "Whether the key is right could not be told: saved for switching off."),
    ],
)
def test_the_result_is_told(service: SettingsDialog, asks: Asks, problem: Problem | None, words: str) -> None:
    _press(service, TEST)
    asks.key_tested.emit(KeyTested(problem))
    assert _told(service).startswith(words)
    assert bool(_words(service, "service/subscription_key/test-trouble")) is (problem is not None)
    _press(service, TEST)
    assert len(asks.heard) == 2


def _signed_out(store: Store) -> None:
    store.put_account(Account())


def _no_socket(store: Store) -> None:
    store.put_settings(replace(store.settings, plants=(Plant(MAISON, "Maison"),)))


def _no_key(store: Store) -> None:
    store.put_key(known=False, stored=False)


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (_signed_out, "It can be tested once you are signed in."),
        (_no_socket, "It can be tested once a socket is set up."),
        (_no_key, "It can be tested once there is a key."),
    ],
)
def test_it_says_why_it_cannot_be_tested(
    service: SettingsDialog, store: Store, lacking: Callable[[Store], None], words: str
) -> None:
    lacking(store)
    assert not _button(service, TEST).isEnabled()
    assert _told(service) == words
    store.put_settings(replace(store.settings, plants=plants()))
    store.put_account(Account(AccountPhase.SIGNED_IN))
    store.put_key(known=True, stored=True)
    assert _button(service, TEST).isEnabled()


def test_a_result_says_nothing_of_another_key(service: SettingsDialog, store: Store, asks: Asks) -> None:
    _press(service, TEST)
    asks.key_tested.emit(KeyTested(None))
    store.put_key(known=True, stored=True)
    assert _told(service).startswith("Reads the first socket")


def test_a_result_goes_with_the_section(service: SettingsDialog, asks: Asks) -> None:
    _press(service, TEST)
    asks.key_tested.emit(KeyTested(Problem(Kind.KEY_REJECTED)))
    service.show_section("account")
    service.show_section("service")
    assert _told(service).startswith("Reads the first socket")


def test_a_test_waits_for_the_key_that_was_just_typed(service: SettingsDialog, store: Store, asks: Asks) -> None:
    editor = _editor(service)
    editor.insert(OTHER_KEY)
    editor.editingFinished.emit()
    _press(service, TEST)
    assert asks.heard == [("set_subscription_key", OTHER_KEY)]
    store.put_key(known=True, stored=True)
    assert asks.heard == [("set_subscription_key", OTHER_KEY), ("test_key",)]


def test_a_test_that_somebody_else_asked_for_is_not_told_here(service: SettingsDialog, asks: Asks) -> None:
    asks.key_tested.emit(KeyTested(Problem(Kind.KEY_REJECTED)))
    assert _told(service).startswith("Reads the first socket")


# Room and contrast


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [860, 360])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_cut(
    new_dialog: NewDialog, store: Store, looks: Callable[..., None], scale: float, width: int, dark: bool
) -> None:
    looks(DARK if dark else LIGHT, scale)
    dialog = new_dialog("account")
    dialog.resize(width, 620)
    _press(dialog, "account/forget")
    for state, *_ in SECTIONS:
        store.put_account(state)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        labels = [label for label in dialog.findChildren(TextLine) if label.isVisible()]
        assert [label.text() for label in labels if label.fitted().cut] == []
        buttons = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
        assert [b.text() for b in buttons if b.mapTo(dialog, b.rect().topRight()).x() > width] == []
