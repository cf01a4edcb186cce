from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from threading import Event
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multisocket_gui.home.problem import Kind
from multisocket_gui.signin import loopback
from multisocket_gui.signin.errors import Cancelled, NoAnswer, PortTaken
from multisocket_gui.signin.loopback import Listener, reply_url
from multisocket_gui.signin.page import PageText, PageTexts

STATE = "s7ate"
REPLY = {"code": "c0de", "state": STATE}
FORM = "application/x-www-form-urlencoded"
TEXTS = PageTexts(
    "fr",
    PageText("C’est fait <&>", "Revenez au programme."),
    PageText("Refusé", "Réessayez."),
    PageText("Rien n’attend", "Recommencez."),
)


class Waiting:
    """A listener whose wait runs on another thread."""

    def __init__(self, listener: Listener, pool: ThreadPoolExecutor, timeout: float = 30.0) -> None:
        self.port = listener.port
        self.cancel = listener.cancel
        self.answer: Future[dict[str, str]] = pool.submit(listener.wait, STATE, texts=TEXTS, timeout=timeout)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture
def waiting(pool: ThreadPoolExecutor) -> Iterator[Waiting]:
    with Listener(0) as listener:
        waiting = Waiting(listener, pool)
        yield waiting
        waiting.cancel()
        waiting.answer.exception(10)


def post(
    port: int,
    fields: dict[str, str] = REPLY,
    *,
    host: str = "127.0.0.1",
    method: str = "POST",
    path: str = "/",
) -> tuple[HTTPResponse, str]:
    """Send a request as a browser would; its answer and its page."""
    with closing(HTTPConnection(host, port, timeout=10)) as connection:
        connection.request(method, path, urlencode(fields), {"Content-Type": FORM})
        response = connection.getresponse()
        return response, response.read().decode()


def raw_reply() -> bytes:
    body = urlencode(REPLY)
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the other side ends or cuts the connection."""
    received = b""
    try:
        while chunk := connection.recv(4096):
            received += chunk
    except ConnectionError:
        pass
    return received


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_reply_arrives_on_both_loopback_addresses(waiting: Waiting, host: str) -> None:
    response, page = post(waiting.port, host=host)
    assert response.status == 200
    assert "C’est fait &lt;&amp;&gt;" in page
    assert waiting.answer.result(10) == REPLY


def test_a_refusal_is_a_reply_and_has_its_own_page(waiting: Waiting) -> None:
    refusal = {"error": "access_denied", "error_description": "AADB2C90091: <b>Annulé</b>", "state": STATE}
    response, page = post(waiting.port, refusal)
    assert response.status == 200
    assert "Refusé" in page
    assert "AADB2C" not in page
    assert waiting.answer.result(10) == refusal


def test_the_page_is_sealed_and_not_kept(waiting: Waiting) -> None:
    response, page = post(waiting.port)
    [style] = re.findall("<style>(.*)</style>", page)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response.getheader("Content-Security-Policy") or ""
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert response.getheader("Cache-Control") == "no-store"
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert '<html lang="fr">' in page


@pytest.mark.parametrize(
    ("fields", "method", "path", "status"),
    [
        ({"code": "c0de", "state": "s7atf"}, "POST", "/", 400),
        ({"code": "c0de"}, "POST", "/", 400),
        (REPLY, "POST", "/callback", 404),
        (REPLY, "GET", "/", 405),
        (REPLY, "OPTIONS", "/", 405),
        ({"code": "c" * 70_000, "state": STATE}, "POST", "/", 413),
    ],
)
def test_strangers_are_turned_away_and_the_wait_goes_on(
    waiting: Waiting, fields: dict[str, str], method: str, path: str, status: int
) -> None:
    response, page = post(waiting.port, fields, method=method, path=path)
    assert response.status == status
    assert "Rien n’attend" in page
    assert not waiting.answer.done()
    assert post(waiting.port)[0].status == 200
    assert waiting.answer.result(10) == REPLY


def test_a_request_without_end_is_turned_away(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as endless:
        endless.sendall(b"POST / HTTP/1.1\r\n" + b"X: y\r\n" * 11_000)
        assert read_all(endless).startswith(b"HTTP/1.1 431")
    assert post(waiting.port)[0].status == 200


def test_an_idle_connection_before_the_reply_blocks_nobody(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as idle:
        assert post(waiting.port)[0].status == 200
        assert waiting.answer.result(10) == REPLY
        assert read_all(idle) == b""


def test_more_idle_connections_than_are_kept_block_nobody(waiting: Waiting) -> None:
    idle = [socket.create_connection(("127.0.0.1", waiting.port), timeout=10) for _ in range(40)]
    try:
        assert read_all(idle[0]) == b"", "the oldest makes room"
        assert post(waiting.port)[0].status == 200
        assert waiting.answer.result(10) == REPLY
    finally:
        for each in idle:
            each.close()


def test_a_reply_byte_by_byte_is_read(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as slow:
        slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in raw_reply():
            slow.sendall(bytes([byte]))
        assert read_all(slow).startswith(b"HTTP/1.1 200")
    assert waiting.answer.result(10) == REPLY


def test_a_visitor_who_hangs_up_half_way_is_forgotten(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as rude:
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        rude.sendall(raw_reply()[:20])
    assert post(waiting.port)[0].status == 200


def test_a_connection_has_its_time_and_no_more(pool: ThreadPoolExecutor) -> None:
    with Listener(0, patience=0.05) as listener:
        waiting = Waiting(listener, pool)
        with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as slow:
            slow.sendall(raw_reply()[:-1])
            assert read_all(slow) == b""
        assert not waiting.answer.done()
        waiting.cancel()
        with pytest.raises(Cancelled):
            waiting.answer.result(10)


def test_of_two_replies_one_counts(pool: ThreadPoolExecutor) -> None:
    with Listener(0) as listener:
        twins = [socket.create_connection(("127.0.0.1", listener.port), timeout=10) for _ in range(2)]
        for twin in twins:
            twin.sendall(raw_reply())
        waiting = Waiting(listener, pool)
        answers = [read_all(twin) for twin in twins]
        assert sorted(answer[:12] == b"HTTP/1.1 200" for answer in answers) == [False, True]
        assert waiting.answer.result(10) == REPLY
        for twin in twins:
            twin.close()


def test_after_the_reply_nobody_listens(waiting: Waiting) -> None:
    post(waiting.port)
    waiting.answer.result(10)
    for host in ("127.0.0.1", "::1"):
        with pytest.raises(ConnectionRefusedError):
            post(waiting.port, host=host)


def test_what_runs_meanwhile_may_block(pool: ThreadPoolExecutor) -> None:
    closed = Event()

    def blocks() -> None:
        closed.wait(30)

    with Listener(0) as listener:
        answer = pool.submit(listener.wait, STATE, texts=TEXTS, timeout=30, meanwhile=blocks)
        assert post(listener.port)[0].status == 200
        assert answer.result(10) == REPLY
    closed.set()


def test_cancelled_before_the_wait() -> None:
    with Listener(0) as listener:
        listener.cancel()
        with pytest.raises(Cancelled):
            listener.wait(STATE, texts=TEXTS, timeout=30)


def test_cancelled_while_waiting(waiting: Waiting) -> None:
    waiting.cancel()
    with pytest.raises(Cancelled):
        waiting.answer.result(10)


def test_cancelled_while_a_reply_is_coming(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.port), timeout=10) as half:
        half.sendall(raw_reply()[:-1])
        waiting.cancel()
        with pytest.raises(Cancelled):
            waiting.answer.result(10)
        assert read_all(half) == b""


def test_cancelled_afterwards(waiting: Waiting) -> None:
    post(waiting.port)
    assert waiting.answer.result(10) == REPLY
    waiting.cancel()
    waiting.cancel()


def test_no_answer_names_the_url_to_register_and_the_port_is_free_again(
    free_port: int, pool: ThreadPoolExecutor
) -> None:
    with Listener(free_port) as first, pytest.raises(NoAnswer) as caught:
        first.wait(STATE, texts=TEXTS, timeout=0.01)
    assert caught.value.problem.detail == f"http://localhost:{free_port}"
    with Listener(free_port) as second:
        waiting = Waiting(second, pool)
        assert post(free_port)[0].status == 200
        assert waiting.answer.result(10) == REPLY


def test_no_answer_on_any_port() -> None:
    with Listener(0) as listener, pytest.raises(NoAnswer) as caught:
        listener.wait(STATE, texts=TEXTS, timeout=0.0)
    assert caught.value.problem.kind is Kind.SIGN_IN_NO_ANSWER
    assert caught.value.problem.detail == "http://localhost"


def test_ten_in_a_row_on_one_port(free_port: int, pool: ThreadPoolExecutor) -> None:
    for _ in range(10):
        with Listener(free_port) as listener:
            waiting = Waiting(listener, pool)
            assert post(free_port, host="localhost")[0].status == 200
            assert waiting.answer.result(10) == REPLY


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_taken_on_either_address_is_taken(free_port: int, family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as other:
        other.bind((host, free_port))
        other.listen()
        with pytest.raises(PortTaken) as caught:
            Listener(free_port)
    assert caught.value.problem.detail == str(free_port)
    Listener(free_port).close()


@pytest.mark.parametrize(
    "hosts",
    [
        ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "::1")),
        ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "2001:db8::1")),
    ],
)
def test_a_machine_with_one_of_the_addresses(
    hosts: tuple[tuple[socket.AddressFamily, str], ...],
    free_port: int,
    pool: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other one here is kept for books, so no machine has it."""
    monkeypatch.setattr(loopback, "_HOSTS", hosts)
    own = next(host for _, host in hosts if host in ("127.0.0.1", "::1"))
    with Listener(free_port) as listener:
        waiting = Waiting(listener, pool)
        assert post(free_port, host=own)[0].status == 200
        assert waiting.answer.result(10) == REPLY


def test_a_machine_with_none_of_the_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loopback, "_HOSTS", ((socket.AF_INET, "192.0.2.1"),))
    with pytest.raises(PortTaken):
        Listener(0)


def test_yesterdays_reply_is_a_strangers(free_port: int, pool: ThreadPoolExecutor) -> None:
    with Listener(free_port) as first:
        waiting = Waiting(first, pool)
        post(free_port)
        waiting.answer.result(10)
    with Listener(free_port) as second:
        answer = pool.submit(second.wait, "another state", texts=TEXTS, timeout=30)
        assert post(free_port)[0].status == 400
        assert not answer.done()
        fresh = REPLY | {"state": "another state"}
        assert post(free_port, fresh)[0].status == 200
        assert answer.result(10) == fresh


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.integers(0, len(raw_reply())), strangers=st.integers(0, 3))
def test_cancelled_at_any_moment(free_port: int, pool: ThreadPoolExecutor, sent: int, strangers: int) -> None:
    """However much of the reply has come: it ends at once, one way or the other, and the port is free."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(Listener(free_port))
        waiting = Waiting(listener, pool)
        for _ in range(strangers):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", free_port), timeout=10))
            idle.sendall(b"POST /")
        browser = stack.enter_context(socket.create_connection(("127.0.0.1", free_port), timeout=10))
        browser.sendall(raw_reply()[:sent])
        waiting.cancel()
        ended = waiting.answer.exception(10)
        if ended is None:
            assert sent == len(raw_reply())
            assert waiting.answer.result() == REPLY
        else:
            assert isinstance(ended, Cancelled)
        Listener(free_port).close()


def test_the_reply_url_has_no_slash_at_its_end(free_port: int) -> None:
    with Listener(free_port) as listener:
        assert listener.reply_url == f"http://localhost:{free_port}"
    assert reply_url(0) == "http://localhost"
