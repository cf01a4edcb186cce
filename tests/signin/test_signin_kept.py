"""A sign-in that outlives the program: each new account here is the program's next start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import jwt
import keyring
import pytest
from keyrings import MemoryKeyring
from signin_help import Clock, Drawer, NewAccount, attempt, cancels_on_the_page, parameter, signs_in_as

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.signin.account import Account, Attempt
from multisocket_gui.signin.errors import (
    AccountGone,
    Cancelled,
    KeepingTrouble,
    KeyringLocked,
    KeyringSilent,
    SignedOut,
    SignInAgain,
    SignInError,
    Unreachable,
    VaultDamaged,
    VaultKeyLost,
    VaultUnwritable,
    WrongToken,
)
from multisocket_gui.signin.vault import Vault

OVER = 70.0  # seconds later, of a token that lives for 60
Start = Callable[..., Account]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def start(new_account: NewAccount, folder: Path, drawer: Drawer) -> Start:
    """The program starts, with the same drawer and mark each time."""
    return partial(new_account, vault=drawer, mark=folder / "signed-out")


@pytest.fixture
def sealed(new_account: NewAccount, folder: Path) -> Iterator[Start]:
    """The program starts, with the real vault and a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield lambda **given: new_account(vault=Vault(folder / "vault", "test"), mark=folder / "signed-out", **given)
    keyring.set_keyring(before)


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def prompt_of(account: Account) -> str | None:
    """What the next sign-in asks of the page; it succeeds."""
    links: list[str] = []
    account.sign_in(Attempt(links.append))
    return parameter(links[-1], "prompt")


# ---- The next start ----


def test_the_next_start_knows_the_person_without_asking_anybody(cloud: EmbeddedCloud, sealed: Start) -> None:
    first = sealed()
    person = first.sign_in(attempt())
    assert first.not_kept is None
    cloud.signin_calls.clear()
    cloud.knobs.refused = {"signin"}
    second = sealed()
    assert second.restore() == person
    assert second.person == person
    assert second.id_token() == first.id_token()
    assert second.not_kept is None
    assert cloud.signin_calls.arrived == 0


def test_nothing_of_it_can_be_read_in_the_file(cloud: EmbeddedCloud, sealed: Start, folder: Path) -> None:
    account = sealed()
    account.sign_in(attempt())
    account.id_token(renew=True)
    content = b"".join(each.read_bytes() for each in folder.iterdir())
    assert content
    secrets = [secret for _, secret in cloud.secrets()]
    assert len(secrets) >= 5
    assert not [secret for secret in secrets if secret.encode() in content]


def test_nothing_is_kept_of_nobody(start: Start, drawer: Drawer) -> None:
    assert start().restore() is None
    with pytest.raises(Cancelled):
        start(open_browser=cancels_on_the_page).sign_in(attempt())
    with pytest.raises(SignedOut):
        start().id_token()
    assert drawer.saves == 0


def test_restoring_who_is_signed_in_already_changes_nothing(start: Start) -> None:
    account = start()
    person = account.sign_in(attempt())
    token = account.id_token(renew=True)
    assert account.restore() == person
    assert account.id_token() == token


def test_the_start_reads_what_is_kept_without_msal(cloud: EmbeddedCloud, start: Start, drawer: Drawer) -> None:
    """Which takes 0.1 s, as requests does."""
    person = start().sign_in(attempt())
    assert drawer.content
    program = (
        "import sys\n"
        "from multisocket_gui.settings import Service, Wire\n"
        "from multisocket_gui.signin.account import Account\n"
        "class Vault:\n"
        f"    def load(self): return {drawer.content!r}\n"
        f"service = Service(authority={cloud.service.authority!r}, client_id={cloud.service.client_id!r})\n"
        "account = Account(service, Wire(), vault=Vault())\n"
        "print(account.restore().subject, bool(account.id_token()), {'msal', 'requests'} & set(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"{person.subject} True set()"


def test_a_kept_token_that_is_over_is_renewed(cloud: EmbeddedCloud, sealed: Start, clock: Clock) -> None:
    cloud.knobs.id_token_lifetime_s = 60.0
    first = sealed()
    person = first.sign_in(attempt())
    old = first.id_token()
    cloud.knobs.id_token_lifetime_s = 3600.0
    cloud.signin_calls.clear()
    clock.ahead = OVER
    second = sealed()
    assert second.restore() == person
    assert second.id_token() not in ("", old)
    assert [call.operation for call in cloud.signin_calls] == ["Discovery", "Token"]


def test_each_refresh_token_is_good_once_and_the_newest_is_kept(cloud: EmbeddedCloud, sealed: Start) -> None:
    person = sealed().sign_in(attempt())
    cloud.signin_calls.clear()
    for _ in range(4):
        account = sealed()
        assert account.restore() == person
        account.id_token(renew=True)
        newest = account.id_token(renew=True)
    renewals = [call.status for call in cloud.signin_calls if call.operation == "Token"]
    assert renewals == [200] * 8
    restored = sealed()
    restored.restore()
    assert restored.id_token() == newest


@pytest.mark.parametrize("operation", ["Discovery", "Token"])
@pytest.mark.parametrize("fault", ["server_error", "captive_portal", "reset_before"])
def test_whoever_starts_cut_off_stays_signed_in(
    cloud: EmbeddedCloud, start: Start, clock: Clock, operation: str, fault: str
) -> None:
    cloud.knobs.id_token_lifetime_s = 60.0
    person = start().sign_in(attempt())
    cloud.knobs.id_token_lifetime_s = 3600.0
    clock.ahead = OVER
    account = start()
    account.restore()
    cloud.knobs.fail_always(fault, on=operation)
    for _ in range(2):
        with pytest.raises(Unreachable):
            account.id_token()
    assert account.person == person
    cloud.knobs.heal()
    assert account.id_token()


# ---- A grant that is over ----


@pytest.mark.parametrize(("code", "trouble"), [("90129", SignInAgain), ("90128", AccountGone)])
def test_a_kept_grant_that_is_over_is_dropped_but_the_page_need_not_ask_who_it_is(
    cloud: EmbeddedCloud, sealed: Start, folder: Path, code: str, trouble: type[SignInError]
) -> None:
    sealed().sign_in(attempt())
    account = sealed()
    account.restore()
    cloud.knobs.fail_next(f"aadb2c:{code}", on="Token")
    with pytest.raises(trouble):
        account.id_token(renew=True)
    assert account.person is None
    assert left(folder) == []
    with pytest.raises(trouble):
        account.id_token()
    assert sealed().restore() is None
    assert prompt_of(account) is None
    assert sealed().restore()


# ---- Signing out ----


def test_signing_out_leaves_nothing_and_the_next_sign_in_asks_who_it_is(
    cloud: EmbeddedCloud, sealed: Start, folder: Path
) -> None:
    account = sealed()
    account.sign_in(attempt())
    account.id_token(renew=True)
    account.sign_out()
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("signed-out", b"")]
    with pytest.raises(SignedOut) as caught:
        account.id_token()
    assert caught.value.problem.kind is Kind.SIGNED_OUT
    again = sealed()
    assert again.restore() is None
    assert prompt_of(again) == "login"
    assert left(folder) == ["vault"]
    assert prompt_of(sealed()) is None


def test_even_where_nothing_is_kept_the_next_start_asks_who_it_is(start: Start, drawer: Drawer) -> None:
    drawer.there_is_a_keyring = False
    account = start()
    account.sign_in(attempt())
    account.sign_out()
    assert prompt_of(start()) == "login"
    assert prompt_of(start()) is None


def test_a_sign_in_that_fails_does_not_answer_who_it_is(start: Start) -> None:
    start().sign_out()
    with pytest.raises(Cancelled):
        start(open_browser=cancels_on_the_page).sign_in(attempt())
    assert prompt_of(start()) == "login"


def test_one_who_could_not_be_restored_can_be_signed_out(start: Start, drawer: Drawer) -> None:
    start().sign_in(attempt())
    drawer.loading = KeyringLocked()
    account = start()
    with pytest.raises(KeyringLocked):
        account.restore()
    account.sign_out()
    assert drawer.content is None


@pytest.mark.logs("cannot be removed")
def test_a_vault_that_cannot_be_emptied_brings_nobody_back(start: Start, drawer: Drawer) -> None:
    account = start()
    account.sign_in(attempt())
    drawer.clearing = VaultUnwritable("Read-only file system")
    with pytest.raises(VaultUnwritable):
        account.sign_out()
    assert drawer.content
    assert start().restore() is None
    drawer.clearing = None
    assert start().restore() is None
    assert drawer.content is None


def test_forgetting_the_computer_takes_the_key_too(start: Start, drawer: Drawer) -> None:
    account = start()
    account.sign_in(attempt())
    account.forget()
    assert (drawer.content, drawer.forgotten) == (None, 1)
    assert account.person is None
    assert prompt_of(start()) == "login"


# ---- Whose it is ----


def test_two_people_one_after_the_other(cloud: EmbeddedCloud, sealed: Start) -> None:
    camille = sealed().sign_in(attempt())
    other = next(user for user in cloud.home.users if user != cloud.home.demo_user)
    account = sealed(open_browser=signs_in_as(other.email, other.password))
    assert account.restore() == camille
    account.sign_out()
    sam = account.sign_in(attempt())
    assert sam.subject == other.id != camille.subject
    again = sealed()
    assert again.restore() == sam
    claims = jwt.decode(again.id_token(renew=True), options={"verify_signature": False})
    assert claims["sub"] == other.id


@pytest.mark.parametrize("field", ["client_id", "authority"])
def test_what_is_kept_for_another_service_is_nobody_here(start: Start, drawer: Drawer, field: str) -> None:
    start().sign_in(attempt())
    assert drawer.content
    kept = json.loads(drawer.content)
    drawer.content = json.dumps(kept | {field: kept[field] + "x"}).encode()
    assert start().restore() is None


@pytest.mark.parametrize("change", [{"version": 2}, {"version": "1"}])
def test_what_another_version_keeps_is_nobody_here(start: Start, drawer: Drawer, change: dict[str, object]) -> None:
    start().sign_in(attempt())
    assert drawer.content
    drawer.content = json.dumps(json.loads(drawer.content) | change).encode()
    assert start().restore() is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _kept: b"",
        lambda _kept: b"[]",
        lambda _kept: b"[" * 100_000,
        lambda _kept: b"\xff",
        lambda kept: json.dumps({name: value for name, value in kept.items() if name != "state"}).encode(),
        lambda kept: json.dumps(kept | {"state": None}).encode(),
        lambda kept: json.dumps(kept | {"id_token": 1}).encode(),
        lambda kept: json.dumps(kept | {"id_token": "e30.e30.e30"}).encode(),
    ],
)
def test_content_that_makes_no_sense_is_damage(
    start: Start, drawer: Drawer, spoil: Callable[[dict[str, object]], bytes]
) -> None:
    start().sign_in(attempt())
    assert drawer.content
    drawer.content = spoil(json.loads(drawer.content))
    account = start()
    with pytest.raises(VaultDamaged):
        account.restore()
    assert account.sign_in(attempt()).name
    assert start().restore()


# ---- A keyring that fails ----


@pytest.mark.parametrize("trouble", [KeyringLocked(), KeyringSilent("x"), VaultDamaged("seal"), VaultKeyLost()])
def test_what_cannot_be_opened_is_said_and_may_be_opened_later(
    start: Start, drawer: Drawer, trouble: KeepingTrouble
) -> None:
    person = start().sign_in(attempt())
    account = start()
    drawer.loading = trouble
    with pytest.raises(type(trouble)):
        account.restore()
    assert account.person is None
    drawer.loading = None
    assert account.restore() == person


def test_without_a_keyring_the_sign_in_ends_with_the_session(start: Start, drawer: Drawer) -> None:
    drawer.there_is_a_keyring = False
    account = start()
    account.sign_in(attempt())
    assert account.not_kept == Problem(Kind.NO_KEYRING)
    assert account.id_token(renew=True)
    account.sign_out()
    assert not account.not_kept
    assert start().restore() is None


@pytest.mark.logs("is not kept")
@pytest.mark.parametrize("trouble", [KeyringLocked(), KeyringSilent("x"), VaultUnwritable("Disk full")])
def test_a_keyring_that_fails_fails_no_sign_in(start: Start, drawer: Drawer, trouble: KeepingTrouble) -> None:
    drawer.saving = trouble
    account = start()
    assert account.sign_in(attempt()).name
    assert account.not_kept == trouble.problem
    assert start().restore() is None
    drawer.saving = None
    assert account.id_token(renew=True)
    assert not account.not_kept
    assert start().restore()


@pytest.mark.logs("is not kept")
def test_a_renewal_that_cannot_be_kept_is_good_for_the_session(start: Start, drawer: Drawer) -> None:
    account = start()
    account.sign_in(attempt())
    drawer.saving = KeyringLocked()
    token = account.id_token(renew=True)
    assert account.id_token() == account.id_token() == token
    assert drawer.saves == 2, "the keyring is asked once a renewal, not at each call"
    assert account.not_kept == Problem(Kind.KEYRING_LOCKED)


@pytest.mark.logs("is not kept", "cannot be removed")
@pytest.mark.parametrize("clearing", [None, VaultUnwritable("Read-only file system")])
def test_whoever_cannot_be_kept_does_not_leave_the_one_before(
    cloud: EmbeddedCloud, start: Start, drawer: Drawer, clearing: KeepingTrouble | None
) -> None:
    start().sign_in(attempt())
    other = next(user for user in cloud.home.users if user != cloud.home.demo_user)
    drawer.saving, drawer.clearing = KeyringLocked(), clearing
    start(open_browser=signs_in_as(other.email, other.password)).sign_in(attempt())
    assert start().restore() is None


# ---- Tokens that fail a check ----


@pytest.mark.parametrize(
    ("fault", "claim"),
    [("foreign_aud", "aud"), ("foreign_iss", "iss"), ("past_exp", "exp"), ("foreign_nonce", "nonce")],
)
def test_tokens_that_fail_a_check_are_kept_nowhere(
    cloud: EmbeddedCloud, start: Start, drawer: Drawer, fault: str, claim: str
) -> None:
    cloud.knobs.fail_next(fault, on="Token")
    account = start()
    with pytest.raises(WrongToken) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == claim
    assert account.person is None
    assert drawer.content is None


@pytest.mark.parametrize(
    ("fault", "claim"),
    [("foreign_aud", "aud"), ("foreign_iss", "iss"), ("past_exp", "exp"), ("foreign_sub", "sub")],
)
def test_renewed_tokens_that_fail_a_check_replace_nothing(
    cloud: EmbeddedCloud, start: Start, drawer: Drawer, fault: str, claim: str
) -> None:
    """A refresh token that is good more than once shows whether the one at hand is still the old one."""
    cloud.knobs.refresh_tokens_reusable = True
    account = start()
    person = account.sign_in(attempt())
    first, kept = account.id_token(), drawer.content
    before = dict(cloud.grants._refresh)
    cloud.knobs.fail_next(fault, on="Token")
    with pytest.raises(WrongToken) as caught:
        account.id_token(renew=True)
    assert caught.value.problem.detail == claim
    assert account.person == person
    assert account.id_token() == first
    assert drawer.content == kept
    for name in set(cloud.grants._refresh) - set(before):
        del cloud.grants._refresh[name]
    assert account.id_token(renew=True)
    assert start().restore() == person
