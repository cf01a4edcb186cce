"""What befalls an account: forgotten passwords, revoked grants, tokens that are not right, a clock that is wrong."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import jwt
import msal
import pytest
from demo_help import authority_of, authorize_url, redeem, refresh, sign_in

from multisocket_gui.demo import b2c_errors
from multisocket_gui.demo.authority import RESET_POLICY
from multisocket_gui.demo.knobs import Knobs
from multisocket_gui.demo.tokens import FAULTS
from multisocket_gui.demo.visitor import Browser, Lost, visit

NEW = "another-socket"


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})


def refreshed(app):
    return app.acquire_token_silent_with_error([], app.get_accounts()[0], force_refresh=True)


def reset(cloud, reply, press="change", **typed):
    """Go through the page for a new password to its end."""
    return visit(authorize_url(cloud, reply.url, policy=RESET_POLICY), press, {"password": NEW, "again": NEW} | typed)


def test_forgot_your_password_comes_back_as_b2c_says_it(app, reply):
    result = sign_in(app, reply, press="forgot")
    assert result["error"] == "access_denied"
    assert result["error_description"].startswith("AADB2C90118: ")


def test_the_return_key_signs_in_and_does_not_forget(cloud, reply):
    page = Browser().open(authorize_url(cloud, reply.url))
    assert next(iter(page.form.buttons)) == "sign-in"


def test_the_service_tells_the_policy_that_changes_the_password(cloud, session):
    assert cloud.service.reset_policy == RESET_POLICY
    tenant, _policy = cloud.service.authority.rsplit("/", 1)
    below = f"{authority_of(cloud, RESET_POLICY)}/v2.0/.well-known/openid-configuration"
    document = session.get(below).json()
    asked = session.get(f"{tenant}/v2.0/.well-known/openid-configuration", params={"p": RESET_POLICY.lower()}).json()
    assert asked == document
    for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"):
        assert f"/{RESET_POLICY}/" in document[endpoint]
    assert session.get(document["jwks_uri"]).json()["keys"]


def test_a_new_password_takes_the_place_of_the_old_one(cloud, app, reply, session):
    old = cloud.service.password
    before = sign_in(app, reply)["refresh_token"]
    reset(cloud, reply)
    assert set(reply.last) == {"code", "state"}
    assert refresh(cloud, session, before).json()["error"] == "invalid_grant"
    page = Browser().open(authorize_url(cloud, reply.url))
    assert page.form.fields["password"] == NEW  # the page shows what is true now
    with pytest.raises(Lost, match="not right"):
        visit(authorize_url(cloud, reply.url), typed={"password": old})
    assert "id_token" in sign_in(app, reply)


def test_the_code_for_a_new_password_is_good_below_its_own_policy_alone(cloud, reply, session):
    reset(cloud, reply)
    refused = redeem(cloud, session, reply.last["code"], reply.url)
    assert refused.json()["error_description"].startswith("AADB2C90088: ")
    reset(cloud, reply)
    tokens = redeem(cloud, session, reply.last["code"], reply.url, policy=RESET_POLICY).json()
    assert claims_of(tokens["id_token"])["tfp"] == RESET_POLICY
    refused = refresh(cloud, session, tokens["refresh_token"])
    assert refused.json()["error_description"].startswith("AADB2C90088: ")


def test_msal_goes_through_the_policy_for_a_new_password(cloud, reply, session):
    authority = authority_of(cloud, RESET_POLICY)
    app = msal.PublicClientApplication(cloud.service.client_id, authority=authority, http_client=session)
    result = sign_in(app, reply, press="change", typed={"password": NEW, "again": NEW})
    assert result["id_token_claims"]["emails"] == [cloud.service.user]


def test_a_new_password_may_be_given_up(cloud, reply):
    reset(cloud, reply, "cancel")
    assert reply.last["error_description"].startswith("AADB2C90091: ")
    assert cloud.people.with_password(cloud.service.user, cloud.service.password)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"again": "a-different-one"}, "The two passwords are not the same."),
        ({"password": "short", "again": "short"}, "The new password needs at least 8 characters."),
        ({"email": "nobody@example.com"}, "There is no account with this e-mail."),
    ],
)
def test_what_cannot_be_a_new_password_is_told_on_the_page(cloud, reply, typed, complaint):
    with pytest.raises(Lost, match=complaint):
        reset(cloud, reply, **typed)
    assert reply.answers == []
    assert cloud.people.with_password(cloud.service.user, cloud.service.password)


def test_another_person_has_a_home_of_her_own(cloud, app, reply, client):
    noor = cloud.home.users[1]
    client.token = sign_in(app, reply, typed={"email": noor.email, "password": noor.password})["id_token"]
    (flat,) = cloud.home.plants_of(noor)
    assert client.get("id", flat.sockets[0].id, plant=flat.id).json()["plugs"][0]["status"] == [True, False, True]
    assert client.get("id", "MS-1001").status_code == 401


def test_revoking_ends_one_persons_grants_and_sessions(cloud, reply, session):
    noor = cloud.home.users[1]
    url = authorize_url(cloud, reply.url)
    browsers = [Browser(), Browser()]
    tokens = []
    for browser, user in zip(browsers, (noor, cloud.home.demo_user), strict=True):
        browser.submit(browser.open(url), "sign-in", {"email": user.email, "password": user.password})
        tokens.append(redeem(cloud, session, reply.last["code"], reply.url).json()["refresh_token"])
    cloud.revoke(noor)
    answers = [refresh(cloud, session, token).json() for token in tokens]
    assert answers[0]["error_description"].startswith("AADB2C90129: ")
    assert "id_token" in answers[1]
    assert browsers[0].open(url).form  # asked again
    assert browsers[1].open(url).form is None


def test_refresh_tokens_may_be_used_again_as_b2cs_are(cloud, app, reply, session):
    cloud.knobs.refresh_tokens_reusable = True
    first = sign_in(app, reply)["refresh_token"]
    again = [refresh(cloud, session, first) for _ in range(2)]
    assert [answer.status_code for answer in again] == [200, 200]
    assert len({first, *(answer.json()["refresh_token"] for answer in again)}) == 3


@pytest.mark.parametrize("code", ["AADB2C90091", "AADB2C90273", "AADB2C90085", "AADB2C90244", "AADB2C12345"])
def test_the_authorize_endpoint_answers_any_code_once(cloud, app, reply, code):
    cloud.knobs.fail_next(f"aadb2c:{code[6:]}", on="Authorize")
    result = sign_in(app, reply)
    assert result["error"] == b2c_errors.oauth_error(code)
    assert result["error_description"].startswith(f"{code}: ")
    assert "id_token" in sign_in(app, reply)


@pytest.mark.parametrize("code", ["90006", "90007"])
def test_what_b2c_tells_in_the_browser_alone_is_not_sent_to_the_application(cloud, reply, code):
    cloud.knobs.fail_next(f"aadb2c:{code}", on="Authorize")
    with pytest.raises(Lost, match=f"AADB2C{code}"):
        visit(authorize_url(cloud, reply.url))
    assert reply.answers == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("90080", "invalid_grant"),
        ("90128", "invalid_grant"),
        ("90279", "invalid_grant"),
        ("90085", "server_error"),
        ("90289", "temporarily_unavailable"),
        ("90018", "invalid_client"),
        ("90205", "invalid_request"),
    ],
)
def test_the_token_endpoint_answers_any_code_with_the_error_that_goes_with_it(cloud, app, reply, code, error):
    sign_in(app, reply)
    cloud.knobs.fail_next(f"aadb2c:{code}", on="Token")
    refused = refreshed(app)
    assert refused["error"] == error
    assert refused["error_description"].startswith(f"AADB2C{code}: ")


def test_the_token_endpoint_may_be_asked_too_often(cloud, session):
    cloud.knobs.rate_period_s = 7
    cloud.knobs.fail_next("rate", on="Token", count=2)
    answer = refresh(cloud, session, "x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    cloud.knobs.retry_after = False
    assert "Retry-After" not in refresh(cloud, session, "x").headers
    assert refresh(cloud, session, "x").status_code == 400


def test_an_id_token_may_be_wrong_in_one_thing_and_signed_all_the_same(cloud, app, reply, client):
    good = sign_in(app, reply)["id_token"]
    changed = {}
    for fault in FAULTS:
        cloud.knobs.fail_next(fault, on="Token")
        bad = refreshed(app)["id_token"]
        changed[fault] = {name for name, value in claims_of(bad).items() if value != claims_of(good).get(name)}
        assert (client.get("id", "MS-1001", headers={"Authorization": bad}).status_code == 200) is (
            fault == "foreign_nonce"
        )
    times = {"iat", "nbf", "exp", "auth_time"}
    assert {fault: names - times for fault, names in changed.items()} == {
        "foreign_aud": {"aud"},
        "foreign_iss": {"iss"},
        "past_exp": set(),
        "foreign_nonce": {"nonce"},
        "foreign_sub": {"sub", "oid"},
    }
    assert changed["past_exp"] == times
    assert claims_of(refreshed(app)["id_token"])["sub"] == cloud.home.demo_user.id


def test_the_date_of_every_answer_may_be_wrong(cloud, client, session):
    def ahead(answer):
        return parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()

    def both():
        document = session.get(f"{cloud.service.authority}/v2.0/.well-known/openid-configuration")
        return [ahead(document), ahead(client.get("id", "MS-1001"))]

    assert both() == pytest.approx([0, 0], abs=5)
    cloud.knobs.date_skew_s = -7200
    assert both() == pytest.approx([-7200, -7200], abs=5)


def test_tokens_may_be_stamped_and_checked_by_a_clock_that_is_wrong(cloud, app, reply, client):
    cloud.knobs.token_skew_s = -7200
    client.token = sign_in(app, reply)["id_token"]
    assert claims_of(client.token)["exp"] == pytest.approx(time.time() - 3600, abs=5)
    assert client.get("id", "MS-1001").status_code == 200
    cloud.knobs.token_skew_s = 0
    assert client.get("id", "MS-1001").status_code == 401


@pytest.mark.parametrize("kind", ["aadb2c:9009", "aadb2c:", "hang", "foreign_aud"])
def test_an_order_for_the_authorize_endpoint_is_a_code(kind):
    with pytest.raises(ValueError, match="five digits"):
        Knobs().fail_next(kind, on="Authorize")


def test_every_secret_is_on_record(cloud, app, reply):
    def kept():
        return {secret for _kind, secret in cloud.secrets()}

    result = sign_in(app, reply)
    wanted = {cloud.service.subscription_key, cloud.service.user, cloud.service.password}
    assert {*wanted, reply.last["code"], result["id_token"], result["refresh_token"], NEW} - kept() == {NEW}
    reset(cloud, reply)
    assert {*wanted, reply.last["code"], cloud.id_token(), NEW} <= kept()
    assert {kind for kind, _secret in cloud.secrets()} == {
        "subscription key", "e-mail", "password", "code", "refresh token", "ID token", "session cookie"
    }  # fmt: skip


def test_the_session_cookie_is_among_them(cloud, reply):
    visit(authorize_url(cloud, reply.url))
    (cookie,) = [secret for kind, secret in cloud.secrets() if kind == "session cookie"]
    assert cloud.grants.session(cookie)
