"""Signing out while something else is under way: nothing of the old sign-in comes back, in memory or in the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Event, Lock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signin_help import Clock, Drawer, NewAccount, attempt

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.signin.account import Account
from multisocket_gui.signin.errors import Cancelled, SignedOut, SignInAgain, SignInError

PATIENCE = 20.0


class Gate:
    """Holds the first thread that comes through it until it is opened."""

    def __init__(self) -> None:
        self._reached, self._opened = Event(), Event()

    def hold(self) -> None:
        if not self._reached.is_set():
            self._reached.set()
            assert self._opened.wait(PATIENCE)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Somebody stands in it."""
        assert self._reached.wait(PATIENCE)
        try:
            yield
        finally:
            self._opened.set()


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def start(new_account: NewAccount, drawer: Drawer, tmp_path: Path) -> Callable[[], Account]:
    return lambda: new_account(vault=drawer, mark=tmp_path / "signed-out")


@pytest.fixture
def account(start: Callable[[], Account]) -> Account:
    """Somebody is signed in, and kept."""
    account = start()
    account.sign_in(attempt())
    return account


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def assert_nobody(account: Account, start: Callable[[], Account], drawer: Drawer) -> None:
    assert account.person is None
    with pytest.raises(SignedOut):
        account.id_token()
    assert drawer.content is None
    assert start().restore() is None


def test_while_a_renewal_is_on_the_wire(
    cloud: EmbeddedCloud, account: Account, start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor
) -> None:
    cloud.knobs.signin_latency_s = 0.3
    cloud.signin_calls.clear()
    renewing = pool.submit(account.id_token, renew=True)
    cloud.signin_calls.wait_for(lambda calls: calls.arrived == 1)
    account.sign_out()
    with pytest.raises(SignedOut):
        renewing.result(PATIENCE)
    assert_nobody(account, start, drawer)


@pytest.mark.parametrize("fault", ["server_error", "past_exp", "invalid_grant"])
def test_while_a_renewal_fails_on_the_wire(
    cloud: EmbeddedCloud,
    account: Account,
    start: Callable[[], Account],
    drawer: Drawer,
    pool: ThreadPoolExecutor,
    fault: str,
) -> None:
    """The token at hand would still be good, but it is nobody's any more."""
    cloud.knobs.signin_latency_s = 0.3
    cloud.knobs.fail_next(fault, on="Token")
    cloud.signin_calls.clear()
    renewing = pool.submit(account.id_token, renew=True)
    cloud.signin_calls.wait_for(lambda calls: calls.arrived == 1)
    account.sign_out()
    with pytest.raises(SignedOut):
        renewing.result(PATIENCE)
    assert_nobody(account, start, drawer)


def test_while_a_renewal_is_being_kept(
    account: Account, start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor
) -> None:
    gate = Gate()
    drawer.before_save = gate.hold
    renewing = pool.submit(account.id_token, renew=True)
    with gate.held():
        leaving = pool.submit(account.sign_out)
    leaving.result(PATIENCE)
    assert renewing.exception(PATIENCE) is None, "it was renewed before"
    assert_nobody(account, start, drawer)


def test_nobody_else_waits_for_the_keyring(account: Account, drawer: Drawer, pool: ThreadPoolExecutor) -> None:
    """It may be asking the person to unlock it, for minutes."""
    gate = Gate()
    drawer.before_save = gate.hold
    renewing = pool.submit(account.id_token, renew=True)
    with gate.held():
        others = [pool.submit(account.id_token) for _ in range(4)]
        others.append(pool.submit(account.id_token, renew=True))
        assert all(each.result(PATIENCE) for each in others)
        saves = drawer.saves
    renewing.result(PATIENCE)
    assert (saves, drawer.saves) == (2, 3), "what was renewed meanwhile is kept by whoever was at it"


def test_while_a_sign_in_is_being_kept(start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor) -> None:
    gate = Gate()
    drawer.before_save = gate.hold
    account = start()
    signing_in = pool.submit(account.sign_in, attempt())
    with gate.held():
        leaving = pool.submit(account.sign_out)
    leaving.result(PATIENCE)
    assert signing_in.exception(PATIENCE) is None
    assert_nobody(account, start, drawer)


def test_while_the_kept_one_is_being_looked_for(
    account: Account, start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor
) -> None:
    gate, load = Gate(), drawer.load

    def slowly() -> bytes | None:
        content = load()
        gate.hold()
        return content

    drawer.load = slowly  # type: ignore[method-assign]  # the keyring asks the person first
    again = start()
    restoring = pool.submit(again.restore)
    with gate.held():
        leaving = pool.submit(again.sign_out)
    leaving.result(PATIENCE)
    restoring.result(PATIENCE)
    assert_nobody(again, start, drawer)


def test_whoever_is_asked_for_the_kept_one_may_sign_in_meanwhile(
    cloud: EmbeddedCloud,
    account: Account,
    start: Callable[[], Account],
    drawer: Drawer,
    pool: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The keyring's question may stay unanswered for long, or lie behind another window."""
    monkeypatch.setattr("multisocket_gui.signin.account._WAIT_TO_KEEP", 0.05)
    gate, load = Gate(), drawer.load

    def asks() -> bytes | None:
        gate.hold()
        return load()

    monkeypatch.setattr(drawer, "load", asks)
    account.sign_out()
    again = start()
    account.sign_in(attempt())
    restoring = pool.submit(again.restore)
    with gate.held():
        person = pool.submit(again.sign_in, attempt()).result(PATIENCE)
        assert again.not_kept == Problem(Kind.KEYRING_LOCKED)
        newest = again.id_token()
    assert restoring.result(PATIENCE) == person
    assert not again.not_kept
    last = start()
    assert last.restore() == person
    assert last.id_token() == newest


def test_who_signs_out_while_the_keyring_asks_stays_out_whatever_happens_then(
    account: Account, start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor, tmp_path: Path
) -> None:
    """The program may be killed before the answer comes."""
    gate = Gate()
    drawer.before_save = gate.hold
    renewing = pool.submit(account.id_token, renew=True)
    with gate.held():
        leaving = pool.submit(account.sign_out)
        mark = tmp_path / "signed-out"
        while not mark.exists():
            assert not leaving.done()
        assert account.person is None
    leaving.result(PATIENCE)
    renewing.result(PATIENCE)
    assert_nobody(account, start, drawer)


def test_an_old_renewal_that_is_kept_late_does_not_replace_the_next_person(
    cloud: EmbeddedCloud, account: Account, start: Callable[[], Account], drawer: Drawer, pool: ThreadPoolExecutor
) -> None:
    gate = Gate()
    drawer.before_save = gate.hold
    renewing = pool.submit(account.id_token, renew=True)
    with gate.held():
        leaving = pool.submit(account.sign_out)
        coming = pool.submit(account.sign_in, attempt())
        cloud.signin_calls.wait_for(lambda calls: calls.arrived >= 4)
    leaving.result(PATIENCE)
    renewing.result(PATIENCE)
    try:
        person = coming.result(PATIENCE)
    except Cancelled:  # the sign-out came while it was on its way
        assert_nobody(account, start, drawer)
        return
    again = start()
    assert again.restore() == person
    assert again.id_token() == account.id_token()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    others=st.lists(st.sampled_from(["token", "renew", "restore", "over", "revoke"]), min_size=1, max_size=6),
    leave=st.sampled_from(["sign_out", "forget"]),
    latency=st.sampled_from([0.0, 0.01, 0.05]),
    come_back=st.booleans(),
)
def test_whatever_happens_at_the_same_moment(
    cloud: EmbeddedCloud,
    start: Callable[[], Account],
    drawer: Drawer,
    clock: Clock,
    pool: ThreadPoolExecutor,
    others: list[str],
    leave: str,
    latency: float,
    come_back: bool,
) -> None:
    """Many threads use the account while one signs out: then nobody is signed in, here or at the next start.

    If somebody signs in again afterwards, it is they who are kept.
    """
    account = start()
    cloud.knobs.signin_latency_s = 0.0
    account.sign_in(attempt())
    cloud.knobs.signin_latency_s = latency

    def over() -> None:
        clock.ahead = 3500.0
        account.id_token()

    def revoke() -> None:
        cloud.grants.revoke_all()
        account.id_token(renew=True)

    acts: dict[str, Callable[[], object]] = {
        "token": account.id_token,
        "renew": lambda: account.id_token(renew=True),
        "restore": account.restore,
        "over": over,
        "revoke": revoke,
    }
    together = Barrier(len(others) + 1)

    def at_once(act: Callable[[], object]) -> None:
        together.wait(PATIENCE)
        act()

    running: list[Future[None]] = [pool.submit(at_once, acts[name]) for name in others]
    running.append(pool.submit(at_once, getattr(account, leave)))
    failures = [each.exception(PATIENCE) for each in running]
    clock.ahead = 0.0
    assert not [each for each in failures if each and not isinstance(each, SignInError)]
    assert_nobody(account, start, drawer)
    if come_back:
        person = account.sign_in(attempt())
        assert start().restore() == person
        account.sign_out()
        assert_nobody(account, start, drawer)


class LateLock:
    """Whoever wants the lock first is overtaken by somebody else."""

    def __init__(self, lock: Lock, overtakes: Callable[[], None]) -> None:
        self._lock = lock
        self._overtakes = [overtakes]

    def acquire(self, timeout: float = -1) -> bool:
        while self._overtakes:
            self._overtakes.pop()()
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()


def test_in_the_moment_before_a_renewal_is_kept(
    account: Account, start: Callable[[], Account], drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "_keeping", LateLock(account._keeping, account.sign_out))
    assert account.id_token(renew=True)
    assert_nobody(account, start, drawer)


def test_in_the_moment_before_a_sign_in_is_kept(
    start: Callable[[], Account], drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = start()
    monkeypatch.setattr(account, "_keeping", LateLock(account._keeping, account.sign_out))
    assert account.sign_in(attempt()).name
    assert_nobody(account, start, drawer)


def test_in_the_moment_before_the_vault_is_emptied_nobody_is_found_in_it(
    new_account: NewAccount, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where no mark stands beside it."""
    account = new_account(vault=drawer)
    account.sign_in(attempt())

    def looks() -> None:
        account.restore()

    monkeypatch.setattr(account, "_keeping", LateLock(account._keeping, looks))
    account.sign_out()
    assert_nobody(account, lambda: new_account(vault=drawer), drawer)


def test_in_the_moment_before_a_dead_grant_is_dropped_somebody_signs_in(
    cloud: EmbeddedCloud,
    account: Account,
    start: Callable[[], Account],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def comes() -> None:
        account.sign_in(attempt())

    monkeypatch.setattr(account, "_keeping", LateLock(account._keeping, comes))
    cloud.grants.revoke_all()
    with pytest.raises(SignInAgain):
        account.id_token(renew=True)
    assert account.person
    assert start().restore() == account.person


def test_a_renewal_before_the_sign_in_is_kept_is_kept_with_it(
    cloud: EmbeddedCloud, start: Callable[[], Account], drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    start().sign_out()
    account = start()

    def renews() -> None:
        account.id_token(renew=True)

    monkeypatch.setattr(account, "_keeping", LateLock(account._keeping, renews))
    account.sign_in(attempt())
    again = start()
    assert again.restore() == account.person
    assert again.id_token(renew=True)
