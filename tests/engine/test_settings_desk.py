"""A change of settings.json by somebody else is taken over while the program runs; nothing of ours is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from multisocket_gui import settings
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.settings_desk import SettingsDesk
from multisocket_gui.engine.store import Store
from multisocket_gui.home.model import Plant
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.skew import Skew
from multisocket_gui.settings import Keeper, Service, Settings, Wire
from multisocket_gui.signin.account import Account

from .conftest import PATIENCE, Key, end

HOME, CHALET = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11", "0d8816d5-3e7f-4c86-8229-645137e0f222"
START = Settings(plants=(Plant(HOME, "Home"),))
LENT = Service(client_id="of the embedded cloud")


@dataclass
class Program:
    """What of the program takes part."""

    qtbot: QtBot
    file: Path
    store: Store
    controller: Controller
    desk: SettingsDesk

    def wait_for(self, *plants: str) -> None:
        self.qtbot.waitUntil(lambda: [plant.name for plant in self.store.plants] == list(plants), timeout=PATIENCE)

    def elsewhere(self, wanted: Settings) -> None:
        """Another program writes."""
        other = Keeper(self.file)
        other.load()
        other.save(wanted)


def new_program(qtbot: QtBot, file: Path, *, lent: bool) -> Program:
    keeper = Keeper(file)
    store = Store(keeper.load(), Ledger())
    if lent:
        store.put_settings(replace(store.settings, service=LENT))
    desk = SettingsDesk(keeper, store, lent_service=lent)

    def account(skew: Skew) -> Account:
        return Account(store.settings.service, Wire(), skew=skew)

    controller = Controller(store, Wire(), Key(""), account, desk.save)
    desk.heard.connect(controller.hear_settings)
    return Program(qtbot, file, store, controller, desk)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config" / "settings.json"
    settings.save(file, START)
    return file


@pytest.fixture
def program(qtbot: QtBot, file: Path) -> Iterator[Program]:
    program = new_program(qtbot, file, lent=False)
    program.desk.watch()
    yield program
    program.desk.close()
    end(program.controller, program.store)


def test_what_another_program_writes_is_taken_over_again_and_again(program: Program) -> None:
    for name in ("Maison", "Casa", "Haus"):
        program.elsewhere(Settings(plants=(Plant(HOME, name),)))
        program.wait_for(name)


def test_what_an_editor_writes_into_the_file_is_taken_over(program: Program) -> None:
    program.file.write_text(program.file.read_text(encoding="utf-8").replace('"Home"', '"Maison"'), encoding="utf-8")
    program.wait_for("Maison")


def test_what_was_written_before_anybody_watched_is_taken_over(qtbot: QtBot, file: Path) -> None:
    program = new_program(qtbot, file, lent=False)
    program.elsewhere(Settings(plants=(Plant(HOME, "Maison"),)))
    program.desk.watch()
    program.wait_for("Maison")
    program.desk.close()
    end(program.controller, program.store)


def test_a_save_brings_along_what_was_not_heard_of_yet(program: Program) -> None:
    program.elsewhere(Settings(plants=(Plant(HOME, "Home"), Plant(CHALET, "Chalet"))))
    program.controller.change_settings(Settings(plants=(Plant(HOME, "House"),)))
    assert [plant.name for plant in program.store.plants] == ["House", "Chalet"]
    assert settings.load(program.file).plants == program.store.plants


def test_a_mistake_in_the_file_is_told_until_it_is_mended(program: Program) -> None:
    whole = program.file.read_text(encoding="utf-8")
    program.file.write_text("{", encoding="utf-8")
    program.qtbot.waitUntil(lambda: program.store.settings_problem is not None, timeout=PATIENCE)
    assert program.store.settings_problem
    assert program.store.settings_problem.kind is Kind.SETTINGS_BROKEN
    assert program.store.settings == START
    program.file.write_text(whole, encoding="utf-8")
    program.qtbot.waitUntil(lambda: program.store.settings_problem is None, timeout=PATIENCE)
    assert program.store.settings == START


def test_whose_home_is_shown_is_not_taken_over(program: Program) -> None:
    theirs = (Plant(HOME, "Home"), Plant(CHALET, "Zoe's", account="zoe"))
    program.elsewhere(Settings(plants=theirs, account="zoe"))
    program.qtbot.waitUntil(lambda: program.store.settings.plants == theirs, timeout=PATIENCE)
    assert program.store.settings.account == ""
    program.wait_for("Home")


def test_our_own_writes_change_nothing_and_the_first_makes_the_folder(qtbot: QtBot, tmp_path: Path) -> None:
    program = new_program(qtbot, tmp_path / "new" / "settings.json", lent=False)
    program.desk.watch()
    heard: list[object] = []
    program.desk.heard.connect(lambda *news: heard.append(news))
    program.controller.change_settings(START)
    program.elsewhere(Settings(plants=(Plant(HOME, "Maison"),)))
    program.wait_for("Maison")
    assert len(heard) == 1
    program.desk.close()
    end(program.controller, program.store)


def test_a_lent_service_never_gets_into_the_file(qtbot: QtBot, file: Path) -> None:
    program = new_program(qtbot, file, lent=True)
    program.desk.watch()
    program.controller.change_settings(replace(program.store.settings, plants=(Plant(HOME, "House"),)))
    assert settings.load(file) == Settings(plants=(Plant(HOME, "House"),))
    program.elsewhere(Settings(Service(client_id="mine"), plants=(Plant(HOME, "Maison"),)))
    program.wait_for("Maison")
    assert program.store.settings.service == LENT
    program.controller.change_settings(replace(program.store.settings, plants=(Plant(HOME, "Casa"),)))
    assert settings.load(file) == Settings(Service(client_id="mine"), plants=(Plant(HOME, "Casa"),))
    program.desk.close()
    end(program.controller, program.store)


def test_nothing_is_heard_after_closing(program: Program) -> None:
    program.desk.close()
    program.elsewhere(Settings(plants=(Plant(HOME, "Maison"),)))
    QCoreApplication.processEvents()
    assert program.store.settings == START
