"""Connecting a home: each step says what it needs and where it is found, and keeps what is right."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.controller import Probed
from multisocket_gui.engine.store import Account, AccountPhase, Store
from multisocket_gui.home.model import Group, Plant, Selector, SelectorKey
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import DAILY_LIMIT
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.connect import ConnectDialog
from multisocket_gui.ui.connect import progress as progress_of
from multisocket_gui.ui.connect.paste_box import PasteBox
from multisocket_gui.ui.connect.step import TO_DO, Step
from multisocket_gui.ui.connect.step_list import StepLine
from multisocket_gui.ui.settings_dialog.key_field import VARIABLE
from multisocket_gui.ui.text_line import TextLine

from .house import ATELIER, CLIENT_ID, DARK, LIGHT, MAISON, Asks, new_store, running_timers, socket

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl"
TENANT = "0d8816d5-3e7f-4c86-8229-645137e0f222"
ADDRESS = f"https://api.developer.legrand.com/multioutlet/plug/energy/addressLocation/plants/{MAISON}/parameter"
HEADERS = f'-H "Ocp-Apim-Subscription-Key: {KEY}" -H "Authorization: {TOKEN}"'
TRY_IT = f'curl -X POST "{ADDRESS}/name/value/Desk%20strip" {HEADERS}'
SIGNED_IN = Account(AccountPhase.SIGNED_IN, name="Camille Martin")
S_1 = Selector(SelectorKey.ID, "S-1")


@dataclass(frozen=True)
class Plug:
    """One socket of an answer."""

    id: str
    name: str
    status: tuple[bool, ...]


class Connecting(ConnectDialog):
    """With what a person sees and does."""

    def sees(self, name: str) -> str:
        """The words of that label; nothing where it is not there."""
        shown = [label.text() for label in self.findChildren(QLabel, name) if label.isVisible()]
        return shown[0].replace("\u2060", "") if shown else ""

    @property
    def page(self) -> str:
        """All words of the step that is shown."""
        shown = (label.text() for label in self._stack.currentWidget().findChildren(QLabel) if label.isVisible())
        return "\n".join(shown).replace("\u2060", "")

    @property
    def why(self) -> str:
        return self.sees("connect/why")

    def button(self, name: str) -> QAbstractButton:
        shown = [each for each in self.findChildren(QAbstractButton, name) if each.isVisible()]
        assert len(shown) == 1, name
        return shown[0]

    def press(self, name: str) -> None:
        assert self.button(name).isEnabled()
        self.button(name).click()

    def editor(self, name: str) -> QLineEdit:
        shown = [each for each in self.findChildren(QLineEdit, name) if each.isVisible()]
        assert len(shown) == 1, name
        return shown[0]

    def fill(self, name: str, text: str, *, leave: bool = True) -> None:
        editor = self.editor(name)
        editor.clear()
        editor.insert(text)
        editor.textEdited.emit(text)
        if leave:
            editor.editingFinished.emit()

    def paste(self, text: str) -> PasteBox:
        data = QMimeData()
        data.setText(text)
        box = self.findChild(PasteBox)
        assert box is not None
        box.insertFromMimeData(data)
        return box

    def ticked(self) -> set[Step]:
        lines = self.findChildren(StepLine)
        assert [line.objectName() for line in lines] == [f"connect/step/{step}" for step in Step]
        return {step for step, line in zip(Step, lines, strict=True) if line.is_done}

    def go(self, step: Step) -> None:
        self.press(f"connect/step/{step}")
        assert self.step is step


NewDialog = Callable[..., Connecting]


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def store(qapp: QApplication) -> Store:
    """Of somebody who has set nothing up yet."""
    store = new_store((), client_id="")
    store.put_key(known=False, stored=False)
    store.put_account(Account())
    return store


@pytest.fixture
def state_file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "connect.json"


@pytest.fixture
def new_dialog(store: Store, asks: Asks, state_file: Path, qtbot: QtBot) -> NewDialog:
    def make(*, demo: bool = False) -> Connecting:
        dialog = Connecting(store, asks, state_file=state_file, demo=demo)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


@pytest.fixture
def dialog(new_dialog: NewDialog) -> Connecting:
    return new_dialog()


def set_client(store: Store, client_id: str = CLIENT_ID) -> None:
    store.put_settings(replace(store.settings, service=replace(store.settings.service, client_id=client_id)))


def set_up(store: Store) -> None:
    """As after the last step."""
    store.put_key(known=True, stored=True)
    store.put_settings(
        Settings(Service(client_id=CLIENT_ID), (Plant(MAISON, "Maison", (socket("S-1", "Bureau", "a"),)),))
    )
    store.put_account(SIGNED_IN)


# From step to step


def test_it_begins_with_the_trap(dialog: Connecting) -> None:
    assert dialog.step is Step.NEEDS
    assert "two different ones" in dialog.page
    assert dialog.ticked() == set()
    assert not dialog.isModal()
    dialog.press("connect/next")
    assert dialog.step is Step.KEY
    assert dialog.ticked() == {Step.NEEDS}
    dialog.press("connect/back")
    assert dialog.step is Step.NEEDS


REASONS = {
    Step.KEY: "Type the subscription key first",
    Step.CLIENT: "Type the client id first",
    Step.SIGN_IN: "The client id is still missing",
    Step.PLANT: "Paste something that holds the plant's id first",
    Step.READING: "Read one socket first",
    Step.DONE: "Step 2 is still to be done",
}


@pytest.mark.parametrize("step", REASONS)
def test_next_says_why_it_cannot_go_on(dialog: Connecting, step: Step) -> None:
    dialog.go(step)
    assert dialog.why == ""
    dialog.press("connect/next")
    assert dialog.step is step
    assert dialog.why.startswith(REASONS[step])
    assert dialog.button("connect/next").accessibleDescription() == dialog.why


def test_what_was_missing_is_no_longer_said_once_it_is_there(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.SIGN_IN)
    dialog.press("connect/next")
    assert dialog.why
    set_client(store)
    store.put_account(SIGNED_IN)
    assert dialog.why == ""
    assert dialog.focusWidget() is dialog.button("connect/next")


def test_with_all_set_up_it_begins_at_the_beginning_with_every_tick(store: Store, new_dialog: NewDialog) -> None:
    set_up(store)
    dialog = new_dialog()
    assert dialog.step is Step.NEEDS
    assert dialog.ticked() == set(Step)
    for step in tuple(Step)[1:]:
        dialog.press("connect/next")
        assert (dialog.step, dialog.why) == (step, "")


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


# The plant


def test_a_pasted_line_gives_the_plant_and_the_socket_and_shows_no_secret(
    dialog: Connecting, store: Store, asks: Asks, state_file: Path
) -> None:
    store.put_account(SIGNED_IN)
    dialog.go(Step.PLANT)
    box = dialog.paste(TRY_IT)
    assert MAISON in box.toPlainText()
    box.undo()
    everything = box.toPlainText() + dialog.page
    assert not [secret for secret in (KEY, *TOKEN.split(".")) if secret in everything]
    assert dialog.sees("connect/found") == f"Found the plant {MAISON}."
    assert [(plant.id, plant.name) for plant in store.plants] == [(MAISON, "Home")]
    dialog.fill("connect/plant_name", "Maison")
    assert store.plants[0].name == "Maison"
    dialog.press("connect/next")
    assert dialog.editor("read/value").text() == "Desk strip"
    dialog.close()
    written = state_file.read_text()
    assert not [secret for secret in (KEY, *TOKEN.split(".")) if secret in written]
    assert ("set_subscription_key", KEY) not in asks.heard


def test_a_key_beside_it_is_used_if_the_person_wants_that(dialog: Connecting, store: Store, asks: Asks) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(TRY_IT)
    assert "A subscription key stood in it, too. It is not shown." in dialog.page
    dialog.press("connect/use-key")
    assert asks.heard[-1] == ("set_subscription_key", KEY)
    assert "stood in it" not in dialog.page
    dialog.go(Step.KEY)
    dialog.press("connect/next")
    assert dialog.why == "The keyring has not answered yet."
    store.put_key(known=True, stored=True)
    assert dialog.step is Step.APPLICATION


def test_a_key_beside_it_is_left_out_where_one_is_known(dialog: Connecting, store: Store) -> None:
    store.put_key(known=True, stored=True)
    dialog.go(Step.PLANT)
    dialog.paste(TRY_IT)
    assert "It was left out: one is set up already." in dialog.page
    assert not [each for each in dialog.findChildren(QPushButton, "connect/use-key") if each.isVisible()]


def test_of_several_ids_the_person_chooses(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(f"{MAISON}\n{ATELIER}")
    assert store.plants == ()
    dialog.press("connect/next")
    assert dialog.why == "Choose which of them is your plant."
    assert dialog.focusWidget() is dialog.button(f"connect/choice/{MAISON}")
    dialog.press(f"connect/choice/{ATELIER}")
    assert [plant.id for plant in store.plants] == [ATELIER]
    dialog.press(f"connect/choice/{MAISON}")
    assert [plant.id for plant in store.plants] == [MAISON]
    dialog.press("connect/next")
    assert dialog.step is Step.READING


def test_what_may_be_a_subscription_key_is_asked_about_before_it_is_kept(
    dialog: Connecting, store: Store, state_file: Path
) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(KEY)
    assert "A subscription key looks the same" in dialog.page
    dialog.press("connect/next")
    assert dialog.why == "Say first that it is your plant's id."
    dialog.close()
    assert store.plants == ()
    assert KEY[:8] not in state_file.read_text()


@pytest.mark.parametrize("other", [CLIENT_ID, TENANT, f"https://login.example.org/{MAISON}/B2C_1_x"])
def test_what_is_something_else_is_said_to_be(dialog: Connecting, store: Store, other: str) -> None:
    set_client(store)
    dialog.go(Step.PLANT)
    dialog.paste(other)
    assert dialog.sees("connect/found").startswith("There is an id in it, but not a plant's")
    assert store.plants == ()


def test_a_wrong_paste_is_mended_by_the_next(dialog: Connecting, store: Store) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(ATELIER)
    dialog.paste("nothing")
    dialog.press("connect/next")
    assert dialog.why.startswith("Paste something")
    dialog.paste(MAISON)
    assert [plant.id for plant in store.plants] == [MAISON]


def test_a_plant_that_is_set_up_stays_as_it_is(dialog: Connecting, store: Store, asks: Asks) -> None:
    set_up(store)
    dialog.go(Step.PLANT)
    assert "Set up already: “Maison”. Paste another to add it." in dialog.page
    dialog.paste(MAISON.upper())
    assert "This plant is set up already, as “Maison”." in dialog.page
    dialog.paste(ATELIER)
    assert [plant.name for plant in store.plants] == ["Maison", "Home"]
    assert store.plants[0].sockets


@pytest.mark.parametrize(("account", "owner"), [(SIGNED_IN, "zoe"), (Account(), "")])
def test_a_plant_is_whose_sign_in_it_is_or_nobodys(
    dialog: Connecting, store: Store, account: Account, owner: str
) -> None:
    """Signed out, whoever signs in next may be another than the last."""
    store.put_settings(store.settings.of_account("zoe"))
    store.put_account(account)
    dialog.go(Step.PLANT)
    dialog.paste(MAISON)
    dialog.fill("connect/plant_name", "Maison")
    assert [(plant.name, plant.account) for plant in store.settings.plants] == [("Maison", owner)]


def test_enter_in_the_box_goes_on(dialog: Connecting, qtbot: QtBot) -> None:
    dialog.go(Step.PLANT)
    box = dialog.findChild(PasteBox)
    assert box is not None
    qtbot.keyClicks(box, MAISON)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert dialog.step is Step.READING


# The first reading


@pytest.fixture
def reading(dialog: Connecting, store: Store) -> Connecting:
    """Before the first reading."""
    store.put_key(known=True, stored=True)
    store.put_settings(Settings(Service(client_id=CLIENT_ID), (Plant(MAISON, "Maison"),)))
    store.put_account(SIGNED_IN)
    dialog.go(Step.READING)
    return dialog


def test_the_cost_is_said_before_anything_is_read(reading: Connecting, asks: Asks, qtbot: QtBot) -> None:
    assert f"Reading costs one of the day's {DAILY_LIMIT} calls. At most 357 are left." in reading.page
    assert asks.heard == []
    editor = reading.editor("read/value")
    qtbot.keyClicks(editor, "S-1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert asks.heard == [("read_sockets", MAISON, S_1)]
    assert (reading.step, reading.why) == (Step.READING, "")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    reading.press("connect/next")
    assert reading.why == "The answer is on its way."
    assert len(asks.heard) == 1


def test_what_is_found_is_shown_kept_and_leads_on(reading: Connecting, store: Store, asks: Asks, qtbot: QtBot) -> None:
    reading.fill("read/value", "S-1")
    reading.press("read/ask")
    asks.probed.emit(Probed(MAISON, S_1, (Plug("S-1", "Desk strip", (True, False, False)),)))
    assert "1 socket added." in reading.page
    assert "Desk strip · 3 outlets" in reading.page
    (found,) = store.plants[0].sockets
    assert (found.selector, found.name, len(found.outlets)) == (S_1, "Desk strip", 3)
    assert reading.focusWidget() is reading.button("connect/next")
    qtbot.keyClick(reading.button("connect/next"), Qt.Key.Key_Return)
    assert reading.step is Step.DONE


def test_several_sockets_of_one_type_are_kept_with_their_group(reading: Connecting, store: Store, asks: Asks) -> None:
    strip = Selector(SelectorKey.TYPE, "strip")
    found = tuple(Plug(f"S-{number}", f"Strip {number}", (False, False)) for number in range(12))
    reading._reading.offer(strip)
    reading.press("read/ask")
    asks.probed.emit(Probed(MAISON, strip, found))
    assert len(store.plants[0].sockets) == 12
    assert store.plants[0].groups == (Group(strip, "strip"),)
    assert "and 5 more" in reading.page


def test_not_found_means_three_things(reading: Connecting, store: Store, asks: Asks) -> None:
    reading.fill("read/value", "S-1")
    reading.press("read/ask")
    asks.probed.emit(Probed(MAISON, S_1, problem=Problem(Kind.NOT_FOUND)))
    for meaning in ("The plant's id is wrong", "no socket with the id “S-1”", "The socket is not connected"):
        assert meaning in reading.page
    assert "Reading costs one" in reading.page  # and may be repeated
    reading.press("connect/mend")
    assert reading.step is Step.PLANT


TROUBLE = {
    Kind.NOT_YOURS: Step.SIGN_IN,
    Kind.TOKEN_REFUSED: Step.SIGN_IN,
    Kind.KEY_REJECTED: Step.KEY,
    Kind.FORBIDDEN: Step.APPLICATION,
}


@pytest.mark.parametrize("kind", TROUBLE)
def test_each_trouble_leads_to_where_it_is_mended(reading: Connecting, asks: Asks, kind: Kind) -> None:
    reading.fill("read/value", "S-1")
    reading.press("read/ask")
    asks.probed.emit(Probed(MAISON, S_1, problem=Problem(kind)))
    reading.press("connect/mend")
    assert reading.step is TROUBLE[kind]


@pytest.mark.parametrize("kind", [Kind.QUOTA_USED_UP, Kind.OFFLINE, Kind.SERVER_TROUBLE])
def test_what_nobody_here_can_mend_is_told_whole(reading: Connecting, asks: Asks, kind: Kind) -> None:
    reading.fill("read/value", "S-1")
    reading.press("read/ask")
    asks.probed.emit(Probed(MAISON, S_1, problem=Problem(kind)))
    assert reading.sees("connect/told")
    assert not [each for each in reading.findChildren(QPushButton, "connect/mend") if each.isVisible()]
    reading.press("connect/next")
    assert reading.why.startswith("Read one socket first")


def test_without_a_sign_in_it_leads_there(reading: Connecting, store: Store) -> None:
    store.put_account(Account())
    assert reading.button("connect/mend").text() == "To step 5: Sign in"
    reading.press("connect/mend")
    assert reading.step is Step.SIGN_IN


def test_a_reading_of_the_settings_is_none_of_ours(reading: Connecting, store: Store, asks: Asks) -> None:
    asks.probed.emit(Probed(MAISON, S_1, (Plug("S-1", "Desk strip", (True,)),)))
    assert store.plants[0].sockets == ()


# The end


def test_the_end_says_what_is_set_up_and_opens_the_home(
    store: Store, new_dialog: NewDialog, state_file: Path, qtbot: QtBot
) -> None:
    set_up(store)
    dialog = new_dialog()
    dialog.go(Step.READING)
    dialog.fill("read/value", "S-2")
    dialog.go(Step.DONE)
    for words in ("Your home is connected.", "keyring", "Camille Martin", "Maison", "1 socket, 1 outlet"):
        assert words in dialog.page
    with qtbot.waitSignal(dialog.settings_asked) as asked:
        dialog.press("connect/open-settings")
    assert asked.args == ["plants"]
    with qtbot.waitSignal(dialog.left):
        dialog.press("connect/next")
    assert not dialog.isVisible()
    assert not state_file.exists()
    dialog.show()
    assert dialog.step is Step.NEEDS


def test_the_end_leads_back_to_what_is_missing(dialog: Connecting, store: Store) -> None:
    set_up(store)
    store.put_account(Account())
    dialog.go(Step.DONE)
    assert "Something is still missing:" in dialog.page
    dialog.press(f"connect/to/{Step.SIGN_IN}")
    assert dialog.step is Step.SIGN_IN


# Coming back


def test_later_keeps_the_step_and_what_is_half_typed(
    dialog: Connecting, new_dialog: NewDialog, state_file: Path, qtbot: QtBot
) -> None:
    dialog.press("connect/next")
    dialog.go(Step.CLIENT)
    dialog.fill("connect/client_id", CLIENT_ID[:20], leave=False)
    with qtbot.waitSignal(dialog.left):
        dialog.press("connect/later")
    assert stat.S_IMODE(state_file.stat().st_mode) == 0o600
    again = new_dialog()
    assert again.step is Step.CLIENT
    assert again.editor("connect/client_id").text() == CLIENT_ID[:20]
    assert again.ticked() == {Step.NEEDS}


def test_closing_the_window_keeps_it_too(dialog: Connecting, new_dialog: NewDialog, qtbot: QtBot) -> None:
    dialog.go(Step.APPLICATION)
    with qtbot.waitSignal(dialog.left):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert new_dialog().step is Step.APPLICATION


def test_a_plant_that_was_pasted_can_still_be_exchanged_the_next_day(
    dialog: Connecting, new_dialog: NewDialog, store: Store
) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(ATELIER)
    dialog.close()
    again = new_dialog()
    assert f"Found the plant {ATELIER}." in again.page
    again.paste(MAISON)
    assert [plant.id for plant in store.plants] == [MAISON]


@pytest.mark.logs("connect.json cannot be read, it starts anew: ")
@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 2}',
        '{"version": 1, "step": "dance", "seen": [], "texts": {}}',
        "\udc80",
        "[" * 9999,
    ],
)
def test_a_damaged_file_is_a_beginning(content: str, new_dialog: NewDialog, state_file: Path) -> None:
    state_file.parent.mkdir()
    state_file.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert new_dialog().step is Step.NEEDS


def test_texts_of_a_damaged_file_do_no_harm(new_dialog: NewDialog, state_file: Path, store: Store) -> None:
    texts = {"redirect_port": "x", "client_id": "y", "plant_id": MAISON, "socket_key": "colour", "socket_value": "z"}
    state_file.parent.mkdir()
    state_file.write_text(json.dumps({"version": 1, "step": "reading", "seen": ["needs"], "texts": texts}))
    dialog = new_dialog()
    assert dialog.step is Step.READING
    assert store.plants == ()
    dialog.go(Step.APPLICATION)
    dialog.press("connect/next")
    assert dialog.why.startswith("A port from")


@pytest.mark.logs("connect.json cannot be written: ")
def test_a_folder_that_cannot_be_written_costs_only_the_place(dialog: Connecting, state_file: Path) -> None:
    state_file.parent.write_text("a file where a folder should be")
    dialog.go(Step.KEY)
    assert dialog.step is Step.KEY
    dialog.close()
    assert not dialog.isVisible()


@pytest.mark.parametrize("text", [KEY, TOKEN, f"key {KEY}", "x" * 400, f"id_token={TOKEN}", ""])
def test_what_may_be_secret_is_never_written_down(text: str, state_file: Path) -> None:
    progress_of.save(state_file, progress_of.Progress(Step.KEY, texts={"a": text, "b": "S-1"}))
    assert progress_of.load(state_file).texts == {"b": "S-1"}


# The demo


def test_the_demo_offers_to_be_left(new_dialog: NewDialog, state_file: Path, qtbot: QtBot) -> None:
    dialog = new_dialog(demo=True)
    assert "This is the demo." in dialog.page
    assert dialog.button("connect/next").text() == "Leave the demo and &connect my home"
    assert dialog.button("connect/later").text() == "&Stay in the demo"
    with qtbot.waitSignal(dialog.demo_left):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.step is Step.NEEDS
    assert not any(line.isEnabled() for line in dialog.findChildren(StepLine))
    dialog.close()
    assert not state_file.exists()


# For everybody


def test_by_the_keyboard_alone(dialog: Connecting, store: Store, asks: Asks, qtbot: QtBot) -> None:
    def typed(text: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClicks(widget, text)
        qtbot.keyClick(widget, Qt.Key.Key_Return)

    typed("")
    typed(KEY)
    store.put_key(known=True, stored=True)
    typed("")
    typed(CLIENT_ID)
    assert dialog.step is Step.SIGN_IN
    typed("")
    assert asks.heard[-1] == ("sign_in",)
    store.put_account(SIGNED_IN)
    typed("")
    typed(MAISON)
    typed("S-1")
    asks.probed.emit(Probed(MAISON, S_1, (Plug("S-1", "Desk strip", (True,)),)))
    typed("")
    assert dialog.step is Step.DONE
    typed("")
    assert not dialog.isVisible()


def test_everything_has_a_name_for_screen_readers(dialog: Connecting, store: Store) -> None:
    store.put_account(Account(AccountPhase.SIGNING_IN, link="https://login.example.org/x"))
    for step in Step:
        dialog.go(step)
        for kind in (QAbstractButton, QLineEdit, PasteBox):
            for widget in dialog.findChildren(kind):
                if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                    told = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                    assert told, f"{step}: {widget.objectName()}"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [360, 860])
def test_no_words_are_cut(
    dialog: Connecting, store: Store, looks: Callable[..., None], scale: float, width: int, qtbot: QtBot
) -> None:
    looks(None, scale)
    set_client(store)
    dialog.resize(width, 620)
    for step in Step:
        dialog.go(step) if width > 700 and scale < 2 else dialog._turn_to(step)
        qtbot.waitUntil(lambda: _laid_out(dialog))
        cut = [line.text() for line in dialog.findChildren(TextLine) if line.isVisible() and line.fitted().cut]
        assert cut == []


def _laid_out(dialog: QWidget) -> bool:
    lines = [line for line in dialog.findChildren(TextLine) if line.isVisible()]
    return all(line.height() >= round(line.fitted().height) for line in lines)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_it_paints_in_every_theme(dialog: Connecting, looks: Callable[..., None], palette: object) -> None:
    looks(palette)
    for step in TO_DO:
        dialog.go(step)
        assert not dialog.grab().isNull()


def test_it_wakes_nobody_up(dialog: Connecting, qtbot: QtBot) -> None:
    dialog.go(Step.NEEDS)
    dialog.press("connect/back") if dialog.step is not Step.NEEDS else None
    dialog.button("connect/next").setFocus()  # a cursor that blinks is a timer
    qtbot.waitUntil(lambda: running_timers(dialog) == [])
