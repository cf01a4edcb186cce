"""What is told by itself, and what is not: never what the person just did."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from multisocket_gui.desktop.notify import Notifier
from multisocket_gui.desktop.tidings import Tidings
from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.settings import Settings

IN, OUT = Account(AccountPhase.SIGNED_IN, name="Camille"), AccountPhase.SIGNED_OUT
ENDED = Account(OUT, problem=Problem(Kind.SIGN_IN_AGAIN))


class Rounds(QObject):
    """Of `Together` what is heard here."""

    ended = Signal(object)


@dataclass
class Told:
    store: Store
    titles: list[str] = field(default_factory=list)

    def by_tray(self, title: str, _text: str) -> bool:
        self.titles.append(title)
        return True


@pytest.fixture
def told(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    told = Told(Store(Settings(), Ledger()))
    notifier = Notifier(lambda: True, lambda: False, told.by_tray, told.store)
    Tidings(told.store, Rounds(told.store).ended, notifier, told.store)
    return told


def through(told: Told, *accounts: Account) -> int:
    """How often something was told on the way."""
    for account in accounts:
        told.store.put_account(account)
    return len(told.titles)


def test_a_sign_in_that_ends_by_itself_is_told_once_each_time(told: Told) -> None:
    assert through(told, IN, ENDED) == 1
    assert through(told, Account(OUT, problem=Problem(Kind.ACCOUNT_GONE))) == 1
    assert through(told, IN, ENDED) == 2


def test_a_kept_sign_in_that_turns_out_to_be_over_is_told(told: Told) -> None:
    assert through(told, Account(AccountPhase.RESTORING), ENDED) == 1


def test_signing_out_is_not_told_nor_what_it_could_not_remove(told: Told) -> None:
    assert through(told, IN, Account(), Account(OUT, problem=Problem(Kind.VAULT_UNWRITABLE))) == 0


def test_a_try_that_failed_or_a_locked_keyring_is_not_told(told: Told) -> None:
    signing_in, restoring = Account(AccountPhase.SIGNING_IN), Account(AccountPhase.RESTORING)
    locked = Account(OUT, problem=Problem(Kind.KEYRING_LOCKED))
    assert through(told, signing_in, ENDED, restoring, locked) == 0
