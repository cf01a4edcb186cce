"""Folders, resources and the instance's address."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import platformdirs
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

    def _address(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """With the runtime folder as given: newer versions of platformdirs look at it themselves, and take another."""
        monkeypatch.setattr(platformdirs, "user_runtime_path", lambda *_, **__: runtime / paths.APP)
        return Path(paths.instance_address(paths.places(str(runtime), demo=False)))

    def test_a_runtime_folder_that_others_can_only_read_is_closed_to_them(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / paths.APP
        folder.mkdir()
        folder.chmod(0o755)
        assert _address(tmp_path, monkeypatch).parent == folder
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    @pytest.mark.parametrize("mode", [0o777, 0o770, 0o702, 0o1777])
    def test_a_runtime_folder_that_others_can_change_is_refused(
        mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / paths.APP
        folder.mkdir()
        folder.chmod(mode)
        with pytest.raises(paths.NotPrivate) as caught:
            _address(tmp_path, monkeypatch)
        assert caught.value.folder == folder

    @pytest.mark.parametrize(("mode", "fine"), [(0o777, False), (0o1777, True), (0o775, True), (0o700, True)])
    def test_nobody_else_can_put_another_folder_in_its_place(
        mode: int, fine: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tmp_path.chmod(mode)
        if fine:
            assert _address(tmp_path, monkeypatch).parent == tmp_path / paths.APP
        else:
            with pytest.raises(paths.NotPrivate) as caught:
                _address(tmp_path, monkeypatch)
            assert caught.value.folder == tmp_path

    def test_a_runtime_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _address(tmp_path, monkeypatch)
        another = os.getuid() + 1
        monkeypatch.setattr(os, "getuid", lambda: another)
        with pytest.raises(paths.NotPrivate):
            _address(tmp_path, monkeypatch)

    @pytest.mark.parametrize("words", [[], ["status"]])
    @pytest.mark.parametrize("usable", ["by others", "by nobody"])
    def test_a_person_is_told_and_nothing_is_started(words: list[str], usable: str, tmp_path: Path) -> None:
        folder = tmp_path / paths.APP
        if usable == "by others":
            folder.mkdir()
            folder.chmod(0o777)
        else:
            folder.write_text("a file")
        order = [sys.executable, "-m", "multisocket_gui", "--config-dir", str(tmp_path / "config"), *words]
        environment = dict(os.environ, XDG_RUNTIME_DIR=str(tmp_path), LC_ALL="C.UTF-8", QT_QPA_PLATFORM="offscreen")
        done = subprocess.run(order, env=environment, capture_output=True, text=True, check=False, timeout=60)
        told = {"by others": f"Other users can change {folder}", "by nobody": "The folder of the local socket cannot"}
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert done.stderr.startswith(told[usable])
        assert not (tmp_path / "config").exists()


def test_resources_are_found() -> None:
    assert paths.resource("icons", "multisocket-gui.svg").is_file()
    assert paths.resource("demo", "home.json").is_file()
