"""Linux's Secret Service (GNOME Keyring, KWallet, KeePassXC), unlocked with a limit.

keyring's own back end waits without one: for a service that hangs, and for a person who does not answer the prompt.
So the collection is unlocked here first; what keyring asks after that needs no prompt.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import Any

import secretstorage
from keyring.backend import KeyringBackend
from secretstorage.collection import DEFAULT_COLLECTION
from secretstorage.defines import SS_PATH, SS_PREFIX
from secretstorage.exceptions import ItemNotFoundException
from secretstorage.util import SERVICE_IFACE, DBusAddressWrapper, exec_prompt

from multisocket_gui.signin.errors import KeyringLocked

ANSWER = 20.0
"""Seconds for the service's answer to anything but a prompt."""
PROMPT = 120.0
"""Seconds for the person's answer. The prompt stays: GNOME Keyring 42 aborts when one is dismissed from here
(`perform_next_unlock: assertion failed`), and whoever answers it later has unlocked the keyring for the next try."""
NO_PROMPT = "/"


def unlock(backend: KeyringBackend, *, make: bool) -> bool:
    """Unlock the collection that `backend` uses, with a prompt if need be; whether there is one.

    `make`: make one where there is none, which asks the person for a password. Raises `KeyringLocked` where it stays
    locked, `TimeoutError` where the service hangs, and D-Bus's own errors.
    """
    with closing(secretstorage.dbus_init()) as bus:
        bus.send_and_get_reply = partial(bus.send_and_get_reply, timeout=ANSWER)  # the library sets none
        try:
            collection = secretstorage.Collection(bus, getattr(backend, "preferred_collection", DEFAULT_COLLECTION))
        except ItemNotFoundException:
            if make:
                _make(bus)
            return make
        if collection.is_locked():
            _unlock(bus, collection.collection_path)
            if collection.is_locked():
                raise KeyringLocked
        return True


def _make(bus: Any) -> None:
    properties = {f"{SS_PREFIX}Collection.Label": ("s", "Default")}
    made, prompt = _service(bus).call("CreateCollection", "a{sv}s", properties, "default")
    if made == NO_PROMPT:
        _wait_for_the_person(bus, prompt)


def _unlock(bus: Any, path: str) -> None:
    _, prompt = _service(bus).call("Unlock", "ao", [path])
    if prompt != NO_PROMPT:
        _wait_for_the_person(bus, prompt)


def _wait_for_the_person(bus: Any, prompt: str) -> None:
    try:
        dismissed, _ = exec_prompt(bus, prompt, timeout=PROMPT)
    except TimeoutError as error:
        raise KeyringLocked from error
    if dismissed:
        raise KeyringLocked


def _service(bus: Any) -> DBusAddressWrapper:
    return DBusAddressWrapper(SS_PATH, SERVICE_IFACE, bus)
