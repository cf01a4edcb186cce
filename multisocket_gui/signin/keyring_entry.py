"""One entry of the operating system's keyring, and what the refusals of its back ends mean."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from multisocket_gui import log
from multisocket_gui.home.problem import Kind
from multisocket_gui.signin.errors import KeyringLocked, KeyringSilent, SignInError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

# By name, because the modules of other platforms cannot be imported here.
_LOCKED = {
    "keyring.errors.KeyringLocked",
    "secretstorage.exceptions.LockedException",
    "secretstorage.exceptions.PromptDismissedException",
    "keyring.backends.macOS.api.KeychainDenied",
}
_LOCKED_IF_IT_SAYS: dict[str, tuple[object, ...]] = {
    "jeepney.wrappers.DBusErrorResponse": ("org.freedesktop.Secret.Error.IsLocked",),
    # errSecInteractionNotAllowed and errSecInteractionRequired: locked, and nobody may be asked (as over ssh)
    "keyring.backends.macOS.api.Error": (-25308, -25315),
    # KWallet's own interface, where the person closed the prompt
    "keyring.errors.PasswordSetError": ("Cancelled by user",),
    "keyring.errors.PasswordDeleteError": ("Cancelled by user",),
}


class NoKeyring(SignInError):
    """There is no keyring here, or one that keeps nothing on purpose."""

    kind = Kind.NO_KEYRING


class Entry:
    """One entry of one service name. From any thread but the GUI's: a keyring may ask the person first.

    Everything raises `NoKeyring`, `KeyringLocked`, or `KeyringSilent` with the kind of the back end's error.
    """

    def __init__(self, service: str, name: str) -> None:
        self._service = service
        self._name = name

    def read(self) -> str | None:
        """What is kept, or None."""
        text = _asked(lambda keyring: keyring.get_password(self._service, self._name))
        if text:
            log.hide(text)
        return text

    def write(self, text: str) -> bool:
        """Keep `text`; whether it is really kept, since some back ends take everything and keep nothing."""
        log.hide(text)
        _asked(lambda keyring: keyring.set_password(self._service, self._name, text), writes=True)
        return self.read() == text

    def delete(self) -> None:
        """Nothing is kept any more."""
        if self.read() is None:
            return
        _asked(lambda keyring: keyring.delete_password(self._service, self._name))
        if self.read() is not None:
            raise KeyringSilent("still kept")


class _Turns:
    """One question at a time: on Windows, writers of two entries lose one of them; elsewhere each has a prompt.

    Whoever waited while the keyring stayed locked gets the same answer, not a prompt of their own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refused_at = float("-inf")

    def take(self, question: Callable[[], T]) -> T:
        since = time.monotonic()
        with self._lock:
            if since < self._refused_at:
                raise KeyringLocked
            try:
                return question()
            except KeyringLocked:
                self._refused_at = time.monotonic()
                raise


_turns = _Turns()


def _asked(question: Callable[[KeyringBackend], T], *, writes: bool = False) -> T | None:
    """The keyring's answer; None also where a Secret Service has no collection yet and nothing is to be written."""
    import keyring

    def ask() -> T | None:
        try:
            backend = keyring.get_keyring()
            return question(backend) if _opened(backend, writes=writes) else None
        except SignInError:
            raise
        except Exception as error:  # back ends are plug-ins, and raise D-Bus's, COM's and their own errors
            raise _meaning(error) from error

    return _turns.take(ask)


def _opened(backend: KeyringBackend, *, writes: bool) -> bool:
    """Unlock `backend` where that can be done with a limit; whether there is anything to ask."""
    from keyring.backends.chainer import ChainerBackend
    from keyring.backends.null import Keyring as KeepsNothing

    if isinstance(backend, KeepsNothing):
        raise NoKeyring
    parts = backend.backends if isinstance(backend, ChainerBackend) else [backend]
    services = [part for part in parts if type(part).__module__ == "keyring.backends.SecretService"]
    return all(_unlocked(service, writes=writes) for service in services) or len(parts) > len(services)


def _unlocked(backend: KeyringBackend, *, writes: bool) -> bool:
    from multisocket_gui.signin import secret_service

    return secret_service.unlock(backend, make=writes)


def _meaning(error: Exception) -> SignInError:
    from keyring.errors import NoKeyringError

    if isinstance(error, NoKeyringError):
        return NoKeyring()
    if any(_says_locked(each) for each in _with_causes(error)):
        return KeyringLocked()
    return KeyringSilent(_code(error))


def _says_locked(error: BaseException) -> bool:
    said = (getattr(error, "name", None), *error.args[:1])
    kinds = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__]
    return any(kind in _LOCKED or _any_of(said, _LOCKED_IF_IT_SAYS.get(kind, ())) for kind in kinds)


def _any_of(said: tuple[object, ...], wanted: tuple[object, ...]) -> bool:
    return any(each in wanted for each in said)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _code(error: BaseException) -> str:
    """The error's kind, and its number on Windows or its name on D-Bus: nothing that could hold a secret."""
    number = getattr(error, "winerror", None) or getattr(error, "name", None)
    return f"{type(error).__name__} {number}" if number else type(error).__name__
