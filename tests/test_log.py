"""No secret stands in the log."""

from __future__ import annotations

import logging

import pytest

from multisocket_gui import log

TOKEN = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Authorization: {TOKEN}", TOKEN),
        (f"token {TOKEN} refused", TOKEN),
        ("GET /?code=abc123def456&state=xyz987654", "abc123def456"),
        ("GET /?code=abc123def456&state=xyz987654", "xyz987654"),
        ('{"refresh_token": "0.AAAA-secret", "x": 1}', "0.AAAA-secret"),
        ("{'password': 'hunter22'}", "hunter22"),
        ("Ocp-Apim-Subscription-Key: d3a0d3a0d3a0", "d3a0d3a0d3a0"),
        ("signed in as camille.lefevre@example.org", "camille.lefevre@example.org"),
    ],
)
def test_secrets_are_masked(text: str, secret: str) -> None:
    assert secret not in log.redacted(text)


def test_a_key_that_was_named_is_masked_wherever_it_turns_up() -> None:
    log.hide("plain-looking-key")
    assert "plain-looking-key" not in log.redacted("what is plain-looking-key?")


def test_arguments_and_tracebacks_are_masked_too() -> None:
    formatter = log.RedactingFormatter("%(message)s")
    try:
        raise ValueError(TOKEN)
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "%s", (TOKEN,), (type(error), error, error.__traceback__))
    assert TOKEN not in formatter.format(record)


def test_plain_words_stay() -> None:
    text = "GET https://localhost:1/plants/7f3a/parameter/id/value/S-1 -> 200 in 3 ms"
    assert log.redacted(text) == text
