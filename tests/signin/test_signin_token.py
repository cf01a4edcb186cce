from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.signin.errors import ClockWrong, SignInError, WrongToken
from multisocket_gui.signin.token import IdToken, Person, parsed, time_trouble

NOW = 1_800_000_000.0
AUTHORITY = "https://login.example.com/tenant/B2C_1_in"
CLAIMS: dict[str, Any] = {
    "aud": "client",
    "iss": "https://login.example.com/tenant/v2.0/",
    "exp": NOW + 3600,
    "iat": NOW,
    "nbf": NOW - 5,
    "sub": "subject",
    "name": "Camille",
    "emails": ["c@example.com"],
}


def token(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{payload}.sig"


def check(raw: object) -> IdToken:
    return parsed(raw, client_id="client", authority=AUTHORITY, now=NOW)


def lasting(seconds: float) -> IdToken:
    return check(token(CLAIMS | {"exp": NOW + seconds}))


def test_a_good_token() -> None:
    raw = token(CLAIMS)
    assert check(raw) == IdToken(raw, Person("Camille", "subject"), NOW, NOW + 3600, NOW - 5)


def test_the_raw_token_is_not_shown_by_chance() -> None:
    assert token(CLAIMS) not in repr(check(token(CLAIMS)))


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "other"),
        ("aud", ["client", "other"]),
        ("aud", None),
        ("iss", "https://login.example.com.evil.example/tenant/v2.0/"),
        ("iss", "https://evil.example/login.example.com"),
        ("iss", "login.example.com"),
        ("iss", "https://[login"),
        ("iss", None),
        ("exp", "1900000000"),
        ("exp", True),
        ("exp", float("nan")),
        ("exp", 10**400),
        ("exp", None),
        ("sub", ""),
        ("sub", None),
    ],
)
def test_a_wrong_claim_is_named(claim: str, value: object) -> None:
    with pytest.raises(WrongToken) as caught:
        check(token(CLAIMS | {claim: value}))
    assert caught.value.problem.detail == claim


def test_an_audience_in_a_list_of_one_is_good() -> None:
    assert check(token(CLAIMS | {"aud": ["client"]})).person.subject == "subject"


def test_no_client_id_matches_no_token() -> None:
    with pytest.raises(WrongToken):
        parsed(token(CLAIMS | {"aud": ""}), client_id="", authority=AUTHORITY, now=NOW)


@given(st.one_of(st.none(), st.text(), st.integers(), st.text().map(lambda text: f"a.{text}.b")))
def test_what_is_no_token_is_a_wrong_token(raw: object) -> None:
    with pytest.raises(WrongToken):
        check(raw)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)), st.data())
def test_no_claim_of_any_shape_breaks_the_check(value: object, data: st.DataObject) -> None:
    claim = data.draw(st.sampled_from(sorted(CLAIMS)))
    complaint = ""
    try:
        assert isinstance(check(token(CLAIMS | {claim: value})), IdToken)
    except WrongToken as error:
        complaint = error.problem.detail
    assert complaint in ("", claim)


@pytest.mark.parametrize(
    ("missing", "name"),
    [((), "Camille"), (("name",), "c@example.com"), (("name", "emails"), "p@example.com"), (None, "")],
)
def test_the_name_to_show(missing: tuple[str, ...] | None, name: str) -> None:
    gone = ("name", "emails", "preferred_username") if missing is None else missing
    claims = {
        key: value for key, value in (CLAIMS | {"preferred_username": "p@example.com"}).items() if key not in gone
    }
    assert check(token(claims)).person.name == name


@pytest.mark.parametrize(("lifetime", "margin"), [(86400, 300), (3600, 300), (600, 150), (300, 75), (60, 30), (20, 30)])
def test_the_margin_goes_with_the_lifetime(lifetime: int, margin: int) -> None:
    last_fresh = NOW + lifetime - margin
    assert lasting(lifetime).fresh(last_fresh - 1)
    assert not lasting(lifetime).fresh(last_fresh)


def test_a_token_lives_until_its_last_second() -> None:
    assert lasting(60).alive(NOW + 59)
    assert not lasting(60).alive(NOW + 60)


def test_a_token_that_tells_no_times_but_its_end_begins_now_at_the_latest() -> None:
    claims = {name: value for name, value in CLAIMS.items() if name not in ("iat", "nbf")}
    assert check(token(claims)).issued == NOW
    assert time_trouble(check(token(claims)), NOW, -120.0) is None


@pytest.mark.parametrize(
    ("begins", "ends", "off", "kind", "detail"),
    [
        (0, 3600, 0.0, None, ""),
        (0, 3600, 420.0, None, ""),
        (120, 3600, 0.0, None, ""),  # clocks differ by seconds, and nobody says that this one is wrong
        (120, 3600, -120.0, ClockWrong, "-2 min"),
        (-7500, 0, 7500.0, ClockWrong, "+2 h 05 min"),
        (-7500, 0, 0.0, WrongToken, "exp"),
        (-7500, -1, 0.0, WrongToken, "exp"),
    ],
)
def test_a_token_out_of_time(begins: int, ends: int, off: float, kind: type[SignInError] | None, detail: str) -> None:
    trouble = time_trouble(check(token(CLAIMS | {"nbf": NOW + begins, "exp": NOW + ends})), NOW, off)
    if kind is None:
        assert trouble is None
    else:
        assert type(trouble) is kind
        assert trouble.problem.detail == detail
