"""A signed-in person's tokens, and the checks without which nobody is signed in: MSAL checks the nonce alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from multisocket_gui.home.skew import Skew
from multisocket_gui.settings import Service
from multisocket_gui.signin.errors import SignInError, VaultDamaged, WrongToken
from multisocket_gui.signin.kept import Tokens
from multisocket_gui.signin.msal_client import Client, Result
from multisocket_gui.signin.token import IdToken, parsed, time_trouble


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, by what; `tokens` are those that passed every check, whatever `client` is about to get."""

    client: Client
    token: IdToken
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes sessions of what the service answered, for one registered application."""

    service: Service
    skew: Skew
    clock: Callable[[], float]

    def new(self, client: Client, result: Result) -> Session:
        """Of a sign-in. Raises `WrongToken` and `ClockWrong`, and then the tokens are gone."""
        try:
            token = self._token(result.get("id_token"))
            if trouble := self._time_trouble(token):
                raise trouble
        except SignInError:
            client.empty()
            raise
        return _session(client, token)

    def renewed(self, session: Session, result: Result) -> tuple[Session, SignInError | None]:
        """Of a renewal, with what is wrong with the time. Raises `WrongToken`, and then the tokens are as before.

        A token that only our own clock speaks against is kept: the one before it may be spent, and this one is good
        as soon as the clock is right.
        """
        try:
            token = self._token(result.get("id_token"))
            if token.person.subject != session.token.person.subject:
                raise WrongToken("sub")
            trouble = self._time_trouble(token)
            if isinstance(trouble, WrongToken):
                raise trouble
        except WrongToken:
            session.client.put_back(session.tokens.state)
            raise
        return _session(session.client, token), trouble

    def restored(self, client: Client, tokens: Tokens) -> Session:
        """Of what was kept; its token may be over. Raises `VaultDamaged`."""
        try:
            return Session(client, self._token(tokens.id_token), tokens)
        except WrongToken as error:
            raise VaultDamaged(error.problem.detail) from error

    def _token(self, raw: object) -> IdToken:
        return parsed(raw, client_id=self.service.client_id, authority=self.service.authority, now=self.clock())

    def _time_trouble(self, token: IdToken) -> SignInError | None:
        return time_trouble(token, self.clock(), self.skew.seconds)


def _session(client: Client, token: IdToken) -> Session:
    return Session(client, token, Tokens(token.raw, client.state))
