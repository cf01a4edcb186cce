"""Whose the vault's file is, and who else may read it: POSIX's rules."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from multisocket_gui.signin.errors import VaultDamaged
from multisocket_gui.signin.private_file import PrivateFile

SOMEBODY = 12345


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "vault"


@pytest.fixture
def private(file: Path) -> PrivateFile:
    return PrivateFile(file)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_it(private: PrivateFile, file: Path) -> None:
    before = os.umask(0)
    try:
        private.write(b"content")
    finally:
        os.umask(before)
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700
    assert private.read() == b"content"


def test_a_folder_that_others_may_enter_is_closed(private: PrivateFile, file: Path) -> None:
    file.parent.mkdir(mode=0o755)
    file.parent.chmod(0o755)
    private.write(b"content")
    assert mode(file.parent) == 0o700


@pytest.mark.logs("could be read by others")
def test_a_file_that_others_may_read_is_closed(
    private: PrivateFile, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    private.write(b"content")
    file.chmod(0o644)
    assert private.read() == b"content"
    assert mode(file) == 0o600
    assert private.read() == b"content"
    assert len(caplog.records) == 1


def test_a_link_is_not_followed(private: PrivateFile, file: Path, tmp_path: Path) -> None:
    PrivateFile(tmp_path / "elsewhere").write(b"elsewhere")
    file.parent.mkdir()
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VaultDamaged) as caught:
        private.read()
    assert caught.value.problem.detail == "link"
    private.write(b"content")
    assert private.read() == b"content"
    assert (tmp_path / "elsewhere").read_bytes() == b"elsewhere"
    file.unlink()
    file.symlink_to(tmp_path / "nowhere")
    private.remove()
    assert not file.is_symlink()


def test_a_pipe_is_no_file_and_is_not_waited_for(private: PrivateFile, file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    with pytest.raises(VaultDamaged) as caught:
        private.read()
    assert caught.value.problem.detail == "no file"
    private.write(b"content")
    assert private.read() == b"content"


def of_somebody_else(file: Path) -> Path:
    """A file of another owner that this user can read: root makes one, others find root's."""
    if os.geteuid():
        return Path("/etc/passwd")
    PrivateFile(file).write(b"content")
    os.chown(file, SOMEBODY, SOMEBODY)
    return file


def test_a_file_of_somebody_else_is_not_read(file: Path) -> None:
    with pytest.raises(VaultDamaged) as caught:
        PrivateFile(of_somebody_else(file)).read()
    assert caught.value.problem.detail == "owner"


@pytest.mark.logs("what an earlier run left")
def test_what_cannot_be_swept_does_not_hinder_reading(private: PrivateFile, file: Path) -> None:
    private.write(b"content")
    (file.parent / ".vault-folder" / "in it").mkdir(parents=True)
    assert private.read() == b"content"
