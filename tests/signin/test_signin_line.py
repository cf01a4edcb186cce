from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email.utils import formatdate

import pytest
import requests

from multisocket_gui.demo.server import Server
from multisocket_gui.demo.wire import Answer, Request, json_answer
from multisocket_gui.settings import Wire
from multisocket_gui.signin.errors import Unreachable
from multisocket_gui.signin.line import Line, NotAnAnswer, trouble

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


def ask(url: str, method: str = "POST") -> requests.Response:
    with closing(Line(Wire(trust_env=False))) as line:
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
