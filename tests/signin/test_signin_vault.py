"""The vault, with keyrings of this process. What is POSIX's own is in test_signin_vault_file.py."""

from __future__ import annotations

import base64
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyrings import (
    SUBSCRIPTION_KEY,
    VAULT_KEY,
    ClingingKeyring,
    ForgetfulKeyring,
    MemoryKeyring,
    OddKeyring,
    WindowsKeyring,
)

from multisocket_gui import log
from multisocket_gui.signin.errors import (
    KeepingTrouble,
    KeyringLocked,
    KeyringSilent,
    VaultDamaged,
    VaultKeyLost,
    VaultUnwritable,
)
from multisocket_gui.signin.subscription_key import SubscriptionKey
from multisocket_gui.signin.vault import MAGIC, Vault

NAME = "multisocket-gui test"
CONTENT = b'{"RefreshToken": "a secret that is worth keeping"}'
SESSION_ONLY = [fail.Keyring, null.Keyring, ForgetfulKeyring]


@pytest.fixture(autouse=True)
def _keyring_of_before() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "vault"


@pytest.fixture
def vault(file: Path) -> Vault:
    return Vault(file, NAME)


def left(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir()) if file.parent.exists() else []


# ---- Kept and found ----


def test_what_was_saved_is_found_again(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    assert vault.load() is None
    assert vault.save(CONTENT)
    assert Vault(file, NAME).load() == CONTENT
    assert vault.save(b"")
    assert Vault(file, NAME).load() == b""
    assert left(file) == ["vault"]


def test_nothing_of_it_can_be_read_in_the_file(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    vault.save(CONTENT)
    key = memory.entries[NAME, VAULT_KEY]
    sealed = file.read_bytes()
    assert sealed.startswith(MAGIC + b"\1")
    for secret in (CONTENT[2:10], b"secret", key.encode(), base64.b64decode(key)):
        assert secret not in sealed


def test_no_two_seals_are_the_same(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    seals = set()
    for _ in range(5):
        vault.save(CONTENT)
        seals.add(file.read_bytes()[len(MAGIC) :])
    assert len(seals) == 5
    assert len(memory.entries) == 1


def test_the_key_is_masked_in_the_log(memory: MemoryKeyring, vault: Vault) -> None:
    vault.save(CONTENT)
    key = memory.entries[NAME, VAULT_KEY]
    record = logging.LogRecord("x", logging.INFO, "", 0, f"the key is {key}", None, None)
    assert key not in log.RedactingFormatter("%(message)s").format(record)


def test_the_keyring_is_not_asked_where_nothing_is_kept(memory: MemoryKeyring, vault: Vault) -> None:
    assert vault.load() is None
    vault.clear()
    assert memory.asked == 0


def test_the_key_fits_on_windows(vault: Vault) -> None:
    windows = WindowsKeyring()
    keyring.set_keyring(windows)
    assert vault.save(CONTENT * 1000)
    assert vault.load() == CONTENT * 1000
    assert {len(text) for text in windows.entries.values()} == {44}


# ---- Taken away ----


def test_cleared_it_is_gone_and_the_key_stays(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    vault.save(CONTENT)
    vault.clear()
    assert left(file) == []
    assert list(memory.entries) == [(NAME, VAULT_KEY)]
    assert vault.load() is None
    vault.clear()


def test_forgotten_the_key_is_gone_too(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    SubscriptionKey(NAME).set("0123456789abcdef")
    vault.save(CONTENT)
    vault.forget()
    assert left(file) == []
    assert list(memory.entries) == [(NAME, SUBSCRIPTION_KEY)]
    vault.forget()
    assert vault.save(CONTENT)
    assert vault.load() == CONTENT


def test_a_key_that_does_not_go_is_said(vault: Vault, file: Path) -> None:
    keyring.set_keyring(ClingingKeyring())
    vault.save(CONTENT)
    with pytest.raises(KeyringSilent):
        vault.forget()
    assert left(file) == []


# ---- No keyring, or one that does not open ----


@pytest.mark.parametrize("backend", SESSION_ONLY)
def test_without_a_keyring_nothing_is_kept(
    memory: MemoryKeyring, vault: Vault, file: Path, backend: type[KeyringBackend]
) -> None:
    vault.save(CONTENT)
    keyring.set_keyring(backend())
    assert not vault.save(CONTENT)
    assert left(file) == []
    assert vault.load() is None
    vault.forget()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_file_of_better_days_waits_for_its_keyring(
    memory: MemoryKeyring, vault: Vault, backend: type[KeyringBackend]
) -> None:
    vault.save(CONTENT)
    keyring.set_keyring(backend())
    assert vault.load() is None
    keyring.set_keyring(memory)
    assert vault.load() == CONTENT


def test_a_locked_keyring_leaves_the_file_as_it_is(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    vault.save(CONTENT)
    before = file.read_bytes()
    memory.locked = True
    for use in (vault.load, lambda: vault.save(b"other")):
        with pytest.raises(KeyringLocked):
            use()
    assert file.read_bytes() == before
    memory.locked = False
    assert vault.load() == CONTENT


def test_signing_out_asks_no_locked_keyring(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    vault.save(CONTENT)
    memory.locked = True
    vault.clear()
    assert left(file) == []


def test_forgetting_takes_the_file_before_the_keyring_refuses(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    vault.save(CONTENT)
    memory.locked = True
    with pytest.raises(KeyringLocked):
        vault.forget()
    assert left(file) == []


def test_an_odd_keyring_leaves_the_file_as_it_is(memory: MemoryKeyring, vault: Vault) -> None:
    vault.save(CONTENT)
    keyring.set_keyring(OddKeyring(RuntimeError(CONTENT.decode())))
    for use in (vault.load, lambda: vault.save(b"other"), vault.forget):
        with pytest.raises(KeyringSilent) as caught:
            use()
        assert caught.value.problem.detail == "RuntimeError"


# ---- A file that is not as it was saved ----

DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda sealed: b"", "empty"),
    "foreign": (lambda sealed: b"{}", "header"),
    "cut in the header": (lambda sealed: sealed[:12], "cut"),
    "cut in the seal": (lambda sealed: sealed[:-1], "seal"),
    "longer": (lambda sealed: sealed + b"\0", "seal"),
    "of a newer program": (lambda sealed: sealed[:8] + b"\2" + sealed[9:], "version 2"),
    "too large": (lambda sealed: sealed + bytes(1_000_000), "size"),
}


@pytest.mark.parametrize(("damage", "detail"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_said_and_then_replaced(
    memory: MemoryKeyring, vault: Vault, file: Path, damage: Callable[[bytes], bytes], detail: str
) -> None:
    vault.save(CONTENT)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(VaultDamaged) as caught:
        vault.load()
    assert caught.value.problem.detail == detail
    assert vault.save(CONTENT)
    assert vault.load() == CONTENT


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_no_changed_byte_and_no_cut_goes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    keyring.set_keyring(MemoryKeyring())
    file = tmp_path_factory.mktemp("vault") / "vault"
    vault = Vault(file, NAME)
    vault.save(data.draw(st.binary(max_size=60)))
    sealed = file.read_bytes()
    place = data.draw(st.integers(0, len(sealed) - 1))
    if flip := data.draw(st.integers(0, 255)):
        file.write_bytes(sealed[:place] + bytes([sealed[place] ^ flip]) + sealed[place + 1 :])
    else:
        file.write_bytes(sealed[:place])
    with pytest.raises(VaultDamaged):
        vault.load()


def test_a_file_of_another_instance_does_not_open(memory: MemoryKeyring, tmp_path: Path) -> None:
    mine, other = (Vault(tmp_path / name, name) for name in ("mine", "other"))
    for vault in (mine, other):
        vault.save(CONTENT)
    memory.entries["other", VAULT_KEY] = memory.entries["mine", VAULT_KEY]  # not the key tells them apart
    mine.save(b"mine")
    (tmp_path / "mine").replace(tmp_path / "other")
    with pytest.raises(VaultDamaged) as caught:
        other.load()
    assert caught.value.problem.detail == "seal"


def test_a_foreign_key_does_not_open_it(memory: MemoryKeyring, vault: Vault) -> None:
    vault.save(CONTENT)
    memory.entries[NAME, VAULT_KEY] = base64.b64encode(os.urandom(32)).decode()
    with pytest.raises(VaultDamaged):
        vault.load()
    assert vault.save(CONTENT)
    assert vault.load() == CONTENT


@pytest.mark.parametrize("key", [None, "", "no base64!", "c2hvcnQ=", "é" * 44, base64.b64encode(bytes(33)).decode()])
def test_a_lost_key_is_said_and_then_made_anew(memory: MemoryKeyring, vault: Vault, key: str | None) -> None:
    vault.save(CONTENT)
    old = memory.entries.pop((NAME, VAULT_KEY))
    if key is not None:
        memory.entries[NAME, VAULT_KEY] = key
    with pytest.raises(VaultKeyLost):
        vault.load()
    assert vault.save(CONTENT)
    assert memory.entries[NAME, VAULT_KEY] not in (old, key)
    assert vault.load() == CONTENT


# ---- A disk that refuses, a writer that is killed, many at once ----


def test_a_folder_that_cannot_be_made_is_said(memory: MemoryKeyring, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultUnwritable) as caught:
        Vault(tmp_path / "file" / "vault", NAME).save(CONTENT)
    assert caught.value.problem.detail


def test_a_file_that_cannot_be_replaced_is_said(memory: MemoryKeyring, vault: Vault, file: Path) -> None:
    (file / "something").mkdir(parents=True)
    for use in (lambda: vault.save(CONTENT), vault.clear, vault.forget):
        with pytest.raises(VaultUnwritable):
            use()
    assert left(file) == ["vault"]
    with pytest.raises(VaultDamaged):
        vault.load()


def test_too_much_is_not_written(memory: MemoryKeyring, vault: Vault) -> None:
    vault.save(CONTENT)
    with pytest.raises(VaultUnwritable):
        vault.save(bytes(1_000_000))
    assert vault.load() == CONTENT


def killed_writer(file: Path) -> None:
    """Save in a process that dies when all is written but the name."""
    script = (
        "import os, pathlib, sys; pathlib.Path.replace = lambda *_: os._exit(9);"
        "from multisocket_gui.signin.private_file import PrivateFile;"
        "PrivateFile(pathlib.Path(sys.argv[1])).write(b'half')"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert done.returncode == 9


@pytest.mark.parametrize("use", ["load", "save", "clear", "forget"])
def test_what_a_killed_writer_left_goes(memory: MemoryKeyring, vault: Vault, file: Path, use: str) -> None:
    vault.save(CONTENT)
    killed_writer(file)
    assert len(left(file)) == 2
    getattr(vault, use)(*[b"new"] if use == "save" else [])
    assert left(file) == ([] if use in ("clear", "forget") else ["vault"])
    assert vault.load() == {"load": CONTENT, "save": b"new"}.get(use)


def test_many_at_once_find_one_whole_content(memory: MemoryKeyring, file: Path) -> None:
    contents = [bytes([number]) * 3000 for number in range(4)]
    found: list[bytes | None] = []
    troubles: list[KeepingTrouble] = []

    def work(content: bytes) -> None:
        vault = Vault(file, NAME)
        try:
            for _ in range(10):
                vault.save(content)
                found.append(vault.load())
        except KeepingTrouble as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=work, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    assert len(found) == 40
    assert set(found) <= set(contents)
    assert left(file) == ["vault"]


def test_the_first_savers_agree_on_one_key(memory: MemoryKeyring, tmp_path: Path) -> None:
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        Vault(tmp_path / "vault", NAME).save(CONTENT)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Vault(tmp_path / "vault", NAME).load() == CONTENT


def test_nothing_is_loaded_before_it_is_used() -> None:
    heavy = ("keyring", "cryptography", "secretstorage", "jeepney")
    script = (
        "import sys, multisocket_gui.signin.vault, multisocket_gui.signin.subscription_key;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
