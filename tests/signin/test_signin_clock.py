"""A clock that is wrong by more than a minute, seen in the answers' dates while signing in and renewing."""

from __future__ import annotations

import pytest
from signin_help import Clock, Drawer, NewAccount, attempt

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.problem import Kind
from multisocket_gui.home.skew import Skew
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.errors import ClockWrong, WrongToken

FAST, SLOW = 7_500.0, -420.0  # seconds that our clock is off; tokens live for an hour


@pytest.fixture
def told() -> list[float]:
    return []


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def account(new_account: NewAccount, told: list[float], drawer: Drawer) -> Account:
    return new_account(skew=Skew(told.append), vault=drawer)


@pytest.mark.parametrize(("off", "amount"), [(FAST, "+2 h 05 min"), (SLOW, "-7 min")])
def test_signing_in_with_a_wrong_clock_says_by_how_much(
    account: Account, drawer: Drawer, clock: Clock, told: list[float], off: float, amount: str
) -> None:
    clock.ahead = off
    with pytest.raises(ClockWrong) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.kind is Kind.CLOCK_WRONG
    assert caught.value.problem.detail == amount
    assert told == [pytest.approx(off, abs=20.0)]
    assert account.person is None
    assert drawer.content is None
    clock.ahead = 0.0
    assert account.sign_in(attempt()).name
    assert told[1:] == [0.0]


def test_it_is_said_without_anybody_to_hear_of_the_skew(new_account: NewAccount, clock: Clock) -> None:
    clock.ahead = FAST
    with pytest.raises(ClockWrong):
        new_account().sign_in(attempt())


def test_seconds_are_no_wrong_clock(account: Account, clock: Clock, told: list[float]) -> None:
    clock.ahead = -40.0
    assert account.sign_in(attempt()).name
    assert account.id_token(renew=True)
    assert told == []


def test_a_wrong_clock_that_no_token_suffers_from_stops_nobody(
    account: Account, clock: Clock, told: list[float]
) -> None:
    clock.ahead = 1_800.0
    assert account.sign_in(attempt()).name
    assert len(told) == 1


def test_a_token_out_of_time_by_a_right_clock_is_a_wrong_token(cloud: EmbeddedCloud, account: Account) -> None:
    cloud.knobs.token_skew_s = -FAST
    with pytest.raises(WrongToken) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == "exp"


def test_the_service_may_stamp_its_tokens_a_little_late(cloud: EmbeddedCloud, account: Account) -> None:
    cloud.knobs.token_skew_s = 90.0
    assert account.sign_in(attempt()).name


@pytest.mark.parametrize("off", [FAST, SLOW])
def test_the_person_stays_and_a_clock_that_is_set_right_is_all_it_takes(
    cloud: EmbeddedCloud, account: Account, clock: Clock, told: list[float], off: float
) -> None:
    """Each refresh token is good once: the newest must not be given up for a mistake of ours."""
    person = account.sign_in(attempt())
    clock.ahead = off
    for _ in range(2):
        with pytest.raises(ClockWrong):
            account.id_token(renew=True)
    assert account.person == person
    clock.ahead = 0.0
    assert account.id_token()
    assert account.id_token(renew=True)
    assert told[-1] == 0.0
    assert [call.status for call in cloud.signin_calls if call.operation == "Token"] == [200, 200, 200, 200]


def test_the_newest_tokens_outlive_a_wrong_clock(
    account: Account, new_account: NewAccount, drawer: Drawer, clock: Clock
) -> None:
    person = account.sign_in(attempt())
    clock.ahead = FAST
    with pytest.raises(ClockWrong):
        account.id_token(renew=True)
    clock.ahead = 0.0
    again = new_account(vault=drawer)
    assert again.restore() == person
    assert again.id_token(renew=True)
