"""Uses the vault and the keyring in a process of its own: `vault_actor.py ORDER [WORDS]`, one line of JSON out.

load FILE | save FILE TEXT | clear FILE | forget FILE     the vault, with LIMITS from the environment
key | set-key TEXT                                        the subscription key
entry                                                     the vault's entry, as keyring finds it in the Secret Service
lock | unlock PASSWORD                                    the default collection, by D-Bus
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import secretstorage
from keyring.backends import SecretService
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from multisocket_gui.home.problem import Trouble
from multisocket_gui.signin import secret_service
from multisocket_gui.signin.subscription_key import SubscriptionKey
from multisocket_gui.signin.vault import Vault

NAME = "multisocket-gui test"
SECRETS = "/org/freedesktop/secrets"


def load(file: str) -> str | None:
    content = Vault(Path(file), NAME).load()
    return None if content is None else content.decode()


def save(file: str, text: str) -> bool:
    return Vault(Path(file), NAME).save(text.encode())


def clear(file: str) -> None:
    Vault(Path(file), NAME).clear()


def forget(file: str) -> None:
    Vault(Path(file), NAME).forget()


def key() -> str | None:
    return SubscriptionKey(NAME).get()


def set_key(text: str) -> bool:
    kept = SubscriptionKey(NAME)
    kept.set(text)
    return kept.stored


def entry() -> str | None:
    return SecretService.Keyring().get_password(NAME, "vault key")


def lock() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def is_locked() -> bool:
    with closing(secretstorage.dbus_init()) as bus:
        return secretstorage.get_default_collection(bus).is_locked()


def unlock(password: str) -> None:
    """As the login manager does it: GNOME Keyring takes the password without a prompt."""
    with closing(secretstorage.dbus_init()) as bus:
        (path,) = DBusAddressWrapper(SECRETS, "org.freedesktop.Secret.Service", bus).call("ReadAlias", "s", "default")
        secret = format_secret(open_session(bus), password.encode(), "text/plain")
        guilty = DBusAddressWrapper(SECRETS, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", bus)
        guilty.call("UnlockWithMasterPassword", "o(oayays)", path, secret)


ORDERS: dict[str, Callable[..., object]] = {
    each.__name__.replace("_", "-"): each
    for each in (load, save, clear, forget, key, set_key, entry, lock, is_locked, unlock)
}
PROMPT, ANSWER = secret_service.PROMPT, secret_service.ANSWER


def obey(order: str, *words: str) -> object:
    try:
        return ORDERS[order](*words)
    except Trouble as trouble:
        return {"kind": trouble.problem.kind, "detail": trouble.problem.detail}


def main() -> None:
    for line in sys.stdin:
        words, limits = json.loads(line)
        secret_service.PROMPT, secret_service.ANSWER = limits.get("prompt", PROMPT), limits.get("answer", ANSWER)
        sys.stdout.write(json.dumps(obey(*words)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
