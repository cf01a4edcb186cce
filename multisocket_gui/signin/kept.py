"""What is kept of a sign-in across restarts: the tokens in the vault, and that the next sign-in must ask who it is.

The first is sealed; where the vault does not keep it, it is not kept. The second holds for years and must survive
without a keyring and with an empty vault, so it is a mark: an empty file beside the vault. It is set before the vault
is emptied, and what is found in the vault beside it counts as nothing: a vault that could not be emptied
brings nobody back.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.settings import Service
from multisocket_gui.signin.errors import KeepingTrouble, VaultDamaged, VaultUnwritable

_VERSION = 1
_log = logging.getLogger(__name__)


class Keep(Protocol):
    """`signin.vault.Vault`: one sealed content. Each method may ask the person to unlock the keyring, and block."""

    def load(self) -> bytes | None:
        """None: nothing is kept, or there is no keyring. Raises `KeepingTrouble`'s kinds."""

    def save(self, content: bytes) -> bool:
        """Whether it is kept; False: there is no keyring. Raises `KeepingTrouble`'s kinds."""

    def clear(self) -> None:
        """Keep nothing. Raises `VaultUnwritable`."""

    def forget(self) -> None:
        """Keep nothing, nor the key. Raises `KeepingTrouble`'s kinds."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The raw ID token and the state of its client."""

    id_token: str = field(repr=False)
    state: str = field(repr=False)


class Kept:
    """One application's, in `vault` (None: nothing is) and with `mark` (None: forgotten with the session).

    One thread at a time, but for `ask_who` and `asks_who`. `problem` is why the tokens that were last handed in are
    not kept; None: they are, or nobody wants them kept.
    """

    def __init__(self, service: Service, vault: Keep | None, mark: Path | None) -> None:
        self._whose = {"client_id": service.client_id, "authority": service.authority}
        self._vault = vault
        self._mark = mark
        self.problem: Problem | None = None

    @property
    def asks_who(self) -> bool:
        """Whether somebody signed out and nobody has signed in since."""
        return self._mark is not None and self._mark.exists()

    def load(self) -> Tokens | None:
        """The tokens, if they are of this client and authority. Raises `KeepingTrouble`'s kinds."""
        if self._vault is None:
            return None
        if self.asks_who:
            self._clear_if_possible(self._vault)
            return None
        content = self._vault.load()
        return None if content is None else self._read(content)

    def begin(self, tokens: Tokens) -> None:
        """Somebody signed in; whatever else was kept is not any more."""
        if self._vault and not self._save(self._vault, tokens) and not self._clear_if_possible(self._vault):
            self.ask_who()
        else:
            self._remove_mark()

    def renew(self, tokens: Tokens) -> None:
        """The same person's newer tokens. Where they cannot be kept the older ones stay: they may still be good."""
        if self._vault:
            self._save(self._vault, tokens)

    def drop(self) -> None:
        """The tokens are good for nothing any more."""
        self.problem = None
        if self._vault:
            self._clear_if_possible(self._vault)

    def ask_who(self) -> None:
        """Note that somebody signed out; from any thread."""
        if self._mark:
            try:
                self._mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._mark.touch(mode=0o600)
            except OSError:
                _log.warning("it cannot be noted that somebody signed out", exc_info=True)

    def sign_out(self) -> None:
        """Keep nothing but that the next sign-in asks who it is. Raises `VaultUnwritable`."""
        self.problem = None
        self.ask_who()
        if self._vault:
            self._vault.clear()

    def forget(self) -> None:
        """Sign out, and the vault's key goes too. Raises `KeepingTrouble`'s kinds."""
        self.problem = None
        self.ask_who()
        if self._vault:
            self._vault.forget()

    def _save(self, vault: Keep, tokens: Tokens) -> bool:
        fields = {"version": _VERSION, **self._whose, "id_token": tokens.id_token, "state": tokens.state}
        try:
            kept = vault.save(json.dumps(fields).encode())
        except KeepingTrouble as trouble:
            self.problem = trouble.problem
            _log.warning("the sign-in is not kept (%s)", trouble.problem.kind)
            return False
        self.problem = None if kept else Problem(Kind.NO_KEYRING)
        return kept

    def _read(self, content: bytes) -> Tokens | None:
        try:
            fields = json.loads(content)
            if fields["version"] != _VERSION or any(fields[name] != value for name, value in self._whose.items()):
                return None
            tokens = Tokens(fields["id_token"], fields["state"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise VaultDamaged("content") from error
        if not isinstance(tokens.id_token, str) or not isinstance(tokens.state, str):
            raise VaultDamaged("content")
        return tokens

    def _clear_if_possible(self, vault: Keep) -> bool:
        try:
            vault.clear()
        except VaultUnwritable as trouble:
            _log.warning("the kept sign-in cannot be removed (%s)", trouble.problem.detail)
            return False
        return True

    def _remove_mark(self) -> None:
        if self._mark:
            try:
                self._mark.unlink(missing_ok=True)
            except OSError:
                _log.warning("it cannot be noted that somebody signed in", exc_info=True)
