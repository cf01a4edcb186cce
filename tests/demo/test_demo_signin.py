"""The embedded sign-in: a real MSAL round trip, and what a B2C tenant refuses."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import jwt
import pytest
import requests
from demo_help import authorize_url, redeem, refresh, sign_in

from multisocket_gui.demo.visitor import Browser, Lost, visit

WANTED_CLAIMS = {"iss", "aud", "sub", "exp", "iat", "nbf", "nonce", "name", "emails", "tfp"}


def test_msal_signs_in_and_the_api_takes_its_token(cloud, app, reply, client):
    result = sign_in(app, reply)
    assert reply.answers[-1][0] == "POST"
    assert set(result) >= {"id_token", "refresh_token"}
    assert "access_token" not in result
    client.token = result["id_token"]
    assert client.status("MS-1001") == [True, False, True, True]


def test_the_id_token_has_b2cs_claims_and_verifies_against_the_published_keys(cloud, app, reply, session):
    token = sign_in(app, reply)["id_token"]
    discovery = session.get(f"{cloud.service.authority}/v2.0/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(session.get(discovery["jwks_uri"]).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    audience, issuer = cloud.service.client_id, discovery["issuer"]
    claims = jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=issuer)
    assert set(claims) >= WANTED_CLAIMS
    assert claims["emails"] == [cloud.service.user]
    assert claims["tfp"] == "B2C_1_Eliot-SignUpOrSignIn"
    assert claims["exp"] - claims["iat"] == 3600


def test_discovery_is_also_found_below_the_tenant_and_only_pages_are_plain_http(cloud, session):
    tenant, policy = cloud.service.authority.rsplit("/", 1)
    document = session.get(f"{tenant}/v2.0/.well-known/openid-configuration", params={"p": policy}).json()
    assert document["authorization_endpoint"].startswith("http://localhost:")
    assert document["token_endpoint"].startswith("https://localhost:")
    assert document["jwks_uri"].startswith("https://localhost:")
    assert session.get(f"{cloud.service.authority}/elsewhere").status_code == 404


def test_another_user_may_sign_in_by_typing(cloud, app, reply):
    noor = cloud.home.users[1]
    result = sign_in(app, reply, typed={"email": noor.email.upper(), "password": noor.password})
    assert result["id_token_claims"]["name"] == "Noor Haddad"


def test_refresh_tokens_rotate_and_a_replay_is_refused(cloud, app, reply, session):
    first = sign_in(app, reply)["refresh_token"]
    renewed = app.acquire_token_silent_with_error([], app.get_accounts()[0], force_refresh=True)
    assert renewed["refresh_token"] != first
    assert "nonce" not in renewed["id_token_claims"]
    replay = refresh(cloud, session, first)
    assert replay.status_code == 400
    assert replay.json()["error"] == "invalid_grant"
    assert "AADB2C90129" in replay.json()["error_description"]
    assert refresh(cloud, session, renewed["refresh_token"]).status_code == 200


def test_a_refresh_token_runs_out(cloud, app, reply):
    cloud.knobs.refresh_token_lifetime_s = 0
    sign_in(app, reply)
    refused = app.acquire_token_silent_with_error([], app.get_accounts()[0], force_refresh=True)
    assert refused["error"] == "invalid_grant"
    assert "AADB2C90080" in refused["error_description"]


def test_everything_can_be_revoked(cloud, app, reply):
    sign_in(app, reply)
    cloud.grants.revoke_all()
    refused = app.acquire_token_silent_with_error([], app.get_accounts()[0], force_refresh=True)
    assert refused["error"] == "invalid_grant"


def test_cancel_comes_back_as_b2c_says_it(app, reply):
    result = sign_in(app, reply, press="cancel")
    assert result["error"] == "access_denied"
    assert result["error_description"].startswith("AADB2C90091: ")
    assert "Correlation ID: " in result["error_description"]


def test_a_wrong_password_shows_the_form_again_with_a_message(cloud, app, reply):
    flow = app.initiate_auth_code_flow([], redirect_uri=reply.url, response_mode="form_post")
    browser = Browser()
    page = browser.open(flow["auth_uri"])
    assert page.form.fields == {"email": cloud.service.user, "password": cloud.service.password}
    again = browser.submit(page, "sign-in", {"email": '"><x@example.com', "password": "guess"})
    assert again.message == "The e-mail or the password is not right."
    assert again.form.fields == {"email": '"><x@example.com', "password": ""}
    assert reply.answers == []
    right = browser.submit(again, "sign-in", {"email": cloud.service.user, "password": cloud.service.password})
    browser.submit(right, None, {})
    assert "id_token" in app.acquire_token_by_auth_code_flow(flow, reply.last)


def test_the_browsers_session_signs_in_without_the_form_unless_login_is_asked_for(app, reply):
    browser = Browser()

    def page(**how):
        flow = app.initiate_auth_code_flow([], redirect_uri=reply.url, response_mode="form_post", **how)
        return browser.open(flow["auth_uri"])

    browser.submit(page(), "sign-in", {})
    assert "sign-in" not in page().form.buttons
    assert "code" in page(prompt="none").form.fields
    assert "sign-in" in page(prompt="login").form.buttons
    assert "sign-in" in page(prompt="select_account").form.buttons


def test_prompt_none_without_a_session_is_an_error(app, reply):
    result = sign_in(app, reply, prompt="none")
    assert "AADB2C90077" in result["error_description"]


def test_signing_out_ends_the_browsers_session(cloud, app, reply, session):
    browser = Browser()
    flow = app.initiate_auth_code_flow([], redirect_uri=reply.url, response_mode="form_post")
    browser.submit(browser.open(flow["auth_uri"]), "sign-in", {})
    discovery = session.get(f"{cloud.service.authority}/v2.0/.well-known/openid-configuration").json()
    assert "signed out" in browser.open(discovery["end_session_endpoint"]).message
    assert "sign-in" in browser.open(flow["auth_uri"]).form.buttons


def test_the_query_mode_redirects_with_code_and_state(cloud, reply, session):
    visit(authorize_url(cloud, reply.url + "?kept=1"))
    method, fields = reply.answers[-1]
    assert method == "GET"
    assert fields["kept"] == "1"
    assert fields["state"] == "a state"
    answer = redeem(cloud, session, fields["code"], reply.url + "?kept=1")
    assert jwt.decode(answer.json()["id_token"], options={"verify_signature": False})["nonce"] == "a nonce"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_code_is_good_once(cloud, reply, session):
    visit(authorize_url(cloud, reply.url))
    assert redeem(cloud, session, reply.last["code"], reply.url).status_code == 200
    assert redeem(cloud, session, reply.last["code"], reply.url).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code_verifier": "b" * 64}, "AADB2C90182"),
        ({"code_verifier": ""}, "AADB2C90182"),
        ({"redirect_uri": "http://localhost:1/"}, "AADB2C90088"),
    ],
)
def test_a_code_needs_its_verifier_and_reply_url(cloud, reply, session, changes, code):
    visit(authorize_url(cloud, reply.url))
    refused = redeem(cloud, session, reply.last["code"], reply.url, **changes)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert refused.json()["error_description"].startswith(f"{code}: ")


def test_the_token_endpoint_refuses_other_clients_and_grants(cloud, reply, session):
    assert redeem(cloud, session, "x", reply.url, client_id="other").json()["error"] == "invalid_client"
    assert redeem(cloud, session, "x", reply.url, grant_type="password").json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"code_challenge": None}, "invalid_request", "AADB2C90083"),
        ({"code_challenge_method": "plain"}, "invalid_request", "AADB2C90184"),
        ({"response_type": "id_token"}, "unsupported_response_type", "AADB2C90013"),
        ({"response_mode": "fragment"}, "invalid_request", "AADB2C90014"),
        ({"scope": "profile"}, "invalid_request", "AADB2C90010"),
    ],
)
def test_an_authorize_request_that_cannot_be_granted_is_answered_to_the_application(cloud, reply, changes, error, code):
    visit(authorize_url(cloud, reply.url, **changes))
    assert reply.last["error"] == error
    assert code in reply.last["error_description"]
    assert reply.last["state"] == "a state"


@pytest.mark.parametrize(
    "reply_url",
    [
        "https://localhost/",
        "http://localhost.example.com/",
        "http://user@localhost/",
        "http://localhost:99999/",
        "http://localhost/#fragment",
        "http://[::1]/",
        "localhost",
        "",
    ],
)
def test_a_reply_url_that_is_not_registered_is_told_in_the_browser_alone(cloud, reply_url):
    with pytest.raises(Lost, match=r"AADB2C90006.*is not registered"):
        visit(authorize_url(cloud, reply_url))


def test_an_unknown_client_is_told_in_the_browser_alone(cloud, reply):
    with pytest.raises(Lost, match="AADB2C90018"):
        visit(authorize_url(cloud, reply.url, client_id="<b>other</b>"))
    assert reply.answers == []


def test_scopes_decide_which_tokens_are_given(cloud, reply, session):
    def tokens(scope):
        visit(authorize_url(cloud, reply.url, scope=scope))
        return {n for n in redeem(cloud, session, reply.last["code"], reply.url).json() if n.endswith("_token")}

    assert tokens("openid") == {"id_token"}
    assert tokens("openid offline_access") == {"id_token", "refresh_token"}
    assert tokens(f"openid {cloud.service.client_id}") == {"id_token", "access_token"}


def _page(url):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_the_page_shows_the_credentials_and_needs_nothing_from_elsewhere(cloud, reply):
    response, text = _page(authorize_url(cloud, reply.url, state='"><script>alert(1)</script>'))
    for wanted in ('id="email"', 'id="password"', 'id="sign-in"', 'id="cancel"', cloud.service.user, "demo-socket"):
        assert wanted in text
    assert "<script>alert" not in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert not any(f"{attribute}=" in text for attribute in ("src", "srcset", "integrity"))
    assert "prefers-color-scheme: dark" in text


def test_pages_elsewhere_are_not_found(cloud):
    response, _text = _page(cloud._pages._authority.page + "/nowhere")
    assert response.status == 404


@pytest.mark.parametrize(
    ("kind", "status"), [("server_error", 500), ("unavailable", 503), ("captive_portal", 200), ("invalid_grant", 400)]
)
def test_the_token_endpoint_fails_as_ordered(cloud, reply, session, kind, status):
    visit(authorize_url(cloud, reply.url))
    cloud.knobs.fail_next(kind, on="Token")
    failed = redeem(cloud, session, reply.last["code"], reply.url)
    assert failed.status_code == status
    assert "id_token" not in failed.text
    assert redeem(cloud, session, reply.last["code"], reply.url).status_code == 200


def test_a_token_answer_may_be_lost_on_the_way(cloud, reply, session):
    visit(authorize_url(cloud, reply.url))
    cloud.knobs.fail_next("half", on="Token")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        redeem(cloud, session, reply.last["code"], reply.url)
    assert redeem(cloud, session, reply.last["code"], reply.url).json()["error"] == "invalid_grant"


def test_the_sign_in_may_be_slow_or_refuse_while_the_api_is_well(cloud, client, session):
    url = f"{cloud.service.authority}/v2.0/.well-known/openid-configuration"
    cloud.knobs.signin_latency_s = 0.1
    start = time.monotonic()
    assert session.get(url).status_code == 200
    assert time.monotonic() - start >= 0.1
    cloud.knobs.refused = {"signin"}
    with pytest.raises(requests.ConnectionError):
        session.get(url)
    assert client.status("MS-1003") == [False, False, True]


def test_what_was_asked_of_the_authority_is_on_record_without_secrets(cloud, app, reply):
    sign_in(app, reply)
    assert [(call.operation, call.status) for call in cloud.signin_calls] == [("Discovery", 200), ("Token", 200)]
    assert all(call.body == b"" for call in cloud.signin_calls)


@pytest.mark.parametrize("url", ["https://localhost/", "http://example.com/", "file:///etc/hostname", "nonsense"])
def test_the_visitor_stays_on_loopback(url):
    with pytest.raises(Lost, match="not a plain loopback address"):
        visit(url)


def test_the_answer_of_form_post_submits_itself(cloud, reply):
    browser = Browser()
    page = browser.open(authorize_url(cloud, reply.url, response_mode="form_post"))
    sent = browser.submit(page, "sign-in", {})
    assert sent.form.action == reply.url
    assert set(sent.form.fields) == {"state", "code"}


def test_the_visitor_stands_in_for_the_browser(cloud, reply):
    visitor = f"{sys.executable} -m multisocket_gui.demo.visitor %s"
    opener = [sys.executable, "-m", "webbrowser", authorize_url(cloud, reply.url, response_mode="form_post")]
    done = subprocess.run(
        opener, capture_output=True, text=True, timeout=30, check=False, env=os.environ | {"BROWSER": visitor}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert set(reply.last) == {"state", "code"}
