"""settings.json that several programs write: under a lock, and never one over the other."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from multisocket_gui import settings
from multisocket_gui.file_lock import lock, unlock
from multisocket_gui.home.model import Plant
from multisocket_gui.settings import Keeper, Service, Settings, SettingsBroken, SettingsUnwritable
from multisocket_gui.settings import keeper as module

HOME, CHALET = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11", "0d8816d5-3e7f-4c86-8229-645137e0f222"
ACTOR = str(Path(__file__).with_name("settings_actor.py"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def two(file: Path) -> tuple[Keeper, Keeper]:
    keepers = Keeper(file), Keeper(file)
    for keeper in keepers:
        keeper.load()
    return keepers


def homed(name: str, plant_id: str = HOME) -> Settings:
    return Settings(plants=(Plant(plant_id, name),))


def test_what_two_write_is_there_and_each_hears_of_it(file: Path) -> None:
    one, other = two(file)
    one.save(homed("Home"))
    both = other.save(homed("Chalet", CHALET))
    assert {plant.name for plant in both.plants} == {"Home", "Chalet"}
    assert settings.load(file) == both
    assert one.news(homed("Home")) == both
    assert one.news(both) is None
    assert other.news(both) is None


def test_our_own_writes_are_no_news(file: Path) -> None:
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    assert keeper.news(homed("Home")) is None


def test_four_programs_lose_nothing_of_each_other(file: Path) -> None:
    with ExitStack() as stack:
        actors = []
        for number in range(4):
            names = [f"{number}-{each}" for each in range(5)]
            command = [sys.executable, ACTOR, str(file), *names]
            actors.append(
                stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            )
        for actor in actors:
            assert actor.stdout
            assert actor.stdout.readline() == "read\n"
        for actor in actors:
            assert actor.stdin
            actor.stdin.write("go\n")
            actor.stdin.flush()
        assert [actor.wait() for actor in actors] == [0] * 4
    names = [plant.name for plant in settings.load(file).plants]
    assert sorted(names) == [f"{number}-{each}" for number in range(4) for each in range(5)]
    for number in range(4):  # and each of them in the order in which it was added
        assert [name for name in names if name.startswith(f"{number}-")] == [f"{number}-{each}" for each in range(5)]


def test_what_we_do_not_know_is_kept_as_it_is_now(file: Path) -> None:
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    found = json.loads(file.read_text(encoding="utf-8"))
    found["later"] = found["plants"][0]["later"] = "somebody's"
    file.write_text(json.dumps(found), encoding="utf-8")
    keeper.save(homed("House"))
    written = json.loads(file.read_text(encoding="utf-8"))
    assert (written["later"], written["plants"][0]["later"]) == ("somebody's", "somebody's")
    assert written["plants"][0]["name"] == "House"


def test_a_file_that_is_gone_takes_nothing_along(file: Path) -> None:
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    file.unlink()
    assert keeper.news(homed("Home")) is None
    keeper.save(homed("House"))
    assert settings.load(file) == homed("House")


def test_a_file_in_the_middle_of_an_edit_is_told_and_its_end_is_taken(file: Path) -> None:
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    whole = file.read_text(encoding="utf-8").replace('"Home"', '"Maison"')
    file.write_text(whole[:40], encoding="utf-8")
    with pytest.raises(SettingsBroken):
        keeper.news(homed("Home"))
    file.write_text(whole, encoding="utf-8")
    assert keeper.news(homed("Home")) == homed("Maison")


def test_a_broken_file_is_kept_beside_and_ours_is_written(file: Path) -> None:
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    file.write_text("{", encoding="utf-8")
    assert keeper.save(homed("House")) == homed("House")
    assert settings.load(file) == homed("House")
    assert file.with_name("settings.json.broken").read_text(encoding="utf-8") == "{"


def test_a_lock_that_is_never_given_back_is_not_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.1)
    keeper, _ = two(file)
    keeper.save(homed("Home"))
    with file.with_name(module.LOCK_FILE).open("ab") as held:
        assert lock(held, 0)
        began = time.monotonic()
        with pytest.raises(SettingsUnwritable) as refused:
            keeper.save(homed("House"))
        assert time.monotonic() - began < 5
        assert refused.value.problem.detail == "another program holds .settings.lock"
        assert settings.load(file) == homed("Home")
        unlock(held)
    other = Keeper(file)
    other.save(replace(other.load(), service=Service(client_id="x")))
    saved = keeper.save(homed("House"))
    assert saved == replace(homed("House"), service=Service(client_id="x"))
    assert settings.load(file) == saved


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsUnwritable):
        Keeper(tmp_path / "file" / "settings.json").save(Settings())


def test_a_disk_without_locks_is_written_all_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_stream: object, _wait: float) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(module, "lock", no_locks)
    assert Keeper(file).save(homed("Home")) == homed("Home")
    assert settings.load(file) == homed("Home")
