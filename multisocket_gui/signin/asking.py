"""Asking the person in: the page in the browser, the answer that comes back, and what some answers want done first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from multisocket_gui.settings import Service
from multisocket_gui.signin.attempt import Attempt
from multisocket_gui.signin.errors import Misconfigured, SignInError
from multisocket_gui.signin.loopback import Listener
from multisocket_gui.signin.msal_client import Client, Result, error_of
from multisocket_gui.signin.page import PageTexts
from multisocket_gui.signin.refusal import FORGOTTEN, INTERNAL, NO_SESSION, code_of, refusal


@dataclass(frozen=True, slots=True)
class Asking:
    """`timeout` is how many seconds the person has on each page."""

    service: Service
    texts: PageTexts
    timeout: float
    open_browser: Callable[[str], bool]
    new_client: Callable[[Service], Client]

    def sign_in(self, attempt: Attempt, prompt: str | None) -> tuple[Client, Result]:
        """The tokens of whoever signed in, unchecked, and their client. Raises what came of it otherwise.

        Some answers are acted upon, each once: who forgot the password may change it, whose browser knows nobody is
        shown the page, and what broke inside the service is tried again.
        """
        acted_upon: set[str] = set()
        while True:
            client = self.new_client(self.service)
            try:
                return client, client.redeem(*self._ask(client, attempt, prompt))
            except SignInError as trouble:
                client.empty()
                code = code_of(trouble)
                if code in acted_upon or not self._can_act_upon(code):
                    raise
            acted_upon.add(code)
            if code == FORGOTTEN:
                self._change_password(attempt)
            if code != INTERNAL:
                prompt = "login"

    def _can_act_upon(self, code: str) -> bool:
        return code in (NO_SESSION, INTERNAL) or (code == FORGOTTEN and bool(self.service.reset_policy))

    def _change_password(self, attempt: Attempt) -> None:
        """Through the policy for it. Its answer names a person too, but is no sign-in: the page comes after it."""
        place = self.service.authority.rpartition("/")[0]
        client = self.new_client(replace(self.service, authority=f"{place}/{self.service.reset_policy}"))
        try:
            self._ask(client, attempt, None)
        except Misconfigured as error:
            if error.problem.detail == "authority":
                raise Misconfigured("reset_policy") from error
            raise

    def _ask(self, client: Client, attempt: Attempt, prompt: str | None) -> tuple[dict[str, Any], dict[str, str]]:
        """Show the page of `client`'s policy and wait for what it answers. Raises what `refusal` makes of an error."""
        attempt.check()
        client.open()
        attempt.check()
        with Listener(self.service.redirect_port) as listener, attempt.ending(listener.cancel):
            flow = client.page(listener.reply_url, prompt)
            link = flow["auth_uri"]
            attempt.tell(link)
            answer = listener.wait(
                flow["state"],
                texts=self.texts,
                timeout=self.timeout,
                meanwhile=lambda: attempt.show(link, self.open_browser),
            )
        attempt.check()
        if "error" in answer:
            raise refusal(*error_of(answer))
        return flow, answer
