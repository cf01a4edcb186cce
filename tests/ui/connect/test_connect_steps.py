"""From step to step, away and back again: what is missing is said, and nothing is lost."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from multisocket_gui.engine.facts import Account
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.ui.connect import progress as progress_of
from multisocket_gui.ui.connect.step import Step
from multisocket_gui.ui.connect.step_list import StepLine
from ui.house import ATELIER, CLIENT_ID, MAISON

from .person import (
    KEY,
    SIGNED_IN,
    TOKEN,
    Connecting,
    NewDialog,
    set_client,
    set_up,
)

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


def test_what_is_set_up_elsewhere_meanwhile_is_ticked_at_once(dialog: Connecting, store: Store) -> None:
    set_up(store)
    assert dialog.ticked() == set(Step)
    dialog.go(Step.CLIENT)
    assert dialog.editor("connect/client_id").text() == CLIENT_ID


def test_settings_that_are_not_kept_are_told_on_every_step(dialog: Connecting, store: Store) -> None:
    assert dialog.sees("connect/trouble") == ""
    store.put_settings(store.settings, Problem(Kind.SETTINGS_UNWRITABLE, detail="No space left on device"))
    assert dialog.sees("connect/trouble").startswith("The settings could not be saved. The system says: No space")
    dialog.go(Step.PLANT)
    assert dialog.sees("connect/trouble")
    store.put_settings(store.settings)
    assert dialog.sees("connect/trouble") == ""


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
