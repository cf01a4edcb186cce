"""Each code of Azure AD B2C over the wire: on the page, for a code, and for a refresh token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from signin_help import NewAccount, attempt, parameter, signs_in

from multisocket_gui.demo.authority import RESET_POLICY
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.visitor import visit
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.errors import (
    AccountGone,
    Cancelled,
    Misconfigured,
    NoAnswer,
    PasswordForgotten,
    Refused,
    SignedOut,
    SignInAgain,
    SignInError,
    SignInTrouble,
    Unreachable,
)

Rows = dict[str, type[SignInError]]
GRANT_OVER = dict.fromkeys(("90080", "90129"), SignInAgain)
ACCOUNT_GONE = dict.fromkeys(("90128", "90088", "90087", "90279"), AccountGone)
LATER = dict.fromkeys(("90035", "90244", "90289", "90037"), Unreachable)
SETTINGS = dict.fromkeys(("90008", "90012", "90018", "90086", "90182", "90205", "99015"), Misconfigured)
ON_THE_WAY_IN: Rows = {
    **dict.fromkeys(("90091", "90273"), Cancelled),
    "90118": PasswordForgotten,
    "90077": Refused,
    "90085": SignInTrouble,
    **GRANT_OVER,
    **ACCOUNT_GONE,
    **LATER,
    **SETTINGS,
}
WHEN_RENEWING: Rows = {
    **dict.fromkeys(("90091", "90273", "90118", "90077"), SignInAgain),
    "90085": Unreachable,
    **GRANT_OVER,
    **ACCOUNT_GONE,
    **LATER,
    **SETTINGS,
}
NEW = "another-socket"


@pytest.fixture(scope="module")
def one_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    with EmbeddedCloud.start(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@pytest.fixture
def cloud(one_cloud: EmbeddedCloud) -> Iterator[EmbeddedCloud]:
    """One for all tests here: there are many, and each start makes keys."""
    yield one_cloud
    one_cloud.knobs.heal()
    one_cloud.signin_calls.clear()
    one_cloud.people.change_password(one_cloud.home.demo_user, one_cloud.service.password)


def tells(trouble: SignInError, code: str) -> bool:
    """Whether the detail is the code and the correlation id, and nothing of what the service said besides."""
    return bool(
        re.fullmatch(rf"AADB2C{code} [0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}", trouble.problem.detail)
    )


@pytest.mark.parametrize("operation", ["Authorize", "Token"])
@pytest.mark.parametrize(("code", "trouble"), ON_THE_WAY_IN.items())
def test_on_the_way_in(
    cloud: EmbeddedCloud, new_account: NewAccount, code: str, trouble: type[SignInError], operation: str
) -> None:
    cloud.knobs.fail_always(f"aadb2c:{code}", on=operation)
    account = new_account()
    with pytest.raises(trouble) as caught:
        account.sign_in(attempt())
    assert type(caught.value) is trouble
    assert tells(caught.value, code)
    assert account.person is None
    cloud.knobs.heal()
    assert account.sign_in(attempt()).name == cloud.home.demo_user.name


@pytest.mark.parametrize(("code", "trouble"), WHEN_RENEWING.items())
def test_when_renewing(cloud: EmbeddedCloud, account: Account, code: str, trouble: type[SignInError]) -> None:
    cloud.knobs.fail_always(f"aadb2c:{code}", on="Token")
    with pytest.raises(trouble) as caught:
        account.id_token(renew=True)
    assert type(caught.value) is trouble
    assert tells(caught.value, code)
    assert (account.person is None) is issubclass(trouble, SignedOut)
    cloud.knobs.heal()
    if account.person:
        assert account.id_token(renew=True)
    else:
        assert account.sign_in(attempt()).name == cloud.home.demo_user.name


@pytest.fixture
def account(new_account: NewAccount) -> Account:
    """Somebody's, who is signed in."""
    account = new_account()
    account.sign_in(attempt())
    return account


@pytest.mark.parametrize("code", ["90006", "90007"])
def test_what_b2c_shows_in_the_browser_alone_is_answered_by_the_reply_url_to_register(
    cloud: EmbeddedCloud, new_account: NewAccount, free_port: int, code: str
) -> None:
    cloud.knobs.fail_next(f"aadb2c:{code}", on="Authorize")
    account = new_account(answer_timeout=0.2, redirect_port=free_port)
    with pytest.raises(NoAnswer) as caught:
        account.sign_in(attempt())
    assert urlsplit(caught.value.problem.detail).port == free_port


class Page:
    """A browser that keeps what it is shown, and does what a person does there who forgot the password so often."""

    def __init__(self, forgets: int = 1, on_reset: str = "change") -> None:
        self.links: list[str] = []
        self._forgets = forgets
        self._on_reset = on_reset

    def __call__(self, link: str) -> bool:
        self.links.append(link)
        if f"/{RESET_POLICY}/" in link:
            visit(link, self._on_reset, {"password": NEW, "again": NEW})
        else:
            visit(link, "forgot" if self._forgets > 0 else "sign-in")
            self._forgets -= 1
        return True

    def policies(self) -> list[str]:
        """The policy of each page that was shown."""
        return [urlsplit(link).path.split("/")[2] for link in self.links]


@pytest.mark.parametrize(("code", "prompt"), [("90085", None), ("90077", "login")])
def test_what_trying_once_more_can_mend_is_tried_once_more(
    cloud: EmbeddedCloud, new_account: NewAccount, code: str, prompt: str | None
) -> None:
    links: list[str] = []
    account = new_account(open_browser=lambda link: not links.append(link) and signs_in(link))
    cloud.knobs.fail_next(f"aadb2c:{code}", on="Authorize")
    assert account.sign_in(attempt()).name == cloud.home.demo_user.name
    assert [parameter(link, "prompt") for link in links] == [None, prompt]


def test_a_forgotten_password_is_changed_where_that_is_set_up(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    page = Page()
    person = new_account(open_browser=page, reset_policy=RESET_POLICY).sign_in(attempt())
    assert person.name == cloud.home.demo_user.name
    sign_in = urlsplit(cloud.service.authority).path.split("/")[2]
    assert page.policies() == [sign_in, RESET_POLICY, sign_in]
    assert parameter(page.links[-1], "prompt") == "login"
    assert cloud.people.with_password(cloud.service.user, NEW)


def test_a_new_password_may_be_given_up(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    page = Page(on_reset="cancel")
    account = new_account(open_browser=page, reset_policy=RESET_POLICY)
    with pytest.raises(Cancelled):
        account.sign_in(attempt())
    assert len(page.links) == 2
    assert account.sign_in(attempt()).name == cloud.home.demo_user.name


def test_who_forgets_again_and_again_is_told(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    page = Page(forgets=2)
    with pytest.raises(PasswordForgotten):
        new_account(open_browser=page, reset_policy=RESET_POLICY).sign_in(attempt())
    assert len(page.links) == 3


def test_a_policy_that_does_not_exist_is_a_setting_to_mend(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    account = new_account(open_browser=Page(), reset_policy="B2C_1_nobodys")
    with pytest.raises(Misconfigured) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == "reset_policy"
