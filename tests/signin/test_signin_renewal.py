"""A valid ID token, always."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from signin_help import Clock, NewAccount, attempt

from multisocket_gui.demo import provider
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.errors import Misconfigured, SignedOut, SignInAgain, Unreachable, WrongToken

ALMOST_OVER = 40.0  # seconds later, of a first token that lives for 60
OVER = 70.0


@pytest.fixture
def account(cloud: EmbeddedCloud, new_account: NewAccount) -> Account:
    """Somebody is signed in with a token of one minute; the next tokens live for an hour."""
    account = new_account()
    cloud.knobs.id_token_lifetime_s = 60.0
    account.sign_in(attempt())
    cloud.knobs.id_token_lifetime_s = 3600.0
    cloud.signin_calls.clear()
    return account


def at_once(count: int, ask: Callable[[], str]) -> list[str | Exception]:
    """What `count` threads get that ask at the same moment."""
    barrier = Barrier(count)

    def one() -> str:
        barrier.wait(10)
        return ask()

    with ThreadPoolExecutor(count) as pool:
        asked = [pool.submit(one) for _ in range(count)]
        return [each.exception(30) or each.result() for each in asked]  # type: ignore[misc]  # only Exceptions here


def test_a_fresh_token_costs_nothing(cloud: EmbeddedCloud, account: Account) -> None:
    assert account.id_token() == account.id_token()
    assert cloud.signin_calls.arrived == 0


def test_near_its_end_it_is_renewed_once_for_all(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    first = account.id_token()
    clock.ahead = ALMOST_OVER
    tokens = at_once(8, account.id_token)
    assert len(set(tokens)) == 1
    assert first not in tokens
    assert [call.operation for call in cloud.signin_calls] == ["Token"]


def test_refused_by_the_api_it_is_renewed_once_for_all(cloud: EmbeddedCloud, account: Account) -> None:
    refused = account.id_token()
    cloud.knobs.signin_latency_s = 1.0
    tokens = at_once(8, lambda: account.id_token(renew=True))
    assert len(set(tokens)) == 1
    assert refused not in tokens
    assert cloud.signin_calls.arrived == 1


def test_the_refresh_token_changes_each_time(cloud: EmbeddedCloud, account: Account) -> None:
    for _ in range(3):
        account.id_token(renew=True)
    assert [call.status for call in cloud.signin_calls] == [200, 200, 200]


@pytest.mark.logs("cannot be renewed")
def test_cut_off_with_time_left_the_old_one_is_used(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    first = account.id_token()
    clock.ahead = ALMOST_OVER
    cloud.knobs.fail_always("unavailable", on="Token")
    assert account.id_token() == first
    assert account.id_token() == first
    assert cloud.signin_calls.arrived == 1, "one try, then a pause"
    cloud.knobs.heal()
    clock.ahead += 11.0  # seconds: the pause is over, and the first token nearly so
    assert account.id_token() != first


def test_cut_off_with_no_time_left_the_person_stays(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    person = account.person
    clock.ahead = OVER
    cloud.knobs.refused = {"signin"}
    with pytest.raises(Unreachable):
        account.id_token()
    assert account.person == person
    cloud.knobs.refused = frozenset()
    assert account.id_token()


@pytest.mark.parametrize(
    "fault",
    ["server_error", "unavailable", "bad_gateway", "captive_portal", "timeout", "forbidden", "rate", "reset_before"],
)
def test_trouble_at_the_token_endpoint_passes(cloud: EmbeddedCloud, account: Account, clock: Clock, fault: str) -> None:
    clock.ahead = OVER
    cloud.knobs.fail_next(fault, on="Token")
    with pytest.raises(Unreachable):
        account.id_token()
    assert account.id_token()


@pytest.mark.logs("cannot be renewed")
def test_the_service_is_left_alone_as_long_as_it_asks(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    """Its 429 names a time; the token at hand is good for some of it."""
    first = account.id_token()
    clock.ahead = ALMOST_OVER
    cloud.knobs.fail_next("rate", on="Token")
    assert account.id_token() == first
    clock.ahead += 11.0  # seconds: longer than the pause that we would make
    assert account.id_token() == first
    assert cloud.signin_calls.arrived == 1
    clock.ahead = OVER
    assert account.id_token() != first, "without a token it is asked all the same"


def test_a_renewal_whose_answer_is_lost_may_cost_the_grant(
    cloud: EmbeddedCloud, account: Account, clock: Clock
) -> None:
    """The service here takes a refresh token once: it has been spent, and the next one never arrived."""
    clock.ahead = OVER
    cloud.knobs.fail_next("half", on="Token")
    with pytest.raises(Unreachable):
        account.id_token()
    with pytest.raises(SignedOut):
        account.id_token()


def test_all_who_wait_share_the_failure(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    clock.ahead = OVER
    cloud.knobs.signin_latency_s = 1.0
    cloud.knobs.fail_always("server_error", on="Token")
    outcomes = at_once(8, account.id_token)
    assert {type(outcome) for outcome in outcomes} == {Unreachable}
    assert cloud.signin_calls.arrived == 1


def test_refused_by_the_api_and_cut_off_the_refused_one_is_not_used(cloud: EmbeddedCloud, account: Account) -> None:
    cloud.knobs.fail_next("server_error", on="Token")
    with pytest.raises(Unreachable):
        account.id_token(renew=True)
    assert account.person


def test_a_grant_that_is_over_signs_out(cloud: EmbeddedCloud, account: Account, clock: Clock) -> None:
    clock.ahead = ALMOST_OVER
    cloud.grants.revoke_all()
    outcomes = at_once(8, account.id_token)
    assert {type(outcome) for outcome in outcomes} == {SignInAgain}
    assert account.person is None
    assert cloud.signin_calls.arrived == 1
    account.sign_in(attempt())
    assert account.id_token()


def test_a_service_that_gives_no_refresh_token(cloud: EmbeddedCloud, account: Account) -> None:
    cloud.knobs.refresh_token_lifetime_s = -1.0
    account.id_token(renew=True)
    with pytest.raises(SignedOut):
        account.id_token(renew=True)


@pytest.mark.logs("cannot be renewed")
def test_a_renewed_token_is_checked_too(
    cloud: EmbeddedCloud, account: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = account.id_token()
    clock.ahead = ALMOST_OVER
    with monkeypatch.context() as patched:
        patched.setattr(cloud._mint, "_client_id", "another-client")  # the service itself never does this
        with pytest.raises(WrongToken):
            account.id_token(renew=True)
        assert account.id_token() == first
    assert account.person


def test_a_renewed_token_is_the_same_persons(cloud: EmbeddedCloud, account: Account) -> None:
    other = next(user for user in cloud.home.users if user != cloud.home.demo_user)
    granted = cloud.grants._refresh  # the service itself never swaps them
    granted.update({name: replace(grant, user=other) for name, grant in granted.items()})
    with pytest.raises(WrongToken) as caught:
        account.id_token(renew=True)
    assert caught.value.problem.detail == "sub"
    assert account.person
    assert account.person.subject == cloud.home.demo_user.id


def test_an_error_is_not_repeated_from_memory(
    cloud: EmbeddedCloud, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MSAL would, for a minute. The application is unknown for a moment only; nobody is signed out for it."""
    with monkeypatch.context() as patched:
        patched.setattr(provider, "CLIENT_ID", "another-client")
        with pytest.raises(Misconfigured) as caught:
            account.id_token(renew=True)
    assert caught.value.problem.detail.startswith("AADB2C")
    assert account.id_token(renew=True)


def test_signing_out_during_a_renewal_is_final(cloud: EmbeddedCloud, account: Account) -> None:
    cloud.knobs.signin_latency_s = 0.3
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(account.id_token, renew=True)
        cloud.signin_calls.wait_for(lambda calls: calls.arrived == 1)
        account.sign_out()
        with pytest.raises(SignedOut):
            renewing.result(10)
    assert account.person is None
