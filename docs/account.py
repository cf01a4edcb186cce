"""The account in each of its states, for the guide.

A keyring is not locked, nor a clock set, to take a picture: each line and form here is the program's own, on a store
that is brought into the state. The window of a sign-in that has ended is as in life: the sign-in service ends it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget
from stage import Stage

from multisocket_gui.engine.facts import Account, AccountPhase
from multisocket_gui.engine.store import Store
from multisocket_gui.home.problem import Kind, Problem
from multisocket_gui.home.quota import Ledger
from multisocket_gui.settings import Service, Settings
from multisocket_gui.ui.account_button import AccountButton
from multisocket_gui.ui.notice_line import NoticeLine
from multisocket_gui.ui.settings_dialog.account_section import AccountSection

_NAME = "Camille Lefèvre"
_REPLY_URL = "http://localhost:8400"
_SERVICE = Service(client_id="3c9d1f06-5a72-4e0b-9a3d-6f1c2b7e8d40", redirect_port=8400)
_WAITING = Account(AccountPhase.SIGNING_IN, link="https://login.eliotbylegrand.com/")
_SESSION_ONLY = Account(AccountPhase.SIGNED_IN, name=_NAME, not_kept=Problem(Kind.NO_KEYRING))
_FAST_S = 430.0


def _ended(kind: Kind, detail: str = "") -> Account:
    return Account(problem=Problem(kind, detail=detail))


LINES = (
    Account(),
    Account(AccountPhase.RESTORING),
    _WAITING,
    Account(AccountPhase.SIGNING_IN, link=_WAITING.link, browser_opened=False),
    _ended(Kind.SIGN_IN_NO_ANSWER, _REPLY_URL),
    _ended(Kind.KEYRING_LOCKED),
    _ended(Kind.KEYRING_SILENT),
    _ended(Kind.VAULT_DAMAGED),
    _ended(Kind.VAULT_KEY_LOST),
    _ended(Kind.SIGN_IN_AGAIN),
    _ended(Kind.ACCOUNT_GONE),
    _ended(Kind.PASSWORD_FORGOTTEN),
    _ended(Kind.SIGN_IN_TROUBLE, "AADB2C90085 (0f8e1c52-6c1d-4a0e-9f2b-7d3a5b9c1e64)"),
    Account(AccountPhase.SIGNED_IN, name=_NAME, problem=Problem(Kind.SIGN_IN_UNREACHABLE)),
)
"""Each line that the window may show of an account, in the order of the guide's table."""
SECTIONS = (_WAITING, Account(AccountPhase.SIGNED_IN, name=_NAME), _SESSION_ONLY, _ended(Kind.KEYRING_LOCKED))


def account(stage: Stage, out: Path, name: str) -> None:
    """The lines, the menu and the section of the settings."""
    lines(stage, out / f"account-lines-{name}.png")
    menu(stage, out / f"account-menu-{name}.png")
    sections(stage, out / f"account-settings-{name}.png")


def lines(stage: Stage, file: Path) -> None:
    """The line of each state; the browser is waited for twice: for a moment, and for more than a minute."""
    with _column(980) as column:
        for each in LINES:
            _line(stage, column, each)
            if each is _WAITING:
                _line(stage, column, each, waited=61.0)
        _line(stage, column, Account(AccountPhase.SIGNED_IN, name=_NAME), clock_off=_FAST_S)
        _as_high_as_needed(stage, column)
        stage.picture(file, column)


def menu(stage: Stage, file: Path) -> None:
    """The menu of somebody whose sign-in ends with the session."""
    button = AccountButton(_store(stage, _SESSION_ONLY), stage.program.controller)
    button.menu().popup(QPoint(0, 0))
    stage.until(button.menu().isVisible, "the account's menu")
    stage.picture(file, button.menu())
    button.menu().close()


def sections(stage: Stage, file: Path) -> None:
    """The section of the settings in some states, the last of them with the question about this computer."""
    with _column(640) as column:
        for each in SECTIONS:
            section = AccountSection(_store(stage, each), stage.program.controller, demo=False)
            layout = column.layout()
            assert layout
            layout.addWidget(section)
        stage.widget(QAbstractButton, "account/forget", section).click()
        _as_high_as_needed(stage, column)
        stage.picture(file, column)


def sign_in_has_ended(stage: Stage, file: Path) -> None:
    """The service ends the sign-in: what is known stays, grey and with its age."""
    stage.window.resize(980, 640)
    stage.cloud.revoke()
    stage.cloud.knobs.fail_next("token_refused", on="GetPlugStatus")
    stage.program.controller.refresh()
    ended = (Kind.SIGN_IN_AGAIN, Kind.ACCOUNT_GONE)

    def is_over() -> bool:
        problem = stage.program.store.account.problem
        return problem is not None and problem.kind in ended

    stage.until(is_over, "the end of the sign-in")
    stage.picture(file)


def _line(stage: Stage, column: QWidget, account: Account, *, waited: float = 2.0, clock_off: float = 0.0) -> None:
    store = _store(stage, account)
    store.put_clock(clock_off)
    line = NoticeLine(store, stage.program.controller, column)
    layout = column.layout()
    assert layout
    layout.addWidget(line)
    line.show_store()
    with _later(waited):
        line.show_store()


def _store(stage: Stage, account: Account) -> Store:
    store = Store(Settings(_SERVICE, stage.program.store.plants), Ledger(), stage.program)
    store.put_account(account)
    store.put_key(known=True, stored=True)
    return store


@contextmanager
def _later(seconds: float) -> Iterator[None]:
    """The clock as it will stand so many seconds from now."""
    now = time.time()
    with mock.patch("time.time", return_value=now + seconds):
        yield


@contextmanager
def _column(width: int) -> Iterator[QWidget]:
    column = QWidget()
    column.setFixedWidth(width)
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that no ring stands around the first button
    column.setFocus()
    column.show()
    yield column
    column.close()


def _as_high_as_needed(stage: Stage, column: QWidget) -> None:
    """Layouts settle from the inside out, a turn of the event loop each."""
    layout = column.layout()
    assert layout
    heights = [0]

    def is_settled() -> bool:
        heights.append(layout.totalHeightForWidth(column.width()))
        column.setFixedHeight(heights[-1])
        return len(heights) > 5 and len(set(heights[-5:])) == 1

    stage.until(is_settled, "the layouts to settle")
