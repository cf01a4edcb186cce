"""What the sign-in knows goes to the sign-in service and nowhere else: not to another place, a log or a repr."""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Callable, Iterator

import pytest
import requests
from secret_finder import SecretFinder
from signin_help import NewAccount, attempt, cancels_on_the_page

from multisocket_gui import log
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.server import Server
from multisocket_gui.demo.wire import Answer, Request, json_answer
from multisocket_gui.settings import Wire
from multisocket_gui.signin.errors import Cancelled
from multisocket_gui.signin.line import Line, NotAnAnswer
from multisocket_gui.signin.reply import judge

REFRESH_TOKEN = "0.AX8A-opaque-refresh-token"
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_refresh_token_follows_no_redirect(served: Callable[[Serve], str], status: int) -> None:
    elsewhere: list[bytes] = []
    here: list[bytes] = []

    def takes_it(request: Request) -> Answer:
        elsewhere.append(request.body)
        return json_answer(200, {})

    def sends_away(request: Request) -> Answer:
        here.append(request.body)
        return json_answer(status, {}, ("Location", target))

    target = served(takes_it)
    place = served(sends_away)
    with Line(Wire(trust_env=False)) as line, pytest.raises(NotAnAnswer):
        line.request("POST", place, data={"grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN})
    assert [REFRESH_TOKEN.encode() in body for body in here] == [True]
    assert elsewhere == []


def test_what_went_over_the_line_is_masked_in_the_log(served: Callable[[Serve], str]) -> None:
    fresh = "0.AX8A-the-next-refresh-token"
    place = served(lambda _: json_answer(200, {"refresh_token": fresh, "id_token": "not even a token"}))
    with Line(Wire(trust_env=False)) as line:
        line.request("POST", place, data={"refresh_token": REFRESH_TOKEN, "client_info": 1})
    text = log.redacted(f"{REFRESH_TOKEN}; {fresh}; not even a token")
    assert text == "•••; •••; •••"


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """The log as the program writes it, with every library as talkative as it can be made."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log.RedactingFormatter("%(name)s %(message)s"))
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "msal", "urllib3", "multisocket_gui")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.mark.logs("the token cannot be renewed")
def test_a_whole_life_leaves_no_secret_in_the_most_talkative_log(
    cloud: EmbeddedCloud, new_account: NewAccount, everything_logged: io.StringIO
) -> None:
    account = new_account()
    account.sign_in(attempt())
    account.id_token(renew=True)
    with pytest.raises(Cancelled):
        new_account(open_browser=cancels_on_the_page).sign_in(attempt())
    for name in ("urllib3.connectionpool", "multisocket_gui"):
        logging.getLogger(name).debug("it is known: %s", cloud.secrets())
    account.sign_out()
    written = everything_logged.getvalue()
    assert written.count("it is known") == 2
    assert not logging.getLogger("msal.application").isEnabledFor(logging.WARNING)  # the account sees to that
    assert "urllib3.connectionpool" in written.split("it is known")[0]
    kinds = {kind for kind, _ in cloud.secrets()}
    assert len(kinds) > 4
    assert not _finder(cloud).in_text(written, "the log")


def test_nothing_that_the_sign_in_holds_shows_a_secret_when_it_is_printed(
    cloud: EmbeddedCloud, new_account: NewAccount
) -> None:
    account = new_account()
    account.sign_in(attempt())
    account.id_token(renew=True)
    shown = {type(each): repr(each) for each in gc.get_objects() if _is_of_the_sign_in(each)}
    assert {"Account", "Session", "Tokens", "IdToken", "Client"} <= {kind.__name__ for kind in shown}
    found = [(kind, finding) for kind, text in shown.items() for finding in _finder(cloud).in_text(text, "repr")]
    assert not found


def test_an_answer_of_the_browser_is_not_shown_when_it_is_printed() -> None:
    body = b"code=0.AX8A-code&state=the-state"
    head = b"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
    verdict = judge(head % len(body) + body, "the-state")
    assert verdict
    assert verdict.answer
    assert "0.AX8A" not in repr(verdict)


def test_troubles_quote_neither_what_was_sent_nor_what_came(served: Callable[[Serve], str]) -> None:
    place = served(lambda _: json_answer(500, {"error": "server_error", "hint": "the-answer"}))
    with Line(Wire(trust_env=False)) as line, pytest.raises(requests.RequestException) as caught:
        line.request("POST", place, data={"refresh_token": REFRESH_TOKEN})
    told = f"{caught.value} {caught.value!r} {caught.value.args} {caught.value.__cause__}"
    assert REFRESH_TOKEN not in told
    assert "the-answer" not in told


def _is_of_the_sign_in(each: object) -> bool:
    return str(type(each).__module__).startswith(("multisocket_gui.signin", "multisocket_gui.settings"))


def _finder(cloud: EmbeddedCloud) -> SecretFinder:
    return SecretFinder(cloud.secrets())
