"""What the service counts, the ledger counts: over real HTTPS, whatever becomes of a call."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from multisocket_gui.cloud import errors
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.engine.ledger import Ledgers, NotTaken
from multisocket_gui.engine.service import Service
from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.home.problem import Kind, Trouble
from multisocket_gui.home.quota import Allowance, Ledger, Purpose
from multisocket_gui.settings import Patience, Wire
from multisocket_gui.settings import Service as ServiceSettings
from multisocket_gui.signin.errors import SignedOut

SHORT = Patience(connect=2.0, read=1.0, whole=3.0)


@dataclass
class Tokens:
    """Tokens of the embedded cloud; the first ones may be bad."""

    cloud: EmbeddedCloud
    bad: int = 0
    on_asked: Callable[[], None] = lambda: None

    def id_token(self, *, renew: bool = False) -> str:
        self.on_asked()
        self.bad -= 1
        return "bad" if self.bad >= 0 else self.cloud.id_token()


@dataclass
class Desk:
    """A service with its ledger, and the strip that it reads and writes."""

    cloud: EmbeddedCloud
    folder: Path
    allowance: Allowance = field(default_factory=Allowance)
    bad_tokens: int = 0

    def __post_init__(self) -> None:
        demo = self.cloud.service
        self.plant = self.cloud.home.plants[0]
        self.strip = max(self.plant.sockets, key=lambda found: len(found.initial))
        self.selector = Selector(SelectorKey.ID, self.strip.id)
        self.ledgers = Ledgers(self.folder)
        self.ledger = self.ledgers.of(demo.api_url, demo.subscription_key)
        self.tokens = Tokens(self.cloud, self.bad_tokens)
        self.service = Service(
            ServiceSettings(demo.api_url, demo.authority, demo.client_id),
            Wire(demo.ca_file, trust_env=False, patience=SHORT),
            self.tokens,
            lambda: demo.subscription_key,
            self.ledgers,
            lambda: self.allowance,
        )

    def read(self, purpose: Purpose = Purpose.ASKED) -> None:
        self.service.read(self.plant.id, self.selector, purpose)

    def write(self, purpose: Purpose = Purpose.ON, last_word: Callable[[], None] = lambda: None) -> None:
        self.service.write(self.plant.id, self.selector, tuple(self.strip.initial), purpose, last_word)

    def counted(self) -> int:
        return self.ledger.look().used(time.time())

    def came(self) -> int:
        """The calls that the service saw."""
        return len(list(self.cloud.calls))


@pytest.fixture
def desk(cloud: EmbeddedCloud, tmp_path: Path) -> Desk:
    return Desk(cloud, tmp_path / "quota")


def problem_of(call: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as raised:
        call()
    return raised.value


@pytest.mark.logs("Error|Refus|Reject|Not|Trouble|Bad|Timed|Cut|Terms|Password|Forbidden")
@pytest.mark.parametrize(
    "fault",
    [
        "no_plug",
        "token_refused",
        "timeout",
        "password_expired",
        "terms",
        "server_error",
        "unavailable",
        "bad_gateway",
        "key_invalid",
        "reset_before",
        "reset_after",
        "half",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_a_call_counts_whatever_becomes_of_it(desk: Desk, fault: str, write: bool) -> None:
    desk.read()
    desk.cloud.knobs.fail_next(fault)
    problem_or_none(desk.write if write else desk.read)
    desk.read()
    assert desk.counted() >= max(desk.came(), desk.cloud.knobs.quota_used)
    assert desk.counted() <= desk.came() + 1


def problem_or_none(call: Callable[[], object]) -> None:
    try:
        call()
    except Trouble:
        return


def test_reads_and_writes_are_counted_one_by_one(desk: Desk) -> None:
    for _ in range(3):
        desk.read()
        desk.write()
    assert desk.counted() == desk.came() == desk.cloud.knobs.quota_used == 6


@pytest.mark.logs("TokenRefused")
def test_the_second_try_with_a_fresh_token_counts_again(cloud: EmbeddedCloud, tmp_path: Path) -> None:
    desk = Desk(cloud, tmp_path, bad_tokens=1)
    desk.read()
    assert desk.counted() == desk.came() == 2


def test_a_refused_connection_costs_nothing(desk: Desk) -> None:
    desk.cloud.knobs.refused = ["api"]
    assert isinstance(problem_of(desk.write), errors.NotSent)
    assert desk.counted() == 0


def test_an_unknown_certificate_costs_nothing(desk: Desk) -> None:
    desk.cloud.knobs.certificate = "wrong_name"
    assert isinstance(problem_of(desk.write), errors.NotSent)
    assert desk.counted() == 0


def test_what_is_too_late_to_send_costs_nothing(desk: Desk) -> None:
    def too_late() -> None:
        raise SignedOut

    assert isinstance(problem_of(lambda: desk.write(last_word=too_late)), SignedOut)
    assert desk.counted() == desk.came() == 0


def test_signed_out_while_the_token_was_fetched_costs_nothing(desk: Desk) -> None:
    desk.tokens.on_asked = desk.service.close
    assert isinstance(problem_of(desk.write), SignedOut)
    assert desk.counted() == desk.came() == 0


def test_without_a_key_nothing_is_counted(cloud: EmbeddedCloud, tmp_path: Path) -> None:
    desk = Desk(cloud, tmp_path / "quota")
    desk.service._subscription_key = lambda: None
    assert isinstance(problem_of(desk.read), errors.KeyMissing)
    assert not (tmp_path / "quota").exists()


# What the gateway says


@contextmanager
def gateway(head: str, message: str) -> Iterator[tuple[ServiceSettings, list[bytes]]]:
    """A gateway that refuses each call with these words."""
    body = f'{{"statusCode": 0, "message": "{message}"}}'.encode()
    answer = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                line, _ = server.accept()
                with line:
                    request = line.recv(65_536)
                    if not request:
                        return
                    came.append(request)
                    line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield ServiceSettings(f"http://127.0.0.1:{server.getsockname()[1]}"), came
        finally:
            socket.create_connection(server.getsockname()).close()
            thread.join()


@pytest.mark.logs("QuotaUsedUp|Busy")
@pytest.mark.parametrize(
    ("head", "message", "kind", "seconds"),
    [
        ("403 Forbidden", "Out of call volume quota. Quota will be replenished in 00:12:34.", Kind.QUOTA_USED_UP, 754),
        (
            "403 Forbidden",
            "Out of call volume quota. Quota will be replenished in 1.02:03:04.",
            Kind.QUOTA_USED_UP,
            93_784,
        ),
        ("403 Forbidden\r\nRetry-After: 1234", "Out of call volume quota.", Kind.QUOTA_USED_UP, 1234),
        ("429 Too Many\r\nRetry-After: 57", "Rate limit is exceeded.", Kind.BUSY, 57),
        ("429 Too Many", "Rate limit is exceeded. Try again in 41 seconds.", Kind.BUSY, 41),
    ],
)
def test_what_it_told_is_kept_and_nothing_is_sent_before(
    tmp_path: Path, head: str, message: str, kind: Kind, seconds: int
) -> None:
    with gateway(head, message) as (settings, came):
        ledgers = Ledgers(tmp_path)
        service = Service(settings, Wire(trust_env=False), Always("t"), lambda: "k" * 32, ledgers, Allowance)
        selector = Selector(SelectorKey.ID, "S-1")
        now = time.time()
        refused = problem_of(lambda: service.read("plant", selector, Purpose.OFF))
        again = problem_of(lambda: service.read("plant", selector, Purpose.OFF))
        assert isinstance(again, NotTaken)
        for trouble in (refused, again):
            assert trouble.problem.kind is kind
            assert trouble.problem.until == pytest.approx(now + seconds, abs=5)
        assert len(came) == 1
        assert ledgers.of(settings.api_url, "k" * 32).look().used(time.time()) == 1


@dataclass
class Always:
    token: str

    def id_token(self, *, renew: bool = False) -> str:
        return self.token


@pytest.mark.logs("QuotaUsedUp")
def test_what_other_devices_used_shows_as_a_403_and_costs_one_call_in_all(desk: Desk) -> None:
    """And another process of the same user, which never met the 403, sends nothing either."""
    desk.read()
    desk.cloud.knobs.quota_used = desk.cloud.knobs.quota_limit
    assert problem_of(desk.read).problem.kind is Kind.QUOTA_USED_UP
    other = Desk(desk.cloud, desk.folder)
    for purpose in Purpose:
        assert isinstance(problem_of(lambda p=purpose: desk.read(p)), NotTaken)
        assert isinstance(problem_of(lambda p=purpose: other.read(p)), NotTaken)
    assert desk.came() == 2
    standing = other.ledger.look().standing(Allowance(), time.time())
    assert standing.used == 500
    assert standing.back == pytest.approx(desk.cloud.knobs.quota_ends_at, abs=5)


def test_our_own_count_ends_it_without_a_403(desk: Desk) -> None:
    desk.allowance = Allowance(4, 1, 1)
    desk.read()
    desk.write()
    assert problem_of(desk.write).problem.kind is Kind.SAVED
    desk.write(Purpose.TIMER)
    desk.write(Purpose.OFF)
    assert problem_of(lambda: desk.write(Purpose.OFF)).problem.kind is Kind.QUOTA_USED_UP
    assert desk.counted() == desk.came() == 4


@pytest.mark.logs("Busy")
def test_after_the_pause_of_a_429_calls_go_on(desk: Desk) -> None:
    desk.cloud.knobs.rate_period_s = 1.0
    desk.cloud.knobs.fail_next("rate")
    until = problem_of(desk.read).problem.until
    assert until is not None
    paused = desk.ledger.look()
    assert paused.refusal(Purpose.OFF, Allowance(), until - 0.01) is not None
    assert paused.refusal(Purpose.OFF, Allowance(), until) is None
    desk.ledger.busy(time.time())  # the pause is over
    desk.read()


def test_many_threads_count_as_many_calls_as_came(desk: Desk) -> None:
    heard: list[Ledger] = []
    desk.ledgers.tell(heard.append)
    threads = [threading.Thread(target=lambda: [desk.read() for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.counted() == desk.came() == 30
    assert [ledger.used(time.time()) for ledger in heard[:30]] == list(range(1, 31))


def test_a_change_of_the_limit_counts_at_once(desk: Desk) -> None:
    desk.read()
    desk.allowance = replace(desk.allowance, limit=1, reserve_off=0, reserve_timers=0)
    assert problem_of(desk.read).problem.kind is Kind.QUOTA_USED_UP
