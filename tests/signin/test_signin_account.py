"""Signing in, against the embedded cloud."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import jwt
import pytest
import requests
from signin_help import NewAccount, attempt, cancels_on_the_page, parameter, stays_away

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.visitor import Browser, visit
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.settings import Wire
from multisocket_gui.signin.account import Account, Attempt
from multisocket_gui.signin.errors import (
    Cancelled,
    Misconfigured,
    NoAnswer,
    PortTaken,
    SignedOut,
    SignInAgain,
    Unreachable,
    Untrusted,
    WrongToken,
)


def test_a_person_signs_in(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    account = new_account()
    assert account.person is None
    person = account.sign_in(attempt())
    demo_user = cloud.home.demo_user
    assert (person.name, person.subject) == (demo_user.name, demo_user.id)
    assert account.person == person


def test_the_id_token_is_one_that_the_service_signed(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    account = new_account()
    account.sign_in(attempt())
    token = account.id_token()
    place = f"{cloud.service.authority}/discovery/v2.0/keys"
    with requests.get(place, verify=str(cloud.service.ca_file), timeout=10) as answer:
        key = jwt.PyJWKSet.from_dict(answer.json())[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=cloud.service.client_id)
    assert claims["sub"] == cloud.home.demo_user.id


def test_the_request_is_what_the_notes_ask_for(new_account: NewAccount) -> None:
    links: list[str] = []
    new_account(scopes=("https://example.com/plug.read",)).sign_in(Attempt(links.append))
    [link] = links
    assert parameter(link, "response_mode") == "form_post"
    assert parameter(link, "code_challenge_method") == "S256"
    assert set((parameter(link, "scope") or "").split()) == {
        "openid",
        "profile",
        "offline_access",
        "https://example.com/plug.read",
    }
    assert parameter(link, "prompt") is None


def test_the_link_is_known_before_the_browser_opens(new_account: NewAccount) -> None:
    order: list[tuple[str, str]] = []

    def opens(link: str) -> bool:
        order.append(("opened", link))
        visit(link)
        return True

    new_account(open_browser=opens).sign_in(Attempt(lambda link: order.append(("told", link))))
    (told, link), (opened, same_link) = order
    assert (told, opened, link) == ("told", "opened", same_link)


def test_without_a_browser_the_link_can_be_opened_by_hand(new_account: NewAccount) -> None:
    links: list[str] = []
    problems: list[Problem] = []

    def by_hand(problem: Problem) -> None:
        problems.append(problem)
        visit(links[0])

    trying = Attempt(links.append, by_hand)
    assert new_account(open_browser=lambda _link: False).sign_in(trying).name
    assert [problem.kind for problem in problems] == [Kind.NO_BROWSER]
    assert not trying.browser_opened


def test_cancelled_on_the_page_and_tried_again(cloud: EmbeddedCloud, new_account: NewAccount, free_port: int) -> None:
    account = new_account(open_browser=cancels_on_the_page, redirect_port=free_port)
    with pytest.raises(Cancelled) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail.startswith("AADB2C90091")
    assert account.person is None
    assert new_account(redirect_port=free_port).sign_in(attempt()).name


def test_cancelled_before_it_began(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    trying = attempt()
    trying.cancel()
    with pytest.raises(Cancelled):
        new_account().sign_in(trying)
    assert cloud.signin_calls.arrived == 0


def test_cancelled_as_soon_as_the_link_is_known(new_account: NewAccount) -> None:
    opened: list[str] = []

    def opens(link: str) -> bool:
        opened.append(link)
        return True

    trying = Attempt(lambda _link: taken.append(trying.cancel()))
    taken: list[bool] = []
    with pytest.raises(Cancelled):
        new_account(open_browser=opens).sign_in(trying)
    assert (opened, taken) == ([], [True])


def test_cancelled_while_the_page_is_open(new_account: NewAccount, free_port: int) -> None:
    """The cancel comes from another thread, and the very same port serves the next try."""
    trying = attempt()

    def gives_up(_link: str) -> bool:
        trying.cancel()
        return True

    account = new_account(open_browser=gives_up, redirect_port=free_port)
    with pytest.raises(Cancelled):
        account.sign_in(trying)
    assert trying.cancelled
    assert new_account(redirect_port=free_port).sign_in(attempt()).name


@pytest.mark.parametrize(("operation", "arrivals"), [("Discovery", 1), ("Token", 2)])
def test_cancelled_while_the_service_is_silent(
    cloud: EmbeddedCloud, new_account: NewAccount, operation: str, arrivals: int
) -> None:
    cloud.knobs.fail_next("hang", on=operation)
    trying = attempt()
    account = new_account()
    with ThreadPoolExecutor(1) as pool:
        signing_in = pool.submit(account.sign_in, trying)
        cloud.signin_calls.wait_for(lambda calls: calls.arrived == arrivals)
        trying.cancel()
        cloud.knobs.refused = {"signin"}
        with pytest.raises(Cancelled):
            signing_in.result(10)
    assert account.person is None


def test_cancelling_after_success_changes_nothing(new_account: NewAccount) -> None:
    trying = attempt()
    account = new_account()
    account.sign_in(trying)
    assert not trying.cancel()
    assert not trying.cancelled
    assert account.id_token()


def test_a_cancel_at_the_last_moment_counts() -> None:
    trying = attempt()
    trying.cancel()
    with pytest.raises(Cancelled):
        trying.settle()


def test_nothing_comes_back(new_account: NewAccount, free_port: int) -> None:
    account = new_account(open_browser=stays_away, answer_timeout=0.05, redirect_port=free_port)
    with pytest.raises(NoAnswer) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == f"http://localhost:{free_port}"
    assert new_account(redirect_port=free_port).sign_in(attempt()).name


def test_an_unknown_client_is_told_so_only_in_the_browser(new_account: NewAccount) -> None:
    account = new_account(client_id="3d0c7a52-0000-4c5f-8a64-6f2b9e0d1a02", answer_timeout=1.0)
    with pytest.raises(NoAnswer) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == "http://localhost"


def test_the_port_is_taken(new_account: NewAccount, free_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(PortTaken):
            new_account(redirect_port=free_port).sign_in(attempt())


def test_ten_in_a_row_on_one_port(new_account: NewAccount, free_port: int) -> None:
    account = new_account(redirect_port=free_port)
    assert len({account.sign_in(attempt()).subject for _ in range(10)}) == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("client_id", ""),
        ("authority", "https://login.example.com/tenant"),
        ("redirect_port", 80),
        ("scopes", ("openid",)),
    ],
)
def test_a_setting_that_cannot_work_is_named_without_asking(
    cloud: EmbeddedCloud, new_account: NewAccount, setting: str, value: object
) -> None:
    with pytest.raises(Misconfigured) as caught:
        new_account(**{setting: value}).sign_in(attempt())
    assert caught.value.problem.detail == setting
    assert cloud.signin_calls.arrived == 0


def test_an_unknown_policy(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    with pytest.raises(Misconfigured) as caught:
        new_account(authority=f"{cloud.service.authority}-not").sign_in(attempt())
    assert caught.value.problem.detail == "authority"


def test_a_token_for_somebody_else(
    cloud: EmbeddedCloud, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloud._mint, "_client_id", "another-client")  # the service itself never does this
    _assert_wrong(new_account(), "aud")


def test_a_token_from_another_host(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    _assert_wrong(new_account(authority=cloud.service.authority.replace("localhost", "127.0.0.1")), "iss")


def test_a_token_that_is_over(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    cloud.knobs.id_token_lifetime_s = -1.0
    _assert_wrong(new_account(), "exp")


def test_a_token_of_another_request(new_account: NewAccount) -> None:
    def opens(link: str) -> bool:
        visit(link.replace(f"nonce={parameter(link, 'nonce')}", "nonce=another"))
        return True

    _assert_wrong(new_account(open_browser=opens), "nonce")


def _assert_wrong(account: Account, claim: str) -> None:
    with pytest.raises(WrongToken) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail == claim
    assert account.person is None
    with pytest.raises(SignedOut):
        account.id_token()


def test_a_failed_sign_in_leaves_who_was_signed_in(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    account = new_account()
    person = account.sign_in(attempt())
    token = account.id_token()
    cloud.knobs.fail_next("invalid_grant", on="Token")
    with pytest.raises(SignInAgain) as caught:
        account.sign_in(attempt())
    assert caught.value.problem.detail.startswith("AADB2C90129 ")
    assert account.person == person
    assert account.id_token() == token


@pytest.mark.parametrize("operation", ["Discovery", "Token"])
@pytest.mark.parametrize(
    "fault",
    [
        "server_error",
        "unavailable",
        "bad_gateway",
        "captive_portal",
        "timeout",
        "token_refused",
        "reset_before",
        "half",
    ],
)
def test_trouble_at_the_service_passes(
    cloud: EmbeddedCloud, new_account: NewAccount, caplog: pytest.LogCaptureFixture, operation: str, fault: str
) -> None:
    account = new_account()
    cloud.knobs.fail_next(fault, on=operation)
    with pytest.raises(Unreachable):
        account.sign_in(attempt())
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert account.sign_in(attempt()).name


def test_nobody_there(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    cloud.knobs.refused = {"signin"}
    with pytest.raises(Unreachable):
        new_account().sign_in(attempt())


def test_a_certificate_of_unknown_origin(new_account: NewAccount) -> None:
    with pytest.raises(Untrusted):
        new_account(wire=Wire(trust_env=False)).sign_in(attempt())


def test_a_ca_file_that_is_not_there(new_account: NewAccount, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        new_account(wire=Wire(tmp_path / "none.pem", trust_env=False)).sign_in(attempt())
    assert caught.value.problem.detail == "ca_file"


def test_the_environments_ca_is_honoured_but_ours_comes_first(
    cloud: EmbeddedCloud, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(cloud.service.ca_file))
    monkeypatch.setenv("no_proxy", "localhost")
    assert new_account(wire=Wire()).sign_in(attempt()).name
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    assert new_account(wire=Wire(cloud.service.ca_file)).sign_in(attempt()).name


def test_after_signing_out_the_browser_asks_who_it_is(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    """One browser with its cookie: first it signs in by itself, after a sign-out it shows the page again."""
    browser = Browser()
    pages: list[bool] = []

    def opens(link: str) -> bool:
        page = browser.open(link)
        pages.append(page.form is not None and "sign-in" in page.form.buttons)
        while page.form is not None:
            page = browser.submit(page, "sign-in" if "sign-in" in page.form.buttons else None, {})
        return True

    account = new_account(open_browser=opens)
    account.sign_in(attempt())
    account.sign_in(attempt())
    account.sign_out()
    assert account.person is None
    with pytest.raises(SignedOut):
        account.id_token()
    account.sign_in(attempt())
    account.sign_in(attempt())
    assert pages == [True, False, True, False]


def test_the_next_person_replaces_the_last(cloud: EmbeddedCloud, new_account: NewAccount) -> None:
    other = next(user for user in cloud.home.users if user != cloud.home.demo_user)
    typed: dict[str, str] = {}

    def opens(link: str) -> bool:
        visit(link, typed=typed)
        return True

    account = new_account(open_browser=opens)
    first = account.sign_in(attempt())
    typed |= {"email": other.email, "password": other.password}
    second = account.sign_in(attempt())
    assert first.subject != second.subject == other.id
    claims = jwt.decode(account.id_token(renew=True), options={"verify_signature": False})
    assert claims["sub"] == other.id


def test_signing_out_ends_a_sign_in_under_way(new_account: NewAccount) -> None:
    def opens(link: str) -> bool:
        account.sign_out()
        visit(link)
        return True

    account = new_account(open_browser=opens)
    with pytest.raises(Cancelled):
        account.sign_in(attempt())
    assert account.person is None


def test_the_browser_that_the_person_chose(
    cloud: EmbeddedCloud, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from multisocket_gui.signin.browser import open_link

    monkeypatch.setenv("BROWSER", f"{sys.executable} -m multisocket_gui.demo.visitor %s &")
    assert new_account(open_browser=open_link).sign_in(attempt()).name
    assert capfd.readouterr() == ("", "")


def test_no_secret_is_logged(new_account: NewAccount, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    links: list[str] = []
    account = new_account()
    account.sign_in(Attempt(links.append))
    tokens = [account.id_token(), account.id_token(renew=True)]
    for secret in (*tokens, parameter(links[0], "state"), parameter(links[0], "code_challenge")):
        assert secret
        assert secret not in caplog.text


def test_another_service_at_this_port(new_account: NewAccount) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        spoken = pool.submit(_speak_of_mail, listening)
        port = listening.getsockname()[1]
        with pytest.raises(Untrusted):
            new_account(authority=f"https://127.0.0.1:{port}/tenant/B2C_1_in").sign_in(attempt())
        spoken.result(10)


def _speak_of_mail(listening: socket.socket) -> None:
    own, _ = listening.accept()
    with own:
        own.sendall(b"220 mail.example.com ESMTP\r\n")
        own.recv(4096)


def test_a_line_that_breaks_in_the_greeting(new_account: NewAccount) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        hung_up = pool.submit(_hang_up, listening)
        port = listening.getsockname()[1]
        with pytest.raises(Unreachable):
            new_account(authority=f"https://127.0.0.1:{port}/tenant/B2C_1_in").sign_in(attempt())
        hung_up.result(10)


def _hang_up(listening: socket.socket) -> None:
    own, _ = listening.accept()
    with own:
        own.recv(4096)


def test_the_start_of_the_program_does_not_pay_for_it() -> None:
    program = (
        "import sys, multisocket_gui.signin.account, multisocket_gui.signin.vault;"
        "print(sorted({'msal', 'requests', 'keyring', 'webbrowser'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_strangers_at_the_port_get_nothing_and_disturb_nobody(
    cloud: EmbeddedCloud, new_account: NewAccount, free_port: int
) -> None:
    """One connects and says nothing, as browsers do; others bring a wrong state, none, and then the one just used."""
    statuses: list[int | None] = []
    closed = Event()

    def post(fields: dict[str, str]) -> None:
        try:
            with requests.post(f"http://localhost:{free_port}/", fields, timeout=10) as answer:
                statuses.append(answer.status_code)
        except requests.exceptions.ConnectionError:
            statuses.append(None)

    def opens(link: str) -> bool:
        with socket.create_connection(("127.0.0.1", free_port)):
            post({"code": "stolen", "state": "x" * 16})
            post({"code": "stolen"})
            visit(link)
            post({"code": "stolen", "state": parameter(link, "state") or ""})
        closed.set()
        return True

    person = new_account(open_browser=opens, redirect_port=free_port).sign_in(attempt())
    assert person.subject == cloud.home.demo_user.id
    assert closed.wait(20)
    assert statuses == [400, 400, None]
