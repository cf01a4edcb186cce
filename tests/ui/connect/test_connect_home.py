"""The steps of the home: whichever way the plant is told, and what the first reading finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.controller import Probed
from multisocket_gui.engine.facts import Account
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Group, Plant, Selector, SelectorKey
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import DAILY_LIMIT
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.connect.paste_box import PasteBox
from multisocket_gui.ui.connect.step import Step
from ui.house import ATELIER, CLIENT_ID, MAISON, Asks

from .person import (
    KEY,
    S_1,
    SIGNED_IN,
    TENANT,
    TOKEN,
    TRY_IT,
    Connecting,
    Plug,
    set_client,
    set_up,
)

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


def test_a_key_that_nobody_wanted_is_gone_with_the_page(dialog: Connecting) -> None:
    dialog.go(Step.PLANT)
    dialog.paste(TRY_IT)
    dialog.go(Step.KEY)
    dialog.go(Step.PLANT)
    assert "stood in it" not in dialog.page


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


def test_an_address_that_is_typed_gives_the_whole_socket(dialog: Connecting, qtbot: QtBot) -> None:
    dialog.go(Step.PLANT)
    box = dialog.findChild(PasteBox)
    assert box is not None
    qtbot.keyClicks(box, f"plants/{MAISON}/parameter/id/value/S-1")
    dialog.go(Step.READING)
    assert dialog.editor("read/value").text() == "S-1"
    dialog.fill("read/value", "S-2")
    dialog.paste(f"plants/{MAISON}/parameter/id/value/S-3")
    assert dialog.editor("read/value").text() == "S-2"


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
    assert asks.looked == 0
    qtbot.keyClick(reading.button("connect/next"), Qt.Key.Key_Return)
    assert not reading.isVisible()
    assert asks.looked == 1


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
