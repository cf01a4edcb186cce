from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.signin.reply import LIMIT, Verdict, judge

STATE = "kT3-x_9"


def request(
    body: str | bytes = urlencode({"code": "c0de", "state": STATE}),
    *,
    line: str = "POST / HTTP/1.1",
    kind: str = "application/x-www-form-urlencoded",
    length: int | str | None = None,
    more: tuple[str, ...] = (),
) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    lines = (line, "Host: localhost", f"Content-Type: {kind}", f"Content-Length: {length or len(content)}", *more)
    return "\r\n".join((*lines, "", "")).encode() + content


def test_the_form_with_our_state_is_the_reply() -> None:
    assert judge(request(), STATE) == Verdict(HTTPStatus.OK, {"code": "c0de", "state": STATE})


def test_an_error_is_a_reply_too() -> None:
    fields = {"error": "access_denied", "error_description": "AADB2C90091: annulé", "state": STATE}
    assert judge(request(urlencode(fields)), STATE) == Verdict(HTTPStatus.OK, fields)


def test_a_charset_in_the_content_type_does_not_matter() -> None:
    whole = request(kind="Application/X-WWW-Form-Urlencoded; charset=UTF-8")
    assert judge(whole, STATE) == Verdict(HTTPStatus.OK, {"code": "c0de", "state": STATE})


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (request(line="GET / HTTP/1.1"), HTTPStatus.METHOD_NOT_ALLOWED),
        (request(line="GET /?code=c0de&state=" + STATE + " HTTP/1.1"), HTTPStatus.NOT_FOUND),
        (request(line="POST /?x HTTP/1.1"), HTTPStatus.NOT_FOUND),
        (request(line="POST /favicon.ico HTTP/1.1"), HTTPStatus.NOT_FOUND),
        (request(line="POST // HTTP/1.1"), HTTPStatus.NOT_FOUND),
        (request(line="POST http://localhost/ HTTP/1.1"), HTTPStatus.NOT_FOUND),
        (request(line="POST / HTTP/2"), HTTPStatus.BAD_REQUEST),
        (request(line="POST /"), HTTPStatus.BAD_REQUEST),
        (request(kind="application/json"), HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        (request(length="many"), HTTPStatus.LENGTH_REQUIRED),
        (request(length="-1"), HTTPStatus.LENGTH_REQUIRED),
        (request(length="1_0"), HTTPStatus.LENGTH_REQUIRED),
        (request(more=("Transfer-Encoding: chunked",)), HTTPStatus.LENGTH_REQUIRED),
        (request(more=("Content-Length: 1",)), HTTPStatus.BAD_REQUEST),
        (request(more=("no colon",)), HTTPStatus.BAD_REQUEST),
        (request(length=LIMIT), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (request("code=c0de"), HTTPStatus.BAD_REQUEST),
        (request("code=c0de&state="), HTTPStatus.BAD_REQUEST),
        (request("code=c0de&state=kT3-x_8"), HTTPStatus.BAD_REQUEST),
        (request(f"code=c0de&state={STATE}&state=x"), HTTPStatus.BAD_REQUEST),
        (request(f"code=a&code=b&state={STATE}"), HTTPStatus.BAD_REQUEST),
        (request(f"code=&state={STATE}"), HTTPStatus.BAD_REQUEST),
        (request(f"state={STATE}"), HTTPStatus.BAD_REQUEST),
        (request(f"state={STATE}&code=c" + "&x=1" * 40), HTTPStatus.BAD_REQUEST),
        (request(b"code=\xff&state=" + STATE.encode()), HTTPStatus.BAD_REQUEST),
        (b"\x16\x03\x01\r\n\r\n", HTTPStatus.BAD_REQUEST),
        (b"x" * (LIMIT + 1), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    ],
)
def test_anything_else_is_not(raw: bytes, status: HTTPStatus) -> None:
    assert judge(raw, STATE) == Verdict(status)


@given(st.data())
def test_a_reply_in_pieces_is_judged_when_it_is_whole(data: st.DataObject) -> None:
    whole = request()
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert judge(whole[:cut], STATE) is None


@given(st.binary(max_size=200))
def test_noise_is_never_the_reply(noise: bytes) -> None:
    for raw in (noise, noise + b"\r\n\r\n", request(noise)):
        verdict = judge(raw, STATE)
        assert verdict is None or verdict.answer is None


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5), st.text(min_size=1, max_size=20))
def test_every_field_arrives_as_it_was_sent(others: dict[str, str], code: str) -> None:
    fields = others | {"code": code, "state": STATE}
    assert judge(request(urlencode(fields)), STATE) == Verdict(HTTPStatus.OK, fields)
