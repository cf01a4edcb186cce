"""What the demo shows and keeps where its folder already holds settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from multisocket_gui import app, paths, settings
from multisocket_gui.home.model import Plant
from multisocket_gui.home.quota import Allowance
from multisocket_gui.settings import Service, Settings

PLANT_ID = "7f3a2d7e-1c55-4c8e-9a40-0f6f6c3d2b11"
Demo = Callable[[Settings | None], app.Backend]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """Starts the demo in a folder that holds these settings."""
    where = paths.places(str(tmp_path), demo=True)
    started: list[app.Backend] = []

    def start(kept: Settings | None) -> app.Backend:
        if kept is not None:
            settings.save(where.settings_file, kept)
        started.append(app.demo_backend(where))
        return started[-1]

    yield start
    for backend in started:
        assert backend.cloud is not None
        backend.cloud.stop()


def test_a_new_demo_shows_its_own_home_which_is_nobodys(demo: Demo) -> None:
    backend = demo(None)
    assert [plant.name for plant in backend.settings.home] == ["Maison", "Atelier"]
    assert {plant.account for plant in backend.settings.plants} == {""}


def test_what_was_set_up_in_the_demo_comes_back_with_whose_it_is(demo: Demo) -> None:
    mine = Plant(PLANT_ID, "Mine", account="camille")
    backend = demo(Settings(Service(client_id=PLANT_ID), (mine,), Allowance(700, 20, 20), "camille"))
    service = backend.settings.service
    assert backend.settings == Settings(service, (mine,), Allowance(700, 20, 20), "camille")
    assert backend.cloud is not None
    assert service.client_id == backend.cloud.service.client_id


def test_where_only_others_have_plants_the_demos_home_is_shown_and_theirs_are_kept(demo: Demo) -> None:
    theirs = Plant(PLANT_ID, "Theirs", account="zoe")
    backend = demo(Settings(plants=(theirs,), account="camille"))
    assert [plant.name for plant in backend.settings.home] == ["Maison", "Atelier"]
    assert backend.settings.of_account("zoe").home == (theirs, *backend.settings.home)
