"""Whatever the service answers, it is either what the contract says or an error with words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.cloud import errors
from multisocket_gui.cloud.answers import Plug, plugs, refusal

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
    ],
)
def test_anything_else_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(errors.BadAnswer):
        plugs(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["plugs", "id", "name", "status"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_answer_crashes_us(document: object) -> None:
    try:
        found = plugs(json.dumps(document).encode())
    except errors.BadAnswer:
        return
    assert all(isinstance(value, bool) for plug in found for value in plug.status)


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
