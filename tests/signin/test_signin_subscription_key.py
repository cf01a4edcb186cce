from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyrings import SUBSCRIPTION_KEY, ForgetfulKeyring, MemoryKeyring, OddKeyring, WindowsKeyring

from multisocket_gui import log
from multisocket_gui.home.problem import Kind
from multisocket_gui.settings_checks import check_subscription_key
from multisocket_gui.signin.errors import KeyringLocked, KeyringSilent
from multisocket_gui.signin.subscription_key import VARIABLE, SubscriptionKey
from multisocket_gui.signin.vault import keyring_name

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(VARIABLE, raising=False)
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def key() -> SubscriptionKey:
    return SubscriptionKey("multisocket-gui test")


def test_a_key_outlives_the_session(memory: MemoryKeyring, key: SubscriptionKey) -> None:
    assert key.get() is None
    assert not key.stored
    key.set(KEY)
    assert key.stored
    again = SubscriptionKey("multisocket-gui test")
    assert again.get() == KEY
    assert again.stored


def test_instances_do_not_mix(memory: MemoryKeyring, tmp_path: Path) -> None:
    one, other = (SubscriptionKey(keyring_name(tmp_path / name)) for name in ("one", "other"))
    one.set(KEY)
    assert other.get() is None
    assert keyring_name(tmp_path) == keyring_name(tmp_path)


def test_a_forgotten_key_is_gone(memory: MemoryKeyring, key: SubscriptionKey) -> None:
    key.set(KEY)
    key.forget()
    assert memory.entries == {}
    assert key.get() is None
    assert not key.stored
    key.forget()


def test_the_variable_wins_and_is_not_stored(
    memory: MemoryKeyring, key: SubscriptionKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    key.set(KEY)
    monkeypatch.setenv(VARIABLE, " another-key-1 ")
    assert key.get() == "another-key-1"
    assert list(memory.entries.values()) == [KEY]
    monkeypatch.setenv(VARIABLE, " ")
    assert key.get() == KEY


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, ForgetfulKeyring])
def test_without_a_keyring_it_is_for_this_session(key: SubscriptionKey, backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    assert key.get() is None
    key.set(KEY)
    assert not key.stored
    assert key.get() == KEY
    assert SubscriptionKey("multisocket-gui test").get() is None
    key.forget()
    assert key.get() is None


def test_a_locked_keyring_is_a_trouble(memory: MemoryKeyring, key: SubscriptionKey) -> None:
    memory.locked = True
    for use in (key.get, key.forget, lambda: key.set(KEY)):
        with pytest.raises(KeyringLocked) as caught:
            use()
        assert caught.value.problem.kind is Kind.KEYRING_LOCKED


def test_a_silent_keyring_is_another(key: SubscriptionKey) -> None:
    keyring.set_keyring(OddKeyring(ZeroDivisionError("odd")))
    for use in (key.get, key.forget, lambda: key.set(KEY)):
        with pytest.raises(KeyringSilent) as caught:
            use()
        assert caught.value.problem.detail == "ZeroDivisionError"


def test_a_key_that_could_not_be_stored_serves_this_session(memory: MemoryKeyring, key: SubscriptionKey) -> None:
    memory.locked = True
    with pytest.raises(KeyringLocked):
        key.set(KEY)
    assert key.get() == KEY
    assert not key.stored


def test_the_longest_key_fits_on_windows(key: SubscriptionKey) -> None:
    longest = max(("k" * length for length in range(2000) if not check_subscription_key("k" * length)), key=len)
    keyring.set_keyring(WindowsKeyring())
    key.set(longest)
    assert key.stored
    with pytest.raises(KeyringSilent) as caught:
        key.set("k" * 1281)
    assert caught.value.problem.detail == "WindowsError 1783"


def test_the_key_is_masked_in_the_log(
    memory: MemoryKeyring, key: SubscriptionKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatter = log.RedactingFormatter("%(message)s")
    key.set("set-4f1c9a-key")
    memory.set_password("multisocket-gui other", SUBSCRIPTION_KEY, "read-4f1c9a-key")
    SubscriptionKey("multisocket-gui other").get()
    monkeypatch.setenv(VARIABLE, "variable-4f1c9a-key")
    key.get()
    said = logging.LogRecord("x", logging.INFO, "", 0, "set-4f1c9a-key read-4f1c9a-key variable-4f1c9a-key", None, None)
    assert "4f1c9a" not in formatter.format(said)
