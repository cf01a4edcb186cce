"""The service as the jobs see it: the API with a valid ID token and the subscription key put to every call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from multisocket_gui.home.model import Selector
from multisocket_gui.home.quota import Purpose
from multisocket_gui.settings import Service as ServiceSettings
from multisocket_gui.settings import Wire

# requests and msal are imported on a worker thread, at the first call: importing them costs 200 ms of the start.
if TYPE_CHECKING:
    from multisocket_gui.cloud.answers import Plug
    from multisocket_gui.cloud.api import MultisocketApi

Answer = TypeVar("Answer")


class Tokens(Protocol):
    """Where a valid raw ID token comes from (`signin.account.Account`)."""

    def id_token(self, *, renew: bool = False) -> str: ...


class Service:
    """For any number of worker threads. After `close` it sends nothing more, whoever still holds it."""

    def __init__(
        self,
        settings: ServiceSettings,
        wire: Wire,
        tokens: Tokens,
        subscription_key: Callable[[], str | None],
        counted: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._tokens = tokens
        self._subscription_key = subscription_key
        self._counted = counted
        self._api: MultisocketApi | None = None
        self._making = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Signed out: a job that has not sent its write by now never will."""
        self._closed = True

    def read(self, plant_id: str, selector: Selector, _purpose: Purpose) -> tuple[Plug, ...]:
        """GetPlugStatus. Raises the trees of `cloud.errors` and `signin.errors`."""
        return self._with_token(lambda api, token: api.get_plug_status(token, plant_id, selector))

    def write(
        self,
        plant_id: str,
        selector: Selector,
        status: tuple[bool, ...],
        _purpose: Purpose,
        last_word: Callable[[], None],
    ) -> None:
        """SetPlugStatus; `last_word` may still raise, when the token is there and nothing was sent.

        Raises the trees of `cloud.errors` and `signin.errors`, and what `last_word` raises.
        """

        def send(api: MultisocketApi, token: str) -> None:
            last_word()
            api.set_plug_status(token, plant_id, selector, status)

        self._with_token(send)

    def _with_token(self, call: Callable[[MultisocketApi, str], Answer]) -> Answer:
        """The call with the token at hand; where that is refused, once more with a fresh one, and never again."""
        from multisocket_gui.cloud.errors import NotYours, TokenRefused

        api = self._the_api()
        try:
            return call(api, self._token(renew=False))
        except TokenRefused:
            token = self._token(renew=True)
        try:
            return call(api, token)
        except TokenRefused as error:
            raise NotYours from error

    def _token(self, *, renew: bool) -> str:
        token = self._tokens.id_token(renew=renew)
        if self._closed:
            from multisocket_gui.signin.errors import SignedOut

            raise SignedOut
        return token

    def _the_api(self) -> MultisocketApi:
        from multisocket_gui.cloud.api import MultisocketApi

        with self._making:
            if self._api is None:
                self._api = MultisocketApi(self._settings, self._wire, self._subscription_key, self._counted)
            return self._api
