"""The vault with a real GNOME Keyring: unlocked, locked, with a prompt and without, hanging, and not there."""

from __future__ import annotations

import base64
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from e2e import screen
from e2e.facts import until
from e2e.hand import Hand
from gnome_keyring import PASSWORD, Desktop, actor, desktop

CONTENT = '{"RefreshToken": "a secret that is worth keeping"}'
LOCKED = {"kind": "keyring_locked", "detail": ""}


@contextmanager
def folder() -> Iterator[Path]:
    """A short path: a socket's address has some 100 bytes at most. The keyring may still write while it ends."""
    with tempfile.TemporaryDirectory(prefix="msg-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def headless() -> Iterator[Desktop]:
    """Nobody can be asked for a password: no screen."""
    with folder() as place, desktop(place) as running:
        yield running


@pytest.fixture(scope="module")
def seen() -> Iterator[Desktop]:
    """A desktop with a screen."""
    with folder() as place, screen.x_server() as display:
        manager = screen.window_manager({"DISPLAY": display, "HOME": str(place)})
        with manager, desktop(place, display=display) as running:
            yield running


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "vault")


@pytest.fixture(autouse=True)
def _unlocked(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in ("headless", "seen"):
        if name in request.fixturenames:
            request.getfixturevalue(name).program.act("unlock", PASSWORD)


# ---- Unlocked ----


def test_from_one_process_to_the_next(headless: Desktop, file: str) -> None:
    one = headless.program
    assert one.act("load", file) is None
    assert one.act("save", file, CONTENT) is True
    with actor(headless.environment) as other:
        assert other.act("load", file) == CONTENT
        key = other.act("entry")
        assert len(base64.b64decode(key, validate=True)) == 32
        sealed = Path(file).read_bytes()
        assert not [secret for secret in (b"RefreshToken", key.encode(), base64.b64decode(key)) if secret in sealed]
        other.act("forget", file)
    assert one.act("entry") is None
    assert not Path(file).exists()
    assert one.act("load", file) is None


def test_without_its_key_the_file_does_not_open(headless: Desktop, file: str) -> None:
    headless.program.act("save", file, CONTENT)
    sealed = Path(file).read_bytes()
    headless.program.act("forget", file)
    Path(file).write_bytes(sealed)
    assert headless.program.act("load", file) == {"kind": "vault_key_lost", "detail": ""}
    assert headless.program.act("save", file, "new") is True
    assert headless.program.act("load", file) == "new"
    Path(file).write_bytes(sealed)
    assert headless.program.act("load", file) == {"kind": "vault_damaged", "detail": "seal"}


# ---- Locked ----


def test_locked_with_nobody_to_ask(headless: Desktop, file: str) -> None:
    headless.program.act("save", file, CONTENT)
    headless.program.act("set-key", "0123456789abcdef")
    sealed = Path(file).read_bytes()
    headless.program.act("lock")
    for order in (("load", file), ("save", file, "other"), ("key",), ("set-key", "fedcba9876543210")):
        assert headless.program.act(*order) == LOCKED
    assert Path(file).read_bytes() == sealed
    headless.program.act("unlock", PASSWORD)
    assert headless.program.act("load", file) == CONTENT
    assert headless.program.act("key") == "0123456789abcdef"


def test_locked_and_signing_out(headless: Desktop, file: str) -> None:
    headless.program.act("save", file, CONTENT)
    headless.program.act("lock")
    assert headless.program.act("clear", file) is None
    assert not Path(file).exists()


@pytest.fixture
def prompted(seen: Desktop, file: str) -> Desktop:
    """A desktop whose keyring, locked, holds the key of what is in `file`."""
    seen.program.act("save", file, CONTENT)
    seen.program.act("lock")
    return seen


def prompt(there: Desktop) -> list[str]:
    """The windows that ask for the keyring's password."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Unlock "]
    return subprocess.run(search, env=there.environment, capture_output=True, text=True, check=False).stdout.split()


def hand_at_the_prompt(there: Desktop) -> Hand:
    hand = Hand(there.environment)
    (window,) = until(lambda: prompt(there))
    until(lambda: hand.has_keyboard(int(window)))
    return hand


def test_a_person_who_types_the_password(prompted: Desktop, file: str) -> None:
    prompted.program.begin("load", file)
    hand = hand_at_the_prompt(prompted)
    type_the_password(hand)
    assert prompted.program.answer() == CONTENT


def type_the_password(hand: Hand) -> None:
    hand.press(*("space" if letter == " " else letter for letter in PASSWORD), "Return")


def test_a_person_who_closes_the_prompt(prompted: Desktop, file: str) -> None:
    prompted.program.begin("load", file)
    hand_at_the_prompt(prompted).press("Escape")
    assert prompted.program.answer() == LOCKED


def test_a_person_who_comes_back_late(prompted: Desktop, file: str) -> None:
    """Nobody waits for them for ever; the prompt that they find unlocks the keyring for the next try."""
    assert prompted.program.act("load", file, prompt=0.5) == LOCKED
    assert prompted.program.act("key", prompt=0.5) == LOCKED
    type_the_password(hand_at_the_prompt(prompted))
    until(lambda: not prompted.program.act("is-locked"))
    assert prompted.program.act("load", file) == CONTENT


# ---- No keyring yet, one that hangs, none ----


@pytest.fixture
def bare() -> Iterator[Desktop]:
    """A desktop on which no keyring was ever made."""
    with folder() as place, desktop(place, logged_in=False) as running:
        yield running


def test_looking_makes_no_keyring(bare: Desktop, file: str) -> None:
    """keyring alone would ask for the password of a new one."""
    assert bare.program.act("key") is None
    assert bare.program.act("load", file) is None
    assert bare.program.act("forget", file) is None
    assert bare.program.act("save", file, CONTENT) == LOCKED
    assert not Path(file).exists()


def test_a_keyring_that_hangs(bare: Desktop, file: str) -> None:
    bare.daemon.send_signal(signal.SIGSTOP)
    assert bare.program.act("save", file, CONTENT, answer=0.3) == {"kind": "keyring_silent", "detail": "TimeoutError"}


def test_a_desktop_without_a_bus(headless: Desktop, file: str) -> None:
    headless.program.act("save", file, CONTENT)
    with actor(headless.environment | {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}) as program:
        assert program.act("load", file) is None
        assert program.act("save", file, "other") is False
        assert not Path(file).exists()
        assert program.act("set-key", "0123456789abcdef") is False
