"""The account's menu: what it says of each state and what it offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction, QGuiApplication, QPalette
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.ui.account_button import AccountButton
from multisocket_gui.ui.style import WORDS, contrast

from .house import DARK, LIGHT, Asks

LINK = "https://login.example.org/authorize?state=1"
ALWAYS = ["connect", "settings", "about", "quit"]


@pytest.fixture
def button(store: Store, asks: Asks, qtbot: QtBot) -> AccountButton:
    button = AccountButton(store, asks)
    qtbot.addWidget(button)
    return button


def _items(button: AccountButton) -> dict[str, QAction]:
    button.menu().aboutToShow.emit()
    return {action.objectName(): action for action in button.menu().actions() if not action.isSeparator()}


MENUS = [
    (Account(), ["sign-in"]),
    (Account(AccountPhase.RESTORING), ["restoring", "sign-in"]),
    (Account(AccountPhase.SIGNING_IN), ["cancel-sign-in"]),
    (Account(AccountPhase.SIGNING_IN, link=LINK), ["cancel-sign-in", "copy-link"]),
    (Account(AccountPhase.SIGNED_IN, name="Zoé"), ["member", "sign-in-as-another", "sign-out"]),
    (
        Account(AccountPhase.SIGNED_IN, name="Zoé", not_kept=Problem(Kind.NO_KEYRING)),
        ["member", "session-only", "sign-in-as-another", "sign-out"],
    ),
]


@pytest.mark.parametrize(("account", "own"), MENUS)
def test_each_state_has_its_lines(button: AccountButton, store: Store, account: Account, own: list[str]) -> None:
    store.put_account(account)
    items = _items(button)
    assert list(items) == own + ALWAYS
    told = {key for key, action in items.items() if not action.isEnabled()}
    assert told == {"about", *({"member", "session-only", "restoring"} & set(own))}


@pytest.mark.parametrize(
    ("phase", "item", "asked"),
    [
        (AccountPhase.SIGNED_OUT, "sign-in", "sign_in"),
        (AccountPhase.RESTORING, "sign-in", "sign_in"),
        (AccountPhase.SIGNING_IN, "cancel-sign-in", "cancel_sign_in"),
        (AccountPhase.SIGNED_IN, "sign-in-as-another", "sign_in_as_another"),
        (AccountPhase.SIGNED_IN, "sign-out", "sign_out"),
    ],
)
def test_each_line_asks_for_what_it_says(
    button: AccountButton, store: Store, asks: Asks, phase: AccountPhase, item: str, asked: str
) -> None:
    store.put_account(Account(phase))
    _items(button)[item].trigger()
    assert asks.heard == [(asked,)]


def test_the_link_is_copied_when_it_is_asked_for(button: AccountButton, store: Store) -> None:
    QGuiApplication.clipboard().setText("before")
    store.put_account(Account(AccountPhase.SIGNING_IN, link=LINK))
    items = _items(button)
    assert QGuiApplication.clipboard().text() == "before"
    items["copy-link"].trigger()
    assert QGuiApplication.clipboard().text() == LINK


def test_a_name_is_told_as_it_is(button: AccountButton, store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNED_IN, name="Zoé & Max"))
    assert _items(button)["member"].text() == "Signed in as Zoé && Max."


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.NO_KEYRING, "This session only: there is no keyring"),
        (Kind.KEYRING_LOCKED, "This session only: the keyring is locked"),
        (Kind.KEYRING_SILENT, "This session only: the keyring did not answer"),
        (Kind.VAULT_UNWRITABLE, "This session only: the sign-in could not be kept"),
    ],
)
def test_it_says_why_a_sign_in_ends_with_the_session(
    button: AccountButton, store: Store, kind: Kind, words: str
) -> None:
    store.put_account(Account(AccountPhase.SIGNED_IN, not_kept=Problem(kind)))
    assert _items(button)["session-only"].text() == words


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (Account(), "Not signed in"),
        (Account(AccountPhase.RESTORING), "Opening the keyring…"),
        (Account(AccountPhase.SIGNING_IN), "Signing in…"),
        (Account(AccountPhase.SIGNED_IN), "Signed in"),
    ],
)
def test_the_button_says_the_state(button: AccountButton, store: Store, account: Account, words: str) -> None:
    store.put_account(account)
    button.show_account()
    assert button.text() == words
    assert button.accessibleName() == f"Account: {words}"


def test_connecting_a_home_can_always_be_asked_for(button: AccountButton, store: Store, qtbot: QtBot) -> None:
    for phase in AccountPhase:
        store.put_account(Account(phase))
        with qtbot.waitSignal(button.connect_asked):
            _items(button)["connect"].trigger()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_only_tells_something_can_be_read(
    store: Store, asks: Asks, qtbot: QtBot, looks: Callable[[QPalette], None], palette: QPalette
) -> None:
    looks(palette)
    button = AccountButton(store, asks)
    qtbot.addWidget(button)
    _items(button)
    shown = button.menu().palette()
    words = shown.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert contrast(words, shown.color(QPalette.ColorRole.Window)) >= WORDS
    assert contrast(words, shown.color(QPalette.ColorRole.Base)) >= WORDS
