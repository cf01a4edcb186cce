"""The socket through which the command line drives the program belongs to one user."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .program import Installation

NOBODY = 65534
CALLER = """
import os, socket, sys

user = int(sys.argv[2])
if user != os.getuid():
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
except OSError as error:
    print(type(error).__name__)
else:
    print("connected")
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_it_and_its_folder_are_their_owners_alone(demo: Installation) -> None:
    with demo.running():
        address = Path(demo.address)
        assert stat.S_ISSOCK(address.lstat().st_mode)
        assert (mode(address), address.lstat().st_uid) == (0o600, os.getuid())
        assert (mode(address.parent), address.parent.lstat().st_uid) == (0o700, os.getuid())
        assert calls(address, os.getuid()) == "connected"


if os.getuid() == 0:  # nobody else can be somebody else

    def test_another_user_is_refused_by_the_folder_and_by_the_socket_itself(demo: Installation) -> None:
        with demo.running():
            address = Path(demo.address)
            assert calls(address, NOBODY) == "PermissionError"
            with opened(address.parent.parent, 0o711):
                assert calls(address, NOBODY) == "PermissionError"
                with opened(address.parent, 0o711):
                    assert calls(address, NOBODY) == "PermissionError"
                    with opened(address, 0o666):  # so that the two were what refused
                        assert calls(address, NOBODY) == "connected"
            assert demo.ask("status").returncode == 0


def calls(address: Path, user: int) -> str:
    """What comes of it when `user` connects."""
    order = [sys.executable, "-c", CALLER, str(address), str(user)]
    return subprocess.run(order, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


@contextmanager
def opened(path: Path, to: int) -> Iterator[None]:
    before = mode(path)
    path.chmod(to)
    try:
        yield
    finally:
        path.chmod(before)
