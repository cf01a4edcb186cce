"""What the refusals of keyring's back ends mean. The back ends' own code raises them wherever it can run here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
import secretstorage
from e2e.facts import until
from jeepney import DBusErrorResponse, HeaderFields, new_error, new_method_call
from jeepney.wrappers import DBusAddress
from keyring.backend import KeyringBackend
from keyring.backends import fail, kwallet, macOS, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError
from keyrings import MemoryKeyring, OddKeyring, WindowsError

from multisocket_gui.home.problem import Kind
from multisocket_gui.signin.errors import KeyringLocked, KeyringSilent
from multisocket_gui.signin.keyring_entry import Entry, NoKeyring

Uses = list[Callable[[], Any]]


@pytest.fixture(autouse=True)
def _keyring_of_before() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def entry() -> Entry:
    return Entry("multisocket-gui test", "entry")


@pytest.fixture
def uses(entry: Entry) -> Uses:
    return [entry.read, lambda: entry.write("text"), entry.delete]


def dbus_error(name: str) -> DBusErrorResponse:
    call = new_method_call(DBusAddress("/", "some.where", "some.interface"), "Member")
    call.header.serial = 1
    call.header.fields[HeaderFields.sender] = ":1.1"
    return DBusErrorResponse(new_error(call, name, "s", ("in words",)))


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


LOCKED = [
    secretstorage.LockedException("Collection is locked!"),
    secretstorage.PromptDismissedException("Prompt dismissed."),
    caused(InitError("Failed to create the collection."), secretstorage.PromptDismissedException("Prompt dismissed.")),
    dbus_error("org.freedesktop.Secret.Error.IsLocked"),
]
SILENT = {
    "SecretServiceNotAvailableException": secretstorage.SecretServiceNotAvailableException("gone"),
    "ItemNotFoundException": secretstorage.ItemNotFoundException("gone"),
    "DBusErrorResponse org.freedesktop.DBus.Error.NoReply": dbus_error("org.freedesktop.DBus.Error.NoReply"),
    "TimeoutError": TimeoutError(),
    "WindowsError 1312": WindowsError(1312),  # ERROR_NO_SUCH_LOGON_SESSION: over ssh
}


@pytest.mark.parametrize("error", LOCKED, ids=repr)
def test_locked_by_the_secret_service(uses: Uses, error: Exception) -> None:
    keyring.set_keyring(OddKeyring(error))
    for use in uses:
        with pytest.raises(KeyringLocked):
            use()


@pytest.mark.parametrize(("detail", "error"), SILENT.items(), ids=SILENT)
def test_silent(uses: Uses, detail: str, error: Exception) -> None:
    keyring.set_keyring(OddKeyring(error))
    for use in uses:
        with pytest.raises(KeyringSilent) as caught:
            use()
        assert caught.value.problem.detail == detail
        assert caught.value.__cause__ is error


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_there_is_none(uses: Uses, backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    for use in uses:
        with pytest.raises(NoKeyring) as caught:
            use()
        assert caught.value.problem.kind is Kind.NO_KEYRING


# ---- KWallet's own interface ----


class CancelledWallet(kwallet.DBusKeyring):
    """The person closed the prompt: then KWallet hands out no handle."""

    viable = False

    def connected(self, service: str) -> bool:
        return False


def test_locked_by_kwallet(uses: Uses) -> None:
    keyring.set_keyring(CancelledWallet())
    for use in uses:
        with pytest.raises(KeyringLocked):
            use()


# ---- macOS: keyring's code over a stand-in for the Security framework ----

DENIED, WRONG_PASSWORD, NOBODY_TO_ASK, MUST_ASK = -128, -25293, -25308, -25315


class ApiError(Exception):
    __module__ = "keyring.backends.macOS.api"
    __qualname__ = "Error"


class NotFound(ApiError):
    __module__ = "keyring.backends.macOS.api"


class KeychainDenied(ApiError):
    __module__ = "keyring.backends.macOS.api"


class SecAuthFailure(ApiError):
    __module__ = "keyring.backends.macOS.api"


@pytest.fixture
def keychain(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make the keychain answer with a status, as keyring's `api` raises it."""
    kinds: dict[int, type[ApiError]] = {DENIED: KeychainDenied, WRONG_PASSWORD: SecAuthFailure}

    def answers(status: int) -> None:
        def refuse(*_: object) -> None:
            raise kinds.get(status, ApiError)(status, "in words")

        functions = dict.fromkeys(("set_generic_password", "find_generic_password", "delete_generic_password"), refuse)
        api = SimpleNamespace(Error=ApiError, NotFound=NotFound, KeychainDenied=KeychainDenied, **functions)
        monkeypatch.setattr(macOS, "api", api, raising=False)
        keyring.set_keyring(macOS.Keyring())

    return answers


@pytest.mark.parametrize("status", [DENIED, NOBODY_TO_ASK, MUST_ASK])
def test_locked_by_the_keychain(keychain: Callable[[int], None], uses: Uses, status: int) -> None:
    keychain(status)
    for use in uses:
        with pytest.raises(KeyringLocked):
            use()


@pytest.mark.parametrize("status", [WRONG_PASSWORD, -25299])
def test_silence_of_the_keychain(keychain: Callable[[int], None], uses: Uses, status: int) -> None:
    keychain(status)
    for use in uses:
        with pytest.raises(KeyringSilent):
            use()


def test_the_names_are_those_of_keyrings_code() -> None:
    """The stand-ins above bear names that the macOS code really has."""
    source = Path(macOS.__file__).with_name("api.py").read_text(encoding="utf-8")
    for line in ("class Error(Exception)", "class KeychainDenied(Error)", "keychain_denied = -128"):
        assert line in source
    assert f"sec_interaction_not_allowed = {NOBODY_TO_ASK}" in source


# ---- Several back ends, several askers ----


class Chain(ChainerBackend):
    """The chain of back ends that keyring makes where there are several."""

    viable = False
    backends: list[KeyringBackend] = []  # noqa: RUF012  # keyring's own name and shape


def test_a_chain_of_keyrings_is_asked_as_one(entry: Entry) -> None:
    chain = Chain()
    chain.backends = [MemoryKeyring(), MemoryKeyring()]
    keyring.set_keyring(chain)
    assert entry.write("text")
    assert entry.read() == "text"
    entry.delete()
    assert entry.read() is None


class PromptingKeyring(MemoryKeyring):
    """It asks the person, who takes their time and then closes the prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.prompted, self.closed = threading.Event(), threading.Event()

    def open(self) -> None:
        self.asked += 1
        self.prompted.set()
        assert self.closed.wait(20)
        raise keyring.errors.KeyringLocked("closed")


def test_a_person_who_closed_the_prompt_is_not_asked_again_at_once() -> None:
    backend = PromptingKeyring()
    keyring.set_keyring(backend)
    entries = [Entry("multisocket-gui test", name) for name in ("vault key", "subscription key", "another")]
    refused: list[str] = []

    def ask(entry: Entry) -> None:
        try:
            entry.read()
        except KeyringLocked:
            refused.append("locked")

    threads = [threading.Thread(target=ask, args=(entry,)) for entry in entries]
    for thread in threads:
        thread.start()
    assert backend.prompted.wait(20)
    until(lambda: sum(where(thread) == "take" for thread in threads) == 2)
    backend.closed.set()
    for thread in threads:
        thread.join()
    assert refused == ["locked"] * 3
    assert backend.asked == 1
    with pytest.raises(KeyringLocked):
        entries[0].read()
    assert backend.asked == 2


def where(thread: threading.Thread) -> str:
    """The function that the thread is in."""
    frame = sys._current_frames().get(thread.ident or 0)
    return frame.f_code.co_name if frame else ""
