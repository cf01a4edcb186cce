from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest
from signin_help import Clock, NewAccount, signs_in

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.settings import Service, Wire
from multisocket_gui.signin.account import Account

if not sys.platform.startswith("linux"):  # the Secret Service is Linux's, and so are the modules that speak with it
    collect_ignore = ["test_signin_vault_gnome.py", "test_signin_vault_keyring.py"]
    if sys.platform == "win32":
        collect_ignore.append("test_signin_vault_file.py")  # owners and modes are POSIX's


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_account(cloud: EmbeddedCloud, clock: Clock) -> NewAccount:
    """Make an account of the embedded cloud; `wire` and fields of `Service` can be given, and what Account takes."""

    def make(*, wire: Wire | None = None, **given: Any) -> Account:
        its = cloud.service
        service = Service(its.api_url, its.authority, its.client_id)
        fields = {name: given.pop(name) for name in list(given) if hasattr(service, name)}
        options: dict[str, Any] = {"open_browser": signs_in, "answer_timeout": 30.0, "clock": clock} | given
        return Account(replace(service, **fields), wire or Wire(its.ca_file, trust_env=False), **options)

    return make
