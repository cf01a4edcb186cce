"""Folders, resources and the instance's address."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from multisocket_gui import paths


def test_everything_lies_under_the_given_folder(tmp_path: Path) -> None:
    where = paths.places(str(tmp_path), demo=False)
    assert {where.config, where.state.parent, where.cache.parent, where.log.parent} == {tmp_path.resolve()}
    assert where.settings_file == tmp_path.resolve() / "settings.json"


def test_the_variable_names_the_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTISOCKET_GUI_CONFIG_DIR", str(tmp_path))
    assert paths.places(None, demo=False) == paths.places(str(tmp_path), demo=False)


def test_the_demo_never_meets_the_real_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MULTISOCKET_GUI_CONFIG_DIR", raising=False)
    assert paths.places(None, demo=True).config != paths.places(None, demo=False).config


if sys.platform != "win32":  # where files have modes

    def test_the_address_is_one_a_folder_and_fits_a_sockaddr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        one, other = (
            paths.instance_address(paths.places(str(tmp_path / name), demo=False)) for name in ("a" * 200, "b")
        )
        assert one != other
        assert stat.S_IMODE(Path(one).parent.stat().st_mode) == 0o700
        assert len(os.path.relpath(one, tmp_path)) < 60


def test_resources_are_found() -> None:
    assert paths.resource("icons", "multisocket-gui.svg").is_file()
    assert paths.resource("demo", "home.json").is_file()
