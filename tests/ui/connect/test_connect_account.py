"""The steps of the portal and of the sign-in: what is right is kept, what is wrong is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.settings import Service
from multisocket_gui.ui.connect.step import Step
from multisocket_gui.ui.settings_dialog.key_field import VARIABLE
from ui.house import CLIENT_ID, Asks

from .person import (
    KEY,
    SIGNED_IN,
    Connecting,
    NewDialog,
    set_client,
)

# The subscription key


def test_the_key_goes_to_the_keyring_and_then_one_goes_on(
    dialog: Connecting, store: Store, asks: Asks, state_file: Path, qtbot: QtBot
) -> None:
    dialog.go(Step.KEY)
    editor = dialog.editor("service/subscription_key")
    assert dialog.focusWidget() is editor
    qtbot.keyClicks(editor, KEY)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert asks.heard == [("set_subscription_key", KEY)]
    assert (dialog.step, dialog.why) == (Step.KEY, "The keyring has not answered yet.")
    store.put_key(known=True, stored=True)
    assert dialog.step is Step.APPLICATION
    assert Step.KEY in dialog.ticked()
    dialog.close()
    assert KEY not in state_file.read_text()


def test_a_key_that_the_keyring_refuses_is_told(dialog: Connecting, store: Store, qtbot: QtBot) -> None:
    dialog.go(Step.KEY)
    dialog.fill("service/subscription_key", KEY)
    dialog.press("connect/next")
    store.put_key(known=False, stored=False, problem=Problem(Kind.KEYRING_LOCKED))
    assert dialog.step is Step.KEY
    assert "The keyring is locked" in dialog.page


def test_half_a_key_is_explained(dialog: Connecting, asks: Asks) -> None:
    dialog.go(Step.KEY)
    dialog.fill("service/subscription_key", "01234")
    dialog.press("connect/next")
    assert dialog.why == "A subscription key is 32 digits and letters, without spaces."
    assert asks.heard == []


def test_a_key_from_the_environment_is_enough(
    store: Store, new_dialog: NewDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    store.put_key(known=True, stored=False)
    dialog = new_dialog()
    dialog.go(Step.KEY)
    assert f"{VARIABLE} gives the key for this session." in dialog.page
    dialog.press("connect/next")
    assert dialog.step is Step.APPLICATION


# The application


def test_the_reply_url_is_copied_to_the_character(dialog: Connecting) -> None:
    dialog.go(Step.APPLICATION)
    url = dialog.editor("connect/reply_url")
    assert (url.text(), url.isReadOnly()) == ("http://localhost", True)
    dialog.press("connect/reply_url/copy")
    assert QGuiApplication.clipboard().text() == "http://localhost"
    assert dialog.button("connect/reply_url/copy").text() == "Copied"
    assert "plug.read and plug.write" in dialog.page


def test_a_fixed_port_stands_in_the_url_and_is_kept(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.APPLICATION)
    dialog.press("connect/fixed-port")
    assert store.settings.service.redirect_port == 8400
    assert dialog.editor("connect/reply_url").text() == "http://localhost:8400"
    dialog.fill("connect/redirect_port", "80")
    dialog.press("connect/next")
    assert dialog.why == "A port from 1024 to 65535, or 0 for any free one."
    dialog.fill("connect/redirect_port", "9000")
    assert (dialog.why, store.settings.service.redirect_port) == ("", 9000)
    dialog.press("connect/fixed-port")
    assert store.settings.service.redirect_port == 0


# The client id


def test_the_client_id_is_checked_as_typed_and_kept_when_left(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.CLIENT)
    assert dialog.sees("connect/client_id/complaint") == ""
    dialog.fill("connect/client_id", CLIENT_ID[:-1], leave=False)
    assert "Not a UUID" in dialog.sees("connect/client_id/complaint")
    dialog.fill("connect/client_id", f" {CLIENT_ID} ", leave=False)
    assert dialog.sees("connect/client_id/complaint") == ""
    assert store.settings.service.client_id == ""
    store.put_key(known=True, stored=True)  # news of something else takes nothing away
    assert dialog.editor("connect/client_id").text() == f" {CLIENT_ID} "
    dialog.press("connect/next")
    assert (store.settings.service.client_id, dialog.step) == (CLIENT_ID, Step.SIGN_IN)


def test_another_user_flow_is_folded_away_until_it_is_wanted(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.CLIENT)
    set_client(store)
    assert not [each for each in dialog.findChildren(QLineEdit, "connect/authority") if each.isVisible()]
    dialog.press("connect/more")
    dialog.fill("connect/authority", "https://login.example.org/tenant/B2C_1_other")
    dialog.fill("connect/reset_policy", "B2C_1_reset")
    dialog.fill("connect/scopes", "a  b")
    kept = store.settings.service
    assert kept.authority == "https://login.example.org/tenant/B2C_1_other"
    assert (kept.reset_policy, kept.scopes) == ("B2C_1_reset", ("a", "b"))
    dialog.fill("connect/authority", "https://login.example.org/tenant")
    dialog.press("connect/next")
    assert dialog.why == "Should look like https://host/tenant id/B2C_1_policy."
    assert dialog.focusWidget() is dialog.editor("connect/authority")


def test_what_is_unusual_is_unfolded(store: Store, new_dialog: NewDialog) -> None:
    store.put_settings(replace(store.settings, service=Service(reset_policy="B2C_1_reset")))
    dialog = new_dialog()
    dialog.go(Step.CLIENT)
    assert dialog.editor("connect/reset_policy").text() == "B2C_1_reset"


# The sign-in


def test_every_state_of_the_sign_in_has_words_and_a_way_on(dialog: Connecting, store: Store, asks: Asks) -> None:
    dialog.go(Step.SIGN_IN)
    dialog.press("connect/settings")
    assert dialog.step is Step.CLIENT
    set_client(store)
    dialog.go(Step.SIGN_IN)
    dialog.press("connect/sign-in")
    store.put_account(Account(AccountPhase.SIGNING_IN))
    assert "Preparing the sign-in…" in dialog.page
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://login.example.org/x"))
    assert "Waiting for the browser…" in dialog.page
    assert dialog.editor("connect/registered").text() == "http://localhost"
    dialog.press("connect/copy-link")
    assert QGuiApplication.clipboard().text() == "https://login.example.org/x"
    dialog.press("connect/open-browser")
    dialog.press("connect/next")
    assert dialog.why == "Finish the sign-in in the browser first, or cancel it."
    dialog.press("connect/cancel")
    store.put_account(Account(problem=Problem(Kind.SIGN_IN_NO_ANSWER, detail="http://localhost")))
    assert "No answer from the browser." in dialog.page
    assert dialog.editor("connect/registered").isVisible()
    store.put_account(SIGNED_IN)
    assert "Signed in as Camille Martin." in dialog.page
    dialog.press("connect/sign-in")
    assert [each[0] for each in asks.heard] == ["sign_in", "open_browser", "cancel_sign_in", "sign_in_as_another"]


def test_a_sign_in_that_ends_with_the_session_says_so(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.SIGN_IN)
    store.put_account(replace(SIGNED_IN, not_kept=Problem(Kind.NO_KEYRING)))
    assert "This session only: there is no keyring." in dialog.page
    dialog.press("connect/next")
    assert dialog.step is Step.PLANT
