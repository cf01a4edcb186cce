"""The secret finder finds: else its silence over a folder or a log would say nothing."""

from __future__ import annotations

import base64
import json
import string
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from secret_finder import SecretFinder

SECRETS = st.text(string.ascii_letters + string.digits + "-._~+/= &%\"'\\é", min_size=8, max_size=60)
AROUND = st.text(string.printable, max_size=7)
FORMS = {
    "plain": str,
    "in a URL": quote,
    "in a query": lambda secret: quote(secret, safe=""),
    "in a form": quote_plus,
    "in JSON": json.dumps,
    "in Python": repr,
    "as bytes in Python": lambda secret: repr(secret.encode()),
    "in hexadecimal": lambda secret: secret.encode().hex(),
    "backwards": lambda secret: secret[::-1],
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30)
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_what_is_known_is_found_in_every_form(form: str, secret: str, before: str, after: str) -> None:
    text = before + FORMS[form](secret) + after
    assert "known" in {finding.kind for finding in SecretFinder([("known", secret)]).in_text(text, "here")}


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le"])
@settings(max_examples=30)
@given(secret=SECRETS, before=st.binary(max_size=7), after=st.binary(max_size=7))
def test_what_is_known_is_found_in_base64(encode: object, code: str, secret: str, before: bytes, after: bytes) -> None:
    assert callable(encode)
    text = encode(before + secret.encode(code) + after)
    assert "known" in {finding.kind for finding in SecretFinder([("known", secret)]).in_text(text, "here")}


@given(known=st.lists(SECRETS, unique=True), text=st.text(string.ascii_lowercase + " ", max_size=200))
def test_what_is_not_there_is_not_found(known: list[str], text: str) -> None:
    absent = [secret for secret in known if secret not in text and secret[::-1] not in text]
    found = SecretFinder(("known", secret) for secret in absent).in_text(text, "here")
    assert not [finding for finding in found if finding.kind == "known"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("token", "got eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
        ("private key", "-----BEGIN PRIVATE KEY-----\nMIGH"),
        ("private key", "-----BEGIN RSA PRIVATE KEY-----\nMIGH"),
        ("e-mail address", "signed in as camille.lefevre@example.org"),
        ("e-mail address", "login_hint=camille.lefevre%40example.org"),
        ("subscription key", "key 0123456789abcdef0123456789abcdef refused"),
        ("bearer", "Authorization: Bearer 0.AX8Asecret"),
        ("MSAL's cache", '{"RefreshToken": {"a": {"home_account_id": "1"}}}'),
        ("named secret", "POST " + urlencode({"code": "abcdefghijk", "x": "1"})),
        ("named secret", '{"refresh_token": "abcdefghijk"}'),
        ("named secret", "{'code_verifier': b'abcdefghijk'}"),
        ("random text", "kept 2xvQug3adTPr7Ez_Rew2Op9LqtzGiiAem-iCaIupvGW for later"),
    ],
)
def test_a_secret_is_known_by_its_looks(kind: str, text: str) -> None:
    assert kind in {finding.kind for finding in SecretFinder().in_text(text, "here")}


def test_files_their_names_and_their_links_are_looked_through(tmp_path: Path) -> None:
    secret = "0.AX8A-known-secret"
    finder = SecretFinder([("known", secret)])
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "content.bin").write_bytes(b"\0\xff" + secret.encode() + b"\xfe")
    (tmp_path / "a" / "b" / f"named-{secret}.txt").write_text("harmless")
    (tmp_path / "a" / secret).mkdir()
    (tmp_path / "link").symlink_to(f"/nowhere/{secret}")
    (tmp_path / "sealed.bin").write_bytes(b"MSGVAULT" + base64.b64encode(secret.encode()))
    found = finder.in_folder(tmp_path)
    assert {finding.where for finding in finder.in_folder(tmp_path, ours=False)} == {each.where for each in found}
    assert {finding.where for finding in found} == {
        "a/content.bin",
        f"the name a/b/named-{secret}.txt",
        f"the name a/{secret}",
        "the link link",
        "sealed.bin",
    }


def test_a_sealed_file_may_look_like_anything(tmp_path: Path) -> None:
    random = b"2xvQug3adTPr7Ez_Rew2Op9LqtzGiiAem-iCaIupvGW"
    (tmp_path / "sealed.bin").write_bytes(b"MSGVAULT\1" + random)
    assert not SecretFinder().in_folder(tmp_path)
    (tmp_path / "open.bin").write_bytes(random)
    assert SecretFinder().in_folder(tmp_path)
    assert not SecretFinder().in_folder(tmp_path, ours=False)


@pytest.mark.parametrize(
    "text",
    [
        "GET https://localhost:1/plants/1e0f6a52-0d5c-4a70-9d3c-0a7d5f6f2b11/parameter/id/value/S-1 -> 200 in 3 ms",
        '{"version": 2, "plants": [{"id": "1e0f6a52-0d5c-4a70-9d3c-0a7d5f6f2b11", "name": "Home"}]}',
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUPX1bVd9vJ2kq4Zc7hYw0C8x5nD4wCgY\n-----END CERTIFICATE-----\n",
        "geometry=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0\\0\\0\\x1eyJ0aaaaaaaaaaaaaaaaaa)",
        "4711\nmultisocket-gui\nbox\n3d1219c7c4c5404aaa1f6d2a48adfda4\n1e0f6a52-0d5c-4a70-9d3c-0a7d5f6f2b11\n",
        "kept 5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5 as the fingerprint",
        "multisocket_gui.engine.instance: no local socket: QLocalServer::listen: Address in use",
    ],
)
def test_what_a_program_writes_every_day_is_no_secret(text: str) -> None:
    assert not SecretFinder().in_text(text, "here")
