"""Whatever the service answers, it is either what the contract says or an error with words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.cloud import errors
from multisocket_gui.cloud.answers import LONGEST_PAUSE, Plug, plugs, refusal

NOW = 1_000_000.0


def test_a_documented_answer() -> None:
    body = b'{"plugs": [{"id": "a", "name": "Desk", "status": [true, false]}]}'
    assert plugs(body) == (Plug("a", "Desk", (True, False)),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502</html>",
        b"{",
        b"[]",
        b"{}",
        b'{"plugs": null}',
        b'{"plugs": [1]}',
        b'{"plugs": [{"name": "x", "status": [true]}]}',
        b'{"plugs": [{"id": 1, "status": [true]}]}',
        b'{"plugs": [{"id": "a", "status": true}]}',
        b'{"plugs": [{"id": "a", "status": []}]}',
        b'{"plugs": [{"id": "a", "status": [1]}]}',
        b'{"plugs": [{"id": "a", "status": [NaN]}]}',
        b'{"plugs": [{"id": "a", "status": [true]}, {"id": "a", "status": [true]}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"plugs": [{"id": "a", "status": [true], "more": NaN}]}',
        b'{"plugs": [{"id": "a", "status": [true], "more": -Infinity}]}',
        b'{"plugs": [{"id": "a", "status": [true], "status": [false]}]}',
        b'{"plugs": [{"id": "a", "status": [1, 0]}]}',
        b'{"plugs": [{"id": "\\ud800", "status": [true]}]}',
        b'{"plugs": [{"id": "a", "name": "\\udfff", "status": [true]}]}',
        b'{"plugs": [{"id": "a", "status": [true], "more": 1' + b"0" * 5_000 + b"}]}",
    ],
)
def test_anything_else_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(errors.BadAnswer):
        plugs(body)


def test_what_dot_net_puts_before_an_answer_is_let_through() -> None:
    assert plugs(b'\xef\xbb\xbf{"plugs": [{"id": "a", "status": [true]}]}') == (Plug("a", "", (True,)),)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["plugs", "id", "name", "status"]), inner)
    ),
    max_leaves=12,
)
nearly_right = st.fixed_dictionaries(
    {
        "plugs": st.lists(
            st.fixed_dictionaries(
                {"id": st.text(max_size=2) | json_values, "status": st.lists(st.booleans()) | json_values},
                optional={"name": st.text() | json_values},
            ),
            max_size=3,
        )
    }
)


def check(body: bytes) -> None:
    """Either sockets as the contract has them, or a `BadAnswer`; and they can be written to a URL and to a screen."""
    try:
        found = plugs(body)
    except errors.BadAnswer:
        return
    assert len({plug.id for plug in found}) == len(found)
    for plug in found:
        assert plug.id.encode()
        assert plug.name.encode() is not None
        assert plug.status
        assert all(value is True or value is False for value in plug.status)


@given(json_values | nearly_right)
def test_no_answer_crashes_us(document: object) -> None:
    check(json.dumps(document).encode())


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_crash_us(body: bytes) -> None:
    check(body)


@given(nearly_right, st.data())
def test_no_broken_answer_crashes_us(document: object, data: st.DataObject) -> None:
    body = bytearray(json.dumps(document).encode())
    for _ in range(data.draw(st.integers(0, 3))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(body[: data.draw(st.integers(0, len(body)))]))


header = st.text(st.characters(max_codepoint=255)) | st.integers().map(str) | st.datetimes().map(str)


@given(st.integers(100, 999), header, st.binary() | json_values.map(lambda found: json.dumps(found).encode()))
def test_every_refusal_is_an_error_that_ends_some_day(status: int, after: str, body: bytes) -> None:
    error = refusal(status, {"Retry-After": after, "WWW-Authenticate": after}, body, NOW)
    assert isinstance(error, errors.CloudError)
    until = error.problem.until
    assert until is None or NOW <= until <= NOW + LONGEST_PAUSE


@pytest.mark.parametrize(
    ("status", "headers", "message", "error", "until"),
    [
        (401, {"WWW-Authenticate": 'AzureApiManagementKey realm="x"'}, "", errors.KeyRejected, None),
        (401, {}, "Access denied due to missing subscription key.", errors.KeyRejected, None),
        (401, {}, "Unauthorized", errors.TokenRefused, None),
        (403, {}, "Out of call volume quota. Quota will be replenished in 03:23:11.", errors.QuotaUsedUp, 12191),
        (403, {}, "Out of call volume quota. Quota will be replenished in 1.03:23:11.", errors.QuotaUsedUp, 98591),
        (403, {"Retry-After": "60"}, "Out of call volume quota.", errors.QuotaUsedUp, 60),
        (403, {}, "Out of call volume quota.", errors.QuotaUsedUp, None),
        (403, {}, "Forbidden", errors.Forbidden, None),
        (404, {}, "Resource not found", errors.NotFound, None),
        (408, {}, "", errors.TimedOut, None),
        (429, {}, "Rate limit is exceeded. Try again in 57 seconds.", errors.Busy, 57),
        (429, {"Retry-After": "9"}, "Rate limit is exceeded. Try again in 57 seconds.", errors.Busy, 9),
        (429, {}, "", errors.Busy, None),
        (429, {"Retry-After": "Mon, 12 Jan 1970 13:47:40 GMT"}, "", errors.Busy, 60),
        (429, {"Retry-After": "Mon, 12 Jan 1970 13:45:40 GMT"}, "", errors.Busy, 0),
        (429, {"Retry-After": "soon"}, "Try again in 7 seconds.", errors.Busy, 7),
        (429, {"Retry-After": "9" * 5_000}, "", errors.Busy, LONGEST_PAUSE),
        (407, {}, "", errors.ProxyTrouble, None),
        (400, {}, "", errors.Rejected, None),
        (469, {}, "", errors.PasswordExpired, None),
        (470, {}, "", errors.TermsChanged, None),
        (418, {}, "", errors.Rejected, None),
        (500, {}, "", errors.ServerTrouble, None),
        (503, {}, "", errors.ServerTrouble, None),
        (302, {}, "", errors.BadAnswer, None),
        (204, {}, "", errors.BadAnswer, None),
    ],
)
def test_refusals(
    status: int, headers: dict[str, str], message: str, error: type[errors.CloudError], until: float | None
) -> None:
    body = json.dumps({"statusCode": status, "message": message}).encode()
    raised = refusal(status, headers, body, NOW)
    assert type(raised) is error
    assert raised.problem.until == (None if until is None else NOW + until)


@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b'{"message": 5}'])
def test_a_refusal_without_a_message_is_one_all_the_same(body: bytes) -> None:
    assert type(refusal(429, {}, body, NOW)) is errors.Busy
