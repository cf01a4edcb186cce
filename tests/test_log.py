"""No secret stands in the log, nor in what Python prints of its own accord."""

from __future__ import annotations

import json
import logging
import string
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from secret_finder import SecretFinder

from multisocket_gui import log

TOKEN = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
NAMES = [
    "code",
    "state",
    "nonce",
    "code_verifier",
    "client_info",
    "id_token",
    "access_token",
    "refresh_token",
    "password",
    "Ocp-Apim-Subscription-Key",
    "MULTISOCKET_SUBSCRIPTION_KEY",
    "Authorization",
    "Cookie",
]
SHAPES: dict[str, Callable[[str, str], str]] = {
    "a URL": lambda name, secret: f"GET /b2c_1_x/authorize?x=1&{name}={quote(secret, safe='')}&y=2 failed",
    "a URL in a URL": lambda name, secret: f"/?to=http%3A%2F%2Fa%3F{name}%3D{quote(secret, safe='')}%26y%3D2",
    "a form": lambda name, secret: urlencode({"a": "b", name: secret, "c": "d"}),
    "JSON": lambda name, secret: json.dumps({"a": 1, name: secret, "c": [2]}),
    "JSON in JSON": lambda name, secret: json.dumps({"body": json.dumps({name: secret, "c": 2})}),
    "a dictionary": lambda name, secret: repr({"a": 1, name: secret, "c": 2}),
    "a dictionary of bytes": lambda name, secret: repr({name.encode(): secret.encode()}),
    "pairs": lambda name, secret: repr([("a", "b"), (name, secret)]),
    "a parsed query": lambda name, secret: repr(parse_qs(urlencode({name: secret}))),
    "a header": lambda name, secret: f"send: b'GET / HTTP/1.1\\r\\n{name}: {secret}\\r\\nAccept: */*'",
    "an assignment": lambda name, secret: f"{name} = {secret!r}, other=1",
}
WORDS = st.text(string.ascii_letters + string.digits + "-._~", min_size=8, max_size=60)
ANYTHING = st.text(string.ascii_letters + string.digits + " -._~+/=&%\"'\\é", min_size=8, max_size=60)


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    """What a test hides is known to that test alone."""
    before = dict(log._known)
    log._known.clear()
    log.hide()
    yield
    log._known.clear()
    log._known.update(before)
    log.hide()


@pytest.mark.parametrize("shape", SHAPES)
@given(name=st.sampled_from(NAMES), secret=WORDS)
def test_a_named_secret_is_masked_in_every_shape(shape: str, name: str, secret: str) -> None:
    text = SHAPES[shape](name, secret)
    assert secret in text
    assert secret not in log.redacted(text).replace(name, "")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic"])
@given(secret=WORDS)
def test_a_credential_is_masked_and_not_its_scheme_alone(scheme: str, secret: str) -> None:
    for text in (
        f"Authorization: {scheme} {secret}",
        repr({"Authorization": f"{scheme} {secret}"}),
        f"{scheme} {secret}",
    ):
        assert secret not in log.redacted(text).replace("Authorization", "")


@given(secret=ANYTHING, before=st.text(max_size=5), after=st.text(max_size=5))
def test_what_was_named_is_masked_in_whatever_form_it_turns_up(secret: str, before: str, after: str) -> None:
    log._known.clear()
    log.hide(secret)
    forms = (secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret), repr(secret))
    for form in (*forms, repr(secret.encode())):
        text = log.redacted(f"{before}{form}{after}")
        assert form.strip("\"'") not in text.replace("•••", "")


def test_all_parts_of_an_encrypted_token_are_masked() -> None:
    """Azure AD B2C's refresh tokens and codes are encrypted: five parts where a signed token has three."""
    token = "eyJraWQiOiJhYmMifQ.first-part.second_part.third-part.fourth_part"
    assert log.redacted(f"got {token}, and goes on") == "got •••, and goes on"


@pytest.mark.parametrize("address", ["camille.lefevre@example.org", "camille.lefevre%40example.org"])
def test_an_address_is_masked(address: str) -> None:
    assert log.redacted(f"as {address} signed in") == "as ••• signed in"


def _raise(secret: str) -> None:
    try:
        try:
            raise ValueError(f"refused: {secret}")
        except ValueError as error:
            raise ConnectionError("GET", secret) from error
    except ConnectionError as error:
        error.add_note(f"note: {secret}")
        raise RuntimeError("the end") from error


@given(secret=ANYTHING)
def test_a_whole_chain_of_exceptions_is_masked(secret: str) -> None:
    log.hide(secret)
    try:
        _raise(secret)
    except RuntimeError as error:
        shown = "".join(traceback.format_exception(error))
        trouble = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s %r", (secret, {"a": secret}), trouble)
    written = log.RedactingFormatter("%(message)s").format(record)
    assert all(word in shown and word in written for word in ("ValueError", "ConnectionError", "RuntimeError: the end"))
    found = SecretFinder([("known", secret)]).in_text(written.replace("•••", ""), "the log")
    assert not [finding for finding in found if finding.kind == "known"]


def test_only_the_last_secrets_are_remembered_and_a_key_in_use_is_among_them() -> None:
    for number in range(1000):
        log.hide("the key that is in use", f"an old token {number}.")
    text = log.redacted("the key that is in use; an old token 999.; an old token 1.")
    assert text == "•••; •••; an old token 1."


@pytest.mark.parametrize(
    "text",
    [
        "GET https://localhost:1/plants/7f3a/parameter/id/value/S-1 -> 200 in 3 ms",
        "AADB2C90091: error_code AADB2C90091, status_code=200, exit code 1234",
        "the sign-in service answers 400 (invalid_grant)",
    ],
)
def test_plain_words_stay(text: str) -> None:
    assert log.redacted(text) == text


def test_a_long_line_does_not_hold_up_the_program() -> None:
    """Patterns that look back again and again take minutes on these."""
    for text in ("a" * 200_000, "a_" * 100_000, 'code="' + "\\" * 100_000, "a.a@" * 50_000, "'code', " * 25_000):
        log.redacted(text)


PROGRAM = """
import gc, logging, sys, threading, warnings
from pathlib import Path
from PySide6.QtCore import qWarning
from multisocket_gui import log
from multisocket_gui.engine import qt_log

secret = sys.argv[2]
log.start(Path(sys.argv[1]), "debug")
log.hide(secret)
qt_log.to_our_log()

class Dies:
    def __del__(self):
        raise ValueError(f"unraisable {secret}")

def fails():
    raise ValueError(f"thread {secret}")

logging.getLogger("multisocket_gui.x").debug("ours %s", secret)
for chatty in ("msal.application", "urllib3.connectionpool", "keyring.backend"):
    logging.getLogger(chatty).info("theirs %s", secret)
logging.getLogger("multisocket_gui.x").error("unfit %d", secret)
warnings.warn(f"warned {secret}")
qWarning(f"from Qt {secret}")
del (dies := [Dies()])[:]
thread = threading.Thread(target=fails)
thread.start()
thread.join()
raise ValueError(f"uncaught {secret}")
"""


def test_no_way_out_of_a_process_shows_a_secret(tmp_path: Path) -> None:
    secret = "0.AX8A plain/looking+secret"
    order = [sys.executable, "-c", PROGRAM, str(tmp_path / "log"), secret]
    done = subprocess.run(order, capture_output=True, text=True, check=False, timeout=60)
    written = (tmp_path / "log" / "multisocket-gui.log").read_text(encoding="utf-8")
    assert "Not logged: 'unfit %d'" in done.stderr
    for told in ("ours •••", "warned •••", "from Qt •••", "unraisable •••", "thread •••", "uncaught •••"):
        assert told in written
    assert "theirs" not in written
    assert done.stdout == ""
    finder = SecretFinder([("known", secret)])
    assert not finder.in_text(written, "the log") + finder.in_text(done.stderr, "standard error")


if sys.platform != "win32":  # where files have modes

    def test_the_log_is_for_this_user_alone(tmp_path: Path) -> None:
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / "log"), "x" * 9],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert (tmp_path / "log").stat().st_mode & 0o077 == 0
