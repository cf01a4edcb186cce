"""The service as the jobs see it: the API with a valid ID token and the subscription key put to every call."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

from multisocket_gui.home.model import Selector
from multisocket_gui.home.quota import Allowance, Purpose
from multisocket_gui.settings import Service as ServiceSettings
from multisocket_gui.settings import Wire

from .ledger import Ledgers, SharedLedger

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
        ledgers: Ledgers,
        allowance: Callable[[], Allowance],
        heard: Callable[[str | None, float, float, str | None], None] | None = None,
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._tokens = tokens
        self._subscription_key = subscription_key
        self._ledgers = ledgers
        self._allowance = allowance
        self._heard = heard
        self._api: MultisocketApi | None = None
        self._making = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Signed out: a job that has not sent its write by now never will."""
        self._closed = True

    def read(self, plant_id: str, selector: Selector, purpose: Purpose) -> tuple[Plug, ...]:
        """GetPlugStatus. Raises the trees of `cloud.errors` and `signin.errors`, and `NotTaken`."""

        def call(api: MultisocketApi, token: str) -> tuple[Plug, ...]:
            with self._counted(purpose, lambda: None) as leave:
                return api.get_plug_status(token, plant_id, selector, leave)

        return self._with_token(call)

    def write(
        self,
        plant_id: str,
        selector: Selector,
        status: tuple[bool, ...],
        purpose: Purpose,
        last_word: Callable[[], None],
    ) -> None:
        """SetPlugStatus; `last_word` may still raise, when the token is there and nothing was sent.

        Raises the trees of `cloud.errors` and `signin.errors`, `NotTaken`, and what `last_word` raises.
        """

        def call(api: MultisocketApi, token: str) -> None:
            with self._counted(purpose, last_word) as leave:
                api.set_plug_status(token, plant_id, selector, status, leave)

        self._with_token(call)

    @contextlib.contextmanager
    def _counted(self, purpose: Purpose, last_word: Callable[[], None]) -> Iterator[Callable[[], None]]:
        """One call in the ledger: counted by what is to be called just before it leaves, corrected by its answer."""
        from multisocket_gui.cloud.errors import Busy, NotSent, QuotaUsedUp

        ledger = self._ledgers.of(self._settings.api_url, self._subscription_key() or "")
        entry = _Entry(ledger)

        def leave() -> None:
            entry.take(purpose, self._allowance())
            self._not_closed()
            last_word()
            entry.left = True

        try:
            yield leave
        except QuotaUsedUp as error:
            ledger.used_up(error.problem.until)
            raise
        except Busy as error:
            ledger.busy(error.problem.until)
            raise
        except NotSent:
            entry.left = False
            raise
        finally:
            entry.close()

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
        self._not_closed()
        return token

    def _not_closed(self) -> None:
        if self._closed:
            from multisocket_gui.signin.errors import SignedOut

            raise SignedOut

    def _the_api(self) -> MultisocketApi:
        from multisocket_gui.cloud.api import MultisocketApi

        with self._making:
            if self._api is None:
                self._api = MultisocketApi(self._settings, self._wire, self._subscription_key, self._heard)
            return self._api


class _Entry:
    """A call's place in the ledger; given back at the end where the call certainly never left."""

    def __init__(self, ledger: SharedLedger) -> None:
        self._ledger = ledger
        self._taken = False
        self.left = False

    def take(self, purpose: Purpose, allowance: Allowance) -> None:
        self._ledger.take(purpose, allowance)
        self._taken = True

    def close(self) -> None:
        if self._taken and not self.left:
            self._ledger.give_back()
