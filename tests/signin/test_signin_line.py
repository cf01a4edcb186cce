from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email.utils import formatdate
from urllib.parse import urlsplit

import pytest
import requests

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.server import Server
from multisocket_gui.demo.wire import Answer, Manner, Request, json_answer
from multisocket_gui.home.skew import Skew
from multisocket_gui.settings import Patience, Wire
from multisocket_gui.signin.bounded import LARGEST_ANSWER
from multisocket_gui.signin.errors import Unreachable
from multisocket_gui.signin.line import PATIENCE, Line, NotAnAnswer, trouble

Serve = Callable[[Request], Answer]


@pytest.fixture
def served() -> Iterator[Callable[[Serve], str]]:
    """Start a server that answers so; its URL."""
    servers: list[Server] = []

    def start(serve: Serve) -> str:
        server = Server()
        door = server.add_door("only", serve)
        server.start()
        servers.append(server)
        return f"http://127.0.0.1:{door.port}/"

    yield start
    for server in servers:
        server.stop()


HASTE = Patience(connect=5.0, read=5.0, whole=0.3)


def ask(url: str, method: str = "POST", patience: Patience = PATIENCE) -> requests.Response:
    with closing(Line(Wire(trust_env=False), patience=patience)) as line:
        return line.request(method, url)


@pytest.mark.parametrize(
    "answer",
    [
        json_answer(200, {"id_token": "x"}),
        json_answer(400, {"error": "invalid_grant"}),
        json_answer(401, {"error": ""}),
    ],
)
def test_an_answer_of_oauth_goes_through(served: Callable[[Serve], str], answer: Answer) -> None:
    assert ask(served(lambda _: answer)).status_code == answer.status


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"<html>Welcome to the hotel</html>"),
        Answer(200, b"[]"),
        Answer(200, b""),
        Answer(200, b"[" * 100_000),
        json_answer(400, {"message": "from a proxy"}),
        json_answer(403, {"error": {"code": 1}}),
        json_answer(429, {"error": "slow_down"}),
        json_answer(500, {"error": "server_error"}),
        json_answer(302, {}, ("Location", "/")),
        json_answer(300, {}),
        json_answer(200, {}, ("Content-Encoding", "gzip")),
        Answer(200, b"\xff\xfe\xfd"),
    ],
)
def test_anything_else_never_reaches_msal(served: Callable[[Serve], str], answer: Answer) -> None:
    with pytest.raises(NotAnAnswer):
        ask(served(lambda _: answer))


def test_a_redirect_is_not_followed(served: Callable[[Serve], str]) -> None:
    asked: list[str] = []

    def elsewhere(request: Request) -> Answer:
        asked.append(request.path)
        return json_answer(200, {})

    target = served(elsewhere)
    with pytest.raises(NotAnAnswer):
        ask(served(lambda _: json_answer(307, {}, ("Location", target))))
    assert asked == []


def test_a_document_that_is_not_there_is_left_to_msal(served: Callable[[Serve], str]) -> None:
    assert ask(served(lambda _: Answer(404, b"<html>")), "GET").status_code == 404


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("999999", 3600),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_the_time_that_the_service_names(served: Callable[[Serve], str], value: str, seconds: float | None) -> None:
    with pytest.raises(NotAnAnswer) as caught:
        ask(served(lambda _: json_answer(503, {}, ("Retry-After", value))))
    said = trouble(caught.value)
    assert type(said) is Unreachable
    if seconds is None:
        assert said.problem.until is None
    else:
        assert said.problem.until == pytest.approx(time.time() + seconds, abs=20)


def test_the_time_may_be_a_date(served: Callable[[Serve], str]) -> None:
    until = int(time.time()) + 300
    with pytest.raises(NotAnAnswer) as caught:
        ask(served(lambda _: json_answer(503, {}, ("Retry-After", formatdate(until, usegmt=True)))))
    assert trouble(caught.value).problem.until == until


@pytest.mark.parametrize("manner", [Manner.DRIP, Manner.DRIP_BODY])
@pytest.mark.parametrize("status", [200, 302])
def test_an_answer_that_drips_is_given_up_in_time(served: Callable[[Serve], str], manner: Manner, status: int) -> None:
    """Each piece comes well within the time that a piece may take."""
    dripping = Answer(status, b"{" + b" " * 10_000 + b"}", manner=manner, drip_interval_s=0.05)
    began = time.monotonic()
    with pytest.raises(requests.exceptions.RequestException) as caught:
        ask(served(lambda _: dripping), patience=HASTE)
    assert time.monotonic() - began < 5.0
    assert type(trouble(caught.value)) is Unreachable


@pytest.mark.parametrize("size", [LARGEST_ANSWER, 20 * LARGEST_ANSWER])
def test_an_answer_without_end_is_not_read(served: Callable[[Serve], str], size: int) -> None:
    with pytest.raises(requests.exceptions.RequestException) as caught:
        ask(served(lambda _: json_answer(200, {"filling": "x" * size})))
    assert type(trouble(caught.value)) is Unreachable


def test_an_answer_that_is_long_but_not_too_long(served: Callable[[Serve], str]) -> None:
    content = {"filling": "x" * (LARGEST_ANSWER - 10_000)}
    assert ask(served(lambda _: json_answer(200, content))).json() == content


def test_the_body_of_a_redirect_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        hung_up = pool.submit(_wanders, listening)
        with pytest.raises(NotAnAnswer):
            ask(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        hung_up.result(10)


def _wanders(listening: socket.socket) -> None:
    """Redirect, and say no more; the visitor does not wait for it."""
    own, _ = listening.accept()
    with own:
        own.sendall(b"HTTP/1.1 307 Elsewhere\r\nLocation: /elsewhere\r\nContent-Length: 1000\r\n\r\n{")
        while own.recv(4096):
            pass


def test_no_cookie_is_kept(served: Callable[[Serve], str]) -> None:
    brought: list[str | None] = []

    def serve(request: Request) -> Answer:
        brought.append(request.headers.get("Cookie"))
        return json_answer(200, {}, ("Set-Cookie", "who=camille"))

    place = served(serve)
    with closing(Line(Wire(trust_env=False))) as line:
        line.request("POST", place)
        line.request("POST", place)
    assert brought == [None, None]


@pytest.mark.parametrize("status", [200, 400, 500, 302])
def test_the_date_of_every_answer_is_heard(served: Callable[[Serve], str], status: int) -> None:
    skew = Skew()
    place = served(lambda _: json_answer(status, {"error": "x"}, ("Location", "/")))
    with closing(Line(Wire(trust_env=False), skew.heard, lambda: time.time() + 600.0)) as line:
        try:
            line.request("POST", place)
        except NotAnAnswer:
            assert status not in (200, 400)
    assert skew.seconds == pytest.approx(600.0, abs=5.0)


def test_a_proxy_of_the_environment_is_used(cloud: EmbeddedCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    place = f"{cloud.service.authority}/v2.0/.well-known/openid-configuration"
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        tunnelled = pool.submit(_tunnels, listening)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listening.getsockname()[1]}")
        with closing(Line(Wire(cloud.service.ca_file))) as line:
            assert line.request("GET", place).json()["token_endpoint"]
        assert tunnelled.result(10) == urlsplit(place).netloc


def _tunnels(listening: socket.socket) -> str:
    """Be a proxy for one connection; where it went."""
    own, _ = listening.accept()
    with own:
        target = own.recv(4096).split()[1].decode()
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=10) as far:
            own.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other_end = {own: far, far: own}
            while True:
                for each in select.select(list(other_end), [], [])[0]:
                    if not (chunk := each.recv(65_536)):
                        return target
                    other_end[each].sendall(chunk)
