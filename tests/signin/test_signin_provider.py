"""Signing in at an OpenID provider that others wrote: npm's oidc-provider, over real HTTPS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import jwt
import pytest
import requests
from openid_provider import OpenIdProvider, Person, running_provider
from signin_help import attempt

from multisocket_gui.settings import Wire
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.errors import Cancelled, SignInAgain

RENEWED = "grant.success refresh_token"
NewAccount = Callable[..., Account]


class Kept:
    """What is kept between two starts of the program; how it is sealed is not what is tested here."""

    def __init__(self, content: bytes | None = None) -> None:
        self.content = content

    def load(self) -> bytes | None:
        return self.content

    def save(self, content: bytes) -> bool:
        self.content = content
        return True

    def clear(self) -> None:
        self.content = None

    forget = clear


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[OpenIdProvider]:
    with running_provider(tmp_path) as running:
        yield running


@pytest.fixture
def ada(provider: OpenIdProvider) -> Person:
    return Person("ada", provider.ca_file)


@pytest.fixture
def new_account(provider: OpenIdProvider, ada: Person, tmp_path: Path) -> NewAccount:
    """Make an account, as the program does when it starts. Ada has the browser; `open_browser` is what she does."""

    def make(
        open_browser: Callable[[str], bool] = ada.signs_in, *, vault: Kept | None = None, port: int = 0
    ) -> Account:
        service = replace(provider.service, redirect_port=port)
        wire = Wire(provider.ca_file, trust_env=False)
        mark = tmp_path / "account" / "signed-out"
        return Account(service, wire, vault=vault or Kept(), mark=mark, open_browser=open_browser, answer_timeout=30.0)

    return make


def test_a_person_signs_in_with_a_token_that_the_provider_signed(
    provider: OpenIdProvider, new_account: NewAccount
) -> None:
    account = new_account()
    person = account.sign_in(attempt())
    assert (person.name, person.subject) == ("ada of the tests", "ada")
    claims = _claims(account.id_token(), provider)
    assert claims["sub"] == "ada"
    assert provider.grants() == ["grant.success authorization_code"]


def test_a_fixed_port_serves_again_and_again(new_account: NewAccount, free_port: int) -> None:
    account = new_account(port=free_port)
    assert {account.sign_in(attempt()).subject for _ in range(3)} == {"ada"}


def test_each_renewal_uses_the_refresh_token_that_the_last_one_brought(
    provider: OpenIdProvider, new_account: NewAccount
) -> None:
    account = new_account()
    account.sign_in(attempt())
    for _ in range(3):  # a refresh token that is used twice ends the grant
        _claims(account.id_token(renew=True), provider)
    assert provider.grants() == ["grant.success authorization_code", RENEWED, RENEWED, RENEWED]


def test_eight_that_ask_at_once_use_no_refresh_token_twice(provider: OpenIdProvider, new_account: NewAccount) -> None:
    account = new_account()
    account.sign_in(attempt())
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: account.id_token(renew=True), range(8)))
    assert tokens == {account.id_token()}
    renewals = provider.grants()[1:]
    assert renewals
    assert set(renewals) == {RENEWED}


def test_the_next_start_goes_on_with_what_was_kept(provider: OpenIdProvider, new_account: NewAccount) -> None:
    vault = Kept()
    new_account(vault=vault).sign_in(attempt())
    for _ in range(2):  # the second start has what the first one's renewal brought
        account = new_account(vault=vault)
        before = provider.grants()
        person = account.restore()
        assert person
        assert person.subject == "ada"
        assert provider.grants() == before
        _claims(account.id_token(renew=True), provider)
        assert provider.grants() == [*before, RENEWED]


def test_an_older_copy_of_what_is_kept_opens_nothing_and_ends_the_grant(
    provider: OpenIdProvider, new_account: NewAccount
) -> None:
    vault = Kept()
    account = new_account(vault=vault)
    account.sign_in(attempt())
    copied = new_account(vault=Kept(vault.content))
    account.id_token(renew=True)
    copied.restore()
    for each in (copied, account):
        with pytest.raises(SignInAgain):
            each.id_token(renew=True)
        assert each.person is None
    assert account.sign_in(attempt()).subject == "ada"


def test_who_signed_out_is_asked_who_they_are_even_after_a_restart(ada: Person, new_account: NewAccount) -> None:
    vault = Kept()
    account = new_account(vault=vault)
    account.sign_in(attempt())
    account.sign_in(attempt())
    assert ada.seen.count("login") == 1  # the browser is known
    account.sign_out()
    account = new_account(vault=vault)
    assert account.restore() is None
    account.sign_in(attempt())
    assert ada.seen.count("login") == 2


def test_cancel_on_its_page_and_then_sign_in(provider: OpenIdProvider, ada: Person, new_account: NewAccount) -> None:
    answers = [ada.gives_up, ada.signs_in]
    account = new_account(lambda link: answers.pop(0)(link))
    with pytest.raises(Cancelled):
        account.sign_in(attempt())
    assert (account.person, provider.grants(), ada.seen) == (None, [], ["cancelled"])
    assert account.sign_in(attempt()).subject == "ada"


def _claims(token: str, provider: OpenIdProvider) -> dict[str, object]:
    """What the token says, once its signature is found to be the provider's."""
    place = f"{provider.service.authority}/v2.0/jwks"
    with requests.get(place, verify=str(provider.ca_file), timeout=10) as answer:
        key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, object] = jwt.decode(token, key, algorithms=["RS256"], audience=provider.service.client_id)
    return claims
