from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.signin.errors import (
    AccountGone,
    Cancelled,
    Misconfigured,
    PasswordForgotten,
    Refused,
    SignInAgain,
    SignInError,
    SignInTrouble,
    Unreachable,
)
from multisocket_gui.signin.refusal import code_of, refusal, refusal_to_renew

CORRELATION = "1f0d2c3b-4a59-4687-9768-5a4b3c2d1e0f"


def b2c(code: str) -> str:
    return f"AADB2C{code}: Des mots.\r\nCorrelation ID: {CORRELATION}\r\nTimestamp: 2026-01-01 00:00:00Z\r\n"


@pytest.mark.parametrize(
    ("code", "at_sign_in", "at_renewal"),
    [
        ("90091", Cancelled, SignInAgain),
        ("90273", Cancelled, SignInAgain),
        ("90118", PasswordForgotten, SignInAgain),
        ("90077", Refused, SignInAgain),
        ("90080", SignInAgain, SignInAgain),
        ("90129", SignInAgain, SignInAgain),
        ("90128", AccountGone, AccountGone),
        ("90088", AccountGone, AccountGone),
        ("90087", AccountGone, AccountGone),
        ("90279", AccountGone, AccountGone),
        ("90085", SignInTrouble, Unreachable),
        ("90035", Unreachable, Unreachable),
        ("90244", Unreachable, Unreachable),
        ("90289", Unreachable, Unreachable),
        ("90037", Unreachable, Unreachable),
        ("90068", Misconfigured, Misconfigured),
        ("99999", Misconfigured, Misconfigured),
    ],
)
def test_a_b2c_code_counts_more_than_the_error(
    code: str, at_sign_in: type[SignInError], at_renewal: type[SignInError]
) -> None:
    for trouble, expected in (
        (refusal("invalid_grant", b2c(code)), at_sign_in),
        (refusal_to_renew("invalid_grant", b2c(code)), at_renewal),
    ):
        assert type(trouble) is expected
        assert trouble.problem.detail == f"AADB2C{code} {CORRELATION}"
        assert code_of(trouble) == f"AADB2C{code}"


@pytest.mark.parametrize(
    ("error", "at_sign_in", "at_renewal"),
    [
        ("access_denied", Cancelled, SignInAgain),
        ("invalid_grant", Refused, SignInAgain),
        ("interaction_required", Refused, SignInAgain),
        ("temporarily_unavailable", Unreachable, Unreachable),
        ("server_error", Unreachable, Unreachable),
        ("unauthorized_client", Misconfigured, Misconfigured),
        ("invalid_scope", Misconfigured, Misconfigured),
    ],
)
def test_without_a_code_the_error_counts(
    error: str, at_sign_in: type[SignInError], at_renewal: type[SignInError]
) -> None:
    assert type(refusal(error, "")) is at_sign_in
    assert type(refusal_to_renew(error, "")) is at_renewal
    assert refusal(error, "").problem.detail == error


@given(st.text(), st.text())
def test_the_detail_carries_no_prose(error: str, description: str) -> None:
    detail = refusal(error, description).problem.detail
    assert len(detail) <= 40 + 1 + 36
    assert not set("<>\"'&\r\n@") & set(detail)
